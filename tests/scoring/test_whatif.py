"""What is said to lift a cap, to move first place, to hold without an evaluator or under other weights, really does.

Every statement is held against the oracle, which scores the whole ledger again.
"""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from depipe.master.model import Master
from depipe.scoring.leaving_out import EVALUATORS, leaving_out
from depipe.scoring.lifting import lifting
from depipe.scoring.single_changes import single_changes
from depipe.scoring.tables import Tables
from depipe.scoring.weighting import DRAWS, drawn, rank_shares
from depipe.scoring.whatif import Known, known
from depipe.stars import LEVELS
from support import oracle, oracle_whatif
from support.oracle_whatif import Standing, WhatIf
from support.random_ledgers import Ledger, LedgerBuilder, ledgers, scored
from support.random_masters import gate, masters, small_master

EXAMPLES = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
FEW_DRAWS = 12
TINY = 1e-9


@st.composite
def cases(draw: st.DrawFn) -> tuple[Master, Ledger]:
    """Draw a master and a ledger of it."""
    master = draw(masters())
    return master, draw(ledgers(master))


class Here(NamedTuple):
    """One context's tables, and the rows that worlds are made of."""

    context_id: str
    known: Known
    overall: pl.DataFrame
    ratings: pl.DataFrame
    summary: pl.DataFrame


def by_context(tables: Tables) -> Iterator[Here]:
    """Yield each context."""
    for context_id in tables.overall["context_id"].unique(maintain_order=True):
        consensus, gates, overall, ratings, summary = (
            getattr(tables, name).filter(pl.col("context_id") == context_id)
            for name in ("consensus", "gates", "overall", "ratings", "category_summary")
        )
        yield Here(context_id, known(consensus, gates, summary), overall, ratings.collect(), summary)


def figure(value: Fraction | None) -> float:
    """Return a figure that must be there."""
    assert value is not None
    return float(value)


def expected(value: Fraction | None) -> object:
    """Return what a float is compared with."""
    return None if value is None else pytest.approx(float(value), abs=TINY)


@EXAMPLES
@given(cases(), st.data())
def test_the_whole_stated_set_lifts_the_cap_and_no_proper_subset_does(
    case: tuple[Master, Ledger], data: st.DataObject
) -> None:
    """With its gates just above the threshold the cap is gone and the figure is the stated one; with more, no less."""
    master, ledger = case
    what_if = WhatIf(master, ledger)
    holds = master.fail_close.threshold + 1
    stated = {
        (here.context_id, row["tool"]): row
        for here in by_context(scored(master, ledger))
        for row in lifting(here.known, master).iter_rows(named=True)
    }

    for pair, now in what_if.now.items():
        assert (pair in stated) == (now.verdict.cap != "none" and holds <= LEVELS[-1])
    for pair, row in stated.items():
        for size in range(len(row["gates"])):
            for some in combinations(row["gates"], size):
                assert what_if.after(pair, dict.fromkeys(some, LEVELS[-1])).verdict.cap != "none"
        whole = what_if.after(pair, dict.fromkeys(row["gates"], holds)).verdict
        assert whole.cap == "none"
        assert figure(whole.final) == pytest.approx(row["becomes"], abs=TINY)
        more = {item: data.draw(st.integers(holds, LEVELS[-1])) for item in row["gates"]}
        assert figure(what_if.after(pair, more).verdict.final) >= row["becomes"] - TINY


@EXAMPLES
@given(cases())
def test_each_stated_change_moves_first_place_and_no_unstated_one_does(case: tuple[Master, Ledger]) -> None:
    """Every consensus one star up and down, scored again: overall, cap, and who is first then."""
    master, ledger = case
    tables, what_if = scored(master, ledger), WhatIf(master, ledger)
    told = {
        (here.context_id, row["tool"], row["item_id"], row["to_stars"]): row
        for here in by_context(tables)
        for row in single_changes(here.known, here.overall, master).iter_rows(named=True)
    }

    rated = tables.consensus.filter(pl.col("stars").is_not_null())
    assert set(told) == {
        (context_id, tool, item, stars + step)
        for context_id, tool, item, stars in rated.select("context_id", "tool", "item_id", "stars").iter_rows()
        for step in (-1, 1)
        if stars + step in LEVELS
    }
    for (context_id, tool, item, stars), row in told.items():
        after = what_if.with_changed((context_id, tool), {item: stars})
        first = oracle_whatif.first(after, context_id)
        moves = first != oracle_whatif.first(what_if.now, context_id)
        assert (row["moves_first"], row["first"]) == (moves, first if moves else None)
        verdict = after[context_id, tool].verdict
        assert row["cap"] == verdict.cap
        assert row["final_stars"] == expected(verdict.final)


