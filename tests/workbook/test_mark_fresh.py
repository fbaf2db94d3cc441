"""The fallback: a fresh workbook with the answers that could be read, for files that cannot be marked themselves."""

from depipe.findings import Finding
from depipe.workbook.cells import CellColumns, Returned
from depipe.workbook.layout import SHEET_CONTEXT, SHEET_MENDING, SHEET_PROPOSALS, SHEET_RATINGS, utf16_length
from depipe.workbook.mark import fresh_copy
from support.issued import opened
from support.marking import doubtful, links_of, marked_cells, mended, remark, rows_of, wrong
from support.packages import PROPOSALS, edited, in_context, in_ratings, parts_of, patched, replacing
from support.readings import ISSUANCE, MASTER, answers, excel, read_back, spots


def fresh(returned: Returned, *findings: Finding) -> bytes:
    """Return the fresh copy in Japanese."""
    return fresh_copy(MASTER, ISSUANCE, returned, findings, language="ja", title=SHEET_MENDING)


def renumbered(data: bytes) -> dict[object, object]:
    """Return the answers with proposals in their order instead of their rows."""
    found = answers(read_back(data))
    rows = sorted({int(key[3] or "") for key in found if key[0].startswith("proposal.")})
    return {
        (*key[:3], rows.index(int(key[3] or "")) if key[0].startswith("proposal.") else key[3]): value
        for key, value in found.items()
    }


def test_all_answers_are_carried_over() -> None:
    """Stars, notes, versions, days and proposals read the same; nothing is said about the structure."""
    copy = fresh(read_back(excel()))

    assert renumbered(copy) == renumbered(excel())
    assert spots(read_back(copy)) == []
    assert "新しいブック" in str(opened(copy)[SHEET_MENDING]["A2"].value)


def test_findings_move_with_their_answers() -> None:
    """The old file was sorted and had columns inserted; marks are where the answers are now."""

    def insert(book: object) -> None:
        sheet = book[SHEET_RATINGS]  # type: ignore[index]
        sheet.insert_cols(3, 2)
        sheet.insert_rows(3, 4)

    old = edited(excel(), insert, in_ratings(G10="まあまあ"))
    returned = read_back(old)

    copy = fresh(returned, wrong("G10"), doubtful("H12"), remark("G11"))

    assert marked_cells(copy) == {f"{SHEET_RATINGS}!E6": "error", f"{SHEET_RATINGS}!F8": "warning"}
    assert [row[3] for row in rows_of(copy)] == ["E6", "F8", "E7"]
    assert opened(copy)[SHEET_RATINGS]["E6"].value == "まあまあ"
    assert answers(read_back(copy))["stars", "I-0002", "Tool 1", None] == ("text", "まあまあ")


def test_what_was_wrong_with_the_structure_is_settled() -> None:
    """The fresh workbook has every row, column and sheet; a picture that could not come along is still said."""
    settled = (
        Finding(code="item.missing", sheet=SHEET_RATINGS, item_id="I-0001"),
        Finding(code="sheet.missing", expected=SHEET_PROPOSALS),
        Finding(code="file.corrupt"),
        Finding(code="locked.edited", sheet=SHEET_RATINGS, cell="C5", found="x", expected="y"),
    )
    picture = Finding(code="evidence.image", sheet=SHEET_RATINGS, cell="G5")

    copy = fresh(read_back(excel()), *settled, picture)

    assert [(row[1], row[2], row[3]) for row in rows_of(copy)] == [("ご確認ください", SHEET_RATINGS, "G5")]


def test_a_workbook_that_says_nothing_gives_an_empty_one() -> None:
    """Nothing could be read: the sheet says so, and nothing that was issued is missing."""
    copy = fresh(Returned("broken.xlsx", "0" * 64), Finding(code="file.corrupt"))

    assert "読み取れませんでした" in str(opened(copy)[SHEET_MENDING]["A2"].value)
    assert spots(read_back(copy)) == []


def test_what_the_lead_locked_stays_as_issued() -> None:
    """An overtyped parameter of the issued context does not get into the fresh workbook."""
    returned = read_back(edited(excel(), in_context(B5="small")))
    value = ("parameter", None, None, "Size")

    assert answers(returned)[value] == ("text", "small")
    assert answers(read_back(fresh(returned)))[value] == ("text", "large")


def test_long_and_hostile_texts_arrive_as_text() -> None:
    """A note that looks like a formula stays one; one that is too long is cut where a cell ends."""
    returned = read_back(excel())
    cells = CellColumns.of(returned.cells)
    first, second = [index for index, field in enumerate(cells.field) if field == "doc"][:2]
    cells.value[first] = "=1+1 _x0041_"
    cells.value[second] = "⭐🌟" * 20_000
    cells.kind[first] = cells.kind[second] = "text"
    returned.cells = cells.runs()

    copy = fresh(returned)
    sheet = opened(copy)[SHEET_RATINGS]

    short, long = (sheet.cell(cells.row[index], cells.column[index]) for index in (first, second))
    assert (short.value, short.data_type) == ("=1+1 _x005F_x0041_", "s")
    assert "=1+1 _x0041_" in {cell.value for cell in read_back(copy).cells}
    assert 32_766 <= utf16_length(str(long.value)) <= 32_767


def test_days_stay_days_and_notes_are_cleared() -> None:
    """A day is a number with a date's format; a note that its owner emptied is empty."""
    emptied = edited(excel(), in_ratings(G5=None))

    copy = opened(fresh(read_back(emptied)))

    assert copy[SHEET_CONTEXT]["C10"].is_date
    assert copy[SHEET_RATINGS]["G5"].value is None


def test_more_proposals_than_there_are_rows_do_no_harm() -> None:
    """The sheet offers a number of rows; what does not fit is left out."""
    row = '<row r="{0}"><c r="B{0}" t="inlineStr"><is><t>提案{0}</t></is></c></row>'
    rows = "".join(row.format(number) for number in range(100, 150))
    returned = read_back(patched(excel(), {PROPOSALS: replacing("</sheetData>", rows + "</sheetData>")}))
    assert len([cell for cell in returned.cells if cell.field == "proposal.name"]) == 51

    assert len([key for key in answers(read_back(fresh(returned))) if key[0] == "proposal.name"]) == 30


def test_the_fresh_copy_can_be_marked_again() -> None:
    """It is a workbook like any other."""
    copy = fresh(read_back(excel()), wrong("E6"))

    again = mended(copy, wrong("F7"))

    assert marked_cells(again) == {f"{SHEET_RATINGS}!F7": "error"}
    assert links_of(again) == [f"'{SHEET_RATINGS}'!F7"]
    assert parts_of(again).keys() == parts_of(copy).keys()
