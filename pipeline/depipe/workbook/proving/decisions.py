"""The promises of a workbook for decisions."""

from collections.abc import Iterator

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from depipe.stars import UNRATED
from depipe.workbook.layout import HEADER_DECISION, HEADER_REASON, SHEET_DECISIONS, SHEET_SCALE, SHEET_START
from depipe.workbook.locked import cell_key, header_key, pair_key
from depipe.workbook.proving.answers import answer_promises
from depipe.workbook.proving.choices import choice_promises
from depipe.workbook.proving.colours import colour_promises
from depipe.workbook.proving.fixed import scale_texts, text_promises
from depipe.workbook.proving.locks import lock_promises
from depipe.workbook.proving.places import Place
from depipe.workbook.proving.ways import ways
from depipe.workbook.writing.decisions.plan import DecisionsPlan
from depipe.workbook.writing.decisions.start import rules, steps
from depipe.workbook.writing.dropdowns import NAME_STARS


def decision_promises(book: Workbook, plan: DecisionsPlan) -> Iterator[str]:
    """Yield what does not hold."""
    open_cells = list(_places(plan))
    place = (SHEET_DECISIONS, *plan.identity_place)
    found = (*_texts(book[SHEET_DECISIONS], plan), *scale_texts(book))
    yield from text_promises(book, plan.master, plan.issuance, found, place)
    yield from answer_promises(book, open_cells)
    yield from lock_promises(book, open_cells, {SHEET_DECISIONS: (plan.last_row, plan.last_column)})
    yield from choice_promises(book, [plan.dropdown])
    yield from colour_promises(book, plan.conditions())
    yield from _link_promises(book, plan)


def _places(plan: DecisionsPlan) -> Iterator[Place]:
    """Yield every cell for an answer."""
    yield Place(SHEET_DECISIONS, plan.decider_row + 1, plan.name + 1, plan.identity.evaluator)
    for row in range(plan.first_row + 1, plan.last_row + 2):
        yield Place(SHEET_DECISIONS, row, plan.decision + 1, UNRATED, NAME_STARS, "refuses")
        yield Place(SHEET_DECISIONS, row, plan.reason + 1, None)


def _texts(sheet: Worksheet, plan: DecisionsPlan) -> Iterator[tuple[str, str, object]]:
    headers = [sheet.cell(plan.header_row + 1, column).value for column in range(1, plan.last_column + 2)]
    for header in headers:
        yield SHEET_DECISIONS, header_key(str(header)), header
    for row, topic in enumerate(plan.topics, plan.first_row + 1):
        for column, header in enumerate(headers, 1):
            if header not in {HEADER_DECISION, HEADER_REASON}:
                key = cell_key(pair_key(topic.item_id, topic.tool), str(header))
                yield SHEET_DECISIONS, key, sheet.cell(row, column).value


def _link_promises(book: Workbook, plan: DecisionsPlan) -> Iterator[str]:
    started = [line.target for line in (*steps(plan), *rules()) if line.target]
    if list(ways(book[SHEET_START]).values()) != started:
        yield f"{SHEET_START}: its links do not lead where they should"
    rubrics = {
        (row, plan.id): target
        for row, topic in enumerate(plan.topics, plan.first_row)
        if (target := plan.to_rubric(topic.item_id)) is not None
    }
    if ways(book[SHEET_DECISIONS]) != rubrics:
        yield f"{SHEET_DECISIONS}: its ids do not lead to their rubrics"
    items = {(row, 0): target for item, row in plan.rubric_rows.items() if (target := plan.to_item(item)) is not None}
    if ways(book[SHEET_SCALE]) != items:
        yield f"{SHEET_SCALE}: its ids do not lead to their rows"
