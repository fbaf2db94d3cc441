"""What reads files: in a reading worker with walls around it, or in whatever process calls `read_file`.

A process that reads a file may abort, hang or bloat, whatever the preflight let through. What Python can catch
becomes a finding here; what it cannot ends the process, which the parent sees. On Windows, which has neither limits of
memory nor alarms, the parent's patience is the only wall.
"""

import hashlib
import importlib
import multiprocessing
import os
import pickle
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from depipe.errors import os_reason
from depipe.findings import Finding
from depipe.quiet import quieten_libraries
from depipe.workbook.cells import Expected, Returned


@dataclass(frozen=True, slots=True)
class Walls:
    """What a reading worker may take, and what it reads with."""

    memory_bytes: int = 2 * 1024**3
    """Address space: a file at the preflight's limits needs a quarter of it."""
    seconds: float = 60
    """Time for one file, 0 for any: one at the preflight's limits takes a few seconds on a slow machine."""
    reader: str = "depipe.workbook.read"
    """The module whose `read` it calls. Tests name one that dies in every way that a reader can."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file, its bytes as they came in, and what was read from them."""

    path: Path
    original: bytes
    returned: Returned


@dataclass(frozen=True, slots=True)
class Job:
    """What it takes to read files: the reader with what it expects, and what it may take."""

    expectations: Mapping[str, Expected]
    walls: Walls

    def read(self, name: str, original: bytes) -> Returned:
        """Return what a file of that name says; a reader that breaks off is a finding, whatever it raises."""
        reader = importlib.import_module(self.walls.reader)
        try:
            returned: Returned = reader.read(name, original, self.expectations)
        except KeyboardInterrupt:
            raise
        except BaseException:  # noqa: BLE001 - a panic is no Exception; whatever it is, it must cost no other file
            return _refused(name, original, _BROKEN_OFF)
        return returned


@dataclass(frozen=True, slots=True)
class _Work:
    """What a worker is handed once, not with every task."""

    job: Job
    handover: Path


_work: _Work


def start(job: Job, handover: Path) -> None:
    """Make this process a reading worker that leaves what it read in the folder *handover*."""
    global _work  # noqa: PLW0603 - a process pool hands over to a function, and keeps nothing for the next one
    _work = _Work(job, handover)
    importlib.import_module(job.walls.reader)
    threading.Thread(target=_end_with_parent, args=(handover,), daemon=True).start()  # needs memory for its stack
    wall_in(job.walls)


def wall_in(walls: Walls) -> None:
    """Put the walls around this process, which reads and does nothing else."""
    quieten_libraries()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    fall_silent()
    _limit_memory(walls.memory_bytes)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # kills: a handler in Python would wait for the reader to return


def fall_silent() -> None:
    """Let go of what the command writes to: a reader that aborts says a backtrace, and who reads waits for its end."""
    if os.environ.get("DEPIPE_DEBUG"):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _end_with_parent(handover: Path) -> None:
    """End this process when the one that wants the files has gone, however it went, and take along what it left."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        shutil.rmtree(handover, ignore_errors=True)
        os._exit(1)


def is_ready() -> bool:
    """Answer, which shows that workers can be started at all."""
    return True


def read_task(paths: Sequence[Path]) -> Path:
    """Read some files, one after the other, and return where `taken` finds them.

    They go through a file: a worker that is killed while it writes megabytes into the pool's pipe would leave half a
    message, for whose rest the parent waits for ever; a path is too short to be written by halves.
    """
    read = [read_file(path, _work.job) for path in paths]
    with tempfile.NamedTemporaryFile(dir=_work.handover, delete=False) as stream:
        pickle.dump(read, stream, pickle.HIGHEST_PROTOCOL)
    return Path(stream.name)


def taken(handed: Path) -> list[ReadFile]:
    """Return what `read_task` left, and remove it."""
    with handed.open("rb") as stream:
        read: list[ReadFile] = pickle.load(stream)  # noqa: S301 - our own worker's file in our own folder
    handed.unlink()
    return read


def broken_off(path: Path) -> ReadFile:
    """Return what is said of a file at which a reader broke off, or that the system does not give."""
    return _read(path, lambda name, original: _refused(name, original, _BROKEN_OFF))


def read_file(path: Path, job: Job) -> ReadFile:
    """Return a file as read, or what is said of one that the system does not give."""
    with time_limit(job.walls.seconds):
        return _read(path, job.read)


def _read(path: Path, reader: Callable[[str, bytes], Returned]) -> ReadFile:
    try:
        original = bytes_of(path)
    except OSError as error:
        return unreadable(path, error)
    except MemoryError:
        return ReadFile(path, b"", _refused(path.name, b"", _BROKEN_OFF))
    return ReadFile(path, original, reader(path.name, original))


def unreadable(path: Path, error: OSError) -> ReadFile:
    """Return what is said of a file that the system does not give."""
    return ReadFile(path, b"", _refused(path.name, b"", Finding(code="file.unreadable", found=os_reason(error).en)))


def _refused(name: str, original: bytes, finding: Finding) -> Returned:
    return Returned(name, hashlib.sha256(original).hexdigest(), findings=[finding])


_BROKEN_OFF: Final = Finding(code="file.unsafe", found="reader")


def bytes_of(path: Path) -> bytes:
    """Return a file's bytes; of one over the size limit just enough to refuse it. Raises OSError."""
    from depipe.workbook.reading.limits import Limits  # noqa: PLC0415 - workers alone need it

    with path.open("rb") as stream:
        return stream.read(Limits().file_bytes + 1)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """End this process when what is done takes longer; where there are no alarms, the parent ends it."""
    if not seconds or not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _limit_memory(memory_bytes: int) -> None:
    """Bound the address space where the system can; a tighter bound that somebody set stays."""
    try:
        import resource  # noqa: PLC0415 - POSIX only
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
    with suppress(ValueError, OSError):  # macOS knows the limit, and refuses to set it
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
