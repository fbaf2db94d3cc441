"""The commands that keep a ledger, on every database."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from depipe.cli.group import group
from depipe.ledger.store import open_ledger
from depipe.workbook.fill import fill
from depipe.workbook.identity import Answer
from support.issued import CONTEXT
from support.returns import entry, submission

Run = Callable[..., Result]

CONTEXT_OPTIONS = [part for name, value in CONTEXT.items() for part in ("--context", f"{name}={value}")]
NOW = datetime(2026, 5, 10, tzinfo=UTC)


@pytest.fixture
def run(store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a function that runs depipe in the test's folder and checks its exit status."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEPIPE_STORE", store)
    monkeypatch.setenv("DEPIPE_LANG", "en")

    def run_and_check(*arguments: str | Path, status: int = 0) -> Result:
        result = CliRunner().invoke(group, list(map(str, arguments)))
        assert result.exit_code == status, result.output
        return result

    return run_and_check


def test_a_ledger_from_the_first_workbook_to_the_backup(run: Run, tmp_path: Path) -> None:
    """Issue, ingest, look, export, withdraw, read again, back up: the same in a file and on a server."""
    issued = run("generate-workbook", "--evaluator", "Evaluator A", *CONTEXT_OPTIONS, "--json")
    [workbook] = json.loads(issued.stdout)["workbooks"]
    returned = tmp_path / "返送 1.xlsx"
    returned.write_bytes(
        fill(
            (tmp_path / workbook["file"]).read_bytes(),
            tools={"Temporal": ("1.2", date(2026, 5, 1))},
            answers={("EX-01", "Temporal"): Answer(3, evidence="log")},
        )
    )

    [file] = json.loads(run("ingest", returned, "--json").stdout)["files"]
    submission = file["submission_id"]
    assert file["status"] == "accepted"
    assert json.loads(run("ingest", returned, "--json").stdout)["files"][0]["status"] == "unchanged"
    assert [one["submission_id"] for one in json.loads(run("ledger", "list", "--json").stdout)["submissions"]] == [
        submission
    ]
    assert json.loads(run("status", "--json").stdout)["status"][0]["rated"] == 1

    exported = run("ledger", "export", submission, "--output", "original.xlsx")
    assert exported.stdout.strip() == "original.xlsx"
    assert (tmp_path / "original.xlsx").read_bytes() == returned.read_bytes()
    again = run("ledger", "export", submission, "--output", "original.xlsx", status=2)
    assert "exists already" in again.stderr
    assert "There is no submission" in run("ledger", "export", "000000000000", status=1).stderr

    assert "1 submission(s) read again: the same 1" in run("ledger", "rebuild").stdout
    rebuilt = json.loads(run("ledger", "rebuild", "--keep", "--json").stdout)
    assert rebuilt == {"kept": True, "submissions": {"same": 1, "moved": 0, "rejected": 0}, "moved": [], "verdicts": []}

    assert run("ledger", "backup", "kept/backup.db").stdout.strip() == str(Path("kept/backup.db"))
    assert "never overwritten" in run("ledger", "backup", "kept/backup.db", status=2).stderr
    run("ledger", "withdraw", submission, "--reason", "by mistake")
    assert run("compare", status=1).stderr
    backup = f"sqlite:///{tmp_path}/kept/backup.db"
    run("compare", "--store", backup, "--output", "from-backup")
    ratings = pl.read_parquet(tmp_path / "from-backup/tables/ratings.parquet")
    assert ratings.select("item_id", "stars", "submission_id").rows() == [("EX-01", 3, submission)]


def test_exports_into_a_folder_have_the_name_that_came(run: Run, store: str, tmp_path: Path) -> None:
    """Without a name, the file gets the one it came with; a folder may be named, and what is there stays."""
    with open_ledger(store) as ledger:
        [receipt] = ledger.append([entry(submission({"A-01": 4}), b"the bytes")], received_at=NOW)
    one = receipt.submission_id or ""

    assert run("ledger", "export", one).stdout == "返送.xlsx\n"
    assert (tmp_path / "返送.xlsx").read_bytes() == b"the bytes"
    run("ledger", "export", one, "--output", tmp_path, status=2)
