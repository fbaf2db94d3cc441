"""The sentences of a verdict: the right cause, exact figures, the rule for ties, the ranks that are still possible."""

import re
from collections.abc import Mapping

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from depipe.comparison.model import Comparison, Verdict
from depipe.comparison.view import build
from depipe.language import Language
from depipe.ledger.frames import SUBMISSIONS
from depipe.master.load import shipped_master
from depipe.master.model import Master
from depipe.stars import half_up, shown
from support.comparisons import verdict_of
from support.masters import synthetic_master
from support.random_ledgers import Ledger, ledgers
from support.random_ledgers import scored as tables_of
from support.random_masters import masters
from support.tables import EVALUATORS, Case, case, scored

Told = Mapping[tuple[str, str], int | tuple[int, int] | None]
"""(tool, item id) -> stars of both evaluators, or of each."""


def rated(told: Told, base: int = 4, master: Master | None = None) -> Comparison:
    """Return the comparison where both evaluators give *base* stars, but for what is *told*."""
    master = master or shipped_master()
    ids = [item.id for item in master.items]

    def stars(evaluator: str, tool: str, index: int) -> int | None:
        given = told.get((tool, ids[index]), base)
        return given[EVALUATORS.index(evaluator)] if isinstance(given, tuple) else given

    return scored(master, stars).comparison()


def lifted(verdict: Verdict, gates: str) -> str:
    """Return the sentence that says what lifts the cap."""
    assert verdict.lift is not None
    becomes = shown(verdict.lift.becomes)
    return f"{gates} ⭐⭐⭐ 以上と検証されれば上限は外れ、ほかが今のままなら {becomes} 以上になります。"


def test_disputed_gate_alone_decides() -> None:
    """With everything else rated the overall is one of two figures, and nothing unverified is blamed."""
    verdict = verdict_of(rated({("Temporal", "OP-02"): (2, 4)}))

    assert lifted(verdict, "OP-02 が") + "OP-02 が満たされなければ 2.00 です。" in verdict.reason
    assert shown(verdict.raw) == shown(verdict.high)
    assert "未検証" not in verdict.reason


def test_disputed_gate_decides_and_unverified_items_add_the_rest() -> None:
    """What lifts the cap, and how far unverified items lift the overall then, are told apart."""
    verdict = verdict_of(rated({("Temporal", "OP-02"): (2, 4), ("Temporal", "EX-02"): None}))

    raw, high = shown(verdict.raw), shown(verdict.high)
    assert raw != high
    assert (
        f"{lifted(verdict, 'OP-02 が')}未検証の1項目が ⭐⭐⭐⭐⭐ なら、{high} まで上がりえます。"
        "OP-02 が満たされなければ 2.00 です。" in verdict.reason
    )


def test_more_than_the_range_is_not_called_less() -> None:
    """Where evaluators split in two the range counts their middle, so the star that lifts the cap may give more."""
    verdict = verdict_of(rated({("Temporal", "OP-02"): (2, 3)}))

    assert verdict.lift is not None
    assert verdict.high is not None
    assert verdict.lift.becomes > verdict.high
    assert "まで上がりえます" not in verdict.reason


def test_unverified_gate_decides() -> None:
    """Its own stars count as well: at least the first star that holds, at most five."""
    verdict = verdict_of(rated({("Temporal", "OP-02"): None, ("Temporal", "EX-02"): None}))

    high = shown(verdict.high)
    assert "必須項目 OP-02 ワークフロー管理API が未検証のため、総合評価の上限は暫定で ⭐⭐ です。" in verdict.reason
    assert (
        f"{lifted(verdict, 'OP-02 が')}未検証の2項目がすべて ⭐⭐⭐⭐⭐ なら、{high} まで上がりえます。"
        "OP-02 が満たされなければ 2.00 です。" in verdict.reason
    )


def test_several_open_gates_must_all_hold() -> None:
    """One that does not hold is enough for the cap."""
    verdict = verdict_of(rated({("Temporal", "OP-02"): None, ("Temporal", "EX-01"): (1, 5)}))

    assert (
        "必須項目 EX-01 進行保証（⭐〜⭐⭐⭐⭐⭐）の評価が割れ、OP-02 ワークフロー管理API が未検証のため"
        in verdict.reason
    )
    assert lifted(verdict, "EX-01 と OP-02 の両方が") in verdict.reason
    assert "一つでも満たされなければ 2.00 です。" in verdict.reason


