"""The comparison as Markdown: the template's tables, and text that stays text under a real parser."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from depipe.comparison.markdown.escaping import escaped
from depipe.comparison.markdown.write import write_markdown
from depipe.comparison.plain import plain_lines
from depipe.comparison.view import build
from depipe.master.load import shipped_master
from support.masters import second_master
from support.tables import CONTEXT, HOSTILE, case, scored

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def text_of(inline: Token) -> str:
    """Return the text of an inline token; fail when it holds anything but text, our line breaks and empty comments."""
    parts = []
    for child in inline.children or []:
        if child.type == "html_inline":
            parts.append({"<br>": "\n", "<!-- -->": ""}[child.content])
        else:
            assert child.type in {"text", "text_special"}, child.type
            parts.append(child.content)
    return "".join(parts)


def tables(markdown: str) -> dict[str, list[list[str]]]:
    """Return the tables by the heading above them, as rows of texts, header first."""
    found: dict[str, list[list[str]]] = {}
    heading = ""
    tokens = PARSER.parse(markdown)
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = tokens[place + 1].content
        elif token.type == "tr_open":
            found.setdefault(heading, []).append([])
        elif token.type in {"th_open", "td_open"}:
            found[heading][-1].append(text_of(tokens[place + 1]))
    return found


@pytest.fixture(scope="module")
def markdown() -> str:
    """Return the Markdown of the case to look at."""
    return write_markdown(case().comparison())


def test_template_headings_and_headers_are_the_masters(markdown: str) -> None:
    """The tables that the seed's template asks for stand under its headings, with its columns, in its order."""
    found = tables(markdown)
    header = ["カテゴリ", "ID", "項目", "Temporal", "Restate", "Inngest", "備考（Doc / Repro / Evidence）"]

    assert [line for line in markdown.splitlines() if line.startswith("### ")][:3] == [
        "### 前提パラメータ",
        "### Good（⭐⭐⭐ 以上）",
        "### Not Good（⭐⭐ 以下）",
    ]
    assert found["前提パラメータ"][0] == ["パラメータ", "値"]
    assert [row[0] for row in found["前提パラメータ"][1:]] == list(shipped_master().parameter_names)
    assert found["Good（⭐⭐⭐ 以上）"][0] == header
    assert found["Not Good（⭐⭐ 以下）"][0] == header
    assert found["未検証"][0] == header[:-1]


def test_every_cell_reads_as_what_was_written(markdown: str) -> None:
    """Parsed again, every cell of the sections is the comparison's text, hostile notes included."""
    comparison = case().comparison()
    found = tables(markdown)
    titles = {"good": "Good（⭐⭐⭐ 以上）", "not_good": "Not Good（⭐⭐ 以下）", "unverified": "未検証"}
    for rows in comparison.sections:
        expected = []
        for row in rows.rows:
            notes = "\n".join(plain_lines(remark.line("ja")) for remark in row.remarks)
            cells = [row.item.category_id, row.item.item_id, row.item.name, *row.words]
            expected.append(cells if rows.section == "unverified" else [*cells, notes])
        assert found[titles[rows.section]][1:] == expected


def test_verdicts_follow_the_sections(markdown: str) -> None:
    """The ranking has both means, the cap in words, the range of provisional tools alone, and the reason."""
    rows = {row[1]: row for row in tables(markdown)["総合評価"][1:]}

    assert rows["Temporal"][:8] == ["1位", "Temporal", "⭐⭐⭐⭐ 4.18", "4.18", "なし", "", "1〜2位", "100.0% (58/58)"]
    assert rows["Restate"][2:7] == ["⭐⭐ 2.00", "4.20", "上限⭐⭐（暫定: RT-01 評価割れ）", "2.00〜4.31", "1〜2位"]
    assert rows["Inngest"][8] == "DX-03 ⭐⭐"


def test_every_reason_is_a_sentence_of_its_own(markdown: str) -> None:
    """Below the verdicts a line a tool says why, whole, and how sure that is, best tool first."""
    told = markdown.partition("### 判定の理由\n\n")[2].partition("\n\n")[0].splitlines()

    ranking = case().comparison().ranking
    assert told[::2] == [f"- {escaped(f'{one.tool}: {one.reason}')}" for one in ranking]
    assert told[1::2] == [
        f"  - {escaped(f'順位の確かさ: {one.sureness.words}{one.sureness.edge_words}')}" for one in ranking
    ]


def test_ranking_stands_at_the_top_in_one_paragraph(markdown: str) -> None:
    """Before the template's headings a paragraph says who ranks where, with cap and the mean before it."""
    title, paragraph, heading = markdown.split("\n\n")[:3]

    assert title.startswith("# ")
    assert heading == "## 評価結果"
    assert "1位 Temporal 4.18（上限適用前 4.18、上限なし）、2位 Restate 2.00" in paragraph
    assert "3位 Inngest 2.00（上限適用前 3.13、上限⭐⭐（確定））" in paragraph


def test_notice_is_the_first_thing_below_the_title() -> None:
    """What must be read first stands there as a quotation, its text escaped as any other."""
    made = case()
    comparison = build(made.master, made.tables, made.context_id, made.submissions, notice="作り話 *です*")

    assert write_markdown(comparison).splitlines()[2] == r"> ⚠ 作り話 \*です\*"


