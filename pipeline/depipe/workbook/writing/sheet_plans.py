"""Where everything stands on the sheets that have a layout of their own.

Rows and columns count from 0, as XlsxWriter's do. Only the writer and its proof know these positions: a reader finds
everything again by id and header.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Final

from depipe.workbook.layout import (
    HEADER_SCOPE,
    HEADER_TOOL,
    HEADER_VERIFIED_ON,
    HEADER_VERSION,
    ITEM_HEADERS,
    NOTE_FIELDS,
)

MARGIN: Final = 4
"""Locked columns to the right of each layout: locking out to XFD would make writing ten times slower."""


@dataclass(frozen=True)
class RatingsPlan:
    """評価: above the header the title, the legend and live counts; below it a row an item.

    The identity stands in the margin, out of sight and off the paper.
    """

    tools: tuple[str, ...]
    items: int

    title_row: ClassVar[int] = 0
    legend_row: ClassVar[int] = 1
    trouble_row: ClassVar[int] = 2
    """What must be mended, counted; and, for readers of English, what the headers mean."""
    header_row: ClassVar[int] = 3
    first_row: ClassVar[int] = 4
    frozen_columns: ClassVar[int] = 3

    @property
    def last_row(self) -> int:
        """The row of the last item."""
        return self.first_row + self.items - 1

    @property
    def first_star(self) -> int:
        """The star column of the first tool."""
        return len(ITEM_HEADERS)

    @property
    def last_star(self) -> int:
        """The star column of the last tool."""
        return self.first_star + len(self.tools) - 1

    @property
    def last_column(self) -> int:
        """The last note column of the last tool."""
        return self.last_star + len(self.tools) * len(NOTE_FIELDS)

    @property
    def identity(self) -> tuple[int, int]:
        """The place of the identity: the last cell of the margin, in the first row."""
        return self.title_row, self.last_column + MARGIN

    def first_note(self, tool: int) -> int:
        """Return the first of the note columns of the tool at that position."""
        return self.last_star + 1 + tool * len(NOTE_FIELDS)


@dataclass(frozen=True)
class ContextPlan:
    """前提パラメータ: the evaluator, the parameters, and a table with a row a tool."""

    parameters: int
    tools: int
    attributes: tuple[str, ...]
    scoped: bool

    evaluator_row: ClassVar[int] = 3

    @property
    def first_parameter(self) -> int:
        """The row of the first parameter."""
        return self.evaluator_row + 1

    @property
    def caption_row(self) -> int:
        """The heading of the table of tools, and what its columns are for."""
        return self.first_parameter + self.parameters + 1

    @property
    def header_row(self) -> int:
        """The header of the table of tools."""
        return self.caption_row + 1

    @property
    def first_tool(self) -> int:
        """The row of the first tool."""
        return self.header_row + 1

    @property
    def last_row(self) -> int:
        """The row of the last tool."""
        return self.header_row + self.tools

    @cached_property
    def headers(self) -> tuple[str, ...]:
        """The headers of the table of tools."""
        scope = (HEADER_SCOPE,) if self.scoped else ()
        return (HEADER_TOOL, HEADER_VERSION, HEADER_VERIFIED_ON, *self.attributes, *scope)

    @property
    def last_column(self) -> int:
        """The last column that holds anything; the descriptions of the parameters reach from the third one to it."""
        return max(len(self.headers), 6) - 1


@dataclass(frozen=True)
class SummaryPlan:
    """集計: a row a figure, a column a tool; ids and labels in column A, what they mean in column B."""

    tools: int
    categories: int
    gates: int
    verdict: bool

    header_row: ClassVar[int] = 3
    answered_row: ClassVar[int] = 4
    rated_row: ClassVar[int] = 5
    open_row: ClassVar[int] = 6
    blank_row: ClassVar[int] = 7
    unreadable_row: ClassVar[int] = 8
    evidence_row: ClassVar[int] = 9
    status_row: ClassVar[int] = 1
    first_tool: ClassVar[int] = 2

    @property
    def first_category(self) -> int:
        """The row of the first category, below a heading."""
        return self.evidence_row + 2

    @property
    def last_category(self) -> int:
        """The row of the last category."""
        return self.first_category + self.categories - 1

    @property
    def first_gate(self) -> int:
        """The row of the first gate, below a heading; gates may be none."""
        return self.last_category + 2

    @property
    def last_gate(self) -> int:
        """The row of the last gate."""
        return self.first_gate + self.gates - 1

    @property
    def raw_row(self) -> int:
        """The overall before the cap, below a heading."""
        return (self.last_gate if self.gates else self.last_category) + 2

    @property
    def cap_row(self) -> int:
        """The cap; below it its reason, then the final overall."""
        return self.raw_row + 1

    @property
    def last_row(self) -> int:
        """The last row that holds anything."""
        return self.cap_row + 2 if self.verdict else self.raw_row - 2

    @property
    def last_column(self) -> int:
        """The column of the last tool."""
        return self.first_tool + self.tools - 1
