"""Findings: everything that depipe has to say about a returned workbook, in one catalogue.

Severity `error` keeps the whole file out, `warning` lets it in and is shown, `note` says what depipe did.
"""

from dataclasses import dataclass
from typing import Literal

from depipe.language import Language

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to say about a returned workbook.

    sheet and cell are those of the returned file (rows may be sorted, columns inserted); cell is an A1 address, or
    None where what is meant is absent. found and expected are short plain texts that the message is filled with.
    """

    code: str
    sheet: str | None = None
    cell: str | None = None
    item_id: str | None = None
    tool: str | None = None
    found: str | None = None
    expected: str | None = None

    @property
    def severity(self) -> Severity:
        """The severity that the catalogue gives the code."""
        raise NotImplementedError

    def message(self, language: Language) -> str:
        """Return what was found and what to do, as whole sentences."""
        raise NotImplementedError
