"""The comparison in the shape that people read: ranking, words, partition."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from depipe.cli.render import verdicts
from depipe.comparison.markdown.write import write_markdown
from depipe.comparison.model import Comparison
from depipe.comparison.people import program_name
from depipe.comparison.ratings import Vote
from depipe.comparison.view import build, differing_parameters
from depipe.comparison.wording import vote_words
from depipe.errors import DataError
from depipe.flow.compare import Written
from depipe.master.load import shipped_master
from depipe.master.model import Master
from support.comparisons import verdict_of
from support.masters import second_master
from support.tables import CONTEXT, EVALUATORS, Case, case, scored


@pytest.fixture(scope="module")
def shipped() -> Case:
    """Return the case to look at."""
    return case()


@pytest.fixture(scope="module")
def comparison(shipped: Case) -> Comparison:
    """Return its comparison."""
    return shipped.comparison()


def all_rated(given: Mapping[tuple[str, str, str], int | None], base: int = 4, master: Master | None = None) -> Case:
    """Return a case where everybody gives *base* stars, but for what is *given*."""
    master = master or shipped_master()
    ids = [item.id for item in master.items]
    return scored(master, lambda evaluator, tool, index: given.get((evaluator, tool, ids[index]), base))


def both(tool: str, item_id: str, stars: int | None) -> dict[tuple[str, str, str], int | None]:
    """Return the same stars from both evaluators."""
    return {(evaluator, tool, item_id): stars for evaluator in EVALUATORS}


def test_ranking_puts_the_best_first_and_the_cap_in_words(comparison: Comparison) -> None:
    """Ranks, tools and caps of the case read as the design words them."""
    assert [(one.rank, one.tool, one.cap_words) for one in comparison.ranking] == [
        (1, "Temporal", "なし"),
        (2, "Restate", "上限⭐⭐（暫定: RT-01 評価割れ）"),
        (3, "Inngest", "上限⭐⭐（確定）"),
    ]


def test_reasons_say_what_caps_and_what_may_still_change(comparison: Comparison) -> None:
    """Each verdict comes with whole sentences: the mandatory item, the cap, the range, the ranks."""
    assert verdict_of(comparison, "Temporal").reason == (
        "必須項目はすべて基準を満たしています。ほかのツールしだいで、順位は1〜2位になりえます。"
    )
    assert verdict_of(comparison, "Restate").reason == (
        "必須項目 RT-01 リトライ戦略（⭐⭐〜⭐⭐⭐⭐）の評価が割れているため、総合評価の上限は暫定で ⭐⭐ です。"
        "RT-01 が ⭐⭐⭐ 以上と検証されれば上限は外れ、ほかが今のままなら 4.20 以上になります。"
        "未検証の6項目がすべて ⭐⭐⭐⭐⭐ なら、4.31 まで上がりえます。RT-01 が満たされなければ 2.00 です。"
        "Inngest と同じ 2.00 ですが、上限が「暫定」（Inngest は「確定」）なので上位です。"
        "順位は1〜2位になりえます。"
    )
    assert verdict_of(comparison, "Inngest").reason == (
        "必須項目 EX-03 冪等 / 重複排除（⭐⭐）が基準に届かないため、総合評価の上限は ⭐⭐ です。"
        "EX-03 が ⭐⭐⭐ 以上と検証されれば上限は外れ、ほかが今のままなら 3.14 以上になります。"
        "未検証の6項目がどうなっても、総合評価は 2.00 です。"
        "Restate と同じ 2.00 ですが、上限が「確定」（Restate は「暫定」）なので下位です。"
        "順位は3位で変わりません。"
    )


def test_unverified_gate_caps_provisionally_by_name() -> None:
    """An unverified mandatory item is named in the cap's words."""
    made = all_rated(both("Temporal", "OP-02", None)).comparison()

    assert verdict_of(made, "Temporal").cap_words == "上限⭐⭐（暫定: OP-02 未検証）"


