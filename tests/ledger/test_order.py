"""The order in which files are ingested does not matter, where their evaluators or days of verification differ."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from depipe.flow.scored import replayed, scored
from depipe.ledger.history import read_parts
from depipe.ledger.store import Ledger, open_ledger
from depipe.validation.submission import Scope, Submission
from depipe.workbook.identity import Answer
from support.postgresql import Cluster
from support.returns import MASTER, entry, issuance, rated, submission, told

NOW = datetime(2026, 5, 10, 8, tzinfo=UTC)
DAY = date(2026, 3, 1)
ITEMS = [item.id for item in MASTER.items]
TOOLS = MASTER.tools
PREFILLED = {("A-01", "Alpha"): Answer(4, "note"), ("A-02", "Beta"): Answer(2)}

SCOPES: st.SearchStrategy[Scope | None] = st.sampled_from((None, "changed", "all"))
STARS = st.none() | st.integers(1, 5)
ANSWERS = st.lists(STARS, min_size=len(ITEMS) * len(TOOLS), max_size=len(ITEMS) * len(TOOLS))


@st.composite
def returns(draw: st.DrawFn) -> list[Submission]:
    """Draw returns of a few workbooks; those of one evaluator were verified on different days."""
    made = []
    for evaluator in ("Evaluator A", "Evaluator B", "Evaluator C"):
        days = draw(st.lists(st.integers(0, 30), max_size=3, unique=True))
        for day in days:
            scope = draw(SCOPES)
            tools = [told(tool, f"1.{day}", DAY + timedelta(days=day), scope) for tool in TOOLS]
            stars = iter(draw(ANSWERS))
            answers = [rated(item, next(stars), "note", tool=tool) for tool in TOOLS for item in ITEMS]
            workbook = draw(st.sampled_from(["shared", "prefilled", f"own of {evaluator}"]))
            made.append(submission(answers, tools=tools, workbook_id=workbook, evaluator=evaluator))
    return made


@st.composite
def shuffled(draw: st.DrawFn) -> tuple[list[Submission], list[Submission]]:
    """Draw returns in two orders."""
    made = draw(returns())
    return made, draw(st.permutations(made))


def said_after(ledger: Ledger, sent: list[Submission]) -> dict[str, pl.DataFrame]:
    """Ingest one by one, a day after another, and return the tables without what names the moment of receipt."""
    ledger.record_issuances([issuance("prefilled", answers=PREFILLED)], MASTER, at=NOW)
    for number, said in enumerate(sent):
        original = f"{said.evaluator} {said.tools[0].verified_on}".encode()
        [receipt] = ledger.append([entry(said, original)], received_at=NOW + number * timedelta(days=1))
        assert receipt.status == "accepted"
    tables = scored(replayed(MASTER, read_parts(ledger)))
    of_the_moment = {"submission_id", "changed_at"}
    said_in = {name: frame.collect() for name, frame in tables.frames.items()}
    # The changes of one day of verification are listed as they came in: only these stand in another order.
    said_in["changes"] = said_in["changes"].sort("evaluator", "tool", "item_id", maintain_order=True)
    return {name: table.drop(of_the_moment & set(table.columns)) for name, table in said_in.items()}


def assert_same(one: dict[str, pl.DataFrame], other: dict[str, pl.DataFrame]) -> None:
    """Expect equal tables, row by row in the same order."""
    for name, table in one.items():
        assert table.equals(other[name]), name


@settings(max_examples=25)
@given(shuffled())
def test_the_order_of_ingest_does_not_matter(orders: tuple[list[Submission], list[Submission]]) -> None:
    """Every table is the same whatever came in first: ratings, consensus, gates, verdicts, and the changes too."""
    with TemporaryDirectory() as folder:
        said = []
        for number, sent in enumerate(orders):
            with open_ledger(f"sqlite:///{Path(folder)}/{number}.db") as ledger:
                said.append(said_after(ledger, sent))
    assert_same(*said)


@settings(max_examples=8)
@given(orders=shuffled())
def test_nor_does_it_in_postgresql(cluster: Cluster, orders: tuple[list[Submission], list[Submission]]) -> None:
    """A server gives the same tables as a file, in another order."""
    with TemporaryDirectory() as folder, cluster.database() as name:
        with open_ledger(f"sqlite:///{Path(folder)}/ledger.db") as ledger:
            one = said_after(ledger, orders[0])
        with open_ledger(cluster.url(name)) as ledger:
            other = said_after(ledger, orders[1])
    assert_same(one, other)
