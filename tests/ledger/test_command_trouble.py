"""Trouble around the ledger as people meet it: depipe as a process says one sentence, exits with 3, loses nothing."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from depipe.ledger.store import open_ledger
from support.cli import Done
from support.cli import depipe as run
from support.copies import filled_workbooks
from support.damage import behind_the_back
from support.disks import mounted, small_disk
from support.masters import DATA, second_master
from support.postgresql import PASSWORD, PASSWORD_IN_URL, Cluster

MASTER = second_master()
FILES = 24


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Give the returned workbooks of some evaluators."""
    return filled_workbooks(MASTER, FILES, tmp_path_factory.mktemp("trouble") / "returned")


def depipe(*arguments: str | Path, cwd: Path) -> Done:
    """Run depipe in English and without patience."""
    return run(*arguments, cwd=cwd, env={"DEPIPE_LANG": "en", "DEPIPE_PATIENCE": "0.3"})


def ingest(store: str, *files: Path, cwd: Path) -> Done:
    """Ingest files as people do."""
    outputs: list[str | Path] = ["--store", store, "--output", cwd / "output", "--master", DATA / "second-master.yaml"]
    return depipe("ingest", *outputs, *files, cwd=cwd)


def assert_sentence(done: Done, *words: str) -> None:
    """Expect a failure of the surroundings that was said in one sentence on stderr."""
    assert (done.status, done.out) == (3, ""), done.err
    assert len(done.err.splitlines()) == 1, done.err
    assert "Traceback" not in done.err
    assert "depipe has a bug" not in done.err
    for word in words:
        assert word in done.err


def held(store: str) -> int:
    """Return how many submissions a ledger holds, every one with the bytes that came in."""
    with open_ledger(store, create=False) as ledger:
        return len(ledger.kept([record.submission_id for record in ledger.submissions()]))


def test_a_disk_that_runs_full(files: list[Path], tmp_path: Path) -> None:
    """What was ingested before stays, what did not fit is not in half, and with room the same command completes."""
    with small_disk(0.5) as disk:
        store = f"sqlite:///{disk}/ledger.db"
        assert ingest(store, files[0], cwd=tmp_path).status == 0

        full = ingest(store, *files, cwd=tmp_path)

        assert_sentence(full, str(disk / "ledger.db"), "is full", "make room")
        assert held(store) == 1
        assert [path.name for path in disk.iterdir()] == ["ledger.db"]
        assert mounted(disk, 30, again=True)
        assert ingest(store, *files, cwd=tmp_path).status == 0
        assert held(store) == FILES


def test_a_disk_that_may_only_be_read(files: list[Path], tmp_path: Path) -> None:
    """A ledger that may not be written takes nothing, and is still read; none is made where none may be."""
    with small_disk(30) as disk:
        store = f"sqlite:///{disk}/ledger.db"
        assert ingest(store, files[0], cwd=tmp_path).status == 0
        assert mounted(disk, 30, again=True, read_only=True)

        refused = ingest(store, *files, cwd=tmp_path)
        missing = ingest(f"sqlite:///{disk}/new/ledger.db", *files, cwd=tmp_path)
        read = depipe("ledger", "list", "--store", store, cwd=tmp_path)

        assert_sentence(refused, str(disk / "ledger.db"), "permissions")
        assert_sentence(missing, str(disk / "new"), "permissions")
        assert read.status == 0, read.err
        assert held(store) == 1


def test_a_ledger_that_somebody_holds(files: list[Path], tmp_path: Path) -> None:
    """A lock that is not let go in time is said; nothing is lost, and afterwards the same command completes."""
    store = f"sqlite:///{tmp_path}/ledger.db"
    assert ingest(store, files[0], cwd=tmp_path).status == 0
    other = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    locked = ingest(store, *files, cwd=tmp_path)
    other.close()

    assert_sentence(locked, str(tmp_path / "ledger.db"), "in use by another process")
    assert held(store) == 1
    assert ingest(store, files[1], cwd=tmp_path).status == 0


def test_a_ledger_that_is_damaged(files: list[Path], tmp_path: Path) -> None:
    """Pages that were overwritten are said, by reading commands too; the file is left for whoever can mend it."""
    store, path = f"sqlite:///{tmp_path}/ledger.db", tmp_path / "ledger.db"
    assert ingest(store, *files[:3], cwd=tmp_path).status == 0
    assert depipe("ledger", "backup", "backup.db", "--store", store, cwd=tmp_path).status == 0
    data = bytearray(path.read_bytes())
    page = int.from_bytes(data[16:18], "big")
    data[page:] = b"\xff" * (len(data) - page)
    path.write_bytes(data)

    for command in (["compare", "--output", "output"], ["ledger", "list"], ["ledger", "backup", "other.db"]):
        assert_sentence(depipe(*command, "--store", store, cwd=tmp_path), str(path), "is damaged", "backup")
    assert_sentence(ingest(store, files[5], cwd=tmp_path), str(path), "is damaged")

    assert path.read_bytes() == data
    assert not (tmp_path / "other.db").exists()
    shutil.move(tmp_path / "backup.db", path)
    assert held(store) == 3


def test_a_ledger_of_a_newer_depipe(store: str, files: list[Path], tmp_path: Path) -> None:
    """A ledger of a later version is neither read nor written, and says what to do."""
    assert ingest(store, files[0], cwd=tmp_path).status == 0
    with behind_the_back(store) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    for done in (ingest(store, files[1], cwd=tmp_path), depipe("ledger", "list", "--store", store, cwd=tmp_path)):
        assert_sentence(done, "newer depipe", "update depipe")

    with behind_the_back(store) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0002'")
    assert held(store) == 1


def test_a_server_that_is_away_refuses_or_dies(files: list[Path], tmp_path: Path) -> None:
    """Each is one sentence without the password, nothing acknowledged is lost, and afterwards the command completes."""
    with Cluster() as server, server.database() as name:
        store, place = server.url(name), f"127.0.0.1:{server.port}/{name}"
        assert ingest(store, *files[:3], cwd=tmp_path).status == 0
        refused = ingest(server.url(name, password=f"{PASSWORD_IN_URL}1"), files[4], cwd=tmp_path)
        server.kill()
        away = ingest(store, *files, cwd=tmp_path)
        server.start()

        assert_sentence(refused, place, "refused the connection")
        assert_sentence(away, place, "does not answer")
        assert held(store) == 3
        assert ingest(store, *files, cwd=tmp_path).status == 0
        assert held(store) == FILES
    for secret in (PASSWORD, PASSWORD_IN_URL, "Geheim"):
        assert secret not in refused.err + away.err


def test_a_server_that_cuts_the_connection_in_the_middle(files: list[Path], tmp_path: Path, cluster: Cluster) -> None:
    """A connection that is lost while writing is one sentence, whatever the libraries log, and nothing is in half."""
    with cluster.database() as name:
        store = cluster.url(name)
        assert ingest(store, files[0], cwd=tmp_path).status == 0
        with cluster.connected(name) as admin:
            admin.execute(
                "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                "PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$"
            )
            admin.execute("CREATE TRIGGER cut BEFORE INSERT ON submissions FOR EACH ROW EXECUTE FUNCTION cut()")

            cut = ingest(store, *files, cwd=tmp_path)

            admin.execute("DROP TRIGGER cut ON submissions")
        assert_sentence(cut, f"127.0.0.1:{cluster.port}/{name}", "does not answer", "What was recorded is kept")
        assert held(store) == 1
        assert ingest(store, *files, cwd=tmp_path).status == 0
        assert held(store) == FILES
