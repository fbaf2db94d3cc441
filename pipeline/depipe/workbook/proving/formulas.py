"""Where every live formula stands, to the last row."""

from collections.abc import Iterator

from depipe.workbook.layout import SHEET_LISTS, SHEET_RATINGS, SHEET_SUMMARY
from depipe.workbook.writing.list_formulas import ListFormulas
from depipe.workbook.writing.lists_plan import Column
from depipe.workbook.writing.plan import Plan
from depipe.workbook.writing.summary_formulas import SummaryFormulas

Placed = tuple[str, int, int, str]
"""Sheet, row and column from 1, formula."""


def live_formulas(plan: Plan) -> Iterator[Placed]:
    """Yield every formula of the workbook with its place."""
    formulas = SummaryFormulas(plan, plan.language)
    at = plan.ratings
    summary = plan.summary
    for tool in range(len(plan.tools)):
        star, note = at.first_star + tool + 1, at.first_note(tool) + 1
        yield SHEET_RATINGS, at.legend_row + 1, star, formulas.on_ratings(summary.open_row, tool)
        yield SHEET_RATINGS, at.trouble_row + 1, star, formulas.on_ratings(summary.unreadable_row, tool)
        yield SHEET_RATINGS, at.trouble_row + 1, note, formulas.on_ratings(summary.evidence_row, tool)
    yield SHEET_SUMMARY, summary.status_row + 1, 1, formulas.status()
    yield from _summary(plan, formulas)
    yield from _rows(plan)
    yield from _categories_and_gates(plan)
    yield from _folded(plan)
    yield from _blanks(plan)
    yield from _reasons(plan, formulas)


def _summary(plan: Plan, formulas: SummaryFormulas) -> Iterator[Placed]:
    at, master = plan.summary, plan.master
    for tool in range(len(plan.tools)):
        down = {
            at.answered_row: formulas.answered(tool),
            at.rated_row: formulas.rated(tool),
            at.open_row: formulas.unrated(tool),
            at.blank_row: formulas.blank(tool),
            at.unreadable_row: formulas.unreadable(tool),
            at.evidence_row: formulas.evidence_missing(tool),
        }
        for number, category in enumerate(master.categories, 1):
            mean = formulas.category_mean(tool, number, plan.bonus_items(category.id))
            down[at.first_category + number - 1] = mean
        for gate in range(len(master.fail_close.gates)):
            down[at.first_gate + gate] = formulas.gate(tool, gate)
        if at.verdict:
            verdict = (formulas.raw(tool), formulas.cap(tool), formulas.cap_reason(tool), formulas.final(tool))
            down |= dict(enumerate(verdict, at.raw_row))
        for row, formula in down.items():
            yield SHEET_SUMMARY, row + 1, at.first_tool + tool + 1, formula


def _listed(column: Column, position: int, formula: str) -> Placed:
    row, number = column.at(position)
    return SHEET_LISTS, row + 1, number + 1, formula


def _rows(plan: Plan) -> Iterator[Placed]:
    lists, formulas = plan.lists, ListFormulas(plan)
    for position in range(len(plan.master.items)):
        row = plan.ratings.first_row + position + 1
        yield _listed(lists.row_items, position, formulas.row_item(row))
        yield _listed(lists.row_categories, position, formulas.of_item(lists.item_categories, row))
        yield _listed(lists.row_gates, position, formulas.of_item(lists.item_gates, row))
        for tool in range(len(plan.tools)):
            yield _listed(lists.stars[tool], position, formulas.stars(tool, row))
            yield _listed(lists.unnoted[tool], position, formulas.unnoted(tool, row))


def _categories_and_gates(plan: Plan) -> Iterator[Placed]:
    lists, formulas = plan.lists, ListFormulas(plan)
    for tool in range(len(plan.tools)):
        for position, category in enumerate(plan.master.categories):
            conditional = plan.bonus_items(category.id) > 0
            number = position + 1
            yield _listed(lists.counts[tool], position, formulas.count(tool, number, conditional=conditional))
            yield _listed(lists.sums[tool], position, formulas.total(tool, number, conditional=conditional))
        for gate in range(len(plan.master.fail_close.gates)):
            yield _listed(lists.gate_stars[tool], gate, formulas.gate_stars(tool, gate))
            if bonus := formulas.gate_bonus(tool, gate):
                yield _listed(lists.gate_bonus[tool], gate, bonus)


def _folded(plan: Plan) -> Iterator[Placed]:
    """Yield the formulas that fold what the gates' conditions look at."""
    lists, formulas, context = plan.lists, ListFormulas(plan), plan.context
    conditions = [gate.condition for gate in plan.master.fail_close.gates if gate.condition is not None]
    parameters = {condition.when.parameter for condition in conditions if condition.when}
    attributes = {condition.unless.attribute for condition in conditions if condition.unless}
    for position, (row, entry) in enumerate(plan.parameters()):
        if entry.name in parameters:
            yield _listed(lists.folded_parameters, position, formulas.folded(row, 1))
    for tool in range(len(plan.tools)):
        for position, attribute in enumerate(context.attributes):
            if attribute in attributes:
                formula = formulas.folded(context.first_tool + tool, context.headers.index(attribute))
                yield _listed(lists.folded_attributes[tool], position, formula)


def _blanks(plan: Plan) -> Iterator[Placed]:
    """Yield the formulas that find what is required and empty."""
    lists, formulas = plan.lists, ListFormulas(plan)
    for position in range(1 + len(plan.master.parameters.entries)):
        yield _listed(lists.blank_entries, position, formulas.blank_entry(plan.context.evaluator_row + position))
    for tool in range(len(plan.tools)):
        yield _listed(lists.blank_versions, tool, formulas.blank_version(tool))


def _reasons(plan: Plan, formulas: SummaryFormulas) -> Iterator[Placed]:
    """Yield the formulas that list the gates that cap each tool."""
    for columns in (plan.lists.failed_gates, plan.lists.open_gates):
        for tool, column in enumerate(columns):
            for gate in range(len(plan.master.fail_close.gates)):
                yield _listed(column, gate, formulas.gates_that(columns, tool, gate))
