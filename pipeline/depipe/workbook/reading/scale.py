"""The sheet 星の基準: nothing is answered there, but the meaning of the stars must be the one that was issued."""

from collections.abc import Iterator
from typing import Final

from depipe.findings import Finding
from depipe.folding import fold
from depipe.workbook.cells import Expected
from depipe.workbook.layout import SCALE_HEADERS
from depipe.workbook.reading.headers import folded_headers, read_headers
from depipe.workbook.reading.locate import best_row
from depipe.workbook.reading.view import SheetView

_WANTED: Final = folded_headers(SCALE_HEADERS)


def read_scale(view: SheetView, expected: Expected) -> Iterator[Finding]:
    """Yield a finding for each text of the table of levels that was changed."""
    header_row = best_row(view, _WANTED)
    if header_row is None:
        return
    headers = read_headers(view, header_row, _WANTED)
    stars = headers.columns.get(SCALE_HEADERS[0])
    if stars is None:
        return
    rows = {view.folded_here(row, stars): row for row in reversed(range(header_row + 1, view.height + 1))}
    for level in expected.scale:
        row = rows.get(fold(level[0]))
        for header, text in zip(SCALE_HEADERS[1:], level[1:], strict=True):
            column = headers.columns.get(header)
            if row is not None and column is not None and view.folded(row, column) != fold(text):
                yield Finding(
                    code="locked.edited",
                    sheet=view.name,
                    cell=view.address((row, column)),
                    found=view.text(row, column),
                    expected=text,
                )
