"""A return without errors of its own, and what the ledger has to say to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from depipe.findings import Finding
from depipe.ledger.store import Entry
from depipe.workbook.cells import CellRuns, address
from depipe.workbook.identity import Issuance


@dataclass(frozen=True)
class Good:
    """A return without errors of its own: as it would be recorded, its cells, and what is said about it so far.

    issuance is None where the ledger never issued the workbook.
    """

    entry: Entry
    cells: CellRuns
    findings: tuple[Finding, ...]
    issuance: Issuance | None

    @property
    def prefilled(self) -> bool:
        """Whether the workbook was issued with answers."""
        return self.issuance is not None and self.issuance.identity.mode == "prefill"

    @property
    def rests_on_the_ledger(self) -> bool:
        """Whether it was made from what the ledger held: what has come in since may make a difference."""
        return self.prefilled or self.entry.submission.decides

    @cached_property
    def star_cells(self) -> Mapping[tuple[str | None, str | None], tuple[str, str]]:
        """(item id, tool) -> the sheet and the address of the star cell."""
        return {(c.item_id, c.tool): (c.sheet, address(c.row, c.column)) for c in self.cells if c.field == "stars"}


class Judged(NamedTuple):
    """What the ledger has to say to a return: all its findings, and whether it says anything new at all."""

    findings: tuple[Finding, ...]
    new: bool

    @property
    def refused(self) -> bool:
        """Whether it must be kept out."""
        return any(finding.severity == "error" for finding in self.findings)
