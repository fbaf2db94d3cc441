"""The fallback: a fresh workbook of the same issuance with the answers that could be read, marked where they stand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from depipe.findings import Finding, files, identities, rows, structure
from depipe.language import Language
from depipe.master.model import Master
from depipe.workbook.cells import Cell, Returned, address
from depipe.workbook.expected import expected_of
from depipe.workbook.identity import Issuance
from depipe.workbook.layout import PROPOSAL_HEADERS, PROPOSAL_ROWS, SHEET_PROPOSALS
from depipe.workbook.marking import wording
from depipe.workbook.marking.book import Book
from depipe.workbook.marking.grid import Grid, Place, place_of
from depipe.workbook.marking.listing import Title
from depipe.workbook.marking.marked import marked
from depipe.workbook.marking.parts import Parts
from depipe.workbook.marking.texts import Texts, fitting
from depipe.workbook.marking.trees import Element, add, only_children, unset
from depipe.workbook.read import read
from depipe.workbook.reading.choice import ANSWERS
from depipe.workbook.write import write_workbook

_SETTLED: Final = {kind.code for kind in (*files.KINDS, *identities.KINDS, *structure.KINDS, *rows.KINDS)} - {
    "evidence.image",
    "identity.not-issued",
    "identity.repeated",
    "sheet.duplicate",
    "answer.misplaced",
}
"""What a fresh workbook no longer has: nearly all that was wrong with the file or its structure.

What it lacks, because it was not where it is read, is still said.
"""
_DAY_ZERO: Final = date(1899, 12, 30)
"""Spreadsheets count days from here."""

_XML: Final = "http://www.w3.org/XML/1998/namespace"
_PROPOSALS: Final = {header: f"proposal.{field}" for field, header in PROPOSAL_HEADERS.items()}

_Key = tuple[str, str | None, str | None, str | None]
"""What an answer is: field, item, tool, name."""


class _Where(NamedTuple):
    sheet: str
    place: Place


def fresh_copy(
    master: Master,
    issuance: Issuance,
    returned: Returned,
    findings: Sequence[Finding],
    *,
    language: Language,
    title: Title,
    show_verdict: bool = False,
) -> bytes:
    """Return a fresh workbook of *issuance* that holds the answers of *returned*, with what is wrong in them marked.

    For files that cannot be marked themselves. Every value goes, as it was typed, where its item and tool are; what
    the lead locked stays as issued. Findings about the old file's structure are left out: the new one has none of it.
    """
    issued = write_workbook(master, issuance, show_verdict=show_verdict)
    book = Book(Parts(issued))
    grids = {
        sheet.name: Grid(book.parts.tree(sheet.part)) for sheet in book.sheets if sheet.part and sheet.name in ANSWERS
    }
    answers = dict(_numbered(returned.cells))
    places = _places(issued, master, grids.get(SHEET_PROPOSALS), Texts(book))
    poured = _pour(book, grids, {places[key]: cell for key, cell in answers.items() if key in places})
    moved = {
        _Where(cell.sheet, Place(cell.row, cell.column)): places[key] for key, cell in answers.items() if key in places
    }
    preface = (wording.FRESH if poured else wording.BLANK).within(language)
    relevant = [_moved(finding, moved) for finding in findings if finding.code not in _SETTLED]
    return marked(book.parts.to_bytes(), relevant, language=language, title=title, preface=preface)


def _numbered(cells: Iterable[Cell]) -> Iterator[tuple[_Key, Cell]]:
    """Yield *cells* by what they answer; proposals, which the reader calls by their rows, by their order."""
    rows: dict[str | None, str] = {}
    for cell in cells:
        name = cell.name
        if cell.field.startswith("proposal."):
            name = rows.setdefault(name, str(len(rows)))
        yield (cell.field, cell.item_id, cell.tool, name), cell


def _places(issued: bytes, master: Master, proposals: Grid | None, texts: Texts) -> dict[_Key, _Where]:
    """Return where each answer belongs in the fresh workbook: where the reader finds it, or a free row of 追加項目."""
    expected = expected_of(master)
    found = read("", issued, {expected.master_digest: expected}).cells
    places = {key: _Where(cell.sheet, Place(cell.row, cell.column)) for key, cell in _numbered(found)}
    if proposals is None:
        return places
    columns: dict[str, int] = {}
    header = 0
    for place, cell in proposals.all_cells():
        field = _PROPOSALS.get(texts.of(cell))
        if field is not None:
            columns[field] = place.column
            header = place.row
    for number in range(PROPOSAL_ROWS):
        for field, column in columns.items():
            places[field, None, None, str(number)] = _Where(SHEET_PROPOSALS, Place(header + 1 + number, column))
    return places


def _pour(book: Book, grids: Mapping[str, Grid], answers: Mapping[_Where, Cell]) -> bool:
    """Put *answers* into the cells that are open for them; tell whether there was any."""
    poured = False
    for where, cell in answers.items():
        grid = grids[where.sheet]
        if cell.kind == "merged" or not book.styles.is_open(grid.style(where.place)):
            continue
        _put(grid.cell(where.place), cell)
        poured |= cell.value is not None
    for sheet in book.sheets:
        if sheet.part and sheet.name in grids:
            book.parts.change(sheet.part)
    return poured


def _put(target: Element, cell: Cell) -> None:
    for part in only_children(target):
        target.remove(part)
    unset(target, "t")
    day = _day(cell)
    if day is not None:
        add(target, "v", text=str(day))
    elif cell.value is not None:
        target.set("t", "inlineStr")
        add(add(target, "is"), "t", {f"{{{_XML}}}space": "preserve"}, fitting(cell.value))


def _day(cell: Cell) -> int | None:
    """Return a verification date as spreadsheets count days; None for what is none."""
    if cell.field != "verified_on" or cell.kind != "date" or cell.value is None:
        return None
    try:
        return (date.fromisoformat(cell.value) - _DAY_ZERO).days
    except ValueError:
        return None


def _moved(finding: Finding, moved: Mapping[_Where, _Where]) -> Finding:
    """Return *finding* with its place in the fresh workbook, as far as there is one."""
    if finding.sheet is None:
        return finding
    place = place_of(finding.cell)
    where = moved.get(_Where(finding.sheet, place)) if place else None
    if where is not None:
        return replace(finding, sheet=where.sheet, cell=address(*where.place))
    sheet = next((new.sheet for old, new in moved.items() if old.sheet == finding.sheet), finding.sheet)
    needed = {"sheet", "cell"} & finding.requires
    return replace(
        finding,
        sheet=sheet if needed or sheet in ANSWERS else None,
        cell=finding.cell if "cell" in needed else None,
    )
