"""Marking what people made of their workbook: renamed sheets, hidden rows, filters, merged cells, many errors."""

import re

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from depipe.findings import Finding
from depipe.workbook.layout import SHEET_CONTEXT, SHEET_MENDING, SHEET_RATINGS
from depipe.workbook.mark import mark
from depipe.workbook.marking.index_sheet import LINKS
from support.issued import opened
from support.libreoffice import convert, needs_libreoffice
from support.marking import doubtful, links_of, marked_cells, mended, remark, rows_of, wrong
from support.packages import RATINGS, WORKBOOK, chained, edited, parts_of, patched, replacing
from support.readings import answers, excel, read_back

HOSTILE = (
    "=1+1",
    '=HYPERLINK("https://evil.example.com","x")',
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "{=1}",
    "https://evil.example.com",
    "<script>alert(1)</script>",
    "]]>&amp;&#x0;",
    "_x0041_ _x000D_",
    "{found} [x] %s {0}",
    "'1.10",
)


def row_of(text: str, row: int) -> str:
    """Return a row's start tag in a sheet's XML."""
    found = re.search(rf'<row r="{row}"[^>]*>', text)
    assert found
    return found[0]


@pytest.mark.parametrize("name", ["Evaluator's 評価", "'quoted'", "a!b", "評価 (2)", "=1+1", "a & b <c>", "評価「1」"])
def test_renamed_sheets_are_linked_to(name: str) -> None:
    """Whatever a sheet is called, the link names it as formulas do, and the mark is on it."""

    def rename(book: Workbook) -> None:
        book[SHEET_RATINGS].title = name

    copy = mended(edited(excel(), rename), wrong("E6", sheet=name))

    assert links_of(copy) == ["'" + name.replace("'", "''") + "'!E6"]
    assert rows_of(copy)[0][2] == name
    assert marked_cells(copy) == {f"{name}!E6": "error"}
    assert marked_cells(mended(copy, wrong("F7", sheet=name))) == {f"{name}!F7": "error"}


@needs_libreoffice
def test_links_to_sheets_with_quotes_lead_there() -> None:
    """A real spreadsheet understands the target."""

    def rename(book: Workbook) -> None:
        book[SHEET_RATINGS].title = "Evaluator's a!b"

    copy = mended(edited(excel(), rename), wrong("E6", sheet="Evaluator's a!b"))
    saved = convert({"copy": copy}, "xlsx", recalculate=False)["copy"]

    assert [link for link in links_of(saved) if link] == ["'Evaluator''s a!b'!E6"]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_wrote_stays_text(text: str) -> None:
    """Nothing that was found becomes a formula, a link or markup; it is shown as it is."""
    copy = mended(excel(), wrong("E6", text))
    cell = opened(copy)[SHEET_MENDING]["G6"]
    xml = parts_of(copy)["xl/worksheets/sheet9.xml"].decode()

    assert cell.data_type == "s"
    assert (
        str(cell.value).replace("_x005F_", "_")
        == wrong("E6", text).kind.say("ja", {"found": text}).partition("一覧から")[0]
    )
    assert "<f>" not in xml
    assert links_of(copy) == [f"'{SHEET_RATINGS}'!E6"]
    assert mended(copy, wrong("E6", text)) == copy


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb\x1f", "a\ud800b", "a\ufffeb", "a\r\nb\tc", "𠮷⭐️\u200b"])
def test_signs_that_xml_cannot_carry_are_left_out(text: str) -> None:
    """Control characters and halves of pairs do not break the copy."""
    copy = mended(excel(), wrong("E6", text))

    shown = str(opened(copy)[SHEET_MENDING]["G6"].value)
    assert shown.startswith("「a" if text[0] == "a" else "「𠮷")
    assert answers(read_back(copy)) == answers(read_back(excel()))


