"""Filling an issued workbook in with openpyxl, as a person would: for the demonstration and for tests.

Cells are found by id and header. openpyxl keeps what depipe writes (validations, formats, names, properties), but the
formulas lose their cached values; a spreadsheet computes them again.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from types import MappingProxyType
from typing import Final

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from depipe.folding import fold
from depipe.stars import written
from depipe.workbook.identity import Answer
from depipe.workbook.layout import (
    HEADER_DECISION,
    HEADER_ID,
    HEADER_ITEM,
    HEADER_REASON,
    HEADER_SCOPE,
    HEADER_TOOL,
    HEADER_VERIFIED_ON,
    HEADER_VERSION,
    LABEL_DECIDER,
    LABEL_EVALUATOR,
    NOTE_FIELDS,
    PROPOSAL_HEADERS,
    SHEET_CONTEXT,
    SHEET_DECISIONS,
    SHEET_PROPOSALS,
    SHEET_RATINGS,
    note_header,
)
from depipe.workbook.writing.measure import height

_MARGIN: Final = 5 / 7
"""What a file's column widths hold beyond the characters: five pixels, of digits that are seven wide."""
_ESCAPE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_NO_TOOLS: Final[Mapping[str, tuple[str | None, date | str | None]]] = MappingProxyType({})
_NO_ANSWERS: Final[Mapping[tuple[str, str], Answer]] = MappingProxyType({})


def fill(
    source: bytes,
    *,
    evaluator: str | None = None,
    parameters: Mapping[str, str] = _NOTHING,
    tools: Mapping[str, tuple[str | None, date | str | None]] = _NO_TOOLS,
    scopes: Mapping[str, str] = _NOTHING,
    answers: Mapping[tuple[str, str], Answer] = _NO_ANSWERS,
    proposals: Sequence[Mapping[str, str]] = (),
) -> bytes:
    """Return the workbook *source* with these answers typed in; what is not named stays as it is.

    parameters: name -> value. tools: tool -> (version, verification date), None to leave a cell alone.
    scopes: tool -> 再検証の範囲, of a prefilled workbook.
    answers: (item id, tool) -> answer, its stars written as ⭐. proposals: field (`category`, `name`, `description`,
    `reason`, `general`) -> text, each in the next free row.

    Raises KeyError for a name that the workbook does not hold.
    """
    book = load_workbook(BytesIO(source))
    _fill_context(book[SHEET_CONTEXT], evaluator, parameters)
    _fill_tools(book[SHEET_CONTEXT], tools, scopes)
    _fill_ratings(book[SHEET_RATINGS], answers)
    _fill_proposals(book[SHEET_PROPOSALS], proposals)
    filled = BytesIO()
    book.save(filled)
    return filled.getvalue()


def decide(
    source: bytes, decisions: Mapping[tuple[str, str], tuple[str | None, str | None]], *, decider: str | None = None
) -> bytes:
    """Return the workbook for decisions *source* with these typed in; what is not named stays as it is.

    decisions: (item id, tool) -> what to type as the decision and as its reason, None to leave a cell alone.

    Raises KeyError for a pair that the workbook does not hold.
    """
    book = load_workbook(BytesIO(source))
    sheet = book[SHEET_DECISIONS]
    header, columns = header_columns(sheet, HEADER_DECISION)
    if decider is not None:
        labels = dict(_rows(sheet, 1, columns[fold(HEADER_ID)], header - 1))
        _type(sheet, labels[fold(LABEL_DECIDER)], columns[fold(HEADER_ITEM)], decider)
    pairs = {
        (
            str(sheet.cell(row, columns[fold(HEADER_ID)]).value),
            str(sheet.cell(row, columns[fold(HEADER_TOOL)]).value),
        ): row
        for row in range(header + 1, sheet.max_row + 1)
    }
    growing = _Growing(sheet)
    for pair, (stars, reason) in decisions.items():
        for column, text in ((HEADER_DECISION, stars), (HEADER_REASON, reason)):
            if text is not None:
                growing.type(pairs[pair], columns[fold(column)], text)
    filled = BytesIO()
    book.save(filled)
    return filled.getvalue()


