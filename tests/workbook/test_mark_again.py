"""Marking what was marked before: the sheet once, marks for the new findings only, everything else as it was."""

import re
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from depipe.findings import Finding
from depipe.workbook.layout import SHEET_CONTEXT, SHEET_MENDING, SHEET_RATINGS, SHEET_REMARKS
from depipe.workbook.marking.marks import TAG
from support.issued import opened
from support.libreoffice import convert, needs_libreoffice
from support.marking import doubtful, links_of, marked_cells, mended, remark, rows_of, wrong
from support.packages import CONTEXT, RATINGS, edited, in_ratings, parts_of
from support.readings import answers, excel, read_back, spots

FIRST = (wrong("E6"), doubtful("F7"), remark("E8"), wrong("B4", sheet=SHEET_CONTEXT))
CELLS = [f"{column}{row}" for column in "DEFGJM" for row in (4, 5, 6, 9, 12)]


def looks(data: bytes) -> dict[str, tuple[str, ...]]:
    """Return how every cell of the answering sheets looks."""
    book = opened(data)
    return {
        f"{name}!{cell.coordinate}": tuple(
            repr(getattr(cell, part)) for part in ("border", "fill", "font", "number_format", "protection", "alignment")
        )
        for name in (SHEET_CONTEXT, SHEET_RATINGS)
        for row in book[name].iter_rows()
        for cell in row
    }


@cache
def marked() -> bytes:
    """Return a marked copy."""
    return mended(excel(), *FIRST)


@pytest.mark.parametrize("findings", [FIRST, (wrong("E6"),), ()])
def test_marking_again_gives_the_same_bytes(findings: tuple[Finding, ...]) -> None:
    """mark(mark(x)) is mark(x), byte for byte."""
    once = mended(excel(), *findings)

    assert mended(once, *findings) == once
    assert mended(excel(), *findings) == once


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.lists(st.lists(st.sampled_from(CELLS), max_size=6), min_size=2, max_size=3))
def test_whatever_was_marked_before_makes_no_difference_to_the_eye(rounds: list[list[str]]) -> None:
    """After any markings, the last one's marks alone are there, and marking the same again changes no byte."""
    copy = excel()
    for cells in rounds:
        copy = mended(copy, *(wrong(cell) if number % 2 else doubtful(cell) for number, cell in enumerate(cells)))

    assert set(marked_cells(copy)) == {f"{SHEET_RATINGS}!{cell}" for cell in rounds[-1]}
    last = [wrong(cell) if number % 2 else doubtful(cell) for number, cell in enumerate(rounds[-1])]
    assert mended(copy, *last) == copy
    assert answers(read_back(copy)) == answers(read_back(excel()))


def test_new_findings_replace_the_old_ones() -> None:
    """One added sheet, marks and rows of the new findings, and formats as before elsewhere."""
    again = mended(marked(), wrong("F9"))

    assert marked_cells(again) == {f"{SHEET_RATINGS}!F9": "error"}
    assert opened(again).sheetnames == [SHEET_MENDING, *opened(excel()).sheetnames]
    assert [row[3] for row in rows_of(again)] == ["F9"]
    assert TAG not in parts_of(again)[CONTEXT].decode()
    before, after = looks(excel()), looks(again)
    assert {cell for cell in before if before[cell] != after[cell]} == {f"{SHEET_RATINGS}!F9"}


def test_a_second_look_replaces_what_was_to_be_mended() -> None:
    """確認 takes the place of 要修正."""
    again = mended(marked(), doubtful("E5"), title=SHEET_REMARKS)

    assert opened(again).sheetnames == [SHEET_REMARKS, *opened(excel()).sheetnames]
    assert marked_cells(again) == {f"{SHEET_RATINGS}!E5": "warning"}


def test_a_sheet_of_ones_own_with_such_a_name_stays() -> None:
    """Somebody's own sheet 確認 is theirs; only a sheet with the very name that is needed makes room."""

    def own(book: Workbook) -> None:
        book.create_sheet(SHEET_REMARKS)["A1"] = "自分用のメモ"

    copy = mended(edited(excel(), own), wrong("E6"))

    assert opened(copy).sheetnames[0] == SHEET_MENDING
    assert opened(copy)[SHEET_REMARKS]["A1"].value == "自分用のメモ"


