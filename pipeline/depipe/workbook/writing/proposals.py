"""The sheet 追加項目: proposals of items that the master lacks, a row each."""

from typing import Any, Final

from depipe.language import Text
from depipe.sheets import Sheet
from depipe.workbook.layout import PROPOSAL_HEADERS, PROPOSAL_ROWS
from depipe.workbook.writing import page, wording
from depipe.workbook.writing.dropdowns import NAME_CATEGORIES, NAME_GENERAL
from depipe.workbook.writing.measure import height
from depipe.workbook.writing.plan import Plan
from depipe.workbook.writing.proposals_plan import HEADER_ROW
from depipe.workbook.writing.style import Styles

_WIDTHS: Final = {"category": 14.0, "name": 26.0, "description": 46.0, "reason": 40.0, "general": 19.0}
_ROW: Final = 34.0
"""Points: two lines, an invitation to write a sentence."""
_LAST: Final = len(PROPOSAL_HEADERS) - 1


def write_proposals(sheet: Sheet, plan: Plan, styles: Styles) -> None:
    """Write the sheet.

    Above the header no row holds more than one text: a row of several would be read as a proposal that a sort took
    there.
    """
    page.widths(sheet, styles, tuple(_WIDTHS[field] for field in PROPOSAL_HEADERS))
    sheet.row(0, 24)
    sheet.text(0, 0, wording.PROPOSALS_TITLE.within(plan.language), styles.title)
    sheet.text(1, 0, wording.PROPOSALS_HINT.within(plan.language), styles.hint_line)
    columns = wording.PROPOSALS_COLUMNS.within(plan.language)
    sheet.row(HEADER_ROW - 1, height([(columns, sum(_WIDTHS.values()))]))
    sheet.merge(HEADER_ROW - 1, 0, HEADER_ROW - 1, _LAST, columns, styles.prose)
    _write_table(sheet, styles)
    fields = list(PROPOSAL_HEADERS)
    _suggest(sheet, plan, fields.index("category"), NAME_CATEGORIES, wording.PROMPT_CATEGORY)
    _suggest(sheet, plan, fields.index("general"), NAME_GENERAL, wording.PROMPT_GENERAL)
    sheet.raw.freeze_panes(HEADER_ROW + 1, 0)
    page.set_up(sheet, plan.master, landscape=False)
    sheet.raw.fit_to_pages(1, 1)
    sheet.raw.repeat_rows(HEADER_ROW)
    sheet.raw.print_area(0, 0, HEADER_ROW + PROPOSAL_ROWS, _LAST)
    page.protect(sheet)


def _write_table(sheet: Sheet, styles: Styles) -> None:
    first, last = HEADER_ROW + 1, HEADER_ROW + PROPOSAL_ROWS
    sheet.row(HEADER_ROW, max(height((header, _WIDTHS[field]) for field, header in PROPOSAL_HEADERS.items()), 22))
    answer = styles.form()
    for column, header in enumerate(PROPOSAL_HEADERS.values()):
        sheet.text(HEADER_ROW, column, header, styles.header)
        for row in range(first, last + 1):
            sheet.blank(row, column, answer)
    for row in range(first, last + 1):
        sheet.row(row, _ROW)


def _suggest(sheet: Sheet, plan: Plan, column: int, name: str, prompt: Text) -> None:
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
    sheet.validation(HEADER_ROW + 1, column, HEADER_ROW + PROPOSAL_ROWS, column, rule)
