"""What the added sheet says: the findings as rows, errors first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from depipe.findings import Finding, FindingGroup, Severity, grouped, in_order
from depipe.language import Language

Title = Literal["要修正", "確認"]

ROWS: Final = 3_000
"""As many findings have a row each; beyond, equal ones share one."""
EQUAL_NOTES: Final = 3
"""From so many notes of one code and sheet on they share a row: nobody has to act on them one by one."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the added sheet; cell is where its link leads, cells what is shown there."""

    severity: Severity
    sheet: str | None
    cell: str | None
    cells: str
    item_id: str
    tool: str
    what: str
    next_step: str


def rows(findings: Sequence[Finding], language: Language) -> list[Row]:
    """Return a row for each finding, errors first; equal ones share a row where there are too many."""
    if len(findings) > ROWS:
        return [_row(of_sheet, language) for group in grouped(findings) for of_sheet in group.by_sheet()]
    asking = [FindingGroup((finding,)) for finding in in_order(findings) if finding.severity != "note"]
    telling: list[FindingGroup] = []
    for group in grouped(finding for finding in findings if finding.severity == "note"):
        for of_sheet in group.by_sheet():  # a row has one link
            shared = len(of_sheet.findings) >= EQUAL_NOTES
            telling += [of_sheet] if shared else [FindingGroup((finding,)) for finding in of_sheet.findings]
    return [_row(group, language) for group in (*asking, *telling)]


def _row(group: FindingGroup, language: Language) -> Row:
    first = group.findings[0]
    what, next_step = group.halves(language)
    return Row(
        severity=group.severity,
        sheet=first.sheet,
        cell=first.cell,
        cells=group.cells(language) if len(group.findings) > 1 else first.cell or "",
        item_id=_shared([finding.item_id for finding in group.findings]),
        tool=_shared([finding.tool for finding in group.findings]),
        what=what,
        next_step=next_step,
    )


def _shared(names: Sequence[str | None]) -> str:
    """Return the name that all have, the first with a sign that there are others, or nothing."""
    known = list(dict.fromkeys(filter(None, names)))
    return "" if not known else known[0] if len(known) == 1 else f"{known[0]} …"
