"""評価者間: what evaluators should settle, how far they agree, how each stands to the others, where stars differ."""

from collections.abc import Mapping
from itertools import permutations

import pytest
from openpyxl import Workbook

from depipe.comparison.discussion import Discussion
from depipe.comparison.markdown.write import write_markdown
from depipe.comparison.model import NAMED_VOTES
from depipe.comparison.people import natural
from depipe.comparison.workbook.write import write_comparison
from depipe.master.load import shipped_master
from support.comparisons import links, read, table, texts
from support.masters import second_master
from support.tables import Case, Note, scored

SHEET = "評価者間"
NAMES = ("Evaluator 2", "Evaluator 10", "Evaluator 1")
MASTER = shipped_master()
ITEMS = [item.id for item in MASTER.items]
NOTES: Mapping[tuple[str, str, str], Note] = {
    ("Evaluator 1", "Restate", "RT-01"): ("=1+1", None, "あ" * 500),
    ("Evaluator 10", "Restate", "RT-01"): (None, "<b>two\r\nlines</b>", None),
}


def stars(evaluator: str, tool: str, index: int) -> int | None:
    """Return the stars of three evaluators, of whom one rates Inngest alone and two differ here and there."""
    if tool == "Inngest":
        return 3 if evaluator == "Evaluator 2" else None
    told: dict[tuple[str, str, str], int | None] = {
        # A disputed mandatory item, and one that nothing hangs on but itself.
        ("Evaluator 1", "Restate", "RT-01"): 1,
        ("Evaluator 10", "Restate", "RT-01"): 4,
        ("Evaluator 1", "Temporal", "OB-05"): 2,
        # One star apart: no point of the agenda.
        ("Evaluator 1", "Temporal", "AI-05"): 3,
    }
    usual = None if evaluator == "Evaluator 2" else 4 + index % 2
    return told.get((evaluator, tool, ITEMS[index]), usual)


@pytest.fixture(scope="module")
def three() -> Case:
    """Return the case."""
    return scored(MASTER, stars, evaluators=NAMES, notes=NOTES)


@pytest.fixture(scope="module")
def found(three: Case) -> Discussion:
    """Return what its comparison says."""
    discussion = three.comparison().discussion
    assert discussion is not None
    return discussion


@pytest.fixture(scope="module")
def book(three: Case) -> Workbook:
    """Return its workbook, as another library reads it."""
    return read(write_comparison(three.comparison()))


def test_the_agenda_stands_in_its_order_with_stars_and_notes_at_hand(book: Workbook) -> None:
    """The disputed mandatory item first; a line for each evaluator, notes as text in one line, long ones cut."""
    rows = [*table(book[SHEET], "順", "ID", "総合評価への影響")]

    assert [(row["順"], row["ID"], row["ツール"], row["開き"], row["なぜ"]) for row in rows] == [
        (1, "RT-01", "Restate", 3, "必須項目の評価割れ"),
        (2, "OB-05", "Temporal", rows[1]["開き"], f"星が{rows[1]['開き']}つ離れている"),
    ]
    first, second = str(rows[0]["評価者ごとの星と備考"]).split("\n")
    assert first == "⭐⭐⭐⭐ Evaluator 10 — Repro: <b>two lines</b>"
    assert second.startswith("⭐ Evaluator 1 — Doc: =1+1 / Evidence: あああ")
    assert second.endswith("あ…")
    assert "動く" in str(rows[0]["総合評価への影響"])


def test_agreement_is_the_table_s_with_what_to_make_of_it(three: Case, book: Workbook) -> None:
    """Every alpha has its full value, the number of evaluators and pairs, and words; where there is none, why."""
    rows = [*table(book[SHEET], "範囲", "α", "読み方")]
    expected = three.tables.agreement

    assert [row["α"] for row in rows] == expected["alpha"].to_list()
    assert [row["組の数"] for row in rows] == expected["units"].to_list()
    assert [row["評価者数"] for row in rows] == expected["raters"].to_list()
    words = {(row["範囲"], row["カテゴリ・ツール"]): str(row["読み方"]) for row in rows}
    assert words["全体", None] == "よくそろっている"
    assert words["カテゴリ", "RT Retry & Timeout"] == "2人以上が評価した組が 10 より少ないため、計算しません"
    assert words["ツール", "Inngest"] == "2人以上が評価した項目がありません"
    assert words["ツール", "Temporal"].endswith("（組が少なく目安）")


def test_evaluators_stand_to_each_other_by_what_both_rated(found: Discussion, book: Workbook) -> None:
    """Names in the order of their numbers; deviations mirror each other; who shares nothing has none."""
    one, two, ten = found.stands

    assert [one.evaluator, two.evaluator, ten.evaluator] == ["Evaluator 1", "Evaluator 2", "Evaluator 10"]
    assert (two.rated, two.shared, two.deviation, two.distance) == (58, 0, None, None)
    # Evaluator 1 gives 3 stars fewer for RT-01, and fewer for OB-05 and AI-05 than 4 + index % 2.
    fewer = 3 + sum(4 + ITEMS.index(item) % 2 - given for item, given in (("OB-05", 2), ("AI-05", 3)))
    assert (one.rated, one.shared) == (116, 116)
    assert one.deviation == pytest.approx(-fewer / 116)
    assert ten.deviation == pytest.approx(fewer / 116)
    assert one.distance == ten.distance == pytest.approx(fewer / 116)
    written = {row["評価者"]: row["差の平均"] for row in table(book[SHEET], "評価者", "差の平均")}
    assert written == {stand.evaluator: stand.deviation for stand in found.stands}


