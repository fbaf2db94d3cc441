"""The page holds what the comparison holds, asks for nothing from outside, and lets no text become markup."""

import base64
import hashlib
import re
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from jinja2 import ModuleLoader
from lxml import html

from depipe.comparison import labels
from depipe.comparison.page import environment, write
from depipe.comparison.page.write import write_page
from depipe.comparison.plain import plain_lines
from depipe.comparison.view import build
from depipe.language import Language
from depipe.master.load import shipped_master
from depipe.stars import shown, star_row
from support.masters import second_master
from support.page import HOSTILE_PAGE, Element, full_comparison, parsed, words_of
from support.tables import CONTEXT, case, large_case, scored

CASE = case(HOSTILE_PAGE)
COMPARISON = CASE.comparison()


@pytest.fixture(scope="module")
def text() -> str:
    """Return the page of the case to look at."""
    return write_page(COMPARISON)


@pytest.fixture(scope="module")
def page(text: str) -> Element:
    """Return the page as a parser reads it."""
    return parsed(text)


def test_the_ranking_has_every_verdict_in_its_order(page: Element) -> None:
    """Tool, rank, overall, what the cap took away, the bounds and the whole reason, best first."""
    cards = page.xpath("//ol[@class='ranking']/li")

    assert [words_of(card.xpath(".//h3")[0]) for card in cards] == [one.tool for one in COMPARISON.ranking]
    for card, verdict in zip(cards, COMPARISON.ranking, strict=True):
        said = words_of(card)
        for fact in (verdict.rank_words, shown(verdict.final), shown(verdict.raw), verdict.rank_range, verdict.reason):
            assert fact in said
        assert star_row(verdict.final) in words_of(card.xpath(".//*[contains(@class, 'final')]")[0])
        tags = [words_of(tag) for tag in card.xpath("./div[@class='head']/span[@class='tag']")]
        assert tags == ([verdict.cap_words] if verdict.cap != "none" else [])
        bounds = "〜".join(dict.fromkeys((shown(verdict.low), shown(verdict.high))))
        figures = [words_of(dd) for dd in card.xpath(".//dt[.=$name]/following-sibling::dd", name=labels.RANGE.ja)]
        assert figures == ([bounds] if verdict.provisional else [])


def test_every_verdict_says_how_sure_it_is(page: Element) -> None:
    """The sentence, and behind it what moves the mean, the verdict without each evaluator, ranks by weights."""
    for card, verdict in zip(page.xpath("//ol[@class='ranking']/li"), COMPARISON.ranking, strict=True):
        sure = verdict.sureness
        [more] = card.xpath("./details")
        rows = [[words_of(cell) for cell in row.xpath("th | td")] for row in more.xpath(".//tbody/tr")]

        assert sure.words in words_of(card)
        assert sure.edge_words in words_of(card)
        assert [(row[0].split()[0], row[1]) for row in rows if len(row) == 3] == [
            (pull.category_id, shown(pull.mean)) for pull in verdict.pulls
        ]
        assert [row for row in rows if len(row) == 4] == [
            [one.evaluator, shown(one.final), labels.CAPS[one.cap].ja, str(one.rank or "-")] for one in sure.without
        ]
        assert [int(row[0]) for row in rows if len(row) == 2] == [
            rank for rank, share in enumerate(sure.shares, 1) if share
        ]


def test_every_single_change_that_matters_is_listed(page: Element) -> None:
    """Item, tool, from and to, and what becomes of the overall, the cap and the first place."""
    rows = [[words_of(cell) for cell in row.xpath("th | td")] for row in page.xpath("//*[@id='sensitivity']//tbody/tr")]

    assert len(rows) == len(COMPARISON.single_changes) > 1
    for row, one in zip(rows, COMPARISON.single_changes, strict=True):
        assert row[0].startswith(f"{one.item_id} {one.name}")
        assert row[1:] == [
            one.tool,
            f"{'⭐' * one.from_stars} → {'⭐' * one.to_stars}",
            shown(one.final),
            labels.CAPS[one.cap].ja,
            "、".join(one.first) or "変わらない",
        ]


def test_what_is_missing_at_mandatory_items_is_listed(page: Element) -> None:
    """What each tool lacks, and what would settle it, word for word."""
    rows = page.xpath("//*[@id='gates']//table[2] | //*[@id='gates']/table")[-1].xpath("tbody/tr")

    assert len(rows) == len(COMPARISON.missing) > 1
    for row, one in zip(rows, COMPARISON.missing, strict=True):
        said = words_of(row)
        for fact in (one.item_id, one.tool, *one.lacks, one.settles or ""):
            assert fact in said


