"""What the issued workbook says and where it leads: links, marks, captions, heights, both languages."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.cell.cell import Cell

from depipe.language import Language
from depipe.master.load import shipped_master
from depipe.workbook.identity import Mode
from depipe.workbook.layout import PROPOSAL_HEADERS, VISIBLE_SHEETS, utf16_length
from depipe.workbook.prove import prove
from depipe.workbook.write import write_workbook
from depipe.workbook.writing.measure import lines
from depipe.workbook.writing.plan import Plan
from depipe.workbook.writing.prompts import prompt
from depipe.workbook.writing.start import rules, steps
from support.issued import CONTEXT, identity_cell, issuance_of, opened
from support.masters import second_master, synthetic_master

HEAD = 75.0
"""Points that the frozen rows of 評価 may take: 100 pixels."""


def issued(language: Language = "ja", *, show_verdict: bool = False) -> Workbook:
    """Return the shipped master's workbook with an open context."""
    issuance = issuance_of(evaluator=None, language=language)
    return opened(write_workbook(shipped_master(), issuance, show_verdict=show_verdict))


def said(book: Workbook, sheet: str) -> list[str]:
    """Return the texts of a sheet."""
    return [str(cell.value) for row in book[sheet].iter_rows() for cell in row if cell.value is not None]


def ways(book: Workbook, sheet: str) -> dict[str, str]:
    """Return where the links of a sheet lead, by their text."""
    cells = (cell for row in book[sheet].iter_rows() for cell in row if isinstance(cell, Cell) and cell.hyperlink)
    return {str(cell.value): str(cell.hyperlink.location) for cell in cells if cell.hyperlink is not None}


def test_the_first_sheet_leads_to_the_cells_that_are_meant() -> None:
    """Each step leads to its first cell: the name, the first stars, the first note, the line on top of 集計."""
    assert ways(issued(), "はじめに") == {
        "前提パラメータ": "'前提パラメータ'!B4",
        "評価": "'評価'!E5",
        "備考": "'評価'!H5",
        "確認と返送": "'集計'!A2",
        "星の基準": "'星の基準'!A1",
        "追加項目": "'追加項目'!A5",
    }


