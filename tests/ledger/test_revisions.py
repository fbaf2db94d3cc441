"""Originals that were read again: the last reading counts, every earlier one stays."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from sqlalchemy import select

from depipe.errors import DataError
from depipe.ledger.frames import History
from depipe.ledger.history import read_history
from depipe.ledger.schema import revisions
from depipe.ledger.store import Ledger, Receipt, Reread
from depipe.validation.submission import Submission
from support.returns import entry, submission, told

NOW = datetime(2026, 5, 10, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
ELSEWHERE = {"Size": "large", "Place": "東京"}
FIRST = submission({"A-01": 4})
OTHER = submission({"A-02": 2}, workbook_id="w2", evaluator="Evaluator B")
AGAIN = submission(
    {"A-01": 5}, evaluator="Evaluator Ａ", parameters=ELSEWHERE, tools=[told(attributes={"short": "no"})]
)


def reread(submission_id: str, said: Submission, findings_json: str = "[]") -> Reread:
    """Return what an original says now."""
    return Reread(submission_id=submission_id, submission=said, findings_json=findings_json)


@pytest.fixture
def ids(ledger: Ledger) -> list[str]:
    """Put two submissions into the ledger and return their ids."""
    receipts = ledger.append([entry(FIRST, b"first"), entry(OTHER, b"other")], received_at=NOW)
    return [receipt.submission_id or "" for receipt in receipts]


def told_by(found: History) -> dict[str, list[tuple[Any, ...]]]:
    """Return every frame's rows."""
    frames = {name: getattr(found, name) for name in found.__dataclass_fields__}
    return {name: frame.rows() for name, frame in frames.items() if isinstance(frame, pl.DataFrame)}


def test_a_revision_counts_from_then_on(ledger: Ledger, ids: list[str]) -> None:
    """What was read again replaces what was read first, in the history, the list and the names; the other stays."""
    before, extent = told_by(read_history(ledger)), ledger.extent()

    ledger.revise([reread(ids[0], AGAIN, '[{"code":"x"}]')], at=NOW + HOUR)

    found = read_history(ledger)
    assert found.answers.select("submission_id", "stars").rows() == [(ids[0], 5), (ids[1], 2)]
    assert found.returns.select("evaluator", "context_id").rows() == [
        ("Evaluator Ａ", AGAIN.context_id),
        ("Evaluator B", OTHER.context_id),
    ]
    assert found.contexts.filter(pl.col("context_id") == AGAIN.context_id)["value"].to_list() == ["large", "東京"]
    assert found.attributes["value"].to_list() == ["no"]
    assert [record.evaluator for record in ledger.submissions()] == ["Evaluator Ａ", "Evaluator B"]
    assert ledger.evaluators() == {"Evaluator Ａ", "Evaluator B"}
    assert ledger.kept(ids)[ids[0]].findings_json == '[{"code":"x"}]'
    assert ledger.kept(ids)[ids[0]].original == b"first"
    assert told_by(read_history(ledger, as_of=NOW)) == before
    assert ledger.extent() != extent


def test_the_last_revision_counts_and_all_are_kept(ledger: Ledger, ids: list[str]) -> None:
    """A submission may be read again as often as rules change."""
    for n, stars in enumerate((1, 2, 3), start=1):
        said = [reread(one, submission({"A-01": stars})) for one in ids]
        ledger.revise(said, at=NOW + n * HOUR)

    assert read_history(ledger).answers["stars"].to_list() == [3, 3]
    assert read_history(ledger, as_of=NOW + 2 * HOUR).answers["stars"].to_list() == [2, 2]
    with ledger.reading() as connection:
        assert connection.scalars(select(revisions.c.sequence).order_by(revisions.c.sequence)).all() == [
            1,
            2,
            3,
            4,
            5,
            6,
        ]


def test_what_a_revision_would_say_can_be_seen_before(ledger: Ledger, ids: list[str]) -> None:
    """The history with rereads is the history after keeping them, and nothing is kept meanwhile."""
    said = [reread(ids[0], AGAIN)]
    unkept = told_by(read_history(ledger))

    foreseen = told_by(read_history(ledger, rereads=said))

    assert foreseen != unkept
    assert told_by(read_history(ledger)) == unkept
    ledger.revise(said, at=NOW + HOUR)
    assert told_by(read_history(ledger)) == foreseen


def test_a_return_is_held_against_the_revision(ledger: Ledger, ids: list[str]) -> None:
    """What repeats the revision says nothing new; what repeats the first reading does; the same bytes never do."""
    ledger.revise([reread(ids[0], submission({"A-01": 5}))], at=NOW)

    receipts = ledger.append(
        [entry(submission({"A-01": 5}), b"saved again"), entry(FIRST, b"first"), entry(FIRST, b"changed back")],
        received_at=NOW + HOUR,
    )

    assert receipts[:2] == [Receipt("unchanged", ids[0])] * 2
    assert receipts[2].status == "accepted"


def test_an_unknown_submission_is_not_revised(ledger: Ledger, ids: list[str]) -> None:
    """An id that is not there undoes the whole call."""
    with pytest.raises(DataError, match="There is no submission 000000000000"):
        ledger.revise([reread(ids[0], AGAIN), reread("000000000000", AGAIN)], at=NOW)

    assert ledger.extent().revisions == 0
    ledger.revise([], at=NOW)
    assert ledger.extent().revisions == 0
