"""Returned workbooks for decisions: what people and programs do to them, and what is said of it, at which cell."""

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from typing import Any

import polars as pl
import pytest
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from depipe.ledger.store import open_ledger
from depipe.validation import tables
from depipe.validation.submission import Decision
from depipe.validation.tables import Table
from depipe.workbook.fill import decide
from depipe.workbook.layout import SHEET_DECISIONS, SHEET_IDENTITY
from depipe.workbook.mark import fresh_copy, mark
from support.adjudicating import GATE, WIDE, Board, codes
from support.libreoffice import convert, needs_libreoffice

TYPED = {GATE: ("⭐⭐⭐", "Tried together."), WIDE: ("⭐⭐⭐⭐", "Measured.")}
SAID = {(*GATE, 3, "Tried together."), (*WIDE, 4, "Measured.")}
FIRST, SECOND = 5, 6
"""The rows of the gate and of the other item."""
ID, ITEM, TOOL, ISSUE, DECISION, REASON, VOICE = range(1, 8)


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """Give a ledger with two disagreements."""
    with open_ledger(f"sqlite:///{tmp_path_factory.mktemp('ledger') / 'ledger.db'}") as ledger:
        yield Board(ledger)


@pytest.fixture(scope="module")
def filled(board: Board) -> bytes:
    """Give a workbook in which both are decided."""
    return decide(board.issue(), TYPED)


def edited(data: bytes, edit: Callable[[Worksheet], object]) -> bytes:
    """Return a workbook after *edit* did something to its sheet 裁定."""
    book: Workbook = load_workbook(BytesIO(data))
    edit(book[SHEET_DECISIONS])
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def type_into(row: int, column: int, value: Any) -> Callable[[Worksheet], object]:  # noqa: ANN401 - whatever openpyxl takes
    """Return the edit that types a value into a cell."""

    def edit(sheet: Worksheet) -> None:
        sheet.cell(row, column).value = value

    return edit


def said(decisions: tuple[Decision, ...] | None) -> set[tuple[str, str, int | None, str | None]]:
    """Return what was decided, wherever it stands."""
    return {(one.item_id, one.tool, one.stars, one.reason) for one in decisions or ()}


def copied(sheet: Worksheet) -> None:
    """Write the first row over again below the second."""
    for column in range(1, REASON + 1):
        sheet.cell(SECOND + 1, column).value = sheet.cell(FIRST, column).value