@EXAMPLES
@given(cases())
def test_verdicts_without_an_evaluator_are_those_of_the_others_ratings(case: tuple[Master, Ledger]) -> None:
    """Overall, cap and rank of every tool, for each evaluator that is left out in turn."""
    master, ledger = case
    what_if = WhatIf(master, ledger)

    for here in by_context(scored(master, ledger)):
        found = leaving_out(here.ratings, here.known, here.overall, master)

        names = here.ratings["evaluator"].unique().sort().to_list()
        tools = [tool for context, tool in what_if.now if context == here.context_id]
        assert found.select("evaluator", "tool").rows() == [(name, tool) for name in names for tool in tools]
        for row in found.iter_rows(named=True):
            without, pair = what_if.without(row["evaluator"]), (here.context_id, row["tool"])
            verdict = without[pair].verdict
            assert row["final_stars"] == expected(verdict.final)
            assert (row["cap"], row["rank"]) == (verdict.cap, oracle_whatif.rank(without, pair))


@EXAMPLES
@given(cases())
def test_ranks_under_drawn_weights_are_those_of_a_scoring_with_these_weights(case: tuple[Master, Ledger]) -> None:
    """The share of draws in which each ranked tool has each rank, counted by scoring once a draw."""
    master, ledger = case
    draws = drawn(master, FEW_DRAWS)

    counted: Counter[tuple[str, str, int]] = Counter()
    ranked = {pair: one for pair, one in WhatIf(master, ledger).now.items() if one.key is not None}
    for weights in draws.iter_rows(named=True):
        keys = {pair: weighed_key(one, weights, master) for pair, one in ranked.items()}
        for pair, key in keys.items():
            better = sum(other > key for rival, other in keys.items() if rival[0] == pair[0])
            counted[*pair, 1 + better] += 1
    found = {
        (here.context_id, row["tool"], row["rank"]): row["share"]
        for here in by_context(scored(master, ledger))
        for row in rank_shares(here.summary, here.overall, master, draws=draws).iter_rows(named=True)
    }

    assert found == {key: pytest.approx(count / FEW_DRAWS) for key, count in counted.items()}


def weighed_key(standing: Standing, weights: dict[str, float], master: Master) -> tuple[int, int, int]:
    """Return what ranks a tool under these weights."""
    terms = [(Fraction(weight), standing.means[name] or Fraction(0)) for name, weight in weights.items()]
    total = sum((weight for weight, _ in terms), Fraction(0))
    raw = sum((weight * mean for weight, mean in terms), Fraction(0)) / total
    cap = standing.verdict.cap
    limited = min(raw, Fraction(str(master.fail_close.cap)))
    return oracle.ranking_key(oracle.Verdict(raw, raw if cap == "none" else limited, cap))


def test_draws_are_the_same_every_time_and_around_the_masters_weights() -> None:
    """Two calls draw the same; each factor has mean 1 and the spread of an exponential, so proportions are even."""
    master = small_master({"A": ["A-1"], "B": ["B-1"], "C": ["C-1"]}, weights={"B": 2.0})
    draws = drawn(master)

    assert draws.equals(drawn(master))
    assert draws.height == DRAWS
    for name, weight in {"A": 1.0, "B": 2.0, "C": 1.0}.items():
        factor = draws[name] / weight
        assert float(factor.mean() or 0) == pytest.approx(1, abs=0.07)  # type: ignore[arg-type]
        assert float(factor.std() or 0) == pytest.approx(1, abs=0.1)  # type: ignore[arg-type]
        assert float(factor.min() or 0) > 0  # type: ignore[arg-type]


def test_a_decision_outlives_the_evaluators_whom_it_settled() -> None:
    """Leaving an evaluator out moves no consensus that was decided."""
    master = small_master({"A": ["A-1", "A-2"]}, gates=(gate("A-1"),))
    builder = LedgerBuilder(master)
    context = builder.context()
    builder.receive(context, "Evaluator A", {"Alpha": {"A-1": 2, "A-2": 4}})
    builder.receive(context, "Evaluator B", {"Alpha": {"A-1": 4, "A-2": 2}})
    tables = scored(master, builder.ledger)
    gated = pl.col("item_id") == "A-1"
    decided = tables.consensus.with_columns(
        stars=pl.when(gated).then(3).otherwise("stars").cast(pl.Int8),
        level=pl.when(gated).then(3.0).otherwise("level"),
        decided=gated,
    )
    settled = known(decided, tables.gates, tables.category_summary)

    (without_a, without_b) = leaving_out(tables.ratings.collect(), settled, tables.overall, master).iter_rows(
        named=True
    )

    assert (without_a["cap"], without_a["final_stars"]) == ("none", 2.5)
    assert (without_b["cap"], without_b["final_stars"]) == ("none", 3.5)


def test_a_crowd_is_not_left_out_one_by_one() -> None:
    """Beyond 200 evaluators there are no rows: the work would grow with nothing to read."""
    master = small_master({"A": ["A-1"]})
    builder = LedgerBuilder(master)
    context = builder.context()
    for number in range(EVALUATORS + 1):
        builder.receive(context, f"Evaluator {number:03}", {"Alpha": {"A-1": 3}})
    tables = scored(master, builder.ledger)
    now = known(tables.consensus, tables.gates, tables.category_summary)

    assert leaving_out(tables.ratings.collect(), now, tables.overall, master).is_empty()
