"""Wherever workbooks are read, the results are the same: in this process, in others, or on a Dask cluster."""

import itertools
import socketserver
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from depipe.errors import SurroundingsError
from depipe.flow import cluster, reading
from depipe.flow.compare import compare
from depipe.flow.ingest import FileResult, ingest_files
from depipe.flow.reading import Workers, read_chunks
from depipe.flow.walled import OtherVersionError, read_sent
from depipe.flow.worker import Job, Walls
from depipe.ledger.store import open_ledger
from support.cli import depipe
from support.copies import filled_workbooks
from support.dask_cluster import DaskCluster
from support.masters import second_master
from support.packages import minimal, worksheet
from support.readings import EXPECTATIONS, excel

MASTER = second_master()
FILES = 60


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """Give a real scheduler with two workers, each a process."""
    with DaskCluster(tmp_path_factory.mktemp("dask")) as started:
        yield started


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Give returned workbooks, with some among them that are none."""
    folder = tmp_path_factory.mktemp("cluster") / "returned"
    made = filled_workbooks(MASTER, FILES, folder)
    for number in (7, 31):
        made.insert(number, folder / f"broken-{number}.xlsx")
        made[number].write_bytes(b"PK, and then nothing of the kind")
    return made


@pytest.fixture
def small_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tasks be small, so that there are many of them."""
    monkeypatch.setattr(reading, "TASK", 2)


def ingested(
    paths: Sequence[Path], workers: Workers, folder: Path, at_fifth: Callable[[], object] = lambda: None
) -> tuple[list[object], dict[str, pl.DataFrame]]:
    """Ingest the files into a ledger of their own; return what became of each, and the tables.

    *at_fifth* is called when five files were read, before most of the others are handed out.
    """
    folder.mkdir()
    count = itertools.count(1)

    def advance() -> None:
        if next(count) == 5:
            at_fifth()

    with open_ledger(f"sqlite:///{folder}/ledger.db") as ledger:
        results = ingest_files(paths, ledger=ledger, masters={MASTER.digest: MASTER}, workers=workers, advance=advance)
        compare(ledger, folder / "output")
    tables = {path.stem: pl.read_parquet(path) for path in sorted((folder / "output/tables").glob("*.parquet"))}
    return [told(result) for result in results], tables


def told(result: FileResult) -> object:
    """Return what became of a file, without the id that every ledger gives anew."""
    return result.path, result.status, result.findings, result.workbook_id, result.evaluator


def assert_same_tables(some: dict[str, pl.DataFrame], others: dict[str, pl.DataFrame]) -> None:
    """Expect the same tables but for what every ledger gives anew."""
    assert some.keys() == others.keys()
    for name, table in some.items():
        own = [column for column in ("submission_id", "changed_at") if column in table.columns]
        assert_frame_equal(table.drop(own), others[name].drop(own))


@pytest.mark.usefixtures("small_tasks")
def test_a_killed_worker_changes_nothing(dask: DaskCluster, paths: list[Path], tmp_path: Path) -> None:
    """Files, findings, their order and the tables are as in this process and in others, whichever worker dies."""
    results, tables = ingested(paths, dask.address, tmp_path / "cluster", lambda: dask.kill(0))

    assert dask.living() == 1
    for name, workers in (("here", 0), ("there", 2)):
        as_ever, tables_as_ever = ingested(paths, workers, tmp_path / name)
        assert results == as_ever
        assert_same_tables(tables, tables_as_ever)
    assert tables["ratings"]["evaluator"].n_unique() == FILES


