"""Decisions: documents of submissions may say `decisions`, those of issuances `topics` and `bases`.

No table changes. The revision is there for the depipe that came before: it would take such a document for one that says
nothing, and show verdicts without the decisions. So it is told that the ledger is a newer depipe's.
"""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Leave every table and every row as it is."""
