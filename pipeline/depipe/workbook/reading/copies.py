"""Further sheets with the table of one that is read: answers that somebody filled in there are not used, so it is said.

Who copies 評価 to try something out, or to work in the copy, sees two sheets alike; depipe reads one of them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from depipe.findings import Finding
from depipe.folding import fold
from depipe.stars import SPELLINGS, UNRATED, tidy
from depipe.workbook.cells import Cell, CellColumns, address
from depipe.workbook.layout import SHEET_DECISIONS, SHEET_RATINGS
from depipe.workbook.reading.locate import is_like
from depipe.workbook.reading.view import SheetView

ReadSheet = Callable[[SheetView, CellColumns], object]
"""Reads a sheet, and adds its answers to the cells."""

_STARS: Final = frozenset({"stars", "decision"})
_NO_ANSWERS: Final = ("attribute", "parameter", "locked")
"""Fields that the lead fills in, or that say nothing by themselves."""

_Key = tuple[str, str | None, str | None, str | None]


def say_copies(
    views: Iterable[SheetView], located: Mapping[str, SheetView], read: Mapping[str, ReadSheet], cells: CellColumns
) -> list[Finding]:
    """Return a finding for each of *views*, but the *located* ones, that holds other answers than *cells* do.

    *read*: how each sheet of answers is read, by the name that the layout gives it.
    """
    copies = list(_copies(views, located, tuple(read)))
    if not copies:
        return []
    said = dict(_said(cells))
    findings = []
    for view, ours in copies:
        copied = CellColumns()
        read[ours](view, copied)
        other = next((cell for key, (text, cell) in _said(copied) if key not in said or said[key][0] != text), None)
        if other is not None:
            findings.append(_finding(other, ours, located[ours].name, empty=_STARS.isdisjoint(key[0] for key in said)))
    return findings


def _copies(
    views: Iterable[SheetView], located: Mapping[str, SheetView], answers: Sequence[str]
) -> Iterator[tuple[SheetView, str]]:
    """Yield the views that have the table of a located sheet, and which."""
    for view in views:
        ours = next((name for name in answers if view not in located.values() and is_like(view, name)), None)
        if ours is not None and ours in located:
            yield view, ours


def _finding(other: Cell, ours: str, read: str, *, empty: bool) -> Finding:
    lost = empty and ours in {SHEET_RATINGS, SHEET_DECISIONS}
    return Finding(
        code="sheet.duplicate",
        sheet=other.sheet,
        cell=address(other.row, other.column),
        found=other.sheet,
        expected=read,
        case="empty" if lost else None,
        raised="error" if lost else None,
    )


def _said(cells: CellColumns) -> Iterator[tuple[_Key, tuple[str, Cell]]]:
    """Yield what *cells* answer, each with its text as it is compared; proposals by their texts, not by their rows."""
    for cell in cells:
        text = fold(cell.value or "")
        if cell.field in _STARS:
            spelling = tidy(cell.value or "")
            text = str(SPELLINGS[spelling] or "") if spelling in SPELLINGS else text
        if not text or text == UNRATED or cell.field in _NO_ANSWERS:
            continue
        is_proposal = cell.field.startswith("proposal.")
        yield (cell.field, cell.item_id, cell.tool, text if is_proposal else cell.name), (text, cell)
