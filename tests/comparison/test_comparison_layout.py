"""The comparison workbook as readers meet it: the notice, who gave which stars, links, one screen, one language."""

import re

import pytest
from openpyxl import Workbook

import depipe
from depipe import palette
from depipe.comparison import labels
from depipe.comparison.model import Comparison
from depipe.comparison.ratings import SECTION_NAMES
from depipe.comparison.view import build
from depipe.comparison.workbook.paper import Paper
from depipe.comparison.workbook.write import SHEETS, write_comparison
from depipe.language import Text
from depipe.master.load import shipped_master
from depipe.sheets import Book
from depipe.stars import written
from support.comparisons import links, parts, printed, read, table, texts
from support.masters import second_master, synthetic_master
from support.tables import Case, case, large_case, scored

NOTICE = "これは作り話 & 見本です。"
SCREEN = (1336, 510)
"""Pixels that a laptop's window shows of a sheet at 100 per cent."""
JAPANESE = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff60]")


@pytest.fixture(scope="module")
def shipped() -> Case:
    """Return the case to look at."""
    return case()


@pytest.fixture(scope="module")
def comparison(shipped: Case) -> Comparison:
    """Return its comparison, with a notice."""
    return build(shipped.master, shipped.tables, shipped.context_id, shipped.submissions, notice=NOTICE)


@pytest.fixture(scope="module")
def data(comparison: Comparison) -> bytes:
    """Return its workbook as bytes."""
    return write_comparison(comparison)


@pytest.fixture(scope="module")
def book(data: bytes) -> Workbook:
    """Return its workbook as openpyxl reads it."""
    return read(data)


# ---- the notice


def test_notice_is_a_banner_on_the_first_sheet(book: Workbook) -> None:
    """It stands right below the title, over the whole width, and in the first rows of every other sheet."""
    sheet = book["総合"]

    assert sheet["A2"].value == f"⚠ {NOTICE}"
    assert any(str(area) == "A2:O2" for area in sheet.merged_cells.ranges)
    assert all(f"⚠ {NOTICE}" in texts(other)[:4] for other in book)


def test_notice_is_printed_on_every_page(book: Workbook) -> None:
    """Every sheet's printed header has it, `&` as itself."""
    assert all("⚠ これは作り話 && 見本です。" in printed(sheet) for sheet in book)


def test_without_a_notice_there_is_none(shipped: Case) -> None:
    """A comparison of real answers has neither banner nor header."""
    plain = read(write_comparison(shipped.comparison()))

    assert not any("⚠" in str(sheet["A2"].value) for sheet in plain)
    assert not any("⚠" in text for sheet in plain for text in printed(sheet))


def test_same_comparison_with_a_notice_gives_the_same_bytes(comparison: Comparison, data: bytes) -> None:
    """The notice brings nothing that changes from run to run."""
    assert write_comparison(comparison) == data


# ---- who gave which stars


def test_every_disagreement_is_on_the_item_sheet(comparison: Comparison, book: Workbook) -> None:
    """A line for each tool whose evaluators differ, with names and stars; gates are no exception; else nothing."""
    rows = {row["ID"]: row["評価者ごとの星"] for row in table(book["項目比較"], "ID", "評価者ごとの星")}

    assert rows["RT-01"] == "Restate: Evaluator A ⭐⭐／Evaluator B ⭐⭐⭐⭐"
    assert rows["OB-05"] == "Temporal: Evaluator A ⭐⭐／Evaluator B ⭐⭐⭐⭐⭐"
    for item in comparison.items:
        told = str(rows[item.item_id] or "").splitlines()
        uneven = {tool: cell.votes for tool, cell in zip(comparison.tools, item.cells, strict=True) if cell.uneven}
        assert [line.split(":")[0] for line in told] == list(uneven)
        for line, votes in zip(told, uneven.values(), strict=True):
            for vote in votes:
                group = next(group for group in line.split(": ", 1)[1].split("／") if vote.evaluator in group)
                assert group.endswith(f" {written(vote.stars)}")


