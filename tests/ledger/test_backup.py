"""A backup is the whole ledger of one instant in one file, proved, or no file at all."""

import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, select

import support.appending_process
from depipe.errors import SurroundingsError, UsageError
from depipe.ledger.history import read_history
from depipe.ledger.schema import metadata
from depipe.ledger.store import Ledger, Reread, open_ledger
from depipe.workbook.identity import Answer
from support.damage import damage_originals
from support.disks import mounted, small_disk
from support.returns import MASTER, entry, issuance, submission

NOW = datetime(2026, 5, 10, 8, 0, 0, 123456, tzinfo=UTC)


def every_row(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return everything that a ledger holds."""
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = {
            name: sorted(tuple(row) for row in connection.execute(select(table)))
            for name, table in metadata.tables.items()
        }
    engine.dispose()
    return rows


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    """Put rows into every table."""
    prefilled = issuance("w2", answers={("A-01", "Alpha"): Answer(3, "〜")}, versions={"Alpha": "1.0"})
    ledger.record_issuances([issuance(), prefilled], MASTER, at=NOW)
    entries = [entry(submission({"A-01": 4}, workbook_id=f"w{n}"), bytes([n]) * 70_000) for n in range(150)]
    first, second, *_ = (receipt.submission_id or "" for receipt in ledger.append(entries, received_at=NOW))
    ledger.revise([Reread(submission_id=first, submission=submission({"A-01": 5}), findings_json="[]")], at=NOW)
    ledger.withdraw(second, "間違い", at=NOW)
    return ledger


def test_a_backup_holds_every_row(full: Ledger, store: str, tmp_path: Path) -> None:
    """Every value of every row is there, and the file is a ledger that can be used at once."""
    path = tmp_path / "kept" / "backup.db"

    backup = full.back_up(path)

    assert backup.path == path
    assert backup.rows == {"masters": 1, "issuances": 2, "submissions": 150, "withdrawals": 1, "revisions": 1}
    assert every_row(f"sqlite:///{path}") == every_row(store)
    assert [child.name for child in path.parent.iterdir()] == ["backup.db"]
    with open_ledger(f"sqlite:///{path}", create=False) as copy:
        assert read_history(copy).answers.equals(read_history(full).answers)
        assert copy.append([entry(submission({"A-01": 1}, workbook_id="w900"), b"new")], received_at=NOW)
        assert len(copy.submissions()) == 151
    with pytest.raises(sqlite3.IntegrityError, match="append-only"), sqlite3.connect(path) as raw:
        raw.execute("DELETE FROM withdrawals")
    raw.close()


def test_a_backup_of_an_empty_ledger(ledger: Ledger, tmp_path: Path) -> None:
    """A ledger in which nothing is yet is backed up as such."""
    assert set(ledger.back_up(tmp_path / "backup.db").rows.values()) == {0}


def test_a_backup_is_never_overwritten(full: Ledger, tmp_path: Path) -> None:
    """A file that exists stays as it is, whatever it is: an older backup, or the ledger itself."""
    path = tmp_path / "backup.db"
    path.write_bytes(b"an older one")

    with pytest.raises(UsageError, match="exists already"):
        full.back_up(path)

    assert path.read_bytes() == b"an older one"
    if Path(full.place).exists():
        with pytest.raises(UsageError, match="exists already"):
            full.back_up(Path(full.place))


def test_a_backup_while_others_write(store: str, tmp_path: Path) -> None:
    """Each of several backups holds whole batches, from the first on, and the writer comes to its end."""
    batch, count, ahead = 5, 150, 2
    open_ledger(store).close()
    command = [sys.executable, support.appending_process.__file__, store, "1", str(count), str(batch)]
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer,
        open_ledger(store) as ledger,
    ):
        assert writer.stdin is not None
        assert writer.stdout is not None
        writer.stdin.write("go\n")
        held: list[int] = []
        for n in range(10):
            writer.stdin.write("go\n" * ahead)  # it writes these while the backup is made
            writer.stdin.flush()
            if n == 0:
                assert [writer.stdout.readline() for _ in range(2)] == ["ready\n", f"{batch}\n"]
            path = tmp_path / f"backup-{n}.db"
            held.append(ledger.back_up(path).rows["submissions"])
            with open_ledger(f"sqlite:///{path}", create=False) as copy:
                assert [r.sequence for r in copy.submissions()] == list(range(1, held[-1] + 1))
        accepted, _ = writer.communicate(timeout=60)

    assert writer.returncode == 0
    assert batch + sum(map(int, accepted.split())) == count
    assert all(0 < number < count and number % batch == 0 for number in held)
    assert held == sorted(held)


def test_a_damaged_original_is_no_backup(full: Ledger, store: str, tmp_path: Path) -> None:
    """Originals that are not what came in are noticed, and no file is left that looks like a backup."""
    damage_originals(store)

    with pytest.raises(SurroundingsError, match="is damaged") as caught:
        full.back_up(tmp_path / "kept" / "backup.db")

    assert full.place in str(caught.value)
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_damaged_file_is_no_backup(file_ledger: Ledger, tmp_path: Path) -> None:
    """Pages that were overwritten are noticed in the copy, and the sentence names the ledger, not the copy."""
    entries = [entry(submission({"A-01": 4}, workbook_id=f"w{n}"), b"x" * 5_000) for n in range(50)]
    file_ledger.append(entries, received_at=NOW)
    path = Path(file_ledger.place)
    data = bytearray(path.read_bytes())
    page = int.from_bytes(data[16:18], "big")
    data[-20 * page :] = b"\xff" * (20 * page)
    path.write_bytes(data)

    with open_ledger(f"sqlite:///{path}") as again, pytest.raises(SurroundingsError, match="is damaged") as caught:
        again.back_up(tmp_path / "kept" / "backup.db")

    assert str(path) in str(caught.value)
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_backup_on_a_full_disk(full: Ledger) -> None:
    """Where the copy does not fit, the sentence names it, nothing of it is left, and the ledger goes on."""
    with small_disk(2) as disk:
        with pytest.raises(SurroundingsError, match="is full") as caught:
            full.back_up(disk / "backup.db")

        assert str(disk / "backup.db") in str(caught.value)
        assert list(disk.iterdir()) == []
        assert mounted(disk, 40, again=True)
        assert full.back_up(disk / "backup.db").rows["submissions"] == 150


def test_a_backup_where_no_folder_can_be(full: Ledger, tmp_path: Path) -> None:
    """A file in the way of the folder is said."""
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(SurroundingsError, match="cannot be written"):
        full.back_up(tmp_path / "file" / "backup.db")


def test_a_copied_file_is_the_ledger_too(file_ledger: Ledger, tmp_path: Path) -> None:
    """While nobody writes, a plain copy of the file is as good: there is no second file that belongs to it."""
    file_ledger.append([entry(submission({"A-01": 4}), b"1")], received_at=NOW)
    shutil.copy(file_ledger.place, tmp_path / "copy.db")

    assert every_row(f"sqlite:///{tmp_path}/copy.db") == every_row(f"sqlite:///{file_ledger.place}")
