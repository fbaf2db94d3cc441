"""The sheet 評価: stars and notes, by the id of their row and the header of their column."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, TypeVar

from depipe.findings import Finding
from depipe.folding import fold
from depipe.stars import SPELLINGS, tidy
from depipe.workbook.cells import CellColumns, Expected, Field
from depipe.workbook.layout import (
    HEADER_CATEGORY,
    HEADER_DESCRIPTION,
    HEADER_ID,
    HEADER_ITEM,
    ITEM_HEADERS,
    NOTE_FIELDS,
    note_header,
    rating_headers,
)
from depipe.workbook.reading.extras import extra_columns, extra_rows, pictures, remarks
from depipe.workbook.reading.headers import Headers, folded_headers, read_headers
from depipe.workbook.reading.itemrows import ItemRows, assign_rows
from depipe.workbook.reading.links import with_link
from depipe.workbook.reading.locate import best_row
from depipe.workbook.reading.view import SheetView

_FIELDS: Final[tuple[Field, ...]] = ("stars", *NOTE_FIELDS)
_TEXTS: Final = {HEADER_CATEGORY: 1, HEADER_ITEM: 2, HEADER_DESCRIPTION: 3}
"""Header of a locked text -> its place in `Expected.items`."""
_LEAST: Final = 3
"""Headers that a row must hold to be the header row."""


@lru_cache(maxsize=16)
def _wanted(tools: tuple[str, ...]) -> dict[str, str]:
    return folded_headers(rating_headers(tools))


def read_ratings(view: SheetView, tools: tuple[str, ...], expected: Expected, cells: CellColumns) -> list[Finding]:
    """Add the sheet's answers to *cells*, item by item in the master's order, and return what is wrong."""
    wanted = _wanted(tools)
    row = best_row(view, wanted, least=_LEAST, enough=len(wanted) // 2 + 1)
    if row is None:
        return [Finding(code="header.missing", sheet=view.name, expected=" | ".join(ITEM_HEADERS))]
    return _Ratings(view, tools, expected, read_headers(view, row, wanted)).read(cells)


class _Ratings:
    def __init__(self, view: SheetView, tools: tuple[str, ...], expected: Expected, headers: Headers) -> None:
        self._view = view
        self._tools = tools
        self._expected = expected
        self._headers = headers
        self._findings: list[Finding] = []
        self._told: set[int | None] = set()

    def read(self, cells: CellColumns) -> list[Finding]:
        """Read the sheet."""
        view, headers = self._view, self._headers
        if HEADER_ID not in headers.columns and not self._find_ids():
            self._say("header.missing", None, expected=HEADER_ID)
            return self._findings
        items = assign_rows(view, headers, self._expected)
        self._findings += items.findings
        rows = list(items.rows.values())
        self._find_tools(rows)
        self._find_notes(rows)
        self._compare_locked(items)
        for tool in self._tools:
            for field in _FIELDS:
                self._add(cells, items, tool, field)
        further = [column for columns in headers.again.values() for column in columns]
        self._findings += extra_columns(view, headers.row, sorted({*headers.strange, *further} - self._told), rows)
        self._findings += extra_rows(view, items.strange, view.columns)
        if view.sheet.pictures or view.sheet.floating:
            self._findings += self._pictures(items)
        self._findings += remarks(view)
        return self._findings

    # Columns

    def _find_ids(self) -> bool:
        """Find the ids below a header that was typed over."""
        rows = self._view.rows
        ids = {fold(item[0]) for item in self._expected.items}
        hits = {
            column: sum(fold(text or "") in ids for text in self._view.column(column, rows)[1])
            for column in self._headers.strange
        }
        best = max(self._headers.strange, key=hits.__getitem__, default=None)
        if best is None or hits[best] * 2 < len(ids):
            return False
        self._take_edited(HEADER_ID, best)
        return True

    def _take_edited(self, header: str, column: int) -> None:
        self._headers.take_over(header, column)
        self._say("locked.edited", column, found=self._header_text(column), expected=header)

    def _find_tools(self, rows: Sequence[int]) -> None:
        headers = self._headers
        missing = [tool for tool in self._tools if tool not in headers.columns]
        for tool in self._tools:
            for column in headers.again.pop(tool, ()):
                self._settle_duplicate(tool, column, missing)
        candidates = [column for column in headers.strange if missing and self._holds_stars(column, rows)]
        for tool, likely in _pairs(missing, candidates):
            if likely is not None:
                headers.take_over(tool, likely)
            self._say("tool.missing", likely, tool=tool, found=None if likely is None else self._header_text(likely))

    def _settle_duplicate(self, tool: str, column: int, missing: list[str]) -> None:
        """Say that *tool* heads *column* too; where that hides another tool, it is all there is to say."""
        headers = self._headers
        hidden = missing.pop(0) if missing else None
        if hidden is not None and self._tools.index(hidden) < self._tools.index(tool):
            # The columns stand in the order of the tools: it is the first of the two that lost its name.
            headers.columns[tool], column = column, headers.columns[tool]
        if hidden is not None:
            headers.columns[hidden] = column
        self._say("tool.duplicate", column, tool=tool, found=self._header_text(column), expected=hidden)

    def _holds_stars(self, column: int, rows: Sequence[int]) -> bool:
        filled = [tidy(text) for text in self._view.column(column, rows)[1] if text is not None]
        return bool(filled) and sum(text in SPELLINGS for text in filled) * 2 > len(filled)

    def _find_notes(self, rows: Sequence[int]) -> None:
        headers = self._headers
        missing = [
            (tool, field)
            for tool in self._tools
            if tool in headers.columns  # else its column is gone with everything, which was said
            for field in NOTE_FIELDS
            if note_header(tool, field) not in headers.columns
        ]
        further = [column for columns in headers.again.values() for column in columns]
        strange = [
            column for column in headers.strange if missing and any(self._view.filled((headers.row, *rows), (column,)))
        ]
        for (tool, field), column in _pairs(missing, sorted(strange + further)):
            self._told.add(column)  # said here, so it is not said again as something extra
            found = None if column is None else self._header_text(column)
            self._say("notes.missing", column, tool=tool, found=found, expected=note_header(tool, field))

    # Locked texts

    def _compare_locked(self, items: ItemRows) -> None:
        rows = list(items.rows.values())
        was = [item for item in self._expected.items if item[0] in items.rows]
        for header, place in _TEXTS.items():
            texts = [item[place] for item in was]
            column = self._headers.columns.get(header)
            if column is None:
                column = self._find_texts(header, texts, rows)
            if column is not None and self._view.column(column, rows)[1] != texts:
                self._compare(column, rows, was, place)

    def _find_texts(self, header: str, texts: Sequence[str], rows: Sequence[int]) -> int | None:
        """Find the texts below a header that was typed over; else their column is gone."""
        folded = set(map(fold, texts))
        for column in self._headers.strange:
            if sum(fold(text or "") in folded for text in self._view.column(column, rows)[1]) * 2 > len(rows):
                self._take_edited(header, column)
                return column
        self._say("locked.edited", None, found="", expected=header)
        return None

    def _compare(self, column: int, rows: Sequence[int], was: Iterable[tuple[str, str, str, str]], place: int) -> None:
        for row, item in zip(rows, was, strict=True):
            if fold(self._view.text(row, column)) != fold(item[place]):
                self._findings.append(
                    Finding(
                        code="locked.edited",
                        sheet=self._view.name,
                        cell=self._view.address((row, column)),
                        item_id=item[0],
                        found=self._view.text(row, column),
                        expected=item[place],
                    )
                )

    # Answers

    def _add(self, cells: CellColumns, items: ItemRows, tool: str, field: Field) -> None:
        column = self._headers.columns.get(_header(tool, field))
        if column is None:
            return
        rows = list(items.rows.values())
        kinds, texts = self._view.column(column, rows)
        if field != "stars" and self._view.sheet.links:
            for index, row in enumerate(rows):
                address = self._view.sheet.links.get((row, column))
                if address is not None and kinds[index] != "merged":
                    kinds[index] = "text" if kinds[index] == "blank" else kinds[index]
                    texts[index] = with_link(texts[index], address)
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

    def _pictures(self, items: ItemRows) -> Iterable[Finding]:
        item_of = {row: item_id for item_id, row in items.rows.items()}
        tool_of = {
            column: tool
            for tool in self._tools
            for header in (tool, *(note_header(tool, field) for field in NOTE_FIELDS))
            if (column := self._headers.columns.get(header)) is not None
        }
        return pictures(self._view, item_of, tool_of)

    # Saying so

    def _header_text(self, column: int) -> str:
        return self._view.text(self._headers.row, column)

    def _say(
        self,
        code: str,
        column: int | None,
        *,
        tool: str | None = None,
        found: str | None = None,
        expected: str | None = None,
    ) -> None:
        """Say something about a header cell; without a column about one that is not there."""
        cell = None if column is None else self._view.address((self._headers.row, column))
        self._findings.append(
            Finding(code=code, sheet=self._view.name, cell=cell, tool=tool, found=found, expected=expected)
        )


def _header(tool: str, field: Field) -> str:
    note = next((note for note in NOTE_FIELDS if note == field), None)
    return tool if note is None else note_header(tool, note)


_Missing = TypeVar("_Missing")


def _pairs(missing: Sequence[_Missing], candidates: Sequence[int]) -> Iterable[tuple[_Missing, int | None]]:
    """Pair what is missing with the columns that may be it, in order; with none unless there are as many."""
    columns: Sequence[int | None] = candidates if len(candidates) == len(missing) else [None] * len(missing)
    return zip(missing, columns, strict=True)
