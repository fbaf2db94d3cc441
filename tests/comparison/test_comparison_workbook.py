"""The comparison workbook, read again by another library: figures, words, text, look, links."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import polars as pl
import pytest
from openpyxl import Workbook

from depipe.comparison.model import Comparison
from depipe.comparison.plain import plain_lines
from depipe.comparison.ratings import SECTION_NAMES
from depipe.comparison.workbook.write import SHEETS, write_comparison
from depipe.master.load import shipped_master
from depipe.sheets import Book
from depipe.stars import half_up, shown, star_row, written
from support.comparisons import parts, table
from support.masters import second_master, synthetic_master
from support.tables import HOSTILE, Case, case, large_case, scored


@pytest.fixture(scope="module")
def shipped() -> Case:
    """Return the case to look at."""
    return case()


@pytest.fixture(scope="module")
def comparison(shipped: Case) -> Comparison:
    """Return its comparison."""
    return shipped.comparison()


@pytest.fixture(scope="module")
def data(comparison: Comparison) -> bytes:
    """Return its workbook as bytes."""
    return write_comparison(comparison)


@pytest.fixture(scope="module")
def book(data: bytes) -> Workbook:
    """Return its workbook as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(data))


def test_sheets_stand_in_their_order(book: Workbook) -> None:
    """総合 is first and in sight; the appendix is last; 変更履歴 is there only if something was verified again."""
    assert tuple(book.sheetnames) == tuple(name for name in SHEETS if name not in {"前提の違い", "変更履歴"})
    assert SHEETS == (
        "総合",
        "カテゴリ比較",
        "項目比較",
        "Good",
        "Not Good",
        "未検証",
        "フェイルクローズ",
        "評価者間",
        "前提の違い",
        "感度",
        "根拠",
        "変更履歴",
        "前提",
    )
    assert book.active is not None
    assert book.active.title == "総合"


def test_the_appendix_is_marked(book: Workbook) -> None:
    """Its sheets alone have grey tabs, a title that says 付録, and stand behind that word in the contents."""
    appendix = [name for name in book.sheetnames if book[name].sheet_properties.tabColor is not None]
    row = next(row for row in book["総合"].iter_rows(max_row=6) if any(cell.value == "付録:" for cell in row))
    linked = [str(cell.hyperlink.location).split("'")[1] for cell in row if cell.hyperlink]

    assert appendix
    assert appendix == book.sheetnames[-len(appendix) :]
    assert all(str(book[name]["A1"].value).startswith("付録: ") == (name in appendix) for name in book.sheetnames)
    assert linked == appendix


def test_empty_sheets_are_left_out() -> None:
    """Nothing bad and nothing open: the sheets for it are not there, nor are links to them."""
    data = write_comparison(scored(shipped_master(), lambda *_: 5).comparison())

    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == [
        name for name in SHEETS if name not in {"Not Good", "未検証", "前提の違い", "根拠", "変更履歴"}
    ]
    assert not any("Not Good" in sheet for sheet in parts(data, "worksheets/sheet"))


def test_overview_has_the_figures_of_the_tables(shipped: Case, book: Workbook) -> None:
    """Rank, both means, coverage and range are the table's own values, in the order of the ranks."""
    rows = list(table(book["総合"], "順位", "ツール"))
    overall = {row["tool"]: row for row in shipped.tables.overall.iter_rows(named=True)}

    assert [row["順位"] for row in rows] == [1, 2, 3]
    for row in rows:
        expected = overall[row["ツール"]]
        assert row["総合評価"] == expected["final_stars"]
        assert row["上限適用前"] == expected["raw_stars"]
        assert row["検証率"] == expected["coverage"]
        assert row["順位"] == expected["rank"]
        assert row["総合評価（星）"] == star_row(expected["final_stars"])
        bounds = (expected["low"], expected["high"]) if expected["provisional"] else (None, None)
        assert (row["取りうる\n最低"], row["取りうる\n最高"]) == bounds


