"""How sure a rank is: the sentence says what the figures say, 感度 has all of them, the bars show the cap."""

import pytest
from openpyxl import Workbook

from depipe.comparison.model import Comparison
from depipe.comparison.sure_words import lift_words, percent_words, sure_words
from depipe.comparison.sureness import Without
from depipe.comparison.workbook.write import write_comparison
from depipe.language import Language, Text
from depipe.master.load import shipped_master
from depipe.scoring.overall import Cap
from support.comparisons import links, parts, read, table, texts, verdict_of
from support.masters import synthetic_master
from support.tables import case, scored


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """Return the comparison of the case to look at."""
    return case().comparison()


@pytest.fixture(scope="module")
def book(comparison: Comparison) -> Workbook:
    """Return its workbook as openpyxl reads it."""
    return read(write_comparison(comparison))


def test_first_place_that_hangs_by_one_voice_and_one_star_says_so(comparison: Comparison) -> None:
    """Whose absence moves the rank, which single stars do, and in how many weightings it holds."""
    sureness = verdict_of(comparison, "Temporal").sureness

    assert sureness.words == (
        "Evaluator A を除くと2位、星1つの違いで1位を失う項目が2件（VR-01 ⭐⭐⭐→⭐⭐、Restate の RT-01 ⭐⭐→⭐⭐⭐）、"
        "重み2,000通りの100%で1位です。"
    )
    assert [(one.evaluator, one.rank) for one in sureness.without] == [("Evaluator A", 2), ("Evaluator B", 1)]
    assert sureness.edges == ("VR-01",)
    assert sureness.edge_words == "VR-01 は ⭐⭐⭐ ちょうどなので、星が1つ下がると上限 ⭐⭐ がかかります。"


def test_other_tools_say_what_would_make_them_first(comparison: Comparison) -> None:
    """The same two stars from the other side; and none for a tool that is far behind."""
    assert (
        "星1つの違いで1位になる項目が2件（Temporal の VR-01 ⭐⭐⭐→⭐⭐、RT-01 ⭐⭐→⭐⭐⭐）"
        in verdict_of(comparison, "Restate").sureness.words
    )
    assert "星1つの違いで1位になる項目はなく" in verdict_of(comparison, "Inngest").sureness.words


def test_a_rank_that_nothing_moves_says_so() -> None:
    """Far ahead of the others, with equal evaluators: three clauses, none with a name."""
    comparison = scored(shipped_master(), lambda _, tool, __: {"Temporal": 5, "Restate": 4}.get(tool, 3)).comparison()

    assert verdict_of(comparison, "Temporal").sureness.words == (
        "どの評価者を除いても1位、星1つの違いで1位を失う項目はなく、重み2,000通りの100%で1位です。"
    )


@pytest.mark.parametrize(
    ("cap", "caps", "ja", "en"),
    [
        ("none", "cnn", "、A を除くと上限（確定）、", "; cap (certain) without A; "),
        ("none", "pcn", "、A を除くと上限（暫定）、", "; cap (provisional) without A; "),
        ("certain", "nnc", "、A か B を除くと上限なし、", "; no cap without A or B; "),
        (
            "none",
            "cccnn",
            "、評価者5人のうち3人は、その1人を除くと上限（確定）、",
            "; cap (certain) without one of 3 (of 5) evaluators; ",
        ),
        ("provisional", "nc", "1位、星1つ", "left out; no change"),
        ("none", "c", "除いて比べられず、星1つ", "to leave out; no change"),
    ],
)
def test_a_rank_that_stays_tells_of_a_cap_that_does_not(cap: Cap, caps: str, ja: str, en: str) -> None:
    """Two evaluators at most are named; a disputed cap, or one evaluator alone, needs no such clause."""
    known: dict[str, Cap] = {"n": "none", "p": "provisional", "c": "certain"}
    without = [Without(name, 2.0, known[one], 1) for name, one in zip("ABCDE", caps, strict=False)]

    def words(language: Language) -> str:
        return sure_words(
            "Tool", 1, cap=cap, tools=2, without=without, changes=[], share=1.0, draws=10, language=language
        )

    assert ja in words("ja")
    assert en in words("en")