def header_columns(sheet: Worksheet, wanted: str) -> tuple[int, dict[str, int]]:
    """Return the number of the row that holds the header *wanted*, and its columns by folded header (from 1).

    Raises KeyError where no row does.
    """
    for row in sheet.iter_rows():
        columns = {
            fold(str(cell.value)): cell.column for cell in row if isinstance(cell, Cell) and cell.value is not None
        }
        if fold(wanted) in columns and len(columns) > 1:
            return next(cell.row for cell in row if isinstance(cell, Cell)), columns
    raise KeyError(wanted)


def _type(sheet: Worksheet, row: int, column: int, value: str | date | None) -> None:
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise KeyError(cell.coordinate)
    # `_x0041_` in a file means A: spreadsheets escape such text as they save, openpyxl does not.
    cell.value = _ESCAPE.sub("_x005F_", value) if isinstance(value, str) else value
    if isinstance(value, str):
        # What looks like a formula was typed as text: the cells are formatted as text.
        cell.data_type = "s"


class _Growing:
    """Rows that grow with what is typed into them, as a spreadsheet's do; openpyxl leaves them as they are."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._widths = {
            column: float(dimension.width) - _MARGIN
            for letters, dimension in sheet.column_dimensions.items()
            for first in [dimension.min or column_index_from_string(letters)]
            for column in range(first, (dimension.max or first) + 1)
        }

    def type(self, row: int, column: int, value: str | None) -> None:
        """Type a text, and make room for it."""
        _type(self._sheet, row, column, value)
        if value and column in self._widths:
            dimension = self._sheet.row_dimensions[row]
            dimension.height = max(dimension.height or 0, height([(value, self._widths[column])]))


def _rows(sheet: Worksheet, first: int, column: int, last: int | None = None) -> Iterator[tuple[str, int]]:
    """Yield the folded texts of a column from row *first* to row *last* (default: all), each with its row."""
    for row in range(first, (last or sheet.max_row) + 1):
        value = sheet.cell(row, column).value
        if value is not None:
            yield fold(str(value)), row


def _fill_context(sheet: Worksheet, evaluator: str | None, parameters: Mapping[str, str]) -> None:
    header, _ = header_columns(sheet, HEADER_TOOL)
    labels = dict(_rows(sheet, 1, 1, header - 1))
    values = dict(parameters) | ({LABEL_EVALUATOR: evaluator} if evaluator is not None else {})
    for name, given in values.items():
        _type(sheet, labels[fold(name)], 2, given)


def _fill_tools(
    sheet: Worksheet, tools: Mapping[str, tuple[str | None, date | str | None]], scopes: Mapping[str, str]
) -> None:
    header, columns = header_columns(sheet, HEADER_TOOL)
    rows = dict(_rows(sheet, header + 1, columns[fold(HEADER_TOOL)]))
    for tool, (version, verified_on) in tools.items():
        for column, value in ((HEADER_VERSION, version), (HEADER_VERIFIED_ON, verified_on)):
            if value is not None:
                _type(sheet, rows[fold(tool)], columns[fold(column)], value)
    for tool, scope in scopes.items():
        _type(sheet, rows[fold(tool)], columns[fold(HEADER_SCOPE)], scope)


def _fill_ratings(sheet: Worksheet, answers: Mapping[tuple[str, str], Answer]) -> None:
    if not answers:
        return
    header, columns = header_columns(sheet, HEADER_ID)
    rows = dict(_rows(sheet, header + 1, columns[fold(HEADER_ID)]))
    growing = _Growing(sheet)
    for (item_id, tool), answer in answers.items():
        row = rows[fold(item_id)]
        _type(sheet, row, columns[fold(tool)], written(answer.stars))
        for field in NOTE_FIELDS:
            growing.type(row, columns[fold(note_header(tool, field))], answer.note(field))


def _fill_proposals(sheet: Worksheet, proposals: Sequence[Mapping[str, str]]) -> None:
    header, columns = header_columns(sheet, PROPOSAL_HEADERS["category"])
    placed = [columns[fold(text)] for text in PROPOSAL_HEADERS.values()]
    free = (
        row for row in range(header + 1, sheet.max_row + 1) if all(sheet.cell(row, c).value is None for c in placed)
    )
    growing = _Growing(sheet)
    for proposal, row in zip(proposals, free, strict=False):
        for field, text in proposal.items():
            growing.type(row, columns[fold(PROPOSAL_HEADERS[field])], text)
