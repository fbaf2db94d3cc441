"""The issued workbook for decisions, as openpyxl reads it: text stays text, whatever people are called or wrote."""

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from depipe.errors import ProofError
from depipe.master.load import shipped_master
from depipe.workbook.identity import Issuance, Topic, Voice
from depipe.workbook.issue import new_issuance
from depipe.workbook.layout import (
    DECISION_HEADERS,
    DECISION_SHEETS,
    HIDDEN_SHEETS,
    SHEET_DECISIONS,
    VOICE_PREFIX,
)
from depipe.workbook.prove import prove
from depipe.workbook.topics import LONGEST_NOTE
from depipe.workbook.write import write_workbook
from support.issued import CONTEXT, DAY

HOSTILE = ('=HYPERLINK("http://evil.example","x")', "+1", "http://evil.example/x", "<r>x</r>")


def topic(item_id: str, *voices: Voice) -> Topic:
    """Return a disputed pair of Temporal."""
    return Topic(item_id=item_id, tool="Temporal", kind="disputed_gate", effect=1.5, effect_raw=0.5, voices=voices)


def issuance(*topics: Topic, evaluator: str | None = "Lead A") -> Issuance:
    """Return the issuance of a workbook about these."""
    return new_issuance(
        shipped_master(),
        tools=("Temporal",),
        evaluator=evaluator,
        context=CONTEXT,
        issued_on=DAY,
        workbook_id="d1",
        mode="adjudicate",
        topics=topics,
    )


def written(issued: Issuance) -> Worksheet:
    """Return the sheet 裁定 of the workbook, which is proved."""
    data = write_workbook(shipped_master(), issued)
    prove(data, shipped_master(), issued)
    sheet = load_workbook(BytesIO(data))[SHEET_DECISIONS]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_what_stands_on_the_sheet() -> None:
    """The decider, the contract's headers, and a column an evaluator: stars, version, day, notes; a dash for none."""
    seen = Voice("Evaluator A", 2, "1.0", DAY, "page", None, "log")
    sheet = written(issuance(topic("EX-01", seen, Voice("Evaluator B", 4)), topic("VR-01", seen)))

    assert [cell.value for cell in sheet[2]][:2] == ["決定者", "Lead A"]
    assert tuple(cell.value for cell in sheet[4])[:9] == (
        *DECISION_HEADERS,
        f"{VOICE_PREFIX}Evaluator A",
        f"{VOICE_PREFIX}Evaluator B",
        "評価内容",
    )
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=6, max_col=8)]
    told = f"⭐⭐（1.0、{DAY.isoformat()}）\nDoc: page\nEvidence: log"
    assert [(row[0], row[2], row[4], row[5], row[6], row[7]) for row in rows] == [
        ("EX-01", "Temporal", "-", None, told, "⭐⭐⭐⭐"),
        ("VR-01", "Temporal", "-", None, told, "-"),
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_names_and_notes_stay_text(text: str) -> None:
    """Neither a formula nor a link comes of them, nor a header of the table."""
    note = f"{text}\x07\r\n{text}"
    voices = Voice(text, 2, text, DAY, note, note, note), Voice("ID", 4)
    sheet = written(issuance(topic("EX-01", *voices), evaluator=text))

    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert [cell.coordinate for row in sheet.iter_rows(min_row=5) for cell in row if cell.hyperlink] == []


def test_many_evaluators_and_long_notes_have_room() -> None:
    """A column each; a row is as high as a spreadsheet takes; a note is cut where it would not be read anyway."""
    voices = [Voice(f"Evaluator {n}", 1 + n % 5, "1.0", DAY, "あ" * 32_767) for n in range(120)]
    sheet = written(issuance(topic("EX-01", *voices)))

    assert sheet.max_column >= 6 + 120
    assert 400 < (sheet.row_dimensions[5].height or 0) <= 409
    assert len(str(sheet.cell(5, 7).value)) < LONGEST_NOTE + 40


def test_a_workbook_that_is_another_one_is_not_handed_out() -> None:
    """The proof holds every locked text against the issuance."""
    issued = issuance(topic("EX-01", Voice("Evaluator A", 2), Voice("Evaluator B", 4)))
    other = replace(issued, topics=issuance(topic("EX-01", Voice("Evaluator A", 3), Voice("Evaluator B", 4))).topics)

    with pytest.raises(ProofError):
        prove(write_workbook(shipped_master(), other), shipped_master(), issued)


def test_the_sheets() -> None:
    """Three to look at, two hidden; the one to fill in is in front."""
    data = write_workbook(shipped_master(), issuance(topic("EX-01", Voice("A", 2), Voice("B", 4))))
    book = load_workbook(BytesIO(data))

    assert book.sheetnames == [*DECISION_SHEETS, *HIDDEN_SHEETS]
    assert book.active is not None
    assert book.active.title == SHEET_DECISIONS