def test_who_rated_alone_is_said() -> None:
    """Where only some of a tool's evaluators rated, the others have `-`."""
    made = scored(shipped_master(), lambda name, _, place: None if name == "Evaluator B" and place == 0 else 4)
    rows = {row["ID"]: row for row in table(read(write_comparison(made.comparison()))["項目比較"], "ID", "必須")}

    assert str(rows["EX-01"]["評価者ごとの星"]).splitlines()[0] == "Temporal: Evaluator A ⭐⭐⭐⭐／Evaluator B -"
    assert rows["EX-02"]["評価者ごとの星"] is None


def test_item_sheet_says_how_stars_come_about_and_what_they_mean(book: Workbook) -> None:
    """Its introduction has the median, what a split counts as, and the label of every level."""
    introduction = "".join(texts(book["項目比較"])[:6])

    assert "項目の星は、評価者の星の中央値です（2つに割れたら低いほう）。" in introduction
    assert "⭐⭐ と ⭐⭐⭐ に割れた項目は 2.5 と数えます。" in introduction
    assert "書いていない組は、そのツールの評価者全員が同じ星です。" in introduction
    assert all(f"{written(level.stars)} {level.label}" in introduction for level in shipped_master().scale.levels)


def test_category_sheet_says_what_a_split_counts_as(comparison: Comparison, book: Workbook) -> None:
    """Means use the plain median, and how many pairs that concerns is counted."""
    split = sum(cell.split for item in comparison.items for cell in item.cells)
    introduction = "".join(texts(book["カテゴリ比較"])[:6])

    assert "⭐⭐ と ⭐⭐⭐ に割れた項目は 2.5 と数えます。" in introduction
    assert f"評価者の星が分かれたのは{split}件です" in introduction


def test_gate_sheet_names_who_differs(book: Workbook) -> None:
    """A disputed gate's cell has the evaluators below the word."""
    rows = {row["ID"]: row for row in table(book["フェイルクローズ"], "ID", "Restate")}

    assert rows["RT-01"]["Restate"] == "評価割れ ⭐⭐〜⭐⭐⭐⭐\nEvaluator A ⭐⭐\nEvaluator B ⭐⭐⭐⭐"


def test_a_crowd_is_counted_and_rows_stay_low() -> None:
    """Hundreds of names would fill any cell: then it says how many gave which stars, and where the names are."""
    comparison = large_case(synthetic_master(items=6, tools=60), 4).comparison()
    sheet = read(write_comparison(comparison))["項目比較"]
    rows = list(table(sheet, "ID", "評価者ごとの星"))

    assert not comparison.names_votes
    assert "tables/ratings.parquet" in "".join(texts(sheet)[:6])
    assert not any("Evaluator" in str(row["評価者ごとの星"]) for row in rows)
    assert max(sheet.row_dimensions[row].height or 0 for row in range(6, 12)) <= 120


# ---- links


def test_ids_lead_to_the_notes_on_the_lowest_rating(comparison: Comparison, book: Workbook) -> None:
    """From 項目比較 and フェイルクローズ to Not Good where a tool is there, else to Good, else to 未検証."""
    standing = {item.item_id: {cell.section for cell in item.cells} for item in comparison.items}
    seen = set()
    for name in ("項目比較", "フェイルクローズ"):
        for cell, (target, address) in links(book[name]).items():
            item = str(book[name][cell].value)
            if item in standing:
                gravest = next(key for key in ("not_good", "good", "unverified") if key in standing[item])
                assert target == SECTION_NAMES[gravest]
                assert book[target][address].value == item
                seen.add((name, item))

    assert {item for name, item in seen if name == "項目比較"} == set(standing)
    assert {item for name, item in seen if name == "フェイルクローズ"} == {gate.item_id for gate in comparison.gates}