def test_gate_that_cannot_lift_the_overall_is_not_said_to() -> None:
    """Far below the cap the gate changes nothing: the unverified items are named instead."""
    comparison = rated({("Temporal", "OP-02"): (1, 3), ("Temporal", "EX-02"): None}, base=1)
    verdict = verdict_of(comparison)

    assert "満たされなければ" not in verdict.reason
    low, high = shown(verdict.low), shown(verdict.high)
    assert f"未検証の1項目しだいで、総合評価は {low}〜{high} になりえます。" in verdict.reason


def test_gate_at_the_cap_decides_nothing() -> None:
    """With an overall of exactly the cap it is the same whether the gate holds or not."""
    verdict = verdict_of(rated({("Temporal", "OP-02"): (1, 3)}, base=2))

    assert shown(verdict.high) == "2.00"
    assert "満たされなければ" not in verdict.reason
    assert "必須項目 OP-02 も決着していません。" in verdict.reason


def test_dispute_alone_below_the_cap_changes_nothing() -> None:
    """With everything rated and the other gates passed, a dispute that cannot lift the overall is said not to."""
    gates = {("Temporal", gate.item): 3 for gate in shipped_master().fail_close.gates}
    verdict = verdict_of(rated(gates | {("Temporal", "OP-02"): (1, 3)}, base=1))

    assert f"どう決まっても、総合評価は {shown(verdict.final)} です。" in verdict.reason


def test_gate_that_decides_below_the_cap_names_the_lowest() -> None:
    """Where the overall may end below the cap if the gate fails, both figures are said."""
    told = {("Temporal", item.id): None for item in shipped_master().items if item.id not in {"EX-02", "OP-02"}}
    verdict = verdict_of(rated(told | {("Temporal", "OP-02"): (2, 4)}))

    assert shown(verdict.low) < "2.00" < shown(verdict.high)
    assert f"満たされなければ高くても 2.00（最低 {shown(verdict.low)}）です。" in verdict.reason.replace(
        " です", "です"
    )


def test_failed_gate_leaves_nothing_to_the_open_ones() -> None:
    """A certain cap is the cause; an open gate is named, but said to decide nothing."""
    verdict = verdict_of(rated({("Temporal", "EX-01"): 2, ("Temporal", "OP-02"): None}))

    assert verdict.caps == ("EX-01",)
    assert "必須項目 EX-01 進行保証（⭐⭐）が基準に届かないため" in verdict.reason
    assert "必須項目 OP-02 も決着していません。" in verdict.reason
    assert "未検証の1項目がどうなっても、総合評価は 2.00 です。" in verdict.reason
    assert lifted(verdict, "EX-01 と OP-02 の両方が") in verdict.reason


def test_tool_that_nobody_rated_is_not_told_what_three_stars_would_make_of_it() -> None:
    """A figure made of the mandatory items alone would say nothing."""
    verdict = verdict_of(rated({("Temporal", item.id): None for item in shipped_master().items}))

    assert verdict.reason.startswith("必須項目 EX-01")
    assert "上限は外れ" not in verdict.reason
    assert "評価された項目がまだありません。" in verdict.reason


def test_unverified_items_alone_are_blamed_for_what_they_move() -> None:
    """Without open gates the range is theirs."""
    verdict = verdict_of(rated({("Temporal", "EX-02"): None}))

    bounds = f"{shown(verdict.low)}〜{shown(verdict.high)}"
    assert f"未検証の1項目しだいで、総合評価は {bounds} になりえます。" in verdict.reason


@pytest.mark.parametrize(
    ("told", "tool", "words"),
    [
        # The kind of cap comes first.
        (
            {("Temporal", "EX-01"): (2, 4), ("Restate", "EX-01"): 2},
            "Temporal",
            "Restate と同じ 2.00 ですが、上限が「暫定」（Restate は「確定」）なので上位です。",
        ),
        (
            {("Temporal", "EX-01"): (2, 4), ("Restate", "EX-01"): 2},
            "Restate",
            "Temporal と同じ 2.00 ですが、上限が「確定」（Temporal は「暫定」）なので下位です。",
        ),
        # Then the overall before the cap.
        (
            {("Temporal", "EX-01"): 2, ("Restate", "EX-01"): 2, ("Restate", "EX-02"): 1},
            "Restate",
            "Temporal と同じ 2.00 ですが、上限適用前が 3.94（Temporal は 3.97）なので下位です。",
        ),
        # Then nothing.
        (
            {("Inngest", "EX-01"): 2},
            "Restate",
            "Temporal と同順位です（総合評価、上限、上限適用前がすべて同じ）。",
        ),
    ],
)
def test_ties_say_what_keeps_them_apart(told: Told, tool: str, words: str) -> None:
    """Each of two tools with the same overall says why it is above, below or beside the other."""
    assert words in verdict_of(rated(told), tool).reason


