"""Adjudication from end to end: issued, decided, taken in, reopened; on SQLite."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from depipe.errors import DataError
from depipe.flow.judging import judged
from depipe.ledger.history import read_history
from depipe.ledger.store import open_ledger
from depipe.workbook.fill import decide
from depipe.workbook.prove import prove
from depipe.workbook.write import write_workbook
from support.adjudicating import GATE, WIDE, Board, codes

BOTH = {GATE: ("⭐⭐⭐", "Tried together."), WIDE: ("4", "Measured.")}


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    """Give a ledger with two disagreements."""
    with open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}") as ledger:
        yield Board(ledger)


def test_the_workbook_has_the_agenda_with_what_everybody_said(board: Board) -> None:
    """The gate first; each row with the ratings that a decision will rest on; it proves, and is the same every time."""
    data = board.issue()
    issuance = board.issuance(data)

    prove(data, board.master, issuance)
    assert write_workbook(board.master, issuance) == data
    assert [(topic.item_id, topic.tool, topic.kind) for topic in issuance.topics] == [
        (*GATE, "disputed_gate"),
        (*WIDE, "spread"),
    ]
    assert [(v.evaluator, v.stars, v.tool_version, v.doc) for v in issuance.topics[0].voices] == [
        ("Evaluator A", 2, "1.0", "seen"),
        ("Evaluator B", 4, "1.0", "seen"),
    ]
    bases = read_history(board.ledger).bases.select("item_id", "evaluator", "stars", "tool_version").rows()
    assert bases == [(t.item_id, v.evaluator, v.stars, v.tool_version) for t in issuance.topics for v in t.voices]


def test_what_is_decided_is_the_consensus_and_is_asked_no_more(board: Board) -> None:
    """Both decisions are in force; the gate passes; there is nothing left to issue a workbook for."""
    before = board.tables()
    result = board.decide(board.issue(), BOTH)
    after = board.tables()

    assert codes(result.findings) == [("stars.normalised", "E6")]
    assert board.statuses() == [("EX-01", 3, "Lead A", "in_force"), ("WF-06", 4, "Lead A", "in_force")]
    for tables, status in ((before, "disputed"), (after, "passed")):
        assert tables.gates.filter(item_id="EX-01", tool="Temporal")["status"].to_list() == [status]
    assert after.consensus.filter(item_id="WF-06").select("stars", "level", "decided").row(0) == (4, 4.0, True)
    with pytest.raises(DataError, match="nothing to decide"):
        board.issue()


def test_a_decision_needs_its_reason_and_a_reason_its_decision(board: Board) -> None:
    """An error in the reason's cell keeps the file out; a reason alone is a row left open, and said."""
    _, unreasoned = board.check(decide(board.issue(), {GATE: ("⭐⭐⭐", None)}))
    _, undecided = board.check(decide(board.issue(), {GATE: (None, "Tried together.")}))

    assert (codes(unreasoned.findings), unreasoned.submission) == ([("decision.reason-missing", "F5")], None)
    assert codes(undecided.findings) == [("decision.stars-missing", "E5")]
    assert undecided.submission is not None
    assert [(d.stars, d.reason) for d in undecided.submission.decisions or ()] == [(None, None), (None, None)]


def test_nobody_decides_namelessly(board: Board) -> None:
    """A workbook that names nobody must be signed, whoever it comes from."""
    data = board.issue(decider=None)
    _, checked = board.check(data)
    result = board.decide(data, BOTH, decider="Lead B")

    assert codes(checked.findings) == [("evaluator.missing", "B2")]
    assert not result.refused
    assert {who for _, _, who, _ in board.statuses()} == {"Lead B"}


def test_what_says_nothing_new_is_unchanged(board: Board) -> None:
    """Nothing decided: as the workbook was issued. The same decisions again: as they came in."""
    data = board.issue()
    _, untouched = board.receive(data)
    _, first = board.receive(decide(data, BOTH))
    _, again = board.receive(decide(data, {GATE: ("3", "Tried together."), WIDE: ("⭐⭐⭐⭐", "Measured.")}))

    assert untouched is not None
    assert (untouched.status, untouched.submission_id) == ("unchanged", None)
    assert first is not None
    assert again is not None
    assert (again.status, again.submission_id) == ("unchanged", first.submission_id)


