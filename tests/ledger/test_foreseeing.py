"""What would become of returns, how far a ledger reaches, and what some evaluators sent."""

from datetime import UTC, datetime, timedelta

import pytest

from depipe.ledger.history import foresee, read_history
from depipe.ledger.store import Extent, Ledger, MovedOnError
from depipe.workbook.identity import Answer
from support.returns import MASTER, entry, issuance, rated, submission

NOW = datetime(2026, 5, 10, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
A = entry(submission({"A-01": 4}), b"A")
AGAIN = entry(submission({"A-01": 4}), b"A, saved again")
B = entry(submission({"A-01": 2}, workbook_id="w2", evaluator="Evaluator B"), b"B")


def test_what_is_foreseen_is_what_happens(ledger: Ledger) -> None:
    """The same entries have the same fate, and add the same rows, and until then nothing is recorded."""
    foreseen = foresee(ledger, [A, AGAIN, B], received_at=NOW)
    assert ledger.submissions() == []

    receipts = ledger.append([A, AGAIN, B], received_at=NOW)
    history = read_history(ledger)

    assert [one.status for one in foreseen.receipts] == ["accepted", "unchanged", "accepted"]
    assert [one.status for one in receipts] == ["accepted", "unchanged", "accepted"]
    assert foreseen.receipts[1].submission_id == foreseen.receipts[0].submission_id
    assert foreseen.returns.drop("submission_id").equals(history.returns.drop("submission_id"))
    assert foreseen.answers.drop("submission_id").equals(history.answers.drop("submission_id"))


def test_what_the_ledger_has_is_foreseen_as_unchanged(ledger: Ledger) -> None:
    """An entry that repeats what is in force names that submission and adds nothing."""
    [first] = ledger.append([A], received_at=NOW)

    foreseen = foresee(ledger, [AGAIN], received_at=NOW + HOUR)

    assert [(one.status, one.submission_id) for one in foreseen.receipts] == [("unchanged", first.submission_id)]
    assert foreseen.returns.is_empty()


def test_the_extent_grows_with_whatever_comes_in_or_is_withdrawn(ledger: Ledger) -> None:
    """A submission and a withdrawal each make it another one; a return that says nothing new does not."""
    extents = [ledger.extent()]
    [first] = ledger.append([A], received_at=NOW)
    extents.append(ledger.extent())
    ledger.append([AGAIN], received_at=NOW)
    extents.append(ledger.extent())
    ledger.withdraw(first.submission_id or "", "by mistake", at=NOW)
    extents.append(ledger.extent())

    assert extents == [Extent(0, 0), Extent(1, 0), Extent(1, 0), Extent(1, 1)]


def test_what_was_judged_by_an_older_ledger_is_not_recorded(ledger: Ledger) -> None:
    """An append that knows of less than what is there records nothing."""
    seen = ledger.extent()
    ledger.append([A], received_at=NOW)

    with pytest.raises(MovedOnError):
        ledger.append([B], received_at=NOW, beyond=seen)

    assert [one.evaluator for one in ledger.submissions()] == ["Evaluator A"]
    assert ledger.append([B], received_at=NOW, beyond=ledger.extent())[0].status == "accepted"


def test_some_evaluators_history_is_what_they_sent_and_were_issued(ledger: Ledger) -> None:
    """Others' returns are left out; so are others' issuances, unless they came back with one of these names."""
    answers = {("A-01", "Alpha"): Answer(4)}
    issued = {"w1": "Evaluator A", "w2": "Evaluator B", "w3": "Evaluator C", "w4": None}
    prefilled = [issuance(workbook, answers=answers, evaluator=name) for workbook, name in issued.items()]
    ledger.record_issuances(prefilled, MASTER, at=NOW)
    borrowed = entry(submission([rated("A-02", 5)], workbook_id="w3"), b"A in C's workbook")
    ledger.append([A, B, borrowed], received_at=NOW)

    history = read_history(ledger, evaluators=["Evaluator A"])

    assert history.returns["evaluator"].to_list() == ["Evaluator A"] * 2
    assert history.submissions["workbook_id"].to_list() == ["w1", "w3"]
    assert sorted(history.issued["workbook_id"]) == ["w1", "w3"]
    assert read_history(ledger, evaluators=[]).returns.is_empty()