def test_cap_that_takes_nothing_off_says_so() -> None:
    """A tool below the cap is told that the cap changed nothing."""
    made = all_rated({}, base=1).comparison()

    assert "上限適用前も 1.00 なので、点数は下がっていません。" in verdict_of(made, "Temporal").reason


def test_tool_without_a_category_mean_is_held_back_by_name() -> None:
    """順位保留 names the categories that lack a mean, and stands after the ranked tools."""
    given = {key: None for item in ("PF-01", "PF-02", "PF-03") for key in both("Temporal", item, None)}
    made = all_rated(given).comparison()

    assert verdict_of(made, "Temporal").rank_words == "順位保留（PF が未検証）"
    assert [one.tool for one in made.ranking] == ["Restate", "Inngest", "Temporal"]


def test_tool_that_nobody_rated_has_no_figures() -> None:
    """Nothing rated: no mean, no stars, no rank, and a sentence that says so."""
    master = shipped_master()
    made = scored(master, lambda _, tool, __: 3 if tool != "Inngest" else None).comparison()

    nothing = verdict_of(made, "Inngest")
    assert (nothing.rank, nothing.raw, nothing.final, nothing.rated) == (None, None, None, 0)
    assert "評価された項目がまだありません。" in nothing.reason


def test_warnings_stand_next_to_the_verdict_and_say_unverified(comparison: Comparison) -> None:
    """DX-03 at two stars warns, DX-03 unverified says 未検証; the master's words follow, and name it once."""
    assert verdict_of(comparison, "Inngest").warnings == ("DX-03 ⭐⭐",)
    assert verdict_of(comparison, "Restate").warnings == ("DX-03 未検証",)
    assert verdict_of(comparison, "Temporal").warnings == ()
    assert comparison.warnings[0].startswith(
        "Restate（未検証）、Inngest（⭐⭐）: DX-03（ローカル開発）が ⭐⭐ 以下の場合"
    )
    assert comparison.cautions[0].item_id == "DX-03"
    assert comparison.warnings[0].count("DX-03") == 1


def test_different_numbers_of_evaluators_are_a_warning(comparison: Comparison) -> None:
    """Tools that fewer people rated are hard to compare, and the comparison says so."""
    assert "評価者の人数がツールによって違います（Temporal 2人、Restate 2人、Inngest 1人）。" in comparison.warnings
    assert not any("評価者の人数" in warning for warning in all_rated({}).comparison().warnings)


def test_disagreements_are_a_warning(comparison: Comparison) -> None:
    """Items where evaluators are two stars or more apart are named, one star apart is not."""
    split = sum(cell.split for item in comparison.items for cell in item.cells)
    assert (
        f"評価者の星が2つ以上離れています: RT-01 Restate、OB-05 Temporal（星が分かれているのは全部で{split}件）。"
        in (comparison.warnings)
    )
    near = all_rated({("Evaluator A", "Temporal", "EX-02"): 3}).comparison()
    assert not any("離れています" in warning for warning in near.warnings)


def test_far_apart_ratings_are_named_in_the_order_of_the_agenda() -> None:
    """The mandatory item that moves the verdict comes first, though other items stand before it in the master."""
    master = shipped_master()
    place = {item.id: index for index, item in enumerate(master.items)}
    apart = {place[item]: stars for item, stars in {"EX-04": (2, 4), "EX-05": (2, 4), "OP-02": (2, 5)}.items()}

    def stars(evaluator: str, tool: str, index: int) -> int:
        given = apart.get(index, (4, 4)) if tool == "Restate" else (4, 4)
        return given[EVALUATORS.index(evaluator)]

    comparison = scored(master, stars).comparison()
    (caution,) = (one for one in comparison.cautions if "2つ以上離れて" in one.text)

    assert comparison.discussion is not None
    assert [one.item_id for one in comparison.discussion.topics] == ["OP-02", "EX-04", "EX-05"]
    assert "OP-02 Restate、EX-04 Restate、EX-05 Restate" in caution.text
    assert caution.item_id == "OP-02"


