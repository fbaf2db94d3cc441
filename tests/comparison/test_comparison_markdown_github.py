"""The Markdown under GitHub's own parser: its tables are the comparison's, and no text becomes a link or a mention."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import example, given, settings
from hypothesis import strategies as st

from depipe.comparison.markdown.escaping import escaped
from depipe.comparison.markdown.write import write_markdown
from depipe.comparison.plain import plain_lines
from depipe.master.load import shipped_master
from depipe.stars import shown
from support.page import Element, parsed
from support.tables import HOSTILE, case

SEED: Final = Path(__file__).parents[1] / "data" / "durable-execution.md"
NOTES: Final = (
    *HOSTILE,
    "@octocat, @org/team: write to a.b@example.com or mailto:x@example.com, xmpp:a@b.example/c",
    "#12 GH-3 owner/repo#45 !67 :tada: :+1: :100: 12:30:45",
    "ftp://example.com <https://example.com/a> <a@example.com> https://user@example.com/b",
    "- [ ] task [^1] ~~one~~ ~two~ $`x`$ > [!NOTE]",
    "<textarea><style><xmp><iframe><noembed><title><plaintext>",
)
COMPARISON: Final = case(NOTES).comparison()
REFERENCE: Final = re.compile(r"@[0-9A-Za-z_-]|#[0-9]|:[0-9a-z_+-]+:")
"""What a code host turns into mentions, links or pictures after Markdown is done."""


def rendered(markdown: str) -> Element:
    """Return what GitHub's parser makes of a document, with the HTML in it as it stands."""
    return parsed(cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE))


def words(node: Element) -> str:
    """Return the text of an element with its line breaks."""
    return "".join(_words(node))


def _words(node: Element) -> Iterator[str]:
    yield node.text or "" if isinstance(node.tag, str) else ""
    for child in node:
        yield "\n" if child.tag == "br" else ""
        yield from _words(child)
        yield child.tail or ""


def table_below(page: Element, heading: str) -> list[list[str]]:
    """Return the table below a heading as rows of texts, header first."""
    table = page.xpath("//h3[. = $heading]/following-sibling::*[1][self::table]", heading=heading)[0]
    return [[words(cell) for cell in row.xpath("th | td")] for row in table.xpath(".//tr")]


@pytest.fixture(scope="module")
def page() -> Element:
    """Return the document of the case to look at, as a code host renders it."""
    return rendered(write_markdown(COMPARISON))


def test_the_template_is_the_masters_own(page: Element) -> None:
    """Headings and header rows are those of the template that the written master ends with, in its order."""
    template = rendered(SEED.read_text("utf-8").partition("## 評価テンプレート")[2].partition("\n---\n")[0])
    headings = template.xpath("//h3/text()")

    assert shipped_master().tools == COMPARISON.tools
    assert page.xpath("//h3/text()")[: len(headings)] == headings
    assert len(headings) == 3
    for heading in headings:
        assert table_below(page, heading)[0] == table_below(template, heading)[0]
    parameters = [row[0] for row in table_below(template, headings[0])]
    assert [row[0] for row in table_below(page, headings[0])] == parameters


def test_the_sections_are_the_comparisons(page: Element) -> None:
    """Good, Not Good and 未検証 hold every row of the comparison, and every note as it was written."""
    titles = {"good": "Good（⭐⭐⭐ 以上）", "not_good": "Not Good（⭐⭐ 以下）", "unverified": "未検証"}

    for section in COMPARISON.sections:
        expected = []
        for row in section.rows:
            notes = "\n".join(plain_lines(remark.line("ja")) for remark in row.remarks)
            cells = [row.item.category_id, row.item.item_id, row.item.name, *row.words]
            expected.append(cells if section.section == "unverified" else [*cells, notes])
        assert table_below(page, titles[section.section])[1:] == expected


def test_the_other_tables_are_the_comparisons(page: Element) -> None:
    """Verdicts, category means and mandatory items say what the comparison says, tool by tool."""
    assert [(row[1], row[3]) for row in table_below(page, "総合評価")[1:]] == [
        (one.tool, shown(one.raw)) for one in COMPARISON.ranking
    ]
    assert [row[3:] for row in table_below(page, "カテゴリ比較")[1:]] == [
        [shown(cell.mean) for cell in category.cells] for category in COMPARISON.categories
    ]
    assert [row[2:] for row in table_below(page, "必須項目（フェイルクローズ）")[1:]] == [
        [cell.words for cell in gate.cells] for gate in COMPARISON.gates
    ]
    bullets = [words(item) for item in page.xpath("//h3[. = '警告']/following-sibling::ul[1]/li")]
    assert bullets == [f"⚠ {warning}" for warning in COMPARISON.warnings]


def test_no_text_becomes_anything_else(page: Element) -> None:
    """There is nothing but headings, tables, lists and text, and nothing that a code host would link or notify."""
    own = {"html", "body", "h1", "h2", "h3", "h4", "p", "table", "thead", "tbody", "tr", "th", "td", "br", "ul", "li"}

    assert {node.tag for node in page.iter() if isinstance(node.tag, str)} <= own
    assert not page.xpath("//@*")
    texts = page.xpath("//text()")
    assert any("octocat" in text for text in texts)
    assert [text for text in texts if REFERENCE.search(text)] == []


SIGNS: Final = st.characters(codec="utf-8", exclude_characters="\x85\xa0\u2028\u2029") | st.sampled_from(
    "\\`*_[]<>|~$&!#-:/. \n()\"'@w"
)
PIECES: Final = st.sampled_from(["https://", "www.", "a@b.example", "@a", "#1", ":a:", "<a ", "&lt;", "ftp://a.b"])


@settings(max_examples=300)
@example("_www.0")
@example("@_ :_a: :a_:")
@given(st.lists(st.text(SIGNS, max_size=12) | PIECES, min_size=1, max_size=6).map("".join))
def test_any_text_stays_text(text: str) -> None:
    """Whatever somebody writes reads as that in a cell, with no element and no reference in it."""
    page = rendered(f"| a | b |\n|---|---|\n| {escaped(text)} | end |\n")
    cells = page.xpath("//td")

    assert [words(cell) for cell in cells] == [plain_lines(text), "end"]
    assert {node.tag for node in cells[0].iterdescendants() if isinstance(node.tag, str)} <= {"br"}
    assert not any(REFERENCE.search(piece) for piece in cells[0].xpath(".//text()"))
