"""An account of every cell that somebody filled in: it was used, or a finding says what became of it.

A second reader (openpyxl) lists what is filled; the reader's flat cells say what was read, the submission what is used.
"""

import io
import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.utils import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet

from depipe.folding import fold
from depipe.validation.rules import Checked
from depipe.validation.submission import Proposal, Submission
from depipe.workbook.cells import Cell, Returned, address
from depipe.workbook.issue import new_issuance
from depipe.workbook.layout import NOTE_FIELDS, SHEET_CONTEXT, SHEET_PROPOSALS, SHEET_RATINGS
from depipe.workbook.write import write_workbook
from support.packages import packed, parts_of
from support.readings import ISSUANCE, MASTER, openpyxl

ANSWERS: Final = (SHEET_CONTEXT, SHEET_RATINGS, SHEET_PROPOSALS)
"""The sheets that people fill in; the others are locked from end to end."""
TYPED: Final = (
    "⭐⭐⭐", "4", "３", "-", "未検証", "?", "N/A", "3/5", 4, 3.5, 0.5, True, "Tool 1", "Tool 2", "Tool 1 Doc",
    "I-0002", "I-0009", "ID", "項目", "評価者", "Size", "large", "1.10", "2026/5/1", "はい", "C0",
)  # fmt: skip

Chance = random.Random
Edit = Callable[[Workbook, Chance], None]


# What people do


_CAPTIONS: Final = {
    SHEET_CONTEXT: {(1, 1), (2, 1), *((row, 3) for row in (4, 5, 6)), *((8, column) for column in (1, 2, 3, 4))},
    SHEET_RATINGS: {(row, column) for row in (1, 2, 3) for column in (1, *range(4, 13))},
    SHEET_PROPOSALS: {(row, 1) for row in (1, 2, 3)},
}
"""What stands above and beside the tables: nobody answers there, and nothing is read."""


def _cell(sheet: Worksheet, chance: Chance) -> str:
    while True:
        place = chance.randint(1, 16), chance.randint(1, 15)
        if place not in _CAPTIONS.get(sheet.title, ()):
            return address(*place)


def _ours(book: Workbook) -> list[str]:
    return [name for name in book.sheetnames if name in ANSWERS] or book.sheetnames[1:2]


def types(book: Workbook, chance: Chance) -> None:
    """Type into some cells: something known, or a text that is nowhere else."""
    sheet = book[chance.choice(_ours(book))]
    for _ in range(chance.randint(1, 4)):
        said = chance.choice(TYPED) if chance.random() < 0.5 else f"記録 {chance.randrange(1 << 30):x}"
        sheet[_cell(sheet, chance)] = said


def clears(book: Workbook, chance: Chance) -> None:
    """Delete what stands in some cells."""
    sheet = book[chance.choice(_ours(book))]
    for _ in range(chance.randint(1, 3)):
        sheet[_cell(sheet, chance)] = None


def moves(book: Workbook, chance: Chance) -> None:
    """Cut a block and paste it elsewhere."""
    sheet = book[chance.choice(_ours(book))]
    top, left = chance.randint(4, 10), chance.randint(1, 12)
    block = f"{address(top, left)}:{address(top + chance.randint(0, 3), left + chance.randint(0, 3))}"
    sheet.move_range(block, rows=chance.randint(0, 4), cols=chance.randint(0, 3))


def copies_rows(book: Workbook, chance: Chance) -> None:
    """Copy a row over another one."""
    sheet = book[chance.choice(_ours(book))]
    source, target = chance.randint(3, 12), chance.randint(3, 14)
    for column in range(1, 15):
        sheet.cell(target, column).value = sheet.cell(source, column).value


