"""Texts that travel with a workbook: prose, captions and labels that somebody edited are named by their cells."""

import random
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Final

import pytest
from openpyxl import Workbook, load_workbook

from depipe.master.load import shipped_master
from depipe.master.model import Master
from depipe.workbook.expected import expected_of
from depipe.workbook.fixed import PREFIX, FixedText, decode, encode
from depipe.workbook.identity import Answer, Issuance, Topic, Voice
from depipe.workbook.issue import new_issuance
from depipe.workbook.layout import SHEET_IDENTITY, SHEET_PROPOSALS, SHEET_SCALE, SHEET_START, SHEET_SUMMARY
from depipe.workbook.read import read
from depipe.workbook.write import write_workbook
from support.cases.people import columns_of, inserted_column, renamed, rewrite, rows_of, values
from support.issued import CONTEXT, DAY, issuance_of
from support.masters import second_master
from support.packages import as_ods, edited, patched, typing, with_cell
from support.readings import excel, openpyxl, read_back, spots

SAMPLE: Final = 4
"""Cells that are edited on a sheet, each alone."""
PROSE: Final = {SHEET_START, SHEET_SUMMARY, SHEET_SCALE}
"""Sheets without answers: all their texts are fixed."""


def _decisions() -> Issuance:
    voices = (Voice("Evaluator A", 2, "1.0", DAY, "page", None, "log"), Voice("Evaluator B", 4))
    topic = Topic(item_id="EX-01", tool="Temporal", kind="disputed_gate", effect=1.5, effect_raw=0.5, voices=voices)
    return new_issuance(
        shipped_master(), tools=("Temporal",), evaluator="Lead A", context=CONTEXT, issued_on=DAY, mode="adjudicate",
        topics=[topic],
    )  # fmt: skip


ISSUANCES: Final[dict[str, Callable[[], tuple[Master, Issuance]]]] = {
    "three tools": lambda: (shipped_master(), issuance_of()),
    "one tool, nobody's": lambda: (shipped_master(), issuance_of(tools=("Temporal",), evaluator=None)),
    "prefilled": lambda: (
        shipped_master(),
        issuance_of(mode="prefill", context=CONTEXT, answers={("EX-01", "Temporal"): Answer(3, "page", None, None)}),
    ),
    "English": lambda: (shipped_master(), issuance_of(language="en")),
    "a second master": lambda: (second_master(), issuance_of(second_master())),
    "decisions": lambda: (shipped_master(), _decisions()),
}


def _fixed_cells(book: Workbook) -> Iterator[tuple[str, str, str]]:
    """Yield (sheet, cell, text) of the texts that may not change and are not compared by a table's own rules."""
    hidden = book[SHEET_IDENTITY]
    travelling = decode(str(cell.value) for cell in hidden[2])
    for sheet in book.worksheets:
        fixed = {(text.row, text.column) for text in travelling.get(sheet.title, ()) if not text.landmark}
        for row in sheet.iter_rows():
            for cell in row:
                is_text = isinstance(cell.value, str) and cell.data_type == "s"
                if is_text and (sheet.title in PROSE or (cell.row, cell.column) in fixed):
                    yield sheet.title, cell.coordinate, str(cell.value)


@pytest.mark.parametrize("make", ISSUANCES.values(), ids=ISSUANCES)
def test_every_edited_text_is_named_by_its_cell(make: Callable[[], tuple[Master, Issuance]]) -> None:
    """A text typed over, on any sheet, is one finding at that cell with was and is; untouched there is none."""
    master, issuance = make()
    data = write_workbook(master, issuance)
    expectations = {master.digest: expected_of(master)}
    book = load_workbook(BytesIO(data))
    cells = list(_fixed_cells(book))
    drawn = random.Random(4711)  # noqa: S311 - a sample, the same in every run
    inline = '<is><t xml:space="preserve">書き換えた</t></is>'

    assert read("返送.xlsx", data, expectations).findings == []
    for number, sheet in enumerate(book.sheetnames, 1):
        here = [(cell, text) for name, cell, text in cells if name == sheet]
        assert here or book[sheet].sheet_state == "hidden", sheet
        for cell, text in drawn.sample(here, min(SAMPLE, len(here))):
            part = f"xl/worksheets/sheet{number}.xml"
            changed = patched(data, {part: with_cell(cell, ' t="inlineStr"', inline)})
            found = read("返送.xlsx", changed, expectations).findings

            assert [(one.code, one.sheet, one.cell, one.found) for one in found] == [
                ("locked.edited", sheet, cell, "書き換えた")
            ], (sheet, cell, text)
            assert found[0].expected == text