def test_hidden_rows_that_hold_errors_are_shown() -> None:
    """A row with an error is shown, one with a warning or with nothing stays hidden."""
    hidden = patched(
        excel(), {RATINGS: chained(*(replacing(rf'(<row r="{row}"[^>]*)>', r'\1 hidden="1">') for row in (6, 7, 8)))}
    )

    text = parts_of(mended(hidden, wrong("E6"), doubtful("E7")))[RATINGS].decode()

    assert ["hidden" in row_of(text, row) for row in (6, 7, 8)] == [False, True, True]


def test_a_filter_that_hides_an_error_is_cleared_on_that_sheet() -> None:
    """All rows of the filter's range come back, the filter itself stays ready; other sheets keep theirs."""
    filtered = chained(
        replacing(
            r'<autoFilter ref="([A-Z0-9:]+)"/>',
            r'<autoFilter ref="\1"><filterColumn colId="4"><filters>'
            r'<filter val="⭐"/></filters></filterColumn></autoFilter>',
        ),
        *(replacing(rf'(<row r="{row}"[^>]*)>', r'\1 hidden="1">') for row in (6, 7, 9)),
    )
    data = patched(excel(), {RATINGS: filtered})

    text = parts_of(mended(data, wrong("E6")))[RATINGS].decode()
    untouched = parts_of(mended(data, wrong("E8"), doubtful("E6")))[RATINGS].decode()

    assert "filterColumn" not in text
    assert "<autoFilter ref=" in text
    assert not [row for row in (6, 7, 9) if "hidden" in row_of(text, row)]
    assert "filterColumn" in untouched
    assert all("hidden" in row_of(untouched, row) for row in (6, 7, 9))


def test_hidden_columns_that_hold_errors_are_shown() -> None:
    """A column that was hidden, or made narrow to nothing, is shown when one of its cells is wrong."""
    hide = replacing(r'<col min="5" max="6" width="[0-9.]+"', '<col min="5" max="6" width="0" hidden="1"')
    data = patched(excel(), {RATINGS: hide})

    assert opened(data)[SHEET_RATINGS].column_dimensions["E"].hidden is True
    dimension = opened(mended(data, wrong("F6")))[SHEET_RATINGS].column_dimensions["E"]
    assert (dimension.hidden, dimension.width > 5) == (False, True)


def test_a_hidden_sheet_that_holds_errors_is_shown() -> None:
    """Somebody hid 評価; the marked copy shows it again, and links there."""
    data = patched(excel(), {WORKBOOK: replacing('(<sheet name="評価" sheetId="3")', r'\1 state="hidden"')})

    copy = mended(data, wrong("E6"))

    assert opened(copy)[SHEET_RATINGS].sheet_state == "visible"
    assert links_of(copy) == [f"'{SHEET_RATINGS}'!E6"]


def test_a_merged_cell_is_marked_as_a_whole() -> None:
    """The findings of covered cells mark the one cell that people see."""

    def merge(book: Workbook) -> None:
        book[SHEET_RATINGS].merge_cells("E6:E8")

    data = edited(excel(), merge)
    merged = [Finding(code="stars.merged", sheet=SHEET_RATINGS, cell=cell) for cell in ("E7", "E8")]

    copy = mended(data, *merged)

    assert 'sqref="E6:E8"' in parts_of(copy)[RATINGS].decode()
    assert marked_cells(copy)[f"{SHEET_RATINGS}!E6"] == "error"
    assert mended(copy, *merged) == copy


def test_marks_follow_the_returned_files_own_places() -> None:
    """Columns were inserted and rows sorted: a finding's cell is the file's, whatever the layout says."""

    def insert(book: Workbook) -> None:
        book[SHEET_RATINGS].insert_cols(3, 2)
        book[SHEET_RATINGS].insert_rows(3, 4)

    copy = mended(edited(excel(), insert), wrong("G10"), wrong("H12"))

    assert marked_cells(copy) == {f"{SHEET_RATINGS}!G10": "error", f"{SHEET_RATINGS}!H12": "error"}


