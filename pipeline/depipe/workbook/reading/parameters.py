"""The sheet 前提パラメータ: the evaluator and the parameters by their labels, the tools by the table below."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from depipe.findings import Finding, listed
from depipe.folding import fold
from depipe.workbook.cells import Cell, CellColumns, Expected, Field
from depipe.workbook.identity import Identity
from depipe.workbook.layout import (
    HEADER_SCOPE,
    HEADER_TOOL,
    HEADER_VERIFIED_ON,
    HEADER_VERSION,
    LABEL_EVALUATOR,
)
from depipe.workbook.reading.doubles import overtyped, settle
from depipe.workbook.reading.extras import extra_above, extra_columns, extra_rows, pictures, remarks
from depipe.workbook.reading.headers import Headers, folded_headers, read_headers, without_case
from depipe.workbook.reading.locate import best_row
from depipe.workbook.reading.view import SheetView

_ANSWERS: Final[dict[str, Field]] = {
    HEADER_VERSION: "version",
    HEADER_VERIFIED_ON: "verified_on",
    HEADER_SCOPE: "scope",
}
_LEAST: Final = 2
"""Headers that a row must hold to be the header of the table."""
_HINT: Final = 1
"""Columns to the right of a value that say what it means."""


@lru_cache(maxsize=16)
def _wanted(headers: tuple[str, ...]) -> dict[str, str]:
    return folded_headers(headers)


def read_parameters(view: SheetView, identity: Identity, expected: Expected, cells: CellColumns) -> list[Finding]:
    """Add the sheet's answers to *cells* and return what is wrong with it."""
    return _Parameters(view, identity, expected, cells).read()


