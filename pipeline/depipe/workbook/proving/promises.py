"""All promises together."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

from depipe.master.model import Master
from depipe.workbook.identity import Issuance
from depipe.workbook.layout import (
    DECISION_SHEETS,
    HIDDEN_SHEETS,
    LABEL_FINAL,
    SHEET_LISTS,
    SHEET_SUMMARY,
    VISIBLE_SHEETS,
)
from depipe.workbook.proving.answers import answer_promises
from depipe.workbook.proving.choices import choice_promises
from depipe.workbook.proving.colours import colour_promises
from depipe.workbook.proving.decisions import decision_promises
from depipe.workbook.proving.fixed import fixed_promises
from depipe.workbook.proving.locks import extents, lock_promises
from depipe.workbook.proving.places import places
from depipe.workbook.proving.ways import link_promises
from depipe.workbook.writing.conditions import conditions
from depipe.workbook.writing.decisions.plan import DecisionsPlan
from depipe.workbook.writing.plan import Plan


def broken_promises(data: bytes, master: Master, issuance: Issuance) -> list[str]:
    """Return what does not hold of the workbook of *issuance*, in the order of the sheets; nothing when all holds."""
    try:
        book = load_workbook(BytesIO(data))
    except Exception as error:  # noqa: BLE001 - whatever another library cannot open is no workbook
        return [f"openpyxl cannot open it: {error}"]
    decides = issuance.identity.mode == "adjudicate"
    problems = list(_sheets(book, DECISION_SHEETS if decides else VISIBLE_SHEETS))
    if problems:
        return problems
    if decides:
        return list(decision_promises(book, DecisionsPlan(master, issuance)))
    verdict = any(row[0] == LABEL_FINAL for row in book[SHEET_SUMMARY].iter_rows(max_col=1, values_only=True))
    plan = Plan(master, issuance, show_verdict=verdict)
    open_cells = list(places(plan))
    return [
        *fixed_promises(book, plan),
        *answer_promises(book, open_cells),
        *lock_promises(book, open_cells, extents(plan, book[SHEET_LISTS])),
        *choice_promises(book, plan.dropdowns),
        *colour_promises(book, conditions(plan)),
        *link_promises(book, plan),
    ]


def _sheets(book: Workbook, visible: Sequence[str]) -> Iterator[str]:
    wanted = [*((name, "visible") for name in visible), *((name, "hidden") for name in HIDDEN_SHEETS)]
    found = [(sheet.title, sheet.sheet_state) for sheet in book.worksheets]
    if found != wanted:
        yield f"sheets are {found}, not {wanted}"
