"""Which masters a returned workbook is read with, whatever the ledger has seen."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from depipe.flow.ingest import FileResult, check_files, ingest_files
from depipe.flow.masters import known_masters
from depipe.ledger.store import Ledger, open_ledger
from depipe.master.load import shipped_master
from depipe.master.model import Master
from depipe.workbook.fill import fill
from depipe.workbook.identity import Answer
from depipe.workbook.issue import new_issuance
from depipe.workbook.write import write_workbook
from support.masters import second_master
from support.pipeline import any_context

SHIPPED = shipped_master()
OLDER = Master.model_validate(SHIPPED.model_dump() | {"version": "0.0.1"})
TODAY = date(2026, 5, 1)


def returned(folder: Path, master: Master, name: str) -> Path:
    """Return a workbook of *master*, filled in, of which no ledger knows."""
    issuance = new_issuance(master, evaluator=name, context=any_context(master), issued_on=TODAY)
    tool = master.tools[0]
    path = folder / f"{name}.xlsx"
    filled = fill(
        write_workbook(master, issuance),
        tools={tool: ("1.0", TODAY)},
        answers={(master.items[0].id, tool): Answer(3, "seen")},
    )
    path.write_bytes(filled)
    return path


def ledger_of(folder: Path, *masters: Master) -> Ledger:
    """Return a ledger that workbooks of *masters* were issued from."""
    ledger = open_ledger(f"sqlite:///{folder / 'ledger.db'}")
    for master in masters:
        ledger.record_issuances([new_issuance(master, issued_on=TODAY)], master, at=datetime.now(UTC))
    return ledger


def said(results: list[FileResult]) -> list[tuple[str, list[str]]]:
    """Return of each file what became of it and the codes of its findings."""
    return [(result.status, [finding.code for finding in result.findings]) for result in results]


def test_a_ledger_of_an_older_version_takes_workbooks_of_the_shipped_one(tmp_path: Path) -> None:
    """Both are read with their own master, in one batch, and the ledger keeps the master that is new to it."""
    paths = [returned(tmp_path, OLDER, "Evaluator A"), returned(tmp_path, SHIPPED, "Evaluator B")]
    with ledger_of(tmp_path, OLDER) as ledger:
        results = ingest_files(paths, ledger=ledger, masters=known_masters(ledger, None))

        assert said(results) == [("accepted", ["identity.not-issued"])] * 2
        assert {one.master_digest for one in ledger.submissions()} == {OLDER.digest, SHIPPED.digest}
        assert set(ledger.masters()) == {OLDER.digest, SHIPPED.digest}


def test_a_ledger_of_another_master_does_not_take_shipped_ones(tmp_path: Path) -> None:
    """One ledger serves one master: a workbook of a shipped one is unknown to the ledger of another."""
    path = returned(tmp_path, SHIPPED, "Evaluator A")
    with ledger_of(tmp_path, second_master()) as ledger:
        results = ingest_files([path], ledger=ledger, masters=known_masters(ledger, None))

    assert said(results) == [("rejected", ["master.unknown"])]


@pytest.mark.parametrize("with_ledger", [True, False], ids=["an empty ledger", "no ledger"])
def test_the_shipped_masters_are_known_before_anything_was_issued(tmp_path: Path, *, with_ledger: bool) -> None:
    """A new ledger, or none, reads workbooks of the shipped master."""
    path = returned(tmp_path, SHIPPED, "Evaluator A")
    with ledger_of(tmp_path) as ledger:
        known = ledger if with_ledger else None
        results = check_files([path], ledger=known, masters=known_masters(known, None))

    assert said(results) == [("accepted", ["identity.not-issued"])]


def test_the_ledgers_masters_are_known_without_reading_the_shipped_yaml(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An ordinary ingest never loads the shipped masters: that takes longer than reading a workbook."""
    path = returned(tmp_path, SHIPPED, "Evaluator A")
    monkeypatch.setattr("depipe.master.load.shipped_masters", lambda: pytest.fail("the shipped masters were loaded"))
    with ledger_of(tmp_path, SHIPPED) as ledger:
        results = ingest_files([path], ledger=ledger, masters=known_masters(ledger, None))

    assert said(results) == [("accepted", ["identity.not-issued"])]
