"""The reading stage: files to returned workbooks, in chunks, wherever the reading is done.

A worker that dies costs the one file that killed it, which is refused as `file.unsafe`: the files of its task are read
again, each alone. Memory does not grow with the number of files.

The caller of worker processes calls `start_readers` first of all, and imports its own libraries meanwhile: this module
imports neither the reader nor anything heavy.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from depipe.flow import worker
from depipe.flow.pools import Pending, Pool, Processes, ThisProcess, start_readers
from depipe.flow.worker import Job, ReadFile, Walls
from depipe.workbook.cells import Expected

__all__ = ["WALLS", "ReadFile", "Workers", "read_chunks", "refuse_unreachable", "start_readers", "worthwhile"]

Workers = int | str
"""Who reads: so many processes, or this one (0), or the workers of a cluster (the address of its Dask scheduler)."""

CHUNK: Final = 128
"""Files that are validated and stored together: a chunk costs some 25 ms whatever its size, and each file memory."""

CHUNK_BYTES: Final = 256 * 1024**2
"""Bytes from which on a chunk is closed early: people paste pictures."""

TASK: Final = 16
"""Files that a worker reads in one go: enough to hide the hand-over, few enough to read again when a worker dies."""

TASK_BYTES: Final = 16 * 1024**2
"""Bytes from which on a task is closed early."""

AHEAD: Final = CHUNK // TASK
"""Tasks that are read ahead: a chunk, so that workers go on while the last one is validated and stored."""

FILES_PER_WORKER: Final = 32
"""Fewer files are read by one process before a second one has started."""

ATTEMPTS: Final = 2
"""How often a file may be alone with a worker that dies: the system or a person may have ended the first one."""

WALLS: Walls = Walls()
"""What workers may take."""


def read_chunks(
    paths: Sequence[Path],
    expectations: Mapping[str, Expected],
    *,
    workers: Workers,
    advance: Callable[[], object] = lambda: None,
    meanwhile: Callable[[], object] = lambda: None,
) -> Iterator[list[ReadFile]]:
    """Yield the files in chunks, in the order of *paths*; *advance* is called after each file.

    *meanwhile* is called once, when the first files are being read.

    Raises SurroundingsError when no worker can be started or reached, UsageError for an address that is none.
    """
    chunk: list[ReadFile] = []
    size = 0
    with _pool(workers, Job(expectations, WALLS)) as pool:
        for file in _read_all(paths, pool, meanwhile):
            chunk.append(file)
            size += len(file.original)
            advance()
            if len(chunk) == CHUNK or size >= CHUNK_BYTES:
                yield chunk
                chunk, size = [], 0
    if chunk:
        yield chunk


def worthwhile(workers: int, files: int) -> int:
    """Return how many of so many *workers* are worth starting for so many *files*."""
    return min(workers, 1 + files // FILES_PER_WORKER)


def refuse_unreachable(workers: Workers) -> None:
    """Raise UsageError for an address that is none, SurroundingsError where no scheduler can be reached at it."""
    if isinstance(workers, str):
        from depipe.flow.cluster import greet  # noqa: PLC0415 - as in `_pool`

        greet(workers)


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


def _pool(workers: Workers, job: Job) -> Pool:
    if isinstance(workers, str):
        from depipe.flow.cluster import Cluster  # noqa: PLC0415 - an extra, and takes longer than reading some files

        return Cluster(workers, job)
    return Processes(workers, job) if workers else ThisProcess(job)


def _read_all(paths: Sequence[Path], pool: Pool, meanwhile: Callable[[], object]) -> Iterator[ReadFile]:
    """Yield every file in order, keeping all workers busy and no more than a chunk in memory."""
    tasks = _tasks(paths)
    pending: deque[tuple[_Task, Pending]] = deque()
    _hand_out(tasks, pending, pool)
    meanwhile()
    while pending:
        task, handed = pending.popleft()
        read = pool.result(handed)
        if read is None:
            pool.renew()
            yield from (_read_alone(path, pool) for path in task.paths)
            pending = deque(
                (waiting, pool.submit(waiting.paths) if pool.was_lost(handed) else handed)
                for waiting, handed in pending
            )
        else:
            yield from read
        _hand_out(tasks, pending, pool)


def _hand_out(tasks: Iterator[_Task], pending: deque[tuple[_Task, Pending]], pool: Pool) -> None:
    """Hand out *tasks* until a chunk of them is *pending*."""
    while len(pending) < AHEAD and sum(task.size for task, _ in pending) < CHUNK_BYTES:
        task = next(tasks, None)
        if task is None:
            return
        pending.append((task, pool.submit(task.paths)))


def _read_alone(path: Path, pool: Pool) -> ReadFile:
    """Read one file as a task of its own: if a worker dies at it again and again, this file kills it."""
    for _ in range(ATTEMPTS):
        started = time.monotonic()
        read = pool.result(pool.submit([path]))
        if read is not None:
            return read[0]
        pool.renew()
        if time.monotonic() - started >= WALLS.seconds:
            break  # it hangs: once is enough
    pool.prove_ready()
    return worker.broken_off(path)
