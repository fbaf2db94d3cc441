"""A second, independent reader of answers: openpyxl, the ids of the rows, the headers of the columns, nothing else.

It shares no code with depipe: what both read is not one mistake made twice.
"""

import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, Final

import openpyxl
from openpyxl.worksheet._reader import WorkSheetParser

_LOOKS: Final = re.compile(r"xl/(?:styles\.xml|theme/|drawings/|media/)|docProps/")

NOTES: Final = ("Doc", "Repro", "Evidence")

_ESCAPE: Final = re.compile("_x([0-9A-Fa-f]{4})_")

Place = tuple[str, str]
"""Item, and the header of a column."""


def plain_answers(data: bytes, items: Sequence[str], tools: Sequence[str]) -> Mapping[Place, object] | None:
    """Return what stands below the headers of tools and notes; None where no sheet has the ids and the tools' headers.

    Raises whatever openpyxl raises.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(without_looks(data)), read_only=True, data_only=True)
        for sheet in sorted(book.worksheets, key=lambda sheet: plain(sheet.title) != "評価"):
            found = _answers(_rows(sheet), items, tools)
            if found is not None:
                return found
    return None


def without_looks(data: bytes) -> bytes:
    """Return the package without formats, theme and pictures, which take openpyxl most of its time."""
    lean = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(lean, "w") as kept:
        for name in archive.namelist():
            if not _LOOKS.match(name):
                kept.writestr(name, archive.read(name))
    return lean.getvalue()


def _rows(sheet: Any) -> Sequence[Sequence[object]]:  # noqa: ANN401 - what it takes is openpyxl's own
    """Return the values of a sheet's rows in order, of those rows and columns only in which something stands.

    What openpyxl offers itself leaves out rows that are out of order, or fills every place between cells that are far
    apart, below merged ranges and below links: one cell in XFD1048576 takes terabytes. A cell that holds nothing but a
    format is no cell to depipe, so that one in another's place does not blank it.
    """
    with sheet._get_source() as source:
        parser = WorkSheetParser(source, sheet._shared_strings, data_only=True)
        cells = {
            (cell["row"], cell["column"]): cell["value"]
            for _, row in parser.parse()
            for cell in row
            if cell["value"] not in {None, ""}
        }
    columns = sorted({column for _, column in cells})
    return [[cells.get((row, column)) for column in columns] for row in sorted({row for row, _ in cells})]


def _answers(
    rows: Sequence[Sequence[object]], items: Sequence[str], tools: Sequence[str]
) -> Mapping[Place, object] | None:
    number, headers = next(
        (
            (number, headers)
            for number, headers in enumerate([plain(value) for value in row] for row in rows)
            if "ID" in headers and all(headers.count(plain(tool)) == 1 for tool in tools)
        ),
        (0, []),
    )
    if not headers:
        return None
    wanted = [header for tool in tools for header in (tool, *(f"{tool} {note}" for note in NOTES))]
    columns = {header: headers.index(plain(header)) for header in wanted if headers.count(plain(header)) == 1}
    ids = {plain(item): item for item in items}
    found: dict[Place, object] = {}
    for row in (*rows[:number], *rows[number + 1 :]):
        at = headers.index("ID")
        item = ids.get(plain(row[at]).upper()) if at < len(row) else None
        if item is not None:
            found |= {(item, name): row[column] if column < len(row) else None for name, column in columns.items()}
    return found if {item for item, _ in found} == set(items) else None


def plain(value: object) -> str:
    """Return a text without widths, invisible characters, and blanks around; openpyxl leaves escapes as they are."""
    said = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), value) if isinstance(value, str) else ""
    text = unicodedata.normalize("NFKC", said)
    return " ".join("".join(sign for sign in text if unicodedata.category(sign) not in {"Cf", "Mn"}).split())


def plain_stars(value: object) -> int | None:
    """Return the stars that a cell's value gives, None for none. Raises ValueError for anything else."""
    if isinstance(value, int | float) and not isinstance(value, bool) and value in {1, 2, 3, 4, 5}:
        return int(value)
    if value is not None and not isinstance(value, str):
        raise ValueError(value)
    text = plain(value) if isinstance(value, str) else ""
    if text in {"", "未検証"} or (len(text) == 1 and (unicodedata.category(text) == "Pd" or text in "ー−")):
        return None
    count = sum(sign in "⭐★🌟" for sign in text)
    if count and count <= 5 and all(sign in "⭐★🌟☆✩" for sign in text):
        return count
    if text in {"1", "2", "3", "4", "5", "1.0", "2.0", "3.0", "4.0", "5.0"}:
        return int(float(text))
    raise ValueError(value)
