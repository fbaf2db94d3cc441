"""Where files are read: in worker processes, or in this one. A cluster has a module of its own.

Every pool is an executor, with what is handed to it and taken from it. Worker processes are forked from a server that
has imported the reader and nothing else; therefore neither the reader nor anything heavy is imported here.
"""

import multiprocessing
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import forkserver, resource_tracker
from pathlib import Path
from typing import Any, Final, Protocol, Self

from depipe.errors import SurroundingsError
from depipe.flow import worker
from depipe.flow.worker import Job, ReadFile, Walls
from depipe.scratch import Scratch

START_SECONDS: Final = 60
"""Patience with a worker that has nothing to do but to start."""

METHOD = "spawn" if sys.platform == "win32" else "forkserver"
"""How workers start: never as a fork of this process, which has threads and everything that it imported."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A task that was handed out: its files, what will come of it, how long that may take, what travelled."""

    paths: Sequence[Path]
    future: Future[Any]
    seconds: float
    files: Sequence[bytes | ReadFile] = ()


class Pool(Protocol):
    """Those who read, who may die of it."""

    def submit(self, paths: Sequence[Path]) -> Pending:
        """Hand out files to be read together, one after the other."""

    def result(self, task: Pending) -> list[ReadFile] | None:
        """Wait for what was read; None where a worker died or went on beyond its time.

        Raises SurroundingsError when nobody is left to read.
        """

    def renew(self) -> None:
        """Make the pool work again after a death."""

    def was_lost(self, task: Pending) -> bool:
        """Tell whether a task that was handed out before `renew` must be handed out again."""

    def prove_ready(self) -> None:
        """Raise SurroundingsError when workers die without a file as well: then no file is to blame."""

    def __enter__(self) -> Self: ...

    def __exit__(self, error: object, *_: object) -> None: ...


def start_readers() -> None:
    """Start the server that worker processes are forked from, where there is one, and return at once."""
    if METHOD == "forkserver":
        forkserver.set_forkserver_preload([worker.__name__, Walls().reader, "depipe.flow.server"])
        with _uninterrupted():
            resource_tracker.ensure_running()
        with _uninterrupted():  # again, as the tracker's start ends by letting Ctrl-C through
            forkserver.ensure_running()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C and hang-ups back: from this process until afterwards, from those it starts meanwhile for good."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def was_lost(task: Pending) -> bool:
    """Tell whether nothing more will come of a task, and nothing has."""
    future = task.future
    return future.done() and (future.cancelled() or future.exception() is not None)


class ThisProcess:
    """No pool at all: files are read here, without walls around a file that kills or hangs."""

    def __init__(self, job: Job) -> None:
        self._job = replace(job, walls=replace(job.walls, seconds=0))

    def submit(self, paths: Sequence[Path]) -> Pending:
        """Read nothing yet: reading ahead would only hold more in memory."""
        return Pending(paths, Future(), seconds=0)

    def result(self, task: Pending) -> list[ReadFile]:
        """Read the files."""
        return [worker.read_file(path, self._job) for path in task.paths]

    def renew(self) -> None:
        """Do nothing: nobody but this process could have died."""

    def was_lost(self, task: Pending) -> bool:  # noqa: ARG002 - as every pool
        """Return False: nothing is lost while this process lives."""
        return False

    def prove_ready(self) -> None:
        """Do nothing: this process is here."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class Processes:
    """Worker processes of this machine, with walls around them; they outlive the death of one of them."""

    def __init__(self, workers: int, job: Job) -> None:
        self._workers = workers
        self._job = job
        self._handover = Scratch()
        self._pool = self._new_pool()

    def submit(self, paths: Sequence[Path]) -> Pending:
        """Hand files to the workers; to a pool that broke meanwhile as well, whose results say so."""
        try:
            future = self._pool.submit(worker.read_task, paths)
        except BrokenProcessPool as error:
            future = Future()
            future.set_exception(error)
        return Pending(paths, future, self._job.walls.seconds * (len(paths) + 1))

    def result(self, task: Pending) -> list[ReadFile] | None:
        """Return what was read, None where a worker died or went on beyond its time."""
        try:
            return worker.taken(task.future.result(timeout=task.seconds))
        except BrokenProcessPool:
            return None
        except TimeoutError:
            self._kill()
            return None

    def renew(self) -> None:
        """Start a pool of new workers."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._new_pool()

    was_lost = staticmethod(was_lost)

    def prove_ready(self) -> None:
        """Raise SurroundingsError when workers die without a file as well."""
        try:
            self._pool.submit(worker.is_ready).result(timeout=START_SECONDS)
        except (BrokenProcessPool, TimeoutError) as error:
            raise SurroundingsError(
                "ワークブックを読み取るプロセスを起動できません。メモリーの空きを確かめてください。",
                "The process that reads workbooks cannot be started: check how much memory is free.",
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: object, *_: object) -> None:
        if error is not None:
            self._kill()  # nobody wants what they read
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._handover.remove()

    def _kill(self) -> None:
        """Kill the workers: what runs in them would be waited for."""
        for process in list((self._pool._processes or {}).values()):  # noqa: SLF001 - Python 3.14 says kill_workers
            process.kill()

    def _new_pool(self) -> ProcessPoolExecutor:
        start_readers()
        context = multiprocessing.get_context(METHOD)
        return ProcessPoolExecutor(self._workers, context, worker.start, (self._job, self._handover.path))