def test_tools_apart_say_nothing_of_ties() -> None:
    """A rival is a neighbour with the same overall alone."""
    comparison = rated({("Restate", "EX-02"): 3, ("Inngest", "EX-02"): 2})

    assert not any("と同じ" in one.reason or "同順位" in one.reason for one in comparison.verdicts)


def test_every_tool_says_at_which_ranks_it_may_end() -> None:
    """A rank that stays, ranks that are possible, and those of a tool that has none yet."""
    comparison = case().comparison()
    withheld = rated({("Restate", f"PF-0{n}"): None for n in (1, 2, 3)})

    assert [one.rank_range for one in comparison.verdicts] == ["1〜2位", "1〜2位", "3位"]
    assert verdict_of(comparison, "Inngest").reason.endswith("順位は3位で変わりません。")
    assert verdict_of(comparison, "Restate").reason.endswith("順位は1〜2位になりえます。")
    assert verdict_of(comparison, "Temporal").reason.endswith("ほかのツールしだいで、順位は1〜2位になりえます。")
    assert verdict_of(withheld, "Restate").reason.endswith("順位が付けば1〜3位です。")


def test_one_tool_has_no_ranks_to_speak_of() -> None:
    """With nobody to be compared with, nothing is said of ranks."""
    context = {"Size": "large", "Place": "here"}
    made = scored(synthetic_master(items=4, tools=1, categories=1, gates=0), lambda *_: 3, contexts=(context,))

    assert made.comparison().verdicts[0].reason == ""


def test_english_says_the_same() -> None:
    """The same causes and figures, in English."""
    verdicts = {one.tool: one.reason for one in case().comparison("en").verdicts}

    assert (
        "Once RT-01 is verified at ⭐⭐⭐ or more, the cap goes: with all else as it is, the overall becomes "
        "4.20 or more. "
        "With the 6 unverified items at ⭐⭐⭐⭐⭐ it may rise to 4.31. If RT-01 does not hold, it is 2.00."
        in verdicts["Restate"]
    )
    assert "it stands above, as its cap is “provisional” (Inngest: “certain”)." in verdicts["Restate"]
    assert verdicts["Inngest"].endswith("Its rank stays 3.")


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a master with a ledger, and what scoring says of its first context."""
    master = draw(masters())
    ledger: Ledger = draw(ledgers(master))
    tables = tables_of(master, ledger)
    submissions = pl.DataFrame([], SUBMISSIONS, orient="row").with_columns(decides=pl.lit(value=False))
    return Case(master, tables, submissions, (tables.overall["context_id"].to_list() or [""])[0])


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(cases(), st.sampled_from(["ja", "en"]))
def test_no_figure_is_said_that_the_tables_do_not_have(made: Case, language: Language) -> None:
    """Whatever the ledger, every figure of a reason is one of the tool's own, its neighbour's or the cap."""
    if not made.context_id:
        return
    comparison = build(made.master, made.tables, made.context_id, made.submissions, language=language)
    raws = {shown(one.raw) for one in comparison.verdicts}
    for verdict in comparison.verdicts:
        lift = verdict.lift.becomes if verdict.lift else None
        own = {shown(value) for value in (verdict.raw, verdict.final, verdict.low, verdict.high, lift)}
        # Of the scoring master's items none has a name with a figure in it.
        figures = set(re.findall(r"\d\.\d\d", verdict.reason))
        assert figures <= own | raws | {shown(made.master.fail_close.cap)}


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(cases())
def test_gates_are_blamed_just_where_they_lift_the_cap(made: Case) -> None:
    """A reason says 満たされなければ exactly where a gate is open, none failed, and the best case is above the cap."""
    if not made.context_id:
        return
    comparison = build(made.master, made.tables, made.context_id, made.submissions, language="ja")
    overall = made.tables.overall.filter(pl.col("context_id") == made.context_id)
    rows = {row["tool"]: row for row in overall.iter_rows(named=True)}
    for verdict in comparison.verdicts:
        row = rows[verdict.tool]
        decides = (
            bool(row["gates_open"])
            and not row["gates_failed"]
            and row["final_stars"] is not None
            and half_up(row["high"]) > half_up(made.master.fail_close.cap)
        )
        assert ("満たされなければ" in verdict.reason) == decides