class _Parameters:
    def __init__(self, view: SheetView, identity: Identity, expected: Expected, cells: CellColumns) -> None:
        self._view = view
        self._identity = identity
        self._expected = expected
        self._cells = cells
        self._findings: list[Finding] = []
        scope = (HEADER_SCOPE,) if identity.mode == "prefill" else ()
        self._headers = (HEADER_TOOL, HEADER_VERSION, HEADER_VERIFIED_ON, *expected.attributes, *scope)

    def read(self) -> list[Finding]:
        """Read the sheet."""
        view, wanted = self._view, _wanted(self._headers)
        header_row = best_row(view, wanted, least=_LEAST)
        table = None if header_row is None else read_headers(view, header_row, wanted)
        if table is None:
            self._say("header.missing", None, expected=listed(self._headers), case="row")
        else:
            self._find_headers(table)
        self._read_labels(table)
        if table is not None:
            self._read_table(table)
        self._findings += remarks(view)
        self._findings += pictures(view)
        return self._findings

    # Labels and their values

    def _read_labels(self, table: Headers | None) -> None:
        labels = (LABEL_EVALUATOR, *self._expected.parameters)
        end = self._view.height if table is None else table.row - 1
        column, rows = self._find_labels(labels, end)
        values = column + 1
        if table is not None:
            # The layout puts values and versions into one column, so they move together, and go together.
            values = table.columns.get(HEADER_VERSION, 0)
        for label in labels:
            row = rows.get(label)
            if row is None:
                self._say("header.missing", None, expected=label)
            elif values <= column:
                continue
            elif label == LABEL_EVALUATOR:
                self._add("evaluator", row, values)
            else:
                self._add("parameter", row, values, name=label)
        if values <= column:
            return
        beyond = [
            other for other in self._view.columns if other < column or column < other < values or other > values + _HINT
        ]
        self._findings += extra_columns(self._view, 0, beyond, sorted(rows.values()))
        if rows and table is not None:
            self._say_around(set(rows.values()), column, table)

    def _say_around(self, labels: set[int], column: int, table: Headers) -> None:
        """Say what somebody wrote above the *labels*, whose titles are ours, or between them and the table's hints."""
        above = set(range(1, min(labels)))
        between = set(range(min(labels), table.row - 1)) - labels
        hints = {table.row - 1} - labels
        self._findings += extra_above(self._view, above - hints, {column})
        self._findings += extra_above(self._view, between, ())
        self._findings += extra_above(self._view, hints, table.columns.values())

    def _find_labels(self, labels: Sequence[str], end: int) -> tuple[int, dict[str, int]]:
        """Return the column of the labels, and their rows; one that was typed over is found by its place."""
        view, wanted = self._view, _wanted((LABEL_EVALUATOR, *self._expected.parameters))
        longest = 2 * max(map(len, wanted)) + 2
        found: dict[int, dict[str, int]] = {}
        for row in range(1, end + 1):
            for column, text in view.short_texts(row, longest):
                if text in wanted:
                    found.setdefault(column, {}).setdefault(wanted[text], row)
        column = max(found, key=lambda one: len(found[one]), default=1)
        rows = found.get(column, {})
        missing = [label for label in labels if label not in rows]
        strangers = self._block_rows(column, rows) if missing and rows else []
        if len(strangers) == len(missing):
            for label, row in zip(missing, strangers, strict=True):
                rows[label] = row
                cell = view.address((row, column))
                self._say("locked.edited", cell, found=view.text(row, column), expected=label)
        return column, rows

    def _block_rows(self, column: int, rows: dict[str, int]) -> list[int]:
        """Return the rows without a known label in the block of filled rows that the known labels stand in."""
        first, last = min(rows.values()), max(rows.values())
        while self._view.is_filled(first - 1, column):
            first -= 1
        while self._view.is_filled(last + 1, column):
            last += 1
        return [row for row in range(first, last + 1) if row not in rows.values()]

    # The table of tools

    def _read_table(self, table: Headers) -> None:
        rows = self._find_tools(table)
        for tool, row in rows.items():
            for header, field in _ANSWERS.items():
                column = table.columns.get(header)
                if column is not None:
                    self._add(field, row, column, tool=tool)
            for name in self._expected.attributes:
                column = table.columns.get(name)
                if column is not None:
                    self._add("attribute", row, column, tool=tool, name=name)
                    self._compare_attribute(tool, name, row, column)
        columns = sorted({*table.strange, *(column for further in table.again.values() for column in further)})
        self._findings += extra_columns(self._view, table.row, columns, sorted(rows.values()))

    def _find_headers(self, table: Headers) -> None:
        """Find the header that was typed over, where there is one strange header for one that is missing."""
        view = self._view
        missing = [header for header in self._headers if header not in table.columns]
        strange = [column for column in table.strange if view.is_filled(table.row, column)]
        for header in missing:
            if len(missing) == len(strange) == 1:
                table.take_over(header, strange[0])
                cell = view.address((table.row, strange[0]))
                self._say("locked.edited", cell, found=view.text(table.row, strange[0]), expected=header)
            elif header in self._expected.attributes:
                self._say("locked.edited", None, found="", expected=header)  # what the lead set is known without it
            else:
                self._say("header.missing", None, expected=header)

    def _find_tools(self, table: Headers) -> dict[str, int]:
        view = self._view
        column = table.columns.get(HEADER_TOOL)
        if column is None:
            return {}
        wanted = _wanted(self._identity.tools)
        loosely = without_case(tuple(wanted.items()))
        standing: dict[str, list[int]] = {}
        strangers: list[int] = []
        for row in range(table.row + 1, view.height + 1):
            folded = view.folded_here(row, column)
            tool = wanted.get(folded) or loosely.get(folded.casefold())
            if tool is None:
                strangers.append(row)
            else:
                standing.setdefault(tool, []).append(row)
        rows = {tool: of_tool[0] for tool, of_tool in standing.items()}
        missing = [tool for tool in self._identity.tools if tool not in rows]
        if any(len(of_tool) > 1 for of_tool in standing.values()):
            self._settle_tools(column, standing, rows, missing)
        self._say_missing(column, missing, strangers)
        self._findings += extra_rows(view, strangers, view.columns)
        return {tool: rows[tool] for tool in self._identity.tools if tool in rows}

    def _settle_tools(
        self, column: int, standing: dict[str, list[int]], rows: dict[str, int], missing: list[str]
    ) -> None:
        """Say which tools stand twice, and which ones they hide: these are not *missing* any more."""
        settled = settle(self._identity.tools, standing)
        for hidden, other, row in overtyped(settled, standing):
            rows[hidden] = row
            missing.remove(hidden)
            standing[other].remove(row)
            self._say_duplicate(row, column, other, hidden, "overtyped")
        for tool, of_tool in standing.items():
            if tool in settled:
                rows[tool] = settled[tool]
            for row in of_tool:
                if row != rows[tool]:
                    either = missing.pop(0) if missing and tool not in settled else None
                    self._say_duplicate(row, column, tool, either, "either")

    def _say_duplicate(self, row: int, column: int, tool: str, hidden: str | None, case: str) -> None:
        cell = self._view.address((row, column))
        self._say("tool.duplicate", cell, tool=tool, expected=hidden, case=case if hidden else None)

    def _say_missing(self, column: int, missing: list[str], strangers: list[int]) -> None:
        """Say which tools have no row; a row that was typed over is the one of the tool that it hides."""
        view = self._view
        named = [row for row in strangers if view.is_filled(row, column)]
        for index, tool in enumerate(missing):
            if len(named) == len(missing):
                at = named[index], column
                strangers.remove(at[0])
                self._say("tool.missing", view.address(at), tool=tool, found=view.text(*at), case="overtyped")
            else:
                self._say("tool.missing", None, tool=tool)

    def _compare_attribute(self, tool: str, name: str, row: int, column: int) -> None:
        was = self._identity.attributes.get(tool, {}).get(name)
        if was is not None and self._view.folded(row, column) != fold(was):
            cell = self._view.address((row, column))
            self._say("locked.edited", cell, tool=tool, found=self._view.text(row, column), expected=was)

    # Saying so

    def _add(self, field: Field, row: int, column: int, *, tool: str | None = None, name: str | None = None) -> None:
        kind, value = self._view.content(row, column)
        self._cells.append(Cell(field, None, tool, name, self._view.name, row, column, kind, value))

    def _say(
        self,
        code: str,
        cell: str | None,
        *,
        tool: str | None = None,
        found: str | None = None,
        expected: str | None = None,
        case: str | None = None,
    ) -> None:
        self._findings.append(
            Finding(code=code, sheet=self._view.name, cell=cell, tool=tool, found=found, expected=expected, case=case)
        )
