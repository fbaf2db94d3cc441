"""How submissions stand: each as its last revision reads it, else as it was read when it came in."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, Subquery, and_, func, insert, select

from depipe.ledger.documents import said_by, submission_document
from depipe.ledger.records import Reread
from depipe.ledger.schema import revisions, submissions

REVISED: Final = ("context_id", "evaluator", "document", "findings")
"""What a revision says anew."""


def standing(as_of: datetime | None = None) -> Subquery:
    """Return the submissions without their originals, as they stand; with *as_of*, as they stood then."""
    again = revisions.alias()
    about = again.c.submission_id == submissions.c.submission_id
    if as_of is not None:
        about = and_(about, again.c.at <= as_of)
    last = select(func.max(again.c.sequence)).where(about).correlate(submissions).scalar_subquery()
    return (
        select(*(_stands(column) for column in submissions.c if column.name != "original"))
        .select_from(submissions)
        .outerjoin(revisions, revisions.c.sequence == last)
        .subquery("standing")
    )


def _stands(column: Column[Any]) -> ColumnElement[Any]:
    if column.name not in REVISED:
        return column
    return func.coalesce(revisions.c[column.name], column).label(column.name)


def revised_row(reread: Reread) -> dict[str, Any]:
    """Return by column what a revision says anew."""
    submission = reread.submission
    return {
        "context_id": submission.context_id,
        "evaluator": submission.evaluator,
        "document": submission_document(said_by(submission)),
        "findings": reread.findings_json,
    }


def revise(connection: Connection, rereads: Sequence[Reread], at: datetime) -> None:
    """Insert a revision for each of *rereads*; the connection holds the write lock."""
    first = 1 + (connection.scalar(select(func.max(revisions.c.sequence))) or 0)
    rows: Iterable[dict[str, Any]] = (
        {"sequence": sequence, "submission_id": reread.submission_id, "at": at} | revised_row(reread)
        for sequence, reread in enumerate(rereads, first)
    )
    if rereads:
        connection.execute(insert(revisions), list(rows))
