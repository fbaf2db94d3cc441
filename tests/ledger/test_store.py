"""The ledger keeps what it is given and gives it back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from depipe.errors import DataError, SurroundingsError, UsageError
from depipe.ledger.history import read_history
from depipe.ledger.store import Ledger, Receipt, open_existing, open_ledger
from depipe.workbook.identity import Answer
from support.damage import damage_originals
from support.returns import MASTER, entry, issuance, rated, small_master, submission

NOW = datetime(2026, 5, 2, 8, 30, 15, 123456, UTC)


def test_a_ledger_is_made_with_its_folder(tmp_path: Path) -> None:
    """Opening makes the file and every folder above it, whatever they are called."""
    path = tmp_path / "台帳 100% ?x=1" / "deep" / "ledger.db"

    with open_ledger(f"sqlite:///{path}") as ledger:
        assert ledger.submissions() == []

    assert path.is_file()
    assert [child.name for child in path.parent.iterdir()] == ["ledger.db"]


def test_a_missing_ledger_is_a_sentence_when_nothing_may_be_made(tmp_path: Path) -> None:
    """Without leave to make one, a missing ledger is wrong data (exit status 1), and nothing is made."""
    path = tmp_path / "workbooks" / "ledger.db"

    with pytest.raises(DataError, match="There is no ledger at") as caught:
        open_ledger(f"sqlite:///{path}", create=False)

    assert str(path) in caught.value.message("ja")
    assert not path.parent.exists()


def test_an_empty_file_is_a_missing_ledger(tmp_path: Path) -> None:
    """A first write that was cut short leaves an empty file: no ledger yet, and good to become one."""
    path = tmp_path / "ledger.db"
    path.touch()

    with pytest.raises(DataError, match="There is no ledger at"):
        open_ledger(f"sqlite:///{path}", create=False)
    with open_ledger(f"sqlite:///{path}") as ledger:
        assert ledger.newest_master() is None


def test_a_ledger_that_may_be_missing(tmp_path: Path) -> None:
    """open_existing gives None where there is no ledger, and the ledger where there is one."""
    url = f"sqlite:///{tmp_path}/ledger.db"

    with open_existing(url) as nothing:
        assert nothing is None
    open_ledger(url).close()
    with open_existing(url) as ledger:
        assert ledger is not None
        assert ledger.submissions() == []


@pytest.mark.parametrize(
    "url",
    ["", "ledger.db", "sqlite://", "sqlite:///", "mysql://someone:secret@host/db", "sqlite+pysqlite:///x.db"],
)
def test_other_urls_are_refused(url: str) -> None:
    """A URL that is not sqlite:///FILE is a usage error that shows no password."""
    with pytest.raises(UsageError) as caught:
        open_ledger(url)

    assert "secret" not in caught.value.message("ja") + caught.value.message("en")


def test_a_submission_is_kept_whole(ledger: Ledger) -> None:
    """The record has everything that the list shows, and the original comes back byte for byte."""
    original = bytes(range(256)) * 300
    sent = entry(submission({"A-01": 4}), original)

    [receipt] = ledger.append([sent], received_at=NOW)

    [record] = ledger.submissions()
    assert receipt.status == "accepted"
    assert record.submission_id == receipt.submission_id
    assert (record.sequence, record.size, record.received_at) == (1, len(original), NOW)
    assert (record.workbook_id, record.evaluator, record.file) == ("w1", "Evaluator A", "返送.xlsx")
    assert (record.digest, record.context_id) == (sent.submission.digest, sent.submission.context_id)
    assert (record.master_id, record.master_version, record.master_digest) == ("small", "1.0.0", MASTER.digest)
    assert (record.program, record.withdrawn, record.reason) == ("Microsoft Excel 16", False, None)
    assert ledger.original(record.submission_id) == original


def test_submission_ids_are_twelve_hexadecimal_digits_and_differ(ledger: Ledger) -> None:
    """More submissions than one statement takes get ids of their own, and sequences without a gap."""
    entries = [entry(submission({"A-01": 4}, workbook_id=f"w{n}"), str(n).encode()) for n in range(1101)]

    receipts = ledger.append(entries, received_at=NOW)

    ids = [receipt.submission_id or "" for receipt in receipts]
    assert len(set(ids)) == 1101
    assert all(len(one) == 12 and set(one) <= set("0123456789abcdef") for one in ids)
    assert [(r.sequence, r.submission_id) for r in ledger.submissions()] == list(enumerate(ids, start=1))


def test_nothing_to_append_is_nothing(ledger: Ledger) -> None:
    """No entries, no receipts."""
    assert ledger.append([], received_at=NOW) == []


