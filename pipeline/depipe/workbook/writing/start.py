"""The sheet はじめに: whose workbook this is, and how to fill it in, in about ten lines."""

from collections.abc import Iterator, Mapping
from typing import Final

from depipe.language import Text
from depipe.sheets import Sheet
from depipe.stars import STAR
from depipe.workbook.identity import Mode
from depipe.workbook.layout import (
    LABEL_EVALUATOR,
    SHEET_CONTEXT,
    SHEET_PROPOSALS,
    SHEET_RATINGS,
    SHEET_SUMMARY,
)
from depipe.workbook.writing import page, wording
from depipe.workbook.writing.measure import height
from depipe.workbook.writing.plan import Plan
from depipe.workbook.writing.style import Styles
from depipe.workbook.writing.summary_formulas import limit_words

_WIDTHS: Final = (3.0, 4.0, 24.0, 84.0)
_NUMBER, _LABEL, _TEXT = 1, 2, 3
_MODES: Final[Mapping[Mode, tuple[tuple[Text, Text], ...]]] = {
    "plain": (),
    "prefill": ((wording.STEP_PREFILLED, wording.PREFILLED),),
    "adjudicate": ((wording.STEP_ADJUDICATED, wording.ADJUDICATED),),
}
_LINKS: Final[Mapping[Text, str]] = {
    wording.STEP_CONTEXT: SHEET_CONTEXT,
    wording.STEP_RATINGS: SHEET_RATINGS,
    wording.STEP_PROPOSALS: SHEET_PROPOSALS,
    wording.STEP_RETURN: SHEET_SUMMARY,
}


def write_start(sheet: Sheet, plan: Plan, styles: Styles) -> None:
    """Write the sheet."""
    page.widths(sheet, styles, _WIDTHS)
    sheet.row(1, 28)
    sheet.text(1, _NUMBER, plan.master.title, styles.title)
    row = _write_facts(sheet, plan, styles)
    row += 1
    sheet.row(row, 24)
    sheet.text(row, _NUMBER, wording.HOW_TO.within(plan.language), styles.heading)
    for number, (label, text) in enumerate(_steps(plan), 1):
        row += 1
        _write_step(sheet, plan, styles, row, number, label, text)
    page.set_up(sheet, plan, landscape=False)
    sheet.raw.fit_to_pages(1, 0)
    sheet.raw.print_area(0, 0, row, _TEXT)
    page.protect(sheet)


def _write_facts(sheet: Sheet, plan: Plan, styles: Styles) -> int:
    """Write whose workbook this is; return the row after it."""
    identity, language = plan.identity, plan.language
    version = wording.VERSION.within(language)
    facts = (
        (
            Text(LABEL_EVALUATOR, f"Evaluator ({LABEL_EVALUATOR})"),
            identity.evaluator or wording.NOBODY.within(language),
        ),
        (wording.TOOLS, "、".join(identity.tools) if language == "ja" else ", ".join(identity.tools)),
        (wording.MASTER, f"{plan.master.title}（{version} {identity.master_version}）"),
        (wording.ISSUED_ON, identity.issued_on.isoformat()),
    )
    if language == "en":
        facts = (*facts[:2], (wording.MASTER, f"{plan.master.title} ({version} {identity.master_version})"), facts[3])
    for row, (label, value) in enumerate(facts, 3):
        sheet.row(row, height([(value, _WIDTHS[_TEXT])]))
        sheet.merge(row, _NUMBER, row, _LABEL, label.within(language), styles.label)
        sheet.text(row, _TEXT, value, styles.cell)
    return 3 + len(facts)


def _steps(plan: Plan) -> Iterator[tuple[Text, Text]]:
    """Yield what to do, each with its heading."""
    fail_close = plan.master.fail_close
    yield from _MODES[plan.identity.mode]
    yield wording.STEP_CONTEXT, wording.CONTEXT_GIVEN if plan.identity.context else wording.CONTEXT_OPEN
    yield wording.STEP_RATINGS, wording.RATINGS
    yield wording.STEP_UNRATED, wording.UNRATED_MEANS
    if fail_close.gates:
        yield wording.STEP_GATES, wording.gates_rule(STAR * fail_close.threshold, limit_words(fail_close.cap))
    yield wording.STEP_NOTES, wording.NOTES if fail_close.gates else wording.NOTES_WITHOUT_GATES
    yield wording.STEP_PICTURES, wording.PICTURES
    yield wording.STEP_PASTING, wording.PASTING
    yield wording.STEP_PROPOSALS, wording.PROPOSALS
    yield wording.STEP_LOCK, wording.LOCK
    yield wording.STEP_RETURN, wording.RETURN


def _write_step(  # noqa: PLR0917 - a row of the table: where, then what
    sheet: Sheet, plan: Plan, styles: Styles, row: int, number: int, label: Text, text: Text
) -> None:
    shown, name = text.within(plan.language), label.within(plan.language)
    sheet.row(row, height([(shown, _WIDTHS[_TEXT]), (name, _WIDTHS[_LABEL])]) + 4)
    sheet.text(row, _NUMBER, str(number), styles.step_number)
    target = _LINKS.get(label)
    if target is None:
        sheet.text(row, _LABEL, name, styles.step)
    else:
        sheet.link(row, _LABEL, f"internal:'{target}'!A1", name, styles.step_link)
    sheet.text(row, _TEXT, shown, styles.step_text)
