"""Files that the preflight keeps out: each with the one code that says why, and what it found."""

import pytest

from depipe.findings import Finding
from depipe.workbook.layout import SHEET_CONTEXT
from depipe.workbook.preflight import Limits, preflight
from support.cases.damage import CORRUPT, MACROS, Make
from support.cases.limits import PLACES, UNSAFE, far
from support.readings import excel


@pytest.mark.parametrize(("make", "found"), CORRUPT.values(), ids=CORRUPT)
def test_damaged_files__error(make: Make, found: str) -> None:
    """A damaged file is refused as such, naming the part."""
    assert preflight(make()) == Finding(code="file.corrupt", found=found)


@pytest.mark.parametrize("make", MACROS.values(), ids=MACROS)
def test_macros__error(make: Make) -> None:
    """Macros keep a file out, wherever they are."""
    assert preflight(make()) == Finding(code="file.macros")


@pytest.mark.parametrize(("make", "limit", "at", "bound"), PLACES.values(), ids=PLACES)
def test_cells_too_far_away__error(make: Make, limit: str, at: str, bound: str) -> None:
    """A cell that holds something beyond the bounds keeps the file out, and is named."""
    assert preflight(make()) == Finding(code="file.unsafe", sheet="評価", cell=at, found=limit, expected=bound)


@pytest.mark.parametrize(("make", "found", "bound"), UNSAFE.values(), ids=UNSAFE)
def test_beyond_a_limit__error(make: Make, found: str, bound: str | None) -> None:
    """What crosses a limit, or could be read in two ways, is refused, and the finding says which and where."""
    assert preflight(make()) == Finding(code="file.unsafe", found=found, expected=bound)


def test_limits_can_be_set__ok() -> None:
    """A tighter limit refuses the plain workbook, a wider one lets a far cell in."""
    tight = preflight(excel(), Limits(rows=8))
    wide = preflight(far(30_000, "A30000"), Limits(rows=40_000))

    assert tight == Finding(code="file.unsafe", sheet=SHEET_CONTEXT, cell="A9", found="rows", expected="8")
    assert not isinstance(wide, Finding)