def test_overview_says_cap_reason_and_warnings(comparison: Comparison, book: Workbook) -> None:
    """The words of each verdict, and the warnings as whole sentences below the ranking."""
    rows = {row["ツール"]: row for row in table(book["総合"], "順位", "ツール")}
    texts = {cell.value for row in book["総合"].iter_rows() for cell in row}

    for verdict in comparison.verdicts:
        assert rows[verdict.tool]["上限"] == verdict.cap_words
        assert rows[verdict.tool]["判定の理由"] == verdict.cause
        assert rows[verdict.tool]["順位の確かさ"] == verdict.sureness.words
    assert rows["Inngest"]["警告"] == "DX-03 ⭐⭐"
    assert {f"⚠ {warning}" for warning in comparison.warnings} <= texts


def test_category_sheet_has_the_means_of_the_table(shipped: Case, book: Workbook) -> None:
    """Every mean stands under its tool beside its category; a missing one is blank, not zero and not `-`."""
    rows = {row["ID"]: row for row in table(book["カテゴリ比較"], "ID", "Temporal")}
    for one in shipped.tables.category_summary.iter_rows(named=True):
        assert rows[one["category_id"]][one["tool"]] == one["mean_stars"]


def test_missing_mean_is_blank() -> None:
    """A chart would draw a text as zero stars: a category without a mean has an empty cell."""
    ids = [item.id for item in shipped_master().items]
    made = scored(shipped_master(), lambda _, __, index: None if ids[index].startswith("PF") else 4).comparison()
    book = openpyxl.load_workbook(io.BytesIO(write_comparison(made)))

    rows = {row["ID"]: row for row in table(book["カテゴリ比較"], "ID", "Temporal")}
    assert rows["PF"]["Temporal"] is None
    assert [row["順位"] for row in table(book["総合"], "順位", "ツール")] == ["順位保留（PF が未検証）"] * 3


def test_item_sheet_has_every_item_and_tool(shipped: Case, book: Workbook) -> None:
    """Every consensus is there as it is written, and mandatory items are marked."""
    rows = {row["ID"]: row for row in table(book["項目比較"], "ID", "Temporal")}
    for _, tool, item, stars in shipped.tables.consensus.select("context_id", "tool", "item_id", "stars").iter_rows():
        assert rows[item][tool] == written(stars)

    assert len(rows) == len(shipped.master.items)
    assert {item for item, row in rows.items() if row["必須"]} == set(shipped.master.gates_by_item)
    assert {item: row["評価内容"] for item, row in rows.items()} == {
        item.id: item.description for item in shipped.master.items
    }


@pytest.mark.parametrize("section", ["good", "not_good", "unverified"])
def test_sections_have_the_rows_of_the_partition(comparison: Comparison, book: Workbook, section: str) -> None:
    """A section's rows are the comparison's, tool by tool, and the notes are whole."""
    rows = next(one for one in comparison.sections if one.section == section)
    sheet = book[SECTION_NAMES[rows.section]]
    found = {str(row["ID"]): row for row in table(sheet, "ID", "Temporal")}

    assert [item for item in found if "続き" not in item] == [row.item.item_id for row in rows.rows]
    for row in rows.rows:
        assert [found[row.item.item_id][tool] for tool in comparison.tools] == list(row.words)


def test_notes_are_whole_and_text(comparison: Comparison, book: Workbook) -> None:
    """Every note, hostile or long, stands in Good or Not Good sign by sign; what does not fit a row goes on below."""
    for name in ("Good", "Not Good"):
        found: dict[str, str] = {}
        for row in table(book[name], "ID", "Temporal"):
            item = str(row["ID"]).removesuffix("（続き）")
            found[item] = found.get(item, "") + str(row["備考（Doc / Repro / Evidence）"] or "")
        rows = next(one for one in comparison.sections if SECTION_NAMES[one.section] == name)
        for one in rows.rows:
            expected = "".join(plain_lines(remark.line("ja")) for remark in one.remarks)
            # openpyxl leaves XlsxWriter's escape of a literal _x0041_ as it is.
            assert found[one.item.item_id].replace("_x005F_", "_").replace("\n", "") == expected.replace("\n", "")


def test_nothing_in_the_workbook_is_a_formula(book: Workbook) -> None:
    """No cell is a formula or an error, whatever the notes look like."""
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"n", "s", "d"}


