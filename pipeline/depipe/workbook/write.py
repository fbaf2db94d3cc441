"""Writing the workbook that travels: master and issuance in, .xlsx bytes out."""

from dataclasses import replace
from datetime import UTC, datetime, time
from functools import partial

from depipe.master.model import Master
from depipe.sheets import Book
from depipe.workbook.fixed import encode, fixed_texts
from depipe.workbook.identity import Issuance
from depipe.workbook.layout import HIDDEN_SHEETS, SHEET_START, VISIBLE_SHEETS
from depipe.workbook.locked import digest, digests, locked_texts
from depipe.workbook.writing import links
from depipe.workbook.writing.conditions import conditions
from depipe.workbook.writing.context import write_context
from depipe.workbook.writing.decisions.book import write_decision_book
from depipe.workbook.writing.identity_sheet import write_identity
from depipe.workbook.writing.lists import write_lists
from depipe.workbook.writing.live import live
from depipe.workbook.writing.plan import Plan
from depipe.workbook.writing.proposals import write_proposals
from depipe.workbook.writing.ratings import write_ratings
from depipe.workbook.writing.scale import write_scale
from depipe.workbook.writing.start import write_start
from depipe.workbook.writing.style import Styles
from depipe.workbook.writing.summary import write_summary


def write_workbook(master: Master, issuance: Issuance, *, show_verdict: bool = False) -> bytes:
    """Return the workbook of *issuance*, for ratings or for decisions; the same issuance gives the same bytes.

    The digest of the locked cells is put into the identity where the issuance does not carry it yet.
    """
    if issuance.identity.mode == "adjudicate":
        return write_decision_book(master, issuance)
    locked = digests(locked_texts(master, issuance))
    identity = replace(issuance.identity, locked_digest=digest(locked))
    plan = Plan(master, issuance, show_verdict=show_verdict)
    figures = {tool: live(plan, tool) for tool in plan.tools}
    encoded = identity.encode()
    book = Book(datetime.combine(identity.issued_on, time(), UTC), unlocked_by_default=True)
    visible = [book.sheet(name) for name in VISIBLE_SHEETS]
    start, context, ratings, summary, scale, proposals = visible
    hidden_identity, lists = (book.sheet(name) for name in HIDDEN_SHEETS)
    styles = Styles(book, plan.language)
    write_start(start, plan, styles)
    write_context(context, plan, styles)
    write_ratings(ratings, plan, styles, figures, encoded)
    write_summary(summary, plan, styles, figures)
    write_scale(scale, master, plan.scale, styles, partial(links.to_item, plan))
    write_proposals(proposals, plan, styles)
    fixed = encode(fixed_texts({sheet.name: sheet.locked for sheet in visible}, master, issuance))
    write_identity(book, hidden_identity, styles, encoded, locked, fixed)
    write_lists(book, lists, plan, styles, figures)
    sheets = {sheet.name: sheet for sheet in (context, ratings, summary)}
    for condition in conditions(plan):
        rule = {"type": "formula", "criteria": condition.formula, "format": styles.look(condition.look)}
        sheets[condition.sheet].conditional(*condition.area, rule)
    book.raw.get_worksheet_by_name(SHEET_START).activate()
    return book.close()
