"""The sheet はじめに: whose workbook this is, how to fill it in, and what else to know, in about ten lines."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from depipe.language import Text
from depipe.sheets import Sheet
from depipe.stars import STAR
from depipe.workbook.identity import Mode
from depipe.workbook.layout import LABEL_EVALUATOR
from depipe.workbook.writing import links, page
from depipe.workbook.writing import start_wording as words
from depipe.workbook.writing.measure import height
from depipe.workbook.writing.plan import Plan
from depipe.workbook.writing.style import Styles
from depipe.workbook.writing.summary_formulas import limit_words

_WIDTHS: Final = (3.0, 4.0, 30.0, 104.0)
_NUMBER, _LABEL, _TEXT = 1, 2, 3


class Line(NamedTuple):
    """A step or a rule: its heading, what it says, and the place that the heading leads to."""

    label: Text
    text: Text
    target: str | None = None


_MODES: Final[Mapping[Mode, tuple[tuple[Text, Text], ...]]] = {
    "plain": (),
    "prefill": ((words.STEP_PREFILLED, words.PREFILLED),),
    "adjudicate": ((words.STEP_ADJUDICATED, words.ADJUDICATED),),
}


def steps(plan: Plan) -> Iterator[Line]:
    """Yield what to do, in this order."""
    for label, text in _MODES[plan.identity.mode]:
        yield Line(label, text)
    given = plan.identity.context is not None
    yield Line(words.STEP_CONTEXT, words.CONTEXT_GIVEN if given else words.CONTEXT_OPEN, links.to_context(plan))
    yield Line(words.STEP_RATINGS, words.RATINGS, links.to_stars(plan))
    notes = words.NOTES if plan.master.fail_close.gates else words.NOTES_WITHOUT_GATES
    yield Line(words.STEP_NOTES, notes, links.to_notes(plan))
    yield Line(words.STEP_RETURN, words.RETURN, links.to_summary(plan))


def rules(plan: Plan) -> Iterator[Line]:
    """Yield what else to know."""
    fail_close = plan.master.fail_close
    yield Line(words.RULE_UNRATED, words.UNRATED)
    if fail_close.gates:
        yield Line(words.RULE_GATES, words.gates_rule(STAR * fail_close.threshold, limit_words(fail_close.cap)))
    scale = words.SCALE_WITH_RUBRICS if plan.master.rubrics else words.SCALE
    yield Line(words.RULE_SCALE, scale, links.to_scale())
    yield Line(words.RULE_PASTING, words.PASTING)
    yield Line(words.RULE_PROPOSALS, words.PROPOSALS, links.to_proposals())
    yield Line(words.RULE_LOCK, words.LOCK)


def write_start(sheet: Sheet, plan: Plan, styles: Styles) -> None:
    """Write the sheet."""
    page.widths(sheet, styles, _WIDTHS)
    sheet.row(1, 28)
    sheet.text(1, _NUMBER, plan.master.title, styles.title)
    row = _write_facts(sheet, plan, styles)
    row = _write_lines(sheet, plan, styles, row + 1, words.STEPS, enumerate(steps(plan), 1))
    row = _write_lines(sheet, plan, styles, row + 1, words.RULES, (("・", rule) for rule in rules(plan)))
    page.set_up(sheet, plan, landscape=True)
    sheet.raw.fit_to_pages(1, 1)
    sheet.raw.print_area(0, 0, row - 1, _TEXT)
    page.protect(sheet)


def _write_facts(sheet: Sheet, plan: Plan, styles: Styles) -> int:
    """Write whose workbook this is; return the row after it."""
    identity, language = plan.identity, plan.language
    version = f"{words.VERSION.within(language)} {identity.master_version}"
    tools, title = identity.tools, plan.master.title
    facts = (
        (
            Text(LABEL_EVALUATOR, f"Evaluator ({LABEL_EVALUATOR})"),
            identity.evaluator or words.NOBODY.within(language),
        ),
        (words.TOOLS, Text("、".join(tools), ", ".join(tools)).within(language)),
        (words.MASTER, Text(f"{title}（{version}）", f"{title} ({version})").within(language)),
        (words.ISSUED_ON, _day(identity.issued_on)),
    )
    for row, (label, value) in enumerate(facts, 3):
        sheet.row(row, height([(value, _WIDTHS[_TEXT])]))
        sheet.merge(row, _NUMBER, row, _LABEL, label.within(language), styles.label)
        sheet.text(row, _TEXT, value, styles.cell)
    return 3 + len(facts)


def _day(day: date) -> str:
    """Return a day as the workbook's own date cells show it."""
    return f"{day:%Y/%m/%d}"


def _write_lines(  # noqa: PLR0917 - where, then what
    sheet: Sheet, plan: Plan, styles: Styles, row: int, heading: Text, lines: Iterable[tuple[int | str, Line]]
) -> int:
    """Write a heading and its lines from *row* on; return the row after them."""
    language = plan.language
    sheet.row(row, 24)
    sheet.text(row, _NUMBER, heading.within(language), styles.heading)
    for at, (number, line) in enumerate(lines, row + 1):
        row = at
        text, label = line.text.within(language), line.label.within(language)
        sheet.row(row, height([(text, _WIDTHS[_TEXT]), (label, _WIDTHS[_LABEL])]) + 4)
        sheet.text(row, _NUMBER, str(number), styles.step_number)
        if line.target is None:
            sheet.text(row, _LABEL, label, styles.step)
        else:
            sheet.link(row, _LABEL, f"internal:{line.target}", label, styles.step_link)
        sheet.text(row, _TEXT, text, styles.step_text)
    return row + 1
