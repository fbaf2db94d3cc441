"""Receiving returns: which of a batch say something new, and the rows that keep those."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, func, insert, select

from depipe.errors import DataError
from depipe.ledger.baseline import Earlier, repeated, repeated_decisions
from depipe.ledger.database import BATCH
from depipe.ledger.documents import DECIDING, issuance_from, said_by, submission_document
from depipe.ledger.records import Entry, Receipt
from depipe.ledger.schema import issuances, masters, storable, submissions, withdrawals
from depipe.ledger.standing import standing
from depipe.master.model import Master
from depipe.workbook.identity import Issuance

_Value = TypeVar("_Value")

Key = tuple[str, str, str]
"""Workbook id, evaluator, context id: whose answers replace each other. Whoever decides, it is the workbook's decision:
there the evaluator is an empty text."""


def receive(connection: Connection, entries: Sequence[Entry], received_at: datetime) -> list[Receipt]:
    """Insert the rows of the *entries* that say something new; return what became of each, in their order.

    The connection holds the write lock: what is compared with stays as it is, and entries may repeat each other.
    Raises DataError when an entry's master is another one than the ledger's.
    """
    for digest, master in {entry.submission.master_digest: entry.master for entry in entries}.items():
        record_master(connection, digest, master, received_at)
    rows, receipts = sorted_out(connection, entries, received_at)
    if rows:
        connection.execute(insert(submissions), rows)
    return receipts


def sorted_out(
    connection: Connection, entries: Sequence[Entry], received_at: datetime
) -> tuple[list[dict[str, Any]], list[Receipt]]:
    """Return the rows of the *entries* that say something new, and what becomes of each; nothing is written."""
    workbooks = {entry.submission.workbook_id for entry in entries}
    earlier, issued = _in_force(connection, workbooks), issued_as(connection, workbooks)
    ids, sequence = _fresh_ids(connection, len(entries)), last_sequence(connection)
    rows: list[dict[str, Any]] = []
    receipts: list[Receipt] = []
    for entry in entries:
        said = entry.submission
        whose = "" if said.decides else storable(said.evaluator)
        key = (storable(said.workbook_id), whose, said.context_id)
        receipt = _repeats(entry, earlier[key], issued.get(key[0]), received_at)
        if receipt is None:
            receipt = Receipt("accepted", next(ids))
            row = _row(entry, received_at) | {
                "sequence": sequence + len(rows) + 1,
                "submission_id": receipt.submission_id,
            }
            rows.append(row)
            earlier[key].append(_earlier(row))
        receipts.append(receipt)
    return rows, receipts


def last_sequence(connection: Connection) -> int:
    """Return the sequence of the last submission, 0 while there is none."""
    return connection.scalar(select(func.max(submissions.c.sequence))) or 0


def _repeats(
    entry: Entry, earlier: Sequence[Earlier], issuance: Issuance | None, received_at: datetime
) -> Receipt | None:
    """Return the receipt of an *entry* that says nothing new: the same bytes, or the same answers."""
    for one in earlier:
        if one.digest == entry.submission.digest:
            return Receipt("unchanged", one.submission_id)
    said = said_by(entry.submission)
    if said.decisions is not None:
        found = repeated_decisions(said.decisions, storable(entry.submission.evaluator), earlier)
    else:
        found = repeated(said, received_at, earlier, issuance)
    return Receipt("unchanged", found.submission_id) if found else None


def _row(entry: Entry, received_at: datetime) -> dict[str, Any]:
    submission = entry.submission
    return {
        "workbook_id": submission.workbook_id,
        "context_id": submission.context_id,
        "evaluator": submission.evaluator,
        "file": submission.file,
        "digest": submission.digest,
        "size": len(entry.original),
        "master_digest": submission.master_digest,
        "program": submission.program,
        "received_at": received_at,
        "document": submission_document(said_by(submission)),
        "findings": entry.findings_json,
        "original": entry.original,
    }


def _earlier(row: Any) -> Earlier:  # noqa: ANN401 - a row read from or written to `submissions`
    return Earlier(row["submission_id"], row["digest"], row["received_at"], row["document"], row["evaluator"])


def _in_force(connection: Connection, workbooks: Iterable[str]) -> defaultdict[Key, list[Earlier]]:
    """Return the submissions in force of these workbooks, each one's in order of receipt."""
    table = standing().c
    columns = (table.workbook_id, table.evaluator, table.context_id, table.submission_id)
    wanted = (
        select(*columns, table.digest, table.received_at, table.document)
        .outerjoin(withdrawals, withdrawals.c.submission_id == table.submission_id)
        .where(withdrawals.c.submission_id.is_(None))
        .order_by(table.sequence)
    )
    found: defaultdict[Key, list[Earlier]] = defaultdict(list)
    for some in batches(workbooks):
        for row in connection.execute(wanted.where(table.workbook_id.in_(some))).mappings():
            whose = "" if row["document"].startswith(DECIDING) else row["evaluator"]
            found[row["workbook_id"], whose, row["context_id"]].append(_earlier(row))
    return found


def issued_as(connection: Connection, workbooks: Iterable[str]) -> dict[str, Issuance]:
    """Return the issuances of these workbooks by workbook id; those that this ledger never issued are absent."""
    columns = select(issuances.c.workbook_id, issuances.c.document)
    return {
        workbook: issuance_from(document)
        for some in batches(workbooks)
        for workbook, document in connection.execute(columns.where(issuances.c.workbook_id.in_(some)))
    }


def record_master(connection: Connection, digest: str, master: Master, at: datetime) -> None:
    """Keep *master* under *digest* unless it is kept already; raises DataError for one with another id."""
    known: dict[str, str] = {row.digest: row.id for row in connection.execute(select(masters.c.digest, masters.c.id))}
    others = set(known.values()) - {master.id}
    if others:
        other = others.pop()
        raise DataError(
            f"この台帳はマスタ {other} のものです。マスタ {master.id} には別の台帳（--store）を使ってください。",
            f"This ledger belongs to the master {other}: use another one (--store) for the master {master.id}.",
        )
    if digest not in known:
        row = {"digest": digest, "id": master.id, "version": master.version, "json": master.model_dump_json()}
        connection.execute(insert(masters), row | {"recorded_at": at})


def _fresh_ids(connection: Connection, count: int) -> Iterator[str]:
    """Yield random submission ids, 12 hexadecimal digits, that no submission has; *count* are looked up at once."""
    given: set[str] = set()
    while True:
        drawn = {secrets.token_hex(6) for _ in range(count)} - given
        given |= drawn
        yield from drawn - taken(connection, submissions.c.submission_id, drawn)


def taken(connection: Connection, column: Column[str], values: Iterable[str]) -> set[str]:
    """Return those of *values* that stand in *column*."""
    return {value for some in batches(values) for value in connection.scalars(select(column).where(column.in_(some)))}


def batches(values: Iterable[_Value]) -> Iterator[list[_Value]]:
    """Yield the different ones of *values* in lists that fit into one statement."""
    rest = iter(dict.fromkeys(values))
    while some := list(islice(rest, BATCH)):
        yield some
