"""Where everything stands on 裁定; rows and columns count from 0."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import ClassVar, Final

from depipe.master.model import Master
from depipe.stars import LEVELS
from depipe.workbook.cells import address
from depipe.workbook.identity import Issuance
from depipe.workbook.layout import (
    DECISION_HEADERS,
    HEADER_DECISION,
    HEADER_ID,
    HEADER_ITEM,
    HEADER_REASON,
    SHEET_DECISIONS,
    SHEET_SCALE,
    decision_headers,
)
from depipe.workbook.topics import evaluators_of
from depipe.workbook.writing import inline
from depipe.workbook.writing.conditions import RATED, Condition
from depipe.workbook.writing.dropdowns import NAME_STARS, Dropdown, dropdowns
from depipe.workbook.writing.links import place
from depipe.workbook.writing.scale_plan import ScaleLine, scale_lines
from depipe.workbook.writing.sheet_plans import MARGIN

LISTED: Final = 1
"""The row of _lists where the stars begin, below their name."""


class DecisionsPlan:
    """Above the header the title, who decides, and what headers mean; below it a row a pair, as the issuance has them.

    The decider's name stands in the column of the items' names: they move together.
    """

    title_row: ClassVar[int] = 0
    decider_row: ClassVar[int] = 1
    caption_row: ClassVar[int] = 2
    header_row: ClassVar[int] = 3
    first_row: ClassVar[int] = 4
    id: ClassVar[int] = DECISION_HEADERS.index(HEADER_ID)
    name: ClassVar[int] = DECISION_HEADERS.index(HEADER_ITEM)
    decision: ClassVar[int] = DECISION_HEADERS.index(HEADER_DECISION)
    reason: ClassVar[int] = DECISION_HEADERS.index(HEADER_REASON)
    first_voice: ClassVar[int] = len(DECISION_HEADERS)
    frozen_columns: ClassVar[int] = decision + 1
    """What is decided stays in sight beside whoever is read."""

    def __init__(self, master: Master, issuance: Issuance) -> None:
        self.master = master
        self.issuance = issuance
        self.identity = issuance.identity
        self.language = issuance.identity.language
        self.topics = issuance.topics
        self.evaluators = evaluators_of(issuance.topics)
        self.headers = decision_headers(self.evaluators)
        self.last_column = len(self.headers) - 1
        self.last_row = self.first_row + len(self.topics) - 1

    @property
    def identity_place(self) -> tuple[int, int]:
        """The place of the identity: the last cell of the margin, in the first row."""
        return self.title_row, self.last_column + MARGIN

    @cached_property
    def dropdown(self) -> Dropdown:
        """What the decisions' dropdown offers."""
        return next(one for one in dropdowns(self.master, self.language) if one.name == NAME_STARS)

    @cached_property
    def scale(self) -> tuple[ScaleLine, ...]:
        """What 星の基準 says, a line a row."""
        return tuple(scale_lines(self.master, self.language))

    @cached_property
    def rubric_rows(self) -> Mapping[str, int]:
        """Item id -> the row of 星の基準 where its own rubric begins."""
        return {line.item: row for row, line in enumerate(self.scale) if line.item is not None}

    def to_rubric(self, item_id: str) -> str | None:
        """Return the place of an item's own rubric, if it has one."""
        row = self.rubric_rows.get(item_id)
        return None if row is None else place(SHEET_SCALE, row, 0)

    def to_item(self, item_id: str) -> str | None:
        """Return the place of the first row of an item, if it is to be decided."""
        rows = (row for row, topic in enumerate(self.topics, self.first_row) if topic.item_id == item_id)
        return next((place(SHEET_DECISIONS, row, self.id) for row in rows), None)

    def conditions(self) -> Iterator[Condition]:
        """Yield the live colours: stars by their level, and what is still needed."""
        decider = (self.decider_row, self.name, self.decider_row, self.name)
        yield Condition(
            SHEET_DECISIONS, decider, inline.is_blank(address(self.decider_row + 1, self.name + 1)), "needed"
        )
        star, reason = (f"${address(self.first_row + 1, column + 1)}" for column in (self.decision, self.reason))
        stars = (self.first_row, self.decision, self.last_row, self.decision)
        yield Condition(SHEET_DECISIONS, stars, inline.is_unreadable(star), "unreadable")
        for level in LEVELS:
            yield Condition(SHEET_DECISIONS, stars, inline.has_level(star, level), RATED[level])
        reasons = (self.first_row, self.reason, self.last_row, self.reason)
        yield Condition(SHEET_DECISIONS, reasons, inline.needs_note(star, [reason], LEVELS, of=None), "needed")