def test_section_ids_lead_back_to_the_item(book: Workbook) -> None:
    """From Good, Not Good and 未検証 each ID leads to its row on 項目比較."""
    for name in SECTION_NAMES.values():
        back = {cell: place for cell, place in links(book[name]).items() if place[0] == "項目比較"}
        assert back
        assert all(book["項目比較"][address].value == book[name][cell].value for cell, (_, address) in back.items())


def test_arrows_lead_to_the_sheet_that_they_name(book: Workbook) -> None:
    """→ Not Good, → Good and - go to the row of the same item there; stars and the - of 未検証 go nowhere."""
    counted = 0
    for name in SECTION_NAMES.values():
        sheet, found = book[name], links(book[name])
        header = next(row for row in range(1, 8) if sheet.cell(row, 2).value == "ID")
        for row in range(header + 1, sheet.max_row + 1):
            for column in range(4, 7):
                cell = sheet.cell(row, column)
                words = str(cell.value or "")
                if words.startswith("→") or (words == "-" and name != "未検証"):
                    target, address = found[cell.coordinate]
                    assert target == (words.removeprefix("→ ") if words.startswith("→") else "未検証")
                    assert book[target][address].value == sheet.cell(row, 2).value
                    counted += 1
                else:
                    assert cell.coordinate not in found
    assert counted


def test_overview_leads_to_gates_and_warned_items(comparison: Comparison, book: Workbook) -> None:
    """The item that caps a tool leads to フェイルクローズ, warnings in the ranking and below to 項目比較."""
    sheet = book["総合"]
    found = [(str(sheet[cell].value), *place) for cell, place in links(sheet).items()]
    led = [(words, name, book[name][address].value) for words, name, address in found]

    assert [value for _, name, value in led if name == "フェイルクローズ"][1:] == ["RT-01", "EX-03"]
    assert [(words, value) for words, name, value in led if name == "項目比較"][1:] == [
        ("DX-03 未検証", "DX-03"),
        ("DX-03 ⭐⭐", "DX-03"),
        *((one.item_id, one.item_id) for one in comparison.cautions if one.item_id),
    ]


def test_navigation_counts_pairs_of_item_and_tool(comparison: Comparison, book: Workbook) -> None:
    """The counts beside the sections are of (item, tool) and add up to all of them."""
    words = texts(book["総合"])
    counts = [
        sum(cell.section == key for item in comparison.items for cell in item.cells)
        for key in ("good", "not_good", "unverified")
    ]

    assert {f"{name}（{count}件）" for name, count in zip(SECTION_NAMES.values(), counts, strict=True)} <= set(words)
    assert sum(counts) == len(comparison.items) * len(comparison.tools)
    assert any(f"58項目 × 3ツール＝{sum(counts)}件" in text for text in words)


# ---- one screen, one page


def test_overview_fits_a_laptop_screen(book: Workbook, data: bytes) -> None:
    """At the zoom that it opens with, every column is in sight and so are ranking, warnings and most of the charts."""
    sheet = book["総合"]
    zoom = (sheet.sheet_view.zoomScale or 100) / 100
    shown = [one for one in sheet.column_dimensions.values() if not one.hidden]
    width = sum(int(one.width * 7 + 5) * ((one.max or 0) - (one.min or 0) + 1) for one in shown)
    [anchor] = {int(row) for row in re.findall(r"<xdr:from>.*?<xdr:row>(\d+)<", parts(data, r"drawings/drawing\d")[0])}
    above = sum(sheet.row_dimensions[row].height or 15 for row in range(1, anchor + 1)) * 4 / 3

    assert 0.75 <= zoom <= 0.8
    assert width * zoom <= SCREEN[0]
    assert (above + 200) * zoom <= SCREEN[1]


