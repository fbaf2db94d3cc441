"""The databases that can hold a ledger, and all that is special to one of them.

SQLite with a rollback journal, its default (people keep these folders in synchronised drives, where a write-ahead log
is torn from its database), foreign keys on and a lock taken when a write begins, not in the middle of it.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from depipe.errors import SurroundingsError, UsageError
from depipe.language import Text

SQLITE: Final = "sqlite:///"

PATIENCE: Final = 30.0
"""Seconds to wait for another process's lock."""

BATCH: Final = 500
"""How many values one statement compares a column with: every database takes that many."""


@dataclass(frozen=True, slots=True)
class Database:
    """A database that can be reached: how sentences name it (never a password), and its two engines.

    A transaction of `writer` holds the write lock from its beginning.
    """

    place: str
    reader: Engine
    writer: Engine

    def close(self) -> None:
        """Close every connection."""
        self.reader.dispose()


def sqlite_path(url: str) -> Path:
    """Return the file of a `sqlite:///PATH` URL: everything behind the slashes, as it stands.

    Raises UsageError for any other URL.
    """
    path = url.removeprefix(SQLITE)
    if path in ("", url):
        scheme = url.partition(":")[0]
        raise UsageError(
            f"台帳の場所（--store）は sqlite:///ファイル の形で指定してください（{scheme}: は使えません）。",
            f"Name the ledger (--store) as sqlite:///FILE ({scheme}: cannot be used).",
        )
    return Path(path)


def connect_sqlite(path: Path, *, patience: float = PATIENCE) -> Database:
    """Return the SQLite database at *path*; its file is made by the first write, its folder here.

    Raises SurroundingsError when the folder cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SurroundingsError(
            f"フォルダー {path.parent} を作れません。場所と権限を確かめてください。",
            f"The folder {path.parent} cannot be made: check the place and its permissions.",
        ) from error
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": patience},
        hide_parameters=True,  # or an error would print everybody's answers
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return Database(str(path), engine, engine.execution_options(writes=True))


def _set_up(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    # EXTRA is FULL, and the folder is synced as well once the journal is gone: with a rollback journal, FULL alone may
    # lose a commit that was acknowledged right before a power cut.
    connection.execute("PRAGMA synchronous = EXTRA")


def _begin(connection: Connection) -> None:
    # The driver would begin later and without the write lock, at the first INSERT; what has begun it leaves alone.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def append_only(dialect: str, table: str, keys: Sequence[str]) -> list[str]:
    """Return the statements that make the database itself refuse to change, delete or replace a table's rows.

    Raises NotImplementedError for a database without them.
    """
    if dialect != "sqlite":
        raise NotImplementedError(dialect)
    taken = " OR ".join(f"{key} = NEW.{key}" for key in keys)
    conditions = {
        "update": f"BEFORE UPDATE ON {table}",
        "delete": f"BEFORE DELETE ON {table}",
        # INSERT OR REPLACE deletes without asking the trigger on DELETE.
        "replace": f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken})",  # noqa: S608 - names of ours
    }
    return [
        f"CREATE TRIGGER {table}_no_{name} {condition} BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
        for name, condition in conditions.items()
    ]


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Turn what goes wrong in the surroundings into one sentence that names *place*; bugs stay what they are.

    Raises SurroundingsError.
    """
    try:
        yield
    except DBAPIError as error:
        code = getattr(error.orig, "sqlite_errorcode", None)
        sentence = _SENTENCES.get(code & 0xFF) if code is not None else None
        if sentence is None:
            raise
        raise SurroundingsError(*sentence(place)) from error


def foreign(place: str) -> Text:
    """Return the sentence for a file that is no ledger of depipe's."""
    return Text(
        f"{place} は depipe の台帳ではありません。台帳の場所（--store）を確かめてください。",
        f"{place} is not a ledger of depipe: check where the ledger is (--store).",
    )


def _locked(place: str) -> Text:
    return Text(
        f"台帳 {place} をほかの処理が使っています。終わってから、もう一度実行してください。",
        f"The ledger {place} is in use by another process: try again when that has finished.",
    )


def _damaged(place: str) -> Text:
    return Text(
        f"台帳 {place} は壊れています。バックアップから戻してください。",
        f"The ledger {place} is damaged: bring it back from a backup.",
    )


def _refused(place: str) -> Text:
    return Text(
        f"台帳 {place} を開けないか、書き込めません。ファイルとフォルダーの権限を確かめてください。",
        f"The ledger {place} cannot be opened or written: check the permissions of the file and its folder.",
    )


def _full(place: str) -> Text:
    return Text(
        f"台帳 {place} のディスクに空きがありません。今回の分は記録されていません。空きを作ってやり直してください。",
        f"The disk of the ledger {place} is full. Nothing of this step was recorded: make room and try again.",
    )


def _unreadable(place: str) -> Text:
    return Text(
        f"台帳 {place} の読み書きに失敗しました。ディスクやネットワークの状態を確かめてください。",
        f"The ledger {place} could not be read or written: check the disk or the network.",
    )


_SENTENCES: Final[dict[int, Callable[[str], Text]]] = {
    sqlite3.SQLITE_BUSY: _locked,
    sqlite3.SQLITE_LOCKED: _locked,
    sqlite3.SQLITE_PROTOCOL: _locked,
    sqlite3.SQLITE_CORRUPT: _damaged,
    sqlite3.SQLITE_NOTADB: foreign,
    sqlite3.SQLITE_READONLY: _refused,
    sqlite3.SQLITE_PERM: _refused,
    sqlite3.SQLITE_AUTH: _refused,
    sqlite3.SQLITE_CANTOPEN: _refused,
    sqlite3.SQLITE_FULL: _full,
    sqlite3.SQLITE_IOERR: _unreadable,
}
