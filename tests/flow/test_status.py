"""Status: what was issued, what came back, what is still out, and which ratings are of which version."""

from datetime import date
from pathlib import Path

import openpyxl

from depipe.flow.compare import compare
from depipe.flow.status import Status, ToolStatus, status
from depipe.ledger.store import open_ledger
from depipe.master.load import shipped_master
from depipe.master.model import Master
from depipe.workbook.identity import Answer
from support.adjudicating import GATE, Board
from support.pipeline import any_context
from support.reverifying import APRIL, MARCH, A, Team, rated

B = "Evaluator B"
MAY = date(2026, 5, 1)


def row(found: Status, evaluator: str = A, tool: str = "Temporal") -> ToolStatus:
    """Return one evaluator's row of one tool."""
    [one] = [one for one in found.rows if (one.evaluator, one.tool) == (evaluator, tool)]
    return one


def test_ratings_of_other_versions_than_the_newest_are_named(tmp_path: Path) -> None:
    """The newest version is the one that was verified last, by whomever; the items are in the master's order."""
    with Team(tmp_path) as team:
        team.send(team.issued(), rated(EX_03=4, EX_01=4, EX_02=3), version="1.10", day=MARCH)
        team.send(team.issued(B), rated(EX_01=4), version="1.9", day=APRIL)
        before = status(team.ledger)
        team.send(team.prefilled(), rated(EX_02=5), version="1.11", day=MAY)
        after = status(team.ledger)

    assert [(one.tool, one.newest_version, one.last_verified_on) for one in before.tools[:1]] == [
        ("Temporal", "1.9", APRIL)
    ]
    assert (row(before).other_version, row(before, B).other_version) == (("EX-01", "EX-02", "EX-03"), ())
    assert (row(after).other_version, row(after, B).other_version) == (("EX-01", "EX-03"), ("EX-01",))
    assert (row(after).version, row(after).verified_on) == ("1.11", MAY)


def test_the_same_version_in_another_spelling_is_the_same(tmp_path: Path) -> None:
    """Width and spaces do not make a version another one."""
    with Team(tmp_path) as team:
        team.send(team.issued(), rated(EX_01=4), version="1.10 beta", day=MARCH)
        team.send(team.issued(B), rated(EX_01=4), version="１.10  beta", day=APRIL)

        assert [one.other_version for one in status(team.ledger).rows if one.rated] == [(), ()]


def test_a_prefilled_workbook_is_out_until_it_comes_back(tmp_path: Path) -> None:
    """Only the last one counts; whose evaluator has sent it back is waited for no longer."""
    with Team(tmp_path) as team:
        team.send(team.issued(), rated(EX_01=4), version="1.10", day=MARCH)
        assert row(status(team.ledger)).waiting_since is None
        team.prefilled()
        last = team.prefilled()
        waiting = row(status(team.ledger)).waiting_since
        team.send(last, rated(EX_01=5), version="1.11", day=APRIL)

        assert waiting is not None
        assert row(status(team.ledger)).waiting_since is None


def test_what_came_back_without_a_word_about_a_tool_verified_nothing(tmp_path: Path) -> None:
    """The last verification is that of the last rating, not the day on which a workbook was sent back."""
    with Team(tmp_path) as team:
        both = ("Temporal", "Restate")
        answers = rated(EX_01=4) | {("EX-01", "Restate"): Answer(3, doc="page")}
        team.ingest(team.returned(team.issued(), answers, version="1.0", day=MARCH, tools=both))
        team.send(team.prefilled(), rated(EX_01=5), version="1.1", day=APRIL)
        found = status(team.ledger)

    assert (row(found).version, row(found).verified_on) == ("1.1", APRIL)
    assert (row(found, tool="Restate").version, row(found, tool="Restate").verified_on) == ("1.0", MARCH)


def test_a_withdrawn_rating_counts_for_nothing(tmp_path: Path) -> None:
    """Nobody rates the tool any more: no version, no day, all gates open, no evaluator."""
    with Team(tmp_path) as team:
        team.send(team.issued(), rated(EX_01=4), version="1.10", day=MARCH)
        team.send(team.prefilled(), rated(EX_01=None), version="1.11", day=APRIL)
        found = status(team.ledger)

    assert (row(found).rated, row(found).version, row(found).verified_on) == (0, None, None)
    assert row(found).gates_open == tuple(team.master.gates_by_item)
    assert [(one.evaluators, one.newest_version) for one in found.tools if one.tool == "Temporal"] == [(0, None)]


def test_uneven_numbers_are_told_by_context(tmp_path: Path) -> None:
    """Where every tool was rated by as many people there is nothing to say."""
    with Team(tmp_path) as team:
        elsewhere = any_context(team.master) | {"Duration": "分〜時間"}
        both = rated(EX_01=4) | {("EX-01", "Restate"): Answer(3, doc="page")}
        tools = ("Temporal", "Restate")
        team.ingest(team.returned(team.issued(tools=tools), both, version="1.0", day=MARCH, tools=tools))
        path = team.returned(team.issued(tools=tools, context=elsewhere), both, version="1.0", day=MARCH, tools=tools)
        team.ingest(path)
        even = status(team.ledger)
        team.send(team.issued(B, tools), rated(EX_01=2), version="1.0", day=MARCH)
        uneven = status(team.ledger).uneven

    assert even.uneven == {}
    assert {name: [(one.tool, one.evaluators) for one in ones] for name, ones in uneven.items()} == {
        team.master.context_id(any_context(team.master)): [("Temporal", 2), ("Restate", 1)]
    }


