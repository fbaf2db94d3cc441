"""The sheet 追加項目: proposals of items that the master lacks, a row each."""

from typing import Any, Final

from depipe.language import Text
from depipe.sheets import Sheet
from depipe.workbook.layout import PROPOSAL_HEADERS, PROPOSAL_ROWS, SHEET_PROPOSALS
from depipe.workbook.locked import plain
from depipe.workbook.writing import page, wording
from depipe.workbook.writing.dropdowns import NAME_CATEGORIES, NAME_GENERAL
from depipe.workbook.writing.measure import height
from depipe.workbook.writing.plan import Plan
from depipe.workbook.writing.style import Styles

_WIDTHS: Final = {"category": 14.0, "name": 26.0, "description": 46.0, "reason": 40.0, "general": 16.0}
_ROW: Final = 32.0
"""Points: two lines, an invitation to write a sentence."""


def header_row(plan: Plan) -> int:
    """Return the row of the header: below the hint and the master's own rules for new items."""
    rules = plan.master.rules
    return 3 + bool(rules.new_items_introduction) + len(rules.new_items)


def write_proposals(sheet: Sheet, plan: Plan, styles: Styles) -> None:
    """Write the sheet."""
    page.widths(sheet, styles, tuple(_WIDTHS[field] for field in PROPOSAL_HEADERS))
    sheet.row(0, 28)
    sheet.text(0, 0, SHEET_PROPOSALS, styles.title)
    sheet.text(1, 0, wording.PROPOSALS_HINT.within(plan.language), styles.hint_line)
    introduction = plan.master.rules.new_items_introduction
    numbered = [f"{number}. {text}" for number, text in enumerate(plan.master.rules.new_items, 1)]
    for row, text in enumerate([*([introduction] if introduction else []), *numbered], 2):
        sheet.text(row, 0, plain(text), styles.hint_line)
    top = header_row(plan)
    sheet.row(top, max(height((header, _WIDTHS[field]) for field, header in PROPOSAL_HEADERS.items()), 22))
    answer = styles.answer()
    for column, header in enumerate(PROPOSAL_HEADERS.values()):
        sheet.text(top, column, header, styles.header)
        for row in range(top + 1, top + 1 + PROPOSAL_ROWS):
            sheet.blank(row, column, answer)
    for row in range(top + 1, top + 1 + PROPOSAL_ROWS):
        sheet.row(row, _ROW)
    fields = list(PROPOSAL_HEADERS)
    _suggest(sheet, plan, top, fields.index("category"), NAME_CATEGORIES, wording.PROMPT_CATEGORY)
    _suggest(sheet, plan, top, fields.index("general"), NAME_GENERAL, wording.PROMPT_GENERAL)
    sheet.raw.freeze_panes(top + 1, 0)
    page.set_up(sheet, plan, landscape=True)
    sheet.raw.fit_to_pages(1, 0)
    sheet.raw.repeat_rows(top)
    sheet.raw.print_area(0, 0, top + PROPOSAL_ROWS, len(PROPOSAL_HEADERS) - 1)
    page.protect(sheet)


def _suggest(  # noqa: PLR0917 - where, then what
    sheet: Sheet, plan: Plan, top: int, column: int, name: str, prompt: Text
) -> None:
    header = list(PROPOSAL_HEADERS.values())[column]
    rule: dict[str, Any] = {
        "validate": "list",
        "source": f"={name}",
        "error_type": "information",
        "input_title": header,
        "input_message": prompt.within(plan.language),
        "error_title": wording.OTHER_VALUE_TITLE.within(plan.language),
        "error_message": wording.OTHER_VALUE.within(plan.language),
    }
    sheet.validation(top + 1, column, top + PROPOSAL_ROWS, column, rule)
