"""The worked example of docs/scoring.md, computed: the page and the code say the same figures."""

from pathlib import Path
from typing import Any

import pytest

from depipe.master.model import GateCondition
from depipe.scoring.tables import Tables
from depipe.stars import shown
from support.random_ledgers import LedgerBuilder, scored
from support.random_masters import UNLESS_SHORT_LIVED, gate, small_master

PAGE = Path(__file__).parents[2] / "docs" / "scoring.md"
TOOLS = ("Alpha", "Beta", "Gamma", "Delta")


def table(name: str) -> dict[str, dict[str, str]]:
    """Return the table of the page that follows the comment *name*: row label -> column header -> text."""
    text = PAGE.read_text("utf-8").split(f"<!-- {name} -->\n", 1)[1].split("\n\n", 1)[0]
    header, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
    return {row[0]: dict(zip(header[1:], row[1:], strict=True)) for row in rows}


@pytest.fixture(scope="module")
def tables() -> Tables:
    """Return what scoring makes of the page's ratings."""
    ratings = table("ratings")
    categories: dict[str, list[str]] = {}
    for item in ratings:
        categories.setdefault(item[:2], []).append(item)
    gates = (gate("EX-01"), gate("VR-01", GateCondition(unless=UNLESS_SHORT_LIVED)), gate("OP-02"))
    master = small_master(categories, gates=gates, tools=TOOLS)
    builder = LedgerBuilder(master)
    context = builder.context()
    for evaluator in "AB":
        stars = {
            tool: {
                item: None if (told := row[f"{tool} {evaluator}"]) == "-" else int(told)
                for item, row in ratings.items()
            }
            for tool in TOOLS
        }
        builder.receive(context, f"Evaluator {evaluator}", stars)
    builder.attribute(context, "Gamma", "yes")
    return scored(master, builder.ledger)


def test_the_gates_stand_as_the_page_says(tables: Tables) -> None:
    """Every status of the table."""
    found = {(row["item_id"], row["tool"]): row["status"] for row in tables.gates.iter_rows(named=True)}

    assert found == {(item, tool): status for item, row in table("gates").items() for tool, status in row.items()}


def test_the_category_means_are_those_of_the_page(tables: Tables) -> None:
    """Every mean of the table, as people read it."""
    rows = tables.category_summary.iter_rows(named=True)
    found = {(row["category_id"], row["tool"]): shown(row["mean_stars"]) for row in rows}

    assert found == {(category, tool): mean for category, row in table("means").items() for tool, mean in row.items()}


def test_the_verdicts_are_those_of_the_page(tables: Tables) -> None:
    """Every figure of the last table."""

    def said(value: Any) -> str:  # noqa: ANN401 - whatever a column holds
        if isinstance(value, bool):
            return "yes" if value else "no"
        return shown(value) if isinstance(value, float) else str(value)

    expected = table("overall")
    found = {name: dict(zip(tables.overall["tool"], map(said, tables.overall[name]), strict=True)) for name in expected}

    assert found == expected
