"""Workbooks and their issuances come together: nobody is to guess who has one."""

from pathlib import Path

import pytest

from depipe.errors import SurroundingsError
from depipe.flow.generate import generate, issuances_for
from depipe.flow.roster import Recipient
from depipe.ledger.store import open_ledger
from support.masters import second_master


def test_a_name_that_is_taken_meanwhile_leaves_nobody_guessing(tmp_path: Path) -> None:
    """Where a file cannot be put into place after all, those that are there already are named, and nothing else is."""
    master, output = second_master(), tmp_path / "issued"
    recipients = [Recipient(f"Evaluator {name}", master.tools) for name in "ABC"]
    issuances = issuances_for(master, recipients, context=None, attributes={})
    first, second = (output / f"{master.id}_Evaluator {name}.xlsx" for name in "AB")

    with open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}") as ledger, pytest.raises(SurroundingsError) as raised:
        generate(
            master,
            issuances,
            ledger=ledger,
            output=output,
            advance=lambda: (second / "mine").mkdir(parents=True, exist_ok=True),
        )

    assert f"1 workbook(s) were issued before that; issue the others again.\n  {first}" in raised.value.message("en")
    assert sorted(output.iterdir()) == [first, second]