def test_a_rating_that_changes_reopens_the_decision_and_stands_alone_again(board: Board) -> None:
    """Only that pair's; it is on the next workbook again, with the ratings of now."""
    board.decide(board.issue(), BOTH)
    board.rate("Evaluator B", {"EX-01": 5, "WF-06": 5, "EX-02": 4})

    # B's return verifies WF-06 again with the same stars at the same version: that is no change.
    assert board.statuses() == [("EX-01", 3, "Lead A", "reopened"), ("WF-06", 4, "Lead A", "in_force")]
    topics = board.issuance(board.issue()).topics
    assert [(topic.item_id, [voice.stars for voice in topic.voices]) for topic in topics] == [("EX-01", [2, 5])]


def test_a_decision_about_ratings_of_the_past_comes_in_reopened_and_says_so(board: Board) -> None:
    """The other decision of the same workbook counts: what moved, and how, is in the finding."""
    data = board.issue()
    board.rate("Evaluator B", {"EX-01": 5, "WF-06": 5, "EX-02": 4})
    result = board.decide(data, BOTH)

    [finding] = [one for one in result.findings if one.code == "decision.reopened"]
    assert (finding.severity, finding.cell, finding.found) == (
        "warning",
        "E5",
        "Evaluator B: ⭐⭐⭐⭐ (1.0) → ⭐⭐⭐⭐⭐ (1.0)",
    )
    assert board.statuses() == [("EX-01", 3, "Lead A", "reopened"), ("WF-06", 4, "Lead A", "in_force")]


def test_it_must_not_undo_a_decision_that_stands(board: Board) -> None:
    """It is refused, naming what it would undo; on purpose it goes in."""
    late = board.issue("Lead B")
    board.rate("Evaluator B", {"EX-01": 5, "WF-06": 5, "EX-02": 4})
    board.decide(board.issue(), {GATE: ("⭐⭐⭐", "Tried together.")})

    refused = board.decide(late, {GATE: ("⭐⭐", "From memory.")})
    assert [(one.code, one.case) for one in refused.findings if one.severity == "error"] == [
        ("decision.reopened", "undoes")
    ]
    assert board.statuses() == [("EX-01", 3, "Lead A", "in_force")]

    assert not board.decide(late, {GATE: ("⭐⭐", "From memory.")}, supersede=True).refused
    assert board.statuses() == [("EX-01", 3, "Lead A", "replaced"), ("EX-01", 2, "Lead B", "reopened")]


def test_another_workbooks_decision_gives_way_to_a_newer_one(board: Board) -> None:
    """Which is said, with both."""
    first, second = board.issue(), board.issue("Lead B")
    board.decide(first, {GATE: ("⭐⭐⭐", "Tried together.")})
    result = board.decide(second, {GATE: ("⭐⭐", "Tried again.")})

    [finding] = [one for one in result.findings if one.code == "decision.replaces"]
    assert finding.found == "⭐⭐"
    assert (finding.expected or "").startswith("⭐⭐⭐ (Lead A, ")
    assert board.statuses() == [("EX-01", 3, "Lead A", "replaced"), ("EX-01", 2, "Lead B", "in_force")]


def test_a_workbook_that_gave_way_and_decides_anew_is_the_newer_one(board: Board) -> None:
    """The first workbook, returned with other stars again, replaces what replaced it; as it was, it says nothing."""
    first, second = board.issue(), board.issue("Lead B")
    for data, stars in ((first, "⭐⭐⭐"), (second, "⭐⭐")):
        board.decide(data, {GATE: (stars, "Tried.")})
    same = board.decide(first, {GATE: ("⭐⭐⭐", "Tried.")})
    result = board.decide(first, {GATE: ("⭐⭐⭐⭐", "Tried once more.")})

    [finding] = result.findings
    assert (same.new, same.findings, finding.code, finding.cell) == (False, (), "decision.replaces", "E5")
    assert (finding.found, (finding.expected or "").startswith("⭐⭐ (Lead B, ")) == ("⭐⭐⭐⭐", True)
    assert board.statuses()[-1] == ("EX-01", 4, "Lead A", "in_force")