def test_the_premises_name_the_settings(page: Element) -> None:
    """Everything that was asked for when the comparison was made."""
    said = words_of(page.xpath("//*[@id='premises']")[0])

    for name, value in COMPARISON.settings:
        assert f"{name}{value}" in said


def test_every_caution_is_said(page: Element) -> None:
    """The warnings of the whole comparison stand below the ranking, word for word."""
    cautions = page.xpath("//ul[@class='cautions']/li")

    assert len(cautions) == len(COMPARISON.cautions) > 0
    for told, caution in zip(cautions, COMPARISON.cautions, strict=True):
        assert words_of(told).startswith(caution.text)


def test_the_heat_map_has_every_mean(page: Element) -> None:
    """A row a category and a cell a tool, coloured by as many stars as the mean is shown with."""
    rows = page.xpath("//table[@class='heat']//tr[th[@scope='row'] and th/span[@class='id']]")

    assert len(rows) == len(COMPARISON.categories)
    for row, category in zip(rows, COMPARISON.categories, strict=True):
        cells = row.xpath("td")
        assert [words_of(cell.xpath("b")[0]) for cell in cells] == [shown(cell.mean) for cell in category.cells]
        assert [cell.get("class") for cell in cells] == [f"lv{len(star_row(cell.mean))}" for cell in category.cells]


def test_every_item_has_the_stars_of_every_tool(page: Element) -> None:
    """A chip a tool: its stars in words and in colour, and the section that it belongs to."""
    items = page.xpath("//details[contains(@class, 'item')]")

    assert [node.get("id") for node in items] == [f"item-{item.item_id}" for item in COMPARISON.items]
    for node, item in zip(items, COMPARISON.items, strict=True):
        chips = node.xpath(".//span[starts-with(@class, 'chip ')]")
        assert ["data-gate" in node.attrib] == [item.mandatory]
        assert [chip.get("data-section") for chip in chips] == [cell.section for cell in item.cells]
        assert ["data-uneven" in chip.attrib for chip in chips] == [cell.uneven for cell in item.cells]
        for chip, cell in zip(chips, item.cells, strict=True):
            assert chip.get("class") == f"chip lv{cell.stars or 0}"
            assert [one.get("aria-label") for one in chip.xpath("./span[@role='img']")] == (
                [f"星 {cell.stars}"] if cell.stars else []
            )


def test_every_note_stands_with_its_item_and_tool_as_it_was_written(page: Element) -> None:
    """Doc, Repro and Evidence of every evaluator, hostile ones included, read back as the very text."""
    expected = [
        (row.item.item_id, remark.tool, name, plain_lines(note))
        for section in COMPARISON.sections
        for row in section.rows
        for remark in row.remarks
        for name, note in (("Doc", remark.doc), ("Repro", remark.repro), ("Evidence", remark.evidence))
        if note
    ]
    found = [
        (
            item.get("id").removeprefix("item-"),
            notes.xpath("string(h4)"),
            line.xpath("string(dt)"),
            line.xpath("dd/bdi")[0].text_content(),
        )
        for item in page.xpath("//details[contains(@class, 'item')]")
        for notes in item.xpath(".//div[@class='notes']")
        for line in notes.xpath("./dl/div[not(@class)]")
    ]

    assert len(expected) > len(HOSTILE_PAGE)
    assert sorted(found) == sorted(expected)


def test_what_evaluators_should_settle_is_there(page: Element) -> None:
    """The agenda in its order, with who gave which stars, and every alpha with what it says."""
    discussion = COMPARISON.discussion
    assert discussion is not None
    topics = page.xpath("//ol[@class='topics']/li")
    [alphas] = page.xpath("//section[@id='evaluators']//table[not(@class)]")

    assert len(topics) == len(discussion.topics) > 1
    for told, topic in zip(topics, discussion.topics, strict=True):
        said = words_of(told)
        for fact in (topic.tool, topic.item_id, topic.name, topic.why, topic.effect):
            assert fact in said
        assert [words_of(vote) for vote in told.xpath(".//span[@class='vote']")] == [
            f"{'⭐' * voice.stars} {voice.evaluator}" for voice in topic.voices
        ]
    assert [(row.xpath("string(td[1])"), row.xpath("string(td[4])")) for row in alphas.xpath("tbody/tr")] == [
        (shown(one.alpha), one.words) for one in discussion.alphas
    ]


