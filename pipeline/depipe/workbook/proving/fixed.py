"""What does not change: the identity in its three places, the locked texts, and every live formula."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from depipe.master.model import Master
from depipe.workbook.cells import address
from depipe.workbook.fixed import decode
from depipe.workbook.identity import Identity, Issuance
from depipe.workbook.layout import (
    DECISION_SHEETS,
    HEADER_TOOL,
    ITEM_HEADERS,
    PROPOSAL_HEADERS,
    SCALE_HEADERS,
    SHEET_CONTEXT,
    SHEET_IDENTITY,
    SHEET_PROPOSALS,
    SHEET_RATINGS,
    SHEET_SCALE,
    VISIBLE_SHEETS,
)
from depipe.workbook.locked import LockedDigest, cell_key, digest, digests, header_key, locked_texts
from depipe.workbook.proving.formulas import live_formulas
from depipe.workbook.writing.identity_sheet import HEADER_ROW, PROPERTY, TEXTS_ROW
from depipe.workbook.writing.plan import Plan
from depipe.workbook.writing.proposals_plan import HEADER_ROW as PROPOSALS_HEADER

_LEVELS: Final = 5


Found = Iterable[tuple[str, str, object]]
"""Sheet, key and what the cell holds, of every locked text."""


def fixed_promises(book: Workbook, plan: Plan) -> Iterator[str]:
    """Yield what does not hold of the cells that nobody should change."""
    place = (SHEET_RATINGS, *plan.ratings.identity)
    yield from text_promises(book, plan.master, plan.issuance, _found(book, plan), place)
    for sheet, row, column, formula in live_formulas(plan):
        if (shown := book[sheet].cell(row, column).value) != formula:
            yield f"{sheet}!{address(row, column)}: the formula is {shown!r}"


def text_promises(
    book: Workbook, master: Master, issuance: Issuance, found: Found, place: tuple[str, int, int]
) -> Iterator[str]:
    """Yield what does not hold of the locked texts, and of the identity; *place* is its plain cell, from 0."""
    texts = locked_texts(master, issuance)
    rows = digests(texts)
    if issuance.identity.locked_digest not in {"", digest(rows)}:
        yield "the issuance carries another digest of the locked cells"
    yield from _identity(book, replace(issuance.identity, locked_digest=digest(rows)), rows, place)
    held = {(sheet, key): value for sheet, key, value in found}
    yield from _fixed(book, issuance)
    for (sheet, key), text in texts.items():
        if held.get((sheet, key)) != text:
            yield f"{sheet} {key}: it reads {held.get((sheet, key))!r}, not {text!r}"


def _fixed(book: Workbook, issuance: Issuance) -> Iterator[str]:
    """Yield which of the fixed texts that travel do not stand where they say, and that there are none of a sheet."""
    [cells] = book[SHEET_IDENTITY].iter_rows(min_row=TEXTS_ROW + 1, max_row=TEXTS_ROW + 1, values_only=True)
    travelling = decode(str(cell) for cell in cells)
    for sheet in DECISION_SHEETS if issuance.identity.mode == "adjudicate" else VISIBLE_SHEETS:
        if not travelling.get(sheet):
            yield f"{SHEET_IDENTITY}: there are no fixed texts of {sheet}"
    for sheet, texts in travelling.items():
        for text in texts:
            said = issuance.identity.evaluator if text.text is None else text.text
            if (shown := book[sheet].cell(text.row, text.column).value) != said:
                yield f"{sheet}!{address(text.row, text.column)}: it reads {shown!r}, not {said!r}"


def _identity(
    book: Workbook, identity: Identity, rows: tuple[LockedDigest, ...], place: tuple[str, int, int]
) -> Iterator[str]:
    encoded = identity.encode()
    visible, row, column = place
    if book[visible].cell(row + 1, column + 1).value != encoded:
        yield f"{visible}: the identity is not there"
    held = book.custom_doc_props.props  # type: ignore[attr-defined] # the stubs lack it
    properties = {prop.name: prop.value for prop in held}
    parts = [str(properties.get(f"{PROPERTY}{number}")) for number in range(1, len(properties) + 1)]
    if "".join(parts) != encoded:
        yield "the document properties do not hold the identity"
    sheet = book[SHEET_IDENTITY]
    if sheet.cell(1, 1).value != encoded:
        yield f"{SHEET_IDENTITY}: the identity is not there"
    written = tuple(sheet.iter_rows(min_row=HEADER_ROW + 2, max_col=3, values_only=True))
    if written != rows:
        yield f"{SHEET_IDENTITY}: the digests of the locked cells are others"


def _found(book: Workbook, plan: Plan) -> Iterator[tuple[str, str, object]]:
    """Yield (sheet, key, what the cell holds) for every locked text."""
    yield from _ratings(book[SHEET_RATINGS], plan)
    yield from _context(book[SHEET_CONTEXT], plan)
    yield from scale_texts(book)
    proposals = book[SHEET_PROPOSALS]
    for column, header in enumerate(PROPOSAL_HEADERS.values(), 1):
        yield SHEET_PROPOSALS, header_key(header), proposals.cell(PROPOSALS_HEADER + 1, column).value


def scale_texts(book: Workbook) -> Iterator[tuple[str, str, object]]:
    """Yield the locked texts of 星の基準."""
    scale = book[SHEET_SCALE]
    top = next((row[0].row for row in scale.iter_rows() if row[0].value == SCALE_HEADERS[0]), 1)
    for column, header in enumerate(SCALE_HEADERS, 1):
        yield SHEET_SCALE, header_key(header), scale.cell(top, column).value
        for row in range(top + 1, top + 1 + _LEVELS):
            yield SHEET_SCALE, cell_key(str(scale.cell(row, 1).value), header), scale.cell(row, column).value


def _ratings(sheet: Worksheet, plan: Plan) -> Iterator[tuple[str, str, object]]:
    at = plan.ratings
    for column in range(1, at.last_column + 2):
        header = sheet.cell(at.header_row + 1, column).value
        yield SHEET_RATINGS, header_key(str(header)), header
    for row, item in enumerate(plan.master.items, at.first_row + 1):
        for column, header in enumerate(ITEM_HEADERS, 1):
            yield SHEET_RATINGS, cell_key(item.id, header), sheet.cell(row, column).value


def _context(sheet: Worksheet, plan: Plan) -> Iterator[tuple[str, str, object]]:
    at = plan.context
    for row in range(at.evaluator_row + 1, at.first_parameter + at.parameters + 1):
        label = sheet.cell(row, 1).value
        yield SHEET_CONTEXT, header_key(str(label)), label
        yield SHEET_CONTEXT, cell_key(str(label), ""), sheet.cell(row, 2).value
    for column, wanted in enumerate(at.headers, 1):
        header = sheet.cell(at.header_row + 1, column).value
        yield SHEET_CONTEXT, header_key(str(header)), header
        if wanted == HEADER_TOOL or wanted in at.attributes:
            for row, tool in enumerate(plan.tools, at.first_tool + 1):
                yield SHEET_CONTEXT, cell_key(tool, wanted), sheet.cell(row, column).value