def test_the_cap_that_one_voice_keeps_away_is_found() -> None:
    """Three evaluators, two of whom let a mandatory item pass: without either of them it is capped."""
    ids = [item.id for item in shipped_master().items]
    given = {"Evaluator A": 3, "Evaluator B": 3, "Evaluator C": 2}

    def stars(evaluator: str, tool: str, index: int) -> int:
        return given[evaluator] if (tool, ids[index]) == ("Temporal", "OP-02") else 5 if tool == "Temporal" else 1

    temporal = verdict_of(scored(shipped_master(), stars, evaluators=tuple(given)).comparison(), "Temporal")

    assert "、Evaluator A か Evaluator B を除くと上限（" in temporal.sureness.words


def test_the_only_tool_has_no_rank_to_be_sure_of() -> None:
    """Its overall without each evaluator is said instead; with one evaluator nothing is, and 感度 is left out."""
    one = shipped_master().model_copy(update={"tools": ("Temporal",)})
    two_voices = scored(one, lambda evaluator, *_: 4 if evaluator == "Evaluator A" else 5).comparison()
    one_voice = scored(one, lambda *_: 5, evaluators=["Evaluator A"]).comparison()

    assert verdict_of(two_voices, "Temporal").sureness.words == "評価者を1人ずつ除いても、総合評価は 4.00〜5.00 です。"
    assert verdict_of(one_voice, "Temporal").sureness.words == "ほかのツールがないので、比べる順位はありません。"
    assert "感度" not in read(write_comparison(one_voice)).sheetnames


def test_tool_without_a_rank_says_so() -> None:
    """A category without a mean keeps it out of ranks and of the draws."""
    ids = [item.id for item in shipped_master().items]
    comparison = scored(
        shipped_master(), lambda _, tool, index: None if tool == "Restate" and ids[index].startswith("AI") else 4
    ).comparison()

    assert verdict_of(comparison, "Restate").sureness.words == "順位がないので、順位の確かさは出せません。"
    assert verdict_of(comparison, "Restate").sureness.shares == ()
    assert len(verdict_of(comparison, "Temporal").sureness.shares) == 2


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (1.0, Text("100%", "100%")),
        (0.9995, Text("99%超", "over 99%")),
        (0.994, Text("99%", "99%")),
        (0.5, Text("50%", "50%")),
        (0.0005, Text("1%未満", "under 1%")),
        (0.0, Text("0%", "0%")),
    ],
)
def test_shares_never_claim_all_or_nothing_where_it_is_not_so(share: float, words: Text) -> None:
    """100% is every draw, 0% none."""
    assert percent_words(share) == words


def test_what_lifts_a_cap_names_all_of_it() -> None:
    """One, both, all of them; at five stars there is no more."""
    told = lift_words(["EX-03", "VR-01"], 3, 3.618, "ja")

    assert told == (
        "EX-03 と VR-01 の両方が ⭐⭐⭐ 以上と検証されれば上限は外れ、ほかが今のままなら 3.62 以上になります。"
    )
    assert lift_words([f"G-{n}" for n in range(9)], 3, 3.5, "ja").startswith("G-0、G-1、")
    assert "G-8 のすべてが" in lift_words([f"G-{n}" for n in range(9)], 3, 3.5, "ja")
    assert "以上" not in lift_words(["A"], 5, 4.2, "ja")
    assert lift_words(["A", "B", "C"], 3, 3.5, "en").startswith("Once all of A, B, C are verified at ⭐⭐⭐ or more")


