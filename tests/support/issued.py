"""Issued workbooks for tests: written, opened with openpyxl, changed, saved."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell

from depipe.language import Language
from depipe.master.load import shipped_master
from depipe.master.model import Master
from depipe.workbook.identity import Answer, Issuance, Mode
from depipe.workbook.issue import new_issuance
from depipe.workbook.layout import IDENTITY_PREFIX, SHEET_RATINGS

DAY = date(2026, 5, 1)
WORKBOOK_ID = "11111111-2222-4333-8444-555555555555"
CONTEXT = {
    "Duration": "日〜月",
    "Side Effects": "読み取りのみ",
    "Deployment": "セルフホスト",
    "Scale": "〜100",
    "Determinism": "決定論的のみ",
    "Language": "Python",
}
"""A context of the shipped master."""


def issuance_of(
    master: Master | None = None,
    *,
    tools: Sequence[str] | None = None,
    evaluator: str | None = "Evaluator A",
    context: Mapping[str, str] | None = None,
    language: Language | None = None,
    workbook_id: str = WORKBOOK_ID,
    mode: Mode = "plain",
    answers: Mapping[tuple[str, str], Answer] | None = None,
    versions: Mapping[str, str] | None = None,
) -> Issuance:
    """Return an issuance that is the same in every run; of the shipped master where none is given."""
    return new_issuance(
        master or shipped_master(),
        tools=tools,
        evaluator=evaluator,
        context=context,
        language=language,
        issued_on=DAY,
        workbook_id=workbook_id,
        mode=mode,
        answers=answers,
        versions=versions,
    )


def remade(master: Master, **parts: object) -> Master:
    """Return *master* with other parts; a mere copy would keep what the model computed once from the old ones."""
    return Master.model_validate({name: getattr(master, name) for name in Master.model_fields} | parts)


def opened(data: bytes, *, values: bool = False) -> Workbook:
    """Return the workbook as openpyxl reads it; with *values*, what formulas show in their place."""
    return load_workbook(BytesIO(data), data_only=values)


def identity_cell(book: Workbook) -> Cell:
    """Return the plain cell of 評価 that holds the identity."""
    cells = (cell for row in book[SHEET_RATINGS].iter_rows(max_row=1) for cell in row)
    return next(cell for cell in cells if isinstance(cell, Cell) and str(cell.value).startswith(IDENTITY_PREFIX))


def saved(book: Workbook) -> bytes:
    """Return the bytes of a workbook."""
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()
