"""Where the links of a workbook lead: places within it, as XlsxWriter takes them."""

from depipe.workbook.cells import address
from depipe.workbook.layout import SHEET_CONTEXT, SHEET_PROPOSALS, SHEET_RATINGS, SHEET_SCALE, SHEET_SUMMARY
from depipe.workbook.writing.plan import Plan
from depipe.workbook.writing.proposals_plan import HEADER_ROW


def place(sheet: str, row: int, column: int) -> str:
    """Return the place of a cell as a link says it; rows and columns count from 0."""
    return f"'{sheet}'!{address(row + 1, column + 1)}"


def to_context(plan: Plan) -> str:
    """Return the place of the evaluator's name."""
    return place(SHEET_CONTEXT, plan.context.evaluator_row, 1)


def to_stars(plan: Plan, tool: int = 0) -> str:
    """Return the place of a tool's first star cell."""
    return place(SHEET_RATINGS, plan.ratings.first_row, plan.ratings.first_star + tool)


def to_notes(plan: Plan, tool: int = 0) -> str:
    """Return the place of a tool's first note."""
    return place(SHEET_RATINGS, plan.ratings.first_row, plan.ratings.first_note(tool))


def to_item(plan: Plan, item_id: str) -> str:
    """Return the place of an item's id on 評価, as it is issued."""
    return place(SHEET_RATINGS, plan.ratings.first_row + plan.item_numbers[item_id] - 1, 1)


def to_rubric(plan: Plan, item_id: str) -> str:
    """Return the place on 星の基準 where an item's own rubric begins."""
    return place(SHEET_SCALE, plan.rubric_rows[item_id], 0)


def to_scale() -> str:
    """Return the top of 星の基準."""
    return place(SHEET_SCALE, 0, 0)


def to_summary(plan: Plan) -> str:
    """Return the place that says whether the workbook can be sent back."""
    return place(SHEET_SUMMARY, plan.summary.status_row, 0)


def to_proposals() -> str:
    """Return the first free cell of 追加項目."""
    return place(SHEET_PROPOSALS, HEADER_ROW + 1, 0)
