"""Which files a command reads."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from depipe.errors import UsageError

SUFFIXES: Final = frozenset({".xlsx", ".xlsm", ".ods"})
"""What names of workbooks end with."""


class Found(NamedTuple):
    """The workbooks to read, and the other files of the folders, which are passed over."""

    workbooks: list[Path]
    others: list[Path]


def workbooks_in(paths: Sequence[Path], *, output: Path | None = None) -> Found:
    """Return the workbooks that *paths* name: files as they are, folders recursively, each once, in a stable order.

    In folders: .xlsx, .xlsm and .ods, neither hidden ones nor Excel's lock files (`~$...`). A sub-folder that may not
    be looked into, or is a link to one elsewhere, is among the others; so is the folder *output* with its marked copies
    and comparisons, unless it is named itself or holds what is named.
    Raises UsageError when a path does not exist or is no file, or there is nothing to read.
    """
    missing = [path for path in paths if not path.exists()]
    if missing:
        names = ", ".join(map(str, missing))
        raise UsageError(f"見つかりません: {names}", f"Not found: {names}")
    odd = [path for path in paths if not (path.is_file() or path.is_dir())]
    if odd:
        names = ", ".join(map(str, odd))
        raise UsageError(
            f"ファイルでもフォルダーでもないため、読めません: {names}",
            f"Neither a file nor a folder, so it cannot be read: {names}",
        )
    found: dict[Path, Path] = {}
    own = None if output is None else output.resolve()
    for path in (path for root in paths for path in _within(root, own)):
        found.setdefault(path.resolve(), path)
    workbooks = [path for path in found.values() if path in paths or _is_workbook(path)]
    if not workbooks:
        names = ", ".join(map(str, paths))
        raise UsageError(
            f"{names} の中に、読み込めるワークブック（.xlsx、.xlsm、.ods）がありません。",
            f"There is no workbook (.xlsx, .xlsm, .ods) to read in {names}.",
        )
    return Found(workbooks, sorted(set(found.values()) - set(workbooks)))


def _is_workbook(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and path.is_file()


def _within(root: Path, own: Path | None) -> Iterator[Path]:
    """Yield a file itself, or what lies in a folder, sorted; but for what is hidden or locked."""
    if not root.is_dir():
        yield root
        return
    found: list[Path] = []

    def closed(error: OSError) -> None:
        found.append(Path(error.filename))

    for folder, folders, files in os.walk(root, onerror=closed):
        apart = {name for name in folders if (path := Path(folder, name)).is_symlink() or path.resolve() == own}
        found += (Path(folder, name) for name in apart if _is_shown(name))
        folders[:] = (name for name in folders if _is_shown(name) and name not in apart)
        found += (Path(folder, name) for name in files if _is_shown(name))
    yield from sorted(found)


def _is_shown(name: str) -> bool:
    return not name.startswith((".", "~$"))
