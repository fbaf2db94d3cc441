"""All promises together."""

from collections.abc import Iterator
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

from depipe.master.model import Master
from depipe.workbook.identity import Issuance
from depipe.workbook.layout import HIDDEN_SHEETS, LABEL_FINAL, SHEET_SUMMARY, VISIBLE_SHEETS
from depipe.workbook.proving.answers import answer_promises
from depipe.workbook.proving.choices import choice_promises
from depipe.workbook.proving.colours import colour_promises
from depipe.workbook.proving.fixed import fixed_promises
from depipe.workbook.proving.locks import lock_promises
from depipe.workbook.proving.ways import link_promises
from depipe.workbook.writing.plan import Plan


def broken_promises(data: bytes, master: Master, issuance: Issuance) -> list[str]:
    """Return what does not hold of the workbook of *issuance*, in the order of the sheets; nothing when all holds."""
    try:
        book = load_workbook(BytesIO(data))
    except Exception as error:  # noqa: BLE001 - whatever another library cannot open is no workbook
        return [f"openpyxl cannot open it: {error}"]
    problems = list(_sheets(book))
    if problems:
        return problems
    verdict = any(row[0] == LABEL_FINAL for row in book[SHEET_SUMMARY].iter_rows(max_col=1, values_only=True))
    plan = Plan(master, issuance, show_verdict=verdict)
    checks = (fixed_promises, answer_promises, lock_promises, choice_promises, colour_promises, link_promises)
    return [problem for check in checks for problem in check(book, plan)]


def _sheets(book: Workbook) -> Iterator[str]:
    wanted = [*((name, "visible") for name in VISIBLE_SHEETS), *((name, "hidden") for name in HIDDEN_SHEETS)]
    found = [(sheet.title, sheet.sheet_state) for sheet in book.worksheets]
    if found != wanted:
        yield f"sheets are {found}, not {wanted}"
