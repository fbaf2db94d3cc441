"""The issued workbook, opened with openpyxl: what the sheets hold, whatever the master."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from depipe.folding import fold
from depipe.master.load import shipped_master
from depipe.master.model import Boundary, BoundarySide, Level, Master, Scale
from depipe.sheets import WritingError, clean
from depipe.stars import SPELLINGS, STAR
from depipe.workbook.identity import Answer, decode
from depipe.workbook.layout import (
    HIDDEN_SHEETS,
    LABEL_FINAL,
    LABEL_RAW,
    VISIBLE_SHEETS,
    rating_headers,
    utf16_length,
)
from depipe.workbook.locked import digest, digests, locked_texts, text_digest
from depipe.workbook.write import write_workbook
from depipe.workbook.writing.measure import shortened
from depipe.workbook.writing.prompts import prompt
from support.issued import CONTEXT, identity_cell, issuance_of, opened, remade
from support.masters import second_master, synthetic_master

MASTERS = {"shipped": shipped_master(), "second": second_master(), "small": synthetic_master(1, 1, 1, 1)}


def prompt_of(sheet: Worksheet, cell: str) -> tuple[str | None, str | None]:
    """Return the title and the text that a cell shows when it is selected."""
    rule = next(rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref)
    return rule.promptTitle, rule.prompt


def remade_scale(master: Master, levels: list[Level]) -> Scale:
    """Return the master's scale with other levels."""
    return Scale(levels=tuple(levels), judging_points=master.scale.judging_points)


def column(sheet: Worksheet, letter: str, first: int) -> list[object]:
    """Return what a column holds from row *first* on."""
    return [cell.value for cell in sheet[letter][first - 1 :]]


@pytest.mark.parametrize("name", MASTERS)
def test_sheets_and_headers_are_those_of_the_layout(name: str) -> None:
    """Six visible sheets in order, two hidden ones, and on 評価 the headers and a row an item in the master's order."""
    master = MASTERS[name]
    book = opened(write_workbook(master, issuance_of(master)))
    ratings = book["評価"]

    assert [sheet.title for sheet in book if sheet.sheet_state == "visible"] == list(VISIBLE_SHEETS)
    assert [sheet.title for sheet in book if sheet.sheet_state == "hidden"] == list(HIDDEN_SHEETS)
    assert tuple(cell.value for cell in ratings[4] if cell.value) == rating_headers(master.tools)
    assert column(ratings, "B", 5) == [item.id for item in master.items]
    assert column(ratings, "E", 5) == ["-"] * len(master.items)
    assert ratings.freeze_panes == "D5"
    last = ratings.cell(4 + len(master.items), len(rating_headers(master.tools))).coordinate
    assert ratings.auto_filter.ref == f"A4:{last}"


def test_the_same_issuance_gives_the_same_bytes() -> None:
    """Nothing of the hour or of chance gets into a workbook."""
    first, second = (write_workbook(shipped_master(), issuance_of(context=CONTEXT)) for _ in range(2))

    assert first == second


def test_the_context_of_the_lead_is_filled_in_and_locked() -> None:
    """Given, the parameters stand in column B, locked and without a dropdown; not given, they are open with one."""
    given = opened(write_workbook(shipped_master(), issuance_of(context=CONTEXT)))["前提パラメータ"]
    left_open = opened(write_workbook(shipped_master(), issuance_of()))["前提パラメータ"]
    labels = [given.cell(row, 1).value for row in range(4, 11)]

    assert labels == ["評価者", *CONTEXT]
    assert [given.cell(row, 2).value for row in range(5, 11)] == list(CONTEXT.values())
    assert [given.cell(row, 2).protection.locked for row in range(4, 11)] == [False] + [True] * 6
    assert [left_open.cell(row, 2).protection.locked for row in range(4, 11)] == [False] * 7
    rules = {str(rule.sqref): rule for rule in left_open.data_validations.dataValidation}
    assert rules["B5"].errorStyle in {None, "stop"}
    assert rules["B6"].errorStyle == "information"
    assert [cell.value for cell in given[13]][:4] == ["ツール", "バージョン", "検証日", "短命ジョブ専用"]


