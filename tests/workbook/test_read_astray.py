"""Answers and remarks that stand where they are not looked for: read where that is sure, said where it is not."""

from collections.abc import Callable
from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from depipe.workbook.layout import SHEET_RATINGS
from depipe.workbook.preflight import Limits
from depipe.workbook.read import read
from depipe.workbook.reading.doubles import settle
from support.cases.opendocument import STARS, written
from support.cases.structure import CASES, filled_copy, swapped
from support.packages import RATINGS, as_ods, edited, in_context, in_ratings, patched, replacing
from support.readings import EXPECTATIONS, answers, differences, excel, found, openpyxl, read_back

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
THREADS = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"


@pytest.mark.parametrize(
    "edit",
    [
        in_ratings(G4="Tool 2 Doc"),
        in_ratings(J4="Tool 1 Doc"),
        in_ratings(G4="Tool 2 Doc", H4="Tool 2 Repro", I4="Tool 2 Evidence"),
        in_ratings(H4="Tool 2"),
        in_ratings(F4="Tool 1"),
        in_ratings(E4="Tool 2"),
        in_ratings(A4="ID"),
        in_context(A10="Tool 2"),
        in_context(A11="Tool 1"),
    ],
)
def test_answers_below_an_overtyped_header_stay_whose_they_are(edit: Callable[[Workbook], None]) -> None:
    """By the order of the columns every answer is read as that of its own tool and note."""
    assert differences(read_back(edited(openpyxl(), edit))) == {}


def test_notes_that_cannot_be_told_apart_are_not_read() -> None:
    """Where columns were moved, too, the order tells nothing: no tool gets the notes of another one."""
    returned = read_back(edited(openpyxl(), swapped(SHEET_RATINGS, 8, 12), in_ratings(G4="Tool 2 Doc")))
    notes = {(cell.field, cell.tool) for cell in returned.cells if cell.field in {"doc", "repro", "evidence"}}

    assert notes == {(field, tool) for field in ("repro", "evidence") for tool in ("Tool 1", "Tool 2")}


def test_a_copied_column_that_says_the_same_is_no_riddle() -> None:
    """Of two columns of one header and one content, wherever they stand, one is read."""

    def copy(book: Workbook) -> None:
        for row in range(4, 11):
            book[SHEET_RATINGS].cell(row, 13).value = book[SHEET_RATINGS].cell(row, 7).value

    returned = read_back(edited(openpyxl(), copy, swapped(SHEET_RATINGS, 8, 12)))

    assert differences(returned) == {}
    assert returned.findings == [found("notes.duplicate", "評価!M4", tool="Tool 1", shown="Tool 1 Doc")]


@pytest.mark.parametrize(
    ("standing", "others", "settled"),
    [
        ({"a": [1], "b": [2], "c": [3]}, [], {}),
        ({"a": [1, 2], "c": [3]}, [], {"a": 1, "b": 2}),
        ({"b": [1, 2], "c": [3]}, [], {"a": 1, "b": 2}),
        ({"a": [1], "c": [2, 3]}, [], {"b": 2, "c": 3}),
        ({"a": [1, 9], "b": [2], "c": [3]}, [], {"a": 1}),
        ({"a": [1, 2], "b": [3], "c": [4]}, [], {}),
        ({"a": [1, 3], "b": [2]}, [], {"a": 1, "c": 3}),
        ({"a": [1, 2]}, [3], {"a": 1, "b": 2, "c": 3}),
        ({"a": [1, 2]}, [], {}),
        ({"b": [1], "a": [2], "c": [3, 4]}, [], {}),
    ],
)
def test_places_are_told_by_the_order_alone(
    standing: dict[str, list[int]], others: list[int], settled: dict[str, int]
) -> None:
    """Between two names that stand once there must be as many places as names; else nothing is told."""
    assert settle("abc", standing, others) == settled


def test_no_answer_is_lost_in_silence() -> None:
    """Wherever answers are not read, a finding at least warns of it."""
    for name in ("a copy filled in, too", "only a copy filled in", "stars moved down by a cell", "stars far below"):
        edit, _ = CASES[name]
        severities = {finding.severity for finding in read_back(edited(openpyxl(), edit)).findings}

        assert severities & {"warning", "error"}, name


def test_copies_are_found_in_other_formats_and_under_other_names() -> None:
    """A filled copy is found in an OpenDocument spreadsheet, and whatever it is called."""

    def renamed(book: Workbook) -> None:
        book["評価 (2)"].title = "私の回答"

    data = edited(openpyxl(), filled_copy(emptied=False), renamed)
    expected = [found("sheet.duplicate", "私の回答!E6", shown="私の回答", was="評価")]

    assert read_back(data).findings == expected
    assert read_back(as_ods(data)).findings == expected
    assert differences(read_back(data)) == {}


