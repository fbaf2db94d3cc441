"""The sheet はじめに of a workbook for ratings: whose it is, how to fill it in, and what else to know, in ten lines."""

from collections.abc import Iterator

from depipe.language import Text
from depipe.sheets import Sheet
from depipe.stars import STAR
from depipe.workbook.layout import LABEL_EVALUATOR
from depipe.workbook.writing import links
from depipe.workbook.writing import start_wording as words
from depipe.workbook.writing.plan import Plan
from depipe.workbook.writing.start_page import Fact, Line, issue_facts, start_page
from depipe.workbook.writing.style import Styles
from depipe.workbook.writing.summary_formulas import limit_words


def steps(plan: Plan) -> Iterator[Line]:
    """Yield what to do, in this order."""
    if plan.identity.mode == "prefill":
        yield Line(words.STEP_PREFILLED, words.PREFILLED)
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
    start_page(sheet, plan.master, styles, plan.language, _facts(plan), steps(plan), rules(plan))


def _facts(plan: Plan) -> Iterator[Fact]:
    """Yield whose workbook this is."""
    identity, language = plan.identity, plan.language
    whose = Text(LABEL_EVALUATOR, f"Evaluator ({LABEL_EVALUATOR})")
    yield whose, identity.evaluator or words.NOBODY.within(language)
    yield words.TOOLS, Text("、".join(identity.tools), ", ".join(identity.tools)).within(language)
    yield from issue_facts(plan.master, identity)
