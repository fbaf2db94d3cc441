"""The schema's versions: one way up, every row kept, and nothing of it imported when there is nothing to do."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, insert, inspect, select

import depipe.ledger.migrations
from depipe.errors import SurroundingsError
from depipe.ledger.database import connect
from depipe.ledger.history import read_history
from depipe.ledger.migrate import revision, upgrade
from depipe.ledger.schema import HEAD, metadata
from depipe.ledger.store import Ledger, Reread, open_ledger
from support.returns import MASTER, entry, issuance, submission

SCRIPTS = Path(depipe.ledger.migrations.__file__).parent
DATA = Path(__file__).parents[1] / "data"
SCHEMA_1, SCHEMA_2 = DATA / "ledger-schema-1.sql", DATA / "ledger-schema-2.sql"
OLD_TABLES = {"masters": 1, "issuances": 2, "submissions": 3, "withdrawals": 1}
"""The first release's tables, and how many rows its ledger has in each."""

SECOND_TABLES = OLD_TABLES | {"revisions": 1}
"""The same of the second schema."""

NOW = datetime(2026, 5, 20, tzinfo=UTC)


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


def written_then(store: str, folder: Path, sql: Path, tables: Mapping[str, int], revision_then: str) -> str:
    """Make the ledger of *sql* the one at the URL *store*, and return that."""
    path = folder / "ledger.db"
    written = sqlite3.connect(path)
    written.executescript(sql.read_text("utf-8"))
    written.close()
    if not store.startswith("sqlite"):
        source, target = create_engine(f"sqlite:///{path}"), create_engine(store)
        with source.connect() as rows, target.begin() as connection:
            upgrade(connection, target=revision_then)
            for table in (metadata.tables[name] for name in tables):
                connection.execute(insert(table), [dict(row) for row in rows.execute(select(table)).mappings()])
        source.dispose()
        target.dispose()
    return store


@pytest.fixture
def old(store: str, tmp_path: Path) -> str:
    """Give the URL of a ledger as the first release wrote it, with rows in every table."""
    return written_then(store, tmp_path, SCHEMA_1, OLD_TABLES, "0001")


@pytest.fixture
def second(store: str, tmp_path: Path) -> str:
    """Give the URL of a ledger of the second schema, with rows in every table."""
    return written_then(store, tmp_path, SCHEMA_2, SECOND_TABLES, "0002")


def rows_of(url: str, tables: Iterable[str] = OLD_TABLES) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of these tables, by default of the first release's."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {name: [tuple(row) for row in connection.execute(select(metadata.tables[name]))] for name in tables}
    engine.dispose()
    return found


def test_a_ledger_of_the_first_schema_keeps_every_row(old: str) -> None:
    """A ledger as the first release wrote it is brought up to date by opening it, and not one value is another."""
    before = rows_of(old)

    with open_ledger(old) as ledger, ledger.reading() as connection:
        version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()

    assert {name: len(rows) for name, rows in before.items()} == OLD_TABLES
    assert rows_of(old) == before
    assert version == HEAD


def test_a_ledger_of_the_first_schema_is_understood(old: str) -> None:
    """What the first release wrote still says what it said, and can be read again, withdrawn and appended to."""
    with open_ledger(old, create=False) as ledger:
        found = read_history(ledger)
        originals = [ledger.original(record.submission_id) for record in ledger.submissions()]
        known = ledger.issuances(["w1", "w2"])
        master = ledger.newest_master()

        first, _, third = found.submissions["submission_id"]
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

        ledger.revise([Reread(submission_id=first, submission=submission({"A-01": 5}), findings_json="[]")], at=NOW)
        ledger.withdraw(third, "late", at=NOW)
        [receipt] = ledger.append([entry(submission({"A-01": 2}, workbook_id="w3"), b"fourth")], received_at=NOW)
        assert read_history(ledger).answers.select("submission_id", "stars").rows() == [
            (first, 5),
            (receipt.submission_id, 2),
        ]


def test_a_ledger_of_the_second_schema_keeps_every_row_and_decides(second: str) -> None:
    """Its revision counts, nothing in it is a decision, and a workbook for decisions can be issued from it."""
    before = rows_of(second, SECOND_TABLES)

    with open_ledger(second) as ledger:
        found = read_history(ledger)
        [record, *_] = ledger.submissions()
        issued = issuance("d1")
        ledger.record_issuances([replace(issued, identity=replace(issued.identity, mode="adjudicate"))], MASTER, at=NOW)

    assert {name: len(rows) for name, rows in before.items()} == SECOND_TABLES
    assert found.answers.select("submission_id", "stars").rows() == [(record.submission_id, 5)]
    assert (found.decisions.height, found.bases.height, record.decides) == (0, 0, False)
    after = rows_of(second, SECOND_TABLES)
    assert {name: rows[: SECOND_TABLES[name]] for name, rows in after.items()} == before


LATER = f"import sqlalchemy as sa\nfrom alembic import op\nrevision = '9999'\ndown_revision = '{HEAD}'\n"


def with_a_later_revision(folder: Path, upgrade_by: str) -> str:
    """Return a copy of the migrations with one more."""
    scripts = shutil.copytree(SCRIPTS, folder / "100% of them", ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "r9999_later.py").write_text(f"{LATER}def upgrade():\n{upgrade_by}")
    return str(scripts)


def test_an_upgrade_keeps_every_row_and_a_newer_ledger_is_refused(old: str, tmp_path: Path) -> None:
    """A further revision runs over a ledger with rows; this depipe then says that it is too old for it."""
    open_ledger(old).close()
    before = rows_of(old)
    scripts = with_a_later_revision(tmp_path, "    op.add_column('submissions', sa.Column('later', sa.Text))\n")
    database = connect(old)
    with database.writing() as connection:
        upgrade(connection, scripts)

    with pytest.raises(SurroundingsError, match="written by a newer depipe") as caught:
        open_ledger(old)

    assert database.place in caught.value.message("ja")
    assert rows_of(old) == before
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT later FROM submissions").scalars().all() == [None, None, None]
    database.close()


def test_a_failing_upgrade_leaves_the_ledger_as_it_was(old: str, tmp_path: Path) -> None:
    """All revisions run in one transaction: a step that fails undoes the ones before it."""
    before = rows_of(old)
    steps = "    op.execute('CREATE TABLE half (x int)')\n    raise OSError('power cut')\n"
    database = connect(old)

    with pytest.raises(OSError, match="power cut"), database.writing() as connection:
        upgrade(connection, with_a_later_revision(tmp_path, steps))

    assert revision(database) == "0001"
    with database.reading() as connection:
        assert set(inspect(connection).get_table_names()) == {*OLD_TABLES, "alembic_version"}
    database.close()
    assert rows_of(old) == before
