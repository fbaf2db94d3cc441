"""A complete, good returned workbook in memory, with single cells overridden: what the reader hands to validation."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from depipe.findings import Finding
from depipe.master.model import Master
from depipe.workbook.cells import Cell, CellColumns, Field, Kind, Returned, address
from depipe.workbook.identity import Identity, Issuance
from depipe.workbook.layout import (
    NOTE_FIELDS,
    PROPOSAL_HEADERS,
    SHEET_CONTEXT,
    SHEET_PROPOSALS,
    SHEET_RATINGS,
)

Written = tuple[Kind, str | None]
"""What stands in a cell."""

BLANK: Final[Written] = ("blank", None)
EVALUATOR: Final = f"{SHEET_CONTEXT}!B1"
_FIRST_TOOL_ROW: Final = 20
_FIRST_TOOL_COLUMN: Final = 5


def text(value: str) -> Written:
    """Return a cell of text."""
    return "text", value


def identity_of(
    master: Master,
    *,
    tools: tuple[str, ...] | None = None,
    workbook_id: str = "w1",
    context: Mapping[str, str] | None = None,
    evaluator: str | None = None,
) -> Identity:
    """Return the identity of a workbook that was issued for *master*."""
    tools = tools or master.tools
    return Identity(
        workbook_id=workbook_id,
        master_id=master.id,
        master_version=master.version,
        master_digest=master.digest,
        tools=tools,
        evaluator=evaluator,
        context=context,
        attributes={tool: {a.name: a.default for a in master.tool_attributes} for tool in tools},
        issued_on=date(2026, 4, 1),
    )


def issued(identity: Identity) -> Issuance:
    """Return the record of having issued it."""
    return Issuance(identity=identity)


def open_context(master: Master) -> dict[str, str]:
    """Return a context that the master covers, of its own options."""
    scope = master.fail_close.scope
    return {
        parameter.name: scope.values[0]
        if scope and scope.parameter == parameter.name
        else (*parameter.options, "anything")[0]
        for parameter in master.parameters.entries
    }


def parameter_cell(master: Master, name: str) -> str:
    """Return where a parameter's value stands."""
    return f"{SHEET_CONTEXT}!{address(2 + master.parameter_names.index(name), 2)}"


def version_cell(identity: Identity, tool: str) -> str:
    """Return where a tool's version stands."""
    return f"{SHEET_CONTEXT}!{address(_FIRST_TOOL_ROW + identity.tools.index(tool), 2)}"


def day_cell(identity: Identity, tool: str) -> str:
    """Return where a tool's day of verification stands."""
    return f"{SHEET_CONTEXT}!{address(_FIRST_TOOL_ROW + identity.tools.index(tool), 3)}"


def scope_cell(identity: Identity, tool: str) -> str:
    """Return where a prefilled workbook says what was verified again."""
    return f"{SHEET_CONTEXT}!{address(_FIRST_TOOL_ROW + identity.tools.index(tool), 4)}"


def star_cell(master: Master, identity: Identity, item_id: str, tool: str) -> str:
    """Return where an item's stars for a tool stand."""
    row = 2 + list(master.items_by_id).index(item_id)
    return f"{SHEET_RATINGS}!{address(row, _FIRST_TOOL_COLUMN + identity.tools.index(tool))}"


def note_cell(master: Master, identity: Identity, item_id: str, tool: str, field: str) -> str:
    """Return where one of its notes stands."""
    row = 2 + list(master.items_by_id).index(item_id)
    column = _FIRST_TOOL_COLUMN + len(identity.tools) + 3 * identity.tools.index(tool) + NOTE_FIELDS.index(field)
    return f"{SHEET_RATINGS}!{address(row, column)}"


def proposal_cell(row: int, field: str) -> str:
    """Return where a field of a proposal stands; rows count from 2."""
    return f"{SHEET_PROPOSALS}!{address(row, 1 + list(PROPOSAL_HEADERS).index(field))}"


def _cells(master: Master, identity: Identity, *, prefilled: bool) -> Iterator[Cell]:
    sheet = SHEET_CONTEXT
    yield Cell("evaluator", None, None, None, sheet, 1, 2, "text", identity.evaluator or "Evaluator A")
    for row, (name, value) in enumerate((identity.context or open_context(master)).items(), start=2):
        yield Cell("parameter", None, None, name, sheet, row, 2, "text", value)
    for row, tool in enumerate(identity.tools, start=_FIRST_TOOL_ROW):
        yield Cell("version", None, tool, None, sheet, row, 2, "text", "1.24.0")
        yield Cell("verified_on", None, tool, None, sheet, row, 3, "date", "2026-05-01")
        if prefilled:
            yield Cell("scope", None, tool, None, sheet, row, 4, "text", "変更した項目だけ")
    for row, item_id in enumerate(master.items_by_id, start=2):
        for place, tool in enumerate(identity.tools):
            star = _FIRST_TOOL_COLUMN + place
            yield Cell("stars", item_id, tool, None, SHEET_RATINGS, row, star, "text", "⭐⭐⭐")
            note = _FIRST_TOOL_COLUMN + len(identity.tools) + 3 * place
            for column, field in enumerate(NOTE_FIELDS, start=note):
                written = text(f"https://example.com/{item_id}/{place}") if field == "doc" else BLANK
                yield Cell(field, item_id, tool, None, SHEET_RATINGS, row, column, *written)


def proposal_cells(row: int, values: Mapping[str, Written]) -> Iterator[Cell]:
    """Yield the five cells of a row of proposals; what *values* lacks is blank."""
    fields: Mapping[str, Field] = {
        "category": "proposal.category",
        "name": "proposal.name",
        "description": "proposal.description",
        "reason": "proposal.reason",
        "general": "proposal.general",
    }
    for column, (name, field) in enumerate(fields.items(), start=1):
        yield Cell(field, None, None, str(row), SHEET_PROPOSALS, row, column, *values.get(name, BLANK))


def returned(
    master: Master,
    identity: Identity | None = None,
    *,
    changed: Mapping[str, Written] | None = None,
    absent: Collection[str] = (),
    proposals: Mapping[int, Mapping[str, Written]] | None = None,
    findings: Iterable[Finding] = (),
    prefilled: bool = False,
    file: str = "返送.xlsx",
) -> Returned:
    """Return a workbook with ⭐⭐⭐ and a link everywhere; *changed* and *absent* name cells as `評価!E2`."""
    identity = identity or identity_of(master)
    changed = dict(changed or {})
    cells = CellColumns()
    for cell in _cells(master, identity, prefilled=prefilled):
        where = f"{cell.sheet}!{address(cell.row, cell.column)}"
        if where not in absent:
            kind, value = changed.pop(where, (cell.kind, cell.value))
            cells.append(cell._replace(kind=kind, value=value))
    for row, values in (proposals or {}).items():
        for cell in proposal_cells(row, values):
            cells.append(cell)
    if changed:
        raise ValueError(f"there are no cells {sorted(changed)}")
    digest = hashlib.sha256(file.encode()).hexdigest()
    return Returned(
        file=file,
        digest=digest,
        identity=identity,
        program="Microsoft Excel 16",
        findings=list(findings),
        cells=cells.runs(),
    )