def test_nothing_but_the_two_known_texts_may_run(text: str, page: Element) -> None:
    """The policy allows one style and one script by their digests, and there is no other, inline or linked."""
    [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    allowed = dict(part.split(" ", 1) for part in policy.split("; "))

    assert set(allowed) == {"default-src", "style-src", "script-src", "base-uri", "form-action"}
    assert {allowed[name] for name in ("default-src", "base-uri", "form-action")} == {"'none'"}
    for name in ("style", "script"):
        [held] = re.findall(f"<{name}>(.*?)</{name}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(held.encode()).digest()).decode()
        assert allowed[f"{name}-src"] == f"'sha256-{digest}'"
        assert len(page.xpath(f"//{name}")) == 1
    assert page.xpath("//@style | //@*[starts-with(name(), 'on')] | //@src | //@srcset") == []
    assert {node.tag for node in page.iter() if isinstance(node.tag, str)}.isdisjoint(
        {"link", "img", "iframe", "object", "embed", "base", "image", "use", "foreignobject"}
    )


def test_links_lead_into_the_page_or_to_http(page: Element) -> None:
    """Each link inside leads to something that is there; each link outside is an evaluator's http or https address."""
    ids = page.xpath("//@id")
    targets = page.xpath("//a/@href")

    assert len(ids) == len(set(ids))
    assert {target[1:] for target in targets if target.startswith("#")} <= set(ids)
    outside = [target for target in targets if not target.startswith("#")]
    assert len(outside) > 3
    assert all(re.match("https?://", target) for target in outside)


def test_charts_are_plain_pictures_with_words(page: Element) -> None:
    """Both charts say in words what they show, and hold no script, style, date or address of their own."""
    charts = page.xpath("//figure/svg")

    assert len(charts) == 2
    for chart in charts:
        assert chart.get("role") == "img"
        assert chart.get("aria-label")
        assert {node.tag for node in chart.iter()} <= {"svg", "g", "rect", "path", "text", "circle"}
    assert "Temporal 4.18" in charts[0].get("aria-label")
    assert charts[0].xpath(".//g[path[contains(@class, 'major')]]/text/text()") == ["2"]
    assert [text for text in charts[0].xpath(".//text/text()") if re.fullmatch(r"\d\.\d\d", text)] == [
        *(shown(one.raw) for one in COMPARISON.ranking[::-1]),
        *(shown(one.final) for one in COMPARISON.ranking[::-1]),
    ]


def test_a_category_without_a_mean_is_a_gap_not_a_zero() -> None:
    """Where a charted tool lacks a mean the profile is made of columns, one less of them."""
    master = shipped_master()
    gone = {item.id for item in master.items if item.category == "EX"}
    ids = [item.id for item in master.items]
    made = scored(master, lambda _, tool, place: None if tool == "Restate" and ids[place] in gone else 3).comparison()

    [chart] = parsed(write_page(made)).xpath("//svg[@class='chart profile']")

    assert len(chart.xpath(".//g[@class='bar']/rect")) == 3 * len(made.categories) - 1


def test_stars_need_no_emoji_font(text: str) -> None:
    """No word of depipe's own has a ⭐: every star is ★, with how many there are for those who hear the page."""
    own = re.sub(r'<bdi class="said">.*?</bdi>', "", text, flags=re.DOTALL)

    assert "⭐" not in own
    assert 'aria-label="星 4">★★★★</span>' in own


def test_the_same_comparison_gives_the_same_page(text: str) -> None:
    """Nothing in it depends on the clock, on chance, or on an order that may change."""
    assert write_page(case(HOSTILE_PAGE).comparison()) == text


def test_notice_stands_before_everything_else() -> None:
    """What must be read first is the first thing of the content."""
    comparison = build(CASE.master, CASE.tables, CASE.context_id, CASE.submissions, notice="作り話 <b>です</b>")
    first = parsed(write_page(comparison)).xpath("//main/*[1]")[0]

    assert (first.get("role"), first.text_content()) == ("note", "作り話 <b>です</b>")


def test_english_page_has_no_japanese() -> None:
    """With a master in English every heading, label and sentence is English, and so is the page's language."""
    context = {"Power": "230 V", "Cups a day": "up to 20", "Milk": "oat"}
    made = scored(
        second_master(), lambda name, _, place: 1 + (place + (name == "Evaluator A")) % 5, contexts=(context,)
    )
    page = parsed(write_page(made.comparison()))
    for own in page.xpath("//style | //script"):
        own.drop_tree()

    assert page.get("lang") == "en"
    assert not re.search("[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff60]", html.tostring(page, encoding="unicode"))


def test_many_tools_and_items_make_a_page_too() -> None:
    """Sixty tools: every one of them is ranked and in the heat map, the charts say that they show the best ones."""
    master = shipped_master()
    many = master.model_copy(update={"tools": tuple(f"Tool {number:02}" for number in range(60))})
    page = parsed(write_page(large_case(many, evaluators=2).comparison()))

    assert len(page.xpath("//ol[@class='ranking']/li")) == 60
    assert len(page.xpath("//table[@class='heat']/thead/tr/th")) == 61
    assert "全60ツール" in page.xpath("string(//p[@class='hint' and contains(., 'グラフ')])")


def test_decisions_stand_where_they_count_with_their_reasons() -> None:
    """A decided item says so beside its stars, its reason is text, and one that is reopened is marked."""
    reason = "<b>2人</b>で試した: https://example.com/log"
    rulings = {("Restate", "RT-01"): (4, reason), ("Temporal", "OB-05"): (3, "暫定")}

    def stars(evaluator: str, tool: str, place: int) -> int:
        return 2 + (evaluator == "Evaluator B" and place % 5 == 0) + (tool == "Temporal")

    made = scored(shipped_master(), stars, rulings=rulings, moved=frozenset({("Temporal", "OB-05")})).comparison()
    page = parsed(write_page(made))
    [item] = page.xpath("//details[@id='item-RT-01']")
    [reopened] = page.xpath("//details[@id='item-OB-05']")

    assert [words_of(mark.getparent()) for mark in page.xpath("//span[@class='mark']")] == ["Restate ⭐⭐⭐⭐ 裁定"]
    assert reason in words_of(item.xpath(".//p[@class='ruling']")[0])
    assert item.xpath(".//p[@class='ruling']//a/@href") == ["https://example.com/log"]
    assert page.xpath("//p[@class='ruling']//b/text()") == ["裁定"] * 4
    assert len(reopened.xpath(".//p[@class='ruling']/span[@class='tag']")) == 1
    assert item.xpath(".//dl[@class='remark']") == []
    alone = made._replace(discussion=None)
    [told] = parsed(write_page(alone)).xpath("//details[@id='item-RT-01']//p[@class='ruling']")
    assert reason in words_of(told)


def test_evidence_is_counted_and_every_note_says_what_it_was_verified_at(page: Element) -> None:
    """How many ratings have none, tool by tool; beside each note its evaluator's stars, version and day."""
    told = COMPARISON.evidence
    rows = page.xpath("//section[@id='evidence']//tbody/tr")
    [remark, *_] = page.xpath("//details[@id='item-EX-01']//dl[@class='remark']")

    assert [[words_of(cell) for cell in row.xpath("th | td")] for row in rows] == [
        [one.tool, *map(str, (one.ratings, one.bare, *one.kinds)), " ".join(one.bare_gates) or "-"]
        for one in told.counts
    ]
    first = next(note for note in told.notes if note.item_id == "EX-01")
    by = words_of(remark.xpath("./div[@class='by']/dd")[0])
    assert by == f"{first.evaluator} {'⭐' * first.stars} {first.version} {first.verified_on}"


def test_links_that_stand_for_many_items_are_listed() -> None:
    """One address for three items or more is named with each of them."""
    ids = [item.id for item in shipped_master().items[:4]]
    notes = {("Evaluator A", "Temporal", item_id): ("https://docs.example.com/", None, None) for item_id in ids}
    page = parsed(write_page(scored(shipped_master(), lambda *_: 4, notes=notes).comparison()))
    [link] = page.xpath("//section[@id='evidence']//ul/li")

    assert link.xpath(".//a/@href") == ["https://docs.example.com/", *(f"#item-{item_id}" for item_id in ids)]


def test_other_contexts_are_told_and_lead_to_their_pages() -> None:
    """What the same tool comes out as under other parameters, in the page of each, which lie beside each other."""
    contexts = [CONTEXT, CONTEXT | {"Duration": "ミリ秒〜秒"}]
    told = scored(shipped_master(), lambda _, tool, place: 2 + (place + len(tool)) % 4, contexts=contexts)
    comparison = build(told.master, told.tables, told.context_id, told.submissions)
    page = parsed(write_page(comparison))
    [section] = page.xpath("//section[@id='contrast']")

    assert comparison.contrast is not None
    assert section.xpath("./ul[@class='method']/li/text()") == list(comparison.contrast.lines)
    assert section.xpath("./ul[@class='topics']//a/@href") == ["comparison-2.html"]
    finals = [words_of(cell) for cell in section.xpath("(.//table)[1]/tbody/tr/td/b")]
    assert finals == [shown(one.final) for tool in comparison.contrast.tools for one in tool.standings if one]


def test_the_history_has_every_change() -> None:
    """Item, tool, evaluator, stars before and after, versions, day and file, all of it text."""
    page = parsed(write_page(full_comparison()))
    [changes, _] = page.xpath("//*[@id='changes']//table")
    rows = [[words_of(cell) for cell in row.xpath("th | td")] for row in changes.xpath("./tbody/tr")]

    assert rows == [
        ["EX-03", "Inngest", "Evaluator A", "⭐⭐⭐⭐", "⭐⭐", "1.20 → 1.22", "2026-05-06 01:02", "first.xlsx"],
        ["EX-04", "Temporal", "<b>B</b>", "⭐⭐⭐", "-", "-", "2026-05-07 00:00", "<script>.xlsx"],
    ]


@pytest.mark.parametrize(
    ("language", "told", "states"),
    [
        (
            "ja",
            ["変更履歴", "裁定", "ID", "ツール", "裁定の星", "状態", "決定者", "受領（UTC）", "理由"],
            ["再審議", "有効"],
        ),
        (
            "en",
            ["History", "Decisions", "ID", "Tool", "Decided stars", "State", "Decided by", "Received (UTC)", "Reason"],
            ["reopened", "in force"],
        ),
    ],
)
def test_the_history_has_every_decision(language: Language, told: list[str], states: list[str]) -> None:
    """As `depipe history` does, in the order of receipt, also where no rating was changed; all of it text."""
    reason = "<script>alert(1)</script> & <b>2人</b>で試した"
    rulings = {("Temporal", "OB-05"): (3, "暫定"), ("Restate", "RT-01"): (4, reason)}
    moved = frozenset({("Temporal", "OB-05")})
    made = scored(shipped_master(), lambda *_: 3, rulings=rulings, moved=moved).comparison(language)
    assert made.discussion is not None
    first, second = made.discussion.rulings
    later = first.decided_at + timedelta(days=1)
    found = made.discussion._replace(rulings=(first._replace(decided_at=later, decided_by="<i>Lead</i>"), second))
    page = parsed(write_page(made._replace(discussion=found, changes=())))
    [section] = page.xpath("//section[@id='changes']")

    assert [words_of(one) for one in section.xpath(".//h2 | .//h3 | .//thead//th")] == told
    assert [[words_of(cell) for cell in row.xpath("th | td")] for row in section.xpath(".//tbody/tr")] == [
        ["RT-01", "Restate", "⭐⭐⭐⭐", states[1], "Lead A", "2026-05-08 10:00", reason],
        ["OB-05", "Temporal", "⭐⭐⭐", states[0], "<i>Lead</i>", "2026-05-09 10:00", "暫定"],
    ]
    assert section.xpath(".//th/a/@href") == ["#item-RT-01", "#item-OB-05"]
    assert len(page.xpath("//nav//a[@href='#changes']")) == 1


def test_kept_templates_give_the_same_page(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept beside Python's own compiled modules where that is wished, they are read again, and change nothing."""
    folder = tmp_path / "__pycache__"
    folder.mkdir()
    monkeypatch.setattr(environment, "__file__", str(tmp_path / "environment.py"))
    fresh = cache(environment.environment.__wrapped__)
    monkeypatch.setattr(write, "environment", fresh)

    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert (write_page(COMPARISON), list(folder.iterdir())) == (text, [])

    monkeypatch.setattr("sys.dont_write_bytecode", False)
    for _ in range(2):
        fresh.cache_clear()
        assert write_page(COMPARISON) == text
    assert {path.suffix for path in folder.iterdir()} == {".cache"}


def test_templates_compiled_for_the_wheel_give_the_same_page(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where they lie beside the package, compiled by the same Jinja, they alone are used."""
    environment.environment().compile_templates(tmp_path / environment.COMPILED, zip=None, ignore_errors=False)
    monkeypatch.setattr(environment, "__file__", str(tmp_path / "environment.py"))
    fresh = cache(environment.environment.__wrapped__)
    monkeypatch.setattr(write, "environment", fresh)

    assert write_page(COMPARISON) == text
    assert isinstance(fresh().loader, ModuleLoader)