@pytest.mark.parametrize("mode", ["plain", "prefill", "adjudicate"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_line_of_the_first_sheet_stands_empty(mode: Mode, language: Language) -> None:
    """Each text takes the lines that it is written in: no row has room for one more, none cuts one off."""
    plan = Plan(shipped_master(), issuance_of(mode=mode, language=language), show_verdict=False)

    for line in (*steps(plan), *rules(plan)):
        text = line.text.within(language)
        assert lines(text, 104) == text.count("\n") + 1, text
    assert len([*steps(plan), *rules(plan)]) <= 11


def test_items_with_a_rubric_lead_to_it_and_back() -> None:
    """The ids of VR-01 and AI-02 link to where their rubric begins, and from there to their rows."""
    book = issued()
    there, back = ways(book, "評価"), ways(book, "星の基準")

    for item in ("VR-01", "AI-02"):
        sheet, cell = there[item].replace("'", "").split("!")
        assert book[sheet][cell].value == item
        sheet, cell = back[item].replace("'", "").split("!")
        assert book[sheet][cell].value == item
    assert set(back) == {"VR-01", "AI-02"}
    assert not book["評価"]["B5"].hyperlink


def test_the_identity_is_out_of_the_way() -> None:
    """The identity stands right of the table and off the paper; the cells that links and cursors meet are answers."""
    book = issued()
    sheet, cell = book["評価"], identity_cell(book)

    assert cell.row == 1
    assert cell.column > sheet.max_column - 1 > 16
    assert "T" not in str(sheet.print_area)
    assert sheet.sheet_view.selection[-1].activeCell == "E5"
    assert book["前提パラメータ"].sheet_view.selection[0].activeCell == "B4"


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("tools", [["Temporal"], ["Temporal", "Restate", "Inngest"]])
def test_the_frozen_head_is_low(language: Language, tools: list[str]) -> None:
    """The rows that stay in sight above the items leave four fifths of a laptop's sheet to them."""
    issuance = issuance_of(language=language, tools=tools)
    sheet = opened(write_workbook(shipped_master(), issuance))["評価"]

    assert sheet.freeze_panes == "D5"
    assert sum(sheet.row_dimensions[row].height or 15 for row in range(1, 5)) <= HEAD
    assert min(sheet.row_dimensions[row].height or 0 for row in range(5, 63)) > 33


def test_required_cells_are_marked() -> None:
    """Evaluator, open parameters and versions say that they are required; the lead's own values do not."""
    left_open, given = (
        opened(write_workbook(shipped_master(), issuance_of(context=context)))["前提パラメータ"]
        for context in (None, CONTEXT)
    )

    assert [str(left_open[f"C{row}"].value)[:4] for row in range(4, 11)] == ["（必須）"] * 7
    assert [str(given[f"C{row}"].value)[:4] == "（必須）" for row in range(4, 11)] == [True] + [False] * 6
    assert str(left_open["B12"].value).startswith("（必須）")
    assert "VR-01 は加点扱い" in str(left_open["D12"].value)
    assert "依頼者が決めます" in str(left_open["D12"].value)


def test_one_form_of_dates_everywhere() -> None:
    """Days are written as the date cells show them, in texts and prompts too."""
    data = write_workbook(shipped_master(), issuance_of())
    with ZipFile(BytesIO(data)) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]
    # The identity is a machine's line.
    dates = {found for text in texts for found in re.findall(r"(?<![\w.:-])\d{4}[-/]\d{1,2}[-/]\d{1,2}\b", text)}

    assert {date for date in dates if re.fullmatch(r"20\d\d/\d\d/\d\d", date) is None} <= {"2026-05-01"}
    assert opened(data)["前提パラメータ"]["C14"].number_format == "yyyy/mm/dd"


def test_the_rules_for_new_items_are_the_leads() -> None:
    """追加項目 says how to fill each column, not how the lead numbers items; the rules stand on 星の基準, as theirs."""
    book = issued()
    above = [str(book["追加項目"].cell(row, 1).value) for row in range(1, 4)]

    assert all(f"{header}: " in above[2] for header in PROPOSAL_HEADERS.values())
    assert not any("IDを振って" in text for text in said(book, "追加項目"))
    scale = said(book, "星の基準")
    assert scale.index("項目の追加（依頼者が判断するときの決まり）") < scale.index(
        "2. 該当しない場合、適切なカテゴリにIDを振って追加"
    )
    assert all(cell.value is None for row in book["追加項目"]["B1:E3"] for cell in row)


@pytest.mark.parametrize("show_verdict", [False, True])
def test_english_workbooks_explain_every_header(*, show_verdict: bool) -> None:
    """Beside or above each Japanese header and label stands what it means, in English."""
    book = issued("en", show_verdict=show_verdict)
    ratings, context, scale = book["評価"], book["前提パラメータ"], book["星の基準"]

    assert [ratings.cell(3, column).value for column in (1, 3, 4)] == ["Category", "Item", "What is evaluated"]
    assert [str(context.cell(12, column).value).split(" —")[0] for column in (1, 2, 3)] == [
        "Tools that you rate",
        "Version",
        "Date verified",
    ]
    assert "evaluator" in str(context["C4"].value)
    assert [cell.value for cell in scale[3]][:4] == ["Stars", "Label", "Definition", "How to tell"]
    assert all(f"{header} (" in str(book["追加項目"]["A3"].value) for header in PROPOSAL_HEADERS.values())
    for row in book["集計"].iter_rows(min_row=5, max_col=2, values_only=True):
        if row[0] and not str(row[0]).isascii():
            assert re.search("[A-Za-z]{4}", str(row[1])), row
            assert not re.search("[ぁ-ん]", str(row[1])), row
    for sheet in VISIBLE_SHEETS:
        assert not [text for text in said(book, sheet) if re.search("です。|ます。|ください", text)]


def test_the_language_is_chosen_when_issuing() -> None:
    """A Japanese master speaks English and an English one Japanese when asked, and all promises hold."""
    other: dict[Language, Language] = {"ja": "en", "en": "ja"}
    for master in (shipped_master(), second_master()):
        language = other[master.language]
        issuance = issuance_of(master, language=language)
        data = write_workbook(master, issuance, show_verdict=True)
        prove(data, master, issuance)
        heading = "What to do" if language == "en" else "記入の手順"
        assert heading in said(opened(data), "はじめに")


def test_every_prompt_tells_what_each_star_means() -> None:
    """Every star cell's prompt begins with the five meanings in full; a boundary follows, shortened if need be."""
    for master in (shipped_master(), second_master(), synthetic_master(6, 2, 2, 1)):
        levels = [f"{level.stars} {level.label}: {level.definition}" for level in master.scale.levels]
        for item in master.items:
            rubric = master.rubrics_by_item.get(item.id)
            meanings = [f"{n} {text}" for n, text in enumerate(rubric.levels, 1)] if rubric else levels
            shown = prompt(master, item)
            assert shown.startswith("\n".join(meanings))
            assert utf16_length(shown) <= 255


def test_what_caps_is_said_beside_the_cap() -> None:
    """With the verdict shown, the gates without stars are named below the cap."""
    book = opened(write_workbook(shipped_master(), issuance_of(), show_verdict=True), values=True)
    rows = {row[0]: row[2:] for row in book["集計"].iter_rows(values_only=True)}

    assert rows["上限"] == ("上限⭐⭐（暫定）",) * 3
    assert rows["上限の理由"] == ("未検証: EX-01 EX-03 RT-01 VR-01 OP-02",) * 3
    assert "加点扱い: " in str(rows["必須項目"]) or any("加点扱い: " in text for text in said(book, "集計"))
