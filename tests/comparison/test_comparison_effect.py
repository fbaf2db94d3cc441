"""Good, Not Good and 未検証 stand in the order of what items can do to the verdict; gates say what they lack."""

from collections.abc import Sequence

import pytest

from depipe.comparison.effect import effects
from depipe.comparison.missing import missing
from depipe.comparison.model import Comparison
from depipe.comparison.workbook.write import write_comparison
from depipe.master.load import shipped_master
from depipe.master.model import Master
from support.comparisons import links, read, table, verdict_of
from support.masters import second_master
from support.tables import CONTEXT, Stars, case, scored

MASTER = shipped_master()
IDS = [item.id for item in MASTER.items]
GATES = tuple(MASTER.gates_by_item)
FIVE = [f"Evaluator {number}" for number in range(5)]
WEIGHED = Master.model_validate(
    MASTER.model_dump()
    | {"categories": [one.model_dump() | {"weight": 1 + place % 3} for place, one in enumerate(MASTER.categories)]}
)


def some(_: str, tool: str, place: int) -> int | None:
    """Rate two thirds of the items three stars, and no item of AI for one tool."""
    if tool == MASTER.tools[0] and IDS[place].startswith("AI"):
        return None
    return None if place % 3 == 2 else 3


def raised(item_id: str, base: Stars, by: int) -> Stars:
    """Return *base* with one item of the first tool raised, or verified at *by* beyond three stars."""

    def stars(name: str, tool: str, place: int) -> int | None:
        given = base(name, tool, place)
        return (given or 3) + by if (tool, IDS[place]) == (MASTER.tools[0], item_id) else given

    return stars


def raw(comparison: Comparison) -> float:
    """Return the first tool's overall before the cap."""
    figure = comparison.verdicts[0].raw
    assert figure is not None
    return figure


@pytest.mark.parametrize("item_id", ["EX-02", "DX-03", "PF-02", "OB-01", "AI-01", "SG-03", "CP-02"])
def test_the_effect_is_what_one_star_does(item_id: str) -> None:
    """Scored again with that item one star higher, the overall before the cap moves by just that, weights and all.

    An unverified item is verified first: a star more then moves the overall by its effect.
    """
    base = scored(WEIGHED, some).comparison()
    rows = {item.item_id: item for item in base.items}
    star = effects(base.items, base.categories, base.gates, ())[item_id].star[0]
    verified = base if rows[item_id].cells[0].stars else scored(WEIGHED, raised(item_id, some, 0)).comparison()

    higher = scored(WEIGHED, raised(item_id, some, 1)).comparison()

    assert raw(higher) - raw(verified) == pytest.approx(star, abs=1e-9)


def order(comparison: Comparison, section: str) -> list[str]:
    """Return the items of a section in their order."""
    return [row.item.item_id for rows in comparison.sections if rows.section == section for row in rows.rows]


def test_gates_come_first_then_warned_items_then_what_moves_most() -> None:
    """In each section by what its own tools stand to win or lose; equal ones in the master's order."""
    told = scored(WEIGHED, some).comparison()
    known = effects(told.items, told.categories, told.gates, (one.item for one in WEIGHED.warnings))
    gates = set(WEIGHED.gates_by_item)

    for section in ("good", "unverified"):
        found = order(told, section)
        heads = [item for item in found if item in gates]
        warned = [one.item for one in WEIGHED.warnings if one.item in found]
        assert found[: len(heads) + len(warned)] == [*heads, *warned]
        rest = found[len(heads) + len(warned) :]
        places = {
            item.item_id: [place for place, cell in enumerate(item.cells) if cell.section == section]
            for item in told.items
        }
        stars = [max(known[item].star[place] for place in places[item]) for item in rest]
        assert stars == sorted(stars, reverse=True)
        assert len(set(stars)) > 3
        equal = [item for item, star in zip(rest, stars, strict=True) if star == stars[-1]]
        assert equal == sorted(equal, key=IDS.index)


def test_a_gate_that_is_a_bonus_everywhere_is_no_gate() -> None:
    """Where the condition of VR-01 does not hold, it stands among the ordinary items."""
    duration = next(entry for entry in MASTER.parameters.entries if entry.name == "Duration")
    brief = next(option for option in duration.options if option not in {"分〜時間", "日〜月"})
    short = scored(MASTER, lambda *_: 4, contexts=(CONTEXT | {"Duration": brief},)).comparison()
    long = scored(MASTER, lambda *_: 4).comparison()

    assert order(long, "good").index("VR-01") < len(MASTER.gates_by_item)
    assert order(short, "good").index("VR-01") >= len(MASTER.gates_by_item)


