"""What a returned file may hold before depipe reads it, and how it is refused.

Every limit stands far above an honest workbook (500 items and 60 tools) and far below what hurts a small machine:
a reading worker stays within some hundred megabytes and a few seconds whatever the file.
"""

from dataclasses import dataclass
from typing import Final

from depipe.findings import Finding
from depipe.workbook.cells import address

MIB: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds of the preflight; a refusal names the one that was crossed."""

    file_bytes: int = 32 * MIB
    """The file itself. A full workbook is 2 MB; the rest is room for screenshots that people paste in."""
    entries: int = 1_000
    """Entries of the zip archive. A workbook has some thirty, and one more for each picture."""
    part_bytes: int = 64 * MIB
    """One part of the archive, inflated and counted: 500 items, 60 tools and long notes stay below 40 MiB."""
    total_bytes: int = 128 * MIB
    """All parts that are read, inflated and counted."""
    ratio: int = 200
    """Inflated bytes per compressed byte. Honest sheets reach 40; a deflate bomb 1,032."""
    ratio_grace: int = MIB
    """Inflated bytes that a part may have whatever its ratio: a small part cannot hurt."""
    tags: int = 4_000_000
    """Opening brackets in one part: bounds the time that any parser takes. A full workbook has 600,000."""
    small_tags: int = 200_000
    """The same for parts that only say where things are: lists of sheets, relationships, drawings, comments."""
    depth: int = 100
    """Elements inside each other. Spreadsheets need about ten; parsers keep memory for every open one."""
    sheets: int = 256
    """Sheets of a workbook. depipe writes eight; some programs make a sheet of every table."""
    rows: int = 20_000
    """The last row that may hold something; readers lay out every row above it. 500 items need 510."""
    columns: int = 1_024
    """The last column that may hold something. 60 tools need 244."""
    area: int = 1_000_000
    """Rows times columns that are laid out in memory. 500 items and 60 tools need 124,000."""
    strings: int = 500_000
    """Shared strings. 500 items and 60 tools with every note filled need 92,000."""
    text: int = 128 * MIB
    """Characters that all cells say together: one long shared string may stand in many cells."""
    marks: int = 100_000
    """Links, merged ranges and drawings of one sheet, each, and the cells that merged ranges cover."""


class RefusedError(Exception):
    """The preflight does not let a file in; carries the one finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def refused(code: str, found: str | None = None, expected: str | None = None) -> RefusedError:
    """Return the refusal of a whole file."""
    return RefusedError(Finding(code=code, found=found, expected=expected))


def unsafe(
    limit: str, bound: int | None = None, *, where: str | None = None, cell: tuple[int, int] | None = None
) -> RefusedError:
    """Return the refusal of a file that crosses *limit*; *where* is a part or sheet, *cell* a row and column from 1.

    `found` begins with the limit's name, as `Limits` has it.
    """
    return RefusedError(
        Finding(
            code="file.unsafe",
            sheet=where if cell else None,
            cell=address(*cell) if cell else None,
            found=limit if where is None or cell else f"{limit}: {where}",
            expected=None if bound is None else _shown(bound),
        )
    )


def _shown(bound: int) -> str:
    return f"{bound // MIB} MiB" if bound >= MIB and bound % MIB == 0 else f"{bound:,}"