def test_a_prefilled_workbook_holds_the_earlier_answers() -> None:
    """Stars, notes and versions stand where they belong, and the scope of the new verification is asked."""
    answers = {("EX-01", "Temporal"): Answer(5, doc="=1+1", evidence="\x00ログ"), ("AI-06", "Inngest"): Answer(1)}
    issuance = issuance_of(mode="prefill", answers=answers, versions={"Temporal": "1.10"})
    book = opened(write_workbook(shipped_master(), issuance))
    ratings, context = book["評価"], book["前提パラメータ"]

    assert [ratings[cell].value for cell in ("E5", "F5", "H5", "I5", "J5", "G62")] == [
        STAR * 5,
        "-",
        "=1+1",
        None,
        "ログ",
        STAR,
    ]
    assert ratings["H5"].data_type == "s"
    assert [context["B14"].value, context["B15"].value] == ["1.10", None]
    assert [context["E13"].value, context["E14"].value] == ["再検証の範囲", "変更した項目だけ"]
    assert "前回" in " ".join(str(cell.value) for cell in book["はじめに"]["C"])
    assert context["B12"].value is not None


def test_prompts_say_what_each_star_means_for_the_item() -> None:
    """A rubric stands whole in its items' prompts, the scale in the others', with boundaries and marks of gates."""
    master = shipped_master()
    ratings = opened(write_workbook(master, issuance_of()))["評価"]
    row = {item.id: str(number) for number, item in enumerate(master.items, 5)}

    assert prompt_of(ratings, f"E{row['VR-01']}") == (
        "【必須】VR-01 ワークフローバージョニング",
        "\n".join(f"{n} {text}" for n, text in enumerate(master.rubrics_by_item["VR-01"].levels, 1)),
    )
    title, text = prompt_of(ratings, f"G{row['EX-07']}")
    assert title == "EX-07 Replay正確性"
    assert text is not None
    assert text.startswith("1 未対応: 機能がない、または壊れている\n2 実験的:")
    assert text.endswith("EX-07は「再構築が正しいか」、OB-03は「人間が読めるか・検索できるか」")
    assert prompt_of(ratings, f"E{row['EX-07']}") == prompt_of(ratings, f"G{row['EX-07']}")


def test_long_prompts_are_shortened_and_keep_all_five_levels() -> None:
    """Whatever a master says, a prompt fits into 255 units, with a line for every level; a boundary gives way first."""
    master = shipped_master()
    wordy = [level.model_copy(update={"definition": level.definition * 9}) for level in master.scale.levels]
    long_labels = [level.model_copy(update={"label": "very long label " * 9}) for level in wordy]
    sides = tuple(BoundarySide(item=item, label=item) for item in ("EX-01", "EX-02"))
    boundary = Boundary(between=sides, rule="EX-01 about words " * 40)
    by_definitions = remade(master, scale=remade_scale(master, wordy))
    by_labels = remade(master, scale=remade_scale(master, long_labels), boundaries=(boundary,))
    by_boundary = remade(master, boundaries=(boundary,))

    for shown in (prompt(by_definitions, master.items[0]), prompt(by_labels, master.items[0])):
        assert 200 < utf16_length(shown) <= 255
        assert [line[:2] for line in shown.split("\n")] == [f"{n} " for n in range(1, 6)]
    assert "\n2 実験的: 動くが制約が大きく、PoCでも苦労する動くが" in prompt(by_definitions, master.items[0])
    assert all(re.search(r"\b(very|long|label)…$", line) for line in shown.split("\n"))
    lines = prompt(by_boundary, master.items[0]).split("\n")
    assert lines[:5] == prompt(master, master.items[0]).split("\n")
    assert re.fullmatch(r"EX-01 about words .*\b(words|about|EX-01)…", lines[5])


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("four words stand here", 21, "four words stand here"),
        ("four words stand here", 20, "four words stand…"),
        ("ワークフローの進行", 5, "ワークフ…"),
        ("ReplayとJournalの差", 10, "Replayと…"),
        ("unbreakablelongword", 8, "unbreak…"),
        ("😀😀😀", 4, "😀…"),
    ],
)
def test_texts_are_shortened_between_words(text: str, limit: int, expected: str) -> None:
    """A cut falls between words where there are any, within Excel's count of a text's length."""
    assert shortened(text, limit) == expected
    assert utf16_length(expected) <= limit


