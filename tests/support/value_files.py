"""The corpus of values as files: each case's workbook, written out as a spreadsheet program would have saved it."""

from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from typing import Final

from python_calamine import CalamineWorkbook

from depipe.workbook.cells import Cell, address
from depipe.workbook.expected import expected_of
from depipe.workbook.identity import Issuance
from depipe.workbook.issue import new_issuance
from depipe.workbook.layout import PROPOSAL_HEADERS, SHEET_CONTEXT, SHEET_PROPOSALS, SHEET_RATINGS
from depipe.workbook.read import read
from depipe.workbook.write import write_workbook
from support.issued import DAY
from support.packages import CONTEXT, PROPOSALS, RATINGS, packed, parts_of
from support.returned import identity_of, returned
from support.typed import STYLES, Written, typed, with_formats
from support.value_corpus import MASTER, Case, R, Said, T

PARTS: Final = {SHEET_CONTEXT: CONTEXT, SHEET_RATINGS: RATINGS, SHEET_PROPOSALS: PROPOSALS}

Key = tuple[str, str | None, str | None, str | None]
"""Field, item, tool, name."""

_IMPOSSIBLE: Final = frozenset({("number", "inf"), ("number", "nan")})
"""What no file can hold as that kind."""


def can_be_a_file(case: Case) -> bool:
    """Tell whether a case is told by its values alone, on whatever day it is checked.

    The others are the reader's findings, which files of another kind show, and days near the one of receipt.
    """
    build = case.build
    changed = build.get("changed", {}).values()
    return (
        not build.get("absent")
        and not build.get("findings")
        and not _IMPOSSIBLE.intersection(changed)
        and all(code != "verified-on.future" for code, _ in case.said)
        and case.name != "tomorrow"
    )


def issuance_of_case(case: Case) -> Issuance:
    """Return the issuance of a case's workbook: one for each context and make, and one that no ledger has."""
    prefilled = bool(case.build.get("prefilled"))
    said = ",".join((case.context or {}).values())
    name = f"{said or 'open'}{' prefilled' if prefilled else ''}{'' if case.recorded else ' unrecorded'}"
    if case.issued_to:
        name += f" {case.issued_to}"
    return new_issuance(
        MASTER,
        tools=(T, R),
        evaluator=case.issued_to,
        context=case.context,
        issued_on=DAY,
        workbook_id=f"values {name}",
        mode="prefill" if prefilled else "plain",
    )


class _Blank:
    """An issued workbook of the corpus, taken apart: its parts, and where each cell stands."""

    def __init__(self, issuance: Issuance) -> None:
        data = write_workbook(MASTER, issuance)
        self.parts = parts_of(data)
        styles, self.formats = with_formats(self.parts[STYLES].decode())
        self.parts[STYLES] = styles.encode()
        cells = read("blank.xlsx", data, {MASTER.digest: expected_of(MASTER)}).cells
        self._places = {_key(cell): (cell.sheet, address(cell.row, cell.column)) for cell in cells}
        self._first_proposal = _first_proposal(data)

    def place(self, cell: Cell) -> tuple[str, str]:
        """Return where a cell of a workbook in memory stands in this file."""
        if cell.sheet == SHEET_PROPOSALS:
            return cell.sheet, address(self._first_proposal + cell.row - 2, cell.column)
        return self._places[_key(cell)]

    def filled(self, cells: Iterator[Cell]) -> bytes:
        """Return the workbook with *cells* typed in."""
        sheets: dict[str, dict[str, Written]] = {}
        for cell in cells:
            sheet, at = self.place(cell)
            sheets.setdefault(sheet, {})[at] = cell.kind, cell.value
        changed = {
            PARTS[sheet]: typed(self.parts[PARTS[sheet]].decode(), written, self.formats).encode()
            for sheet, written in sheets.items()
        }
        return packed(self.parts | changed)


def _key(cell: Cell) -> Key:
    return cell.field, cell.item_id, cell.tool, cell.name


def _first_proposal(data: bytes) -> int:
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name(SHEET_PROPOSALS)
    header = list(PROPOSAL_HEADERS.values())
    return next(number for number, row in enumerate(rows.to_python(skip_empty_area=False), 2) if row[:5] == header)


@cache
def _blank(workbook_id: str) -> _Blank:
    return _Blank(_ISSUANCES[workbook_id])


_ISSUANCES: dict[str, Issuance] = {}


def _blank_for(case: Case) -> _Blank:
    issuance = issuance_of_case(case)
    _ISSUANCES.setdefault(issuance.identity.workbook_id, issuance)
    return _blank(issuance.identity.workbook_id)


def file_of(case: Case) -> bytes:
    """Return a case's workbook as a file."""
    memory = returned(MASTER, identity_of(MASTER, tools=(T, R), context=case.context), **case.build)
    return _blank_for(case).filled(iter(memory.cells))


def said_of(case: Case) -> tuple[Said, ...]:
    """Return what is said about the file, at the file's own cells."""
    memory = returned(MASTER, identity_of(MASTER, tools=(T, R), context=case.context), **case.build)
    blank = _blank_for(case)
    places: Mapping[str, str] = {
        f"{cell.sheet}!{address(cell.row, cell.column)}": "!".join(blank.place(cell)) for cell in memory.cells
    }
    return tuple((code, places.get(where, where)) for code, where in case.said)
