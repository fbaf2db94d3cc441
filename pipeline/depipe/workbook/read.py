"""Reading a returned workbook: from bytes to flat cells with their addresses, and what is wrong with its structure.

Tolerant of everything that people and programs do to a spreadsheet, silent about nothing that was filled in. What the
cells say is not judged here.
"""

import hashlib
from collections.abc import Mapping, Sequence

from depipe.findings import Finding
from depipe.workbook.cells import Expected, Returned
from depipe.workbook.identity import Identity
from depipe.workbook.layout import SHEET_CONTEXT, SHEET_PROPOSALS, SHEET_RATINGS, SHEET_SCALE
from depipe.workbook.preflight import CheckedFile, preflight
from depipe.workbook.reading.choice import ANSWERS, our_name
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
            _read_checked(checked, expectations, returned)
    except RefusedError as refusal:
        returned.findings.append(refusal.finding)
    except Exception:  # noqa: BLE001 - one odd file must not end a batch; the tests demand that this is never reached
        returned.findings.append(unsafe("reader").finding)
    return returned


def _read_checked(checked: CheckedFile, expectations: Mapping[str, Expected], returned: Returned) -> None:
    returned.program = checked.program
    grids = read_grids(checked)
    views = [SheetView(sheet, grid) for sheet, grid in zip(checked.sheets, grids, strict=True)]
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
    _read_sheets(located, identity, expected, returned)
    returned.findings += (Finding(code="sheet.missing", expected=name) for name in ANSWERS if name not in located)
    returned.findings += _extra_sheets(checked, views, list(located.values()))


def _read_sheets(located: Mapping[str, SheetView], identity: Identity, expected: Expected, returned: Returned) -> None:
    findings, cells = returned.findings, returned.cells
    if SHEET_CONTEXT in located:
        findings += read_parameters(located[SHEET_CONTEXT], identity, expected, cells)
    if SHEET_RATINGS in located:
        findings += read_ratings(located[SHEET_RATINGS], identity.tools, expected, cells)
    if SHEET_PROPOSALS in located:
        findings += read_proposals(located[SHEET_PROPOSALS], cells)
    if SHEET_SCALE in located:
        findings += read_scale(located[SHEET_SCALE], expected)


def _extra_sheets(checked: CheckedFile, views: Sequence[SheetView], ours: Sequence[SheetView]) -> list[Finding]:
    names = [name for name in checked.unread if our_name(name) is None]
    names += [view.name for view in views if view not in ours]
    return [Finding(code="extra.ignored", sheet=name, found=name) for name in names]
