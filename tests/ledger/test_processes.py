"""Several processes at one ledger, and processes that are killed in the middle."""

import hashlib
import json
import sqlite3
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

import support.appending_process
import support.killing_process
from depipe.ledger.store import open_ledger
from support.killing_process import BATCH
from support.returns import entry, submission

POINTS = 40


def started(module: str | None, *arguments: object) -> "subprocess.Popen[str]":
    """Start a script of ours as a process that is talked to in lines."""
    command = [sys.executable, str(module), *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_two_processes_that_ingest_the_same_files(tmp_path: Path) -> None:
    """Each file is accepted once, whichever process comes first, and the ledger is made once."""
    url, count = f"sqlite:///{tmp_path}/new/ledger.db", 60
    pair = [started(support.appending_process.__file__, url, 1, count, 4) for _ in range(2)]
    assert [process.stdout.readline() for process in pair if process.stdout] == ["ready\n"] * 2
    for process in pair:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()

    said = [process.communicate(timeout=120)[0].split() for process in pair]

    assert [process.returncode for process in pair] == [0, 0]
    assert sum(map(int, said[0])) + sum(map(int, said[1])) == count
    with open_ledger(url, create=False) as ledger:
        records = ledger.submissions()
        assert Counter(record.workbook_id for record in records) == Counter(f"w{n}" for n in range(1, count + 1))
        assert [record.sequence for record in records] == list(range(1, count + 1))
        assert all(hashlib.sha256(ledger.original(r.submission_id)).hexdigest() == r.digest for r in records)


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_a_submission_is_whole_or_absent_after_a_kill(tmp_path: Path) -> None:
    """Whenever a process is killed: what was acknowledged is there, a batch is whole or absent, and work goes on."""
    killer = started(support.killing_process.__file__, tmp_path, POINTS)
    assert killer.stdout is not None
    assert killer.stdin is not None
    held, torn = [], 0
    for line in killer.stdout:
        point = json.loads(line)
        path = Path(point["path"])
        torn += path.with_name(f"{path.name}-journal").exists()
        held.append(checked(path, point["acknowledged"]))
        path.unlink(missing_ok=True)
        killer.stdin.write("next\n")
        killer.stdin.flush()

    killer.communicate(timeout=60)
    assert killer.returncode == 0
    assert len(held) == POINTS
    assert torn, "no child was killed in the middle of a transaction: append more at once"
    assert min(held) == 0
    assert max(held) >= 2 * BATCH


def checked(path: Path, acknowledged: int) -> int:
    """Check the ledger of a killed process and return how many submissions it holds."""
    with open_ledger(f"sqlite:///{path}") as ledger:
        records = ledger.submissions()
        count = len(records)
        assert count in (acknowledged, acknowledged + BATCH)
        assert [record.workbook_id for record in records] == [f"w{n}" for n in range(1, count + 1)]
        for record in records:
            assert len(ledger.original(record.submission_id)) == record.size
        [receipt] = ledger.append([entry(submission(workbook_id="after"), b"after")], received_at=datetime.now(UTC))
        assert receipt.status == "accepted"
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    assert [child.name for child in path.parent.iterdir()] == [path.name]
    return count