def test_a_deadly_file_costs_itself_alone(dask: DaskCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that abort and hang their reader are refused as unsafe; the worker lives, and the others are read."""
    corners = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    files = {"a.xlsx": excel(), "abort.xlsx": minimal(worksheet(corners)), "hang.xlsx": excel(), "z.xlsx": excel()}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    monkeypatch.setattr(reading, "WALLS", Walls(memory_bytes=1 << 29, seconds=2, reader="support.deadly_reader"))

    [read] = read_chunks([tmp_path / name for name in files], EXPECTATIONS, workers=dask.address)

    found = {file.path.name: [finding.found for finding in file.returned.findings] for file in read}
    assert found == {"a.xlsx": [], "abort.xlsx": ["reader"], "hang.xlsx": ["reader"], "z.xlsx": []}
    assert {file.path.name: file.original for file in read} == files
    assert dask.living() == 1


def test_the_command_reads_on_a_cluster(dask: DaskCluster, paths: list[Path], tmp_path: Path) -> None:
    """`check --scheduler` says what `check` says, and nothing besides, with warnings as errors."""
    asked: tuple[str | Path, ...] = (
        "check",
        *paths[:4],
        paths[7],
        "--master",
        "durable-execution",
        "--lang",
        "en",
        "--json",
    )

    there = depipe(*asked, "--scheduler", dask.address, cwd=tmp_path)
    here = depipe(*asked, cwd=tmp_path)

    assert (there.status, there.err) == (here.status, here.err) == (1, "")
    assert there.json() == here.json()


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [("tcp://127.0.0.1:1", 3, "does not answer"), ("nonsense", 2, "write tcp://SERVER:8786")],
)
def test_a_scheduler_out_of_reach(paths: list[Path], tmp_path: Path, address: str, status: int, words: str) -> None:
    """One sentence on stderr with the address, and the exit status."""
    done = depipe(
        *("check", paths[0], "--scheduler", address, "--lang", "en"), cwd=tmp_path, env={"DEPIPE_PATIENCE": "1"}
    )

    [sentence] = done.err.splitlines()
    assert (done.status, address in sentence, words in sentence) == (status, True, True)


@contextmanager
def other_server(answer: bytes | None) -> Iterator[str]:
    """Give the address of a server that sends each who connects an answer, or takes all they say and never answers."""

    class Answering(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            if answer is not None:
                self.request.sendall(answer)
            while answer is None and self.request.recv(1 << 10):
                pass

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Answering) as server:
        Thread(target=server.serve_forever).start()
        yield f"tcp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.parametrize(
    ("answer", "language", "words"),
    [
        (None, "ja", "から応答がありません。場所（--scheduler）"),
        (b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", "en", "not do so as a Dask scheduler: check"),
        (bytes(range(256)) * 8, "ja", "のものではありません。場所（--scheduler）"),
        (b"", "en", "not do so as a Dask scheduler: check"),
    ],
    ids=["silent", "http", "garbage", "hangs up"],
)
def test_a_server_that_is_no_scheduler(
    paths: list[Path], tmp_path: Path, answer: bytes | None, language: str, words: str
) -> None:
    """Within seconds there is one sentence with the address and what to check, and no word of a library."""
    with other_server(answer) as address:
        begun = time.monotonic()
        done = depipe(
            *("check", paths[0], "--scheduler", address, "--lang", language),
            cwd=tmp_path,
            env={"DEPIPE_PATIENCE": "1"},
        )
        seconds = time.monotonic() - begun

    [sentence] = done.err.splitlines()
    assert (done.status, done.out, address in sentence, words in sentence) == (3, "", True, True)
    assert seconds < 30


def test_a_worker_of_another_version(dask: DaskCluster, paths: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read where the worker's depipe is not the one that asks: both versions are said."""
    monkeypatch.setattr(cluster, "__version__", "0.0.1")

    with pytest.raises(SurroundingsError, match=r"has depipe \d.*, and this is 0\.0\.1"):
        list(read_chunks(paths[:1], {}, workers=dask.address))
    with pytest.raises(OtherVersionError):
        read_sent([], Job({}, Walls()), "0.0.1")


def test_a_cluster_without_workers(paths: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no worker, that is said, and no file is refused."""
    monkeypatch.setenv("DEPIPE_PATIENCE", "2")

    with DaskCluster(tmp_path, workers=0) as own, pytest.raises(SurroundingsError, match="No worker"):
        list(read_chunks(paths[:1], {}, workers=own.address))


@pytest.mark.usefixtures("small_tasks")
def test_a_scheduler_that_dies(dask: DaskCluster, paths: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch whose scheduler is gone ends in bounded time with a sentence, and blames no file."""
    monkeypatch.setenv("DEPIPE_PATIENCE", "5")
    monkeypatch.setattr(reading, "AHEAD", 2)

    with pytest.raises(SurroundingsError, match="does not answer"):
        for _ in read_chunks(paths, {}, workers=dask.address, advance=dask.kill_scheduler):
            pass
