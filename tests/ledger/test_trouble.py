"""What goes wrong around the ledger is one sentence that names its file, in both languages."""

import os
import signal
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from depipe.errors import SurroundingsError
from depipe.ledger.history import read_history
from depipe.ledger.store import open_ledger
from support.returns import MASTER, entry, issuance, submission

NOW = datetime(2026, 5, 10, tzinfo=UTC)
ENTRY = entry(submission({"A-01": 4}, evaluator="Evaluator Secret"), b"x" * 50_000)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the file of a ledger that holds one submission."""
    path = tmp_path / "ledger.db"
    with open_ledger(f"sqlite:///{path}") as ledger:
        ledger.append([ENTRY], received_at=NOW)
    return path


@contextmanager
def told(path: Path, ja: str, en: str) -> Iterator[None]:
    """Expect a sentence of the surroundings that names the file and shows nobody's answers."""
    with pytest.raises(SurroundingsError) as caught:
        yield
    assert ja in caught.value.message("ja")
    assert en in caught.value.message("en")
    for language in ("ja", "en"):
        assert str(path) in caught.value.message(language)
    assert "Secret" not in f"{caught.value} {caught.value.__cause__}"


def test_a_locked_ledger(path: Path) -> None:
    """Another process that goes on writing for longer than we wait is said to be there."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with open_ledger(f"sqlite:///{path}", patience=0.05) as ledger, told(path, "ほかの処理", "another process"):
        ledger.append([ENTRY], received_at=NOW)

    other.close()
    with open_ledger(f"sqlite:///{path}") as ledger:
        assert ledger.append([ENTRY], received_at=NOW)[0].status == "unchanged"


def test_who_waits_for_a_lock_may_break_off(path: Path) -> None:
    """Ctrl-C is heard while another process writes, not when patience is at its end."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    pressed = threading.Timer(0.5, signal.pthread_kill, (threading.get_ident(), signal.SIGINT))
    began = time.monotonic()

    with open_ledger(f"sqlite:///{path}", patience=120) as ledger:
        pressed.start()
        with pytest.raises(KeyboardInterrupt):
            ledger.append([ENTRY], received_at=NOW)

    signal.signal(signal.SIGINT, before)
    other.close()
    assert time.monotonic() - began < 60


def test_reading_goes_on_beside_a_writer(path: Path) -> None:
    """A writer that has not committed keeps nobody from reading what was there before."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with open_ledger(f"sqlite:///{path}", patience=0.05) as ledger:
        assert read_history(ledger).submissions.height == 1

    other.close()


def test_a_ledger_that_is_locked_for_reading(path: Path) -> None:
    """An exclusive lock is the same sentence, already when the ledger is opened."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    with told(path, "ほかの処理", "another process"):
        open_ledger(f"sqlite:///{path}", patience=0.05)

    other.close()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """A workbook in place of the ledger is not touched."""
    path = tmp_path / "ledger.db"
    path.write_bytes(b"PK\x03\x04" * 1000)

    with told(path, "台帳ではありません", "is not a ledger"):
        open_ledger(f"sqlite:///{path}")

    assert path.read_bytes() == b"PK\x03\x04" * 1000


@pytest.mark.parametrize("tables", [["notes"], ["alembic_version"], ["alembic_version", "notes"]])
def test_the_database_of_another_program(tmp_path: Path, tables: list[str]) -> None:
    """Another program's database gets no tables of ours, even if that program uses Alembic as well."""
    path = tmp_path / "ledger.db"
    other = sqlite3.connect(path)
    for table in tables:
        other.execute(f"CREATE TABLE {table} (version_num TEXT)")
    other.commit()

    with told(path, "台帳ではありません", "is not a ledger"):
        open_ledger(f"sqlite:///{path}")

    assert [name for (name,) in other.execute("SELECT name FROM sqlite_master ORDER BY name")] == sorted(tables)
    other.close()


def test_a_damaged_ledger(path: Path) -> None:
    """Pages that were overwritten are noticed when they are read."""
    data = bytearray(path.read_bytes())
    page = int.from_bytes(data[16:18], "big")
    data[page:] = b"\xff" * (len(data) - page)
    path.write_bytes(data)

    with told(path, "壊れています", "is damaged"), open_ledger(f"sqlite:///{path}") as ledger:
        read_history(ledger)


def test_a_ledger_that_was_cut_short(path: Path) -> None:
    """Half a file, as a broken copy leaves it, is noticed too."""
    path.write_bytes(path.read_bytes()[:9000])

    with told(path, "壊れています", "is damaged"), open_ledger(f"sqlite:///{path}") as ledger:
        ledger.append([ENTRY], received_at=NOW)


def test_a_folder_in_place_of_the_ledger(tmp_path: Path) -> None:
    """A folder cannot be opened as a ledger."""
    with told(tmp_path, "開けない", "cannot be opened"):
        open_ledger(f"sqlite:///{tmp_path}")


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    """Where the ledger's folder cannot be made, its name is said."""
    (tmp_path / "workbooks").write_text("a file")

    with told(tmp_path / "workbooks", "作れません", "cannot be made"):
        open_ledger(f"sqlite:///{tmp_path}/workbooks/deep/ledger.db")


def test_a_full_disk(path: Path) -> None:
    """When the database cannot grow, nothing of the call is kept, and afterwards work goes on."""

    def hold(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # SQLite takes the present size: not one page more

    said = [submission({"A-01": n}, workbook_id=f"w{n}", evaluator="Evaluator Secret") for n in range(1, 5)]
    more = [entry(one, bytes([n]) * 50_000) for n, one in enumerate(said)]
    event.listen(Engine, "connect", hold)
    try:
        with open_ledger(f"sqlite:///{path}") as ledger, told(path, "空きがありません", "is full"):
            ledger.append(more, received_at=NOW)
    finally:
        event.remove(Engine, "connect", hold)

    with open_ledger(f"sqlite:///{path}") as ledger:
        assert len(ledger.submissions()) == 1
        assert [receipt.status for receipt in ledger.append(more, received_at=NOW)] == ["accepted"] * 4


@pytest.fixture
def guarded() -> Iterator[Path]:
    """Give a folder that a user without privileges may look into but not write to."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@contextmanager
def unprivileged() -> Iterator[None]:
    """Act as a user for whom permissions count."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="permissions are POSIX's here")
def test_a_ledger_that_may_only_be_read(guarded: Path) -> None:
    """A read-only ledger is read; writing to it, or making one beside it, is refused with a sentence."""
    path = guarded / "ledger.db"
    with open_ledger(f"sqlite:///{path}") as ledger:
        ledger.append([ENTRY], received_at=NOW)
    path.chmod(0o444)
    guarded.chmod(0o555)

    with unprivileged(), open_ledger(f"sqlite:///{path}") as ledger:
        assert read_history(ledger).answers.height == 1
        with told(path, "書き込めません", "cannot be opened or written"):
            ledger.record_issuances([issuance()], MASTER, at=NOW)
    with unprivileged(), told(guarded / "other.db", "書き込めません", "cannot be opened or written"):
        open_ledger(f"sqlite:///{guarded}/other.db")
    path.chmod(0)
    with unprivileged(), told(path, "書き込めません", "cannot be opened or written"):
        open_ledger(f"sqlite:///{path}")
    guarded.chmod(0o755)
