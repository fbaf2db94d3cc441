"""The plan: where everything of one workbook stands, so that sheets can point at each other and be proved."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from depipe.master.model import Master, Parameter
from depipe.workbook.identity import Issuance
from depipe.workbook.writing.dropdowns import dropdowns
from depipe.workbook.writing.lists_plan import ListsPlan
from depipe.workbook.writing.scale_plan import ScaleLine, scale_lines
from depipe.workbook.writing.sheet_plans import ContextPlan, RatingsPlan, SummaryPlan


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
        self.dropdowns = dropdowns(master, identity.language)
        self.lists = ListsPlan(
            master, len(identity.tools), self.ratings.first_row, self.dropdowns, show_verdict=show_verdict
        )

    @cached_property
    def category_numbers(self) -> dict[str, int]:
        """Category id -> its number, from 1."""
        return {category.id: number for number, category in enumerate(self.master.categories, 1)}

    @cached_property
    def item_numbers(self) -> dict[str, int]:
        """Item id -> its number, from 1."""
        return {item.id: number for number, item in enumerate(self.master.items, 1)}

    @cached_property
    def scale(self) -> tuple[ScaleLine, ...]:
        """What 星の基準 says, a line a row."""
        return tuple(scale_lines(self.master, self.language))

    @cached_property
    def rubric_rows(self) -> Mapping[str, int]:
        """Item id -> the row of 星の基準 where its own rubric begins."""
        return {line.item: row for row, line in enumerate(self.scale) if line.item is not None}

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
