"""Decisions in the ledger: kept as submissions, read back as frames, withdrawn, copied. On SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from depipe.ledger.history import read_history
from depipe.ledger.store import Ledger, open_ledger
from depipe.validation.submission import Answers, Decision, Submission
from depipe.workbook.identity import Issuance, Topic, Voice
from support.returns import MASTER, entry, issuance, submission

NOW = datetime(2026, 5, 10, 23, 30, tzinfo=UTC)
VOICES = (
    Voice("Evaluator A", 2, "1.0", date(2026, 5, 1), "doc"),
    Voice("Evaluator B", 4, None, date(2026, 5, 2), None, "repro", "evidence"),
)
TOPICS = (
    Topic(item_id="A-01", tool="Alpha", kind="disputed_gate", effect=1.5, effect_raw=0.25, voices=VOICES),
    Topic(item_id="A-02", tool="Beta", kind="spread", effect=0.0, effect_raw=0.5, voices=VOICES[:1]),
)
THREE = Decision("A-01", "Alpha", 3, "Tried together.", "裁定", "E5")
OPEN = Decision("A-02", "Beta", None, None, "裁定", "E6")


def handed_out() -> Issuance:
    """Return the issuance of a workbook for decisions."""
    plain = issuance("d1")
    return replace(plain, identity=replace(plain.identity, mode="adjudicate"), topics=TOPICS, read_to=2)


def decided(*decisions: Decision, evaluator: str = "Lead A") -> Submission:
    """Return what comes back."""
    said = submission({}, tools=(), workbook_id="d1", evaluator=evaluator)
    return replace(said, answers=Answers(), decisions=decisions)


@pytest.fixture
def issued(ledger: Ledger) -> Ledger:
    """Give a ledger that handed the workbook out."""
    ledger.record_issuances([handed_out()], MASTER, at=NOW)
    return ledger


def test_an_issuance_keeps_what_is_to_be_decided_and_what_everybody_said(issued: Ledger) -> None:
    """Whole, and as the frame of ratings that decisions rest on."""
    assert issued.issuances(["d1"])["d1"] == handed_out()
    assert read_history(issued).bases.rows() == [
        ("d1", "A-01", "Alpha", "Evaluator A", 2, "1.0"),
        ("d1", "A-01", "Alpha", "Evaluator B", 4, None),
        ("d1", "A-02", "Beta", "Evaluator A", 2, "1.0"),
    ]


def test_decisions_come_back_as_they_went_in_and_say_nothing_else(issued: Ledger) -> None:
    """Neither a return about a tool nor a context; what is left open is a row without stars."""
    [receipt] = issued.append([entry(decided(THREE, OPEN), b"one")], received_at=NOW)
    history = read_history(issued)

    assert history.decisions.select("submission_id", "workbook_id", "decided_by", "received_at").unique().rows() == [
        (receipt.submission_id, "d1", "Lead A", NOW)
    ]
    assert history.decisions.select("item_id", "tool", "stars", "reason", "sheet", "cell").rows() == [THREE, OPEN]
    assert [record.decides for record in issued.submissions()] == history.submissions["decides"].to_list() == [True]
    assert history.returns.is_empty()
    assert history.contexts.is_empty()
    assert issued.kept([receipt.submission_id or ""])[receipt.submission_id or ""].said.decisions == (THREE, OPEN)


def test_whoever_decides_the_workbook_is_the_same(issued: Ledger) -> None:
    """The same again is unchanged; by somebody else, or with nothing decided any more, it is something new."""
    told = [
        decided(replace_stars(OPEN, 4), evaluator="Lead A"),
        decided(replace_stars(OPEN, 4), evaluator="Lead A"),
        decided(replace_stars(OPEN, 4), evaluator="Lead B"),
        decided(OPEN, evaluator="Lead B"),
        decided(OPEN, evaluator="Lead A"),
    ]
    receipts = [
        issued.append([entry(one, f"{number}".encode())], received_at=NOW)[0] for number, one in enumerate(told)
    ]

    assert [one.status for one in receipts] == ["accepted", "unchanged", "accepted", "accepted", "unchanged"]


def replace_stars(decision: Decision, stars: int) -> Decision:
    """Return a decision with stars and a reason."""
    return decision._replace(stars=stars, reason="Measured.")


def test_a_withdrawn_one_is_listed_and_says_nothing(issued: Ledger) -> None:
    """As every submission."""
    [receipt] = issued.append([entry(decided(THREE), b"one")], received_at=NOW)
    issued.withdraw(receipt.submission_id or "", "by mistake", at=NOW)
    history = read_history(issued)

    assert history.decisions.is_empty()
    assert history.submissions.select("decides", "withdrawn").rows() == [(True, True)]


def test_a_backup_holds_them(issued: Ledger, tmp_path: Path) -> None:
    """With the workbook that they rest on."""
    issued.append([entry(decided(THREE, OPEN), b"one")], received_at=NOW)
    issued.back_up(tmp_path / "backup.db")

    with open_ledger(f"sqlite:///{tmp_path / 'backup.db'}") as backup:
        kept, told = read_history(backup), read_history(issued)
    assert kept.decisions.equals(told.decisions)
    assert kept.bases.equals(told.bases)
