"""Very many evaluators: what people read stays readable and says what it leaves out; the tables have everything."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from depipe.comparison import evidence, people
from depipe.comparison.markdown.write import write_markdown
from depipe.comparison.model import Comparison
from depipe.comparison.page import write as page
from depipe.comparison.page.write import write_page
from depipe.comparison.workbook.write import write_comparison
from depipe.master.load import shipped_master
from support.tables import scored

PEOPLE, SHOWN = 12, 5
REST = f"{PEOPLE - SHOWN} more are in tables/ratings.parquet."
NOTED = ("EX-01", "EX-02", "OP-02")
"""The items that have notes; the second is not mandatory."""


@pytest.fixture
def comparison(monkeypatch: pytest.MonkeyPatch) -> Comparison:
    """Give the comparison of a dozen evaluators with a note each on some items, where half as many are very many."""
    monkeypatch.setattr(people, "REMARKS", SHOWN)
    monkeypatch.setattr(people, "SOURCES", SHOWN)
    monkeypatch.setattr(evidence, "MOST", SHOWN)
    monkeypatch.setattr(evidence, "PEOPLE", SHOWN)
    monkeypatch.setattr(page, "ROWS", SHOWN)
    names = [f"Evaluator {number}" for number in range(PEOPLE)]
    notes = {
        (name, "Temporal", item.id): (None, None, f"note of {name}")
        for name in names
        for item in map(shipped_master().items_by_id.__getitem__, NOTED)
    }
    return scored(shipped_master(), lambda *_: 4, evaluators=names, notes=notes).comparison("en")


def test_what_is_left_out_is_said_in_every_output(comparison: Comparison) -> None:
    """The first notes on an item are told, then how many more there are and where: workbook, Markdown and page."""
    book = load_workbook(BytesIO(write_comparison(comparison)))
    sheet = "\n".join(str(cell.value) for row in book["Good"].iter_rows() for cell in row if cell.value)
    for told in (sheet, write_markdown(comparison), write_page(comparison)):
        assert told.count(REST) == 3
        assert f"note of Evaluator {SHOWN - 1}" in told
        assert f"note of Evaluator {SHOWN}" not in told


def test_of_the_mandatory_items_the_first_evaluators_notes_are_listed(comparison: Comparison) -> None:
    """The same number for every mandatory item that has notes, none of the others, and how many are left out."""
    told = comparison.evidence
    listed = {item: [note.evaluator for note in told.notes if note.item_id == item] for item in NOTED}

    first = [f"Evaluator {number}" for number in range(SHOWN)]
    assert listed == {NOTED[0]: first, NOTED[1]: [], NOTED[2]: first}
    assert told.more_notes == PEOPLE * len(NOTED) - 2 * SHOWN


def test_a_page_shows_the_first_rows_of_what_grows_with_the_evaluators(comparison: Comparison) -> None:
    """What each looked at, and what came back: the first rows, how many more there are, and where."""
    html = write_page(comparison)

    assert f"sheet 前提 has {PEOPLE * 3 - SHOWN} more rows" in html
    assert f"sheet 前提 has {PEOPLE - SHOWN} more rows" in html
