"""The marked copy of the standard workbook: everything of its owner's is kept, what is wrong is shown."""

import re
from functools import cache
from io import BytesIO

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from depipe.findings import Finding
from depipe.language import Language
from depipe.master.load import shipped_master
from depipe.workbook.layout import SHEET_CONTEXT, SHEET_IDENTITY, SHEET_MENDING, SHEET_RATINGS, SHEET_REMARKS
from depipe.workbook.mark import mark
from depipe.workbook.marking.marks import INKS, TAG
from depipe.workbook.write import write_workbook
from support.issued import issuance_of, opened
from support.marking import doubtful, links_of, marked_cells, mended, remark, rows_of, wrong
from support.packages import CONTEXT, RATINGS, WORKBOOK, parts_of

FINDINGS = (
    wrong("E6"),
    doubtful("G5"),
    remark("F9"),
    Finding(code="parameter.missing", sheet=SHEET_CONTEXT, cell="B6", found="", name="Side Effects"),
    Finding(code="item.missing", sheet=SHEET_RATINGS, item_id="OB-04"),
    Finding(code="sheet.missing", expected="追加項目"),
)
PRIORITY = re.compile(r'priority="(\d+)"')


@cache
def standard() -> bytes:
    """Return the standard workbook as it is issued."""
    return write_workbook(shipped_master(), issuance_of())


@cache
def marked() -> bytes:
    """Return its marked copy."""
    return mended(standard(), *FINDINGS)


def test_errors_and_warnings_are_marked_on_their_cells() -> None:
    """Errors and warnings get borders of their own colours; a note asks for nothing and gets none."""
    assert marked_cells(standard()) == {}
    assert marked_cells(marked()) == {
        f"{SHEET_RATINGS}!E6": "error",
        f"{SHEET_RATINGS}!G5": "warning",
        f"{SHEET_CONTEXT}!B6": "error",
    }


def test_a_marked_cell_keeps_its_value_its_number_format_and_its_lock() -> None:
    """The format is a clone: only the border is another one."""
    before, after = opened(standard())[SHEET_RATINGS]["E6"], opened(marked())[SHEET_RATINGS]["E6"]

    for kept in ("value", "number_format", "fill", "font", "alignment", "protection"):
        assert repr(getattr(after, kept)) == repr(getattr(before, kept)), kept
    assert after.protection.locked is False


def test_the_tint_comes_before_every_conditional_format_of_the_template() -> None:
    """Our rules have the first priorities and stop the others, which keep their order behind them."""
    before, after = (parts_of(data)[RATINGS].decode() for data in (standard(), marked()))
    groups = re.findall(r"<conditionalFormatting.*?</conditionalFormatting>", after)
    ours = [group for group in groups if TAG in group]
    theirs = [int(number) for group in groups if TAG not in group for number in PRIORITY.findall(group)]

    assert [re.search('sqref="(.*?)"', group)[1] for group in ours] == ["E6", "G5"]  # type: ignore[index]
    assert [PRIORITY.findall(group) for group in ours] == [["1"], ["2"]]
    assert all('stopIfTrue="1"' in group for group in ours)
    assert groups[: len(ours)] == ours
    assert theirs == [int(number) + 2 for number in PRIORITY.findall(before)]


def test_parts_that_need_no_change_keep_their_bytes() -> None:
    """Only the touched sheets, the styles and what lists sheets are written anew; nothing else is added or lost."""
    before, after = parts_of(standard()), parts_of(marked())
    changed = {name for name in before if before[name] != after[name]}

    assert set(after) - set(before) == {"xl/worksheets/sheet9.xml"}
    assert set(before) <= set(after)
    assert changed == {
        "[Content_Types].xml",
        "docProps/app.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",  # was the selected one
        CONTEXT,
        RATINGS,
        WORKBOOK,
    }


def test_dropdowns_lock_widths_and_frozen_panes_stay() -> None:
    """What stands around the cells of a touched sheet is the same."""
    before, after = (etree.fromstring(parts_of(data)[RATINGS]) for data in (standard(), marked()))

    for name in ("sheetViews", "cols", "sheetProtection", "autoFilter", "dataValidations", "pageSetup"):
        one, other = (root.find(f"{{*}}{name}") for root in (before, after))
        assert one is not None
        assert other is not None
        assert etree.tostring(one, method="c14n") == etree.tostring(other, method="c14n"), name


def test_the_added_sheet_comes_first_and_is_the_one_that_opens() -> None:
    """Nothing else is selected: what is typed into one of several selected sheets lands in all of them."""
    before, after = opened(standard()), opened(marked())

    assert after.sheetnames == [SHEET_MENDING, *before.sheetnames]
    assert after.active is not None
    assert after.active.title == SHEET_MENDING
    assert [sheet.title for sheet in after.worksheets if sheet.sheet_view.tabSelected] == [SHEET_MENDING]
    assert [sheet.sheet_state for sheet in after.worksheets][1:] == [sheet.sheet_state for sheet in before.worksheets]


