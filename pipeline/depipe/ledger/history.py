"""The history as frames: what the documents in force say, one row an answer, for scoring and for looking.

Documents are decoded by polars a batch at a time, so that memory holds the frames and one batch of JSON. Where the
answers of everybody are too many to be held, they come in parts: some evaluators' at a time.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from itertools import zip_longest
from typing import Any, Final

import polars as pl
from sqlalchemy import ColumnElement, Connection, Select, and_, select

from depipe.ledger.decoding import decoded
from depipe.ledger.documents import issuance_from
from depipe.ledger.frames import SUBMISSIONS, TOOLS, Foreseen, History, Part
from depipe.ledger.receiving import batches, sorted_out
from depipe.ledger.records import Entry, IssuanceRecord, Reread
from depipe.ledger.schema import issuances, masters, withdrawals
from depipe.ledger.standing import revised_row, standing
from depipe.ledger.store import Ledger

__all__ = [
    "Foreseen",
    "History",
    "IssuanceRecord",
    "Part",
    "foresee",
    "history_of",
    "issuance_documents",
    "issuances_overview",
    "joined",
    "read_history",
    "read_parts",
]

DOCUMENTS: Final = 256
"""How many documents are decoded at once where all are read together, and from how many on a part is full.

More of them take more memory, fewer more time.
"""


def read_history(
    ledger: Ledger,
    *,
    as_of: datetime | None = None,
    evaluators: Collection[str] | None = None,
    rereads: Sequence[Reread] = (),
) -> History:
    """Return what the ledger holds; with *as_of*, what it held at that instant.

    With *evaluators*, only what these sent, and the issuances of the workbooks that they sent or were issued. With
    *rereads*, what it would hold if these were kept as revisions.
    Raises ValueError for an *as_of* without a time zone, SurroundingsError when the ledger cannot be read.
    """
    received, handed_out = _received(as_of), _handed_out(as_of)
    master = ledger.newest_master(as_of=as_of)
    if evaluators is not None:
        table = standing(as_of).c
        sent = select(table.workbook_id).where(table.evaluator.in_(evaluators))
        received = received.where(received.selected_columns.evaluator.in_(evaluators))
        handed_out = handed_out.where(issuances.c.evaluator.in_(evaluators) | issuances.c.workbook_id.in_(sent))
    with ledger.reading() as connection:
        told = _reread(connection.execute(received).partitions(DOCUMENTS), rereads)
        issued = connection.execute(handed_out).partitions(DOCUMENTS)
        parts = [*(decoded(rows) for rows in told), *(decoded((), rows) for rows in issued)]
    return history_of(joined(parts), tools=master.tools if master else ())


def read_parts(
    ledger: Ledger, *, as_of: datetime | None = None, by_receipt: bool = False, rereads: Sequence[Reread] = ()
) -> Iterator[Part]:
    """Yield what the ledger holds in parts, each everything that some evaluators sent, in order of receipt.

    Evaluators come by their names or, with *by_receipt*, by their first receipt, those of `DOCUMENTS` submissions
    together. There is one part at least, which may be empty. *as_of*, *rereads* and what is raised: as `read_history`.
    """
    with ledger.reading() as connection:
        for part in _parts(connection, as_of, rereads, by_receipt=by_receipt):
            received, handed_out = _received(as_of), _handed_out(as_of)
            sequence = received.selected_columns.sequence
            told = (connection.execute(received.where(sequence.in_(some))).all() for some in batches(sorted(part)))
            issued = (
                connection.execute(handed_out.where(issuances.c.workbook_id.in_(some))).all()
                for some in batches(part.values())
            )
            yield joined(decoded(*rows) for rows in zip_longest(_reread(told, rereads), issued, fillvalue=()))


def joined(parts: Iterable[Part]) -> Part:
    """Return *parts* as one, the rows of each after those of the one before; of none an empty one."""
    parts = list(parts) or [decoded(())]
    if len(parts) == 1:
        return parts[0]
    return Part(**{field.name: pl.concat(getattr(part, field.name) for part in parts) for field in fields(Part)})


def history_of(told: Part, *, tools: Sequence[str]) -> History:
    """Return the history of everything that was *told*; *tools* are the master's own, which stand before others."""
    submissions, returns, contexts, attributes, decisions = (
        frame.sort("sequence", maintain_order=True)
        for frame in (told.submissions, told.returns, told.parameters, told.attributes, told.decisions)
    )
    return History(
        returns=returns,
        answers=told.answers,
        issued=told.issued,
        submissions=submissions,
        contexts=_first(contexts),
        attributes=_last(attributes),
        tools=_tools(returns, tools),
        proposals=submissions.select("submission_id").join(
            told.proposals, on="submission_id", maintain_order="left_right"
        ),
        decisions=decisions,
        bases=told.bases.unique(maintain_order=True),
    )


