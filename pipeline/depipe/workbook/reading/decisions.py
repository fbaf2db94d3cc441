"""The sheet 裁定: who decides, and the decisions and reasons by the item and the tool of their row."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from depipe.findings import Finding, listed
from depipe.folding import fold
from depipe.workbook.cells import Cell, CellColumns, Expected, Field
from depipe.workbook.identity import Identity
from depipe.workbook.layout import (
    DECISION_HEADERS,
    HEADER_DECISION,
    HEADER_DESCRIPTION,
    HEADER_ID,
    HEADER_ITEM,
    HEADER_REASON,
    HEADER_TOOL,
    LABEL_DECIDER,
    VOICE_PREFIX,
)
from depipe.workbook.reading.extras import extra_columns, extra_rows, pictures, remarks
from depipe.workbook.reading.headers import Headers, folded_headers, read_headers
from depipe.workbook.reading.links import with_link
from depipe.workbook.reading.locate import best_row
from depipe.workbook.reading.undated import undated
from depipe.workbook.reading.view import SheetView

_HEADERS: Final = (*DECISION_HEADERS, HEADER_DESCRIPTION)
_WANTED: Final = folded_headers(_HEADERS)
_NEEDED: Final = (HEADER_ID, HEADER_TOOL, HEADER_DECISION, HEADER_REASON)
_LEAST: Final = 4
"""Headers that a row must hold to be the header of the table."""
_VOICE: Final = fold(VOICE_PREFIX)

Pair = tuple[str, str]
"""Item id and tool."""


def read_decisions(view: SheetView, identity: Identity, expected: Expected, cells: CellColumns) -> list[Finding]:
    """Add the sheet's answers and its locked texts to *cells*, and return what is wrong with it.

    Which pairs there should be is known to the issuance alone: what is missing is said by who holds it against that.
    """
    row = best_row(view, _WANTED, least=_LEAST)
    if row is None:
        return [Finding(code="header.missing", sheet=view.name, expected=listed(_HEADERS), case="row")]
    return _Decisions(view, identity, expected, cells, read_headers(view, row, _WANTED)).read()


@lru_cache(maxsize=16)
def _folded(names: tuple[str, ...]) -> dict[str, str]:
    return {fold(name): name for name in names}


class _Decisions:
    def __init__(
        self, view: SheetView, identity: Identity, expected: Expected, cells: CellColumns, headers: Headers
    ) -> None:
        self._view = view
        self._cells = cells
        self._headers = headers
        self._items = _folded(tuple(item[0] for item in expected.items))
        self._tools = _folded(identity.tools)
        self._findings: list[Finding] = []

    def read(self) -> list[Finding]:
        """Read the sheet."""
        self._find_headers()
        self._read_decider()
        if self._findings and any(finding.severity == "error" for finding in self._findings):
            return self._findings
        rows, others = self._find_rows()
        self._read_rows(rows)
        view, used = self._view, sorted(rows.values())
        voices = set(self._voices())
        strange = [column for column in self._headers.strange if column not in voices]
        self._findings += extra_columns(view, self._headers.row, strange, used)
        self._findings += extra_rows(view, others, view.columns)
        self._findings += remarks(view)
        self._findings += pictures(view)
        return self._findings

    def _find_headers(self) -> None:
        """Find the header that was typed over, where one strange header stands for the one that is missing."""
        view, headers = self._view, self._headers
        missing = [header for header in _HEADERS if header not in headers.columns]
        voices = set(self._voices())
        strange = [c for c in headers.strange if c not in voices and view.is_filled(headers.row, c)]
        for header in missing:
            if len(missing) == len(strange) == 1:
                cell = view.address((headers.row, strange[0]))
                self._say("locked.edited", cell, found=view.text(headers.row, strange[0]), expected=header)
                headers.take_over(header, strange[0])
            elif header in _NEEDED:
                self._say("header.missing", None, expected=header)
        for header in (HEADER_DECISION, HEADER_REASON):
            for column in headers.again.get(header, ()):
                self._say("header.duplicate", view.address((headers.row, column)), found=header)

    def _voices(self) -> Iterator[int]:
        """Yield the columns of evaluators."""
        for column in self._headers.strange:
            if self._view.folded_here(self._headers.row, column).startswith(_VOICE):
                yield column

    def _read_decider(self) -> None:
        """Read who decides: beside the label, in the column of the items' names, with which it moves."""
        view, label = self._view, fold(LABEL_DECIDER)
        places = ((row, column) for row in range(1, self._headers.row) for column, _ in view.short_texts(row, 20))
        found = next((place for place in places if view.folded_here(*place) == label), None)
        if found is None:
            self._say("header.missing", None, expected=LABEL_DECIDER)
            return
        self._add("evaluator", found[0], self._headers.columns.get(HEADER_ITEM, found[1] + 1))

    # Rows

    def _find_rows(self) -> tuple[dict[Pair, int], list[int]]:
        """Return the rows of the pairs in the order of the sheet, and the others that hold anything."""
        view, columns = self._view, self._headers.columns
        rows: dict[Pair, int] = {}
        others: list[int] = []
        for row in range(self._headers.row + 1, view.height + 1):
            item = self._items.get(view.folded_here(row, columns[HEADER_ID]))
            tool = self._tools.get(view.folded_here(row, columns[HEADER_TOOL]))
            if item is not None and tool is not None:
                if (item, tool) in rows:
                    self._say_at("item.duplicate", row, HEADER_ID, item_id=item, tool=tool)
                else:
                    rows[item, tool] = row
            elif item is not None or tool is not None:
                header = HEADER_ID if item is None else HEADER_TOOL  # the one that is none of this workbook's
                self._say_at("item.unknown", row, header, item_id=item, tool=tool, case="pair")
            elif view.is_filled(row, columns[HEADER_DECISION]):
                self._say_at("answer.misplaced", row, HEADER_DECISION)
            else:
                others.append(row)
        return rows, others

    def _read_rows(self, rows: dict[Pair, int]) -> None:
        columns = self._headers.columns
        answers: tuple[tuple[Field, str], ...] = (("decision", HEADER_DECISION), ("reason", HEADER_REASON))
        for field, header in answers:
            self._read_column(field, columns[header], rows)
        fixed = {header: column for header, column in columns.items() if header not in _NEEDED}
        voices = {self._view.text(self._headers.row, column).strip(): column for column in self._voices()}
        for header, column in (fixed | voices).items():
            self._read_column("locked", column, rows, header)

    def _read_column(self, field: Field, column: int, rows: dict[Pair, int], name: str | None = None) -> None:
        places = list(rows.values())
        kinds, texts = self._view.column(column, places)
        if field == "decision":
            undated(kinds, texts, self._view.sheet.day_zero)
        for index, ((item, tool), row) in enumerate(rows.items()):
            kind, text = kinds[index], texts[index]
            link = self._view.sheet.links.get((row, column)) if field == "reason" else None
            if link is not None and kind != "merged":
                kind, text = "text" if kind == "blank" else kind, with_link(text, link)
            self._cells.append(Cell(field, item, tool, name, self._view.name, row, column, kind, text))

    # Saying so

    def _add(self, field: Field, row: int, column: int) -> None:
        kind, value = self._view.content(row, column)
        self._cells.append(Cell(field, None, None, None, self._view.name, row, column, kind, value))

    def _say_at(
        self,
        code: str,
        row: int,
        header: str,
        *,
        item_id: str | None = None,
        tool: str | None = None,
        case: str | None = None,
    ) -> None:
        place = (row, self._headers.columns[header])
        cell, found = self._view.address(place), self._view.text(*place)
        self._say(code, cell, item_id=item_id, tool=tool, found=found, case=case)

    def _say(
        self,
        code: str,
        cell: str | None,
        *,
        item_id: str | None = None,
        tool: str | None = None,
        found: str | None = None,
        expected: str | None = None,
        case: str | None = None,
    ) -> None:
        self._findings.append(
            Finding(
                code=code,
                sheet=self._view.name,
                cell=cell,
                item_id=item_id,
                tool=tool,
                found=found,
                expected=expected,
                case=case,
            )
        )


def used_headers(evaluators: Sequence[str]) -> tuple[str, ...]:
    """Return the headers whose columns are read as locked texts."""
    fixed = (header for header in _HEADERS if header not in _NEEDED)
    return (*fixed, *(VOICE_PREFIX + name for name in evaluators))
