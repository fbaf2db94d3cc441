"""The history in parts: what is read some evaluators at a time is what is read at once."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from depipe.ledger import history
from depipe.ledger.history import History, Part, history_of, joined, read_history, read_parts
from depipe.ledger.store import Ledger, Reread
from depipe.validation.submission import Proposal, Submission
from depipe.workbook.identity import Answer
from support.returns import MASTER, entry, issuance, rated, submission, told

NOW = datetime(2026, 5, 10, 8, tzinfo=UTC)
DAY = timedelta(days=1)
LARGE = {"Size": "large", "Place": "東京"}
WIDE = {"Size": "ｌａｒｇｅ", "Place": "東京"}
PEOPLE = ("Zeta", "Alpha", "Mu", "佐々木")
"""By first receipt; another order than that of their names."""


def sent() -> list[Submission]:
    """Return what came in, a day after another: contexts, tools, proposals and a shared workbook among it."""
    proposed = [Proposal("A", "もう一つ", None, None, None)]
    return [
        submission({"A-01": 4}, evaluator="Zeta", workbook_id="w1", parameters=LARGE),
        submission([rated("A-01", 3, tool="Gamma")], evaluator="Alpha", workbook_id="w2", tools=[told("Gamma")]),
        submission({"A-02": 2}, evaluator="Mu", workbook_id="w1", parameters=WIDE, proposals=proposed),
        submission({"A-01": 5}, evaluator="Zeta", workbook_id="w3", tools=[told(attributes={"short": "no"})]),
        submission({"A-01": 1}, evaluator="佐々木", workbook_id="w4", proposals=proposed),
        submission({"A-02": 1}, evaluator="Zeta", workbook_id="w5", tools=[told(scope="changed")]),
        submission({"A-01": 2}, evaluator="Alpha", workbook_id="w6", tools=[told(attributes={"short": "yes"})]),
    ]


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    """Return a ledger of four evaluators: issued and prefilled workbooks, one withdrawn."""
    prefilled = issuance("w5", evaluator="Zeta", answers={("A-01", "Alpha"): Answer(4), ("A-02", "Alpha"): Answer(1)})
    ledger.record_issuances([issuance("w1", evaluator="Zeta"), prefilled, issuance("w9")], MASTER, at=NOW)
    for number, said in enumerate(sent()):
        [receipt] = ledger.append([entry(said, f"{number}".encode())], received_at=NOW + number * DAY)
        assert receipt.status == "accepted"
    ledger.withdraw(receipt.submission_id or "", "by mistake", at=NOW + 9 * DAY)
    return ledger


def assert_same(parts: list[Part], whole: History) -> None:
    """Expect what the parts make to be the whole: answers in another order, of what was issued what came back."""
    made = history_of(joined(parts), tools=MASTER.tools)
    for name in {field.name for field in fields(History)} - {"answers", "issued"}:
        assert getattr(made, name).equals(getattr(whole, name)), name
    order = ["submission_id", "tool", "item_id"]
    assert made.answers.sort(order).equals(whole.answers.sort(order))
    came_back = whole.issued.filter(pl.col("workbook_id").is_in(whole.submissions["workbook_id"].to_list()))
    assert made.issued.equals(came_back)


@pytest.mark.parametrize("documents", [1, 2, 3, 100])
def test_parts_make_the_whole(full: Ledger, documents: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever their size; as it is now, and as it was before the withdrawal and the last returns."""
    monkeypatch.setattr(history, "DOCUMENTS", documents)

    for as_of in (None, NOW + 4 * DAY):
        parts = list(read_parts(full, as_of=as_of))

        assert_same(parts, read_history(full, as_of=as_of))
        assert len(parts) == {1: 4, 2: 3, 3: 3 if as_of is None else 2, 100: 1}[documents]


def test_nobody_is_in_two_parts(full: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Evaluators come whole: by their names, or by their first receipt."""
    monkeypatch.setattr(history, "DOCUMENTS", 1)

    def people(parts: list[Part]) -> list[list[str]]:
        return [part.submissions["evaluator"].unique().to_list() for part in parts]

    assert people(list(read_parts(full))) == [[name] for name in sorted(PEOPLE)]
    assert people(list(read_parts(full, by_receipt=True))) == [[name] for name in PEOPLE]
    assert_same(list(read_parts(full, by_receipt=True)), read_history(full))


def test_who_is_read_as_another_person_comes_with_them(full: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would be kept as revisions tells who sent what: else somebody's returns were replayed in two halves."""
    monkeypatch.setattr(history, "DOCUMENTS", 1)
    rereads = [
        Reread(record.submission_id, submission({"A-01": 1}, evaluator="Zeta", workbook_id="w4"), "[]")
        for record in full.submissions()
        if record.evaluator == "佐々木"
    ]

    parts = list(read_parts(full, rereads=rereads))

    assert [part.submissions["evaluator"].unique().to_list() for part in parts] == [["Alpha"], ["Mu"], ["Zeta"]]
    assert_same(parts, read_history(full, rereads=rereads))


def test_an_empty_ledger_is_one_empty_part(ledger: Ledger) -> None:
    """With every frame in it, typed."""
    (part,) = read_parts(ledger)

    assert all(getattr(part, field.name).is_empty() for field in fields(Part))
    made = history_of(part, tools=MASTER.tools)
    assert {f.name: getattr(made, f.name).schema for f in fields(History)} == {
        f.name: getattr(read_history(ledger), f.name).schema for f in fields(History)
    }
