"""Alembic's environment: migrate over the connection, and in the transaction, that the caller holds."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection)
context.run_migrations()
