"""The fixed texts that travel with a workbook: found by what they say, wherever they stand.

Only where one is gone does it matter where it stood: the texts around it, which are still there, tell which cell of the
returned sheet is its place now.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from depipe.findings import Finding
from depipe.folding import fold
from depipe.workbook.fixed import FixedText, decode
from depipe.workbook.identity import Identity
from depipe.workbook.layout import SHEET_IDENTITY
from depipe.workbook.reading.choice import our_name
from depipe.workbook.reading.references import Cell
from depipe.workbook.reading.view import SheetView

_NEAR_THE_TOP: Final = 12


def compare_fixed(
    located: Mapping[str, SheetView],
    glanced: Mapping[str, Sequence[str]],
    identity: Identity,
    closely: Callable[[], Mapping[str, SheetView]],
) -> Iterator[Finding]:
    """Yield a finding for each fixed text that was changed, on the sheets that are there.

    One for texts that were emptied together, and one for all whose place is unknown, as on a sheet that was cleared.
    *closely* gives the sheets that were only *glanced* at too; it is asked only where a glance does not tell.
    """
    hidden = located.get(SHEET_IDENTITY)
    if hidden is None:
        return
    cells = (text for row in hidden.rows[:_NEAR_THE_TOP] for text in hidden.texts(row))
    said = {our_name(name): listed for name, listed in glanced.items()}
    doubtful = []
    for sheet, texts in decode(cells).items():
        view, evaluator = located.get(sheet), identity.evaluator
        if sheet in said:
            if not _are_said(texts, evaluator, said[sheet]):
                doubtful.append((sheet, texts))
        elif view is not None and not _stand_there(view, texts, evaluator):
            yield from _compared(view, _issued(texts, evaluator))
    views = closely() if doubtful else {}
    for sheet, texts in doubtful:
        if sheet in views:
            yield from _compared(views[sheet], _issued(texts, identity.evaluator))


def not_told(edited: Iterable[Finding], told: Collection[Finding]) -> list[Finding]:
    """Return what *edited* adds to the findings *told*: a caption goes with its column, and a cell is said once."""
    cells = {(finding.sheet, finding.cell) for finding in told}
    return [
        finding
        for finding in edited
        if (finding.sheet, finding.cell) not in cells and (finding.found or (finding.sheet, None) not in cells)
    ]


def _issued(texts: Iterable[FixedText], evaluator: str | None) -> list[FixedText]:
    named = (text if text.text is not None else text._replace(text=evaluator) for text in texts)
    return [text for text in named if text.text]


def _counted(texts: Iterable[FixedText], evaluator: str | None) -> dict[str, int]:
    counted: dict[str, int] = {}
    for _, _, said, landmark in texts:
        text = evaluator if said is None else said
        if text and not landmark:
            counted[text] = counted.get(text, 0) + 1
    return counted


def _are_said(texts: Iterable[FixedText], evaluator: str | None, said: Iterable[str]) -> bool:
    found = Counter(said)
    return all(found[text] >= count for text, count in _counted(texts, evaluator).items())


def _compared(view: SheetView, issued: Sequence[FixedText]) -> Iterator[Finding]:
    wanted = [fold(text.text or "") for text in issued]
    found = {cell: said for cell in _cells(view) if (said := view.folded_here(*cell))}
    lacking = Counter(folded for text, folded in zip(issued, wanted, strict=True) if not text.landmark)
    lacking.subtract(found.values())
    if all(count <= 0 for count in lacking.values()):
        return
    places = _Places(issued, wanted, found)
    ours = frozenset(wanted)
    gone = False
    emptied: int | None = None
    for number, (text, folded) in enumerate(zip(issued, wanted, strict=True)):
        if text.landmark or lacking[folded] <= 0:
            continue
        cell = places.of(text)
        if cell is not None and found.get(cell) == folded:
            continue
        lacking[folded] -= 1
        if cell is None or found.get(cell) in ours:
            if not gone:
                yield _edited(view, None, text, "")
            gone = True
        elif shown := view.text(*cell):
            yield _edited(view, cell, text, shown)
        else:
            if emptied != number - 1:
                yield _edited(view, cell, text, "")
            emptied = number


def _edited(view: SheetView, cell: Cell | None, text: FixedText, found: str) -> Finding:
    address = None if cell is None else view.address(cell)
    return Finding(code="locked.edited", sheet=view.name, cell=address, found=found, expected=text.text)


def _stand_there(view: SheetView, texts: Iterable[FixedText], evaluator: str | None) -> bool:
    """Tell whether every text stands on the sheet just so: of nearly all returned sheets this is all that is asked."""
    left = _counted(texts, evaluator)
    formulas = view.sheet.formulas
    with_formulas = {row for row, _ in formulas}
    for row in view.rows:
        values = view.values(row)
        for text in left.keys() & values:
            left[text] -= values.count(text)
            if row in with_formulas:
                columns = (column for at, column in formulas if at == row)
                left[text] += sum(view.plain(row, column) == text for column in columns)
            if left[text] <= 0:
                del left[text]
        if not left:
            return True
    return not left


def _cells(view: SheetView) -> Iterator[Cell]:
    """Yield the filled cells but for formulas: what they show is no text of ours."""
    return (cell for cell in view.filled(view.rows, view.columns) if cell not in view.sheet.formulas)


@dataclass(frozen=True, slots=True)
class _Shift:
    """Where a text that is still there stood, in one direction, and how far it has moved since."""

    at: int
    by: int


class _Places:
    """Where texts would stand now, by the moves of those that stood once, and stand once, on the sheet."""

    def __init__(self, issued: Sequence[FixedText], wanted: Sequence[str], found: Mapping[Cell, str]) -> None:
        once, here = Counter(wanted), Counter(found.values())
        cells = {text: cell for cell, text in found.items() if here[text] == 1}
        self.anchors = {text: cells[text] for text in wanted if once[text] == 1 and text in cells}
        self._rows: dict[int, _Shift] = {}
        self._columns: dict[int, _Shift] = {}
        for text, folded in zip(issued, wanted, strict=True):
            if folded in self.anchors:
                row, column = self.anchors[folded]
                self._rows.setdefault(text.row, _Shift(text.row, row - text.row))
                self._columns.setdefault(text.column, _Shift(text.column, column - text.column))

    def of(self, text: FixedText) -> Cell | None:
        """Return the cell where *text* would stand; None where its neighbours have not moved alike, or are gone."""
        row, column = _moved(text.row, self._rows), _moved(text.column, self._columns)
        return None if row is None or column is None else (row, column)


def _moved(at: int, shifts: Mapping[int, _Shift]) -> int | None:
    """Return where what stood *at* stands: as its own row or column, else as the nearest ones on both sides."""
    before = max((shift for shift in shifts.values() if shift.at <= at), key=lambda shift: shift.at, default=None)
    after = min((shift for shift in shifts.values() if shift.at >= at), key=lambda shift: shift.at, default=None)
    by = {shift.by for shift in (before, after) if shift is not None}
    moved = at + by.pop() if len(by) == 1 else 0
    return moved if moved > 0 else None