def test_what_was_issued_for_another_context_is_outstanding_there(tmp_path: Path) -> None:
    """A workbook for a second context is out, although the evaluator has rated the tool in the first."""
    with Team(tmp_path) as team:
        elsewhere = any_context(team.master) | {"Duration": "分〜時間"}
        team.send(team.issued(tools=["Temporal"]), rated(EX_01=4), version="1.0", day=MARCH)
        team.issued(tools=["Temporal"])
        team.issued(tools=["Temporal"], context=elsewhere)
        rows = status(team.ledger).rows

    assert [(one.context_id, one.returned_at is None) for one in rows] == [
        (team.master.context_id(any_context(team.master)), False),
        (team.master.context_id(elsewhere), True),
    ]


def test_what_is_no_gate_for_a_tool_is_no_open_gate(tmp_path: Path) -> None:
    """A mandatory item that is a bonus in this context is not among what an evaluator, or the tool, still lacks."""
    with Team(tmp_path) as team:
        short = any_context(team.master) | {"Duration": "ミリ秒〜秒"}
        team.ingest(
            team.returned(team.issued(tools=["Temporal"], context=short), rated(EX_01=4), version="1", day=MARCH)
        )
        found = status(team.ledger)

    expected = tuple(gate for gate in team.master.gates_by_item if gate not in {"EX-01", "VR-01"})
    assert row(found).gates_open == expected
    assert [(one.gates_open, one.rated, one.items) for one in found.tools] == [(expected, 1, len(team.master.items))]


def test_open_disagreements_and_agreement_are_told_by_context(tmp_path: Path) -> None:
    """The disputed mandatory item first; with a dozen shared items there is an alpha, alone there is none."""
    items = [item.id for item in shipped_master().items[:12]]
    many = {(item, "Temporal"): Answer(3 + place % 2, doc="page") for place, item in enumerate(items)}
    with Team(tmp_path) as team:
        team.send(team.issued(), many, version="1.0", day=MARCH)
        (alone,) = status(team.ledger).differences
        team.send(team.issued(B), many | rated(EX_03=1, EX_02=1), version="1.0", day=MARCH)
        (both,) = status(team.ledger).differences

    assert (alone.alpha, alone.lack, alone.points) == (None, "no_pairs", ())
    assert [(one.item_id, one.tool, one.kind) for one in both.points] == [
        ("EX-03", "Temporal", "disputed_gate"),
        ("EX-02", "Temporal", "spread"),
    ]
    assert both.alpha is not None
    assert (both.raters, both.units) == (2, 12)


def edited(master: Master, item_id: str, **changes: object) -> Master:
    """Return the next version of *master* with one item changed."""
    data = master.model_dump(mode="json") | {"version": "1.1.0"}
    (item,) = (item for item in data["items"] if item["id"] == item_id)
    item.update(changes)
    return Master.model_validate(data)


def test_ratings_of_items_whose_text_changed_are_to_be_confirmed_again_and_only_those(tmp_path: Path) -> None:
    """A changed text asks for it, in status and in the comparison, until the item is rated again with the new text."""
    with Team(tmp_path) as team:
        anew = edited(team.master, "EX-01", description="まったく別のことを評価する。")
        team.send(team.issued(), rated(EX_01=4, EX_02=3), version="1.0", day=MARCH)
        before = row(status(team.ledger)).to_reconfirm
        workbook = team.prefilled(master=anew)
        asked = row(status(team.ledger)).to_reconfirm
        (told,) = compare(team.ledger, tmp_path / "output")
        team.send(workbook, rated(EX_01=3), version="1.0", day=APRIL)
        after = row(status(team.ledger)).to_reconfirm
        (settled,) = compare(team.ledger, tmp_path / "output")

    assert (before, asked, after) == ((), ("EX-01",), ())
    assert [one.item_id for one in told.comparison.cautions if "確認し直す" in one.text] == ["EX-01"]
    assert told.comparison.items[0].cells[0].to_reconfirm == (A,)
    items = openpyxl.load_workbook(told.workbook)["項目比較"]
    assert not any("要再確認" in str(cell.value) for line in items.iter_rows() for cell in line)
    assert not any("確認し直す" in text for text in settled.comparison.warnings)


def test_an_edit_declared_to_be_wording_asks_for_nothing(tmp_path: Path) -> None:
    """`same_since` says that what was rated since then still holds."""
    with Team(tmp_path) as team:
        anew = edited(team.master, "EX-01", description="同じことを、別の言い方で。", same_since="1.0.0")
        team.send(team.issued(), rated(EX_01=4), version="1.0", day=MARCH)
        team.prefilled(master=anew)

        assert row(status(team.ledger)).to_reconfirm == ()


def test_a_workbook_for_decisions_is_out_until_it_comes_back(tmp_path: Path) -> None:
    """The last one of a decider; it asks nobody to rate anything."""
    with open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}") as ledger:
        board = Board(ledger)
        board.issue()
        data = board.issue()
        lines = status(ledger).rows
        out = status(ledger).deciding
        board.decide(data, {GATE: ("⭐⭐⭐", "Tried together.")})
        back = status(ledger)

    assert [(one.evaluator, one.tool) for one in lines] == [(A, "Temporal"), (B, "Temporal")]
    assert [one.decider for one in out] == ["Lead A"]
    assert back.deciding == ()
    assert [(one.item_id, one.status) for one in back.decisions] == [("EX-01", "in_force")]


def test_an_empty_ledger_has_no_status(tmp_path: Path) -> None:
    """Nothing was issued: there are no rows and no tools."""
    with Team(tmp_path) as team:
        assert status(team.ledger) == Status((), ())
