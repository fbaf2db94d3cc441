"""Very many evaluators: what people read stays readable and says what it leaves out; the tables have everything."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from depipe.comparison import evidence, people
from depipe.comparison.markdown.write import write_markdown
from depipe.comparison.model import Comparison
from depipe.comparison.page.write import write_page
from depipe.comparison.workbook.write import write_comparison
from depipe.master.load import shipped_master
from support.tables import scored

PEOPLE, SHOWN = 12, 5
REST = f"{PEOPLE - SHOWN} more are in tables/ratings.parquet."


@pytest.fixture
def comparison(monkeypatch: pytest.MonkeyPatch) -> Comparison:
    """Give the comparison of a dozen evaluators with a note each on one item, where half as many are very many."""
    monkeypatch.setattr(people, "REMARKS", SHOWN)
    monkeypatch.setattr(evidence, "MOST", SHOWN)
    names = [f"Evaluator {number}" for number in range(PEOPLE)]
    notes = {
        (name, "Temporal", item.id): (None, None, f"note of {name}")
        for name in names
        for item in shipped_master().items[:2]
    }
    return scored(shipped_master(), lambda *_: 4, evaluators=names, notes=notes).comparison("en")


def test_what_is_left_out_is_said_in_every_output(comparison: Comparison) -> None:
    """The first notes on an item are told, then how many more there are and where: workbook, Markdown and page."""
    book = load_workbook(BytesIO(write_comparison(comparison)))
    sheet = "\n".join(str(cell.value) for row in book["Good"].iter_rows() for cell in row if cell.value)
    for told in (sheet, write_markdown(comparison), write_page(comparison)):
        assert told.count(REST) == 2
        assert f"note of Evaluator {SHOWN - 1}" in told
        assert f"note of Evaluator {SHOWN}" not in told