def test_the_graver_finding_marks_a_cell_that_has_two() -> None:
    """An error is not covered by a warning, in whichever order they come."""
    for findings in ((wrong("E6"), doubtful("E6")), (doubtful("E6"), wrong("E6"))):
        assert marked_cells(mended(excel(), *findings)) == {f"{SHEET_RATINGS}!E6": "error"}


@pytest.mark.parametrize("cell", ["XFE1", "A1048577", "E0", "e6", "R1C1", "", "E6:E7", "ZZZZ1"])
def test_places_that_no_sheet_has_are_listed_and_not_marked(cell: str) -> None:
    """A finding with an odd place does no harm."""
    copy = mended(excel(), wrong(cell))

    assert marked_cells(copy) == {}
    assert len(rows_of(copy)) == 1


def test_a_sheet_that_is_not_there_is_named_and_not_linked() -> None:
    """A finding about a sheet that is gone is listed."""
    copy = mended(excel(), wrong("E6", sheet="なし"))

    assert rows_of(copy)[0][2:4] == ["なし", "E6"]
    assert links_of(copy) == []


def test_equal_notes_share_a_row() -> None:
    """Nobody has to act on notes one by one; errors have a row each."""
    notes = [remark(f"E{row}") for row in range(5, 11)]
    errors = [wrong(f"F{row}") for row in range(5, 11)]

    rows = rows_of(mended(excel(), *notes, *errors))

    assert [row[3] for row in rows] == [f"F{row}" for row in range(5, 11)] + ["E5–E10"]
    assert rows[-1][5] == "Tool 1"


def many(count: int, found: str = "{}") -> list[Finding]:
    """Return errors in rows of fifty."""
    return [
        wrong(f"{get_column_letter(5 + number % 50)}{5 + number // 50}", found.format(number))
        for number in range(count)
    ]


def test_thousands_of_different_errors_have_a_row_and_a_link_each() -> None:
    """Five thousand errors are marked, listed and linked."""
    findings = many(5_000)

    copy = mended(excel(), *findings)

    assert len(marked_cells(copy)) == 5_000
    assert len(rows_of(copy)) == 5_000
    assert len(links_of(copy)) == 5_000 <= LINKS


def test_thousands_of_equal_errors_share_rows() -> None:
    """Where nobody would read so many rows, equal errors share one; all their cells are marked."""
    copy = mended(excel(), *many(4_000, "まあまあ"))
    rows = rows_of(copy)

    assert len(rows) == 1
    assert "ほか" in rows[0][3]
    assert len(marked_cells(copy)) == 4_000
    assert marked_cells(mended(copy)) == {}
    assert "4000 件" in str(opened(copy)[SHEET_MENDING]["A3"].value)


def test_english_is_spoken_to_those_who_read_it() -> None:
    """The names of sheets stay, what is said does not."""
    copy = mark(excel(), [wrong("E6", "so-so"), remark("F6")], language="en", title=SHEET_MENDING)
    sheet = opened(copy)[SHEET_MENDING]

    assert [cell.value for cell in sheet[5]][:8] == [
        "No.",
        "Kind",
        "Sheet",
        "Cell",
        "Item",
        "Tool",
        "What was found",
        "What to do",
    ]
    assert sheet["B6"].value == "Please mend"
    assert sheet["A3"].value == "Please mend: 1 (thick red border) · For information: 1 (no mark)"
    assert not re.search("[ぁ-ん]", f"{sheet['A1'].value}{sheet['A2'].value}{sheet['G6'].value}{sheet['H6'].value}")


def test_a_finding_about_the_parameters_marks_them() -> None:
    """The other answering sheet is marked in the same way."""
    finding = Finding(code="parameter.invalid", sheet=SHEET_CONTEXT, cell="B5", found="x", expected="a、b", name="Size")

    assert marked_cells(mended(excel(), finding)) == {f"{SHEET_CONTEXT}!B5": "error"}
