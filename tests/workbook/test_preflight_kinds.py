"""Files of another kind than workbooks: each refused with the code that says so, naming what it seems to be."""

import pytest

from depipe.findings import Finding
from depipe.workbook.preflight import preflight
from support.cases.kinds import KINDS, Make
from support.readings import excel


def test_the_plain_workbook__ok() -> None:
    """The workbook that all cases change is let in."""
    assert not isinstance(preflight(excel()), Finding)


@pytest.mark.parametrize(("make", "code", "found"), KINDS.values(), ids=KINDS)
def test_what_is_no_workbook__error(make: Make, code: str, found: str | None) -> None:
    """A file of another kind is refused with the code that says so, naming what it seems to be."""
    assert preflight(make()) == Finding(code=code, found=found)