def cleared(sheet: str) -> Callable[[Workbook], None]:
    """Return an edit that empties a sheet."""
    return lambda book: rewrite(book[sheet], [[None] * len(row) for row in values(book[sheet])])


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (cleared(SHEET_START), ["locked.edited はじめに"]),
        (rows_of(SHEET_START, lambda rows: rows[:7]), ["locked.edited はじめに!B9"]),
        (rows_of(SHEET_START, lambda rows: [*rows[:7], *rows[9:]]), ["locked.edited はじめに"]),
        (rows_of(SHEET_SUMMARY, lambda rows: [["メモ"], *rows[::-1]]), []),
        (columns_of(SHEET_SUMMARY, lambda columns: columns[::-1]), []),
        (inserted_column(SHEET_START, 2), []),
        (typing(SHEET_START, F30="メモ"), []),
        (renamed(**{SHEET_START: "x", SHEET_SCALE: "y"}), ["extra.ignored x", "extra.ignored y"]),
        (typing(SHEET_PROPOSALS, A1=None), ["locked.edited 追加項目!A1"]),
        (typing(SHEET_SUMMARY, A7=None), ["locked.edited 集計!A7"]),
        (typing(SHEET_SUMMARY, A2="送りました", C5=1), []),
        (typing(SHEET_IDENTITY, A2=f"{PREFIX}AAAA"), []),
        (typing(SHEET_IDENTITY, A2=None, B2=None), []),
    ],
    ids=[
        "a sheet cleared",
        "the end of a sheet cleared",
        "rows deleted",
        "rows reversed",
        "columns reversed",
        "a column inserted",
        "typed into a free cell",
        "sheets renamed",
        "a title deleted",
        "a label deleted whose text a formula shows too",
        "typed over formulas",
        "a record that is none",
        "a workbook of before",
    ],
)
def test_one_cause_one_finding(edit: Callable[[Workbook], object], said: list[str]) -> None:
    """What people do to whole sheets is said once, or not at all where every text is still there."""
    assert spots(read_back(edited(openpyxl(), edit))) == said


def test_an_open_document_is_compared_as_well() -> None:
    """The same in the other format, by the cell of the document."""
    data = edited(openpyxl(), typing(SHEET_START, B2="別の題"), inserted_column(SHEET_SUMMARY, 1))

    assert spots(read_back(as_ods(data))) == spots(read_back(data))
    assert read_back(as_ods(excel())).findings == []


def test_what_travels_is_what_was_put_in() -> None:
    """Encoding keeps every text; a cell that was cut off gives nothing, not half of them."""
    book = load_workbook(BytesIO(excel()))
    cells = [str(cell.value) for cell in book[SHEET_IDENTITY][2] if cell.value]
    texts = decode(cells)

    assert len(texts) == 6
    assert encode(texts) == cells
    assert decode([cells[0][:-40]]) == {}


def test_a_record_of_control_characters_is_not_shown() -> None:
    """What came from outside goes to a terminal: a text that a terminal would obey is not taken over."""
    text = FixedText(1, 1, "\x1b[31m赤")

    assert decode(encode({SHEET_START: [text._replace(text="赤")]})) == {SHEET_START: [FixedText(1, 1, "赤")]}
    assert decode(encode({SHEET_START: [text]})) == {}
