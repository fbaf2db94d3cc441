"""The rows of 評価: which row is which item's, and what is wrong where an id says otherwise.

A row is known by its id. Where an id was typed over, the row still tells by its name and description whose it is: that
is one finding, and its answers are read as that item's.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from depipe.findings import Finding
from depipe.folding import fold
from depipe.workbook.cells import Expected
from depipe.workbook.layout import HEADER_DESCRIPTION, HEADER_ID, HEADER_ITEM
from depipe.workbook.reading.headers import Headers
from depipe.workbook.reading.view import SheetView

_ITEM_LIKE: Final = re.compile(r"[A-Za-z]{1,10}[-_. ]?[0-9]{1,4}")
"""What looks like the id of an item."""

_HEADER: Final = fold(HEADER_ID)


@dataclass(slots=True)
class ItemRows:
    """The rows by item id, in the master's order; the rows that are nobody's; what is wrong."""

    rows: dict[str, int] = field(default_factory=dict)
    strange: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@lru_cache(maxsize=16)
def _by_id(items: tuple[tuple[str, str, str, str], ...]) -> dict[str, str]:
    folded = {fold(item[0]): item[0] for item in items}
    return {fold(item[0]).casefold(): item[0] for item in items} | folded


@lru_cache(maxsize=16)
def _by_text(items: tuple[tuple[str, str, str, str], ...]) -> dict[str, set[str]]:
    """Return the items that a folded name or description belongs to."""
    found: dict[str, set[str]] = {}
    for item_id, _, name, description in items:
        found.setdefault(fold(name), set()).add(item_id)
        found.setdefault(fold(description), set()).add(item_id)
    return found


def assign_rows(view: SheetView, headers: Headers, expected: Expected) -> ItemRows:
    """Return whose row each row is; *headers* has the column of the ids."""
    return _Assignment(view, headers, expected).made()


class _Assignment:
    def __init__(self, view: SheetView, headers: Headers, expected: Expected) -> None:
        self._view = view
        self._headers = headers
        self._expected = expected
        self._id_column = headers.columns[HEADER_ID]
        self._rows: dict[str, int] = {}
        self._result = ItemRows()
        self._puzzling: dict[int, int] = {}
        """Rows that hide no item by their texts -> the place of their finding."""

    def made(self) -> ItemRows:
        """Make the assignment."""
        standing, strangers = self._standing()
        self._rows = {item_id: rows[0] for item_id, rows in standing.items()}
        for item_id, rows in standing.items():
            if len(rows) > 1:
                self._settle_duplicates(item_id, rows)
        for row in strangers:
            self._settle_stranger(row)
        for item_id in self._overwritten():
            self._say("item.missing", None, item_id)
        order = [item[0] for item in self._expected.items]
        self._result.rows = {item_id: self._rows[item_id] for item_id in order if item_id in self._rows}
        return self._result

    def _overwritten(self) -> list[str]:
        """Return the items that are missing, unless as many rows among the others cannot be explained.

        Then those rows were written over the missing ones, and their findings name them.
        """
        order = [item[0] for item in self._expected.items]
        missing = [item_id for item_id in order if item_id not in self._rows]
        last = max(self._rows.values(), default=0)
        puzzling = sorted(row for row in self._puzzling if row < last)
        if len(puzzling) != len(missing):
            return missing
        for row, hidden in zip(puzzling, missing, strict=True):
            at = self._puzzling[row]
            finding = self._result.findings[at]
            copied = finding.item_id
            if copied is not None and order.index(hidden) < order.index(copied):
                # In the master's order it is the upper one of the two equal rows that took the other's place.
                row, self._rows[copied] = self._rows[copied], row  # noqa: PLW2901 - the rows change places
            cell = self._view.address((row, self._id_column))
            self._result.findings[at] = replace(
                finding, cell=cell, item_id=copied or hidden, expected=hidden, case="overwritten"
            )
        return []

    def _standing(self) -> tuple[dict[str, list[int]], list[int]]:
        """Return the rows of each id, and the rows below the header that have none of the master's."""
        by_id = _by_id(self._expected.items)
        standing: dict[str, list[int]] = {}
        strangers: list[int] = []
        for row, text in zip(self._view.rows, self._view.column(self._id_column, self._view.rows)[1], strict=True):
            item_id = by_id.get(text or "") or by_id.get(fold(text or "")) or by_id.get(fold(text or "").casefold())
            if item_id is not None:
                standing.setdefault(item_id, []).append(row)
            elif row > self._headers.row:
                strangers.append(row)
        return standing, strangers

    def _settle_duplicates(self, item_id: str, rows: list[int]) -> None:
        """Keep the row that is the item's by its texts too; the others are copies of it, or hide another item."""
        kept = next((row for row in rows if item_id in self._items_by_text(row)), rows[0])
        self._rows[item_id] = kept
        for row in rows:
            if row != kept:
                hidden = self._hidden(row)
                if hidden is None:
                    self._puzzling[row] = len(self._result.findings)
                self._say("item.duplicate", row, item_id, found=self._id_text(row), expected=hidden, case=_case(hidden))

    def _settle_stranger(self, row: int) -> None:
        text = self._id_text(row)
        hidden = self._hidden(row)
        if hidden is not None and text:
            self._say("item.unknown", row, hidden, found=text, expected=hidden, case=_case(hidden))
        elif hidden is not None:
            self._say("item.missing", row, hidden, case="id")
        elif text != _HEADER and self._is_an_item(row, text):
            self._puzzling[row] = len(self._result.findings)
            column = self._telling(row)
            self._say("item.unknown", row, None, found=self._view.text(row, column).strip(), column=column)
        elif any(self._view.is_filled(row, column) for column in self._view.columns):
            self._result.strange.append(row)

    def _is_an_item(self, row: int, text: str) -> bool:
        """Tell whether somebody meant a row to be rated, rather than wrote a remark below the table."""
        named = any(self._view.folded(row, self._column(header)) for header in (HEADER_ITEM, HEADER_DESCRIPTION))
        if text:
            return named or _ITEM_LIKE.fullmatch(text) is not None
        return named and any(
            self._view.is_filled(row, column)
            for header, column in self._headers.columns.items()
            if header not in (HEADER_ITEM, HEADER_DESCRIPTION)
        )

    def _telling(self, row: int) -> int:
        """Return the column that says what a row is meant to be: the id's, else the first of its texts."""
        columns = (self._id_column, self._column(HEADER_ITEM), self._column(HEADER_DESCRIPTION))
        return next((column for column in columns if self._view.folded(row, column)), self._id_column)

    def _hidden(self, row: int) -> str | None:
        """Return the item without a row of its own that *row* is by its texts, and give it the row."""
        hidden = next((item_id for item_id in self._items_by_text(row) if item_id not in self._rows), None)
        if hidden is not None:
            self._rows[hidden] = row
        return hidden

    def _items_by_text(self, row: int) -> Iterable[str]:
        """Yield the items whose name and description, or one of them, stand in *row*: those with both first."""
        by_text = _by_text(self._expected.items)
        found = [by_text.get(self._view.folded(row, self._column(h)), set()) for h in (HEADER_ITEM, HEADER_DESCRIPTION)]
        yield from sorted(found[0] & found[1])
        yield from sorted(found[0] ^ found[1])

    def _column(self, header: str) -> int:
        return self._headers.columns.get(header, 0)

    def _id_text(self, row: int) -> str:
        return self._view.folded_here(row, self._id_column)

    def _say(
        self,
        code: str,
        row: int | None,
        item_id: str | None,
        *,
        found: str | None = None,
        expected: str | None = None,
        case: str | None = None,
        column: int | None = None,
    ) -> None:
        """Say something about a row, at the cell of its id unless another *column* is given."""
        cell = None if row is None else self._view.address((row, column or self._id_column))
        self._result.findings.append(
            Finding(
                code=code,
                sheet=self._view.name,
                cell=cell,
                item_id=item_id,
                found=found,
                expected=expected,
                case=case,
            )
        )


def _case(hidden: str | None) -> str | None:
    return "overtyped" if hidden else None