BAD: dict[str, tuple[Callable[[Worksheet], object], list[tuple[str, str | None]]]] = {
    "a text": (type_into(FIRST, DECISION, "good"), [("stars.invalid", "E5")]),
    "too many stars": (type_into(FIRST, DECISION, 7), [("stars.out-of-range", "E5")]),
    "between two levels": (type_into(FIRST, DECISION, 3.5), [("stars.fraction", "E5")]),
    "a date": (type_into(FIRST, DECISION, date(2026, 3, 5)), [("stars.date", "E5")]),
    "true": (type_into(FIRST, DECISION, value=True), [("stars.boolean", "E5")]),
    "a formula": (type_into(FIRST, DECISION, "=1+2"), [("stars.formula", "E5")]),
    "no reason": (type_into(SECOND, REASON, None), [("decision.reason-missing", "F6")]),
    "a reason of spaces": (type_into(SECOND, REASON, " \u3000"), [("decision.reason-missing", "F6")]),
    "nobody": (type_into(2, ITEM, None), [("evaluator.missing", "B2")]),
    "nobody, but a number": (type_into(2, ITEM, 3), [("evaluator.missing", "B2")]),
    "an id typed over": (type_into(FIRST, ID, "XX-99"), [("item.unknown", "A5")]),
    "a tool typed over": (type_into(FIRST, TOOL, "Temporary"), [("item.unknown", "C5")]),
    "another item": (type_into(FIRST, ID, "EX-02"), [("item.missing", None), ("item.unknown", "E5")]),
    "a row deleted": (lambda sheet: sheet.delete_rows(SECOND), [("item.missing", None)]),
    "a row copied": (copied, [("item.duplicate", "A7")]),
    "no header row": (lambda sheet: sheet.delete_rows(4), [("header.missing", None)]),
    "no decisions": (lambda sheet: sheet.delete_cols(DECISION), [("header.missing", None)]),
    "no reasons": (lambda sheet: sheet.delete_cols(REASON), [("header.missing", None)]),
    "no label": (type_into(2, ID, None), [("header.missing", None)]),
    "decisions twice": (type_into(4, ISSUE, "決定"), [("header.duplicate", "E4")]),
    "reasons twice": (type_into(4, VOICE, "理由"), [("header.duplicate", "G4")]),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_workbook_is_refused_for_that_alone(name: str, board: Board, filled: bytes) -> None:
    """One cause, one finding, at the cell that is to be mended."""
    edit, expected = BAD[name]
    _, checked = board.check(edited(filled, edit))

    assert codes([one for one in checked.findings if one.severity == "error"]) == expected
    assert checked.submission is None


RULES: dict[str, tuple[str, str, Callable[[Worksheet], object], str]] = {
    "a reason for no stars": ("DECISIONS", "decision.stars-missing", type_into(FIRST, DECISION, "-"), "E5"),
    "a reason beside a blank": ("DECISIONS", "decision.stars-missing", type_into(SECOND, DECISION, None), "E6"),
    "no reason": ("REASONS", "decision.reason-missing", type_into(SECOND, REASON, None), "F6"),
    "a reason of spaces": ("REASONS", "decision.reason-missing", type_into(FIRST, REASON, " \u3000"), "F5"),
}
"""Table, code, what is done, and the cell."""


@pytest.mark.parametrize("name", RULES)
def test_without_its_rule_nothing_is_said(
    name: str, board: Board, filled: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a decision lacks is said by its rule: where that always holds, nobody says it."""
    name, code, edit, cell = RULES[name]
    data = edited(filled, edit)
    with_rule = codes(board.check(data)[1].findings)
    whole: Table = getattr(tables, name)
    monkeypatch.setattr(tables, name, whole.with_rules({**whole.rules, code: pl.lit(value=True)}))

    assert (code, cell) in with_rule
    assert code not in {said for said, _ in codes(board.check(data)[1].findings)}


def swapped(sheet: Worksheet) -> None:
    """Sort the rows the other way round."""
    for column in range(1, sheet.max_column + 1):
        above, below = sheet.cell(FIRST, column), sheet.cell(SECOND, column)
        above.value, below.value = below.value, above.value


def renamed(sheet: Worksheet) -> None:
    """Give the sheet another name."""
    sheet.title = "会議 5月"


def without_identity(sheet: Worksheet) -> None:
    """Let the hidden sheet and the plain cell lose the identity."""
    book = sheet.parent
    assert book is not None
    del book[SHEET_IDENTITY]
    for row in sheet.iter_rows(max_row=1):
        for cell in row:
            if str(cell.value).startswith("depipe:"):
                cell.value = None


GOOD: dict[str, tuple[Callable[[Worksheet], object], list[tuple[str, str | None]]]] = {
    "as filled in": (lambda _: None, []),
    "sorted": (swapped, []),
    "a column inserted at the left": (lambda sheet: sheet.insert_cols(1), []),
    "a column inserted in the table": (lambda sheet: sheet.insert_cols(TOOL), []),
    "a row inserted above": (lambda sheet: sheet.insert_rows(3), []),
    "a blank row within": (lambda sheet: sheet.insert_rows(SECOND), []),
    "another name of the sheet": (renamed, []),
    "digits": (type_into(FIRST, DECISION, 3), [("stars.normalised", "E5")]),
    "other stars": (type_into(FIRST, DECISION, "★★★"), [("stars.normalised", "E5")]),
    "a typed over header": (type_into(4, REASON, "なぜ"), [("locked.edited", "F4")]),
    "a typed over name": (type_into(FIRST, ITEM, "Something"), [("locked.edited", "B5")]),
    "what an evaluator said": (type_into(FIRST, VOICE, "⭐"), [("locked.edited", "G5")]),
    "an evaluator's column deleted": (lambda sheet: sheet.delete_cols(VOICE), [("locked.edited", None)]),
    "a remark below": (type_into(9, ISSUE, "see you"), [("extra.ignored", "D9")]),
    "stars below": (type_into(9, DECISION, "⭐"), [("answer.misplaced", "E9")]),
    "one place of the identity left": (without_identity, [("identity.partial", None)]),
}


@pytest.mark.parametrize("name", GOOD)
def test_an_odd_workbook_decides_the_same(name: str, board: Board, filled: bytes) -> None:
    """Rows by id and tool, columns by header, whatever else was done; what is odd is said where it is."""
    edit, expected = GOOD[name]
    _, checked = board.check(edited(filled, edit))

    assert codes(checked.findings) == expected
    assert checked.submission is not None
    assert said(checked.submission.decisions) == SAID
    assert checked.submission.evaluator == "Lead A"


@needs_libreoffice
@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_libreoffice_saves_the_same_decisions(ending: str, board: Board, filled: bytes) -> None:
    """In its own way, with all that it drops and adds."""
    _, checked = board.check(convert({"returned.xlsx": filled}, ending)["returned.xlsx"])

    assert [one for one in checked.findings if one.severity != "note"] == []
    assert checked.submission is not None
    assert said(checked.submission.decisions) == SAID


def test_a_refused_workbook_comes_back_marked_and_can_be_mended(board: Board, filled: bytes) -> None:
    """The reason goes into the marked copy, which is then taken for the workbook that it is."""
    broken = edited(filled, type_into(SECOND, REASON, None))
    _, checked = board.check(broken)
    marked = mark(broken, checked.findings, language="ja", title="要修正")
    _, mended = board.check(edited(marked, type_into(SECOND, REASON, "Measured.")))

    assert mended.submission is not None
    assert said(mended.submission.decisions) == SAID


def test_a_workbook_that_cannot_be_marked_is_written_anew(board: Board, filled: bytes) -> None:
    """With the decisions that could be read, in their rows."""
    returned, checked = board.check(edited(filled, type_into(FIRST, DECISION, "good")))
    fresh = fresh_copy(board.master, board.issuance(filled), returned, checked.findings, language="ja", title="要修正")
    _, mended = board.check(edited(fresh, type_into(FIRST, DECISION, "⭐⭐⭐")))

    assert mended.submission is not None
    assert said(mended.submission.decisions) == SAID
