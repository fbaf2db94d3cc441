"""What returns say when they are replayed: baselines, withdrawals, re-verification, the history."""

from collections.abc import Callable
from typing import Any

import polars as pl

from depipe.scoring.statements import current, statements
from support.random_ledgers import LedgerBuilder, answer_of, scored
from support.random_masters import small_master

MASTER = small_master({"A": ["A-1", "A-2"], "B": ["B-1"]})
ME = "Evaluator A"
CHANGED = frozenset({"Alpha"})


def ledger(write: Callable[[LedgerBuilder, str], None]) -> LedgerBuilder:
    """Return a builder after *write*, which gets it and the id of its context."""
    builder = LedgerBuilder(MASTER)
    write(builder, builder.context())
    return builder


def in_force(builder: LedgerBuilder) -> dict[str, Any]:
    """Return item id -> (stars, version) of Alpha's current ratings by Evaluator A."""
    rows = scored(MASTER, builder.ledger).ratings.filter(evaluator=ME, tool="Alpha").collect().iter_rows(named=True)
    return {row["item_id"]: (row["stars"], row["tool_version"]) for row in rows}


def history(builder: LedgerBuilder) -> list[tuple[Any, ...]]:
    """Return (item, from, to, from version, to version, submission) of each change of Alpha's."""
    columns = ("item_id", "from_stars", "to_stars", "from_version", "to_version", "submission_id")
    return scored(MASTER, builder.ledger).changes.filter(tool="Alpha").select(columns).collect().rows()


def test_a_later_return_of_another_workbook_overwrites_only_what_it_rates() -> None:
    """`-` where the baseline has nothing says nothing, whatever other workbooks said."""

    def write(builder: LedgerBuilder, context: str) -> None:
        builder.receive(context, ME, {"Alpha": {"A-1": 4, "A-2": 3}}, versions={"Alpha": "1.0"})
        builder.receive(context, ME, {"Alpha": {"A-1": 2}}, versions={"Alpha": "1.1"})

    assert in_force(ledger(write)) == {"A-1": (2, "1.1"), "A-2": (3, "1.0")}


def test_a_dash_where_the_same_workbook_had_stars_withdraws() -> None:
    """The rating is gone, and the history says by which submission."""

    def write(builder: LedgerBuilder, context: str) -> None:
        builder.receive(context, ME, {"Alpha": {"A-1": 4, "A-2": 3}}, workbook_id="W")
        builder.receive(context, ME, {"Alpha": {"A-2": 3}}, workbook_id="W")

    builder = ledger(write)

    assert in_force(builder) == {"A-2": (3, "1.0")}
    assert history(builder) == [
        ("A-1", None, 4, None, "1.0", "S1"),
        ("A-2", None, 3, None, "1.0", "S1"),
        ("A-1", 4, None, "1.0", None, "S2"),
    ]


def test_the_notes_of_a_withdrawal_are_kept_in_the_statement() -> None:
    """Why somebody took their stars back is part of what the return says."""

    def write(builder: LedgerBuilder, context: str) -> None:
        builder.receive(context, ME, {"Alpha": {"A-1": 4}}, workbook_id="W")
        builder.receive(context, ME, {"Alpha": {"A-1": answer_of(None, doc="not seen after all")}}, workbook_id="W")

    frames = ledger(write).ledger.frames()
    said = statements(frames["returns"], frames["answers"], frames["issued"])

    assert said.select("stars", "doc", "position").rows() == [(4, None, 0), (None, "not seen after all", 1)]
    assert current(said).is_empty()


def test_the_date_of_verification_decides_not_the_order_of_receipt() -> None:
    """An older verification that arrives late takes its place in the history and is not in force."""

    def write(builder: LedgerBuilder, context: str) -> None:
        builder.receive(context, ME, {"Alpha": {"A-1": 4}}, versions={"Alpha": "1.2"}, days={"Alpha": 9})
        builder.receive(context, ME, {"Alpha": {"A-1": 2}}, versions={"Alpha": "1.1"}, days={"Alpha": 5})

    builder = ledger(write)

    assert in_force(builder) == {"A-1": (4, "1.2")}
    assert history(builder) == [
        ("A-1", None, 2, None, "1.1", "S2"),
        ("A-1", 2, 4, "1.1", "1.2", "S1"),
    ]


def test_on_one_day_the_order_of_receipt_decides() -> None:
    """Same verification date, same moment of receipt: the sequence tells which came last."""

    def write(builder: LedgerBuilder, context: str) -> None:
        for stars in (4, 2):
            builder.receive(context, ME, {"Alpha": {"A-1": stars}}, days={"Alpha": 1}, hour=1)

    assert in_force(ledger(write)) == {"A-1": (2, "1.0")}


def test_changed_only_re_verifies_what_differs_from_what_was_issued() -> None:
    """Untouched answers keep the version and date at which they were verified."""

    def write(builder: LedgerBuilder, context: str) -> None:
        builder.receive(context, ME, {"Alpha": {"A-1": 4, "A-2": answer_of(3, doc="old page"), "B-1": 5}})
        builder.issue("P", "Alpha", {"A-1": answer_of(4), "A-2": answer_of(3, doc="old page"), "B-1": answer_of(5)})
        builder.receive(
            context,
            ME,
            {"Alpha": {"A-1": 4, "A-2": answer_of(3, doc="new page")}},
            workbook_id="P",
            versions={"Alpha": "2.0"},
            changed_only=CHANGED,
        )

    assert in_force(ledger(write)) == {"A-1": (4, "1.0"), "A-2": (3, "2.0")}