def lacks(comparison: Comparison) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return what is missing by item and tool, sentences together."""
    return {(one.item_id, one.tool): (*one.lacks, *filter(None, [one.settles])) for one in comparison.missing}


def test_gates_say_who_is_missing_and_what_settles_them() -> None:
    """Who has not rated, who found it short, who gave no evidence; what makes it hold; bonuses lack nothing."""
    told: dict[tuple[str, str, str], int | None] = {
        ("Evaluator A", "Temporal", "EX-03"): None,
        ("Evaluator B", "Temporal", "EX-03"): None,
        ("Evaluator B", "Temporal", "EX-01"): None,
        ("Evaluator A", "Restate", "RT-01"): 2,
        ("Evaluator A", "Inngest", "OP-02"): 1,
        ("Evaluator B", "Inngest", "OP-02"): 2,
    }
    notes = {
        (name, tool, gate): (None, None, "log")
        for name in ("Evaluator A", "Evaluator B")
        for tool in MASTER.tools
        for gate in MASTER.gates_by_item
        if (name, tool, gate) != ("Evaluator B", "Inngest", "EX-01")
    }

    def stars(name: str, tool: str, place: int) -> int | None:
        return told.get((name, tool, IDS[place]), 4)

    found = lacks(scored(MASTER, stars, notes=notes).comparison())

    assert found == {
        ("EX-03", "Temporal"): (
            "評価していない人: Evaluator A、Evaluator B",
            "検証すれば決まります: ⭐⭐⭐ 以上で達成、⭐⭐ 以下で未達。",
        ),
        ("EX-01", "Temporal"): ("評価していない人: Evaluator B",),
        ("EX-01", "Inngest"): ("根拠を書いていない人: Evaluator B",),
        ("RT-01", "Restate"): (
            "基準に届かないとした人: Evaluator A",
            "評価者の過半数が ⭐⭐⭐ 以上なら達成、⭐⭐ 以下なら未達。揃わなければ裁定で決めます。",
        ),
        ("OP-02", "Inngest"): (
            "基準に届かないとした人: Evaluator A、Evaluator B",
            "達成には、再検証で評価者の過半数が ⭐⭐⭐ 以上とする必要があります。",
        ),
    }


def test_a_gate_that_a_decision_fails_says_so_and_how_the_decision_goes() -> None:
    """Most evaluators find it long enough, so that they should rate otherwise would be no advice."""
    given = dict(zip(FIVE, (4, 3, 3, 2, 2), strict=True))
    rulings = {("Restate", "OP-02"): (2, "Too slow to list.")}
    made = scored(
        MASTER,
        lambda name, tool, place: given[name] if (tool, IDS[place]) == ("Restate", "OP-02") else 4,
        evaluators=FIVE,
        notes={(name, tool, gate): (None, None, "log") for name in FIVE for tool in MASTER.tools for gate in GATES},
        rulings=rulings,
    )

    decided, short, advice = lacks(made.comparison())["OP-02", "Restate"]
    assert lacks(made.comparison()).keys() == {("OP-02", "Restate")}
    assert decided == "Lead A の裁定で ⭐⭐ です（2026-05-08）。"
    assert short == "基準に届かないとした人: Evaluator 3、Evaluator 4"
    assert advice == (
        "達成には、裁定のワークブックを送り直して裁定を ⭐⭐⭐ 以上に改めるか、"
        "再検証で評価が変わって裁定が再審議になり、評価者の過半数が ⭐⭐⭐ 以上とする必要があります。"
    )
    decided, _, advice = lacks(made.comparison("en"))["OP-02", "Restate"]
    assert decided == "Decided by Lead A: ⭐⭐ (2026-05-08)."
    assert "the decision must be changed to ⭐⭐⭐ or more (send its workbook again), or be reopened" in advice
    verdict = verdict_of(made.comparison(), "Restate")
    assert "OP-02 は Lead A の裁定で ⭐⭐ です（理由: Too slow to list.）。" in verdict.reason
    assert (
        "OP-02 の裁定が改められるか、再検証で評価が変わって再審議になり、⭐⭐⭐ 以上になれば上限は外れ"
        in verdict.reason
    )
    assert "OP-02 が ⭐⭐⭐ 以上と検証されれば" not in verdict.reason


@pytest.mark.parametrize("consensus", ["median", "min", "max"])
@pytest.mark.parametrize("given", [(2, 2), (2, 4), (2, 2, 4), (2, 2, 4, 4), (1, 2, 2, 5)])
def test_what_is_said_to_settle_a_gate_does(consensus: str, given: Sequence[int]) -> None:
    """As many evaluators as it says at three stars make the gate hold; one fewer do not."""
    master = Master.model_validate(MASTER.model_dump() | {"scoring": {"consensus": consensus}})
    names = [f"Evaluator {number}" for number in range(len(given))]
    needed = {"median": len(given) // 2 + 1, "min": len(given), "max": 1}[consensus]

    def status(high: int) -> str:
        def stars(name: str, tool: str, place: int) -> int | None:
            at_gate = (tool, IDS[place]) == ("Temporal", "EX-03")
            return (3 if names.index(name) < high else 2) if at_gate else 4

        made = scored(master, stars, evaluators=names).comparison()
        gate = next(gate for gate in made.gates if gate.item_id == "EX-03")
        return gate.cells[made.tools.index("Temporal")].status

    assert status(needed) == "passed"
    assert status(needed - 1) != "passed"


def test_the_sheet_lists_what_is_missing() -> None:
    """Below the matrix, a row a mandatory item and tool, with a link to the notes on its lowest rating."""
    told = case().comparison()
    sheet = read(write_comparison(told))["フェイルクローズ"]
    header = "何が足りないか、どうすれば決まるか"
    rows = list(table(sheet, "ID", header))

    assert len(rows) == len(told.missing) > 0
    for row, one in zip(rows, told.missing, strict=True):
        assert (row["ID"], row["ツール"]) == (one.item_id, f"{one.tool}\n{one.status}")
        assert str(row[header]).splitlines() == [*one.lacks, *([f"→ {one.settles}"] if one.settles else [])]
    assert len(links(sheet)) >= len(rows)


def test_a_tool_that_nobody_rated_and_another_master() -> None:
    """It says so; a master without gates has nothing to say."""
    nobody = scored(MASTER, lambda _, tool, __: None if tool == "Inngest" else 4).comparison()
    other = second_master()
    empty = missing(other, (), other.tools, case().tables.ratings.clear(), "en")

    assert lacks(nobody)["EX-01", "Inngest"][0] == "このツールはだれも評価していません。"
    assert empty == ()
