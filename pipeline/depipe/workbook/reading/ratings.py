"""The sheet 評価: stars and notes, by the id of their row and the header of their column."""

from collections.abc import Sequence
from typing import Final

from depipe.findings import Finding
from depipe.workbook.cells import CellColumns, Expected, Field, Kind
from depipe.workbook.layout import HEADER_ID, HEADER_ITEM, NOTE_FIELDS, note_header
from depipe.workbook.reading.columns import Columns, header_row, no_headers
from depipe.workbook.reading.extras import extra_above, extra_columns, extra_rows, pictures, remarks
from depipe.workbook.reading.itemrows import ItemRows, assign_rows
from depipe.workbook.reading.links import with_link
from depipe.workbook.reading.lockedtexts import compare_locked
from depipe.workbook.reading.misplaced import misplaced
from depipe.workbook.reading.undated import undated
from depipe.workbook.reading.view import SheetView

_FIELDS: Final[tuple[Field, ...]] = ("stars", *NOTE_FIELDS)


def read_ratings(view: SheetView, tools: tuple[str, ...], expected: Expected, cells: CellColumns) -> list[Finding]:
    """Add the sheet's answers to *cells*, item by item in the master's order, and return what is wrong."""
    row = header_row(view, tools)
    if row is None:
        return [no_headers(view, tools)]
    return _Ratings(view, tools, expected, Columns(view, tools, row)).read(cells)


class _Ratings:
    def __init__(self, view: SheetView, tools: tuple[str, ...], expected: Expected, columns: Columns) -> None:
        self._view = view
        self._tools = tools
        self._expected = expected
        self._columns = columns
        self._headers = columns.headers
        self._findings = columns.findings

    def read(self, cells: CellColumns) -> list[Finding]:
        """Read the sheet."""
        view, headers, columns = self._view, self._headers, self._columns
        columns.settle()
        if not columns.find_ids(self._expected):
            return self._findings
        items = assign_rows(view, headers, self._expected)
        self._findings += items.findings
        rows = list(items.rows.values())
        columns.find_tools(rows)
        columns.find_notes(rows)
        self._findings += compare_locked(view, columns, self._expected, items)
        for tool in self._tools:
            for field in _FIELDS:
                self._add(cells, items, tool, field)
        further = [column for again in headers.again.values() for column in again]
        self._findings += extra_columns(view, headers.row, sorted({*headers.strange, *further} - columns.told), rows)
        above = set(range(1, headers.row)) - set(rows)
        self._findings += extra_above(view, above, self._with_captions())
        self._say_strange(items)
        if view.sheet.pictures or view.sheet.floating:
            item_of = {row: item_id for item_id, row in items.rows.items()}
            self._findings += pictures(view, item_of, {**self._tools_by_column("stars"), **self._notes()})
        self._findings += remarks(view)
        return self._findings

    def _with_captions(self) -> set[int]:
        """Return the columns above whose headers something of ours stands: all that have one, but for two."""
        headers = self._headers
        headed = (column for column in self._view.columns if self._view.content(headers.row, column)[0] != "blank")
        bare = {headers.columns.get(HEADER_ID), headers.columns.get(HEADER_ITEM)}
        return {*headed, *headers.columns.values(), *self._columns.told} - bare

    def _say_strange(self, items: ItemRows) -> None:
        """Say what stands in rows that are no item's: answers that went astray, and whatever else was added."""
        if not items.strange:
            return
        view, stars, notes = self._view, self._tools_by_column("stars"), self._notes()
        astray = misplaced(view, self._headers, items, stars, notes)
        for findings in astray.values():
            self._findings += findings
        self._findings += extra_rows(view, [row for row in items.strange if row not in astray], view.columns)
        beside = [column for column in view.columns if column not in stars and column not in notes]
        self._findings += extra_rows(view, astray, beside)

    def _tools_by_column(self, field: Field) -> dict[int, str]:
        """Return the tools by the columns of one of their fields."""
        columns = self._headers.columns
        return {columns[header]: tool for tool in self._tools if (header := _header(tool, field)) in columns}

    def _notes(self) -> dict[int, str]:
        return {column: tool for field in NOTE_FIELDS for column, tool in self._tools_by_column(field).items()}

    def _add(self, cells: CellColumns, items: ItemRows, tool: str, field: Field) -> None:
        column = self._headers.columns.get(_header(tool, field))
        if column is None:
            return
        rows = list(items.rows.values())
        kinds, texts = self._view.column(column, rows)
        if field == "stars":
            undated(kinds, texts, self._view.sheet.day_zero)
        else:
            if "merged" in kinds:
                self._add_merged(column, rows, kinds, texts)
            if self._view.sheet.links:
                self._add_links(column, rows, kinds, texts)
        count = len(rows)
        cells.field += [field] * count
        cells.item_id += items.rows
        cells.tool += [tool] * count
        cells.name += [None] * count
        cells.sheet += [self._view.name] * count
        cells.row += rows
        cells.column += [column] * count
        cells.kind += kinds
        cells.value += texts

    def _add_merged(self, column: int, rows: Sequence[int], kinds: Sequence[Kind], texts: list[str | None]) -> None:
        """Add to merged notes what they would say but do not: what is unseen there, else another item's or tool's."""
        tools = self._notes()
        for index, row in enumerate(rows):
            if kinds[index] != "merged":
                continue
            texts[index] = self._view.hidden_text(row, column)
            shown = self._view.shown_instead(row, column)
            if texts[index] is None and shown[1] in tools and (shown[0], tools[shown[1]]) != (row, tools[column]):
                texts[index] = self._view.content(*shown)[1]

    def _add_links(self, column: int, rows: Sequence[int], kinds: list[Kind], texts: list[str | None]) -> None:
        for index, row in enumerate(rows):
            address = self._view.sheet.links.get((row, column))
            if address is not None and kinds[index] != "merged":
                kinds[index] = "text" if kinds[index] == "blank" else kinds[index]
                texts[index] = with_link(texts[index], address)


def _header(tool: str, field: Field) -> str:
    note = next((note for note in NOTE_FIELDS if note == field), None)
    return tool if note is None else note_header(tool, note)
