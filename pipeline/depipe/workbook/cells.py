"""Flat cells with their addresses: the one shape between reading and validation.

This module and what the reading workers import know the standard library only: a worker process starts in
milliseconds.
"""

from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from depipe.findings import Finding
from depipe.workbook.identity import Identity

Field = Literal[
    "stars",
    "doc",
    "repro",
    "evidence",  # item_id and tool are set
    "evaluator",
    "parameter",  # name is the parameter's name
    "version",
    "verified_on",
    "scope",  # tool is set
    "attribute",  # tool and name are set
    "proposal.category",
    "proposal.name",
    "proposal.description",
    "proposal.reason",
    "proposal.general",  # name is the row of the returned sheet, as text
]

Kind = Literal["blank", "text", "number", "boolean", "date", "duration", "error", "formula", "merged"]
"""What stood in the cell.

`formula`: the value is what the cell showed when it was saved. `merged`: the cell is covered by a merged range and is
not its top left one. `date`: the value is ISO 8601, a time of day only where there is one.
"""

COLUMNS: Final = ("field", "item_id", "tool", "name", "sheet", "row", "column", "kind", "value")


class Cell(NamedTuple):
    """One cell of a returned workbook that depipe reads.

    sheet is the returned file's own sheet name; row and column are its own, from 1; value is text whatever the kind
    (4.0 is `4`, TRUE is `TRUE`, an error is `#N/A`), None when blank. Text is as it stands in the file, not folded;
    a hyperlink behind it follows as `text <URL>`.
    """

    field: Field
    item_id: str | None
    tool: str | None
    name: str | None
    sheet: str
    row: int
    column: int
    kind: Kind
    value: str | None


@dataclass(slots=True)
class Returned:
    """A returned workbook as read: what it says of itself, its cells, and what was wrong with its structure.

    When findings hold an error, cells may be empty. `program` is what saved the file, as it says itself.
    """

    file: str
    digest: str
    identity: Identity | None = None
    program: str | None = None
    findings: list[Finding] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a workbook of one master holds, as plain values that travel to reading workers.

    items: (id, category id, name, description) in order.
    """

    master_id: str
    master_digest: str
    items: tuple[tuple[str, str, str, str], ...]
    parameters: tuple[str, ...]
    attributes: tuple[str, ...]


def column_letters(column: int) -> str:
    """Return the letters of a column (1 is A)."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Return the A1 address of a cell; rows and columns count from 1."""
    return f"{column_letters(column)}{row}"
