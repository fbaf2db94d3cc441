"""Reading comparison workbooks again, with a library that did not write them."""

import io
import re
import zipfile
from collections.abc import Iterator

import openpyxl
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from depipe.comparison.model import Comparison, Verdict


def verdict_of(comparison: Comparison, tool: str = "Temporal") -> Verdict:
    """Return the verdict of a tool."""
    return next(one for one in comparison.verdicts if one.tool == tool)


def read(data: bytes) -> Workbook:
    """Return the workbook as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(data))


def table(sheet: Worksheet, *headers: str) -> Iterator[dict[str, object]]:
    """Yield the rows below the row that holds all *headers*, by header (the first of equal ones), to a blank row."""
    rows = sheet.iter_rows(values_only=True)
    names = next(list(row) for row in rows if set(headers) <= set(row))
    for row in rows:
        if all(value is None for value in row):
            return
        yield {str(name): row[names.index(name)] for name in names if name is not None}


def texts(sheet: Worksheet) -> list[str]:
    """Return every text of a sheet, row by row."""
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def links(sheet: Worksheet) -> dict[str, tuple[str, str]]:
    """Return the links within the workbook by their cell: the sheet and the cell that each leads to."""
    found = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.hyperlink and not cell.hyperlink.target:
                name, address = str(cell.hyperlink.location).rsplit("!", 1)
                found[cell.coordinate] = (name.strip("'"), address)
    return found


def printed(sheet: Worksheet) -> set[str]:
    """Return what is printed above and below every page of a sheet."""
    items = (part for one in (sheet.oddHeader, sheet.oddFooter) if one for part in (one.left, one.center, one.right))
    return {part.text for part in items if part and part.text}


def parts(data: bytes, name: str) -> list[str]:
    """Return the XML of the parts whose names match."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [package.read(one).decode() for one in sorted(package.namelist()) if re.search(name, one)]


def leaving(sheet: Worksheet) -> dict[str, str]:
    """Return the addresses outside of the workbook that cells lead to, by the cell."""
    found = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.hyperlink and cell.hyperlink.target:
                location = f"#{cell.hyperlink.location}" if cell.hyperlink.location else ""
                found[cell.coordinate] = f"{cell.hyperlink.target}{location}"
    return found
