"""The database itself keeps the ledger append-only."""
# ruff: noqa: S608 - the names of our own tables

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from depipe.ledger.store import Ledger
from support.returns import MASTER, entry, issuance, submission

NOW = datetime(2026, 5, 2, 8, 30, tzinfo=UTC)
TABLES = ("masters", "issuances", "submissions", "withdrawals")


@pytest.fixture
def raw(ledger: Ledger, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Give a plain connection, as any database tool has one, to a ledger with a row in every table."""
    ledger.record_issuances([issuance()], MASTER, at=NOW)
    [receipt] = ledger.append([entry(submission({"A-01": 4}), b"1")], received_at=NOW)
    ledger.withdraw(receipt.submission_id or "", "reason", at=NOW)
    connection = sqlite3.connect(tmp_path / "ledger.db")
    yield connection
    connection.close()


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_never_changed_deleted_or_replaced(raw: sqlite3.Connection, table: str) -> None:
    """The database itself refuses, whoever asks: UPDATE, DELETE and INSERT OR REPLACE."""
    before = raw.execute(f"SELECT * FROM {table}").fetchall()
    column = raw.execute(f"SELECT name FROM pragma_table_info('{table}')").fetchone()[0]

    for statement in (
        f"UPDATE {table} SET {column} = {column}",
        f"DELETE FROM {table}",
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="the ledger is append-only"):
            raw.execute(statement)

    assert len(before) == 1
    assert raw.execute(f"SELECT * FROM {table}").fetchall() == before
