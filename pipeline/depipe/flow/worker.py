"""What runs in a reading worker: the walls around it, and the files that it reads.

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
    """Time for one file: one at the preflight's limits takes a few seconds on a slow machine."""
    reader: str = "depipe.workbook.read"
    """The module whose `read` it calls. Tests name one that dies in every way that a reader can."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file, its bytes as they came in, and what was read from them."""

    path: Path
    original: bytes
    returned: Returned


_Read = Callable[[str, bytes, Mapping[str, Expected]], Returned]


@dataclass(frozen=True, slots=True)
class _Work:
    """What a worker is handed once, not with every task."""

    read: _Read
    expectations: Mapping[str, Expected]
    walls: Walls
    handover: Path


_work: _Work


def start(expectations: Mapping[str, Expected], walls: Walls, handover: Path) -> None:
    """Make this process a reading worker that leaves what it read in the folder *handover*."""
    global _work  # noqa: PLW0603 - a process pool hands over to a function, and keeps nothing for the next one
    quieten_libraries()
    _work = _Work(importlib.import_module(walls.reader).read, expectations, walls, handover)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    _fall_silent()
    threading.Thread(target=_end_with_parent, args=(handover,), daemon=True).start()  # needs memory for its stack
    _limit_memory(walls.memory_bytes)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # kills: a handler in Python would wait for the reader to return


def _fall_silent() -> None:
    """Keep the last words of a reader that aborts, a backtrace, from the terminal that this process shares."""
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
    read = [_read_file(path) for path in paths]
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
    try:
        return _refused(path, _bytes_of(path), Finding(code="file.unsafe", found="reader"))
    except OSError as error:
        return _refused(path, b"", _unreadable(error))


def _refused(path: Path, original: bytes, finding: Finding) -> ReadFile:
    digest = hashlib.sha256(original).hexdigest()
    return ReadFile(path, original, Returned(path.name, digest, findings=[finding]))


def _unreadable(error: OSError) -> Finding:
    return Finding(code="file.unreadable", found=os_reason(error).en)


def _bytes_of(path: Path) -> bytes:
    """Return a file's bytes; of one over the size limit just enough to refuse it. Raises OSError."""
    from depipe.workbook.reading.limits import Limits  # noqa: PLC0415 - workers alone need it

    with path.open("rb") as stream:
        return stream.read(Limits().file_bytes + 1)


def _read_file(path: Path) -> ReadFile:
    original = b""
    try:
        with _time_limit(_work.walls.seconds):
            try:
                original = _bytes_of(path)
            except OSError as error:
                return _refused(path, b"", _unreadable(error))
            return ReadFile(path, original, _work.read(path.name, original, _work.expectations))
    except BaseException:  # noqa: BLE001 - a panic is no Exception; whatever it is, it must cost no other file
        return _refused(path, original, Finding(code="file.unsafe", found="reader"))


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """End this process when what is done takes longer; where there are no alarms, the parent ends it."""
    if not hasattr(signal, "setitimer"):
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
