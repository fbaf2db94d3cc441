"""The ledger: open it, record what is issued, append what came back, read the records.

Everything is appended, in transactions that hold the write lock from their beginning and are durable when the call
returns. Many processes may use one ledger at once.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Self

from sqlalchemy import Connection, func, insert, select

from depipe.errors import DataError, SurroundingsError
from depipe.ledger import trouble
from depipe.ledger.backup import Backup, back_up
from depipe.ledger.database import Database, connect, default_patience
from depipe.ledger.documents import DECIDING, issuance_document, said_from
from depipe.ledger.migrate import bring_up_to_date, revision
from depipe.ledger.receiving import issued_as, last_sequence, receive, record_master, taken
from depipe.ledger.records import Entry, Kept, Receipt, Reread, SubmissionRecord
from depipe.ledger.schema import issuances, masters, revisions, submissions, withdrawals
from depipe.ledger.standing import revise, standing
from depipe.master.model import Master
from depipe.master.stored import master_from_json
from depipe.workbook.identity import Issuance

__all__ = [
    "Backup",
    "Entry",
    "Extent",
    "Kept",
    "Ledger",
    "MovedOnError",
    "Receipt",
    "Reread",
    "SubmissionRecord",
    "open_existing",
    "open_ledger",
]


def open_ledger(url: str, *, create: bool = True, patience: float | None = None) -> "Ledger":
    """Open the ledger at *url*, making it where there is none and bringing an older one up to date.

    *url*: `sqlite:///PATH` or `postgresql+psycopg://USER:PASSWORD@SERVER/DATABASE`. *patience*: seconds to wait for
    another process's lock, or for a server that does not answer; `default_patience` unless it is given. Raises
    UsageError for another URL; DataError when there is no ledger and *create* is False; SurroundingsError when it
    cannot be opened, is no ledger, or is a newer depipe's.
    """
    database = connect(url, patience=default_patience() if patience is None else patience)
    try:
        if create:
            database.make_room()
        elif database.is_absent() or revision(database) is None:
            raise _no_ledger(database.place)
        bring_up_to_date(database)
    except BaseException:
        database.close()
        raise
    return Ledger(database)


@contextmanager
def open_existing(url: str, *, patience: float | None = None) -> Iterator["Ledger | None"]:
    """Give the ledger at *url*, or None where there is none yet; nothing is made. Raises as `open_ledger` does."""
    ledger = None
    with suppress(DataError):
        ledger = open_ledger(url, create=False, patience=patience)
    if ledger is None:
        yield None
    else:
        with ledger:
            yield ledger


def _no_ledger(place: str) -> DataError:
    return DataError(
        f"台帳 {place} はまだありません。先に depipe generate-workbook か depipe ingest を実行してください。",
        f"There is no ledger at {place} yet: run depipe generate-workbook or depipe ingest first.",
    )


class Extent(NamedTuple):
    """How far a ledger reaches: the sequence of its last submission, and how many withdrawals and revisions it has."""

    sequence: int
    withdrawals: int
    revisions: int = 0


class MovedOnError(Exception):
    """The ledger reaches further than when something was judged by it: judge again."""


class Ledger:
    """The append-only record of one master's workbooks: what was issued, what came back, what was withdrawn.

    Every method raises SurroundingsError when the database cannot be read or written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def place(self) -> str:
        """Where the ledger is, as sentences name it."""
        return self._database.place

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def reading(self) -> AbstractContextManager[Connection]:
        """Give a connection for reading; within it the ledger stands still."""
        return self._database.reading()

    def record_issuances(self, issued: Sequence[Issuance], master: Master, *, at: datetime) -> None:
        """Record workbooks that are handed out, and the *master* that they were made from.

        Raises DataError when the ledger serves another master or knows one of the workbook ids already.
        """
        with self._database.writing() as connection:
            record_master(connection, master.digest, master, at)
            known = taken(connection, issuances.c.workbook_id, (one.identity.workbook_id for one in issued))
            if known:
                ids = ", ".join(sorted(known))
                raise DataError(
                    f"このワークブックの発行はすでに記録されています: {ids}",
                    f"These workbooks are recorded as issued already: {ids}",
                )
            first = 1 + (connection.scalar(select(func.max(issuances.c.sequence))) or 0)
            rows = [_issuance_row(issuance, at) | {"sequence": n} for n, issuance in enumerate(issued, first)]
            if rows:
                connection.execute(insert(issuances), rows)

    def masters(self) -> dict[str, Master]:
        """Return every master that workbooks were issued or read with, by the digest that these carry."""
        with self.reading() as connection:
            found = connection.execute(select(masters.c.digest, masters.c.json).order_by(masters.c.recorded_at)).all()
        return {digest: _master(text) for digest, text in found}

    def newest_master(self, *, as_of: datetime | None = None) -> Master | None:
        """Return the master with the highest version (of equal ones the last recorded); None while there is none.

        With *as_of*, of those that were recorded up to then.
        """
        columns = select(masters.c.version, masters.c.json).order_by(masters.c.recorded_at)
        with self.reading() as connection:
            known = columns if as_of is None else columns.where(masters.c.recorded_at <= as_of)
            found = connection.execute(known).all()
        if not found:
            return None
        _, _, newest = max((_version(version), place, text) for place, (version, text) in enumerate(found))
        return _master(newest)

    def issuances(self, workbook_ids: Iterable[str]) -> dict[str, Issuance]:
        """Return the issuances of these workbooks by workbook id; those never issued here are absent."""
        with self.reading() as connection:
            return issued_as(connection, workbook_ids)

    def evaluators(self) -> frozenset[str]:
        """Return the names of everybody a workbook was issued to or came back from, in force."""
        table = standing().c
        returned = (
            select(table.evaluator)
            .outerjoin(withdrawals, withdrawals.c.submission_id == table.submission_id)
            .where(withdrawals.c.submission_id.is_(None))
        )
        named = select(issuances.c.evaluator).where(issuances.c.evaluator.is_not(None))
        with self.reading() as connection:
            return frozenset(name for name in connection.scalars(named.union(returned)) if name is not None)

    def has_heard_from(self, evaluators: Iterable[str]) -> bool:
        """Tell whether anything came back from any of these evaluators, withdrawn or not."""
        table = standing().c
        with self.reading() as connection:
            return connection.scalar(select(table.sequence).where(table.evaluator.in_(evaluators)).limit(1)) is not None

    def extent(self) -> Extent:
        """Return how far the ledger reaches: another value as soon as anything came in, was withdrawn or read again."""
        with self.reading() as connection:
            return _extent(connection)

    def append(self, entries: Sequence[Entry], *, received_at: datetime, beyond: Extent | None = None) -> list[Receipt]:
        """Record in one transaction what of *entries* says something new; return what became of each, in order.

        When it returns, everything accepted is durable; when it raises, nothing was recorded. Raises DataError when
        the ledger serves another master, MovedOnError when it reaches further than to *beyond*: what *entries* were
        judged by no longer holds.
        """
        if not entries:
            return []
        with self._database.writing() as connection:
            if beyond is not None and beyond != _extent(connection):
                raise MovedOnError
            return receive(connection, entries, received_at)

    def submissions(self) -> list[SubmissionRecord]:
        """Return every submission in order of receipt, the withdrawn ones too."""
        table = standing().c
        columns = [column for column in table if column.name not in ("document", "findings")]
        wanted = (
            select(
                *columns,
                table.document.startswith(DECIDING, autoescape=True).label("decides"),
                masters.c.id.label("master_id"),
                masters.c.version.label("master_version"),
                withdrawals.c.at.label("withdrawn_at"),
                withdrawals.c.reason,
            )
            .join(masters, masters.c.digest == table.master_digest)
            .outerjoin(withdrawals, withdrawals.c.submission_id == table.submission_id)
            .order_by(table.sequence)
        )
        with self.reading() as connection:
            return [SubmissionRecord(**row) for row in connection.execute(wanted).mappings()]

    def original(self, submission_id: str) -> bytes:
        """Return the bytes of a submission as they came in.

        Raises DataError for an unknown id, SurroundingsError when the bytes are not the ones that came in.
        """
        return self.kept([submission_id])[submission_id].original

    def kept(self, submission_ids: Sequence[str]) -> dict[str, Kept]:
        """Return submissions as they stand, by their ids, with their originals: ask for few at once.

        Raises DataError for an unknown id, SurroundingsError when an original is not the bytes that came in.
        """
        table = standing().c
        wanted = (
            select(*table, submissions.c.original)
            .join(submissions, submissions.c.submission_id == table.submission_id)
            .where(table.submission_id.in_(submission_ids))
        )
        with self.reading() as connection:
            found = {row.submission_id: row for row in connection.execute(wanted)}
        for submission_id in submission_ids:
            if submission_id not in found:
                raise _no_submission(submission_id)
            if hashlib.sha256(found[submission_id].original).hexdigest() != found[submission_id].digest:
                raise SurroundingsError(*trouble.damaged_submission(self.place, submission_id))
        return {
            one: Kept(row.evaluator, row.context_id, said_from(row.document), row.findings, bytes(row.original))
            for one, row in found.items()
        }

    def revise(self, rereads: Sequence[Reread], *, at: datetime) -> None:
        """Keep what originals say now that they were read again: from then on that counts; what they said is kept.

        Raises DataError for an unknown submission.
        """
        ids = [reread.submission_id for reread in rereads]
        with self._database.writing() as connection:
            unknown = set(ids) - taken(connection, submissions.c.submission_id, ids)
            if unknown:
                raise _no_submission(min(unknown))
            revise(connection, rereads, at)

    def back_up(self, path: Path) -> Backup:
        """Write the whole ledger to a new SQLite file, which is a ledger of its own; others may go on using this one.

        Raises UsageError when there is such a file, SurroundingsError when this ledger is damaged or the file cannot be
        written.
        """
        return back_up(self._database, path)

    def withdraw(self, submission_id: str, reason: str, *, at: datetime) -> None:
        """Withdraw a whole submission: from then on it counts nowhere, and is kept.

        Raises DataError for an unknown id, and for one that is withdrawn already.
        """
        with self._database.writing() as connection:
            if not taken(connection, submissions.c.submission_id, [submission_id]):
                raise _no_submission(submission_id)
            if taken(connection, withdrawals.c.submission_id, [submission_id]):
                raise DataError(
                    f"提出 {submission_id} はすでに取り下げられています。",
                    f"The submission {submission_id} is withdrawn already.",
                )
            connection.execute(insert(withdrawals), {"submission_id": submission_id, "reason": reason, "at": at})


def _extent(connection: Connection) -> Extent:
    withdrawn, revised = (
        connection.scalar(select(func.count()).select_from(table)) or 0 for table in (withdrawals, revisions)
    )
    return Extent(last_sequence(connection), withdrawn, revised)


def _issuance_row(issuance: Issuance, at: datetime) -> dict[str, Any]:
    identity = issuance.identity
    return {
        "workbook_id": identity.workbook_id,
        "master_digest": identity.master_digest,
        "evaluator": identity.evaluator,
        "issued_on": identity.issued_on,
        "document": issuance_document(issuance),
        "recorded_at": at,
    }


@lru_cache(maxsize=64)
def _master(text: str) -> Master:
    """Return the master that is kept as *text*; a command asks for the same one several times."""
    return master_from_json(text)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


def _no_submission(submission_id: str) -> DataError:
    return DataError(
        f"提出 {submission_id} はありません。depipe ledger list で ID を確かめてください。",
        f"There is no submission {submission_id}: depipe ledger list shows the ids.",
    )
