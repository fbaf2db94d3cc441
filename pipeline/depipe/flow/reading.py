"""The reading stage: files to returned workbooks, in worker processes, in chunks.

A returned workbook may still abort, hang or bloat the reader, whatever the preflight let through. So files are read
in processes of their own, each with a bound on memory and time: a worker that dies costs the one file that killed it,
which is refused as `file.unsafe`. Memory does not grow with the number of files.

Workers are forked from a server that has imported the reader and nothing else. This module therefore imports neither
the reader nor anything heavy: the caller calls `start_readers` first of all and imports its own libraries meanwhile.
"""

import hashlib
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import forkserver
from pathlib import Path
from typing import Final, Self

from depipe.errors import SurroundingsError
from depipe.findings import Finding
from depipe.workbook.cells import Expected, Returned

CHUNK: Final = 256
"""Files that are validated and stored together: polars and pandera cost about 10 ms a call whatever the size."""

TASK: Final = 16
"""Files that a worker reads in one go: enough to hide the hand-over, few enough to read again when a worker dies."""

AHEAD: Final = CHUNK // TASK
"""Tasks that are read ahead: a chunk, so that workers go on while the last one is validated and stored."""

MEMORY_BYTES: Final = 2 * 1024**3
"""Address space of a worker: a file at the preflight's limits needs a quarter of it."""

SECONDS_PER_FILE: Final = 60
"""A file at the preflight's limits takes a few seconds on a slow machine."""

METHOD: Final = "spawn" if sys.platform == "win32" else "forkserver"
"""How workers start: never as a fork of this process, which has threads and everything that it imported."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file, its bytes as they came in, and what was read from them."""

    path: Path
    original: bytes
    returned: Returned


def start_readers() -> None:
    """Start the server that workers are forked from, where there is one, and return at once."""
    if METHOD == "forkserver":
        forkserver.set_forkserver_preload([__name__, "depipe.workbook.read"])
        forkserver.ensure_running()


def read_chunks(
    paths: Sequence[Path],
    expectations: Mapping[str, Expected],
    *,
    workers: int,
    advance: Callable[[], object] = lambda: None,
) -> Iterator[list[ReadFile]]:
    """Yield the files in chunks, in the order of *paths*; *advance* is called after each file.

    Raises SurroundingsError when no worker can be started.
    """
    chunk: list[ReadFile] = []
    with _Readers(expectations, workers) as readers:
        for file in readers.read_all(paths):
            chunk.append(file)
            advance()
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
    if chunk:
        yield chunk


class _Readers:
    """A pool of reading workers that outlives the death of one of them."""

    def __init__(self, expectations: Mapping[str, Expected], workers: int) -> None:
        self._expectations = expectations
        self._workers = workers
        self._pool = self._new_pool()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def read_all(self, paths: Sequence[Path]) -> Iterator[ReadFile]:
        """Yield every file in order, keeping all workers busy and no more than a chunk in memory."""
        tasks = iter([paths[start : start + TASK] for start in range(0, len(paths), TASK)])
        pending: deque[tuple[Sequence[Path], Future[list[ReadFile]]]] = deque()
        while True:
            while len(pending) < AHEAD and (task := next(tasks, None)) is not None:
                pending.append((task, self._pool.submit(_read_task, task)))
            if not pending:
                return
            task, future = pending.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                waiting = [task for task, _ in pending]
                self._restart()
                yield from map(self._read_alone, task)
                pending = deque((task, self._pool.submit(_read_task, task)) for task in waiting)

    def _read_alone(self, path: Path) -> ReadFile:
        """Read one file with nobody else in the pool: if a worker dies now, this file killed it."""
        try:
            return self._pool.submit(_read_task, [path]).result()[0]
        except BrokenProcessPool:
            self._restart()
            original = _bytes_of(path)
            digest = hashlib.sha256(original).hexdigest()
            refused = Finding(code="file.unsafe", found="reader")
            return ReadFile(path, original, Returned(path.name, digest, findings=[refused]))

    def _restart(self) -> None:
        """Start a new pool. Raises SurroundingsError when its workers die idle: then no file is to blame."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._new_pool()
        try:
            self._pool.submit(bool).result()
        except BrokenProcessPool as error:
            raise SurroundingsError(
                "ワークブックを読み取るプロセスを起動できません。メモリーの空きを確かめてください。",
                "The process that reads workbooks cannot be started: check how much memory is free.",
            ) from error

    def _new_pool(self) -> ProcessPoolExecutor:
        start_readers()
        context = multiprocessing.get_context(METHOD)
        return ProcessPoolExecutor(self._workers, context, _start_worker, (self._expectations,))


_expectations: Mapping[str, Expected] = {}


def _start_worker(expectations: Mapping[str, Expected]) -> None:
    global _expectations  # noqa: PLW0603 - a worker is handed the masters once, not with every task
    _expectations = expectations
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - POSIX only

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # kills: a handler in Python would wait for the reader to return


def _read_task(paths: Sequence[Path]) -> list[ReadFile]:
    return [_read_file(path) for path in paths]


def _read_file(path: Path) -> ReadFile:
    from depipe.workbook.read import read  # noqa: PLC0415 - workers alone need it

    original = _bytes_of(path)
    if sys.platform != "win32":
        signal.alarm(SECONDS_PER_FILE)
    try:
        return ReadFile(path, original, read(path.name, original, _expectations))
    finally:
        if sys.platform != "win32":
            signal.alarm(0)


def _bytes_of(path: Path) -> bytes:
    """Return a file's bytes; of one over the size limit just enough to refuse it."""
    from depipe.workbook.preflight import Limits  # noqa: PLC0415 - workers alone need it

    with path.open("rb") as stream:
        return stream.read(Limits().file_bytes + 1)
