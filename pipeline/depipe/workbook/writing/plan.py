"""The plan: where everything of one workbook stands, so that sheets can point at each other and be proved.

Rows and columns count from 0, as XlsxWriter's do. Only the writer and its proof know these positions: a reader finds
everything again by id and header.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Final

from depipe.master.model import Master, Parameter
from depipe.workbook.identity import Issuance
from depipe.workbook.layout import (
    HEADER_SCOPE,
    HEADER_TOOL,
    HEADER_VERIFIED_ON,
    HEADER_VERSION,
    ITEM_HEADERS,
    NOTE_FIELDS,
)
from depipe.workbook.writing.dropdowns import dropdowns
from depipe.workbook.writing.lists_plan import ListsPlan

MARGIN: Final = 4
"""Locked columns to the right of each layout: locking out to XFD would make writing ten times slower."""


@dataclass(frozen=True)
class RatingsPlan:
    """評価: above the header the identity, the title, the legend and what is left; below it a row an item."""

    tools: tuple[str, ...]
    items: int

    identity_row: ClassVar[int] = 0
    title_row: ClassVar[int] = 1
    legend_row: ClassVar[int] = 2
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
    def header_row(self) -> int:
        """The header of the table of tools."""
        return self.first_parameter + self.parameters + 2

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
    evidence_row: ClassVar[int] = 7
    unreadable_row: ClassVar[int] = 8
    first_tool: ClassVar[int] = 2

    @property
    def first_category(self) -> int:
        """The row of the first category, below a heading."""
        return self.unreadable_row + 2

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
        """The overall before the cap, below a heading; then the cap and the final overall."""
        return (self.last_gate if self.gates else self.last_category) + 2

    @property
    def last_row(self) -> int:
        """The last row that holds anything."""
        return self.raw_row + 2 if self.verdict else self.raw_row - 2

    @property
    def last_column(self) -> int:
        """The column of the last tool."""
        return self.first_tool + self.tools - 1


class Plan:
    """Everything that the sheets of one workbook need to know of each other."""

    def __init__(self, master: Master, issuance: Issuance, *, show_verdict: bool) -> None:
        identity = issuance.identity
        self.master = master
        self.issuance = issuance
        self.identity = identity
        self.language = identity.language
        self.tools = identity.tools
        self.show_verdict = show_verdict
        self.ratings = RatingsPlan(identity.tools, len(master.items))
        self.context = ContextPlan(
            len(master.parameters.entries),
            len(identity.tools),
            tuple(attribute.name for attribute in master.tool_attributes),
            identity.mode == "prefill",
        )
        self.summary = SummaryPlan(
            len(identity.tools), len(master.categories), len(master.fail_close.gates), show_verdict
        )
        self.dropdowns = dropdowns(master)
        self.lists = ListsPlan(master, len(identity.tools), self.ratings.first_row, self.dropdowns)

    @cached_property
    def category_numbers(self) -> dict[str, int]:
        """Category id -> its number, from 1."""
        return {category.id: number for number, category in enumerate(self.master.categories, 1)}

    @cached_property
    def item_numbers(self) -> dict[str, int]:
        """Item id -> its number, from 1."""
        return {item.id: number for number, item in enumerate(self.master.items, 1)}

    def bonus_items(self, category_id: str) -> int:
        """Return how many of a category's gates have a condition, and so may be a bonus."""
        items = self.master.items_by_id
        return sum(
            gate.condition is not None and items[gate.item].category == category_id
            for gate in self.master.fail_close.gates
        )

    def parameters(self) -> Iterator[tuple[int, Parameter]]:
        """Yield each parameter with its row on 前提パラメータ."""
        return enumerate(self.master.parameters.entries, self.context.first_parameter)
