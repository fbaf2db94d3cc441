"""Decisions (裁定): what one replaces, how long it stands, and which of several counts."""

from collections.abc import Mapping

from depipe.scoring.agenda import agenda
from support.random_ledgers import LedgerBuilder, scored
from support.random_masters import gate, small_master

MASTER = small_master({"A": ["A-1", "A-2"], "B": ["B-1"]}, gates=(gate("A-1"),))
PAIR = ("Alpha", "A-1")


def disputed() -> tuple[LedgerBuilder, str]:
    """Return a ledger with a disputed gate, and its context; the workbook D1 is issued with its ratings."""
    builder = LedgerBuilder(MASTER)
    context = builder.context()
    for evaluator, stars in (("Evaluator A", 2), ("Evaluator B", 4)):
        rate(builder, context, evaluator, stars)
    builder.base()
    return builder, context


def rate(builder: LedgerBuilder, context: str, evaluator: str, stars: int | None, version: str = "1.0") -> None:
    """Receive an evaluator's ratings, with these stars for the gate."""
    told: Mapping[str, int | None] = {"A-1": stars, "A-2": 3, "B-1": 4}
    builder.receive(context, evaluator, {"Alpha": told}, workbook_id=f"W {evaluator}", versions={"Alpha": version})


def statuses(builder: LedgerBuilder) -> list[str]:
    """Return how the decisions stand, as they were received."""
    return scored(MASTER, builder.ledger).decisions.sort("decided_at")["status"].to_list()


def test_a_decision_is_the_consensus_and_settles_a_disputed_gate() -> None:
    """One figure for stars and level: the gate passes, in the bounds too; who rated and how far apart stays to see."""
    builder, context = disputed()
    before = scored(MASTER, builder.ledger)
    submission = builder.decide(context, {PAIR: 3})
    after = scored(MASTER, builder.ledger)

    assert before.gates["status"].to_list() == ["disputed"]
    assert after.gates["status"].to_list() == ["passed"]
    assert after.consensus.row(0, named=True) | {"context_id": "", "category_id": ""} == {
        "context_id": "",
        "tool": "Alpha",
        "item_id": "A-1",
        "category_id": "",
        "stars": 3,
        "level": 3.0,
        "evaluators": 2,
        "spread": 2,
        "decided": True,
    }
    assert before.overall.select("final_stars", "low", "high", "cap").row(0) == (2.0, 2.0, 3.5, "provisional")
    assert after.overall.select("final_stars", "low", "high", "cap").row(0) == (3.5, 3.5, 3.5, "none")
    told = after.decisions.select("tool", "item_id", "stars", "reason", "decided_by", "status", "submission_id").row(0)
    assert told == ("Alpha", "A-1", 3, "Measured together.", "Lead A", "in_force", submission)
    assert agenda(before, MASTER)["item_id"].to_list() == ["A-1"]
    assert agenda(after, MASTER).is_empty()


def test_a_decision_is_reopened_by_other_stars_another_version_or_another_evaluator() -> None:
    """It counts no more, and the gate is disputed again; the pair is back on the agenda."""
    for evaluator, stars, version in (
        ("Evaluator B", 5, "1.0"),
        ("Evaluator B", 4, "1.1"),
        ("Evaluator B", None, "1.0"),
        ("Evaluator C", 3, "1.0"),
    ):
        builder, context = disputed()
        builder.decide(context, {PAIR: 3})
        rate(builder, context, evaluator, stars, version)

        after = scored(MASTER, builder.ledger)

        assert after.decisions["status"].to_list() == ["reopened"]
        assert not after.consensus["decided"].any()


def test_ratings_that_came_after_the_workbook_was_issued_reopen_what_it_decides() -> None:
    """The deciders did not have them before them, whenever their workbook comes back."""
    builder, context = disputed()
    rate(builder, context, "Evaluator B", 5)
    builder.decide(context, {PAIR: 3})

    assert statuses(builder) == ["reopened"]


def test_a_rating_that_is_as_it_was_again_lets_the_decision_stand_again() -> None:
    """What counts is what the ratings are now, not what they were in between."""
    builder, context = disputed()
    builder.decide(context, {PAIR: 3})
    rate(builder, context, "Evaluator B", 5)
    rate(builder, context, "Evaluator B", 4)

    assert statuses(builder) == ["in_force"]


def test_the_same_stars_said_again_reopen_nothing() -> None:
    """A return that repeats a rating at its version is no change."""
    builder, context = disputed()
    builder.decide(context, {PAIR: 3})
    rate(builder, context, "Evaluator B", 4)

    assert statuses(builder) == ["in_force"]


def test_of_two_workbooks_decisions_the_newest_counts() -> None:
    """The other one is replaced, and does not come back when the newer one is reopened."""
    builder, context = disputed()
    builder.base("D2")
    builder.decide(context, {PAIR: 3})
    builder.decide(context, {PAIR: 2}, workbook_id="D2", decided_by="Lead B")
    assert statuses(builder) == ["replaced", "in_force"]
    assert scored(MASTER, builder.ledger).gates["status"].to_list() == ["failed"]

    rate(builder, context, "Evaluator B", 5)
    assert statuses(builder) == ["replaced", "reopened"]


def test_a_workbook_says_what_its_last_return_says() -> None:
    """Changed: the earlier decision is replaced. Left open: it is withdrawn, and another workbook's stands again."""
    builder, context = disputed()
    builder.base("D2")
    builder.decide(context, {PAIR: 3, ("Alpha", "A-2"): 4}, workbook_id="D2")
    builder.decide(context, {PAIR: 3})
    builder.decide(context, {PAIR: 2, ("Alpha", "A-2"): 4})
    builder.decide(context, {PAIR: None, ("Alpha", "A-2"): 4})

    found = scored(MASTER, builder.ledger).decisions

    assert found.select("item_id", "stars", "status").rows() == [
        ("A-1", 3, "in_force"),
        ("A-1", 3, "replaced"),
        ("A-1", 2, "withdrawn"),
        ("A-2", 4, "replaced"),
        ("A-2", 4, "in_force"),
    ]


def test_what_a_workbook_repeats_was_decided_when_it_first_said_so() -> None:
    """Sending a workbook again for another row makes none of its other decisions newer than somebody else's."""
    builder, context = disputed()
    builder.base("D2")
    first = builder.decide(context, {PAIR: 3})
    second = builder.decide(context, {PAIR: 2}, workbook_id="D2")
    builder.decide(context, {PAIR: 3, ("Alpha", "A-2"): 4})

    found = scored(MASTER, builder.ledger).decisions.filter(item_id="A-1")

    assert found.select("submission_id", "status").rows() == [(first, "replaced"), (second, "in_force")]
