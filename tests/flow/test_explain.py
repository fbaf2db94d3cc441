"""Explaining a tool: what lifts its cap before and after a decision, and what the decision makes of the what-ifs."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from depipe.cli.explaining import as_json
from depipe.comparison.model import GateCell, GateRow
from depipe.flow.compare import Settings
from depipe.flow.explain import Explained, explain
from depipe.ledger.store import open_ledger
from support.adjudicating import GATE, WIDE, Board

REOPENED = "再審議: 裁定 ⭐⭐ は、あとで評価が変わったため効かなくなりました（Lead A、"

REST = ("EX-03", "RT-01", "VR-01", "OP-02")
"""The mandatory items that nobody has rated."""


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    """Give a ledger with two disagreements, one of them about a gate."""
    with open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}") as ledger:
        yield Board(ledger)


def gate(explained: Explained) -> tuple[GateRow, GateCell]:
    """Return the gate that the evaluators disagree about."""
    row = next(one for one in explained.comparison.gates if one.item_id == GATE[0])
    return row, row.cells[explained.comparison.tools.index(explained.verdict.tool)]


def test_a_decision_takes_its_gate_out_of_what_lifts_the_cap(board: Board) -> None:
    """Before, the disputed gate must hold as well; once it is decided, the unverified ones are all there is."""
    before = explain(board.ledger, "Temporal", Settings()).verdict
    board.decide(board.issue(), {GATE: ("⭐⭐⭐", "Tried together."), WIDE: ("⭐⭐⭐⭐", "Measured.")})
    after = explain(board.ledger, "Temporal", Settings()).verdict

    assert before.lift is not None
    assert after.lift is not None
    assert before.lift.gates == (GATE[0], *REST)
    assert after.lift.gates == REST


def test_a_reopened_decision_is_told_wherever_its_item_holds_again(board: Board) -> None:
    """The item holds by its ratings now; reason, gate, what is missing and the document say what was decided before."""
    board.decide(board.issue(), {GATE: ("⭐⭐", "Lost in the second crash."), WIDE: ("⭐⭐⭐⭐", "Measured.")})
    board.rate("Evaluator A", {GATE[0]: 4}, "1.1")
    explained = explain(board.ledger, "Temporal", Settings())

    _, cell = gate(explained)
    assert (cell.status, cell.ruling) == ("passed", None)
    assert cell.reopened is not None
    assert (cell.reopened.stars, cell.reopened.decided_by) == (2, "Lead A")
    assert cell.votes[0].startswith(REOPENED)
    assert f"{GATE[0]} の裁定（Lead A、⭐⭐）は、あとで評価が変わったため効かなくなりました（再審議）。" in (
        explained.verdict.reason
    )
    (lacking,) = (one for one in explained.comparison.missing if one.item_id == GATE[0])
    assert lacking.lacks[0].startswith(REOPENED)
    (told,) = (one for one in json.loads(as_json(explained))["gates"] if one["item_id"] == GATE[0])
    assert (told["ruling"], told["reopened"]["reason"]) == (None, "Lost in the second crash.")
    (english,) = explain(board.ledger, "Temporal", Settings(language="en")).comparison.verdicts
    assert f"{GATE[0]} was decided (Lead A, ⭐⭐), but rated otherwise since" in english.reason


def test_a_decision_stands_beside_the_cells_and_outlives_each_evaluator(board: Board) -> None:
    """Who decided and why is told with the stars that it replaces; without either evaluator the overall stays."""
    board.decide(board.issue(), {GATE: ("⭐⭐", "Lost in the second crash."), WIDE: ("⭐⭐⭐⭐", "Measured.")})
    explained = explain(board.ledger, "Temporal", Settings())

    _, cell = gate(explained)
    assert (cell.status, [(one.evaluator, one.stars) for one in cell.sources]) == (
        "failed",
        [("Evaluator A", 2), ("Evaluator B", 4)],
    )
    assert cell.ruling is not None
    assert (cell.ruling.stars, cell.ruling.decided_by, cell.ruling.reason) == (2, "Lead A", "Lost in the second crash.")
    assert '"decided_by": "Lead A"' in as_json(explained)
    assert [one.cap for one in explained.verdict.sureness.without] == ["certain", "certain"]
    (change,) = [one for one in explained.comparison.single_changes if (one.item_id, one.to_stars) == (GATE[0], 3)]
    assert (change.from_stars, change.cap, change.capped) == (2, "provisional", True)
