"""The sheet 前提パラメータ: label in column A, value in column B; below it a table with a row a tool."""

from datetime import date
from typing import Any, Final

from depipe.language import Text
from depipe.master.model import Parameter
from depipe.sheets import Sheet
from depipe.workbook.layout import (
    HEADER_SCOPE,
    HEADER_TOOL,
    HEADER_VERIFIED_ON,
    HEADER_VERSION,
    LABEL_EVALUATOR,
    SCOPE_CHANGED,
)
from depipe.workbook.locked import plain
from depipe.workbook.writing import page, wording
from depipe.workbook.writing.dropdowns import NAME_SCOPE, parameter_list
from depipe.workbook.writing.measure import SMALL, SMALL_LINE, height, shortened
from depipe.workbook.writing.plan import Plan
from depipe.workbook.writing.prompts import MAX_PROMPT, MAX_TITLE
from depipe.workbook.writing.style import Styles

_LABEL_WIDTH: Final = 22.0
_VALUE_WIDTH: Final = 30.0
_OTHER_WIDTH: Final = 22.0
_ATTRIBUTE_WIDTH: Final = 40.0
"""An attribute's description stands above its column."""
_FIRST_DAY: Final = date(2000, 1, 1)


def write_context(sheet: Sheet, plan: Plan, styles: Styles) -> None:
    """Write the sheet."""
    layout = plan.context
    page.widths(sheet, styles, _widths(plan))
    given = plan.identity.context is not None
    hint = wording.CONTEXT_HINT_GIVEN if given else wording.CONTEXT_HINT_OPEN
    sheet.row(0, 28)
    sheet.text(0, 0, wording.CONTEXT_TITLE.within(plan.language), styles.title)
    sheet.text(1, 0, hint.within(plan.language), styles.hint_line)
    _write_evaluator(sheet, plan, styles)
    for row, parameter in plan.parameters():
        _write_parameter(sheet, plan, styles, row, parameter)
    _write_captions(sheet, plan, styles)
    _write_tools(sheet, plan, styles)
    sheet.calm(layout.evaluator_row, 1, layout.last_row, 1)
    sheet.raw.set_selection(layout.evaluator_row, 1, layout.evaluator_row, 1)
    page.set_up(sheet, plan.master, landscape=True)
    sheet.raw.fit_to_pages(1, 0)
    sheet.raw.print_area(0, 0, layout.last_row, layout.last_column)
    page.protect(sheet)


def _widths(plan: Plan) -> tuple[float, ...]:
    """Return the width of every column."""
    layout = plan.context
    others = [
        _ATTRIBUTE_WIDTH if header in layout.attributes else _OTHER_WIDTH
        for header in (*layout.headers, *[""] * layout.last_column)[2 : layout.last_column + 1]
    ]
    return (_LABEL_WIDTH, _VALUE_WIDTH, *others)


def _explain(  # noqa: PLR0917 - where, then what
    sheet: Sheet, plan: Plan, styles: Styles, row: int, label: str, text: str, value: str = ""
) -> None:
    """Write a label in column A and what it means beside the *value* in column B, which is only measured here."""
    last, wide = plan.context.last_column, _widths(plan)
    sheet.row(row, max(height([(text, sum(wide[2:])), (label, _LABEL_WIDTH), (value, wide[1])]), 22))
    sheet.text(row, 0, label, styles.label)
    sheet.merge(row, 2, row, last, text, styles.hint)


def _required(plan: Plan, text: str) -> str:
    return wording.REQUIRED.within(plan.language) + text


def _write_evaluator(sheet: Sheet, plan: Plan, styles: Styles) -> None:
    row = plan.context.evaluator_row
    hint = _required(plan, wording.EVALUATOR_HINT.within(plan.language))
    name = plan.identity.evaluator or ""
    _explain(sheet, plan, styles, row, LABEL_EVALUATOR, hint, name)
    sheet.text(row, 1, name, styles.form())


def _write_parameter(sheet: Sheet, plan: Plan, styles: Styles, row: int, parameter: Parameter) -> None:
    meaning = _meaning(plan, parameter)
    if plan.identity.context is not None:
        value = plan.identity.context[parameter.name]
        _explain(sheet, plan, styles, row, parameter.name, meaning, value)
        sheet.text(row, 1, value, styles.cell)
        return
    _explain(sheet, plan, styles, row, parameter.name, _required(plan, meaning))
    sheet.text(row, 1, "", styles.form())
    if parameter.options:
        name = parameter_list(row - plan.context.first_parameter + 1)
        sheet.validation(row, 1, row, 1, _choice(plan, parameter.name, name, closed=parameter.closed))