def test_other_differences_are_listed_apart_from_the_agenda(found: Discussion) -> None:
    """A spread of one star is no point of the agenda, and is listed with who gave what."""
    (one,) = (one for one in found.apart if one.item_id == "AI-05")

    assert not {(one.tool, one.item_id) for one in found.apart} & {(one.tool, one.item_id) for one in found.topics}
    assert (one.tool, one.stars) == ("Temporal", 3)
    assert one.votes[0] == "Evaluator 1 ⭐⭐⭐"


def test_decisions_are_shown_with_their_reason_and_how_they_stand() -> None:
    """One in force takes its pair off the agenda; one whose ratings moved is reopened, and its pair is back on it."""
    rulings = {("Restate", "RT-01"): (4, "=2人で試し直した"), ("Temporal", "OB-05"): (3, "暫定")}
    decided = scored(
        MASTER, stars, evaluators=NAMES, rulings=rulings, moved=frozenset({("Temporal", "OB-05")})
    ).comparison()

    sheet = read(write_comparison(decided))[SHEET]

    assert decided.discussion is not None
    assert [(one.item_id, one.why) for one in decided.discussion.topics] == [
        ("OB-05", f"星が{decided.discussion.topics[0].spread}つ離れている（裁定後に評価が変わった）")
    ]
    rows = [*table(sheet, "ID", "状態", "裁定の星")]
    assert [(row["ID"], row["状態"], row["裁定の星"]) for row in rows] == [
        ("OB-05", "再審議", "⭐⭐⭐"),
        ("RT-01", "有効", "⭐⭐⭐⭐"),
    ]
    assert str(rows[1]["理由と評価者ごとの星"]).split("\n") == [
        "=2人で試し直した",
        "Evaluator 1 ⭐／Evaluator 10 ⭐⭐⭐⭐",
    ]
    assert rows[1]["決定者、受領（UTC）"] == "Lead A\n2026-05-08 10:00"
    assert "| RT-01 | リトライ戦略 | Restate | ⭐⭐⭐⭐ | 有効 | =2人で試し直した |" in write_markdown(decided)
    assert decided.discussion.summary.startswith(
        "話し合う項目は 1 件です。裁定で決まった組は 1 件です。"
        "裁定のあとで評価が変わり、見直しの要る組が 1 件あります。"
    )


def test_ids_and_tools_lead_to_the_item_and_to_its_notes(book: Workbook) -> None:
    """From the agenda to 項目比較, and to the row of the section that has the notes."""
    sheet = book[SHEET]
    led = [
        (cell.value, name, book[name][address].value)
        for coordinate, (name, address) in links(sheet).items()
        if name != "総合"
        for cell in [sheet[coordinate]]
    ]

    assert ("RT-01", "項目比較", "RT-01") in led
    assert ("Restate", "Not Good", "RT-01") in led
    assert all(item == value for value, name, item in led if name == "項目比較")


def test_one_evaluator_has_no_such_sheet() -> None:
    """Nobody can agree or differ alone: no sheet, no section in the Markdown."""
    comparison = scored(MASTER, lambda *_: 4, evaluators=("Evaluator A",)).comparison()

    assert comparison.discussion is None
    assert SHEET not in read(write_comparison(comparison)).sheetnames
    assert "評価者間" not in write_markdown(comparison)


def test_evaluators_who_agree_have_nothing_to_settle() -> None:
    """The sheet says so, in the master's language, and why there is no alpha."""
    master = second_master()
    context = {parameter.name: (*parameter.options, "any")[0] for parameter in master.parameters.entries}
    comparison = scored(master, lambda *_: 4, contexts=(context,)).comparison()

    told = texts(read(write_comparison(comparison))[SHEET])

    assert "There is nothing to settle." in told
    assert any("undefined: all stars are the same (nobody differs)" in text for text in told)
    assert "### Agreement between evaluators" in write_markdown(comparison)


def test_many_evaluators_are_counted_not_named() -> None:
    """Where names would fill pages, the agenda says how many gave what; the evaluators still have their own table."""
    many = [f"Evaluator {number}" for number in range(NAMED_VOTES // 3 + 1)]
    comparison = scored(
        MASTER, lambda name, _, index: None if index else (2 if name == "Evaluator 0" else 5), evaluators=many
    ).comparison()

    assert comparison.discussion is not None
    assert [topic.voices for topic in comparison.discussion.topics] == [()] * 3
    assert comparison.discussion.topics[0].votes == (f"{len(many) - 1}人 ⭐⭐⭐⭐⭐", "1人 ⭐⭐")
    assert len(comparison.discussion.stands) == len(many)


def test_the_markdown_has_the_agenda_and_the_overall_alpha(three: Case, found: Discussion) -> None:
    """In short: one sentence and the points to settle."""
    section = write_markdown(three.comparison()).split("### 評価者間の一致と食い違い\n\n")[1].split("\n\n###")[0]

    assert section.startswith(f"話し合う項目は {len(found.topics)} 件です。")
    assert "| 1 | RT-01 | リトライ戦略 | Restate | 必須項目の評価割れ |" in section


def test_names_have_one_order_whatever_their_numbers() -> None:
    """Numbers go by their value, 01 and 1 are two names with an order of their own, and no number is too long."""
    names = ["9", "A", "A 01", "A 1", "A 2", "A 10", "A 010 b", "A 10 b", "A " + "9" * 5_000]

    assert all(sorted(some, key=natural) == sorted(some, key=names.index) for some in permutations(names, 3))
