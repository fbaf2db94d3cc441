"""The second wall: a reader that aborts, panics, hangs or bloats costs the file that made it do so, and no other.

The files really do this to calamine when the preflight does not stand before it. POSIX alone; one test shows a system
without alarms and limits.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from multiprocessing import forkserver
from pathlib import Path
from typing import Self

import pytest

from depipe.errors import SurroundingsError
from depipe.flow import pools, reading
from depipe.flow.ingest import FileResult, ingest_files
from depipe.flow.reading import ReadFile, read_chunks
from depipe.flow.worker import Walls
from depipe.workbook.expected import expected_of
from depipe.workbook.identity import Answer
from depipe.workbook.issue import new_issuance
from depipe.workbook.write import write_workbook
from support.cases.bombs import EMPTY, SHEET
from support.cli import depipe
from support.corpus import alone, small_ledger
from support.masters import synthetic_master
from support.packages import bomb, edited, in_ratings, minimal, worksheet
from support.readings import EXPECTATIONS, excel, openpyxl

CORNERS = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
DEADLY: dict[str, Callable[[], bytes]] = {
    "abort": lambda: minimal(worksheet(CORNERS)),
    "panic": lambda: minimal(worksheet('<row r="1"><c r="ZZZZZZZ99999999999"><v>1</v></c></row>')),
    "hang": excel,
    "bloat": lambda: bomb(EMPTY, SHEET, 1 << 30, before="<worksheet><sheetData>", after="</sheetData></worksheet>"),
}
"""Beginning of the file's name -> the file."""

SECONDS = 1.5


@pytest.fixture
def deadly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read without the preflight, within 512 MiB and a second and a half for each file."""
    walls = Walls(memory_bytes=1 << 29, seconds=SECONDS, reader="support.deadly_reader")
    monkeypatch.setattr(reading, "WALLS", walls)


def honest(number: int) -> bytes:
    """Return one of the good workbooks, which all differ."""
    return edited(openpyxl(), in_ratings(H5=f"記録 {number}"))


def batch(folder: Path, deadly: tuple[str, ...], good: int) -> list[Path]:
    """Write good files with deadly ones among them, in an order that is the same in every run."""
    made = [(f"good-{number:03}", honest(number)) for number in range(good)]
    made += [(f"{kind}-{number}", DEADLY[kind]()) for number, kind in enumerate(deadly)]
    random.Random(7).shuffle(made)  # noqa: S311 - the same order in every run
    folder.mkdir()
    paths = []
    for name, data in made:
        paths.append(folder / f"{name}.xlsx")
        paths[-1].write_bytes(data)
    return paths


def outcome(result: FileResult) -> tuple[str, list[tuple[str, str | None]]]:
    """Return what became of a file, and why; that all are returns of one workbook is beside the point."""
    return result.status, [(finding.code, finding.found) for finding in alone(result.findings)]


@pytest.mark.usefixtures("deadly")
def test_a_deadly_file_costs_itself_alone(tmp_path: Path) -> None:
    """Every deadly file is refused as unsafe, every other one is in the ledger, in order and in bounded time."""
    paths = batch(tmp_path / "returned", ("abort", "panic", "hang", "bloat", "abort"), good=40)
    started = time.monotonic()
    with small_ledger(tmp_path) as ledger:
        results = ingest_files(paths, ledger=ledger, masters=ledger.masters(), workers=2)
        taken = [record.file for record in ledger.submissions()]

    good = [path.name for path in paths if path.name.startswith("good")]
    assert [result.path for result in results] == paths
    for result in results:
        is_good = result.path.name.startswith("good")
        assert outcome(result) == (("accepted", []) if is_good else ("rejected", [("file.unsafe", "reader")]))
    assert taken == good
    assert time.monotonic() - started < 300  # it ends at all; how fast is a matter of benchmarks


def test_the_command_survives_deadly_files(tmp_path: Path) -> None:
    """The process ends with status 1 and one JSON document, says nothing else, and the ledger holds the good files."""
    paths = batch(tmp_path / "returned", ("abort", "panic", "hang", "bloat"), good=3)
    with small_ledger(tmp_path):
        pass
    own = {name: value for name, value in os.environ.items() if not name.startswith("DEPIPE_")}
    tests = str(Path(__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-m", "support.deadly_cli", "ingest", "returned", "--store", "sqlite:///small.db", "--json"],
        cwd=tmp_path,
        env=own | {"PYTHONPATH": os.pathsep.join(filter(None, (tests, own.get("PYTHONPATH"))))},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    listed = depipe("ledger", "list", "--store", "sqlite:///small.db", "--json", cwd=tmp_path)

    assert (done.returncode, done.stderr) == (1, "")  # neither a traceback nor the last words of what died
    assert done.stdout.startswith("{")
    assert done.stdout.count('"rejected"') == 4
    assert sorted(one["file"] for one in listed.json()["submissions"]) == sorted(
        path.name for path in paths if path.name.startswith("good")
    )


def readings(paths: list[Path], workers: int = 2) -> list[ReadFile]:
    """Read the files and return them in one list."""
    return [file for chunk in read_chunks(paths, EXPECTATIONS, workers=workers) for file in chunk]


def workers_of(server: int) -> list[int]:
    """Return the processes that the server of workers has forked."""
    listed = Path(f"/proc/{server}/task/{server}/children").read_text("ascii")
    return [int(number) for number in listed.split()]


class Killer(threading.Thread):
    """Kills a random worker at random moments, but lets three files pass before it strikes again.

    A file whose worker is killed again and again would rightly be blamed.
    """

    def __init__(self, seed: str) -> None:
        super().__init__()
        self.killed: list[int] = []
        self._chance = random.Random(seed)  # noqa: S311 - the same moments in every run, as far as that goes
        self._ended = threading.Event()
        self._passed = 0

    def advance(self) -> None:
        """Count a file that was read."""
        self._passed += 1

    def run(self) -> None:
        """Kill until the end."""
        while not self._ended.wait(self._chance.uniform(0.02, 0.3)):
            server = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
            victims = workers_of(server) if server else []
            if victims and self._passed >= 3:
                self._passed = 0
                self.killed.append(self._chance.choice(victims))
                os.kill(self.killed[-1], signal.SIGKILL)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self.join()


@pytest.mark.usefixtures("deadly")
@pytest.mark.skipif(sys.platform != "linux", reason="finds the workers in /proc")
def test_killing_workers_loses_and_repeats_nothing(tmp_path: Path) -> None:
    """Whichever workers are killed at whatever moment, every file is read once, in order, and none is blamed."""
    path = tmp_path / "slow.xlsx"
    path.write_bytes(excel())
    paths = [path] * 160

    with Killer("some seed") as killer:
        chunks = list(read_chunks(paths, EXPECTATIONS, workers=2, advance=killer.advance))

    files = [file for chunk in chunks for file in chunk]
    assert len(killer.killed) > 2
    assert [file.path for file in files] == paths
    assert {tuple(file.returned.findings) for file in files} == {()}
    assert len({len(file.returned.cells) for file in files}) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="finds in /proc what a process has open")
def test_who_reads_the_output_waits_for_no_server(tmp_path: Path) -> None:
    """The server that workers are forked from ends after the command, and has nothing open that this writes to."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(honest(1))
    readings([path], workers=1)

    server = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    assert {str(Path(f"/proc/{server}/fd/{number}").readlink()) for number in (1, 2)} == {os.devnull}