def test_links_stay_within_the_workbook(book: Workbook, data: bytes) -> None:
    """Every link leads to a cell of a sheet that is there; no address of an evaluator became one, but on 根拠."""
    links = [
        cell.hyperlink
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink and (sheet.title != "根拠" or cell.hyperlink.location)
    ]

    assert links
    assert all(link.target is None for link in links)
    assert {re.match(r"'(.+)'!\$?[A-Z]+\$?\d+$", str(link.location))[1] for link in links} <= set(SHEETS)  # type: ignore[index]
    assert sum("TargetMode" in rels for rels in parts(data, r"worksheets/_rels")) == 1


def test_numbers_keep_their_full_value_and_show_two_decimals(book: Workbook) -> None:
    """A mean is stored whole; the cell's format shows two decimals."""
    sheet = book["総合"]
    cells = [
        cell for row in sheet.iter_rows() for cell in row if cell.number_format == "0.00" and cell.value is not None
    ]

    assert any(isinstance(cell.value, float) and half_up(cell.value) != cell.value for cell in cells)
    assert {cell.number_format for row in book["カテゴリ比較"].iter_rows() for cell in row} >= {"0.00", "0.0%"}


@pytest.mark.parametrize(
    ("mean", "words", "stars"), [(2.675, "2.68", "⭐⭐⭐"), (2.5, "2.50", "⭐⭐⭐"), (2.494, "2.49", "⭐⭐")]
)
def test_means_are_shown_half_up_and_never_by_a_levels_name(shipped: Case, mean: float, words: str, stars: str) -> None:
    """2.675 reads 2.68 and 2.5 has three stars, in the workbook as in the words; no level's name is near a mean."""
    overall = shipped.tables.overall.with_columns(raw_stars=pl.lit(mean), final_stars=pl.lit(mean), cap=pl.lit("none"))
    tables = replace(shipped.tables, overall=overall)
    made = Case(shipped.master, tables, shipped.submissions, shipped.context_id).comparison()
    sheet = openpyxl.load_workbook(io.BytesIO(write_comparison(made)))["総合"]

    rows = list(table(sheet, "順位", "ツール"))
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert shown(mean) == words
    assert [row["総合評価（星）"] for row in rows] == [stars] * 3
    assert [row["総合評価"] for row in rows] == [mean] * 3
    assert not any(level.label in text for level in shipped.master.scale.levels for text in texts)


def test_same_comparison_gives_the_same_bytes(shipped: Case, data: bytes) -> None:
    """Byte for byte, and the creation date is the last receipt, not the clock."""
    assert write_comparison(shipped.comparison()) == data
    assert '<dcterms:created xsi:type="dcterms:W3CDTF">2026-05-07T09:31:00Z' in parts(data, "docProps/core")[0]


def test_sheets_are_ready_for_screen_and_paper(book: Workbook) -> None:
    """Landscape A4 everywhere; the tables keep their headers in sight and on every page."""
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.page_setup.fitToWidth in {None, 1}
    assert book["総合"].page_setup.fitToHeight in {None, 1}
    for name in ("カテゴリ比較", "項目比較", "Good", "Not Good", "未検証", "フェイルクローズ"):
        assert book[name].freeze_panes is not None
        assert book[name].print_title_rows
    assert book["項目比較"].auto_filter.ref is not None


def test_rows_are_high_enough_for_their_text(book: Workbook) -> None:
    """A note of several lines has a row of several lines, and no row is higher than Excel allows."""
    sheet = book["Good"]
    row = next(row for row in range(1, 20) if sheet.cell(row, 2).value == "EX-01")

    assert (sheet.row_dimensions[row].height or 0) >= 45
    assert all((one.height or 0) <= 409 for sheet in book for one in sheet.row_dimensions.values())


def test_charts_are_native_and_described(data: bytes) -> None:
    """Two charts on 総合, each with words for those who cannot see it; the same radar is nowhere else."""
    drawings = parts(data, r"drawings/drawing\d")
    charts = parts(data, r"charts/chart\d")

    assert [len(re.findall(r'descr="[^"]{10,}"', drawing)) for drawing in drawings] == [2]
    assert sum("radarChart" in chart for chart in charts) == 1
    assert sum("barChart" in chart for chart in charts) == 1


