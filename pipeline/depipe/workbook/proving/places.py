"""Which cells are for answers, and what each holds when the workbook is issued."""

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from depipe.stars import UNRATED, written
from depipe.workbook.identity import Answer
from depipe.workbook.layout import (
    HEADER_SCOPE,
    HEADER_VERIFIED_ON,
    HEADER_VERSION,
    NOTE_FIELDS,
    PROPOSAL_HEADERS,
    PROPOSAL_ROWS,
    SCOPE_CHANGED,
    SHEET_CONTEXT,
    SHEET_PROPOSALS,
    SHEET_RATINGS,
)
from depipe.workbook.writing.dropdowns import (
    NAME_CATEGORIES,
    NAME_GENERAL,
    NAME_SCOPE,
    NAME_STARS,
    parameter_list,
)
from depipe.workbook.writing.plan import Plan
from depipe.workbook.writing.proposals_plan import HEADER_ROW

TEXT: Final = "@"
DAY: Final = "yyyy/mm/dd"

Choice = Literal["refuses", "suggests", "none"]
"""Whether a cell's validation keeps other values out, only asks back, or offers nothing."""


class Place(NamedTuple):
    """A cell for an answer; rows and columns count from 1."""

    sheet: str
    row: int
    column: int
    value: str | None
    offers: str | None = None
    """The named range that its dropdown shows."""
    choice: Choice = "none"
    number_format: str = TEXT


def places(plan: Plan) -> Iterator[Place]:
    """Yield every cell for an answer."""
    yield from _context(plan)
    yield from _ratings(plan)
    top = HEADER_ROW + 2
    for row in range(top, top + PROPOSAL_ROWS):
        for column, field in enumerate(PROPOSAL_HEADERS, 1):
            name = {"category": NAME_CATEGORIES, "general": NAME_GENERAL}.get(field)
            yield Place(SHEET_PROPOSALS, row, column, None, name, "suggests" if name else "none")


def _context(plan: Plan) -> Iterator[Place]:
    context = plan.context
    yield Place(SHEET_CONTEXT, context.evaluator_row + 1, 2, plan.identity.evaluator)
    if plan.identity.context is None:
        for number, (row, parameter) in enumerate(plan.parameters(), 1):
            offers = parameter_list(number) if parameter.options else None
            choice: Choice = "none" if offers is None else "refuses" if parameter.closed else "suggests"
            yield Place(SHEET_CONTEXT, row + 1, 2, None, offers, choice)
    columns = {header: column for column, header in enumerate(context.headers, 1)}
    for tool, name in enumerate(plan.tools):
        row = context.first_tool + tool + 1
        yield Place(SHEET_CONTEXT, row, columns[HEADER_VERSION], plan.issuance.versions.get(name))
        yield Place(SHEET_CONTEXT, row, columns[HEADER_VERIFIED_ON], None, None, "suggests", DAY)
        if context.scoped:
            yield Place(SHEET_CONTEXT, row, columns[HEADER_SCOPE], SCOPE_CHANGED, NAME_SCOPE, "refuses")


def _ratings(plan: Plan) -> Iterator[Place]:
    at, answers = plan.ratings, plan.issuance.answers
    unanswered = Answer()
    for row, item in enumerate(plan.master.items, at.first_row + 1):
        for tool, name in enumerate(plan.tools):
            answer = answers.get((item.id, name), unanswered)
            stars = UNRATED if answer is unanswered else written(answer.stars)
            yield Place(SHEET_RATINGS, row, at.first_star + tool + 1, stars, NAME_STARS, "refuses")
            for column, field in enumerate(NOTE_FIELDS, at.first_note(tool) + 1):
                yield Place(SHEET_RATINGS, row, column, answer.note(field) or None)
