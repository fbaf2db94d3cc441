"""Reading a returned workbook: from bytes to flat cells with their addresses, and what is wrong with its structure.

Tolerant of everything that people and programs do to a spreadsheet, silent about nothing that was filled in. What the
cells say is not judged here.
"""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Final

from depipe.findings import Finding
from depipe.workbook.cells import CellColumns, Expected, Returned
from depipe.workbook.identity import Identity
from depipe.workbook.layout import SHEET_CONTEXT, SHEET_DECISIONS, SHEET_PROPOSALS, SHEET_RATINGS, SHEET_SCALE
from depipe.workbook.preflight import CheckedFile, preflight
from depipe.workbook.reading.choice import ANSWERS, FIXED, our_name
from depipe.workbook.reading.copies import say_copies
from depipe.workbook.reading.decisions import read_decisions
from depipe.workbook.reading.fixedtexts import compare_fixed, not_told
from depipe.workbook.reading.grids import read_grids
from depipe.workbook.reading.identities import find_identity
from depipe.workbook.reading.limits import Limits, RefusedError, unsafe
from depipe.workbook.reading.locate import locate
from depipe.workbook.reading.parameters import read_parameters
from depipe.workbook.reading.proposals import read_proposals
from depipe.workbook.reading.ratings import read_ratings
from depipe.workbook.reading.scale import read_scale
from depipe.workbook.reading.view import SheetView


def read(file: str, data: bytes, expectations: Mapping[str, Expected], limits: Limits | None = None) -> Returned:
    """Return what the file called *file* with these bytes holds; whatever they are, nothing is raised.

    *expectations* are by the digest of the master. A workbook of a master that is not among them is not read.
    """
    returned = Returned(file, hashlib.sha256(data).hexdigest())
    try:
        checked = preflight(data, limits)
        if isinstance(checked, Finding):
            returned.findings.append(checked)
        else:
            _read_checked(checked, expectations, returned, partial(_closely, data, limits))
    except RefusedError as refusal:
        returned.findings.append(refusal.finding)
    except Exception:  # noqa: BLE001 - one odd file must not end a batch; the tests demand that this is never reached
        returned.findings.append(unsafe("reader").finding)
    return returned


def _closely(data: bytes, limits: Limits | None) -> Mapping[str, SheetView]:
    """Return our sheets, those that hold nothing but fixed texts among them."""
    checked = preflight(data, limits, closely=True)
    return {} if isinstance(checked, Finding) else locate(_views(checked))


def _views(checked: CheckedFile) -> list[SheetView]:
    return [SheetView(sheet, grid) for sheet, grid in zip(checked.sheets, read_grids(checked), strict=True)]


def _read_checked(
    checked: CheckedFile,
    expectations: Mapping[str, Expected],
    returned: Returned,
    closely: Callable[[], Mapping[str, SheetView]],
) -> None:
    returned.program = checked.program
    views = _views(checked)
    located = locate(views)
    identity, findings = find_identity(checked.identity, located)
    returned.findings += findings
    if identity is None:
        return
    returned.identity = identity
    expected = expectations.get(identity.master_digest)
    if expected is None:
        named = f"{identity.master_id} {identity.master_version}"
        returned.findings.append(Finding(code="master.unknown", found=named))
        return
    answers = {ours: partial(_add, read_sheet, identity, expected) for ours, read_sheet in _kind(identity).items()}
    cells = CellColumns()
    for ours, read_sheet in answers.items():
        if ours in located:
            returned.findings += read_sheet(located[ours], cells)
        else:
            returned.findings.append(_missing(ours))
    returned.cells = cells.runs()
    if SHEET_SCALE in located:
        returned.findings += read_scale(located[SHEET_SCALE], expected)
    edited = compare_fixed(located, checked.glanced, identity, closely)
    returned.findings += not_told(edited, returned.findings)
    copies = say_copies(views, located, answers, cells)
    told = {view.name for ours, view in located.items() if ours in answers or ours not in ANSWERS}
    told.update(finding.sheet for finding in copies if finding.sheet)
    returned.findings += [*copies, *_extra_sheets(checked, views, told)]


_ReadSheet = Callable[[SheetView, Identity, Expected, CellColumns], list[Finding]]
"""Adds the answers of a sheet to the cells, and returns what is wrong with it."""


def _kind(identity: Identity) -> Mapping[str, _ReadSheet]:
    """Return the sheets of answers that a workbook of this kind has, by the names that the layout gives them."""
    return _DECISIONS if identity.mode == "adjudicate" else _RATINGS


def _add(
    read_sheet: _ReadSheet, identity: Identity, expected: Expected, view: SheetView, cells: CellColumns
) -> list[Finding]:
    return read_sheet(view, identity, expected, cells)


def _read_ratings(view: SheetView, identity: Identity, expected: Expected, cells: CellColumns) -> list[Finding]:
    return read_ratings(view, identity.tools, expected, cells)


def _read_proposals(view: SheetView, _: Identity, __: Expected, cells: CellColumns) -> list[Finding]:
    return read_proposals(view, cells)


_RATINGS: Final[Mapping[str, _ReadSheet]] = {
    SHEET_CONTEXT: read_parameters,
    SHEET_RATINGS: _read_ratings,
    SHEET_PROPOSALS: _read_proposals,
}
_DECISIONS: Final[Mapping[str, _ReadSheet]] = {SHEET_DECISIONS: read_decisions}


def _missing(ours: str) -> Finding:
    if ours == SHEET_PROPOSALS:  # no rating is lost with it
        return Finding(code="sheet.missing", expected=ours, raised="warning", case="proposals")
    return Finding(code="sheet.missing", expected=ours)


def _extra_sheets(checked: CheckedFile, views: Sequence[SheetView], told: Collection[str]) -> list[Finding]:
    names = [name for name in checked.unread if our_name(name) is None]
    names += [view.name for view in views if view.name not in told and our_name(view.name) not in FIXED]
    return [Finding(code="extra.ignored", sheet=name, found=name) for name in names]