def test_context_out_of_scope_is_a_warning() -> None:
    """A Duration that the master does not cover is said with the master's assumption."""
    short = scored(shipped_master(), lambda *_: 4, contexts=({**CONTEXT, "Duration": "ミリ秒〜秒"},))

    assert short.comparison().warnings[0] == (
        "この前提（Duration: ミリ秒〜秒）は、マスタの対象外です。"
        "このマスタは Duration が「分以上」のワークフローを対象とする。"
    )


def test_answers_to_another_version_are_a_warning(shipped: Case) -> None:
    """Returns of an older master are named; withdrawn ones are not."""
    older = shipped.submissions.with_columns(master_version=pl.lit("0.9.0"))
    withdrawn = older.with_columns(withdrawn=pl.lit(value=True))

    assert any(
        "別の版（0.9.0）" in w for w in build(shipped.master, shipped.tables, shipped.context_id, older).warnings
    )
    made = build(shipped.master, shipped.tables, shipped.context_id, withdrawn)
    assert not any("別の版" in warning for warning in made.warnings)


def test_bonus_gate_is_no_gate() -> None:
    """Where the condition does not hold, the item is said to be a bonus and does not cap."""
    short = scored(shipped_master(), lambda *_: 1, contexts=({**CONTEXT, "Duration": "ミリ秒〜秒"},)).comparison()

    standing = {gate.item_id: gate.cells[0] for gate in short.gates}
    assert standing["VR-01"].words == "加点扱い ⭐"
    assert standing["EX-01"].words == "未達 ⭐"
    assert "VR-01 ワークフローバージョニング は、このツールでは加点扱いです。" in verdict_of(short, "Temporal").reason


def test_sections_partition_the_pairs(shipped: Case, comparison: Comparison) -> None:
    """Every item and tool is in exactly the section of its consensus stars; the other cells say where it is."""
    expected = {
        (tool, item): "unverified" if stars is None else "good" if stars >= 3 else "not_good"
        for tool, item, stars in shipped.tables.consensus.select("tool", "item_id", "stars").iter_rows()
    }
    assert set(expected.values()) == {"good", "not_good", "unverified"}
    elsewhere = {"good": "→ Good", "not_good": "→ Not Good", "unverified": "-"}
    seen: dict[tuple[str, str], str] = {}
    for rows in comparison.sections:
        for row in rows.rows:
            for tool, words in zip(comparison.tools, row.words, strict=True):
                belongs = expected[tool, row.item.item_id]
                if belongs == rows.section:
                    assert (tool, row.item.item_id) not in seen
                    seen[tool, row.item.item_id] = rows.section
                    assert set(words) <= {"⭐", "-"}
                else:
                    assert words == elsewhere[belongs]
            assert any(expected[tool, row.item.item_id] == rows.section for tool in comparison.tools)

    assert seen == expected


def test_remarks_stand_once_in_the_section_of_their_tool(comparison: Comparison) -> None:
    """A note is one line, in the section that its tool belongs to and in no other."""
    [(section, line)] = [
        (rows.section, remark.line("ja"))
        for rows in comparison.sections
        for row in rows.rows
        if row.item.item_id == "DX-03"
        for remark in row.remarks
    ]

    assert section == "not_good"
    assert line == (
        "Inngest — Doc: https://www.inngest.com/docs/local-development / Evidence: dev server が不安定（Evaluator A）"
    )


def test_remarks_are_a_line_per_tool_and_evaluator(comparison: Comparison) -> None:
    """Tools stand in their order, then evaluators; ratings without notes have no line."""
    good = next(rows for rows in comparison.sections if rows.section == "good")
    first = next(row for row in good.rows if row.item.item_id == "EX-01")

    assert [(remark.tool, *remark.evaluators) for remark in first.remarks] == [
        ("Temporal", "Evaluator A"),
        ("Temporal", "Evaluator B"),
        ("Restate", "Evaluator A"),
    ]


