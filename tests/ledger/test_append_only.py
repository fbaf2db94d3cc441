"""The database itself keeps the ledger append-only."""
# ruff: noqa: S608 - the names of our own tables

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, create_engine, inspect
from sqlalchemy.exc import IntegrityError

from depipe.ledger.schema import metadata
from depipe.ledger.store import Ledger, Reread
from support.returns import MASTER, entry, issuance, submission

NOW = datetime(2026, 5, 2, 8, 30, tzinfo=UTC)


@pytest.fixture
def raw(ledger: Ledger, store: str) -> Iterator[Engine]:
    """Give the plain database, as any database tool has it, of a ledger with a row in every table."""
    ledger.record_issuances([issuance()], MASTER, at=NOW)
    [receipt] = ledger.append([entry(submission({"A-01": 4}), b"1")], received_at=NOW)
    one = receipt.submission_id or ""
    ledger.revise([Reread(submission_id=one, submission=submission({"A-01": 5}), findings_json="[]")], at=NOW)
    ledger.withdraw(one, "reason", at=NOW)
    engine = create_engine(store, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


@pytest.mark.parametrize("table", metadata.tables)
def test_rows_are_never_changed_deleted_or_replaced(raw: Engine, table: str) -> None:
    """The database itself refuses, whoever asks: changing, deleting, replacing, emptying."""
    key, *_ = (column["name"] for column in inspect(raw).get_columns(table))
    statements = {
        "sqlite": [f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"],
        "postgresql": [
            f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {key} = excluded.{key}",
            f"TRUNCATE {table} CASCADE",
        ],
    }
    with raw.connect() as connection:
        before = connection.exec_driver_sql(f"SELECT * FROM {table}").all()

        for statement in (
            f"UPDATE {table} SET {key} = {key}",
            f"DELETE FROM {table}",
            *statements[raw.dialect.name],
        ):
            with pytest.raises(IntegrityError, match="the ledger is append-only"):
                connection.exec_driver_sql(statement)

        assert len(before) == 1
        assert connection.exec_driver_sql(f"SELECT * FROM {table}").all() == before