def test_an_instant_is_kept_in_utc(ledger: Ledger) -> None:
    """The time of receipt may come in any time zone; one without a zone is a bug of the caller."""
    tokyo = timezone(timedelta(hours=9))
    said = submission({"A-01": 4})

    ledger.append([entry(said, b"1")], received_at=NOW.astimezone(tokyo))

    assert ledger.submissions()[0].received_at == NOW
    assert ledger.submissions()[0].received_at.tzinfo is UTC
    with pytest.raises(Exception, match="needs its time zone"):
        ledger.append([entry(submission({"A-01": 5}, workbook_id="w2"), b"2")], received_at=NOW.replace(tzinfo=None))


def test_text_that_no_database_keeps_is_written_out(ledger: Ledger) -> None:
    """A name with bytes that are no UTF-8, or with NUL, does not keep a good workbook out, nor makes it new again."""
    said = replace(
        submission([rated("A-01", 4, "half \ud800 and \0")], evaluator="A\0\ud800", workbook_id="w\0"),
        file="caf\udce9\0.xlsx",
        program="\0",
    )

    [receipt] = ledger.append([entry(said, b"1", findings_json='["\ud800"]')], received_at=NOW)

    [record] = ledger.submissions()
    assert (record.file, record.evaluator, record.workbook_id) == ("caf\\udce9\\x00.xlsx", "A\\x00\\ud800", "w\\x00")
    assert ledger.append([entry(said, b"1")], received_at=NOW) == [Receipt("unchanged", receipt.submission_id)]
    assert read_history(ledger).answers["doc"].to_list() == ["half ? and \0"]


def test_a_damaged_original_is_noticed(ledger: Ledger, store: str) -> None:
    """Bytes that do not have their digest any more are never handed out as the original."""
    [receipt] = ledger.append([entry(submission({"A-01": 4}), b"PK original")], received_at=NOW)
    damage_originals(store)

    with pytest.raises(SurroundingsError, match="is damaged"):
        ledger.original(receipt.submission_id or "")


def test_a_second_master_id_is_refused(ledger: Ledger) -> None:
    """One ledger serves one master: another one is refused whole, whether issued or returned."""
    other = small_master(master_id="coffee")
    ledger.record_issuances([issuance()], MASTER, at=NOW)
    good = entry(submission({"A-01": 4}), b"1")
    bad = entry(submission({"A-01": 4}, workbook_id="w2", master=other), b"2", master=other)

    with pytest.raises(DataError, match="belongs to the master small"):
        ledger.record_issuances([issuance("w2", master=other)], other, at=NOW)
    with pytest.raises(DataError, match="belongs to the master small"):
        ledger.append([good, bad], received_at=NOW)

    assert ledger.submissions() == []
    assert set(ledger.issuances(["w1", "w2"])) == {"w1"}
    assert set(ledger.masters()) == {MASTER.digest}


def test_masters_are_kept_by_digest(ledger: Ledger) -> None:
    """Every version of the master comes back equal, once, however often it is used."""
    second = small_master("1.1.0", items=5)
    ledger.record_issuances([issuance()], MASTER, at=NOW)
    ledger.record_issuances([issuance("w2", master=second)], second, at=NOW)
    ledger.record_issuances([issuance("w3")], MASTER, at=NOW)

    assert ledger.masters() == {MASTER.digest: MASTER, second.digest: second}


def test_the_newest_master_has_the_highest_version(ledger: Ledger) -> None:
    """Versions are compared as numbers, and a workbook of an older master that comes late does not bring it back."""
    ten, nine = small_master("1.10.0"), small_master("1.9.0")
    ledger.record_issuances([issuance("w1", master=ten)], ten, at=NOW)
    ledger.append([entry(submission({"A-01": 1}, master=nine), b"1", master=nine)], received_at=NOW + timedelta(days=1))

    assert ledger.newest_master() == ten


def test_of_masters_with_one_version_the_last_recorded_is_the_newest(ledger: Ledger) -> None:
    """A master that was changed without a new version replaces the one before it; as_of looks back."""
    first, second = small_master("1.0.0"), small_master("1.0.0", items=9)
    ledger.record_issuances([issuance("w1", master=first)], first, at=NOW)
    ledger.record_issuances([issuance("w2", master=second)], second, at=NOW + timedelta(hours=1))

    assert ledger.newest_master() == second
    assert ledger.newest_master(as_of=NOW) == first
    assert ledger.newest_master(as_of=NOW - timedelta(hours=1)) is None


def test_issuances_come_back_equal(ledger: Ledger) -> None:
    """An issuance keeps its identity, answers and versions; workbooks that were never issued are absent."""
    plain = issuance("w1", context={"Size": "small", "Place": "〜東京"})
    answers = {("A-01", "Alpha"): Answer(4, "https://example.org", None, "log\nline"), ("A-02", "Beta"): Answer()}
    prefilled = issuance("w2", answers=answers, versions={"Alpha": "1.10"}, evaluator="Evaluator B")
    ledger.record_issuances([plain, prefilled], MASTER, at=NOW)

    assert ledger.issuances(["w2", "w1", "unknown", "w1"]) == {"w1": plain, "w2": prefilled}


