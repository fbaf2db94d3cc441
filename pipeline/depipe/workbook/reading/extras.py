"""What somebody added that depipe does not read, pictures included: said, never dropped in silence."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from depipe.findings import Finding
from depipe.findings.kind import shortened
from depipe.workbook.layout import IDENTITY_PREFIX, ITEM_CAPTIONS
from depipe.workbook.reading.references import Cell
from depipe.workbook.reading.view import SheetView

_LONG: Final = 200
"""As many characters of a comment are told."""
_CAPTIONS: Final = frozenset(text for caption in ITEM_CAPTIONS for text in caption if text)
_NONE: Final[Mapping[int, str]] = MappingProxyType({})


def extra_columns(view: SheetView, header_row: int, columns: Iterable[int], rows: Sequence[int]) -> Iterator[Finding]:
    """Yield a finding for each of *columns* with a header, or anything in *rows*."""
    for column in columns:
        first = next(view.filled((header_row, *rows), (column,)), None)
        if first is not None:
            yield _ignored(view, first)


def extra_rows(view: SheetView, rows: Iterable[int], columns: Sequence[int]) -> Iterator[Finding]:
    """Yield a finding for each block of *rows* that holds anything in *columns*."""
    for run in runs(rows):
        first = next(view.filled(run, columns), None)
        if first is not None:
            yield _ignored(view, first)


def extra_above(view: SheetView, rows: Iterable[int], captions: Collection[int]) -> Iterator[Finding]:
    """Yield a finding for each block of *rows* that holds anything but in the columns of our *captions*.

    What stands above a table is ours there: titles, legends, hints. Elsewhere somebody wrote it.
    """
    others = [column for column in view.columns if column not in captions]
    for run in runs(rows):
        written = (cell for cell in view.filled(run, others) if view.content(*cell)[0] != "formula")
        first = next((cell for cell in written if not _is_ours(view.text(*cell))), None)
        if first is not None:
            yield _ignored(view, first)


def _is_ours(text: str) -> bool:
    return text.startswith(IDENTITY_PREFIX) or text in _CAPTIONS


def remarks(view: SheetView) -> Iterator[Finding]:
    """Yield a finding for each comment and text box, and what it says."""
    for remark in sorted(set(view.sheet.remarks)):
        yield Finding(
            code="extra.ignored",
            sheet=view.name,
            cell=view.address(remark.cell),
            found=shortened(remark.text, _LONG) or None,
            case=remark.case,
        )


def pictures(
    view: SheetView, item_of: Mapping[int, str] = _NONE, tool_of: Mapping[int, str] = _NONE
) -> Iterator[Finding]:
    """Yield a finding for each cell with a picture in or over it; *item_of* its row and *tool_of* its column."""
    for row, column in sorted({*view.sheet.pictures, *view.sheet.floating}):
        yield Finding(
            code="evidence.image",
            sheet=view.name,
            cell=view.address((row, column)),
            item_id=item_of.get(row),
            tool=tool_of.get(column),
        )


def runs(rows: Iterable[int]) -> Iterator[list[int]]:
    """Yield rows that follow each other together."""
    run: list[int] = []
    for row in sorted(rows):
        if run and row != run[-1] + 1:
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _ignored(view: SheetView, cell: Cell) -> Finding:
    return Finding(code="extra.ignored", sheet=view.name, cell=view.address(cell), found=view.text(*cell))