def test_decided_items_are_lifted_by_a_decision_not_by_stars() -> None:
    """A rating moves a decided item only by reopening its decision; what is rated is told first."""
    alone = lift_words(["OP-02"], 3, 3.618, "ja", decided=["OP-02"])
    both = lift_words(["EX-03", "OP-02"], 3, 3.618, "ja", decided=["OP-02"])
    english = lift_words(["EX-03", "OP-02"], 3, 3.618, "en", decided=["OP-02"])
    two = lift_words(["EX-03", "OP-02"], 3, 3.618, "en", decided=["EX-03", "OP-02"])

    assert alone == (
        "OP-02 の裁定が改められるか、再検証で評価が変わって再審議になり、⭐⭐⭐ 以上になれば上限は外れ、"
        "ほかが今のままなら 3.62 以上になります。"
    )
    assert both.startswith("EX-03 が ⭐⭐⭐ 以上と検証され、さらに OP-02 の裁定が改められるか、")
    assert english.startswith(
        "Once EX-03 is verified at ⭐⭐⭐ or more and the decision on OP-02 is changed, or reopened by a rating that "
        "changes when verifying again, and OP-02 comes to ⭐⭐⭐ or more, the cap goes:"
    )
    assert "Once the decisions on EX-03, OP-02 are changed" in two
    assert "EX-03, OP-02 all come to" in two


# ---- the sheet


def test_sheet_has_every_single_change_with_its_item(comparison: Comparison, book: Workbook) -> None:
    """Item (linked to 項目比較), tool, stars, overall, cap and who is first, in the comparison's order."""
    rows = list(table(book["感度"], "項目", "今の星", "変わると"))

    assert [(row["項目"], row["ツール"], row["今の星"], row["変わると"], row["総合評価は"]) for row in rows] == [
        (
            f"{one.item_id} {one.name}",
            one.tool,
            "⭐" * one.from_stars,
            "⭐" * one.to_stars,
            pytest.approx(one.final),
        )
        for one in comparison.single_changes
    ]
    assert [row["1位は"] for row in rows] == ["Restate", "今のまま", "Restate", "今のまま"]
    targets = [place for place in links(book["感度"]).values() if place[0] == "項目比較"]
    assert [book[name][address].value for name, address in targets] == [
        one.item_id for one in comparison.single_changes
    ]


def test_sheet_has_every_evaluator_left_out(comparison: Comparison, book: Workbook) -> None:
    """Today's ranks first, then those without each evaluator, with the overalls beside them at full value."""
    rows = [list(row) for row in book["感度"].iter_rows(values_only=True)]
    start = next(place for place, row in enumerate(rows) if row[0] == "除いた評価者")
    tools = len(comparison.tools)

    today, *without = rows[start + 1 : start + 4]
    assert today[1 : 1 + 2 * tools] == [
        *(one.rank for one in comparison.verdicts),
        *(one.final for one in comparison.verdicts),
    ]
    for place, row in enumerate(without):
        every = [one.sureness.without[place] for one in comparison.verdicts]
        assert row[0] == every[0].evaluator
        assert row[1 : 1 + tools] == [one.rank or "順位保留" for one in every]
        assert row[1 + tools : 1 + 2 * tools] == [one.final for one in every]


def test_sheet_has_every_rank_s_share(comparison: Comparison, book: Workbook) -> None:
    """A row a ranked tool; a rank that never happens is blank."""
    rows = list(table(book["感度"], "ツール", "1位", "2位", "3位"))

    assert [[row["ツール"], *(row[f"{rank}位"] for rank in (1, 2, 3))] for row in rows] == [
        [one.tool, *(share or None for share in one.sureness.shares)] for one in comparison.ranking
    ]


def test_sheet_has_the_sentences_of_the_first_sheet(comparison: Comparison, book: Workbook) -> None:
    """Each with what holds by one star only."""
    said = texts(book["感度"])

    assert all(f"{one.sureness.words}{one.sureness.edge_words}" in said for one in comparison.verdicts)


# ---- the chart


def test_bars_show_the_cap_where_there_can_be_one() -> None:
    """A line at two stars; without mandatory items there is none."""
    capped = write_comparison(case().comparison())
    context = {"Size": "large", "Place": "here"}
    free = scored(synthetic_master(items=4, tools=2, categories=1, gates=0), lambda *_: 3, contexts=(context,))
    lines = [
        [chart for chart in parts(data, r"charts/chart\d") if "<c:lineChart>" in chart]
        for data in (capped, write_comparison(free.comparison()))
    ]

    assert [len(found) for found in lines] == [1, 0]
    assert "<c:v>上限</c:v>" in lines[0][0]
