"""Answers in rows of 評価 that are no item's: below the table after a cell was inserted, or beside an erased id."""

from collections.abc import Iterator, Mapping, Sequence

from depipe.findings import Finding
from depipe.stars import SPELLINGS, tidy
from depipe.workbook.layout import ITEM_HEADERS
from depipe.workbook.reading.headers import Headers
from depipe.workbook.reading.itemrows import ItemRows
from depipe.workbook.reading.view import SheetView


def misplaced(
    view: SheetView, headers: Headers, items: ItemRows, stars: Mapping[int, str], notes: Mapping[int, str]
) -> dict[int, list[Finding]]:
    """Return a finding for each answer in *items*' strange rows, by row; *stars* and *notes* are tools by column.

    A row among the items is said once. Below them, stars are always an answer, a note only right below: further down
    it is a remark. A row with a text of its own before its answers is a total, or whatever else its author says it is.
    """
    last = max(items.rows.values(), default=headers.row)
    told = [headers.columns[header] for header in ITEM_HEADERS if header in headers.columns]
    found: dict[int, list[Finding]] = {}
    for row in items.strange:
        if any(view.is_filled(row, column) for column in told):
            continue
        below = row == last + 1 or row - 1 in found
        answers = [*_stars(view, row, stars), *(_filled(view, row, notes) if below or row < last else ())]
        if answers:
            shown = answers if row > last else answers[:1]
            found[row] = [_finding(view, row, column, {**stars, **notes}[column]) for column in shown]
    return found


def _stars(view: SheetView, row: int, columns: Mapping[int, str]) -> Iterator[int]:
    """Yield those of *columns* that hold stars, or say that there are none."""
    for column in _filled(view, row, columns):
        kind, text = view.content(row, column)
        if kind in {"text", "number"} and tidy(text or "") in SPELLINGS:
            yield column


def _filled(view: SheetView, row: int, columns: Mapping[int, str]) -> Sequence[int]:
    return [column for column in sorted(columns) if view.is_filled(row, column)]


def _finding(view: SheetView, row: int, column: int, tool: str) -> Finding:
    return Finding(
        code="answer.misplaced",
        sheet=view.name,
        cell=view.address((row, column)),
        tool=tool,
        found=view.text(row, column),
    )
