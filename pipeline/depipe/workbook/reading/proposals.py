"""The sheet 追加項目: what evaluators propose, a row each."""

from collections.abc import Iterator
from typing import Final

from depipe.findings import Finding, listed
from depipe.workbook.cells import Cell, CellColumns, Field
from depipe.workbook.layout import PROPOSAL_HEADERS
from depipe.workbook.reading.extras import extra_above, extra_columns, extra_rows, pictures, remarks
from depipe.workbook.reading.headers import Headers, folded_headers, read_headers
from depipe.workbook.reading.locate import best_row
from depipe.workbook.reading.view import SheetView

_FIELDS: Final[dict[str, Field]] = {
    PROPOSAL_HEADERS["category"]: "proposal.category",
    PROPOSAL_HEADERS["name"]: "proposal.name",
    PROPOSAL_HEADERS["description"]: "proposal.description",
    PROPOSAL_HEADERS["reason"]: "proposal.reason",
    PROPOSAL_HEADERS["general"]: "proposal.general",
}
_WANTED: Final = folded_headers(tuple(_FIELDS))
_LEAST: Final = 3
"""Headers that a row must hold to be the header row."""
_SORTED_UP: Final = 2
"""Filled cells that make a row above the header a proposal that a sort took there; instructions fill one."""


def read_proposals(view: SheetView, cells: CellColumns) -> list[Finding]:
    """Add five cells to *cells* for each row that holds anything, and return what is wrong with the sheet."""
    header_row = best_row(view, _WANTED, least=_LEAST)
    if header_row is None:
        return [Finding(code="header.missing", sheet=view.name, expected=listed(_FIELDS), case="row")]
    headers = read_headers(view, header_row, _WANTED)
    findings = list(_find_headers(view, headers))
    ours = sorted(headers.columns.values())
    rows = [row for row in view.rows if row != header_row and _is_proposal(view, row, header_row, ours)]
    for row in rows if len(ours) == len(_FIELDS) else ():
        for header, field in _FIELDS.items():
            column = headers.columns[header]
            cells.append(Cell(field, None, None, str(row), view.name, row, column, *view.content(row, column)))
    others = sorted({*headers.strange, *(column for again in headers.again.values() for column in again)})
    findings += extra_columns(view, header_row, others, rows)
    findings += extra_rows(view, set(range(header_row + 1, view.height + 1)).difference(rows), others)
    above = set(range(1, header_row)).difference(rows)
    findings += extra_above(view, above, {headers.columns.get(PROPOSAL_HEADERS["category"], 0)})
    findings += remarks(view)
    findings += pictures(view)
    return findings


def _find_headers(view: SheetView, headers: Headers) -> Iterator[Finding]:
    """Find the header that was typed over, where one strange header stands for one that is missing."""
    missing = [header for header in _FIELDS if header not in headers.columns]
    strange = [column for column in headers.strange if view.is_filled(headers.row, column)]
    for header in missing:
        if len(missing) == len(strange) == 1:
            at = headers.row, strange[0]
            headers.take_over(header, strange[0])
            yield Finding(
                code="locked.edited", sheet=view.name, cell=view.address(at), found=view.text(*at), expected=header
            )
        else:
            yield Finding(code="header.missing", sheet=view.name, expected=header)


def _is_proposal(view: SheetView, row: int, header_row: int, columns: list[int]) -> bool:
    filled = sum(1 for _ in view.filled((row,), columns))
    return filled >= (1 if row > header_row else _SORTED_UP)
