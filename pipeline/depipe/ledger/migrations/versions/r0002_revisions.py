"""What originals say when they are read again under later rules: revisions of submissions."""

import sqlalchemy as sa
from alembic import op

from depipe.ledger.database import append_only

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of revisions; every row of the others stays as it is."""
    op.create_table(
        "revisions",
        sa.Column(
            "sequence", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False
        ),
        sa.Column(
            "submission_id",
            sa.String(12),
            sa.ForeignKey("submissions.submission_id"),
            nullable=False,
            index=True,
        ),
        sa.Column("context_id", sa.String(12), nullable=False),
        sa.Column("evaluator", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("findings", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    for statement in append_only(op.get_bind().dialect.name, "revisions", ("sequence",)):
        op.execute(statement)
