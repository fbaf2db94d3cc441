"""Findings: everything that depipe has to say about a returned workbook, in one catalogue.

Severity `error` keeps the whole file out, `warning` lets it in and is shown, `note` says what depipe did. `files` and
`structure` hold what the reader says, `values` and `entries` what validation and the ledger say.
"""

from depipe.findings.finding import (
    CATALOGUE,
    CELLS_SHOWN,
    Finding,
    FindingGroup,
    as_json,
    findings_json,
    grouped,
    in_order,
)
from depipe.findings.kind import FindingKind, Severity

__all__ = [
    "CATALOGUE",
    "CELLS_SHOWN",
    "Finding",
    "FindingGroup",
    "FindingKind",
    "Severity",
    "as_json",
    "findings_json",
    "grouped",
    "in_order",
]
