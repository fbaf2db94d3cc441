"""Marked copies for tests: findings in few words, and what a marked copy shows."""

from collections.abc import Sequence

from depipe.findings import Finding
from depipe.workbook.layout import SHEET_MENDING, SHEET_RATINGS
from depipe.workbook.mark import Title, mark
from depipe.workbook.marking.index_sheet import HEADER_ROW, WIDTHS
from depipe.workbook.marking.marks import INKS
from support.issued import opened

COLOURS = {f"FF{ink.line}": severity for severity, ink in INKS.items()}
"""Colour of a thick border -> what it stands for."""


def wrong(cell: str, found: str = "まあまあ", *, sheet: str = SHEET_RATINGS) -> Finding:
    """Return an error about a star cell."""
    return Finding(code="stars.invalid", sheet=sheet, cell=cell, item_id="I-0001", tool="Tool 1", found=found)


def doubtful(cell: str, *, sheet: str = SHEET_RATINGS) -> Finding:
    """Return a warning about a star cell."""
    return Finding(code="evidence.missing", sheet=sheet, cell=cell, item_id="I-0002", tool="Tool 1", found="⭐⭐⭐⭐")


def remark(cell: str, *, sheet: str = SHEET_RATINGS) -> Finding:
    """Return a note about a star cell."""
    return Finding(
        code="stars.normalised", sheet=sheet, cell=cell, item_id="I-0003", tool="Tool 1", found="3", expected="⭐⭐⭐"
    )


def mended(data: bytes, *findings: Finding, title: Title = SHEET_MENDING) -> bytes:
    """Return the marked copy in Japanese."""
    return mark(data, findings, language="ja", title=title)


def marked_cells(data: bytes) -> dict[str, str]:
    """Return the cells with a mark's border, as `sheet!cell`, and what each stands for."""
    return {
        f"{sheet.title}!{cell.coordinate}": COLOURS[colour]
        for sheet in opened(data).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if (colour := _colour(cell.border.left)) in COLOURS
    }


def _colour(side: object) -> str | None:
    colour = getattr(side, "color", None)
    return colour.rgb if getattr(side, "style", None) == "thick" and colour is not None else None


def rows_of(data: bytes, title: str = SHEET_MENDING) -> list[list[str]]:
    """Return the rows below the header of the added sheet as texts; blank ones are empty."""
    sheet = opened(data)[title]
    return [
        ["" if value is None else str(value) for value in row]
        for row in sheet.iter_rows(min_row=HEADER_ROW + 1, max_col=len(WIDTHS), values_only=True)
        if any(value is not None for value in row)
    ]


def links_of(data: bytes, title: str = SHEET_MENDING) -> Sequence[str | None]:
    """Return where the links of the added sheet lead."""
    sheet = opened(data)[title]
    return [cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink]
