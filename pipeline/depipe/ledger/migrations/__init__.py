"""The ledger's schema, step by step: Alembic runs these scripts, nothing else imports them."""