def test_charts_point_at_the_figures(data: bytes, shipped: Case) -> None:
    """The values that a chart carries are the table's and the cap: what Excel shows before it computes anything."""
    bars = next(chart for chart in parts(data, r"charts/chart\d") if "barChart" in chart)
    values = [
        float(value)
        for value in re.findall(r"<c:val>.*?</c:val>", bars)
        for value in re.findall(r"<c:v>([\d.]+)<", value)
    ]
    ranked = shipped.tables.overall.sort("rank")

    assert values == pytest.approx([*ranked["raw_stars"], *ranked["final_stars"], 2.0, 2.0, 2.0])


def test_text_that_looks_like_rich_text_stays_text() -> None:
    """XlsxWriter would take `<r>…</r>` for markup of its own; the thin writer does not let it."""
    book = Book(datetime(2026, 5, 7, tzinfo=UTC).replace(tzinfo=None))
    sheet = book.sheet("A")
    for row, text in enumerate(hostile := ["<r></r>", "<r><t>x</t></r>", "<r>&</r>"]):
        sheet.text(row, 0, text)
        sheet.text(row, 1, text, book.style(bold=True))
    read = openpyxl.load_workbook(io.BytesIO(book.close()))["A"]

    assert [[cell.value for cell in row] for row in read.iter_rows()] == [[text, text] for text in hostile]


def test_hostile_names_of_people_and_files_stay_text() -> None:
    """An evaluator's name and a file's name may be anything; they are on 前提 as text."""
    names = HOSTILE[:-1]
    made = scored(
        shipped_master(), lambda *_: 3, evaluators=names, files={name: f"{name}.xlsx" for name in names}
    ).comparison()
    book = openpyxl.load_workbook(io.BytesIO(write_comparison(made)))

    found = {str(row["評価者"]).replace("_x005F_", "_") for row in table(book["前提"], "評価者", "ファイル")}
    assert found == {plain_lines(name) for name in names}
    assert {cell.data_type for row in book["前提"].iter_rows() for cell in row} <= {"n", "s", "d"}


def test_premises_name_what_the_figures_rest_on(shipped: Case, book: Workbook) -> None:
    """Context, versions, master with digest, every returned workbook with its digest."""
    texts = {cell.value for row in book["前提"].iter_rows() for cell in row}

    assert {shipped.master.id, shipped.master.version, shipped.master.digest, "分〜時間", "1.20.0、1.20.1"} <= texts
    files = {row["ファイル"]: row["SHA-256"] for row in table(book["前提"], "評価者", "ファイル")}
    assert files == dict(shipped.submissions.select("file", "digest").iter_rows())


def test_another_master_gives_english_labels() -> None:
    """Sheet names are a contract; labels follow the language."""
    context = {"Power": "230 V", "Cups a day": "up to 20", "Milk": "oat"}
    made = scored(second_master(), lambda _, __, index: 1 + index % 5, contexts=(context,)).comparison()
    book = openpyxl.load_workbook(io.BytesIO(write_comparison(made)))

    rows = list(table(book["総合"], "Rank", "Tool", "Why"))
    assert {row["Tool"] for row in rows} == set(second_master().tools)
    assert book["Good"]["A1"].value == "Good (⭐⭐⭐ or more)"


def test_many_tools_and_items_stay_within_limits() -> None:
    """60 tools and 120 items: every pair is there, charts show the best eight and say so, folded notes are whole."""
    made = large_case(synthetic_master(items=120, tools=60), 3).comparison()
    data = write_comparison(made)
    book = openpyxl.load_workbook(io.BytesIO(data))

    rows = list(table(book["項目比較"], "ID", "Tool 1"))
    texts = {cell.value for row in book["総合"].iter_rows() for cell in row}
    assert len(rows) == 120
    assert all(len(row) >= 64 for row in rows)
    assert all(chart.count("<c:ser>") <= 8 for chart in parts(data, r"charts/chart\d"))
    assert "グラフは上位8ツールだけを示しています（全60ツール）。" in texts
    assert any(one.hidden and one.outlineLevel == 1 for one in book["Good"].row_dimensions.values())