def test_all_items_re_verifies_everything() -> None:
    """Without changed_only the same stars are a rating at the new version, and a change of the version."""

    def write(builder: LedgerBuilder, context: str) -> None:
        builder.receive(context, ME, {"Alpha": {"A-1": 4}})
        builder.issue("P", "Alpha", {"A-1": answer_of(4)})
        builder.receive(context, ME, {"Alpha": {"A-1": 4}}, workbook_id="P", versions={"Alpha": "2.0"})

    builder = ledger(write)

    assert in_force(builder) == {"A-1": (4, "2.0")}
    assert history(builder)[1:] == [("A-1", 4, 4, "1.0", "2.0", "S2")]


def test_the_second_return_of_a_prefilled_workbook_is_held_against_its_first() -> None:
    """The baseline is the previous return, no longer what was issued."""

    def write(builder: LedgerBuilder, context: str) -> None:
        builder.issue("P", "Alpha", {"A-1": answer_of(4)})
        for stars, version in ((5, "2.0"), (5, "3.0"), (4, "4.0")):
            builder.receive(
                context,
                ME,
                {"Alpha": {"A-1": stars}},
                workbook_id="P",
                versions={"Alpha": version},
                changed_only=CHANGED,
            )

    assert history(ledger(write)) == [("A-1", None, 5, None, "2.0", "S1"), ("A-1", 5, 4, "2.0", "4.0", "S3")]


def test_notes_that_a_spreadsheet_respelt_are_not_a_change() -> None:
    """Line breaks, wave dashes and width are folded before notes are compared."""

    def write(builder: LedgerBuilder, context: str) -> None:
        builder.receive(context, ME, {"Alpha": {"A-1": answer_of(4, doc="p. 1〜2\nand 3")}})
        builder.issue("P", "Alpha", {"A-1": answer_of(4, doc="p. 1〜2\nand 3")})
        builder.receive(
            context,
            ME,
            {"Alpha": {"A-1": answer_of(4, doc="p. １～2\r\nand 3 ")}},
            workbook_id="P",
            versions={"Alpha": "2.0"},
            changed_only=CHANGED,
        )

    assert in_force(ledger(write)) == {"A-1": (4, "1.0")}


def test_each_of_two_people_who_fill_one_workbook_has_a_line_of_returns() -> None:
    """A workbook that was copied: what B left blank is neither a withdrawal nor A's new baseline."""

    def write(builder: LedgerBuilder, context: str) -> None:
        builder.receive(context, ME, {"Alpha": {"A-1": 4, "B-1": 3}}, workbook_id="W")
        builder.receive(context, "Evaluator B", {"Alpha": {"A-2": 2}}, workbook_id="W")
        builder.receive(context, ME, {"Alpha": {"A-1": 4}}, workbook_id="W")

    tables = scored(MASTER, ledger(write).ledger)

    assert tables.ratings.select("evaluator", "item_id", "stars").collect().rows() == [
        (ME, "A-1", 4),
        ("Evaluator B", "A-2", 2),
    ]


def test_a_tool_that_is_not_in_a_return_keeps_its_ratings() -> None:
    """A workbook issued for fewer tools says nothing of the others."""

    def write(builder: LedgerBuilder, context: str) -> None:
        builder.receive(context, ME, {"Alpha": {"A-1": 4}, "Beta": {"A-1": 3}})
        builder.receive(context, ME, {"Beta": {"A-1": 2}})

    assert in_force(ledger(write)) == {"A-1": (4, "1.0")}


def test_an_item_that_the_master_lost_stays_in_the_history_alone() -> None:
    """A rating of an item that is no longer asked is in `changes` and in no other table."""
    builder = LedgerBuilder(MASTER)
    builder.receive(builder.context(), ME, {"Alpha": {"A-1": 4, "GONE": 1}})

    tables = scored(MASTER, builder.ledger)

    assert tables.changes.collect()["item_id"].to_list() == ["A-1", "GONE"]
    assert tables.ratings.collect()["item_id"].to_list() == ["A-1"]
    assert "GONE" not in tables.consensus["item_id"].to_list()


def test_items_that_the_master_lost_stand_last_by_id() -> None:
    """In the history of a prefilled workbook too, whose answers are held against what it was issued with."""
    lost = [f"GONE-{number:02}" for number in range(60)]

    def write(builder: LedgerBuilder, context: str) -> None:
        builder.issue("W", "Alpha", {item: answer_of(4) for item in ("A-1", *lost[::2])})
        builder.receive(context, ME, {"Alpha": dict.fromkeys([*lost[::3], "A-1"], 3)}, workbook_id="W")

    told = history(ledger(write))

    assert [(item, to) for item, _, to, *_ in told] == [("A-1", 3), *((item, 3) for item in lost[::3])]


def test_the_order_of_rows_does_not_matter() -> None:
    """The frames may come in any order: the replay order is in their columns."""

    def write(builder: LedgerBuilder, context: str) -> None:
        for day, stars in enumerate((4, 2, 5)):
            builder.receive(context, ME, {"Alpha": {"A-1": stars}, "Beta": {"A-1": 3}}, days={"Alpha": -day})

    frames = ledger(write).ledger.frames()
    said = statements(frames["returns"], frames["answers"], frames["issued"])
    shuffled = statements(frames["returns"].reverse(), frames["answers"].reverse(), frames["issued"])

    key = ["tool", "received_at"]
    assert said.drop("position").sort(key).equals(shuffled.drop("position").sort(key))
    assert current(said).filter(pl.col("tool") == "Alpha")["stars"].to_list() == [4]