def test_gates_are_marked_without_changing_their_text() -> None:
    """The mark of a gate is a number format: the cell holds the bare name, and shows the mark in grey print too."""
    ratings = opened(write_workbook(shipped_master(), issuance_of()))["評価"]

    assert (ratings["B5"].value, ratings["C5"].value) == ("EX-01", "進行保証")
    assert ratings["C5"].number_format == '"【必須】"@'
    assert ratings["C5"].font.b
    assert ratings["C6"].number_format == "General"


def test_the_verdict_is_shown_only_when_asked_for() -> None:
    """Without --show-verdict neither overall stands on 集計."""
    plain, shown = (
        column(opened(write_workbook(shipped_master(), issuance_of(), show_verdict=verdict))["集計"], "A", 1)
        for verdict in (False, True)
    )

    assert {LABEL_RAW, LABEL_FINAL}.isdisjoint(plain)
    assert {LABEL_RAW, LABEL_FINAL} <= set(shown)


def test_english_workbooks_speak_english_under_the_same_headers() -> None:
    """Sheet names, headers and labels stay; what is said to the evaluator is English."""
    book = opened(write_workbook(second_master(), issuance_of(second_master())))
    said = " ".join(str(cell.value) for row in book["はじめに"].iter_rows() for cell in row if cell.value)

    assert "What to do" in said
    assert "Paste values only" in said
    assert not re.search("です|ます|ください", said)
    assert book["前提パラメータ"]["A4"].value == "評価者"


def test_the_instructions_say_what_matters() -> None:
    """はじめに names the evaluator, the tools, master and day; four steps and six rules say what to do."""
    start = opened(write_workbook(shipped_master(), issuance_of()))["はじめに"]
    said = " ".join(str(cell.value) for row in start.iter_rows() for cell in row if cell.value)
    wanted = (
        "Evaluator A",
        "Temporal、Restate、Inngest",
        "1.0.0",
        "2026/05/01",
        "値のみ貼り付け",
        "共有フォルダー",
        "返送",
    )

    assert [word for word in (*wanted, "パスワードはありません", "橙色のセルは必須です") if word not in said] == []
    assert [cell.value for cell in start["B"] if str(cell.value) in "1234・"] == [*"1234", *"・・・・・・"]


def test_the_identity_stands_in_three_places_with_the_digest_of_the_locked_cells() -> None:
    """Hidden sheet, document properties and 評価 hold the same line, which decodes to what was issued."""
    issuance = issuance_of(context=CONTEXT)
    book = opened(write_workbook(shipped_master(), issuance))
    properties = book.custom_doc_props  # type: ignore[attr-defined] # the stubs lack it
    parts = sorted(properties.props, key=lambda held: int(held.name.removeprefix("depipe-")))
    lines = {identity_cell(book).value, book["_depipe"]["A1"].value, "".join(part.value for part in parts)}

    assert len(lines) == 1
    assert decode(str(lines.pop())) == issuance.identity
    assert all(utf16_length(part.value) <= 255 for part in parts)
    rows = digests(locked_texts(shipped_master(), issuance))
    assert tuple(book["_depipe"].iter_rows(min_row=4, max_col=3, values_only=True)) == rows
    assert digest(reversed(rows)) == issuance.identity.locked_digest


def test_digests_of_locked_texts_do_not_mind_folding() -> None:
    """A wave dash as Windows types it, a space more, or Markdown emphasis is the same text; a word more is another."""
    assert text_digest("〜10K") == text_digest("～10K") == text_digest(" 〜10K\ufe0f") == text_digest("**〜10K**")
    assert text_digest("〜10K") != text_digest("〜10K+")


def test_every_spelling_stands_on_the_lists() -> None:
    """The table that 集計 matches with is the one that depipe reads with."""
    lists = opened(write_workbook(shipped_master(), issuance_of()))["_lists"]
    found = next(cell.column for cell in lists[1] if cell.value == "spelling")
    rows = [(lists.cell(row, found).value, lists.cell(row, found + 1).value) for row in range(2, 2 + len(SPELLINGS))]

    assert {spelling or "": int(str(code)) - 1 for spelling, code in rows} == {
        spelling: stars or 0 for spelling, stars in SPELLINGS.items()
    }