def test_headings_stand_in_their_order(markdown: str) -> None:
    """The template's three, the verdicts and why, 未検証, the warnings, then what all that rests on."""
    assert [line[4:] for line in markdown.splitlines() if line.startswith("### ")] == [
        "前提パラメータ",
        "Good（⭐⭐⭐ 以上）",
        "Not Good（⭐⭐ 以下）",
        "総合評価",
        "判定の理由",
        "未検証",
        "警告",
        "カテゴリ比較",
        "必須項目（フェイルクローズ）",
        "評価者間の一致と食い違い",
        "評価者の星が分かれたところ",
        "星の意味",
        "計算のしかた",
    ]


def test_every_disagreement_is_named(markdown: str) -> None:
    """A row for each item and tool whose evaluators differ: who gave what, and what means count it as."""
    comparison = case().comparison()
    rows = tables(markdown)["評価者の星が分かれたところ"]
    uneven = [
        (item.item_id, tool)
        for item in comparison.items
        for tool, cell in zip(comparison.tools, item.cells, strict=True)
        if cell.uneven
    ]

    assert [(row[0], row[2]) for row in rows[1:]] == uneven
    restate = next(row for row in rows if row[0] == "RT-01" and row[2] == "Restate")
    assert restate[3:] == ["⭐⭐", "3", "Evaluator A ⭐⭐／Evaluator B ⭐⭐⭐⭐"]


def test_stars_and_method_are_explained(markdown: str) -> None:
    """Every level has its label and definition, and the rule for ties is a line of the method."""
    levels = shipped_master().scale.levels

    assert tables(markdown)["星の意味"][1:] == [["⭐" * one.stars, one.label, one.definition] for one in levels]
    assert "\n- 順位は、総合評価（小数第2位まで）の高い順です。同じときは、上限なし、暫定の上限、" in markdown


def test_nothing_refers_to_sheets_of_the_workbook(markdown: str) -> None:
    """The document stands for itself: it names no sheet that it does not hold as a heading."""
    assert "シート" not in markdown
    assert "項目比較" not in markdown


def test_empty_sections_say_so() -> None:
    """A section without rows keeps its heading and says that there is nothing."""
    made = write_markdown(scored(shipped_master(), lambda *_: 5).comparison())

    assert "### Not Good（⭐⭐ 以下）\n\n該当する項目はありません。\n" in made


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text_in_a_cell(text: str) -> None:
    """No link, image, HTML, code or emphasis comes out of an evaluator's text, and not a sign is lost."""
    assert tables(f"# T\n\n| a | b |\n|---|---|\n| {escaped(text)} | end |\n") == {
        "T": [["a", "b"], [plain_lines(text), "end"]]
    }


@settings(max_examples=300)
@given(st.text(st.characters(codec="utf-8") | st.sampled_from("\\`*_[]<>|~$&!#-:/. \n()\"'w"), min_size=1, max_size=60))
def test_any_text_stays_text_wherever_it_stands(text: str) -> None:
    """Whatever the text, a parser reads it back as that text, in a table's cell, a line and a heading."""
    kept = plain_lines(text).replace("\x85", "")
    cell = tables(f"# T\n\n| a | b |\n|---|---|\n| {escaped(kept)} | end |\n")
    line = next(token for token in PARSER.parse(f"- ⚠ {escaped(kept)} end\n") if token.type == "inline")

    heading = PARSER.parse(f"# T {escaped(kept)}\n")[1]

    assert cell == {"T": [["a", "b"], [kept, "end"]]}
    assert text_of(line) == f"⚠ {kept} end"
    assert text_of(heading) == f"T {kept}" or not kept


def test_addresses_do_not_become_links_where_bare_ones_would() -> None:
    """A parser that turns bare addresses into links (as GitHub does) finds none, and the address reads as typed."""
    address = "https://docs.example.com/a_b?x=1&y=2"

    assert escaped(address) == r"https\://docs.example.com/a_b?x=1&y=2"
    assert escaped("see www.example.com") == r"see www\.example.com"
    assert text_of(PARSER.parse(f"x {escaped(address)}")[1]) == f"x {address}"


def test_same_comparison_gives_the_same_markdown() -> None:
    """Nothing in it depends on the clock or on an order that may change."""
    assert write_markdown(case().comparison()) == write_markdown(case().comparison())


def test_english_document_has_no_japanese() -> None:
    """With a master in English every heading, label and sentence is English."""
    context = {"Power": "230 V", "Cups a day": "up to 20", "Milk": "oat"}
    made = scored(
        second_master(), lambda name, _, place: 1 + (place + (name == "Evaluator A")) % 5, contexts=(context,)
    )
    written = write_markdown(made.comparison())

    assert not re.search("[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff60]", written)
    assert "### Where evaluators differ" in written


def test_other_contexts_are_told_in_a_line_each() -> None:
    """Where the ledger holds a second context, the document says how far apart the tools come out."""
    contexts = [CONTEXT, CONTEXT | {"Scale": "100K+"}]
    told = scored(shipped_master(), lambda _, tool, place: 2 + (place + len(tool)) % 4, contexts=contexts).comparison()

    assert told.contrast is not None
    lines = "\n".join(f"- {escaped(line)}" for line in told.contrast.lines)
    assert f"### 前提による違い\n\n{lines}\n" in write_markdown(told)
