"""Taking an earlier marking away: its sheet, its tints, and its borders with the formats that they hid.

A marked copy may have been saved by any program since, which numbers formats anew. So each marked cell has an anchor
on the added sheet, a hidden cell with the cell's own earlier format: programs keep the two in step.
"""

from collections.abc import Mapping
from typing import Final

from depipe.folding import fold
from depipe.workbook.layout import SHEET_MENDING, SHEET_REMARKS
from depipe.workbook.marking.book import Book, SheetEntry
from depipe.workbook.marking.grid import Grid, Place, place_of
from depipe.workbook.marking.marks import TAG, marked_borders, remove_tints
from depipe.workbook.marking.styles import Styles
from depipe.workbook.marking.texts import Texts
from depipe.workbook.marking.trees import Element, Shape, StructureError, shape

OURS: Final = (SHEET_MENDING, SHEET_REMARKS)
ANCHORS_HEADER: Final = "depipe:anchors"

_BORDER: Final = frozenset({"borderId", "applyBorder"})

_Anchors = Mapping[tuple[str, Place], int]


def unmark(book: Book, title: str) -> list[str]:
    """Let *book* be as if it had never been marked, but for what people changed; return the sheets that went.

    A sheet that happens to be called like ours stays, unless it has the name *title* that is needed now.
    """
    named = {sheet: _anchors(book, sheet) for sheet in book.sheets if fold(sheet.name) in OURS}
    ours = [sheet for sheet, anchors in named.items() if anchors is not None or fold(sheet.name) == title]
    borders = marked_borders(book.styles)
    if not ours and not borders:
        return []
    anchors = {anchor: style for sheet in ours for anchor, style in (named[sheet] or {}).items()}
    gone = [sheet.name for sheet in ours]
    book.remove(ours)
    restoring = _Restoring(book.styles, borders, anchors)
    for sheet in book.sheets:
        if sheet.part and sheet.kind == "worksheet":
            _unmark_sheet(book, sheet, restoring)
    return gone


def _unmark_sheet(book: Book, sheet: SheetEntry, restoring: "_Restoring") -> None:
    part = sheet.part or ""
    if TAG.encode() in book.parts.content(part) and remove_tints(book.parts.tree(part)):
        book.parts.change(part)
    if not restoring.marked:
        return
    for place, cell in Grid(book.parts.tree(part)).all_cells():
        said = cell.get("s", "0")
        if said.isdecimal() and int(said) in restoring.marked:
            book.parts.change(part)
            cell.set("s", str(restoring.style(int(said), sheet.name, place)))


class _Restoring:
    """Finds the format that a mark hid."""

    def __init__(self, styles: Styles, borders: set[int], anchors: _Anchors) -> None:
        self._styles = styles
        self._anchors = anchors
        self._plain: dict[Shape, int] = {}
        self._found: dict[tuple[int, int | None], int] = {}
        self.marked: set[int] = set()
        for number, element in enumerate(styles.formats()):
            if _border(element) in borders:
                self.marked.add(number)
            else:
                self._plain.setdefault(_but_border(element), number)

    def style(self, number: int, sheet: str, place: Place) -> int:
        """Return what the marked format *number* was: what its anchor says, else its likeness without a mark."""
        anchor = self._anchors.get((sheet, place))
        if (number, anchor) not in self._found:
            self._found[number, anchor] = self._find(number, anchor)
        return self._found[number, anchor]

    def _find(self, number: int, anchor: int | None) -> int:
        formats = self._styles.formats()
        wanted = _but_border(formats[number])
        if anchor is not None and (anchor in self.marked or anchor >= len(formats)):
            anchor = None
        if anchor is not None and _but_border(formats[anchor]) == wanted:
            return anchor
        known = self._plain.get(wanted)
        if known is not None:
            return known
        return self._styles.with_border(number, 0 if anchor is None else _border(formats[anchor]))


def _border(element: Element) -> int:
    said = element.get("borderId", "0")
    return int(said) if said.isdecimal() else 0


def _but_border(element: Element) -> Shape:
    whole = shape(element)
    return whole._replace(attributes=tuple(pair for pair in whole.attributes if pair[0] not in _BORDER))


def _anchors(book: Book, sheet: SheetEntry) -> dict[tuple[str, Place], int] | None:
    """Return the formats that the hidden column of an added sheet keeps; None for a sheet that is not ours."""
    if not sheet.part:
        return None
    try:
        grid = Grid(book.parts.tree(sheet.part))
        texts = Texts(book)
        column = next((place.column for place, cell in grid.all_cells() if texts.of(cell) == ANCHORS_HEADER), None)
    except StructureError:
        return None
    if column is None:
        return None
    found: dict[tuple[str, Place], int] = {}
    for row in grid.rows():
        cell = grid.cells(row).get(column)
        name, _, place = ("" if cell is None else texts.of(cell)).rpartition("!")
        where = place_of(place)
        if name and where:
            found[name, where] = grid.style(Place(row, column))
    return found
