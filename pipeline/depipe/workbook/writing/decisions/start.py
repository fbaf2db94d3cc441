"""The sheet はじめに of a workbook for decisions."""

from collections.abc import Iterator

from depipe.language import Text
from depipe.sheets import Sheet
from depipe.workbook.layout import SHEET_DECISIONS, SHEET_SCALE
from depipe.workbook.topics import tools_of
from depipe.workbook.writing.decisions import wording as words
from depipe.workbook.writing.decisions.plan import DecisionsPlan
from depipe.workbook.writing.links import place
from depipe.workbook.writing.start_page import Fact, Line, issue_facts, start_page
from depipe.workbook.writing.style import Styles


def write_start(sheet: Sheet, plan: DecisionsPlan, styles: Styles) -> None:
    """Write the sheet."""
    start_page(sheet, plan.master, styles, plan.language, _facts(plan), steps(plan), rules())


def _facts(plan: DecisionsPlan) -> Iterator[Fact]:
    identity, language = plan.identity, plan.language
    yield words.WHOSE, identity.evaluator or words.NOBODY.within(language)
    yield words.CONTEXT, " / ".join(f"{name}: {value}" for name, value in (identity.context or {}).items())
    tools = tools_of(plan.topics)
    named = Text("、".join(tools), ", ".join(tools)).within(language)
    yield words.ROWS, words.rows(len(plan.topics), named).within(language)
    yield from issue_facts(plan.master, identity)


def steps(plan: DecisionsPlan) -> Iterator[Line]:
    """Yield what to do, in this order."""
    first = plan.first_row
    yield Line(words.STEP_DECIDER, words.DECIDER, place(SHEET_DECISIONS, plan.decider_row, plan.name))
    yield Line(words.STEP_COMPARE, words.COMPARE, place(SHEET_DECISIONS, first, plan.first_voice))
    yield Line(words.STEP_DECIDE, words.DECIDE, place(SHEET_DECISIONS, first, plan.decision))
    yield Line(words.STEP_REASON, words.REASON, place(SHEET_DECISIONS, first, plan.reason))
    yield Line(words.STEP_RETURN, words.RETURN)


def rules() -> Iterator[Line]:
    """Yield what else to know."""
    yield Line(words.RULE_EFFECT, words.EFFECT)
    yield Line(words.RULE_REOPENED, words.REOPENED)
    yield Line(words.RULE_TAKEN_BACK, words.TAKEN_BACK)
    yield Line(words.RULE_SCALE, words.SCALE, place(SHEET_SCALE, 0, 0))
    yield Line(words.RULE_LOCK, words.LOCK)
