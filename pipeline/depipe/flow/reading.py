"""The reading stage: files to returned workbooks, in worker processes, in chunks.

A worker that dies costs the one file that killed it, which is refused as `file.unsafe`: the files of its task are read
again, each alone. Memory does not grow with the number of files.

Workers are forked from a server that has imported the reader and nothing else. This module therefore imports neither
the reader nor anything heavy: the caller calls `start_readers` first of all and imports its own libraries meanwhile.
"""

import multiprocessing
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Self

from depipe.errors import SurroundingsError
from depipe.flow import worker
from depipe.flow.worker import ReadFile, Walls
from depipe.workbook.cells import Expected

__all__ = ["WALLS", "ReadFile", "read_chunks", "start_readers"]

CHUNK: Final = 256
"""Files that are validated and stored together: polars and pandera cost about 10 ms a call whatever the size."""

CHUNK_BYTES: Final = 256 * 1024**2
"""Bytes from which on a chunk is closed early: people paste pictures."""

TASK: Final = 16
"""Files that a worker reads in one go: enough to hide the hand-over, few enough to read again when a worker dies."""

TASK_BYTES: Final = 16 * 1024**2
"""Bytes from which on a task is closed early."""

AHEAD: Final = CHUNK // TASK
"""Tasks that are read ahead: a chunk, so that workers go on while the last one is validated and stored."""

ATTEMPTS: Final = 2
"""How often a file may be alone with a worker that dies: the system or a person may have ended the first one."""

START_SECONDS: Final = 60
"""Patience with a worker that has nothing to do but to start."""

WALLS: Walls = Walls()
"""What workers may take."""

METHOD = "spawn" if sys.platform == "win32" else "forkserver"
"""How workers start: never as a fork of this process, which has threads and everything that it imported."""


def start_readers() -> None:
    """Start the server that workers are forked from, where there is one, and return at once."""
    if METHOD == "forkserver":
        forkserver.set_forkserver_preload([worker.__name__, Walls().reader])
        resource_tracker.ensure_running()  # which ends by letting Ctrl-C through
        with _uninterrupted():
            forkserver.ensure_running()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back: from this process until afterwards, from those that are started meanwhile for good."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


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
    size = 0
    with _Readers(expectations, workers) as readers:
        for file in readers.read_all(paths):
            chunk.append(file)
            size += len(file.original)
            advance()
            if len(chunk) == CHUNK or size >= CHUNK_BYTES:
                yield chunk
                chunk, size = [], 0
    if chunk:
        yield chunk


@dataclass(frozen=True, slots=True)
class _Task:
    """Files that go to a worker together."""

    paths: Sequence[Path]
    size: int


def _tasks(paths: Sequence[Path]) -> Iterator[_Task]:
    """Yield *paths* in tasks of at most `TASK` files, and no more than one file beyond `TASK_BYTES`."""
    together: list[Path] = []
    size = 0
    for path in paths:
        together.append(path)
        with suppress(OSError):  # it is gone by now: whoever reads it says so
            size += path.stat().st_size
        if len(together) == TASK or size >= TASK_BYTES:
            yield _Task(together, size)
            together, size = [], 0
    if together:
        yield _Task(together, size)


class _Readers:
    """A pool of reading workers that outlives the death of one of them."""

    def __init__(self, expectations: Mapping[str, Expected], workers: int) -> None:
        self._expectations = expectations
        self._workers = workers
        self._walls = WALLS
        self._handover = TemporaryDirectory(prefix="depipe-", ignore_cleanup_errors=True)
        self._pool = self._new_pool()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: object, *_: object) -> None:
        if error is not None:
            self._kill()  # nobody wants what they read
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._handover.cleanup()

    def _kill(self) -> None:
        """Kill the workers: what runs in them would be waited for."""
        for process in list((self._pool._processes or {}).values()):  # noqa: SLF001 - Python 3.14 says kill_workers
            process.kill()

    def read_all(self, paths: Sequence[Path]) -> Iterator[ReadFile]:
        """Yield every file in order, keeping all workers busy and no more than a chunk in memory."""
        tasks = _tasks(paths)
        pending: deque[tuple[_Task, Future[Path]]] = deque()
        while True:
            while len(pending) < AHEAD and sum(task.size for task, _ in pending) < CHUNK_BYTES:
                task = next(tasks, None)
                if task is None:
                    break
                pending.append((task, self._submit(task.paths)))
            if not pending:
                return
            task, future = pending.popleft()
            read = self._result(future, len(task.paths))
            if read is None:
                self._restart()
                yield from map(self._read_alone, task.paths)
                pending = deque((waiting, self._kept(waiting, future)) for waiting, future in pending)
            else:
                yield from read

    def _kept(self, task: _Task, future: Future[Path]) -> Future[Path]:
        """Return what a former pool read, or the task handed to the new one."""
        was_read = future.done() and not future.cancelled() and future.exception() is None
        return future if was_read else self._submit(task.paths)

    def _submit(self, paths: Sequence[Path]) -> Future[Path]:
        """Hand files to the workers; to a pool that broke meanwhile as well, whose results say so."""
        try:
            return self._pool.submit(worker.read_task, paths)
        except BrokenProcessPool as error:
            broken: Future[Path] = Future()
            broken.set_exception(error)
            return broken

    def _result(self, future: Future[Path], files: int) -> list[ReadFile] | None:
        """Return what was read, None where a worker died or went on beyond its time."""
        try:
            return worker.taken(future.result(timeout=self._walls.seconds * (files + 1)))
        except BrokenProcessPool:
            return None
        except TimeoutError:
            self._kill()
            return None

    def _read_alone(self, path: Path) -> ReadFile:
        """Read one file with nobody else in the pool: if a worker dies at it again and again, this file kills it."""
        for _ in range(ATTEMPTS):
            started = time.monotonic()
            read = self._result(self._submit([path]), 1)
            if read is not None:
                return read[0]
            self._restart()
            if time.monotonic() - started >= self._walls.seconds:
                break  # it hangs: once is enough
        self._prove_ready()
        return worker.broken_off(path)

    def _prove_ready(self) -> None:
        """Raise SurroundingsError when workers die without a file as well: then no file is to blame."""
        try:
            self._pool.submit(worker.is_ready).result(timeout=START_SECONDS)
        except (BrokenProcessPool, TimeoutError) as error:
            raise SurroundingsError(
                "ワークブックを読み取るプロセスを起動できません。メモリーの空きを確かめてください。",
                "The process that reads workbooks cannot be started: check how much memory is free.",
            ) from error

    def _restart(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPoolExecutor:
        start_readers()
        context = multiprocessing.get_context(METHOD)
        return ProcessPoolExecutor(
            self._workers, context, worker.start, (self._expectations, self._walls, Path(self._handover.name))
        )
