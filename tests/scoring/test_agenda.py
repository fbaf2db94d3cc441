"""The agenda: what there is to settle, by what it can do to the verdict."""

from hypothesis import HealthCheck, given, settings

from depipe.master.model import GateCondition, Master
from depipe.scoring.agenda import agenda
from support import oracle, oracle_agenda
from support.random_decisions import masters_with_ledgers
from support.random_ledgers import Ledger, LedgerBuilder, scored
from support.random_masters import UNLESS_SHORT_LIVED, gate, small_master


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(masters_with_ledgers())
def test_the_agenda_equals_the_oracle(case: tuple[Master, Ledger]) -> None:
    """Every disagreement, its effects and its place come out as settling it and scoring everything anew gives."""
    master, ledger = case
    tables = scored(master, ledger)

    assert agenda(tables, master).to_dicts() == oracle.comparable(oracle_agenda.agenda(master, tables))


def test_disputed_gates_come_first_then_wide_spreads_by_their_effect() -> None:
    """A gate of one star's difference can lift a cap; one star's difference elsewhere is nothing to meet for."""
    master = small_master({"A": ["A-1", "A-2"], "B": ["B-1", "B-2", "B-3", "B-4"]}, gates=(gate("A-1"),))
    builder = LedgerBuilder(master)
    context = builder.context()
    for evaluator, stars in (("Evaluator A", (2, 5, 5, 3, 3, 4)), ("Evaluator B", (3, 3, 3, 5, 4, 4))):
        told = dict(zip(("A-1", "A-2", "B-1", "B-2", "B-3", "B-4"), stars, strict=True))
        builder.receive(context, evaluator, {"Alpha": told})

    found = agenda(scored(master, builder.ledger), master)

    assert found.select("item_id", "kind", "spread", "effect", "effect_raw", "place").rows() == [
        # Settled at two the gate fails: 2.00. Settled at three it passes: ((3 + 4) / 2 + 3.875) / 2 = 3.6875.
        ("A-1", "disputed_gate", 1, 1.6875, 0.25, 1),
        # While the gate is disputed the cap hides what the others do; A-2 weighs more, in a category of two items.
        ("A-2", "spread", 2, 0.0, 0.5, 2),
        ("B-1", "spread", 2, 0.0, 0.25, 3),
        ("B-2", "spread", 2, 0.0, 0.25, 4),
    ]


def test_nothing_to_settle_is_an_empty_agenda() -> None:
    """Nor is there anything to settle before anybody rated."""
    master = small_master({"A": ["A-1"]})

    assert agenda(scored(master, Ledger()), master).is_empty()


def test_a_tool_without_an_overall_moves_by_nothing() -> None:
    """Whose only category holds bonus items alone: people can disagree about them, and no verdict depends on it."""
    condition = GateCondition(unless=UNLESS_SHORT_LIVED)
    master = small_master({"A": ["A-1"]}, gates=(gate("A-1", condition),))
    builder = LedgerBuilder(master)
    context = builder.context()
    for evaluator, stars in (("Evaluator A", 1), ("Evaluator B", 4)):
        builder.receive(context, evaluator, {"Alpha": {"A-1": stars}})
    builder.attribute(context, "Alpha", "yes")

    found = agenda(scored(master, builder.ledger), master)

    assert found.select("item_id", "kind", "effect", "effect_raw").rows() == [("A-1", "spread", 0.0, 0.0)]
