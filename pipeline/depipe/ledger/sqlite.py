"""SQLite, and all that is special to it.

A rollback journal, its default (people keep these folders in synchronised drives, where a write-ahead log is torn from
its database), foreign keys on, and a lock taken when a write begins, not in the middle of it.
"""

import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from depipe.errors import SurroundingsError, UsageError
from depipe.language import Text
from depipe.ledger import trouble
from depipe.ledger.database import PATIENCE, Database

SQLITE: Final = "sqlite:///"
_DEAF_SECONDS: Final = 0.3


def sqlite_path(url: str) -> Path:
    """Return the file of a `sqlite:///PATH` URL: everything behind the slashes, as it stands.

    Raises UsageError for any other URL.
    """
    path = url.removeprefix(SQLITE)
    if path in ("", url):
        scheme = url.partition(":")[0]
        raise UsageError(
            "台帳の場所（--store）は sqlite:///ファイル か postgresql+psycopg://利用者@サーバー/データベース の形で"
            f"指定してください（{scheme}: は使えません）。",
            "Name the ledger (--store) as sqlite:///FILE or postgresql+psycopg://USER@SERVER/DATABASE "
            f"({scheme}: cannot be used).",
        )
    return Path(path)


def connect_sqlite(path: Path, *, patience: float = PATIENCE) -> Database:
    """Return the SQLite database at *path*; its file is made by the first write."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": patience},
        hide_parameters=True,  # or an error would print everybody's answers
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", partial(_begin, patience=patience))
    return Database(
        place=str(path),
        reader=engine,
        writer=engine.execution_options(writes=True),
        explain=_sentence,
        is_away=lambda _: False,
        is_absent=lambda: not path.exists(),
        make_room=lambda: _make_folder(path.parent),
        patience=patience,
    )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SurroundingsError(
            f"フォルダー {folder} を作れません。場所と権限を確かめてください。",
            f"The folder {folder} cannot be made: check the place and its permissions.",
        ) from error


def _set_up(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    # EXTRA is FULL, and the folder is synced as well once the journal is gone: with a rollback journal, FULL alone may
    # lose a commit that was acknowledged right before a power cut.
    connection.execute("PRAGMA synchronous = EXTRA")


def _begin(connection: Connection, *, patience: float) -> None:
    # The driver would begin later and without the write lock, at the first INSERT; what has begun it leaves alone.
    if connection.get_execution_options().get("writes", False):
        _lock(connection, patience)
    else:
        connection.exec_driver_sql("BEGIN")


def _lock(connection: Connection, patience: float) -> None:
    """Begin with the write lock; a little at a time, as SQLite waits for it in C, where Ctrl-C is not heard."""
    deadline = time.monotonic() + patience
    _wait_for(connection, min(patience, _DEAF_SECONDS))
    try:
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            except DBAPIError as error:
                if _sentence(error) is not trouble.locked or time.monotonic() >= deadline:
                    raise
            else:
                break
    finally:
        _wait_for(connection, patience)


def _wait_for(connection: Connection, seconds: float) -> None:
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {round(seconds * 1000)}")


def triggers(table: str, keys: Sequence[str]) -> list[str]:
    """Return the statements that make SQLite refuse to change, delete or replace a table's rows."""
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


def copy_file(source: Connection, target: Path, *, place: str, shown: Path) -> None:
    """Copy the database of *source*, as its transaction sees it, to the new file *target*; writers wait meanwhile.

    All pages are copied in one step: a copy that others write between would begin anew, and might never end.
    *place* is how sentences name the source, *shown* the copy. Raises SurroundingsError when one of them fails.
    """
    driver: sqlite3.Connection = source.connection.driver_connection  # type: ignore[assignment]  # the pool's own type says any driver
    try:
        with closing(sqlite3.connect(target)) as made:
            driver.backup(made)
    except sqlite3.Error as error:
        sentence = _SENTENCES.get(error.sqlite_errorcode & 0xFF)
        if sentence is None:
            raise
        of_the_source = sentence in {trouble.damaged, trouble.foreign, trouble.locked}
        raise SurroundingsError(*sentence(place if of_the_source else str(shown))) from error


def _sentence(error: DBAPIError) -> Callable[[str], Text] | None:
    code = getattr(error.orig, "sqlite_errorcode", None)
    return None if code is None else _SENTENCES.get(code & 0xFF)


_SENTENCES: Final[dict[int, Callable[[str], Text]]] = {
    sqlite3.SQLITE_BUSY: trouble.locked,
    sqlite3.SQLITE_LOCKED: trouble.locked,
    sqlite3.SQLITE_PROTOCOL: trouble.locked,
    sqlite3.SQLITE_CORRUPT: trouble.damaged,
    sqlite3.SQLITE_NOTADB: trouble.foreign,
    sqlite3.SQLITE_READONLY: trouble.refused,
    sqlite3.SQLITE_PERM: trouble.refused,
    sqlite3.SQLITE_AUTH: trouble.refused,
    sqlite3.SQLITE_CANTOPEN: trouble.refused,
    sqlite3.SQLITE_FULL: trouble.full,
    sqlite3.SQLITE_IOERR: trouble.unreadable,
}
