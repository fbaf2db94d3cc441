"""A return that says nothing new is unchanged, whatever its bytes; everything else is accepted."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from depipe.ledger.store import Ledger, Receipt
from depipe.validation.submission import Answers, Proposal, Submission
from depipe.workbook.identity import Answer
from support.returns import MASTER, entry, issuance, rated, submission, told

NOW = datetime(2026, 5, 10, 8, tzinfo=UTC)
PROPOSAL = Proposal("A", "New", "What?", "It lacks", "はい")

_saves = count()


def send(ledger: Ledger, said: Submission, original: bytes | None = None, *, at: datetime = NOW) -> Receipt:
    """Send a return; without *original* with bytes that no other one has, as after saving it again."""
    [receipt] = ledger.append([entry(said, original or b"save %d" % next(_saves))], received_at=at)
    return receipt


def test_the_same_bytes_are_unchanged(ledger: Ledger) -> None:
    """A file that is sent again is unchanged and names the submission that it is."""
    first = send(ledger, submission({"A-01": 4}), b"bytes")

    assert send(ledger, submission({"A-01": 4}), b"bytes") == Receipt("unchanged", first.submission_id)
    assert len(ledger.submissions()) == 1


def test_bytes_that_came_in_before_are_unchanged_whatever_came_since(ledger: Ledger) -> None:
    """An old file that is sent again is the old file, not a change back to what it says."""
    first = send(ledger, submission({"A-01": 4}), b"bytes")
    send(ledger, submission({"A-01": 2}))

    assert send(ledger, submission({"A-01": 4}), b"bytes") == Receipt("unchanged", first.submission_id)


def test_the_same_bytes_within_one_call_are_unchanged(ledger: Ledger) -> None:
    """A folder that holds a file twice gives one submission."""
    sent = entry(submission({"A-01": 4}), b"bytes")

    first, second = ledger.append([sent, sent], received_at=NOW)

    assert (first.status, second) == ("accepted", Receipt("unchanged", first.submission_id))


def test_a_file_that_was_saved_again_is_unchanged(ledger: Ledger) -> None:
    """Other bytes with the same answers say nothing new, even where rows and sheets moved."""
    first = send(ledger, submission([rated("A-01", 4, "note"), rated("A-02", None, "only a note")]))
    moved = [
        rated("A-02", None, "only a note")._replace(cell="E9"),
        rated("A-01", 4, "note")._replace(sheet="評価 (2)"),
    ]

    assert send(ledger, submission(moved)) == Receipt("unchanged", first.submission_id)


def test_there_and_back_again_is_new_each_time(ledger: Ledger) -> None:
    """Answers that return to what they were are a change: A, B, A is accepted three times."""
    a, b = submission({"A-01": 4}), submission({"A-01": 2})

    receipts = [send(ledger, said) for said in (a, b, a)]

    assert [receipt.status for receipt in receipts] == ["accepted"] * 3
    assert send(ledger, a) == Receipt("unchanged", receipts[2].submission_id)


BASE = submission([rated("A-01", 4, "note"), rated("A-02", 3)], proposals=[PROPOSAL])
DIFFERENT = {
    "stars": replace(BASE, answers=Answers.of([rated("A-01", 5, "note"), rated("A-02", 3)])),
    "withdrawn stars": replace(BASE, answers=Answers.of([rated("A-01", 4, "note")])),
    "a note": replace(BASE, answers=Answers.of([rated("A-01", 4, "Note"), rated("A-02", 3)])),
    "one more answer": replace(BASE, answers=Answers.of([*BASE.answers, rated("A-03", 1)])),
    "the version": replace(BASE, tools=(told(version="1.1"),)),
    "the date": replace(BASE, tools=(told(verified_on=date(2026, 5, 2)),)),
    "no date": replace(BASE, tools=(told(verified_on=None),)),
    "everything verified again": replace(BASE, tools=(told(scope="all"),)),
    "an attribute": replace(BASE, tools=(told(attributes={"short": "yes"}),)),
    "a proposal": replace(BASE, proposals=(replace(PROPOSAL, reason="Other"),)),
    "no proposal": replace(BASE, proposals=()),
    "a proposal twice": replace(BASE, proposals=(PROPOSAL, PROPOSAL)),
    "the evaluator": replace(BASE, evaluator="Evaluator B"),
    "the context": submission(BASE.answers, proposals=BASE.proposals, parameters={"Size": "large", "Place": "東京"}),
    "the workbook": replace(BASE, workbook_id="w2"),
}


@pytest.mark.parametrize("said", DIFFERENT.values(), ids=DIFFERENT)
def test_any_difference_is_new(ledger: Ledger, said: Submission) -> None:
    """One difference from the return before is enough to be accepted."""
    send(ledger, BASE)

    assert send(ledger, said).status == "accepted"


def test_each_evaluator_of_one_workbook_starts_anew(ledger: Ledger) -> None:
    """A workbook that several people fill in has a line of returns for each of them."""
    a, b = submission({"A-01": 4}), submission({"A-01": 4}, evaluator="Evaluator B")

    receipts = [send(ledger, said) for said in (a, b, a, b)]

    assert [receipt.status for receipt in receipts] == ["accepted", "accepted", "unchanged", "unchanged"]
    assert [receipt.submission_id for receipt in receipts[2:]] == [receipt.submission_id for receipt in receipts[:2]]


@pytest.mark.parametrize("is_issued", [True, False], ids=["issued here", "not issued here"])
def test_an_untouched_workbook_is_unchanged(ledger: Ledger, *, is_issued: bool) -> None:
    """A plain workbook with nothing filled in says nothing, even after a filled one came back."""
    if is_issued:
        ledger.record_issuances([issuance()], MASTER, at=NOW)
    blank = submission(tools=[told("Alpha", None, None), told("Beta", None, None)])

    assert send(ledger, blank) == Receipt("unchanged", None)
    send(ledger, submission({"A-01": 4}))
    assert send(ledger, blank) == Receipt("unchanged", None)
    assert len(ledger.submissions()) == 1


def test_stars_that_are_taken_back_are_new(ledger: Ledger) -> None:
    """A return whose version and date stand but whose stars are gone withdraws them."""
    send(ledger, submission({"A-01": 4}))

    assert send(ledger, submission()).status == "accepted"


def test_a_proposal_alone_is_new(ledger: Ledger) -> None:
    """A workbook without any rating may still propose an item."""
    assert send(ledger, submission(tools=[told("Alpha", None, None)], proposals=[PROPOSAL])).status == "accepted"


PREFILLED: Mapping[tuple[str, str], Answer] = {
    ("A-01", "Alpha"): Answer(4, "note", "", None),
    ("A-02", "Alpha"): Answer(),
    ("A-01", "Beta"): Answer(2),
}


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (submission([rated("A-01", 4, "note")], tools=[told("Alpha", "1.0", None, "changed")]), "unchanged"),
        (submission([rated("A-01", 5, "note")], tools=[told("Alpha", "1.0", None, "changed")]), "accepted"),
        (submission([rated("A-01", 4, "note")], tools=[told("Alpha", "2.0", None, "changed")]), "accepted"),
        (submission([rated("A-01", 4, "note")], tools=[told("Alpha", "1.0", NOW.date(), "changed")]), "accepted"),
        (submission([rated("A-01", 4, "note")], tools=[told("Alpha", "1.0", None, "all")]), "accepted"),
        (submission([], tools=[told("Alpha", None, None, "changed")]), "accepted"),
    ],
    ids=["untouched", "stars", "version", "date", "everything verified again", "emptied"],
)
def test_a_prefilled_workbook_is_held_against_what_it_was_issued_with(
    ledger: Ledger, said: Submission, status: str
) -> None:
    """What the workbook was issued with is nothing new; everything else is."""
    ledger.record_issuances([issuance(answers=PREFILLED, versions={"Alpha": "1.0", "Beta": "3"})], MASTER, at=NOW)

    assert send(ledger, said).status == status


def test_the_baseline_is_the_return_before_in_the_order_of_verification(ledger: Ledger) -> None:
    """A return that arrives late is held against the one verified before it, not against the one received before it."""
    march, may = told(verified_on=date(2026, 3, 1)), told(verified_on=date(2026, 5, 1))
    first = send(ledger, submission({"A-01": 2}, tools=[march]))
    send(ledger, submission({"A-01": 4}, tools=[may]))

    assert send(ledger, submission({"A-01": 2}, tools=[march])) == Receipt("unchanged", first.submission_id)


def test_each_tool_has_its_own_baseline(ledger: Ledger) -> None:
    """Tools that were verified on different days are each held against their own return before."""
    early, late = date(2026, 3, 1), date(2026, 5, 1)

    def both(alpha: date, beta: date, stars: int) -> Submission:
        answers = [rated("A-01", stars), rated("A-01", stars, tool="Beta")]
        return submission(answers, tools=[told("Alpha", verified_on=alpha), told("Beta", verified_on=beta)])

    send(ledger, both(early, late, 2))
    newest = send(ledger, both(late, early, 2)).submission_id

    assert send(ledger, both(early, early, 2)) == Receipt("unchanged", newest)
    assert send(ledger, both(late, late, 2)) == Receipt("unchanged", newest)
    assert send(ledger, both(early, early, 3)).status == "accepted"


def test_returns_without_a_date_stand_on_their_day_of_receipt(ledger: Ledger) -> None:
    """An undated return is held against what was verified up to the day on which it arrives."""
    undated = submission({"A-01": 4}, tools=[told(verified_on=None)])
    first = send(ledger, undated, at=NOW)
    assert send(ledger, undated, at=NOW + timedelta(days=3)) == Receipt("unchanged", first.submission_id)

    between = submission({"A-01": 1}, tools=[told(verified_on=(NOW + timedelta(days=1)).date())])
    send(ledger, between, at=NOW + timedelta(days=4))
    assert send(ledger, undated, at=NOW + timedelta(days=5)).status == "accepted"


def test_a_withdrawn_return_can_be_sent_again(ledger: Ledger) -> None:
    """Withdrawn bytes are no bytes that are in force: sent again they are accepted anew."""
    first = send(ledger, submission({"A-01": 4}), b"bytes")
    ledger.withdraw(first.submission_id or "", "by mistake", at=NOW)

    second = send(ledger, submission({"A-01": 4}), b"bytes")

    assert second.status == "accepted"
    assert second.submission_id != first.submission_id
    assert send(ledger, submission({"A-01": 4}), b"bytes") == Receipt("unchanged", second.submission_id)


def test_a_withdrawn_return_is_nobodys_baseline(ledger: Ledger) -> None:
    """Where the return in between is withdrawn, the one before it is the baseline again."""
    first = send(ledger, submission({"A-01": 4}))
    second = send(ledger, submission({"A-01": 2}))
    ledger.withdraw(second.submission_id or "", "by mistake", at=NOW)

    assert send(ledger, submission({"A-01": 4})) == Receipt("unchanged", first.submission_id)


def test_entries_of_one_call_are_each_others_baseline(ledger: Ledger) -> None:
    """What a call accepts counts for the entries after it."""
    a, b = submission({"A-01": 4}), submission({"A-01": 2})
    entries = [entry(said, b"%d" % n) for n, said in enumerate((a, a, b, b, a))]

    receipts = ledger.append(entries, received_at=NOW)

    assert [r.status for r in receipts] == ["accepted", "unchanged", "accepted", "unchanged", "accepted"]
    assert [record.sequence for record in ledger.submissions()] == [1, 2, 3]