def test_untouched_cells_are_unlocked_by_style_and_locked_by_column() -> None:
    """The style Normal is unlocked, so that a formatted paste does not lock an answer; columns lock everything else."""
    with ZipFile(BytesIO(write_workbook(shipped_master(), issuance_of()))) as archive:
        styles, ratings = archive.read("xl/styles.xml").decode(), archive.read("xl/worksheets/sheet3.xml").decode()

    normal = re.search(r"<cellStyleXfs.*?</cellStyleXfs>", styles, re.DOTALL)
    assert normal is not None
    assert '<protection locked="0"/>' in normal[0]
    assert '<protection locked="1"/>' in styles
    assert int(max(re.findall(r'<col min="\d+" max="(\d+)"', ratings), key=int)) < 30
    assert "customHeight" not in ratings
    assert "outlineLevel" not in ratings


def test_row_heights_follow_the_text() -> None:
    """An item with a long description has a higher row than one with a short one; no row is over Excel's limit."""
    ratings = opened(write_workbook(shipped_master(), issuance_of()))["評価"]
    heights = {str(ratings.cell(row, 2).value): ratings.row_dimensions[row].height for row in range(5, 63)}

    assert heights["EX-05"] > heights["EX-01"] > heights["DX-06"] - 1
    assert max(heights.values()) <= 409


def test_what_the_lead_gives_is_never_cut() -> None:
    """A long name of an evaluator, or a long value of a parameter, makes its row on 前提パラメータ higher."""
    context = CONTEXT | {"Scale": "とても長い前提の値をここに書いた場合にどうなるか"}
    issuance = issuance_of(evaluator="長い名前の評価者" * 8, context=context)
    sheet = opened(write_workbook(shipped_master(), issuance))["前提パラメータ"]
    heights = {sheet.cell(row, 1).value: sheet.row_dimensions[row].height for row in range(4, 11)}

    assert heights["評価者"] > 4 * 15
    assert heights["評価者"] > heights["Scale"] > heights["Duration"]


def test_the_largest_workbook_can_be_written() -> None:
    """500 items and 60 tools are written, to the last cell."""
    master = synthetic_master()
    with ZipFile(BytesIO(write_workbook(master, issuance_of(master)))) as archive:
        ratings = archive.read("xl/worksheets/sheet3.xml").decode()

    assert ratings.count("<row ") == 4 + 500
    assert 'r="IJ504"' in ratings


def test_what_xlsxwriter_refuses_is_raised() -> None:
    """A label that is too long for a cell stops the writing instead of being dropped."""
    master = shipped_master()
    items = (master.items[0].model_copy(update={"description": "x" * 32_768}), *master.items[1:])

    with pytest.raises(WritingError, match="評価: text at"):
        write_workbook(remade(master, items=items), issuance_of())


def test_control_characters_do_not_reach_a_file() -> None:
    """What XML cannot carry is left out of an evaluator's name; folding finds it equal."""
    issuance = issuance_of(evaluator="Evaluator\x07 A\ud800")

    assert clean("a\x00b\ud83d") == "ab"
    assert issuance.identity.evaluator == "Evaluator A"
    assert opened(write_workbook(shipped_master(), issuance))["前提パラメータ"]["B4"].value == "Evaluator A"
    assert fold("Evaluator A") == "Evaluator A"


SHARED_FUNCTIONS = {
    *("CHAR", "COUNTIF", "EXACT", "IF", "IFERROR", "INDEX", "ISNUMBER", "LEN", "MATCH", "MAX", "MIN", "OR"),
    *("SUBSTITUTE", "SUM", "SUMPRODUCT", "TRIM"),
}
"""What Excel 2016, LibreOffice and Google Sheets all have."""


@pytest.mark.parametrize("name", MASTERS)
def test_formulas_are_such_as_every_spreadsheet_computes(name: str) -> None:
    """Only shared functions, within Excel's limits of length, depth and quoted text; no ⭐ is compared with `=`."""
    master = MASTERS[name]
    book = opened(write_workbook(master, issuance_of(master), show_verdict=True))
    formulas = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}
    bare = {re.sub('"[^"]*"', "", formula) for formula in formulas}

    assert {function for formula in bare for function in re.findall(r"([A-Z]+)\(", formula)} <= SHARED_FUNCTIONS
    assert max(map(len, formulas)) < 8192
    assert max(formula.count("SUBSTITUTE(") for formula in formulas) < 60
    assert max(len(text) for formula in formulas for text in re.findall('"([^"]*)"', formula)) <= 255
    assert not [formula for formula in formulas if re.search('=[ ]*"[⭐★]', formula)]
