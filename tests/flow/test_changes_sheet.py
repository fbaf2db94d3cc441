"""変更履歴: what was verified again stands in the comparison, first ratings do not."""

from pathlib import Path

import openpyxl

from depipe.flow.compare import compare
from support.reverifying import APRIL, MARCH, A, Team, rated


def rows(team: Team) -> list[tuple[object, ...]] | None:
    """Return the rows below the header of the sheet, None where there is no such sheet."""
    [written] = compare(team.ledger, team.folder / "output")
    book = openpyxl.load_workbook(written.workbook)
    if "変更履歴" not in book.sheetnames:
        return None
    assert book.sheetnames[-2:] == ["変更履歴", "前提"]
    table = list(book["変更履歴"].iter_rows(values_only=True))
    header = next(place for place, row in enumerate(table) if row[0] == "ID")
    return [row[:6] for row in table[header + 1 :]]


def test_what_was_verified_again_is_listed(tmp_path: Path) -> None:
    """Changed stars, a changed version and a withdrawal, each with both sides; a version is text, whatever it is."""
    with Team(tmp_path) as team:
        team.send(team.issued(), rated(EX_01=4, EX_02=3), version="1.24", day=MARCH)
        first = rows(team)
        team.send(team.prefilled(), rated(EX_01=2, EX_02=None, EX_04=5), version="=1+1", day=APRIL)
        second = rows(team)

    assert first is None
    assert second == [
        ("EX-01", "Temporal", A, "⭐⭐⭐⭐", "⭐⭐", "1.24 → =1+1"),
        ("EX-02", "Temporal", A, "⭐⭐⭐", "-", "1.24 → -"),
    ]


def test_a_rating_after_a_withdrawal_is_a_change(tmp_path: Path) -> None:
    """It is not the first one: what came before it is in the history."""
    with Team(tmp_path) as team:
        team.send(team.issued(), rated(EX_01=4), version="1.24", day=MARCH)
        workbook = team.prefilled()
        team.send(workbook, rated(EX_01=None), version="1.25", day=APRIL)
        team.send(workbook, rated(EX_01=1), version="1.25", day=APRIL)

        assert rows(team) == [
            ("EX-01", "Temporal", A, "⭐⭐⭐⭐", "-", "1.24 → -"),
            ("EX-01", "Temporal", A, "-", "⭐", "1.25"),
        ]