def test_a_decision_is_taken_back_by_setting_it_to_open(board: Board) -> None:
    """In the same workbook, which says so; the pair is disputed again."""
    data = board.issue()
    board.decide(data, BOTH)
    result = board.decide(data, {GATE: ("⭐⭐⭐", "Tried together.")})

    assert [(one.code, one.item_id) for one in result.findings] == [("decision.withdrawn", "WF-06")]
    assert board.statuses() == [("EX-01", 3, "Lead A", "in_force"), ("WF-06", 4, "Lead A", "withdrawn")]

    board.decide(data, {})
    assert [status for *_, status in board.statuses()] == ["withdrawn", "withdrawn"]


def test_a_reason_that_stays_does_not_keep_its_decision(board: Board) -> None:
    """Stars set to open beside their reason take back too: that the reason stands alone is said as well."""
    data = board.issue()
    board.decide(data, BOTH)
    result = board.decide(data, BOTH | {GATE: ("-", "Tried together.")})

    assert sorted(codes(result.findings)) == [
        ("decision.stars-missing", "E5"),
        ("decision.withdrawn", "E5"),
        ("stars.normalised", "E6"),
    ]
    assert board.statuses() == [("EX-01", 3, "Lead A", "withdrawn"), ("WF-06", 4, "Lead A", "in_force")]


def test_a_reopened_decision_is_taken_back_as_well(board: Board) -> None:
    """It counted no more, but it was told beside the pair: that it goes is said."""
    data = board.issue()
    board.decide(data, BOTH)
    board.rate("Evaluator B", {"EX-01": 5, "WF-06": 5, "EX-02": 4})
    result = board.decide(data, {WIDE: ("⭐⭐⭐⭐", "Measured.")})

    assert [(one.code, one.cell) for one in result.findings] == [("decision.withdrawn", "E5")]
    assert (result.findings[0].expected or "").startswith("⭐⭐⭐ (Lead A, ")
    assert board.statuses() == [("EX-01", 3, "Lead A", "withdrawn"), ("WF-06", 4, "Lead A", "in_force")]


def test_what_was_known_at_an_instant_holds_for_decisions(board: Board) -> None:
    """As of before it came in there is no decision; withdrawn from the ledger, there is none either."""
    before = datetime.now(UTC)
    board.decide(board.issue(), BOTH)
    [record] = [one for one in board.ledger.submissions() if one.decides]

    assert board.tables(as_of=before).decisions.is_empty()
    board.ledger.withdraw(record.submission_id, "by mistake", at=datetime.now(UTC))
    assert board.statuses() == []
    assert not board.tables().consensus["decided"].any()


def test_a_workbook_of_another_ledger_decides_nothing_here(board: Board, tmp_path: Path) -> None:
    """What its decisions rest on stands in the ledger that issued it alone."""
    with open_ledger(f"sqlite:///{tmp_path / 'other.db'}") as other:
        data = Board(other).issue()

    _, checked = board.check(data)

    assert [(one.code, one.severity, one.case) for one in checked.findings] == [
        ("identity.not-issued", "error", "decisions")
    ]


def test_checking_holds_each_file_against_the_ledger_alone(board: Board) -> None:
    """Two files that say the same are both new to it; taken in together, the second says nothing."""
    goods = [board.good(decide(board.issue(), BOTH))] * 2
    now = datetime.now(UTC)

    assert [one.new for one in judged(goods, board.ledger, received_at=now, alone=True)] == [True, True]
    assert [one.new for one in judged(goods, board.ledger, received_at=now)] == [True, False]