def test_equal_notes_are_one_line_with_both_names() -> None:
    """Evaluators who wrote the very same share a line; the order of names and lines stays."""
    same, other = ("https://example.com", None, "log"), ("https://example.com", None, "log 2")
    notes = {
        ("Evaluator A", "Temporal", "EX-01"): same,
        ("Evaluator B", "Temporal", "EX-01"): other,
        ("Evaluator C", "Temporal", "EX-01"): same,
    }
    people = ("Evaluator A", "Evaluator B", "Evaluator C")
    made = scored(shipped_master(), lambda *_: 4, evaluators=people, notes=notes).comparison()
    good = next(rows for rows in made.sections if rows.section == "good")
    first = next(row for row in good.rows if row.item.item_id == "EX-01")

    assert [remark.line("ja") for remark in first.remarks] == [
        "Temporal — Doc: https://example.com / Evidence: log（Evaluator A、Evaluator C）",
        "Temporal — Doc: https://example.com / Evidence: log 2（Evaluator B）",
    ]
    assert first.remarks[0].line("en").endswith("log (Evaluator A, Evaluator C)")


def test_votes_are_by_everybody_who_rated_the_tool() -> None:
    """Every evaluator of a tool has a vote on each rated item, `-` where they did not rate it; others have none."""
    made = all_rated({("Evaluator A", "Temporal", "EX-01"): None, ("Evaluator A", "Temporal", "EX-02"): 2}).comparison()
    temporal, restate = ({item.item_id: item.cells[place] for item in made.items} for place in (0, 1))

    assert temporal["EX-01"].votes == (Vote("Evaluator A", None), Vote("Evaluator B", 4))
    assert (temporal["EX-01"].uneven, temporal["EX-01"].split) == (True, False)
    assert (temporal["EX-02"].uneven, temporal["EX-02"].split, temporal["EX-02"].level) == (True, True, 3.0)
    assert (temporal["EX-02"].far_apart, restate["EX-02"].uneven) == (True, False)
    assert vote_words(temporal["EX-02"].votes, "ja") == "Evaluator A ⭐⭐／Evaluator B ⭐⭐⭐⭐"
    assert vote_words(temporal["EX-01"].votes, "en", named=False) == "1 evaluator ⭐⭐⭐⭐ / 1 evaluator -"


def test_gates_say_whose_stars_differ(comparison: Comparison) -> None:
    """A disputed gate has each evaluator with their stars, one that all agree on nobody."""
    standing = {gate.item_id: gate.cells[1] for gate in comparison.gates}

    assert standing["RT-01"].words == "評価割れ ⭐⭐〜⭐⭐⭐⭐"
    assert standing["RT-01"].votes == ("Evaluator A ⭐⭐", "Evaluator B ⭐⭐⭐⭐")
    assert standing["EX-03"].votes == ()


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Microsoft Excel Compatible / Openpyxl 3.1.5 3.1", "openpyxl 3.1.5"),
        ("Microsoft Excel Compatible / Openpyxl 3.1.5", "openpyxl 3.1.5"),
        ("LibreOffice/7.4.7.2$Linux_X86_64 LibreOffice_project/40$Build-2 15.0000", "LibreOffice 7.4.7.2"),
        ("Microsoft Excel 16.0300", "Microsoft Excel 16"),
        ("Microsoft Macintosh Excel 16.0300", "Microsoft Macintosh Excel 16"),
        ("WPS Office", "WPS Office"),
        (None, None),
    ],
)
def test_programs_are_named_as_people_know_them(said: str | None, name: str | None) -> None:
    """What a file says of its program is cut down to name and version; what is unknown stays as it is."""
    assert program_name(said) == name


def test_method_follows_the_master() -> None:
    """The sentences on consensus, splits, ties and weights are those of the master's own choices."""
    shipped, second = all_rated({}).comparison().master, second_master()
    context = {"Power": "230 V", "Cups a day": "up to 20", "Milk": "oat"}
    other = scored(second, lambda *_: 3, contexts=(context,)).comparison().master

    assert shipped.consensus == "項目の星は、評価者の星の中央値です（2つに割れたら低いほう）。"
    assert shipped.split == "平均の計算には通常の中央値を使うので、⭐⭐ と ⭐⭐⭐ に割れた項目は 2.5 と数えます。"
    assert any("同じときは、上限なし、暫定の上限、確定の上限の順、それも同じなら" in line for line in shipped.method)
    assert any("重みは同じです" in line for line in shipped.method)
    assert (other.consensus, other.split) == (
        "An item's stars are the lowest of its evaluators' stars.",
        "Means use the same stars.",
    )
    assert [level.label for level in other.scale] == [level.label for level in second.scale.levels]


