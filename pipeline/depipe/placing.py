"""Putting files into place: written beside, renamed over, so that nobody ever sees half a file."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from depipe.errors import SurroundingsError, os_reason

_HELD: Final = frozenset({errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY})
"""What a system says of a file that another program holds, and of one that may not be written."""


def place(path: Path, write: bytes | Callable[[Path], object]) -> None:
    """Write *path* whole or not at all; *write* is its content, or writes it to the path that it is given.

    Raises SurroundingsError when the folder cannot be written or the file is open in a program that holds it.
    """
    with written_beside(path, write) as put:
        put()


@contextmanager
def written_beside(path: Path, write: bytes | Callable[[Path], object]) -> Iterator[Callable[[], None]]:
    """Write what is to be *path* beside it, and give what puts it into place; if nobody does, nothing stays.

    Both raise SurroundingsError as `place` does.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")

    def put() -> None:
        with explained(path):
            beside.replace(path)

    try:
        with explained(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(write, bytes):
                beside.write_bytes(write)
            else:
                write(beside)
        yield put
    finally:
        _forget(beside)


def remove(path: Path) -> None:
    """Remove *path* if it is there; raises SurroundingsError as `place` does."""
    with explained(path):
        path.unlink(missing_ok=True)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the file system says against *path* into a SurroundingsError."""
    try:
        yield
    except OSError as error:
        if error.errno in _HELD:
            raise SurroundingsError(
                f"{path} に書き込めません。Excel などで開いている場合は閉じてください。"
                "開いていない場合は、フォルダーの書き込み権限を確認してください。",
                f"{path} cannot be written. If it is open in Excel or another program, close it; "
                "if it is not, check that you may write to the folder.",
            ) from error
        why = os_reason(error)
        raise SurroundingsError(
            f"{path} に書き込めません（{why.ja}）。", f"{path} cannot be written: {why.en}."
        ) from error


def _forget(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