def _parts(
    connection: Connection, as_of: datetime | None, rereads: Sequence[Reread], *, by_receipt: bool
) -> Iterator[dict[int, str]]:
    """Yield what some evaluators each sent, whoever these are as *rereads* have it: workbook id by sequence."""
    table = standing(as_of).c
    wanted = select(table.submission_id, table.evaluator, table.sequence, table.workbook_id).order_by(table.sequence)
    anew = {reread.submission_id: reread.submission.evaluator for reread in rereads}
    sent: dict[str, dict[int, str]] = {}
    for submission_id, evaluator, sequence, workbook_id in connection.execute(_up_to(wanted, table.received_at, as_of)):
        sent.setdefault(anew.get(submission_id, evaluator), {})[sequence] = workbook_id
    part: dict[int, str] = {}
    for name in sent if by_receipt else sorted(sent):
        part |= sent[name]
        if len(part) >= DOCUMENTS:
            yield part
            part = {}
    if part or not sent:
        yield part


def foresee(ledger: Ledger, entries: Sequence[Entry], *, received_at: datetime) -> Foreseen:
    """Return what would become of *entries* if they were received at that instant; nothing is recorded.

    Those that would be accepted have submission ids of the moment. Raises SurroundingsError as `read_history` does.
    """
    with ledger.reading() as connection:
        rows, receipts = sorted_out(connection, entries, received_at)
    asked = {entry.submission.master_digest: entry.master for entry in entries}
    received = []
    for row in rows:
        master = asked[row["master_digest"]]
        whole = row | {"master_id": master.id, "master_version": master.version, "withdrawn": False, "reason": None}
        received.append([whole[name] for name in (*SUBMISSIONS, "document")])
    told = decoded(received)
    return Foreseen(receipts, told.returns, told.answers, told.decisions)


def issuance_documents(ledger: Ledger, *, as_of: datetime | None = None) -> list[str]:
    """Return the document of every workbook that was issued (with *as_of*, up to then), in that order."""
    with ledger.reading() as connection:
        return [document for _, document in connection.execute(_handed_out(as_of))]


def issuances_overview(ledger: Ledger) -> list[IssuanceRecord]:
    """Return every workbook that was issued, in that order."""
    with ledger.reading() as connection:
        wanted = _handed_out().add_columns(issuances.c.recorded_at)
        found = [(at, issuance_from(document).identity) for _, document, at in connection.execute(wanted)]
    return [
        IssuanceRecord(
            recorded_at=at,
            workbook_id=identity.workbook_id,
            evaluator=identity.evaluator,
            tools=identity.tools,
            issued_on=identity.issued_on,
            mode=identity.mode,
            context=identity.context,
        )
        for at, identity in found
    ]


def _received(as_of: datetime | None) -> Select[Any]:
    """Select the columns of SUBMISSIONS and the document, in order of receipt."""
    table = standing(as_of).c
    withdrawn = withdrawals.c.submission_id == table.submission_id
    columns = {
        **{column.name: column for column in table},
        "master_id": masters.c.id,
        "master_version": masters.c.version,
        "withdrawn": withdrawals.c.submission_id.is_not(None),
        "reason": withdrawals.c.reason,
    }
    wanted = (
        select(*(columns[name].label(name) for name in (*SUBMISSIONS, "document")))
        .join(masters, masters.c.digest == table.master_digest)
        .outerjoin(withdrawals, withdrawn if as_of is None else and_(withdrawn, withdrawals.c.at <= as_of))
        .order_by(table.sequence)
    )
    return _up_to(wanted, table.received_at, as_of)


def _handed_out(as_of: datetime | None = None) -> Select[Any]:
    wanted = select(issuances.c.workbook_id, issuances.c.document).order_by(issuances.c.sequence)
    return _up_to(wanted, issuances.c.recorded_at, as_of)


def _up_to(wanted: Select[Any], moment: ColumnElement[datetime], as_of: datetime | None) -> Select[Any]:
    if as_of is None:
        return wanted
    if as_of.tzinfo is None:
        raise ValueError(f"an instant needs its time zone: {as_of.isoformat()}")
    return wanted.where(moment <= as_of)


def _reread(partitions: Iterable[Sequence[Any]], rereads: Sequence[Reread]) -> Iterator[Sequence[Any]]:
    """Yield the rows of `_received` with what *rereads* say in place of what was kept."""
    names = (*SUBMISSIONS, "document")
    anew = {reread.submission_id: revised_row(reread) for reread in rereads}
    for rows in partitions:
        told = ((row, anew.get(row.submission_id, {})) for row in rows)
        yield [[new.get(*pair) for pair in zip(names, row, strict=True)] for row, new in told] if anew else rows


def _first(contexts: pl.DataFrame) -> pl.DataFrame:
    """Return each context as its first submission spells it."""
    return contexts.filter(pl.col("sequence") == pl.col("sequence").min().over("context_id"))


def _last(attributes: pl.DataFrame) -> pl.DataFrame:
    return attributes.unique(["context_id", "tool", "name"], keep="last", maintain_order=True)


def _tools(returns: pl.DataFrame, defaults: Sequence[str]) -> pl.DataFrame:
    places = pl.DataFrame({"tool": defaults, "place": range(len(defaults))}, {"tool": pl.String, "place": pl.Int64})
    return (
        returns.select("context_id", "tool", first=pl.col("sequence").min().over("context_id"))
        .unique(["context_id", "tool"], keep="first", maintain_order=True)
        .join(places, on="tool", how="left", maintain_order="left")
        .sort("first", "place", nulls_last=True, maintain_order=True)
        .with_columns(order=pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).over("context_id"))
        .select(TOOLS.names())
    )
