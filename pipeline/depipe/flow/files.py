"""Which files a command reads."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from depipe.errors import UsageError

SUFFIXES = frozenset({".xlsx", ".xlsm", ".ods"})


class Found(NamedTuple):
    """The workbooks to read, and the other files of the folders, which are passed over."""

    workbooks: list[Path]
    others: list[Path]


def workbooks_in(paths: Sequence[Path]) -> Found:
    """Return the workbooks that *paths* name: files as they are, folders recursively, each once, in a stable order.

    In folders: .xlsx, .xlsm and .ods, neither hidden ones nor Excel's lock files (`~$...`).
    Raises UsageError when a path does not exist or there is nothing to read.
    """
    missing = [path for path in paths if not path.exists()]
    if missing:
        names = ", ".join(map(str, missing))
        raise UsageError(f"見つかりません: {names}", f"Not found: {names}")
    found = list({path.resolve(): path for root in paths for path in _within(root)}.values())
    workbooks = [path for path in found if path in paths or (path.suffix.lower() in SUFFIXES and path.is_file())]
    if not workbooks:
        names = ", ".join(map(str, paths))
        raise UsageError(
            f"{names} の中に、読み込めるワークブック（.xlsx、.xlsm、.ods）がありません。",
            f"There is no workbook (.xlsx, .xlsm, .ods) to read in {names}.",
        )
    return Found(workbooks, sorted(set(found) - set(workbooks)))


def _within(root: Path) -> Iterator[Path]:
    if not root.is_dir():
        yield root
        return
    for path in sorted(root.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(root).parts)
        if not hidden and not path.is_dir():
            yield path
