"""Filling an issued workbook in, as a person would."""

from datetime import date, datetime

import pytest
from openpyxl import Workbook

from depipe.master.load import shipped_master
from depipe.workbook.fill import fill
from depipe.workbook.identity import Answer, decode
from depipe.workbook.write import write_workbook
from support.issued import CONTEXT, identity_cell, issuance_of, opened
from support.masters import second_master

MAY_2 = datetime(2026, 5, 2)  # noqa: DTZ001 - a cell's day has no zone
ANSWER = Answer(4, doc="https://example.com/ex-01", repro="=1+1", evidence="1行目\n2行目")


def test_answers_go_where_id_and_header_say() -> None:
    """Stars are written as ⭐, notes stand under their tool's headers, versions and days in the table of tools."""
    data = write_workbook(shipped_master(), issuance_of(evaluator=None))

    book = opened(
        fill(
            data,
            evaluator="Evaluator B",
            parameters=CONTEXT,
            tools={"Restate": ("1.10", date(2026, 5, 2)), "Inngest": (None, "2026年5月3日")},
            answers={("EX-02", "Restate"): ANSWER, ("AI-06", "Inngest"): Answer()},
            proposals=[{"category": "EX", "name": "新しい項目"}, {"name": "次の項目", "general": "はい"}],
        )
    )

    context, ratings, proposals = book["前提パラメータ"], book["評価"], book["追加項目"]
    assert [context.cell(row, 2).value for row in range(4, 11)] == ["Evaluator B", *CONTEXT.values()]
    assert [cell.value for cell in context[15][:3]] == ["Restate", "1.10", MAY_2]
    assert [cell.value for cell in context[16][:3]] == ["Inngest", None, "2026年5月3日"]
    assert [ratings.cell(6, column).value for column in (5, 6, 7, 11, 12, 13)] == [
        "-",
        "⭐⭐⭐⭐",
        "-",
        ANSWER.doc,
        ANSWER.repro,
        ANSWER.evidence,
    ]
    assert ratings["L6"].data_type == "s"
    assert ratings["G62"].value == "-"
    assert [[cell.value for cell in row] for row in proposals["A5:E6"]] == [
        ["EX", "新しい項目", None, None, None],
        [None, "次の項目", None, None, "はい"],
    ]


def test_filling_keeps_what_the_workbook_is() -> None:
    """Identity, dropdowns, the lock and the names are there after filling, and a second filling adds to the first."""
    issuance = issuance_of(context=CONTEXT)
    once = fill(write_workbook(shipped_master(), issuance), answers={("EX-01", "Temporal"): ANSWER})
    book = opened(fill(once, answers={("EX-01", "Restate"): Answer(1)}, proposals=[{"name": "x"}]))

    assert decode(str(identity_cell(book).value)) == issuance.identity
    assert book["評価"].protection.sheet
    assert not book["評価"]["E5"].protection.locked
    assert len(book["評価"].data_validations.dataValidation) == len(shipped_master().items)
    assert "depipe_stars" in book.defined_names
    assert [book["評価"].cell(5, column).value for column in (5, 6)] == ["⭐⭐⭐⭐", "⭐"]


def test_rows_grow_with_what_is_typed() -> None:
    """A long note and a long proposal make their rows as high as a spreadsheet would; a short one changes nothing."""
    empty = write_workbook(shipped_master(), issuance_of())
    notes = {("EX-01", "Temporal"): Answer(4, evidence="ログ " * 60), ("EX-02", "Temporal"): Answer(4, doc="p. 3")}
    before = opened(empty)
    after = opened(fill(empty, answers=notes, proposals=[{"description": "長い評価内容" * 30}, {"name": "短い"}]))

    def heights(book: Workbook, sheet: str, *rows: int) -> list[float]:
        return [book[sheet].row_dimensions[row].height or 0 for row in rows]

    was, now = heights(before, "評価", 5, 6), heights(after, "評価", 5, 6)
    assert now[0] > 4 * 15 > was[0]
    assert now[1] == was[1]
    was, now = heights(before, "追加項目", 5, 6), heights(after, "追加項目", 5, 6)
    assert now[0] > 5 * 15 > was[0]
    assert now[1] == was[1]


def test_rows_grow_as_those_that_are_issued_with_the_text() -> None:
    """A note that takes a third line by a hair makes its row as high as in a workbook that was issued with it."""
    answers = {("EX-04", "Temporal"): Answer(5, evidence="例示：公開されている本番事例と同じ構成で再現できた")}
    filled = opened(fill(write_workbook(shipped_master(), issuance_of()), answers=answers))
    issued = opened(write_workbook(shipped_master(), issuance_of(answers=answers)))

    assert filled["評価"].row_dimensions[8].height == pytest.approx(issued["評価"].row_dimensions[8].height, abs=1)


def test_names_that_a_workbook_does_not_hold_are_refused() -> None:
    """A tool, item or parameter that is not there raises, rather than being dropped."""
    data = write_workbook(second_master(), issuance_of(second_master()))

    for wrong in (
        {"answers": {("T1", "Nobody"): ANSWER}},
        {"answers": {("T99", second_master().tools[0]): ANSWER}},
        {"parameters": {"Nothing": "x"}},
        {"tools": {"Nobody": ("1", None)}},
    ):
        with pytest.raises(KeyError):
            fill(data, **wrong)