def test_names_that_belong_to_a_sheet_still_belong_to_it() -> None:
    """Every sheet moved by one, so do the names that count it: filters, print areas and print titles."""
    before, after = opened(standard()), opened(marked())

    for sheet in before.worksheets:
        kept = after[sheet.title]
        assert {name: kept.defined_names[name].attr_text for name in sheet.defined_names} == {
            name: sheet.defined_names[name].attr_text for name in sheet.defined_names
        }
        assert (kept.print_title_rows, kept.print_area) == (sheet.print_title_rows, sheet.print_area)
    assert {name: after.defined_names[name].attr_text for name in after.defined_names} == {
        name: before.defined_names[name].attr_text for name in before.defined_names
    }


def test_the_properties_list_the_added_sheet() -> None:
    """`docProps/app.xml` counts the sheets and names them in their order."""
    text = parts_of(marked())["docProps/app.xml"].decode()

    assert "<vt:i4>9</vt:i4>" in text
    assert re.findall("<vt:lpstr>(.*?)</vt:lpstr>", text.partition("<TitlesOfParts>")[2])[:3] == [
        SHEET_MENDING,
        "はじめに",
        SHEET_CONTEXT,
    ]


def test_rows_say_where_what_and_what_to_do_errors_first() -> None:
    """A row a finding, in the order of gravity, each with number, kind, place, what was found and what to do."""
    rows = rows_of(marked())

    assert [row[:6] for row in rows] == [
        ["1", "直してください", "ファイル全体", "", "", ""],
        ["2", "直してください", SHEET_CONTEXT, "B6", "", ""],
        ["3", "直してください", SHEET_RATINGS, "開く", "OB-04", ""],
        ["4", "直してください", SHEET_RATINGS, "E6", "I-0001", "Tool 1"],
        ["5", "ご確認ください", SHEET_RATINGS, "G5", "I-0002", "Tool 1"],
        ["6", "お知らせ", SHEET_RATINGS, "F9", "I-0003", "Tool 1"],
    ]
    for row, finding in zip(rows, (FINDINGS[5], FINDINGS[3], FINDINGS[4], *FINDINGS[:3]), strict=True):
        assert "".join(row[6:]) == finding.message("ja")
        assert all(row[6:])


def test_links_lead_to_the_cells() -> None:
    """Where the cell is absent the link leads to its sheet; what is about the whole file has none."""
    assert links_of(marked()) == [
        f"'{SHEET_CONTEXT}'!B6",
        f"'{SHEET_RATINGS}'!A1",
        f"'{SHEET_RATINGS}'!E6",
        f"'{SHEET_RATINGS}'!G5",
        f"'{SHEET_RATINGS}'!F9",
    ]


def test_nothing_links_to_a_sheet_that_people_do_not_see() -> None:
    """A link to a hidden sheet would be an error message; the sheet stays hidden."""
    copy = mended(standard(), wrong("A1", sheet=SHEET_IDENTITY))

    assert links_of(copy) == []
    assert opened(copy)[SHEET_IDENTITY].sheet_state == "hidden"


def test_the_added_sheet_is_locked_framed_and_printable() -> None:
    """It is protected without a password, its header stays in view, and it prints on the width of a page."""
    sheet = opened(marked())[SHEET_MENDING]

    assert sheet.protection.sheet is True
    assert sheet.protection.password is None
    assert all(cell.protection.locked for row in sheet.iter_rows(max_col=8) for cell in row if cell.has_style)
    assert sheet.freeze_panes == "A6"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.column_dimensions["I"].hidden is True
    assert "customHeight" not in parts_of(marked())["xl/worksheets/sheet9.xml"].decode()  # rows may still grow
    assert all(sheet.row_dimensions[row].height >= 16 for row in range(6, 12))


@pytest.mark.parametrize("title", [SHEET_MENDING, SHEET_REMARKS])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_both_titles_speak_both_languages(title: str, language: Language) -> None:
    """The sheet is called the same in both languages, so that it is recognised; what it says is in the asked one."""
    copy = mark(standard(), [doubtful("E6")], language=language, title=title)  # type: ignore[arg-type]
    sheet = opened(copy)[title]
    words = {"ja": ("ご確認ください", "番号"), "en": ("Please check", "No.")}[language]

    assert (sheet["B6"].value, sheet["A5"].value) == words
    assert ("取り込めます" in str(sheet["A2"].value)) == (language == "ja" and title == SHEET_REMARKS)


def test_another_reader_reads_the_same_cells() -> None:
    """Calamine sees every value of every other sheet as before."""
    before, after = (CalamineWorkbook.from_filelike(BytesIO(data)) for data in (standard(), marked()))

    assert after.sheet_names == [SHEET_MENDING, *before.sheet_names]
    for name in before.sheet_names:
        assert after.get_sheet_by_name(name).to_python() == before.get_sheet_by_name(name).to_python()


def test_the_colours_of_the_marks_are_none_of_the_templates() -> None:
    """A mark that looked like the template would drown in it."""
    styles = parts_of(standard())["xl/styles.xml"].decode()

    assert not [ink for ink in INKS.values() if ink.line in styles or ink.tint in styles]


def test_nothing_found_is_said_as_well() -> None:
    """A marking without findings takes earlier marks away and says so."""
    copy = mended(marked())

    assert marked_cells(copy) == {}
    assert [row[6] for row in rows_of(copy)] == ["直すところはありません。"]
    assert links_of(copy) == []
