"""Backups: the whole ledger in one SQLite file, as it stood at one instant, proved before it is handed over."""

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select, text

from depipe.errors import SurroundingsError, UsageError, os_reason
from depipe.ledger import trouble
from depipe.ledger.database import Database
from depipe.ledger.migrate import bring_up_to_date
from depipe.ledger.schema import metadata, submissions
from depipe.ledger.sqlite import connect_sqlite, copy_file
from depipe.scratch import room_beside

ROWS = 64
"""How many rows are in memory at once: originals may be large."""


class Backup(NamedTuple):
    """A backup that was written: how many rows of each table it holds."""

    path: Path
    rows: Mapping[str, int]


def back_up(database: Database, path: Path) -> Backup:
    """Write everything that the ledger holds to the new SQLite file *path*, while others go on using it.

    The file is a ledger of its own. It appears whole, after every row has been counted and every original has been
    held against its digest, or not at all. Raises UsageError when there is a file already, SurroundingsError when the
    ledger cannot be read or is damaged, or when the file cannot be written.
    """
    if path.exists():
        raise UsageError(
            f"{path} はすでにあります。バックアップは上書きしません。新しいファイル名を指定してください。",
            f"{path} exists already, and a backup is never overwritten: name a new file.",
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with room_beside(path) as room:
            beside = room / path.name
            rows = _copied(database, beside, path)
            _prove(replace(connect_sqlite(beside), place=database.place), rows)
            beside.replace(path)
        _settle(path.parent)
    except OSError as error:
        why = os_reason(error)
        raise SurroundingsError(
            f"{path} に書き込めません（{why.ja}）。", f"{path} cannot be written: {why.en}."
        ) from error
    return Backup(path, rows)


def _copied(database: Database, target: Path, shown: Path) -> dict[str, int]:
    """Copy every row to *target*, which sentences name as *shown*; return how many each table has at that instant."""
    with database.reading() as source:
        rows = _counted(source)
        if source.dialect.name == "sqlite":
            copy_file(source, target, place=database.place, shown=shown)
        else:
            _copy_rows(source, replace(connect_sqlite(target), place=str(shown)))
    return rows


def _counted(connection: Connection) -> dict[str, int]:
    return {
        name: connection.scalar(select(func.count()).select_from(table)) or 0 for name, table in metadata.tables.items()
    }


def _copy_rows(source: Connection, made: Database) -> None:
    try:
        bring_up_to_date(made)
        with made.writing() as connection:
            for table in metadata.sorted_tables:
                with source.execute(select(table)) as found:
                    for rows in found.mappings().partitions(ROWS):
                        connection.execute(insert(table), [dict(row) for row in rows])
    finally:
        made.close()


def _prove(copy: Database, rows: Mapping[str, int]) -> None:
    """Raise SurroundingsError unless *copy* is sound, holds as many *rows*, and every original has its digest."""
    try:
        with copy.reading() as connection:
            sound = connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
            if not sound or _counted(connection) != rows:
                raise SurroundingsError(*trouble.damaged(copy.place))
            columns = select(submissions.c.submission_id, submissions.c.digest, submissions.c.original)
            for submission_id, digest, original in connection.execute(columns).yield_per(ROWS):
                if hashlib.sha256(original).hexdigest() != digest:
                    raise SurroundingsError(*trouble.damaged_submission(copy.place, submission_id))
    finally:
        copy.close()


def _settle(folder: Path) -> None:
    """Let the new name be on disk as well, where a folder can be asked for that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
