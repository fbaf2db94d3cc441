"""Pictures in and over cells, and text boxes: said at the cell under their corner, with its item and tool."""

from collections.abc import Callable

import pytest

from depipe.findings import Finding
from support.cases.pictures import PICTURES
from support.readings import differences, read_back


@pytest.mark.parametrize(("make", "expected"), PICTURES.values(), ids=PICTURES)
def test_pictures_and_boxes(make: Callable[[], bytes], expected: list[Finding]) -> None:
    """A picture in or over a cell is said with its item and tool, a text box as something extra; no answer changes."""
    returned = read_back(make())

    assert (returned.findings, differences(returned)) == (expected, {})
