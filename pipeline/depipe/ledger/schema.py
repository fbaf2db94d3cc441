"""The ledger's tables as this depipe reads and writes them; the migrations make them.

Nothing here is special to one database. Rows are only ever added: triggers refuse updates and deletions.
"""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

HEAD: Final = "0003"
"""The revision that these tables are; a ledger of any other one goes through Alembic first."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware on the Python side, UTC with microseconds in the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant as the database keeps it; raises ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs its time zone: {value.isoformat()}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the base class's signature
        """Return the instant as an aware one."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def storable(text: str) -> str:
    """Return *text* with what a database cannot keep in a text written out: NUL and halves of surrogate pairs.

    Neither can be typed into a cell, but a file's name or a file that somebody wrote by hand may hold them.
    """
    return text.replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode()


class Words(TypeDecorator[str]):
    """A text that came from outside."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the base class's signature
        """Return the text as every database can keep it."""
        return None if value is None else storable(value)


COUNT: Final = BigInteger().with_variant(Integer, "sqlite")
"""A place in the order of recording, from 1 without a gap: given out by the writer, who alone holds the write lock."""

metadata = MetaData()

masters = Table(
    "masters",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("id", String(40), nullable=False),
    Column("version", Text, nullable=False),
    Column("json", Text, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
)

issuances = Table(
    "issuances",
    metadata,
    Column("sequence", COUNT, primary_key=True, autoincrement=False),
    Column("workbook_id", Words, nullable=False, unique=True),
    Column("master_digest", String(64), ForeignKey("masters.digest"), nullable=False),
    Column("evaluator", Words),
    Column("issued_on", Date, nullable=False),
    Column("document", Text, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
)

submissions = Table(
    "submissions",
    metadata,
    Column("sequence", COUNT, primary_key=True, autoincrement=False),
    Column("submission_id", String(12), nullable=False, unique=True),
    Column("workbook_id", Words, nullable=False, index=True),
    Column("context_id", String(12), nullable=False),
    Column("evaluator", Words, nullable=False),
    Column("file", Words, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("master_digest", String(64), ForeignKey("masters.digest"), nullable=False),
    Column("program", Words),
    Column("received_at", UtcDateTime, nullable=False),
    Column("document", Text, nullable=False),
    Column("findings", Words, nullable=False),
    # The original comes last: SQLite reads a long row from its beginning, and only the export wants this.
    Column("original", LargeBinary, nullable=False),
)

withdrawals = Table(
    "withdrawals",
    metadata,
    Column("submission_id", String(12), ForeignKey("submissions.submission_id"), primary_key=True),
    Column("reason", Words, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

revisions = Table(
    "revisions",
    metadata,
    Column("sequence", COUNT, primary_key=True, autoincrement=False),
    Column("submission_id", String(12), ForeignKey("submissions.submission_id"), nullable=False, index=True),
    Column("context_id", String(12), nullable=False),
    Column("evaluator", Words, nullable=False),
    Column("document", Text, nullable=False),
    Column("findings", Words, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
"""Originals that were read again under later rules: of each submission the last one counts."""
