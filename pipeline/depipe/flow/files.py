"""Which files a command reads."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from depipe.errors import UsageError

SUFFIXES = frozenset({".xlsx", ".xlsm", ".ods"})


def workbooks_in(paths: Sequence[Path]) -> list[Path]:
    """Return the workbooks that *paths* name: files as they are, folders recursively, each once, in a stable order.

    In folders: .xlsx, .xlsm and .ods, neither hidden ones nor Excel's lock files (`~$...`).
    Raises UsageError when a path does not exist or there is nothing to read.
    """
    missing = [path for path in paths if not path.exists()]
    if missing:
        names = ", ".join(map(str, missing))
        raise UsageError(f"見つかりません: {names}", f"Not found: {names}")
    found = list({path.resolve(): path for root in paths for path in _within(root)}.values())
    if not found:
        names = ", ".join(map(str, paths))
        raise UsageError(
            f"{names} の中に、読み込めるワークブック（.xlsx、.xlsm、.ods）がありません。",
            f"There is no workbook (.xlsx, .xlsm, .ods) to read in {names}.",
        )
    return found


def _within(root: Path) -> Iterable[Path]:
    if not root.is_dir():
        return [root]
    return sorted(
        path
        for path in root.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and not path.name.startswith("~$")
        and not any(part.startswith(".") for part in path.relative_to(root).parts)
        and path.is_file()
    )
