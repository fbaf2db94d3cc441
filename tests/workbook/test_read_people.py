"""What people do to a workbook: sort, insert, move, rename, paste. Answers are read; what is not read is said."""

import pickle
from collections.abc import Mapping
from datetime import date

import pytest

from depipe.workbook.expected import expected_of
from depipe.workbook.issue import new_issuance
from depipe.workbook.layout import (
    SHEET_RATINGS,
)
from depipe.workbook.read import read
from depipe.workbook.write import write_workbook
from support.cases.people import CASES, FROM, TO, inserted_column, renamed, rows_of
from support.masters import second_master, synthetic_master
from support.packages import (
    Edit,
    edited,
    in_ratings,
)
from support.readings import Content, Key, differences, openpyxl, read_back, spots


@pytest.mark.parametrize(("edit", "changed", "said"), CASES.values(), ids=CASES)
def test_what_people_do__ok(edit: Edit, changed: Mapping[Key, Content], said: list[str]) -> None:
    """Every answer is read as it stands, and nothing is said but what was added."""
    returned = read_back(edited(openpyxl(), edit))

    assert (spots(returned), differences(returned, changed)) == (said, {})


def test_places_are_those_of_the_returned_file() -> None:
    """A cell's address is where it stands now, after rows were sorted and a column inserted."""
    reverse = rows_of(SHEET_RATINGS, lambda rows: [*rows[:FROM], *reversed(rows[FROM:TO]), *rows[TO:]])
    returned = read_back(edited(openpyxl(), reverse, inserted_column(SHEET_RATINGS, 5), renamed(評価="記入済み")))
    stars = next(cell for cell in returned.cells if cell[:3] == ("stars", "I-0001", "Tool 1"))

    assert (stars.sheet, stars.row, stars.column) == ("記入済み", 10, 6)


def test_a_reading_travels_between_processes() -> None:
    """What a worker process reads arrives whole in another one."""
    returned = read_back(edited(openpyxl(), in_ratings(C5="x")))

    assert pickle.loads(pickle.dumps(returned)) == returned  # noqa: S301 - our own bytes


def test_a_master_of_any_size_is_read() -> None:
    """The largest workbook, and the smallest, are read whole, item by item in the master's order."""
    for items, tools in ((500, 60), (1, 1)):
        master = synthetic_master(items=items, tools=tools)
        data = write_workbook(master, new_issuance(master, issued_on=date(2026, 4, 1)))
        returned = read("x.xlsx", data, {master.digest: expected_of(master)})
        stars = [(cell.tool, cell.item_id) for cell in returned.cells if cell.field == "stars"]

        assert returned.findings == []
        assert stars == [(tool, item.id) for tool in master.tools for item in master.items]


def test_another_master_in_another_language_is_read() -> None:
    """A master of another subject, language and make is read like any other."""
    master = second_master()
    data = write_workbook(master, new_issuance(master, issued_on=date(2026, 4, 1)))
    returned = read("x.xlsx", data, {master.digest: expected_of(master)})

    assert returned.findings == []
    assert {cell.name for cell in returned.cells if cell.field == "parameter"} == set(master.parameter_names)
