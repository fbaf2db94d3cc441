"""The schema's versions: one way up, every row kept, and nothing of it imported when there is nothing to do."""

import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

import depipe.ledger.migrations
from depipe.errors import SurroundingsError
from depipe.ledger.history import read_history
from depipe.ledger.migrate import revision, upgrade
from depipe.ledger.schema import HEAD, metadata
from depipe.ledger.sqlite import connect_sqlite
from depipe.ledger.store import Ledger, open_ledger
from support.returns import MASTER, entry, issuance, submission

SCRIPTS = Path(depipe.ledger.migrations.__file__).parent
SCHEMA_1 = Path(__file__).parents[1] / "data" / "ledger-schema-1.sql"
NOW = datetime(2026, 5, 10, tzinfo=UTC)


def test_the_tables_are_those_that_the_migrations_make(ledger: Ledger) -> None:
    """The schema in the code and the one that Alembic made do not differ, and HEAD is the last revision."""
    with ledger.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}
    assert ScriptDirectory(str(SCRIPTS)).get_heads() == [HEAD]


def test_alembic_is_not_imported_for_a_ledger_that_is_up_to_date(ledger: Ledger, store: str) -> None:
    """Opening an up-to-date ledger does not pay for importing Alembic, nor for polars."""
    ledger.close()
    program = (
        "import sys; from depipe.ledger.store import open_ledger\n"
        f"open_ledger({store!r}).submissions()\n"
        "print([name for name in ('alembic', 'polars') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_a_ledger_of_the_first_schema_is_read_with_every_row(tmp_path: Path) -> None:
    """A ledger as the first release wrote it: everything in it is still there and still understood."""
    path = tmp_path / "ledger.db"
    old = sqlite3.connect(path)
    old.executescript(SCHEMA_1.read_text("utf-8"))
    counted = {table: f"SELECT count(*) FROM {table}" for table in metadata.tables}  # noqa: S608 - names of ours
    rows = {table: old.execute(statement).fetchone()[0] for table, statement in counted.items()}
    old.close()

    with open_ledger(f"sqlite:///{path}", create=False) as ledger:
        found = read_history(ledger)
        originals = [ledger.original(record.submission_id) for record in ledger.submissions()]
        known = ledger.issuances(["w1", "w2"])
        master = ledger.newest_master()

    assert rows == {"masters": 1, "issuances": 2, "submissions": 3, "withdrawals": 1}
    first, _, _ = found.submissions["submission_id"]
    assert found.submissions["withdrawn"].to_list() == [False, True, False]
    assert found.answers.select("submission_id", "tool", "item_id", "stars", "doc").rows() == [
        (first, "Alpha", "A-01", 4, "https://example.org/〜"),
        (first, "Beta", "A-02", None, "note"),
    ]
    assert found.returns["tool_version"].to_list() == ["1.10", None, "1.0"]
    assert found.issued.select("workbook_id", "item_id", "stars").rows() == [("w2", "A-01", 3)]
    assert found.proposals["name"].to_list() == ["New"]
    assert originals == [b"first\x00", b"second", b"third"]
    assert [known[one].identity.mode for one in ("w1", "w2")] == ["plain", "prefill"]
    assert master is not None
    assert master.id == "small"


def test_an_upgrade_keeps_every_row_and_a_newer_ledger_is_refused(tmp_path: Path) -> None:
    """A further revision runs over a ledger with rows; this depipe then says that it is too old for it."""
    path = tmp_path / "ledger.db"
    with open_ledger(f"sqlite:///{path}") as ledger:
        ledger.record_issuances([issuance()], MASTER, at=NOW)
        [receipt] = ledger.append([entry(submission({"A-01": 4}), b"original")], received_at=NOW)
        ledger.withdraw(receipt.submission_id or "", "reason", at=NOW)
    before = dump(path)
    scripts = shutil.copytree(SCRIPTS, tmp_path / "100% of them", ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "r0002_later.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\nrevision = '9999'\ndown_revision = '0001'\n"
        "def upgrade():\n    op.add_column('submissions', sa.Column('later', sa.Text))\n"
    )

    database = connect_sqlite(path)
    with database.writing() as connection:
        upgrade(connection, str(scripts))
    database.close()

    after = dump(path)
    others = ('INSERT INTO "masters"', 'INSERT INTO "issuances"', 'INSERT INTO "withdrawals"')
    assert [line for line in after if line.startswith(others)] == [line for line in before if line.startswith(others)]
    assert read_all(path) == [(1, receipt.submission_id, b"original", None)]
    with pytest.raises(SurroundingsError, match="written by a newer depipe") as caught:
        open_ledger(f"sqlite:///{path}")
    assert str(path) in caught.value.message("ja")
    assert dump(path) == after


def test_a_failing_upgrade_leaves_the_ledger_as_it_was(tmp_path: Path) -> None:
    """All revisions run in one transaction: a step that fails undoes the ones before it."""
    path = tmp_path / "ledger.db"
    open_ledger(f"sqlite:///{path}").close()
    before = dump(path)
    scripts = shutil.copytree(SCRIPTS, tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "r0002_fails.py").write_text(
        "from alembic import op\nrevision = '9999'\ndown_revision = '0001'\n"
        "def upgrade():\n    op.execute('CREATE TABLE half (x)')\n    raise OSError('power cut')\n"
    )

    database = connect_sqlite(path)
    with pytest.raises(OSError, match="power cut"), database.writing() as connection:
        upgrade(connection, str(scripts))

    assert revision(database) == HEAD
    database.close()
    assert dump(path) == before


def dump(path: Path) -> list[str]:
    """Return a database as SQL."""
    connection = sqlite3.connect(path)
    lines = list(connection.iterdump())
    connection.close()
    return lines


def read_all(path: Path) -> list[tuple[object, ...]]:
    """Return the submissions of a ledger that has the later column."""
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT sequence, submission_id, original, later FROM submissions").fetchall()
    connection.close()
    return rows