def _meaning(plan: Plan, parameter: Parameter) -> str:
    """Return what a parameter tells, and its options."""
    text = plain(parameter.description)
    if not parameter.options or plan.identity.context is not None:
        return text
    word = (wording.OPTIONS if parameter.closed else wording.EXAMPLES).within(plan.language)
    listed = " / ".join(parameter.options) + parameter.suffix
    return Text(f"{text}（{word}: {listed}）", f"{text} ({word}: {listed})").within(plan.language)


def _choice(plan: Plan, label: str, name: str, *, closed: bool) -> dict[str, Any]:
    """Return the validation of a parameter: a closed one refuses, an open one suggests."""
    prompt = wording.PROMPT_PARAMETER_CLOSED if closed else wording.PROMPT_PARAMETER_OPEN
    error = wording.PROMPT_PARAMETER_CLOSED if closed else wording.OTHER_VALUE
    return {
        "validate": "list",
        "source": f"={name}",
        "ignore_blank": False,
        "error_type": "stop" if closed else "information",
        "input_title": shortened(label, MAX_TITLE),
        "input_message": prompt.within(plan.language),
        "error_title": wording.OTHER_VALUE_TITLE.within(plan.language),
        "error_message": error.within(plan.language),
    }


def _write_captions(sheet: Sheet, plan: Plan, styles: Styles) -> None:
    """Write above the table of tools what each column is for."""
    layout, language = plan.context, plan.language
    said = {
        HEADER_VERSION: wording.CAPTION_VERSION.within(language),
        HEADER_VERIFIED_ON: wording.CAPTION_DATE.within(language),
    }
    if layout.scoped:
        said[HEADER_SCOPE] = wording.CAPTION_SCOPE.within(language)
    lead = wording.SET_BY_LEAD.within(language)
    said |= {attribute.name: plain(attribute.description) + lead for attribute in plan.master.tool_attributes}
    sheet.text(layout.caption_row, 0, wording.TOOL_TABLE.within(language), styles.heading)
    for column, header in enumerate(layout.headers):
        if header in said:
            sheet.text(layout.caption_row, column, said[header], styles.caption)
    room = ((said.get(header, ""), wide / SMALL) for header, wide in zip(layout.headers, _widths(plan), strict=False))
    sheet.row(layout.caption_row, max(height(room, SMALL_LINE), 30))


def _write_tools(sheet: Sheet, plan: Plan, styles: Styles) -> None:
    layout, headers = plan.context, plan.context.headers
    sheet.raw.repeat_rows(layout.header_row)
    sheet.row(layout.header_row, max(height(zip(headers, _widths(plan), strict=False)), 22))
    for column, header in enumerate(headers):
        sheet.text(layout.header_row, column, header, styles.header)
    for position, tool in enumerate(plan.tools):
        row = layout.first_tool + position
        sheet.row(row, max(height([(tool, _LABEL_WIDTH)]), 22))
        for column, header in enumerate(headers):
            _write_tool_cell(sheet, plan, styles, (row, column), header, tool)
    _validate_tools(sheet, plan)


def _write_tool_cell(  # noqa: PLR0917 - where, then what
    sheet: Sheet, plan: Plan, styles: Styles, place: tuple[int, int], header: str, tool: str
) -> None:
    if header == HEADER_TOOL:
        sheet.text(*place, tool, styles.label)
    elif header == HEADER_VERSION:
        sheet.text(*place, plan.issuance.versions.get(tool, ""), styles.form())
    elif header == HEADER_VERIFIED_ON:
        sheet.blank(*place, styles.day())
    elif header == HEADER_SCOPE and plan.context.scoped:
        sheet.text(*place, SCOPE_CHANGED, styles.form())
    else:
        sheet.text(*place, plan.identity.attributes[tool][header], styles.cell)


def _validate_tools(sheet: Sheet, plan: Plan) -> None:
    layout, language = plan.context, plan.language
    first, last = layout.first_tool, layout.last_row
    version, day = layout.headers.index(HEADER_VERSION), layout.headers.index(HEADER_VERIFIED_ON)
    sheet.validation(
        first,
        version,
        last,
        version,
        {"validate": "any", "input_title": HEADER_VERSION, "input_message": wording.PROMPT_VERSION.within(language)},
    )
    sheet.validation(
        first,
        day,
        last,
        day,
        {
            "validate": "date",
            "criteria": ">=",
            "value": _FIRST_DAY,
            "error_type": "information",
            "input_title": wording.PROMPT_DATE_TITLE.within(language),
            "input_message": wording.PROMPT_DATE.within(language),
            "error_title": wording.NO_DATE_TITLE.within(language),
            "error_message": wording.NO_DATE.within(language),
        },
    )
    if layout.scoped:
        scope = layout.headers.index(HEADER_SCOPE)
        rule = _choice(plan, HEADER_SCOPE, NAME_SCOPE, closed=True)
        prompt = shortened(wording.PROMPT_SCOPE.within(language), MAX_PROMPT)
        sheet.validation(first, scope, last, scope, rule | {"input_message": prompt})
