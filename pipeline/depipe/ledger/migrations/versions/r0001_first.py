"""The first schema: masters, issuances, submissions, withdrawals.

A migration is history: it is never edited, and takes nothing from the modules that go on changing but the words of
each database for "append only". There is no way down: that would delete rows.
"""

import sqlalchemy as sa
from alembic import op

from depipe.ledger.database import append_only

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables of an empty ledger."""
    instant = sa.DateTime(timezone=True)
    count = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "masters",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("json", sa.Text, nullable=False),
        sa.Column("recorded_at", instant, nullable=False),
    )
    op.create_table(
        "issuances",
        sa.Column("sequence", count, primary_key=True, autoincrement=False),
        sa.Column("workbook_id", sa.Text, nullable=False, unique=True),
        sa.Column("master_digest", sa.String(64), sa.ForeignKey("masters.digest"), nullable=False),
        sa.Column("evaluator", sa.Text),
        sa.Column("issued_on", sa.Date, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("recorded_at", instant, nullable=False),
    )
    op.create_table(
        "submissions",
        sa.Column("sequence", count, primary_key=True, autoincrement=False),
        sa.Column("submission_id", sa.String(12), nullable=False, unique=True),
        sa.Column("workbook_id", sa.Text, nullable=False, index=True),
        sa.Column("context_id", sa.String(12), nullable=False),
        sa.Column("evaluator", sa.Text, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("master_digest", sa.String(64), sa.ForeignKey("masters.digest"), nullable=False),
        sa.Column("program", sa.Text),
        sa.Column("received_at", instant, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("findings", sa.Text, nullable=False),
        sa.Column("original", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "withdrawals",
        sa.Column("submission_id", sa.String(12), sa.ForeignKey("submissions.submission_id"), primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", instant, nullable=False),
    )
    keys = {
        "masters": ("digest",),
        "issuances": ("sequence", "workbook_id"),
        "submissions": ("sequence", "submission_id"),
        "withdrawals": ("submission_id",),
    }
    dialect = op.get_bind().dialect.name
    for table, columns in keys.items():
        for statement in append_only(dialect, table, columns):
            op.execute(statement)
