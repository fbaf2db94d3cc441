"""The locked texts of an item's row on 評価: its category, name and description, as they were issued."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from depipe.findings import Finding
from depipe.folding import fold
from depipe.workbook.cells import Expected
from depipe.workbook.layout import GATE_MARK, HEADER_CATEGORY, HEADER_DESCRIPTION, HEADER_ITEM
from depipe.workbook.reading.columns import Columns
from depipe.workbook.reading.itemrows import ItemRows
from depipe.workbook.reading.view import SheetView

_TEXTS: Final = {HEADER_CATEGORY: 1, HEADER_ITEM: 2, HEADER_DESCRIPTION: 3}
"""Header of a locked text -> its place in `Expected.items`."""
_EMPTIED: Final = 2
"""As many blank texts in a row are one thing that happened to it."""


@dataclass(frozen=True, slots=True)
class _Edit:
    header: str
    item_id: str
    row: int
    column: int
    was: str
    text: str


def compare_locked(view: SheetView, columns: Columns, expected: Expected, items: ItemRows) -> list[Finding]:
    """Return a finding for each text that was changed; one for a row that was emptied, as when its id is typed anew."""
    edits = list(_edits(view, columns, expected, items))
    blank: dict[int, list[_Edit]] = {}
    for edit in edits:
        if not edit.text:
            blank.setdefault(edit.row, []).append(edit)
    emptied = {row: _telling(of_row) for row, of_row in blank.items() if len(of_row) >= _EMPTIED}
    return [
        Finding(
            code="locked.edited",
            sheet=view.name,
            cell=view.address((edit.row, edit.column)),
            item_id=edit.item_id,
            found=edit.text,
            expected=edit.was,
        )
        for edit in edits
        if edit.text or edit.row not in emptied or edit is emptied[edit.row]
    ]


def _telling(edits: Sequence[_Edit]) -> _Edit:
    """Return the one of a row's edits that tells most of the row: its name, where that is among them."""
    return next((edit for edit in edits if edit.header == HEADER_ITEM), edits[0])


def _edits(view: SheetView, columns: Columns, expected: Expected, items: ItemRows) -> Iterator[_Edit]:
    rows = list(items.rows.values())
    was = [item for item in expected.items if item[0] in items.rows]
    for header, place in _TEXTS.items():
        texts = [item[place] for item in was]
        column = columns.headers.columns.get(header)
        if column is None:
            column = columns.find_texts(header, texts, rows)
        if column is None or view.column(column, rows)[1] == texts:
            continue
        for row, item in zip(rows, was, strict=True):
            text = view.text(row, column)
            if not _says(text, item[place]):
                yield _Edit(header, item[0], row, column, item[place], text if fold(text) else "")


def _says(text: str, was: str) -> bool:
    """Tell whether *text* is what it was, or that as its number format shows it."""
    folded = fold(text)
    return folded == fold(was) or any(folded == fold(mark + was) for mark in GATE_MARK)
