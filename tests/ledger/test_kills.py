"""Processes that are killed at any moment: every batch is whole or absent, and nothing acknowledged is lost.

Every batch holds ratings and a workbook of decisions.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

import support.appending_process
import support.killing_process
from depipe.errors import SurroundingsError
from depipe.ledger.store import Receipt, open_ledger
from support.appending_process import batches
from support.killing_process import BATCH, BATCHES, STEPS, batches_with_decisions
from support.postgresql import Cluster

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")

SQLITE_POINTS = 105
"""Kills in each of the three steps: 315 in all."""

POSTGRESQL_POINTS = 50
NOW = datetime(2026, 5, 10, tzinfo=UTC)
MADE = batches_with_decisions()
EVERY = [f"w{n}" for n in range(1, BATCHES * BATCH + 1)]

Stores = Callable[[], AbstractContextManager[str]]


@contextmanager
def killing() -> Iterator[Callable[[str, str], tuple[str, int]]]:
    """Give a function that kills a child at a store in a step, and returns where it was and what it acknowledged."""
    command = [sys.executable, support.killing_process.__file__]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as killer:

        def kill(store: str, step: str) -> tuple[str, int]:
            assert killer.stdin is not None
            assert killer.stdout is not None
            killer.stdin.write(f"{store} {step}\n")
            killer.stdin.flush()
            point = json.loads(killer.stdout.readline())
            return point["step"], point["acknowledged"]

        yield kill
        killer.communicate()
    assert killer.returncode == 0


def killed(stores: Stores, points: int, checked: Callable[[str, int], bool]) -> tuple[Counter[str], int]:
    """Kill a process in each step until it was *points* times in each; return how often, and how often it mattered.

    *checked* checks a store of which so many batches were acknowledged, and tells whether the kill left anything to
    undo. A kill may come too late for its step: then it counts for the one it came in.
    """
    counts, torn = Counter(dict.fromkeys(STEPS, 0)), 0
    with killing() as kill:
        for attempt in range(8 * points):
            lacking = [step for step in STEPS if counts[step] < points]
            if not lacking:
                break
            with stores() as store:
                step, acknowledged = kill(store, lacking[attempt % len(lacking)])
                counts[step] += 1
                torn += checked(store, acknowledged)
    return counts, torn


def assert_kept(store: str, acknowledged: int) -> None:
    """Hold a ledger against what was acknowledged; then let the next run finish, and hold it against everything.

    What was there is not written again, so that at the end every rating and decision is as the killed process left it.
    """
    with open_ledger(store) as ledger:
        there = [record.workbook_id for record in ledger.submissions()]
        assert there in (EVERY[: acknowledged * BATCH], EVERY[: (acknowledged + 1) * BATCH])
        receipts = [receipt for entries in MADE for receipt in ledger.append(entries, received_at=NOW)]
        assert [receipt.status for receipt in receipts] == ["unchanged"] * len(there) + ["accepted"] * (
            len(EVERY) - len(there)
        )
        records = ledger.submissions()
        assert [record.workbook_id for record in records] == EVERY
        kept = ledger.kept([record.submission_id for record in records])  # holds every digest
        for record, entry in zip(records, (entry for entries in MADE for entry in entries), strict=True):
            said = kept[record.submission_id].said
            assert (said.answers, said.decisions) == (entry.submission.answers, entry.submission.decisions)


def summed_up(what: str, counts: Counter[str], torn: int) -> str:
    """Return how many kills there were in each step."""
    listed = ", ".join(f"{counts[step]} {step} a commit" for step in STEPS)
    return f"{what}: {sum(counts.values())} kills, {listed}; {torn} left something to undo"


def test_sqlite_is_whole_after_every_kill(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    """Killed before, in and after commits: no batch is in half, none that was acknowledged is gone, no file is left."""
    seed = tmp_path / "seed.db"
    open_ledger(f"sqlite:///{seed}").close()
    folder = tmp_path / "killed"

    @contextmanager
    def stores() -> Iterator[str]:
        folder.mkdir()
        shutil.copy(seed, folder / "ledger.db")
        yield f"sqlite:///{folder}/ledger.db"
        shutil.rmtree(folder)

    def checked(store: str, acknowledged: int) -> bool:
        torn = (folder / "ledger.db-journal").exists()
        assert_kept(store, acknowledged)
        with sqlite3.connect(folder / "ledger.db") as raw:
            assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        raw.close()
        assert [child.name for child in folder.iterdir()] == ["ledger.db"]
        return torn

    counts, torn = killed(stores, SQLITE_POINTS, checked)

    record_property("counted", summed_up("SQLite", counts, torn))
    assert min(counts.values()) >= SQLITE_POINTS
    assert sum(counts.values()) >= 300
    assert torn >= 50, "hardly any kill met a transaction that had written"


def test_postgresql_is_whole_after_every_kill(cluster: Cluster, record_property: Callable[[str, object], None]) -> None:
    """Killed clients leave whole batches or none on a server, and the next one need not wait for them."""
    with cluster.database() as name, cluster.connected(name) as admin:
        open_ledger(cluster.url(name)).close()
        # A commit takes a fraction of a millisecond here: it is made to take as long as it does on a disk.
        admin.execute(
            "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.005); "
            "RETURN NULL; END $$"
        )
        admin.execute(
            "CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON submissions DEFERRABLE INITIALLY DEFERRED "
            f"FOR EACH ROW WHEN (NEW.sequence % {BATCH} = 0) EXECUTE FUNCTION slow()"
        )
        admin.execute("SET session_replication_role = replica")  # nobody else may empty a ledger

        @contextmanager
        def stores() -> Iterator[str]:
            yield cluster.url(name)
            admin.execute("TRUNCATE masters, submissions CASCADE")

        def checked(store: str, acknowledged: int) -> bool:
            assert_kept(store, acknowledged)
            return False

        counts, torn = killed(stores, POSTGRESQL_POINTS, checked)

    record_property("counted", summed_up("PostgreSQL", counts, torn))
    assert min(counts.values()) >= POSTGRESQL_POINTS


def test_a_ledger_that_was_killed_while_it_was_made(tmp_path: Path) -> None:
    """A process that is killed while it makes the ledger leaves one that the next process makes, or finds whole."""
    ended = Counter[str]()
    with killing() as kill:
        for number in range(20):
            path = tmp_path / f"{number}.db"
            step, _ = kill(f"sqlite:///{path}", "making")
            ended[f"{step}, {'a file' if path.exists() else 'no file'}"] += 1
            assert_kept_from(f"sqlite:///{path}")
    assert sum(count for what, count in ended.items() if what.startswith("making")) >= 8, ended
    assert ended["making, a file"] > 0, ended


def assert_kept_from(store: str) -> None:
    """Let the next run make the ledger, or find it, and finish."""
    with open_ledger(store) as ledger:
        for entries in MADE:
            ledger.append(entries, received_at=NOW)
        assert [record.workbook_id for record in ledger.submissions()] == EVERY


def test_a_server_that_is_killed_while_many_write() -> None:
    """What was acknowledged before the server died is there when it is back; what was not is whole or absent."""
    batch, count = 3, 150
    script = support.appending_process.__file__
    with Cluster() as server, server.database() as name:
        url = server.url(name)
        open_ledger(url).close()
        env = os.environ | {"DEPIPE_PATIENCE": "20"}
        writers = [
            subprocess.Popen(
                [sys.executable, script, url, str(1 + count * n), str(count), str(batch)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env=env,
            )
            for n in range(3)
        ]
        for writer in writers:
            assert writer.stdout is not None
            assert writer.stdin is not None
            writer.stdout.readline()
            writer.stdin.write("go\n" * (count // batch))
            writer.stdin.flush()
        begun = [writer.stdout.readline() for writer in writers if writer.stdout]

        server.kill()
        server.start()
        ended = [writer.communicate(timeout=60) for writer in writers]

        acknowledged = [len(out.split()) + 1 for out, _ in ended]
        assert begun == [f"{batch}\n"] * 3
        assert all(
            writer.returncode == 0 or SurroundingsError.__name__ in err
            for writer, (_, err) in zip(writers, ended, strict=True)
        )
        with open_ledger(url) as ledger:
            there = {record.workbook_id for record in ledger.submissions()}
            for n, batches_kept in enumerate(acknowledged):
                own = [f"w{m}" for m in range(1 + count * n, 1 + count * (n + 1))]
                assert set(own[: batches_kept * batch]) <= there
                assert len(there & set(own)) % batch == 0
            receipts: list[Receipt] = []
            for n in range(3):
                for entries in batches(1 + count * n, count, batch):
                    receipts += ledger.append(entries, received_at=NOW)
            assert sum(receipt.status == "unchanged" for receipt in receipts) == len(there)
            assert len(ledger.submissions()) == 3 * count
