"""What marked copies are called."""

import pytest

from depipe.workbook.layout import SHEET_MENDING, SHEET_REMARKS
from depipe.workbook.mark import Title, marked_name


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        ("評価_A.xlsx", SHEET_MENDING, "評価_A.要修正.xlsx"),
        ("評価_A.xlsx", SHEET_REMARKS, "評価_A.確認.xlsx"),
        ("評価_A.要修正.xlsx", SHEET_MENDING, "評価_A.要修正.xlsx"),
        ("評価_A.確認.xlsx", SHEET_MENDING, "評価_A.要修正.xlsx"),
        ("評価_A.要修正.xlsx", SHEET_REMARKS, "評価_A.確認.xlsx"),
        ("評価_A.要修正.要修正.xlsx", SHEET_MENDING, "評価_A.要修正.xlsx"),
        ("評価_A.要修正 (1).xlsx", SHEET_MENDING, "評価_A (1).要修正.xlsx"),
        ("評価_A.要修正-2.xlsx", SHEET_MENDING, "評価_A-2.要修正.xlsx"),
        ("book.xlsm", SHEET_MENDING, "book.要修正.xlsx"),
        ("book.ODS", SHEET_MENDING, "book.要修正.xlsx"),
        ("book.XLSX", SHEET_MENDING, "book.要修正.xlsx"),
        ("v1.2 final.xlsx", SHEET_MENDING, "v1.2 final.要修正.xlsx"),
        ("報告.要修正リスト.xlsx", SHEET_MENDING, "報告.要修正リスト.要修正.xlsx"),
        ("no ending", SHEET_MENDING, "no ending.要修正.xlsx"),
        ("book.pdf", SHEET_MENDING, "book.pdf.要修正.xlsx"),
        (f"{'評価' * 41}.xlsx", SHEET_MENDING, f"{'評価' * 33}.要修正.xlsx"),
    ],
)
def test_the_name_says_what_the_file_is_once(name: str, title: Title, expected: str) -> None:
    """The title stands once before the ending, which is .xlsx."""
    assert marked_name(name, title) == expected
    assert marked_name(expected, title) == expected
