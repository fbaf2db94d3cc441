"""What is kept comes back: document, JSON and frames say the same."""

from dataclasses import astuple
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from depipe.ledger.documents import issuance_document, issuance_from, said_by, said_from, submission_document
from depipe.ledger.history import read_history
from depipe.ledger.schema import storable
from depipe.ledger.store import open_ledger
from depipe.validation.submission import AnswerRow, Proposal, Scope, Submission, ToolReturn
from depipe.workbook.identity import Answer, Issuance
from support.postgresql import Cluster
from support.returns import MASTER, entry, issuance, submission

NOW = datetime(2026, 5, 10, 23, 30, tzinfo=UTC)

# Anything that a cell can hold: quotes, newlines, characters beyond the first plane, JSON and SQL in disguise.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12) | st.sampled_from(
    ['"', "\\u0000", "\\", "null", "[]", "⭐️⭐️", "𠮷野家\r\n", "'; --", "\u2028", "NaN", "\x00"]
)
NOTE = st.none() | TEXT
STARS = st.none() | st.integers(1, 5)
SCOPES: st.SearchStrategy[Scope | None] = st.sampled_from((None, "changed", "all"))
ATTRIBUTES = st.dictionaries(TEXT, TEXT, max_size=2)
DAYS = st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1))


@st.composite
def submissions(draw: st.DrawFn) -> Submission:
    """Draw a submission with any tools, answers, notes, attributes and proposals, none of them included."""
    names = draw(st.lists(TEXT, max_size=3, unique=True))
    tools = [ToolReturn(name, draw(NOTE), draw(DAYS), draw(SCOPES), draw(ATTRIBUTES)) for name in names]
    keys = draw(st.lists(st.tuples(TEXT, st.sampled_from(names)), max_size=5, unique=True)) if names else []
    answers = [
        AnswerRow(*key, draw(STARS), draw(NOTE), draw(NOTE), draw(NOTE), sheet=draw(TEXT), cell=draw(TEXT))
        for key in keys
    ]
    proposals = draw(st.lists(st.builds(Proposal, NOTE, NOTE, NOTE, NOTE, NOTE), max_size=2))
    parameters = {"Size": draw(TEXT), "Place": draw(TEXT)}
    return submission(answers, tools=tools, parameters=parameters, proposals=proposals, evaluator=draw(TEXT))


@given(submissions())
def test_a_document_says_what_the_submission_says(said: Submission) -> None:
    """A submission's document, read again, is equal to it."""
    assert said_from(submission_document(said_by(said))) == said_by(said)


@given(st.dictionaries(st.tuples(TEXT, TEXT), st.builds(Answer, STARS, NOTE, NOTE, NOTE), max_size=4), TEXT)
def test_an_issuance_comes_back_equal(answers: dict[tuple[str, str], Answer], text: str) -> None:
    """An issuance's document, read again, is equal to it."""
    issued: Issuance = issuance(answers=answers, versions={text: text}, evaluator=text, context={text: text})

    assert issuance_from(issuance_document(issued)) == issued


@settings(max_examples=40)
@given(st.lists(submissions(), min_size=1, max_size=4))
def test_frames_say_what_the_submissions_say(sent: list[Submission]) -> None:
    """Through the ledger and polars, every value of every submission that is new arrives as it was."""
    with TemporaryDirectory() as folder:
        assert_kept(sent, f"sqlite:///{Path(folder)}/ledger.db")


@settings(max_examples=20)
@given(sent=st.lists(submissions(), min_size=1, max_size=4))
def test_frames_say_so_in_postgresql(cluster: Cluster, sent: list[Submission]) -> None:
    """PostgreSQL keeps every value of every submission as well."""
    with cluster.database() as name:
        assert_kept(sent, cluster.url(name))


def assert_kept(sent: list[Submission], url: str) -> None:
    """Send submissions to an empty ledger and hold its frames against them."""
    with open_ledger(url) as ledger:
        receipts = ledger.append([entry(said, b"%d" % n) for n, said in enumerate(sent)], received_at=NOW)
        found = read_history(ledger)

    new = {r.submission_id: said for r, said in zip(receipts, sent, strict=True) if r.status == "accepted"}
    returns = [
        (one, t.tool, t.version, t.verified_on or NOW.date(), t.scope == "changed")
        for one, said in new.items()
        for t in said.tools
    ]
    columns = ("submission_id", "tool", "tool_version", "verified_on", "changed_only")
    assert found.returns.select(columns).rows() == returns
    assert rows(found.answers, "item_id", "tool", "stars", "doc", "repro", "evidence", "sheet", "cell") == [
        (one, *answer) for one, said in new.items() for answer in said.answers
    ]
    assert rows(found.proposals, "category", "name", "description", "reason", "general") == [
        (one, *astuple(proposal)) for one, said in new.items() for proposal in said.proposals
    ]
    assert found.submissions["evaluator"].to_list() == [storable(said.evaluator) for said in new.values()]
    kept = dict(found.contexts.group_by("context_id").agg(pl.struct("name", "value")).iter_rows())
    first = {said.context_id: said.parameters for said in reversed(new.values())}
    assert {one: {p["name"]: p["value"] for p in pairs} for one, pairs in kept.items()} == first
    assert set(first) <= {MASTER.context_id(said.parameters) for said in sent}


def rows(frame: pl.DataFrame, *names: str) -> list[tuple[object, ...]]:
    """Return the rows of a frame with their submission's id first."""
    return frame.select("submission_id", *names).rows()
