"""Findings: everything that depipe has to say about a returned workbook, in one catalogue.

Severity `error` keeps the whole file out, `warning` lets it in and is shown, `note` says what depipe did. The reader
says what `files`, `identities`, `structure` and `rows` hold, validation and the ledger what `values` and `entries` do.
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
from depipe.findings.kind import FindingKind, Severity, Wording, listed

__all__ = [
    "CATALOGUE",
    "CELLS_SHOWN",
    "Finding",
    "FindingGroup",
    "FindingKind",
    "Severity",
    "Wording",
    "as_json",
    "findings_json",
    "grouped",
    "in_order",
    "listed",
]