def test_a_further_sheet_never_keeps_a_workbook_out() -> None:
    """What nobody needs to read is left alone where it is unsafe, damaged or too large."""

    def far(book: Workbook) -> None:
        book.create_sheet("遠い")["A30000"] = "x"

    ignored = [found("extra.ignored", "遠い", shown="遠い")]
    data = edited(openpyxl(), far)
    broken = patched(data, {"xl/worksheets/sheet9.xml": "<worksheet><sheetData>"})
    copied = edited(openpyxl(), filled_copy(emptied=False))
    crowded = read("返送.xlsx", copied, EXPECTATIONS, Limits(total_bytes=150_000))

    assert read_back(data).findings == ignored
    assert read_back(broken).findings == ignored
    assert crowded.findings == [found("extra.ignored", "評価 (2)", shown="評価 (2)")]


def in_1904(book: Workbook) -> None:
    """Let days count as on old Macs, and put a date into a star cell."""
    book.epoch = CALENDAR_MAC_1904
    book[SHEET_RATINGS]["E5"] = date(1904, 1, 4)


@pytest.mark.parametrize(
    "data",
    [
        lambda: edited(openpyxl(), in_1904),
        lambda: written("E5", 'office:value-type="date" office:date-value="1900-01-02"'),
        lambda: written("E5", 'office:value-type="time" office:time-value="PT72H00M00S"'),
    ],
)
def test_digits_under_the_format_of_a_date(data: Callable[[], bytes]) -> None:
    """The number is read in every program's calendar: the third day after its day zero is a three."""
    assert answers(read_back(data()))[STARS] == ("number", "3")


def commented(text: str, thread: str | None = None) -> bytes:
    """Return the workbook with a comment on E6, and the conversation that newer programs keep beside it."""
    parts = {
        "xl/worksheets/_rels/sheet3.xml.rels": '<Relationships><Relationship Id="r1" '
        f'Type="{RELATIONSHIPS}/comments" Target="../comments1.xml"/><Relationship Id="r2" Type="{THREADS}" '
        'Target="../threadedComments/threadedComment1.xml"/></Relationships>',
        "xl/comments1.xml": f'<comments><commentList><comment ref="E6"><text><r><t>{text}</t></r></text></comment>'
        "</commentList></comments>",
    }
    if thread is not None:
        parts["xl/threadedComments/threadedComment1.xml"] = thread
    return patched(excel(), {RATINGS: replacing("<sheetData>", "<sheetData>\n"), **parts})


def test_comments_are_said_with_what_they_say() -> None:
    """A comment is told from other additions, with its text: a conversation with what was said in it."""

    def comment(book: Workbook) -> None:
        book[SHEET_RATINGS]["E6"].comment = Comment("確認中です" + "。" * 300, "Evaluator A")

    thread = (
        '<ThreadedComments><threadedComment ref="E6"><text>これで合っていますか</text></threadedComment>'
        '<threadedComment ref="E6" parentId="1"><text>はい</text></threadedComment></ThreadedComments>'
    )
    annotation = (
        '<office:annotation><dc:creator xmlns:dc="urn:dc">A</dc:creator><text:p>あとで直す</text:p></office:annotation>'
    )
    annotated = written("E6", 'office:value-type="string"', "<text:p>⭐⭐</text:p>" + annotation)

    assert said(edited(openpyxl(), comment)) == ("comment", "確認中です" + "。" * 194 + "…")
    assert said(commented("あとで")) == ("comment", "あとで")
    assert said(commented("[Threaded comment] Your version of Excel …", thread)) == (
        "comment",
        "これで合っていますか / はい",
    )
    assert said(annotated) == ("comment", "あとで直す")


def said(data: bytes) -> tuple[str | None, str | None]:
    """Return the case and the text of the one thing that is said of a workbook, at E6."""
    [finding] = read_back(data).findings
    assert (finding.code, finding.sheet, finding.cell) == ("extra.ignored", SHEET_RATINGS, "E6")
    return finding.case, finding.found


def test_the_row_of_headers_is_named_whole() -> None:
    """Who deleted the header row reads which headers stood there, tools and notes included, and what else to do."""
    [finding] = read_back(edited(openpyxl(), CASES["header of the ratings deleted"][0])).findings

    assert finding.message("ja") == (
        "見出しの行が見つかりません（「カテゴリ」「ID」「項目」「評価内容」「Tool 1」「Tool 2」「Tool 1 Doc」"
        "「Tool 1 Repro」「Tool 1 Evidence」「Tool 2 Doc」「Tool 2 Repro」「Tool 2 Evidence」）。"
        "発行されたブックから見出しの行を写して戻すか、新しく発行されたブックに回答を値だけ貼り付けて写してください。"
    )