def test_notice_is_handed_on(shipped: Case) -> None:
    """What readers must see first is part of the comparison; most have nothing of the kind."""
    made = build(shipped.master, shipped.tables, shipped.context_id, shipped.submissions, notice="作り話")

    assert (made.notice, shipped.comparison().notice) == ("作り話", None)


def test_contexts_never_mix_and_their_difference_is_the_subtitle() -> None:
    """Two contexts give two comparisons, each with its own ratings and named by what differs."""
    master = shipped_master()
    other = {**CONTEXT, "Language": "Go"}
    made = scored(master, lambda *_: 4, contexts=(CONTEXT, other))
    second = build(master, made.tables, master.context_id(other), made.submissions)

    assert made.comparison().subtitle == "Language: Python"
    assert made.comparison().heading == "Durable Execution 評価マスタ: 比較 — Language: Python"
    assert second.subtitle == "Language: Go"
    assert len(second.returns) == 2
    assert differing_parameters(made.tables.contexts, made.context_id) == {"Language": "Python"}


def test_unknown_context_is_a_data_error(shipped: Case) -> None:
    """A context without ratings is refused with a sentence."""
    with pytest.raises(DataError):
        build(shipped.master, shipped.tables, "nowhere", shipped.submissions)


def test_another_master_in_english_works_unchanged() -> None:
    """Another subject, language, cap and open gates: the words follow the master."""
    master = second_master()
    context = {"Power": "230 V", "Cups a day": "up to 20", "Milk": "oat"}

    def stars(_: str, tool: str, index: int) -> int | None:
        return None if (tool, index) == (master.tools[1], 3) else 1 if (tool, index) == (master.tools[3], 3) else 4

    made = scored(master, stars, contexts=(context,)).comparison()

    assert made.language == "en"
    assert verdict_of(made, master.tools[1]).cap_words == "none"
    assert "by the master's rule this does not cap." in verdict_of(made, master.tools[1]).reason
    assert verdict_of(made, master.tools[3]).cap_words == "capped at 2.5 (certain)"
    assert "Mandatory CLEAN-1 Daily cleaning (⭐) falls short" in verdict_of(made, master.tools[3]).reason


def test_language_can_be_chosen(shipped: Case) -> None:
    """The words come in the language that is asked for, whatever the master's."""
    assert verdict_of(shipped.comparison("en"), "Inngest").cap_words == "capped at ⭐⭐ (certain)"


def test_withdrawn_returns_are_listed_with_their_reason() -> None:
    """A withdrawn workbook is listed, and none of its ratings count."""
    made = scored(shipped_master(), lambda *_: 4, withdrawn=frozenset({"Evaluator B"})).comparison()

    assert [(one.evaluator, one.withdrawn) for one in made.returns] == [("Evaluator A", False), ("Evaluator B", True)]
    assert made.returns[1].reason == "別の評価表と取り違えたため"
    assert {review.evaluator for review in made.reviews} == {"Evaluator A"}


def test_bounds_that_read_the_same_are_one_number(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever becomes of the unverified item, Temporal ends at 2.00: nobody reads of a range from 2.00 to 2.00."""
    made = all_rated(both("Temporal", "EX-01", 1) | both("Temporal", "DX-01", None)).comparison()
    verdicts([Written(made, Path("a.xlsx"), Path("a.md"), Path("a.html"))], "ja")
    row = next(line for line in capsys.readouterr().out.splitlines() if "57/58" in line)

    assert verdict_of(made, "Temporal").provisional
    assert row.split() == ["3", "Temporal", "⭐⭐", "2.00", "3.96", "57/58"]
    assert "| 2.00 |" in write_markdown(made)
    assert "2.00〜2.00" not in write_markdown(made)