def test_an_issuance_of_another_layout_stays_readable(ledger: Ledger) -> None:
    """What was recorded with another layout of the workbook is still known."""
    old = issuance()
    old = replace(old, identity=replace(old.identity, layout=99))
    ledger.record_issuances([old], MASTER, at=NOW)

    assert ledger.issuances(["w1"]) == {"w1": old}


def test_a_workbook_is_issued_once(ledger: Ledger) -> None:
    """A workbook id that is known already is refused, and with it everything of that call."""
    ledger.record_issuances([issuance("w1")], MASTER, at=NOW)

    with pytest.raises(DataError, match="recorded as issued already: w1"):
        ledger.record_issuances([issuance("w2"), issuance("w1")], MASTER, at=NOW)

    assert set(ledger.issuances(["w1", "w2"])) == {"w1"}


def test_evaluators_are_those_issued_to_or_in_force(ledger: Ledger) -> None:
    """Names are known from issuances and from returns, but not from a withdrawn return."""
    ledger.record_issuances([issuance("w1"), issuance("w2", evaluator=None)], MASTER, at=NOW)
    receipts = ledger.append(
        [
            entry(submission({"A-01": 4}, workbook_id="w2", evaluator="Evaluator B"), b"1"),
            entry(submission({"A-01": 4}, workbook_id="w2", evaluator="Evaluatr C"), b"2"),
        ],
        received_at=NOW,
    )
    ledger.withdraw(receipts[1].submission_id or "", "misspelled", at=NOW)

    assert ledger.evaluators() == {"Evaluator A", "Evaluator B"}


def test_who_was_only_issued_a_workbook_has_not_been_heard_from(ledger: Ledger) -> None:
    """Somebody has been heard from as soon as anything came back, and still is when it is withdrawn."""
    ledger.record_issuances([issuance("w1")], MASTER, at=NOW)
    [receipt] = ledger.append(
        [entry(submission({"A-01": 4}, workbook_id="w2", evaluator="Evaluator B"), b"1")], received_at=NOW
    )
    ledger.withdraw(receipt.submission_id or "", "misspelled", at=NOW)

    assert not ledger.has_heard_from(["Evaluator A"])
    assert ledger.has_heard_from(["Evaluator A", "Evaluator B"])


def test_a_withdrawal_is_shown_and_keeps_the_original(ledger: Ledger) -> None:
    """A withdrawn submission stays in the list with its reason, and its original stays."""
    [receipt] = ledger.append([entry(submission({"A-01": 4}), b"original")], received_at=NOW)

    ledger.withdraw(receipt.submission_id or "", "間違い", at=NOW + timedelta(days=1))

    [record] = ledger.submissions()
    assert (record.withdrawn, record.withdrawn_at, record.reason) == (True, NOW + timedelta(days=1), "間違い")
    assert ledger.original(record.submission_id) == b"original"


def test_only_a_submission_in_force_can_be_withdrawn(ledger: Ledger) -> None:
    """An unknown id and one that is withdrawn already are sentences, not changes."""
    [receipt] = ledger.append([entry(submission({"A-01": 4}), b"1")], received_at=NOW)
    known = receipt.submission_id or ""

    with pytest.raises(DataError, match="There is no submission 000000000000"):
        ledger.withdraw("000000000000", "?", at=NOW)
    ledger.withdraw(known, "first", at=NOW)
    with pytest.raises(DataError, match="is withdrawn already"):
        ledger.withdraw(known, "second", at=NOW)

    assert [record.reason for record in ledger.submissions()] == ["first"]
    with pytest.raises(DataError, match="There is no submission 000000000000"):
        ledger.original("000000000000")


def test_the_file_has_a_rollback_journal(file_ledger: Ledger, tmp_path: Path) -> None:
    """No write-ahead log lies beside the ledger, and none is announced in its header."""
    file_ledger.append([entry(submission({"A-01": 4}), b"1")], received_at=NOW)

    assert [path.name for path in tmp_path.iterdir()] == ["ledger.db"]
    assert (tmp_path / "ledger.db").read_bytes()[18:20] == b"\x01\x01"


def test_the_connection_is_durable_and_keeps_references(file_ledger: Ledger) -> None:
    """The synchronous mode is FULL or more, and foreign keys are enforced."""
    with file_ledger.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() >= 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_an_id_that_is_taken_is_not_given_again(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """However unlikely: an id that chance draws a second time is drawn anew."""
    drawn = iter(["aaaaaaaaaaaa", "aaaaaaaaaaaa", "aaaaaaaaaaaa", "bbbbbbbbbbbb"])
    monkeypatch.setattr("secrets.token_hex", lambda _: next(drawn))

    for n in (1, 2):
        ledger.append([entry(submission({"A-01": 4}, workbook_id=f"w{n}"), b"%d" % n)], received_at=NOW)

    assert [record.submission_id for record in ledger.submissions()] == ["aaaaaaaaaaaa", "bbbbbbbbbbbb"]
