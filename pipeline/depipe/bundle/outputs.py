"""The outputs of a bundle held against those that are derived again: tables cell by cell, all others byte by byte."""

import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from depipe.bundle.cells import first_difference
from depipe.bundle.differences import Difference, FileDifference
from depipe.scoring.tables import key_of

OUTPUTS: Final = "outputs"
TABLES: Final = f"{OUTPUTS}/tables"


def table_differences(derived: Mapping[str, Path], bundled: Mapping[str, Path]) -> Iterator[Difference]:
    """Yield the first difference of every table; files are by their names in the bundle."""
    for name, path in derived.items():
        if name.startswith(f"{TABLES}/") and name in bundled and not _same_bytes(path, bundled[name]):
            table = PurePosixPath(name).stem
            difference = first_difference(table, path, bundled[name], key_of(table), name)
            if difference is not None:
                yield difference


def file_differences(derived: Mapping[str, Path], bundled: Mapping[str, Path]) -> Iterator[FileDifference]:
    """Yield every output but the tables that is not what is derived, and those that only one side has."""
    outputs = {name: path for name, path in bundled.items() if name.startswith(f"{OUTPUTS}/")}
    for name in sorted(derived.keys() | outputs.keys()):
        if name not in outputs:
            yield FileDifference(name, "missing")
        elif name not in derived:
            yield FileDifference(name, "unexpected")
        elif not name.startswith(f"{TABLES}/") and not _same(derived[name], outputs[name]):
            yield FileDifference(name, "derived")


def _same(derived: Path, bundled: Path) -> bool:
    return _same_bytes(derived, bundled) or (derived.suffix == ".xlsx" and _same_parts(derived, bundled))


def _same_bytes(derived: Path, bundled: Path) -> bool:
    return derived.stat().st_size == bundled.stat().st_size and derived.read_bytes() == bundled.read_bytes()


def _same_parts(derived: Path, bundled: Path) -> bool:
    """Tell whether two workbooks hold the same parts: zlib's releases pack the same bytes differently.

    Of the bundle's workbook, no more is inflated than the derived one holds.
    """
    try:
        with zipfile.ZipFile(derived) as ours, zipfile.ZipFile(bundled) as theirs:
            if ours.namelist() != theirs.namelist():
                return False
            for name in ours.namelist():
                part = ours.read(name)
                with theirs.open(name) as stream:
                    if stream.read(len(part) + 1) != part:
                        return False
    except Exception:  # noqa: BLE001 - zipfile meets damage with half a dozen exceptions
        return False
    return True