def swaps(book: Workbook, chance: Chance) -> None:
    """Let two rows or two columns change places."""
    sheet = book[chance.choice(_ours(book))]
    one, other, is_row = chance.randint(3, 12), chance.randint(3, 12), chance.random() < 0.5
    for place in range(1, 16):
        a, b = (
            (sheet.cell(one, place), sheet.cell(other, place))
            if is_row
            else (sheet.cell(place, one), sheet.cell(place, other))
        )
        a.value, b.value = b.value, a.value


def deletes(book: Workbook, chance: Chance) -> None:
    """Delete a row or a column."""
    sheet = book[chance.choice(_ours(book))]
    (sheet.delete_rows if chance.random() < 0.5 else sheet.delete_cols)(chance.randint(1, 12))


def inserts(book: Workbook, chance: Chance) -> None:
    """Insert a row or a column."""
    sheet = book[chance.choice(_ours(book))]
    (sheet.insert_rows if chance.random() < 0.5 else sheet.insert_cols)(chance.randint(1, 12))


def copies_sheets(book: Workbook, chance: Chance) -> None:
    """Copy a sheet, and fill something in there."""
    copy = book.copy_worksheet(book[chance.choice(_ours(book))])
    copy[address(chance.randint(4, 16), chance.randint(1, 15))] = chance.choice(TYPED)


def renames(book: Workbook, chance: Chance) -> None:
    """Give a sheet another name."""
    book[chance.choice(_ours(book))].title = chance.choice(("記入済み", "Sheet1", "評価 (3)", "集計 - 田中"))


def comments(book: Workbook, chance: Chance) -> None:
    """Write a comment."""
    sheet = book[chance.choice(_ours(book))]
    sheet[_cell(sheet, chance)].comment = Comment(f"記録 {chance.randrange(1 << 30):x}", "A")


WAYS: Final[Mapping[str, Edit]] = {
    way.__name__: way
    for way in (types, clears, moves, copies_rows, swaps, deletes, inserts, copies_sheets, renames, comments)
}
_WEIGHTS: Final = (8, 2, 3, 2, 2, 2, 2, 1, 1, 1)


def worked_over(number: int, seed: int) -> tuple[bytes, list[str]]:
    """Return the workbook after a few random things that people do, and which; the same in every run."""
    chance = random.Random(f"{seed} {number}")  # noqa: S311 - the same file in every run
    book = load_workbook(io.BytesIO(openpyxl()))
    for sheet in book.worksheets:
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
    ways = chance.choices(list(WAYS), _WEIGHTS, k=chance.choice((1, 1, 2, 3)))
    for way in ways:
        WAYS[way](book, chance)
    saved = io.BytesIO()
    book.save(saved)
    if chance.random() < 0.2:
        return merged_over(saved.getvalue(), chance), [*ways, "merged"]
    return saved.getvalue(), ways


def merged_over(data: bytes, chance: Chance) -> bytes:
    """Return the workbook with cells of an answering sheet merged that keep what they hold, as some programs do."""
    parts = parts_of(data)
    name = f"xl/worksheets/sheet{chance.choice((2, 3, 3, 3, 6))}.xml"
    top, left = chance.randint(3, 11), chance.randint(1, 12)
    area = f"{address(top, left)}:{address(top + chance.randint(0, 2), left + chance.randint(0, 2))}"
    merged = f'<mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'
    return packed(parts | {name: parts[name].replace(b"</sheetData>", b"</sheetData>" + merged.encode(), 1)})


# The account

_OURS: Final = re.compile(r"depipe:|'[^']+'![A-Z]+[0-9]+$")
"""The identity, and what openpyxl takes for the text of a blank cell that links to another one."""


@dataclass(frozen=True)
class Filled:
    """A cell that somebody filled in."""

    sheet: str
    row: int
    column: int
    text: str


@cache
def issued_texts() -> frozenset[str]:
    """Return what stands in the workbook as it is issued to somebody who has not answered yet."""
    issuance = new_issuance(MASTER, context=ISSUANCE.identity.context, issued_on=ISSUANCE.identity.issued_on)
    book = load_workbook(io.BytesIO(write_workbook(MASTER, issuance)))
    return frozenset(fold(str(cell.value)) for sheet in book for row in sheet for cell in row if cell.value is not None)