def test_mended_as_it_is_the_copy_reads_as_the_workbook_would() -> None:
    """The reader finds the same answers and says nothing about the sheet, the marks or the links."""
    assert answers(read_back(marked())) == answers(read_back(excel()))
    assert spots(read_back(marked())) == spots(read_back(excel())) == []


def test_what_is_corrected_in_the_copy_is_read() -> None:
    """Typing into a marked cell is all that it takes."""
    corrected = edited(marked(), in_ratings(E6="⭐⭐⭐⭐⭐"))

    stars = answers(read_back(corrected))["stars", "I-0002", "Tool 1", None]

    assert stars == ("text", "⭐⭐⭐⭐⭐")
    assert spots(read_back(corrected)) == []


def test_marks_go_although_another_program_saved_the_copy() -> None:
    """openpyxl numbers all formats anew; the anchors still tell what the marks hid."""  # noqa: D403 - a package
    again = mended(edited(marked()))
    plain = edited(excel())

    assert marked_cells(again) == {}
    assert TAG not in "".join(parts_of(again)[part].decode() for part in (CONTEXT, RATINGS))
    assert looks(again) == looks(plain)


def test_marks_go_although_the_sheet_was_deleted() -> None:
    """Without anchors, a cell gets the format of its likes back."""

    def delete(book: Workbook) -> None:
        del book[SHEET_MENDING]

    again = mended(edited(marked(), delete), wrong("F9"))

    assert marked_cells(again) == {f"{SHEET_RATINGS}!F9": "error"}
    before, after = looks(excel()), looks(again)
    assert {cell for cell in before if before[cell] != after[cell]} == {f"{SHEET_RATINGS}!F9"}


def test_marks_go_although_rows_moved() -> None:
    """A mark that is no longer where its anchor says is still a mark, and goes."""

    def insert(book: Workbook) -> None:
        book[SHEET_RATINGS].insert_rows(5)

    again = mended(edited(marked(), insert))

    assert marked_cells(again) == {}


def test_a_cell_that_its_owner_formatted_since_keeps_that() -> None:
    """Only the border is ours: a fill that was chosen after the marking stays."""

    def paint(book: Workbook) -> None:
        book[SHEET_RATINGS]["E6"].fill = PatternFill("solid", fgColor="FF00FF00")

    again = mended(edited(marked(), paint))

    cell = opened(again)[SHEET_RATINGS]["E6"]
    assert cell.fill.fgColor.rgb == "FF00FF00"
    assert cell.border.left.style == opened(excel())[SHEET_RATINGS]["E6"].border.left.style


@needs_libreoffice
def test_marks_go_although_libreoffice_saved_the_copy() -> None:
    """The copy opens, is saved, reads the same; its marks are found again, taken away and replaced."""
    saved = convert({"copy": marked(), "plain": excel()}, "xlsx", recalculate=False)

    assert answers(read_back(saved["copy"])) == answers(read_back(excel()))
    assert set(marked_cells(saved["copy"])) == set(marked_cells(marked()))
    again = mended(saved["copy"], wrong("F9"))
    assert marked_cells(again) == {f"{SHEET_RATINGS}!F9": "error"}
    assert opened(again).sheetnames == [SHEET_MENDING, *opened(excel()).sheetnames]
    assert mended(again, wrong("F9")) == again
    before, after = looks(saved["plain"]), looks(again)
    assert {cell for cell in before if before[cell] != after.get(cell)} == {f"{SHEET_RATINGS}!F9"}


def test_formats_do_not_pile_up() -> None:
    """Marking the same cells over and over adds nothing to the styles after the second time."""
    copies = [mended(excel(), wrong("E6")), mended(excel(), *FIRST)]
    for _ in range(3):
        copies.append(mended(mended(copies[-1], wrong("E6")), *FIRST))

    sizes = [re.findall(r'<cellXfs count="(\d+)"', parts_of(copy)["xl/styles.xml"].decode()) for copy in copies]
    assert sizes[2:] == [sizes[2]] * 3
    assert links_of(copies[-1]) == links_of(marked())
