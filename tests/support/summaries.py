"""集計 in tests: typing into an issued workbook as people do, and what the live summary then shows."""

import random
from collections.abc import Mapping, Sequence

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from depipe.workbook.layout import SHEET_SUMMARY, note_header
from support.issued import opened

Typed = dict[tuple[str, str], tuple[int | None, str | float]]
"""(item id, tool) -> the stars that are meant (None: unverified), what was typed."""

Notes = Mapping[tuple[str, str], Sequence[str]]
"""(item id, tool) -> Doc, Repro, Evidence."""


def table(sheet: Worksheet) -> tuple[dict[str, int], dict[str, int], int]:
    """Return 評価's columns by header, its rows by id, and the first of them."""
    cells = [[cell for cell in row if isinstance(cell, Cell)] for row in sheet.iter_rows()]
    top = next(row for row in cells if len(row) > 1 and row[1].value == "ID")
    rows = {str(row[1].value): row[1].row for row in cells if row and row[0].row > top[0].row}
    return {str(cell.value): cell.column for cell in top}, rows, top[0].row + 1


def type_in(sheet: Worksheet, typed: Typed, notes: Notes) -> None:
    """Type stars and notes into 評価, by id and header."""
    columns, rows, _ = table(sheet)
    for (item_id, tool), (_, text) in typed.items():
        sheet.cell(rows[item_id], columns[tool], "").value = None if text == "" else text
    for (item_id, tool), texts in notes.items():
        for name, text in zip(("doc", "repro", "evidence"), texts, strict=True):
            cell = sheet.cell(rows[item_id], columns[note_header(tool, name)], text)  # type: ignore[arg-type]
            cell.data_type = "s"


def sort_rows(sheet: Worksheet, chance: random.Random) -> None:
    """Put the item rows into another order, as a sort of an unprotected sheet does."""
    _, _, first = table(sheet)
    rows = [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows(min_row=first)]
    chance.shuffle(rows)
    for row, values in zip(sheet.iter_rows(min_row=first), rows, strict=True):
        for cell, (value, kind) in zip(row, values, strict=True):
            if isinstance(cell, Cell):
                cell.value = value
                cell.data_type = kind


def type_entries(sheet: Worksheet, entries: Mapping[str, str | float]) -> None:
    """Type values beside their labels, and versions beside their tools, on 前提パラメータ."""
    rows = {str(cell.value): cell.row for cell in sheet["A"] if cell.value}
    for label, value in entries.items():
        sheet.cell(rows[label], 2, "").value = None if value == "" else value


def summary_of(data: bytes) -> dict[str, dict[str, object]]:
    """Return 集計 as label -> tool -> what is shown; a later label of the same name does not replace an earlier one."""
    sheet = opened(data, values=True)[SHEET_SUMMARY]
    header = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "区分")
    found: dict[str, dict[str, object]] = {}
    for row in sheet.iter_rows(values_only=True):
        found.setdefault(str(row[0]), dict(zip(map(str, header[2:]), row[2:], strict=True)))
    return found


def status_of(data: bytes) -> str:
    """Return what the line on top of 集計 says."""
    return str(opened(data, values=True)[SHEET_SUMMARY]["A2"].value)