def test_helpers_of_the_charts_are_hidden_and_still_drawn(book: Workbook, data: bytes) -> None:
    """Whiskers, the cap and the names of the axis stand in hidden columns, which the charts show nevertheless."""
    assert [key for key, one in book["総合"].column_dimensions.items() if one.hidden] == ["Q"]
    assert [key for key, one in book["カテゴリ比較"].column_dimensions.items() if one.hidden] == ["M"]
    charts = parts(data, r"charts/chart\d")
    assert not any("plotVisOnly" in chart for chart in charts)
    bars = next(chart for chart in charts if "barChart" in chart)
    assert all(re.search(rf"総合'?!\${column}\$", bars) for column in "QRS")


def test_sections_begin_every_cell_at_the_top(book: Workbook) -> None:
    """Notes of many lines and stars of one stand in one line at the top of their row."""
    for name in SECTION_NAMES.values():
        sheet = book[name]
        header = next(row for row in range(1, 8) if sheet.cell(row, 2).value == "ID")
        cells = [cell for row in sheet.iter_rows(min_row=header + 1) for cell in row if cell.value is not None]
        assert {cell.alignment.vertical for cell in cells} == {"top"}


def test_unverified_sheet_says_truly_what_is_left(book: Workbook) -> None:
    """It is about tools without a rating, though other tools of the item may have one; and says what to verify."""
    sheet = book["未検証"]
    rows = list(table(sheet, "ID", "評価内容"))

    assert any(text.startswith("評価のないツールが残っている項目です。") for text in texts(sheet))
    assert {row["ID"]: row["評価内容"] for row in rows} == {
        str(row["ID"]): shipped_master().items_by_id[str(row["ID"])].description for row in rows
    }


# ---- charts


def test_radar_starts_where_its_title_says(data: bytes, comparison: Comparison) -> None:
    """The axis goes from one to five stars as the title has it, and its names begin with the category's id."""
    radar = next(chart for chart in parts(data, r"charts/chart\d") if "radarChart" in chart)

    assert "カテゴリ平均（1〜5）" in radar
    assert '<c:max val="5"/><c:min val="1"/>' in radar
    first = comparison.categories[0]
    assert f"<c:v>{first.category_id} {first.focus}</c:v>" in radar


def test_bars_and_legend_stand_in_the_same_order(data: bytes) -> None:
    """Upright bars: the mean before the cap left of the overall, in the plot as in the legend."""
    bars = next(chart for chart in parts(data, r"charts/chart\d") if "barChart" in chart)

    assert '<c:barDir val="col"/>' in bars
    assert bars.index("<c:v>上限適用前</c:v>") < bars.index("<c:v>総合評価</c:v>")


def test_tools_have_colours_of_their_own(data: bytes) -> None:
    """No tool and no bar has a colour of the scale from bad to good."""
    for chart in parts(data, r"charts/chart\d"):
        assert not set(re.findall(r'srgbClr val="(\w+)"', chart)) & {colour[1:] for colour in palette.LEVELS}


# ---- premises


def test_premises_explain_the_method_before_digests(book: Workbook) -> None:
    """What decision makers read comes first, what auditors read last."""
    words = texts(book["前提"])
    order = ["前提パラメータ", "ツールと検証時点", "計算のしかた", "カテゴリの重み", "星の意味", "評価者ごとの内訳"]

    assert [word for word in words if word in order] == order
    assert words.index("評価者ごとの内訳") < words.index("設定") < words.index("評価マスタ")
    assert words.index("評価マスタ") < words.index("取り込んだ評価表")
    assert any("同じときは、上限なし、暫定の上限、確定の上限の順" in word for word in words)


