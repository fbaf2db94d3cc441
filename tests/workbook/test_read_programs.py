"""What programs do to a workbook's package without changing what it says: every answer is read all the same."""

import pytest

from support.cases.programs import CASES, CELLS, Make
from support.packages import (
    RATINGS,
    patched,
    with_cell,
)
from support.readings import Content, Key, differences, excel, read_back, spots


@pytest.mark.parametrize("make", CASES.values(), ids=CASES)
def test_other_ways_to_write_the_same_workbook__ok(make: Make) -> None:
    """Every answer is read, and nothing is said, however a program wrote the file."""
    returned = read_back(make())

    assert (spots(returned), differences(returned)) == ([], {})


@pytest.mark.parametrize(("reference", "attributes", "content", "key", "expected"), CELLS.values(), ids=CELLS)
def test_ways_to_write_a_cell__ok(reference: str, attributes: str, content: str, key: Key, expected: Content) -> None:
    """A cell is handed on with its kind and its text, the others as they were, and nothing is said."""
    returned = read_back(patched(excel(), {RATINGS: with_cell(reference, attributes, content)}))

    assert (spots(returned), differences(returned, {key: expected})) == ([], {})
