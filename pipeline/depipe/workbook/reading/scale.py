"""The sheet 星の基準: nothing is answered there, but the meaning of the stars must be the one that was issued."""

from collections.abc import Iterator
from typing import Final

from depipe.findings import Finding
from depipe.folding import fold
from depipe.stars import LEVELS, written
from depipe.workbook.cells import Expected
from depipe.workbook.layout import SCALE_HEADERS
from depipe.workbook.reading.headers import folded_headers, read_headers
from depipe.workbook.reading.locate import best_row
from depipe.workbook.reading.view import SheetView

_WANTED: Final = folded_headers(SCALE_HEADERS)


def read_scale(view: SheetView, expected: Expected) -> Iterator[Finding]:
    """Yield a finding for each text of the table of levels, and of the items' own rubrics, that was changed."""
    header_row = best_row(view, _WANTED)
    if header_row is None:
        return
    headers = read_headers(view, header_row, _WANTED)
    stars = headers.columns.get(SCALE_HEADERS[0])
    if stars is None:
        return
    said = {row: view.folded_here(row, stars) for row in range(header_row + 1, view.height + 1)}
    signs = [fold(written(number)) for number in LEVELS]
    heads = {
        item_id: next(
            (
                row
                for row, text in said.items()
                if text == fold(item_id) and [said.get(row + number) for number in LEVELS] == signs
            ),
            None,
        )
        for item_id, _ in expected.rubrics
    }
    own = {head + number for head in heads.values() if head is not None for number in LEVELS}
    rows = {text: row for row, text in reversed(said.items()) if row not in own}
    for level in expected.scale:
        for header, text in zip(SCALE_HEADERS[1:], level[1:], strict=True):
            yield from _compared(view, rows.get(fold(level[0])), headers.columns.get(header), text)
    for item_id, levels in expected.rubrics:
        head = heads[item_id]
        for number, text in zip(LEVELS, levels, strict=True):
            row = None if head is None else head + number
            yield from _compared(view, row, headers.columns.get(SCALE_HEADERS[1]), text, item_id)


def _compared(
    view: SheetView, row: int | None, column: int | None, text: str, item_id: str | None = None
) -> Iterator[Finding]:
    """Yield that a cell, where it is there, does not say *text*."""
    if row is not None and column is not None and view.folded(row, column) != fold(text):
        yield Finding(
            code="locked.edited",
            sheet=view.name,
            cell=view.address((row, column)),
            item_id=item_id,
            found=view.text(row, column),
            expected=text,
        )
