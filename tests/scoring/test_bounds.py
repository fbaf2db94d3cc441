"""What the bounds promise, and what they do not."""

from dataclasses import replace
from datetime import timedelta

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from depipe.master.model import GateCondition, Master
from depipe.scoring.tables import Tables
from support.random_decisions import decided_ledgers
from support.random_ledgers import Ledger, LedgerBuilder, scored
from support.random_masters import UNLESS_SHORT_LIVED, gate, masters, small_master

TINY = 1e-9


@st.composite
def completed_ledgers(draw: st.DrawFn) -> tuple[Master, Ledger, Ledger]:
    """Draw a master, a ledger of it, and the ledger after one to three evaluators rated all that was unverified."""
    master = draw(masters())
    ledger = draw(decided_ledgers(master))
    missing = scored(master, ledger).consensus.filter(pl.col("stars").is_null())
    builder = LedgerBuilder(master)
    builder.ledger = replace(ledger, returns=list(ledger.returns), answers=list(ledger.answers))
    last = max((row["verified_on"] for row in ledger.returns), default=None)
    for evaluator in ["Late A", "Late B", "Late C"][: draw(st.integers(1, 3))]:
        for (context_id, tool), rows in missing.group_by("context_id", "tool", maintain_order=True):
            stars = draw(st.lists(st.integers(1, 5), min_size=rows.height, max_size=rows.height))
            told = dict(zip(rows["item_id"], stars, strict=True))
            builder.receive(context_id, evaluator, {tool: told}, workbook_id=f"late {evaluator}")
            if last is not None:
                builder.ledger.returns[-1]["verified_on"] = last + timedelta(days=1)
    return master, ledger, builder.ledger


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(completed_ledgers())
def test_whatever_the_unverified_items_turn_out_to_be_the_verdict_stays_within_its_bounds(
    case: tuple[Master, Ledger, Ledger],
) -> None:
    """Final overall within low and high; rank within rank_best and rank_worst once every tool has one."""
    master, before, after = case
    bounds, then = scored(master, before).overall, scored(master, after).overall

    assert bounds.select("context_id", "tool").equals(then.select("context_id", "tool"))
    for bound, real in zip(bounds.iter_rows(named=True), then.iter_rows(named=True), strict=True):
        if real["final_stars"] is None:
            assert bound["low"] is bound["high"] is None
        else:
            assert bound["low"] - TINY <= real["final_stars"] <= bound["high"] + TINY
        here = then.filter(context_id=real["context_id"])
        if here["rank"].null_count() == 0:
            assert bound["rank_best"] <= real["rank"] <= bound["rank_worst"]


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_a_ranked_tools_verdict_of_today_lies_within_its_bounds(data: st.DataObject) -> None:
    """For a tool that has a mean in every category (see below for the others)."""
    master = data.draw(masters())

    ranked = scored(master, data.draw(decided_ledgers(master))).overall.filter(pl.col("rank").is_not_null())

    for row in ranked.iter_rows(named=True):
        assert row["low"] - TINY <= row["final_stars"] <= row["high"] + TINY


def two_categories(**ratings: dict[str, int]) -> Tables:
    """Return the tables of a master whose second category begins with a bonus item."""
    bonus = GateCondition(unless=UNLESS_SHORT_LIVED)
    master = small_master({"A": ["A-1"], "B": ["B-1", "B-2"]}, gates=(gate("B-1", bonus),))
    builder = LedgerBuilder(master)
    context = builder.context()
    for tool, told in ratings.items():
        builder.receive(context, "Evaluator A", {tool: told})
        builder.attribute(context, tool, "yes")
    return scored(master, builder.ledger)


def test_a_bonus_that_waits_for_its_category_can_lift_the_low_bound_above_today() -> None:
    """The bonus of B counts as soon as B has a mean, even one of a single star: (2 + (1 + 5) / 2) / 2 = 2.5."""
    (row,) = two_categories(Alpha={"A-1": 2, "B-1": 5}).overall.to_dicts()

    assert (row["final_stars"], row["low"], row["high"], row["rank"]) == (2.0, 2.5, 3.5, None)


def test_ranks_to_come_count_the_tools_that_have_no_rank_yet() -> None:
    """Alpha is first of the ranked tools today, and will be second whatever happens: Beta's worst case is better."""
    rows = two_categories(Alpha={"A-1": 1, "B-2": 1}, Beta={"A-1": 5}).overall.rows_by_key("tool", named=True)

    (alpha,), (beta,) = rows["Alpha"], rows["Beta"]
    assert (alpha["rank"], alpha["rank_best"], alpha["rank_worst"]) == (1, 2, 2)
    assert (beta["rank"], beta["low"]) == (None, 3.0)