_LOCKED: Final = frozenset({"はじめに", "集計", "星の基準", "_depipe", "_lists"})
"""Sheets on which nobody answers."""


def filled(data: bytes) -> Iterator[Filled]:
    """Yield what is filled in on sheets that people fill in, and on those that they added."""
    book = load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        if sheet.title in _LOCKED:
            continue
        for row, values in enumerate(sheet.iter_rows(values_only=True), 1):
            for column, value in enumerate(values, 1):
                text = "" if value is None else fold(str(value))
                if text and text not in issued_texts() and not _OURS.match(text):
                    yield Filled(sheet.title, row, column, text)


def unaccounted(data: bytes, returned: Returned, checked: Checked) -> list[Filled]:
    """Return the filled cells of an accepted workbook that were neither used nor said to be left alone."""
    if checked.submission is None:
        return []
    account = _Account(returned, checked, checked.submission)
    return [cell for cell in filled(data) if not account.has(cell)]


_WHOLE: Final = frozenset(
    {"extra.ignored", "answer.misplaced", "notes.duplicate", "notes.missing", "item.duplicate", "item.unknown"}
)
"""What is said at one cell of a whole row, a column, or a block of rows."""
_BLOCK: Final = 12
"""Rows that a block may have here."""


class _Account:
    def __init__(self, returned: Returned, checked: Checked, submission: Submission) -> None:
        self._read = {(cell.sheet, cell.row, cell.column): cell for cell in returned.cells if cell.kind != "merged"}
        self._submission = submission
        said = [finding for finding in checked.findings if finding.sheet]
        self._places = {(one.sheet, *coordinate_to_tuple(one.cell)) for one in said if one.cell}
        self._sheets = {one.sheet for one in said if not one.cell or one.code == "sheet.duplicate"}
        self._wholes = {(one.sheet, *coordinate_to_tuple(one.cell)) for one in said if one.cell and one.code in _WHOLE}

    def has(self, cell: Filled) -> bool:
        """Tell whether a filled cell was used, or is spoken of."""
        place = cell.sheet, cell.row, cell.column
        read = self._read.get(place)
        return (
            cell.sheet in self._sheets
            or place in self._places
            or (read is not None and self._is_used(read))
            or any(_belongs(cell, *whole) for whole in self._wholes)
        )

    def _is_used(self, cell: Cell) -> bool:
        said, submission = fold(cell.value or ""), self._submission
        tool = next((one for one in submission.tools if one.tool == cell.tool), None)
        answer = next((one for one in submission.answers if (one.item_id, one.tool) == (cell.item_id, cell.tool)), None)
        proposed = {fold(text or "") for one in submission.proposals for text in _texts(one)}
        kept: Mapping[str, object] = {
            "stars": answer and answer.stars,
            **{note: answer and fold(getattr(answer, note) or "") == said for note in NOTE_FIELDS},
            "evaluator": fold(submission.evaluator) == said,
            "parameter": fold(submission.parameters.get(cell.name or "", "")) == said,
            "version": tool and fold(tool.version or "") == said,
            "verified_on": tool and tool.verified_on,
            "attribute": tool,
            "proposal.category": True,  # is kept as the id of the category that it names
        }
        return bool(kept.get(cell.field, said in proposed))


def _texts(proposal: Proposal) -> tuple[str | None, ...]:
    return proposal.name, proposal.description, proposal.reason, proposal.general


def _belongs(cell: Filled, sheet: str | None, row: int, column: int) -> bool:
    """Tell whether what is said at a place is about the column below it, its row, or the rows that follow."""
    return sheet == cell.sheet and cell.row >= row and (cell.column == column or cell.row <= row + _BLOCK)