def test_workers_that_cannot_start_blame_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where workers die without having a file, that is said, and no file is refused."""
    monkeypatch.setattr(reading, "WALLS", Walls(reader="support.there_is_no_such_reader"))
    path = tmp_path / "a.xlsx"
    path.write_bytes(excel())

    with pytest.raises(SurroundingsError, match="cannot be started"):
        readings([path])


@pytest.mark.parametrize(("method", "deadly"), [("forkserver", ("panic", "hang")), ("spawn", ("panic", "abort"))])
def test_without_alarms_and_limits_the_parent_ends_what_hangs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str, deadly: tuple[str, ...]
) -> None:
    """On a system like Windows, good files are read, and a file that hangs is refused by the parent's patience."""
    monkeypatch.setattr(pools, "METHOD", method)
    monkeypatch.setattr(reading, "WALLS", Walls(seconds=SECONDS, reader="support.reader_without_walls"))
    monkeypatch.setattr(reading, "TASK", 1)
    paths = batch(tmp_path / "returned", deadly, good=3)

    codes = {file.path.name: [finding.found for finding in file.returned.findings] for file in readings(paths)}

    assert codes == {path.name: ([] if path.name.startswith("good") else ["reader"]) for path in paths}


def test_a_tighter_limit_of_the_system_stays(tmp_path: Path) -> None:
    """Where the system allows less memory than the wall would, files are read within that."""
    (tmp_path / "a.xlsx").write_bytes(excel())
    limited = "import resource; resource.setrlimit(resource.RLIMIT_AS, (1_800_000_000, 1_800_000_000)); "
    code = f"{limited}from depipe.cli import main; main()"

    done = subprocess.run(
        [sys.executable, "-c", code, "check", "a.xlsx", "--json"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )

    assert ('"master.unknown"' in done.stdout, done.stderr) == (True, "")


def test_a_file_that_the_system_does_not_give_costs_itself_alone(tmp_path: Path) -> None:
    """What vanished since it was listed, and what has become a folder, is named; the others go in."""
    folder = tmp_path / "b.xlsx"
    folder.mkdir()
    good = [tmp_path / "a.xlsx", tmp_path / "z.xlsx"]
    for number, path in enumerate(good):
        path.write_bytes(honest(number))
    with small_ledger(tmp_path / "ledger") as ledger:
        paths = [good[0], folder, tmp_path / "gone.xlsx", good[1]]
        results = ingest_files(paths, ledger=ledger, masters=ledger.masters(), workers=2)

        assert [outcome(result) for result in results] == [
            ("accepted", []),
            ("rejected", [("file.unreadable", "it is a folder")]),
            ("rejected", [("file.unreadable", "it does not exist")]),
            ("accepted", []),
        ]
        assert len(ledger.submissions()) == 2


def test_the_command_tells_of_a_file_that_the_system_does_not_give(tmp_path: Path) -> None:
    """The others are judged, and the status is 3: it was not the evaluator's doing."""
    if not Path("/proc/self/mem").exists():
        pytest.skip("needs a file that opens and gives nothing")
    (tmp_path / "odd.xlsx").symlink_to("/proc/self/mem")
    (tmp_path / "z.xlsx").write_bytes(excel())

    done = depipe("check", ".", "--lang", "en", "--json", cwd=tmp_path)

    assert (done.status, "Traceback" in done.err) == (3, False)
    assert {file["file"]: [one["code"] for one in file["findings"]] for file in done.json()["files"]} == {
        "odd.xlsx": ["file.unreadable"],
        "z.xlsx": ["master.unknown"],
    }


def processes_of(group: int) -> set[str]:
    """Return the processes of a group that still run."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, its_group = stat.read_text("utf-8").rpartition(")")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                found.add(stat.parent.name)
    return found


@pytest.fixture
def short_path() -> Iterator[Path]:
    """Return a folder for temporary files: Python puts a socket there, whose address must not be long."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")