@pytest.mark.parametrize("asked", [False, True])
def test_premises_tell_the_settings(shipped: Case, asked: bool) -> None:  # noqa: FBT001 - a case
    """Consensus, fail-close, the instant, whether names are shown, contexts and depipe's version, each by its name."""
    made = build(
        shipped.master,
        shipped.tables,
        shipped.context_id,
        shipped.submissions,
        as_of=Text("2026-05-10 時点", "as of 2026-05-10") if asked else None,
        anonymous=asked,
    )
    sheet = read(write_comparison(made))["前提"]
    told = {row[0].value: row[1].value for row in sheet.iter_rows() if row[0].value}

    assert told["評価者間の集約"] == "中央値（median）"
    assert told["必須項目が未達となる星"] == "⭐⭐ 以下"
    assert told["上限"] == "⭐⭐（2.00）"
    assert told["未検証・評価割れの必須項目"] == "暫定の上限をかける"
    assert told["台帳にある前提の数"] == "1"
    assert told["時点"] == ("2026-05-10 時点" if asked else "現在の台帳")
    assert told["評価者の名前"] == ("番号に置き換え" if asked else "そのまま")
    assert told["depipe"] == depipe.__version__


def test_premises_have_every_level_and_rubric(book: Workbook) -> None:
    """What each star means, and what it means for the items that have their own meanings."""
    words = "\n".join(texts(book["前提"]))
    master = shipped_master()

    for level in master.scale.levels:
        assert f"{written(level.stars)} {level.label}\n{level.definition}\n{level.criterion}" in words
    for rubric in master.rubrics:
        assert all(text in words for text in rubric.levels)


def test_rows_are_high_enough_for_the_label_beside_a_value(comparison: Comparison) -> None:
    """A label that wraps makes its row higher, however short the value beside it."""
    with Book(comparison.as_of.replace(tzinfo=None)) as written:
        paper = Paper(written, comparison, written.sheet("A"), (10, 40))
        for label in ("短い", "とても長いラベルが三行になる"):
            paper.across("値", paper.look(), first=1, beside=label)
        sheet = read(written.close())["A"]

    assert (sheet.row_dimensions[2].height or 0) >= (sheet.row_dimensions[1].height or 0) + 30


def test_premises_times_are_utc_and_programs_readable(book: Workbook) -> None:
    """The moment of receipt is in UTC and says so; the program has its name and version alone."""
    [first, _] = table(book["前提"], "評価者", "ファイル")

    assert str(first["受領（UTC）"]) == "2026-05-07 09:30:00"
    assert first["保存したプログラム"] == "Microsoft Excel 16"
    assert any("最終受領 2026-05-07 UTC" in text for text in texts(book["総合"]))


# ---- one word for one thing, one language


def test_japanese_uses_one_word_for_one_thing(book: Workbook) -> None:
    """Mandatory items and ranges are written one way."""
    words = [text for sheet in book for text in texts(sheet)]

    assert book["フェイルクローズ"]["A1"].value == "必須項目（フェイルクローズ）"
    assert "フェイルクローズ（必須項目）" not in "".join(words)
    assert not any(re.search(r"\d[–-]\d+位|\d\.\d\d[–-]\d", word) for word in words)


def test_english_has_no_japanese_but_sheet_names() -> None:
    """With a master in English every text is English; the sheets' names are glossed where they are mentioned."""
    master = second_master()
    context = {"Power": "230 V", "Cups a day": "up to 20", "Milk": "oat"}
    notes = {("Evaluator A", tool, item.id): ("doc", None, "log") for tool in master.tools for item in master.items}

    def stars(evaluator: str, tool: str, index: int) -> int | None:
        level = (index + len(tool)) % 6
        return level + (evaluator == "Evaluator A" and level < 5) or None

    made = scored(master, stars, contexts=(context,), notes=notes)
    comparison = build(master, made.tables, made.context_id, made.submissions, notice="Made up.")
    book = read(write_comparison(comparison))
    glossed = sorted((labels.sheet_words(name, "en") for name in SHEETS), key=len, reverse=True)

    for sheet in book:
        for text in [*texts(sheet), *printed(sheet)]:
            plain = text
            for name in glossed:
                plain = plain.replace(name, "")
            assert not JAPANESE.search(plain), text
    assert "カテゴリ比較 (categories)" in texts(book["総合"])
