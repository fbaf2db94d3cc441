"""The whole workbook for decisions."""

from dataclasses import replace
from datetime import UTC, datetime, time

from depipe.master.model import Master
from depipe.sheets import Book, Sheet
from depipe.workbook.cells import column_letters
from depipe.workbook.fixed import encode, fixed_texts
from depipe.workbook.identity import Issuance
from depipe.workbook.layout import DECISION_SHEETS, HIDDEN_SHEETS, SHEET_DECISIONS, SHEET_LISTS
from depipe.workbook.locked import digest, digests, locked_texts
from depipe.workbook.writing.decisions.plan import LISTED, DecisionsPlan
from depipe.workbook.writing.decisions.sheet import write_decisions
from depipe.workbook.writing.decisions.start import write_start
from depipe.workbook.writing.identity_sheet import write_identity
from depipe.workbook.writing.scale import write_scale
from depipe.workbook.writing.style import Styles


def write_decision_book(master: Master, issuance: Issuance) -> bytes:
    """Return the workbook in which the topics of *issuance* are decided; the same issuance gives the same bytes."""
    locked = digests(locked_texts(master, issuance))
    identity = replace(issuance.identity, locked_digest=digest(locked))
    plan = DecisionsPlan(master, issuance)
    encoded = identity.encode()
    book = Book(datetime.combine(identity.issued_on, time(), UTC), unlocked_by_default=True)
    visible = [book.sheet(name) for name in DECISION_SHEETS]
    start, decisions, scale = visible
    hidden_identity, lists = (book.sheet(name) for name in HIDDEN_SHEETS)
    styles = Styles(book, plan.language)
    write_start(start, plan, styles)
    write_decisions(decisions, plan, styles, encoded)
    write_scale(scale, master, plan.scale, styles, plan.to_item)
    fixed = encode(fixed_texts({sheet.name: sheet.locked for sheet in visible}, master, issuance))
    write_identity(book, hidden_identity, styles, encoded, locked, fixed)
    _write_lists(book, lists, plan, styles)
    for condition in plan.conditions():
        rule = {"type": "formula", "criteria": condition.formula, "format": styles.look(condition.look)}
        decisions.conditional(*condition.area, rule)
    book.raw.get_worksheet_by_name(SHEET_DECISIONS).activate()
    return book.close()


def _write_lists(book: Book, sheet: Sheet, plan: DecisionsPlan, styles: Styles) -> None:
    name, values = plan.dropdown
    sheet.text(0, 0, name)
    for row, value in enumerate(values, LISTED):
        sheet.text(row, 0, value)
    letter = column_letters(1)
    book.name(name, f"={SHEET_LISTS}!${letter}${LISTED + 1}:${letter}${LISTED + len(values)}")
    sheet.columns(0, 0, 12, styles.page)
    sheet.raw.protect("")
    sheet.raw.hide()