@pytest.mark.parametrize(
    ("end", "running"),
    [
        *((signal.SIGINT, running) for running in (2, 3, 4)),
        *((end, 4) for end in (signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)),
    ],
)
def test_who_breaks_off_a_batch_leaves_nothing_behind(
    tmp_path: Path, short_path: Path, end: signal.Signals, running: int
) -> None:
    """Ctrl-C, the end of a terminal and a kill end it within seconds, without a traceback, a worker or a file left.

    It comes when so many processes run: the command, the two that Python starts for it, the first worker.
    """
    # One that computes in C is not told that its parent was killed: there its own time is the wall.
    (tmp_path / ("wait.xlsx" if end == signal.SIGKILL else "hang.xlsx")).write_bytes(excel())
    with small_ledger(tmp_path):
        pass
    tests = str(Path(__file__).parents[1])
    path = os.pathsep.join(filter(None, (tests, os.environ.get("PYTHONPATH"))))
    process = subprocess.Popen(
        # Tests that were started to outlive their terminal ignore its end, and what they start would inherit that.
        [
            *("env", "--default-signal=HUP", sys.executable, "-m", "support.deadly_cli"),
            *("ingest", ".", "--store", "sqlite:///small.db", "--lang", "en"),
        ],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": path, "DEADLY_SECONDS": "60", "TMPDIR": str(short_path)},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        while process.poll() is None and len(processes_of(process.pid)) < running:
            time.sleep(0.01)
        time.sleep(1 if running == 4 else 0)  # the worker takes hold of the file
        assert process.poll() is None
        if end in {signal.SIGINT, signal.SIGHUP}:
            os.killpg(process.pid, end)  # as a terminal does
        else:
            process.send_signal(end)
        out, errors = process.communicate(timeout=30)
        deadline = time.monotonic() + 30
        while processes_of(process.pid) and time.monotonic() < deadline:
            time.sleep(0.1)

        assert (processes_of(process.pid), list(short_path.glob("depipe-*")), out) == (set(), [], "")
        assert "Traceback" not in errors
        if end == signal.SIGKILL:
            assert process.returncode == -signal.SIGKILL
        else:
            assert (process.returncode, "What is in the ledger is kept" in errors) == (130, True)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_the_largest_honest_file_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook of 500 items and 60 tools with every note filled is read within half the memory of the wall."""
    master = synthetic_master(items=500, tools=60)
    note = "確かめた手順と結果を、後から読む人に分かるように書いた。" * 3
    answers = {
        (item.id, tool): Answer(3, f"https://example.com/{item.id}", f"{tool} {note}", f"{item.id} {note}")
        for item in master.items
        for tool in master.tools
    }
    issuance = new_issuance(master, issued_on=date(2026, 4, 1), answers=answers)
    path = tmp_path / "large.xlsx"
    path.write_bytes(write_workbook(master, issuance))
    monkeypatch.setattr(reading, "WALLS", replace(Walls(), memory_bytes=Walls().memory_bytes // 2))

    [[file]] = read_chunks([path], {master.digest: expected_of(master)}, workers=1)

    assert file.returned.findings == []
    assert sum(cell.field == "evidence" and cell.kind == "text" for cell in file.returned.cells) == 500 * 60


def test_a_batch_is_closed_early_by_its_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many large files come in smaller chunks, all of them, in order."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(excel())
    size = path.stat().st_size
    monkeypatch.setattr(reading, "CHUNK_BYTES", 5 * size)
    monkeypatch.setattr(reading, "TASK_BYTES", 2 * size)

    chunks = list(read_chunks([path] * 23, EXPECTATIONS, workers=2))

    assert [len(chunk) for chunk in chunks] == [5, 5, 5, 5, 3]
