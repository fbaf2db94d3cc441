"""Flat cells with their addresses: the one shape between reading and validation.

Readers fill `CellColumns`: one list per name in `COLUMNS`, all of the same length, row i of each being one cell. (A
workbook holds some 700 cells: one object a cell would cost more than reading it.) `Returned.cells` are the same as
`CellRuns`. `Cell` is one row of either, for looking and for tests.

This module and what the reading workers import know the standard library only: a worker process starts in
milliseconds.
"""

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, Literal, NamedTuple, Self

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
    "decision",
    "reason",  # item_id and tool are set
    "locked",  # item_id, tool and name, the column's header, are set
    "proposal.category",
    "proposal.name",
    "proposal.description",
    "proposal.reason",
    "proposal.general",  # name is the row of the returned sheet, as text
]

Kind = Literal["blank", "text", "number", "boolean", "date", "duration", "error", "formula", "merged"]
"""What stood in the cell.

`error`: the cell shows an error, typed or a formula's. `formula`: the value is what the cell showed when it was
saved, None where nobody computed it. `merged`: the cell is covered by a merged range and is
not its top left one. `date`: the value is ISO 8601, a time of day only where there is one.
"""

COLUMNS: Final = ("field", "item_id", "tool", "name", "sheet", "row", "column", "kind", "value")


class Cell(NamedTuple):
    """One cell of a returned workbook that depipe reads.

    sheet is the returned file's own sheet name; row and column are its own, from 1; value is text whatever the kind
    (4.0 is `4`, TRUE is `TRUE`, an error is `#N/A`), None when blank. Text is as it stands in the file, not folded;
    a hyperlink behind it follows as `text <URL>`. Of a merged note it is what is lost: the text that is unseen below
    the merged range, or that people see there and that is another item's or tool's.
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
class CellColumns:
    """Cells as parallel lists, one per name in `COLUMNS`, while they are read; `Cell` says what each holds."""

    field: list[Field] = dataclasses.field(default_factory=list)
    item_id: list[str | None] = dataclasses.field(default_factory=list)
    tool: list[str | None] = dataclasses.field(default_factory=list)
    name: list[str | None] = dataclasses.field(default_factory=list)
    sheet: list[str] = dataclasses.field(default_factory=list)
    row: list[int] = dataclasses.field(default_factory=list)
    column: list[int] = dataclasses.field(default_factory=list)
    kind: list[Kind] = dataclasses.field(default_factory=list)
    value: list[str | None] = dataclasses.field(default_factory=list)

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> Self:
        """Return *cells* as columns."""
        columns = cls()
        for cell in cells:
            columns.append(cell)
        return columns

    def append(self, cell: Cell) -> None:
        """Add one cell."""
        self.field.append(cell.field)
        self.item_id.append(cell.item_id)
        self.tool.append(cell.tool)
        self.name.append(cell.name)
        self.sheet.append(cell.sheet)
        self.row.append(cell.row)
        self.column.append(cell.column)
        self.kind.append(cell.kind)
        self.value.append(cell.value)

    def runs(self) -> "CellRuns":
        """Return the cells as runs."""
        equal: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        runs, first = [], 0
        for shared, cells in groupby(zip(self.field, self.tool, self.name, self.sheet, self.column, strict=True)):
            last = first + sum(1 for _ in cells)
            lists = (tuple(column[first:last]) for column in (self.item_id, self.row, self.kind, self.value))
            runs.append(Run(*shared, *(equal.setdefault(values, values) for values in lists)))
            first = last
        return CellRuns(tuple(runs))

    def __len__(self) -> int:
        """Return how many cells there are."""
        return len(self.field)

    def __iter__(self) -> Iterator[Cell]:
        """Yield the cells one by one."""
        return map(Cell, *(getattr(self, name) for name in COLUMNS))


class Run(NamedTuple):
    """Cells that stand in one column of a sheet and have field, tool and name in common."""

    field: Field
    tool: str | None
    name: str | None
    sheet: str
    column: int
    item_ids: tuple[str | None, ...]
    rows: tuple[int, ...]
    kinds: tuple[Kind, ...]
    values: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class CellRuns:
    """Cells as runs: of a column of the sheet they hold once what all its cells share, and equal tuples are one.

    So the few dozen of a workbook travel from a reading worker in a third of the time that its cells would take.
    """

    all: tuple[Run, ...] = ()

    def __len__(self) -> int:
        """Return how many cells there are."""
        return sum(len(run.rows) for run in self.all)

    def __iter__(self) -> Iterator[Cell]:
        """Yield the cells one by one."""
        for field, tool, name, sheet, column, *lists in self.all:
            for item_id, row, kind, value in zip(*lists, strict=True):
                yield Cell(field, item_id, tool, name, sheet, row, column, kind, value)


@dataclass(slots=True)
class Returned:
    """A returned workbook as read: what it says of itself, its cells, and what was wrong with its structure.

    When findings hold an error, cells may be empty. `program` is what saved the file, as it says itself.
    """

    file: str
    digest: str
    identity: Identity | None = None
    program: str | None = None
    findings: list[Finding] = dataclasses.field(default_factory=list)
    cells: CellRuns = CellRuns()


class Expected(NamedTuple):
    """What a workbook of one master holds, as plain values that travel to reading workers.

    items: (id, category id, name, description) in order; scale: the rows of the table of levels on 星の基準, each with
    the texts of its four columns; rubrics: (item id, what one to five stars mean there). Texts are as cells show them:
    without Markdown emphasis.
    """

    master_id: str
    master_digest: str
    items: tuple[tuple[str, str, str, str], ...]
    parameters: tuple[str, ...]
    attributes: tuple[str, ...]
    scale: tuple[tuple[str, str, str, str], ...] = ()
    rubrics: tuple[tuple[str, tuple[str, ...]], ...] = ()


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
