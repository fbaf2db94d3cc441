"""Scratch folders: what lies in one goes with whoever holds it, and where that process was killed, with the next one.

A living process holds a lock on its folder, which the system lets go however the process ends. Where there are no locks
on folders (Windows), a killed process leaves its own there.
"""

import os
import shutil
import sys
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from typing import Final, Self

if sys.platform != "win32":
    import fcntl

PREFIX: Final = "depipe-held-"


class Scratch:
    """A folder in the temporary folder, `path`, for this user alone; it goes with `remove`, or when nobody holds it.

    Making one removes those that are known to be of a process that is gone. Raises OSError where none can be made.
    """

    def __init__(self) -> None:
        _sweep()
        unheld = Path(mkdtemp(prefix=f".{PREFIX}"))
        lock = _lock(unheld)
        # It has the name that is looked for only when it is held: else it would be taken for a dead process's.
        held = unheld.with_name(unheld.name.removeprefix("."))
        self.path = unheld if lock is None else unheld.rename(held)
        self.remove = weakref.finalize(self, _remove, self.path, lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()


@contextmanager
def room_beside(path: Path) -> Iterator[Path]:
    """Give a folder beside *path* for what is to become it; it goes afterwards, whoever breaks off meanwhile.

    No one looks for folders of this kind later: where the process is killed, it stays.
    """
    folder = Path(mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    try:
        yield folder
    finally:
        _remove(folder, None)


def _sweep() -> None:
    """Remove the folders that nobody holds; what is held, a link or another user's is left alone."""
    for folder in Path(gettempdir()).glob(f"{PREFIX}*"):
        lock = _lock(folder)
        if lock is not None:
            _remove(folder, lock)


def _lock(folder: Path) -> int | None:
    """Lock this user's *folder* until the descriptor that is returned is closed; None where that cannot be."""
    descriptor = None
    if sys.platform != "win32":
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            if os.fstat(descriptor).st_uid == os.geteuid():
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return descriptor
    if descriptor is not None:
        os.close(descriptor)
    return None


def _remove(folder: Path, lock: int | None) -> None:
    """Remove *folder* whole, whoever breaks off meanwhile: what evaluators wrote is in it."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
    except KeyboardInterrupt:
        _remove(folder, lock)
    else:
        if lock is not None:
            os.close(lock)
