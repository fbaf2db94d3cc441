"""Workbooks for decisions that other programs saved again: the same decisions come back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from depipe.ledger.store import open_ledger
from depipe.workbook.fill import decide
from support.adjudicating import GATE, WIDE, Board
from support.node import run_script
from support.resaved import program, ran

TYPED = {GATE: ("⭐⭐⭐", "一緒に測った 〜"), WIDE: ("4", "Measured.")}
HERE = Path(__file__).parent


def gnumeric(source: Path, target: Path) -> None:
    """Save it with Gnumeric."""
    ran(program("ssconvert", "Gnumeric"), source, target, folder=source.parent)


def sheetjs(source: Path, target: Path) -> None:
    """Save it with SheetJS."""
    run_script(HERE / "save-again.mjs", source, target.suffix[1:], target, folder=source.parent)


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
@pytest.mark.parametrize("save", [gnumeric, sheetjs])
def test_the_same_decisions_come_back(save: Callable[[Path, Path], None], ending: str, tmp_path: Path) -> None:
    """With no finding but notes about what such a program drops."""
    source, target = tmp_path / "in.xlsx", tmp_path / f"out.{ending}"
    with open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}") as ledger:
        board = Board(ledger)
        source.write_bytes(decide(board.issue(), TYPED))
        save(source, target)
        _, checked = board.check(target.read_bytes())

    assert {one.severity for one in checked.findings} <= {"note"}
    assert checked.submission is not None
    assert [(one.item_id, one.stars, one.reason) for one in checked.submission.decisions or ()] == [
        ("EX-01", 3, "一緒に測った 〜"),
        ("WF-06", 4, "Measured."),
    ]
