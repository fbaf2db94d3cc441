"""Many processes at one ledger at once: each file once, no error that anybody sees, the tables of one process."""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

import support.appending_process
import support.ingesting_process
from depipe.flow.compare import compare
from depipe.flow.ingest import ingest_files
from depipe.ledger.store import open_ledger
from support.copies import filled_workbooks
from support.masters import DATA, second_master

MASTER = second_master()
FILES, PROCESSES, COMMANDS = 200, 16, 6


def started(*command: object, **settings: str) -> "subprocess.Popen[str]":
    """Start Python with arguments, as a process that is talked to in lines."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("DEPIPE_")}
    return subprocess.Popen(
        [sys.executable, *map(str, command)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=own | {"PYTHONWARNINGS": "error", "PYTHONIOENCODING": "utf-8"} | settings,
    )


def go(processes: "list[subprocess.Popen[str]]") -> None:
    """Let processes that are ready begin together."""
    assert [process.stdout.readline() for process in processes if process.stdout] == ["ready\n"] * len(processes)
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()


def test_two_processes_that_send_the_same(store: str) -> None:
    """Each submission is accepted once, whichever process comes first, and the ledger is made once."""
    count = 60
    pair = [started(support.appending_process.__file__, store, 1, count, 4) for _ in range(2)]
    go(pair)

    said = [process.communicate(timeout=120)[0].split() for process in pair]

    assert [process.returncode for process in pair] == [0, 0]
    assert sum(map(int, said[0])) + sum(map(int, said[1])) == count
    with open_ledger(store, create=False) as ledger:
        records = ledger.submissions()
        assert Counter(record.workbook_id for record in records) == Counter(f"w{n}" for n in range(1, count + 1))
        assert [record.sequence for record in records] == list(range(1, count + 1))
        assert all(hashlib.sha256(ledger.original(r.submission_id)).hexdigest() == r.digest for r in records)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Give the returned workbooks of many evaluators."""
    return filled_workbooks(MASTER, FILES, tmp_path_factory.mktemp("many") / "returned")


@pytest.fixture(scope="module")
def alone(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the tables that one process makes of *files*."""
    folder = tmp_path_factory.mktemp("alone")
    with open_ledger(f"sqlite:///{folder}/ledger.db") as ledger:
        results = ingest_files(files, ledger=ledger, masters={MASTER.digest: MASTER})
        assert [result.status for result in results] == ["accepted"] * FILES
        compare(ledger, folder)
    return folder / "tables"


def shares(files: list[Path], processes: int) -> list[list[Path]]:
    """Return the files of each process: every file goes to two processes."""
    return [files[n::processes] + files[(n + 1) % processes :: processes] for n in range(processes)]


def assert_as_alone(store: str, tables: Path, files: list[Path], alone: Path) -> None:
    """Every file is in the ledger once, and the tables say what one process's say."""
    with open_ledger(store, create=False) as ledger:
        records = ledger.submissions()
    assert sorted(record.digest for record in records) == sorted(
        hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    )
    assert [record.sequence for record in records] == list(range(1, FILES + 1))
    assert {path.name for path in tables.iterdir()} == {path.name for path in alone.iterdir()}
    for path in alone.iterdir():
        assert said_in(tables / path.name).equals(said_in(path)), path.name


def said_in(path: Path) -> pl.DataFrame:
    """Return a table without what depends on the moment, in an order of its own."""
    table = pl.read_parquet(path)
    table = table.drop({"submission_id", "changed_at"} & set(table.columns))
    return table.sort([name for name, kind in table.schema.items() if kind != pl.List(pl.String)])


def test_command_lines_into_one_file(tmp_path: Path, files: list[Path], alone: Path) -> None:
    """Several `depipe ingest` at once, where no ledger was: none fails, none says anything but what became of files."""
    store = f"sqlite:///{tmp_path}/new/ledger.db"
    ingest = ["-m", "depipe", "ingest", "--store", store, "--output", tmp_path / "output", "--lang", "en"]
    many = [started(*ingest, "--master", DATA / "second-master.yaml", *share) for share in shares(files, COMMANDS)]

    said = [process.communicate(timeout=300) for process in many]

    ended = [(process.returncode, err) for process, (_, err) in zip(many, said, strict=True)]
    assert ended == [(0, "")] * COMMANDS
    assert all("error" not in out.lower() for out, _ in said)
    assert_as_alone(store, compared(store, tmp_path / "last"), files, alone)


def test_sixteen_processes_into_one_database(store: str, tmp_path: Path, files: list[Path], alone: Path) -> None:
    """Sixteen processes that begin to ingest at the same moment: the same, on every database."""
    script, master = support.ingesting_process.__file__, DATA / "second-master.yaml"
    many = [started(script, store, master, *share) for share in shares(files, PROCESSES)]
    go(many)

    said = [process.communicate(timeout=300) for process in many]

    assert [(process.returncode, err) for process, (_, err) in zip(many, said, strict=True)] == [(0, "")] * PROCESSES
    statuses = Counter(status for out, _ in said for status in out.split())
    assert statuses == {"accepted": FILES, "unchanged": FILES}
    assert_as_alone(store, compared(store, tmp_path / "last"), files, alone)


def compared(store: str, output: Path) -> Path:
    """Write the tables of a ledger and return their folder."""
    with open_ledger(store, create=False) as ledger:
        compare(ledger, output)
    return output / "tables"
