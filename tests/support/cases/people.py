"""What people do to a workbook that depipe reads all the same: the cells that change, and what is said."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from depipe.workbook.layout import (
    SHEET_CONTEXT,
    SHEET_IDENTITY,
    SHEET_LISTS,
    SHEET_MENDING,
    SHEET_PROPOSALS,
    SHEET_RATINGS,
    SHEET_REMARKS,
    SHEET_SCALE,
    SHEET_START,
    SHEET_SUMMARY,
)
from support.packages import (
    Edit,
    Typed,
    in_context,
    in_proposals,
    in_ratings,
    several,
)
from support.readings import Content, Key, text

Case = tuple[Edit, Mapping[Key, Content], list[str]]

BLANK_ROWS: list[list[Typed]] = [[None]] * 3
NOTHING: Mapping[Key, Content] = {}
STARS: Key = ("stars", "I-0001", "Tool 1", None)
SECOND: Key = ("stars", "I-0002", "Tool 1", None)
OTHER: Key = ("stars", "I-0001", "Tool 2", None)
NOTE: Key = ("repro", "I-0001", "Tool 1", None)
VERSION: Key = ("version", None, "Tool 1", None)
DAY: Key = ("verified_on", None, "Tool 1", None)


def values(sheet: Worksheet) -> list[list[Typed]]:
    """Return what stands in a sheet."""
    return [[cell.value for cell in row] for row in sheet.iter_rows()]  # type: ignore[misc]


def rewrite(sheet: Worksheet, rows: list[list[Typed]]) -> None:
    """Write all the cells of a sheet anew, without its merged ranges."""
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value
    sheet.delete_rows(len(rows) + 1, 100)


def rows_of(name: str, change: Callable[[list[list[Typed]]], list[list[Typed]]]) -> Edit:
    """Return an edit that puts the rows of a sheet into another order."""
    return lambda book: rewrite(book[name], change(values(book[name])))


def columns_of(name: str, order: Callable[[list[int]], list[int]]) -> Edit:
    """Return an edit that puts the columns of a sheet into another order."""

    def edit(book: Workbook) -> None:
        rows = values(book[name])
        rewrite(book[name], [[row[column] for column in order(list(range(len(row))))] for row in rows])

    return edit


def on(name: str, *calls: tuple[str, *tuple[object, ...]]) -> Edit:
    """Return an edit that calls methods of a sheet."""

    def edit(book: Workbook) -> None:
        for method, *arguments in calls:
            getattr(book[name], method)(*arguments)

    return edit


def inserted_column(name: str, column: int) -> Edit:
    """Return an edit that inserts a blank column, as a spreadsheet does."""

    def edit(book: Workbook) -> None:
        rewrite(book[name], [[*row[: column - 1], None, *row[column - 1 :]] for row in values(book[name])])

    return edit


def renamed(**names: str) -> Edit:
    """Return an edit that renames sheets."""

    def edit(book: Workbook) -> None:
        for old, new in names.items():
            book[old].title = new

    return edit


def added(title: str, **cells: Typed) -> Edit:
    """Return an edit that adds a sheet with a few cells."""

    def edit(book: Workbook) -> None:
        sheet = book.create_sheet(title, 0)
        for cell, value in cells.items():
            sheet[cell] = value

    return edit


def hidden(book: Workbook) -> None:
    """Hide rows and columns, and filter."""
    sheet = book[SHEET_RATINGS]
    sheet.row_dimensions[6].hidden = True
    sheet.column_dimensions["G"].hidden = True
    sheet.auto_filter.add_filter_column(4, ["⭐"])


def commented(book: Workbook) -> None:
    """Comment on a cell."""
    book[SHEET_RATINGS]["E6"].comment = Comment("確認中", "Evaluator A")


def moved(book: Workbook) -> None:
    """Put the sheets into another order."""
    book.move_sheet(SHEET_RATINGS, 3)
    book.move_sheet(SHEET_IDENTITY, -6)


def copied(book: Workbook) -> None:
    """Copy a sheet."""
    book.copy_worksheet(book[SHEET_RATINGS]).title = f"{SHEET_RATINGS} (2)"


def removed(*names: str) -> Edit:
    """Return an edit that deletes sheets."""

    def edit(book: Workbook) -> None:
        for name in names:
            del book[name]

    return edit


def linked(cell: str, target: str, said: str | None = None) -> Edit:
    """Return an edit that links a cell to an address."""

    def edit(book: Workbook) -> None:
        book[SHEET_RATINGS][cell].hyperlink = target
        book[SHEET_RATINGS][cell].value = said

    return edit


FROM, TO = 4, 10
"""Where the items' rows begin and end, from 0."""

CASES: dict[str, Case] = {
    # rows and columns of 評価
    "rows reversed": (
        rows_of(SHEET_RATINGS, lambda rows: [*rows[:FROM], *reversed(rows[FROM:TO]), *rows[TO:]]),
        NOTHING,
        [],
    ),
    "the header among the items": (
        rows_of(SHEET_RATINGS, lambda rows: [*rows[:3], *rows[4:7], rows[3], *rows[7:]]),
        NOTHING,
        [],
    ),
    "blank rows between": (
        rows_of(SHEET_RATINGS, lambda rows: [*rows[:6], [None] * 12, [None] * 12, *rows[6:]]),
        NOTHING,
        [],
    ),
    "the legend deleted": (
        rows_of(SHEET_RATINGS, lambda rows: [rows[0], *rows[3:]]),
        NOTHING,
        ["locked.edited 評価"],
    ),
    "rows above": (rows_of(SHEET_RATINGS, lambda rows: [[None] * 12, ["メモ", *[None] * 11], *rows]), NOTHING, []),
    "a blank column first": (inserted_column(SHEET_RATINGS, 1), NOTHING, []),
    "a blank column between": (inserted_column(SHEET_RATINGS, 6), NOTHING, []),
    "columns reversed": (columns_of(SHEET_RATINGS, lambda columns: columns[::-1]), NOTHING, []),
    "notes before stars": (columns_of(SHEET_RATINGS, lambda c: [*c[:4], *c[6:], *c[4:6]]), NOTHING, []),
    "hidden and filtered": (hidden, NOTHING, []),
    "the legend merged": (on(SHEET_RATINGS, ("merge_cells", "A2:D2")), NOTHING, ["locked.edited 評価!D2"]),
    "a row and a column hidden, and one more sheet": (
        several(hidden, added("下書き", B2="x")),
        NOTHING,
        ["extra.ignored 下書き"],
    ),
    "far cells coloured": (lambda book: book[SHEET_RATINGS].cell(900, 200).fill, NOTHING, []),
    # sheets
    "sheets moved": (moved, NOTHING, []),
    "a sheet renamed": (renamed(**{SHEET_RATINGS: "記入済み"}), NOTHING, []),
    "all sheets renamed": (
        renamed(
            **{SHEET_START: "a", SHEET_CONTEXT: "b", SHEET_RATINGS: "c", SHEET_SUMMARY: "d", SHEET_SCALE: "e"},
            **{SHEET_PROPOSALS: "f", SHEET_LISTS: "g"},
        ),
        NOTHING,
        ["extra.ignored a", "extra.ignored d", "extra.ignored e", "extra.ignored g"],
    ),
    "names of Numbers": (
        renamed(**{n: f"{n} - 表 1" for n in (SHEET_CONTEXT, SHEET_RATINGS, SHEET_SCALE, SHEET_PROPOSALS)}),
        NOTHING,
        [],
    ),
    "a summary of Numbers": (added("書き出しの概要", A1="この書類は…"), NOTHING, ["extra.ignored 書き出しの概要"]),
    "spaces in a name": (renamed(**{SHEET_RATINGS: "評価 "}), NOTHING, []),
    "a sheet copied": (copied, NOTHING, ["extra.ignored 評価 (2)"]),
    "a sheet that only sounds like ours": (added("集計 - 田中", A1="x"), NOTHING, ["extra.ignored 集計 - 田中"]),
    "a copy that sounds like a table of Numbers": (
        several(copied, renamed(**{f"{SHEET_RATINGS} (2)": f"{SHEET_RATINGS} - 表 2"})),
        NOTHING,
        ["extra.ignored 評価 - 表 2"],
    ),
    "names of Numbers in English": (
        renamed(**{n: f"{n}-Table 1" for n in (SHEET_CONTEXT, SHEET_RATINGS, SHEET_SCALE, SHEET_PROPOSALS)}),
        NOTHING,
        [],
    ),
    "a sheet added": (added("メモ", A1="x"), NOTHING, ["extra.ignored メモ"]),
    "our marked copy": (
        several(added(SHEET_MENDING, A1="評価!E5", B1="直す"), added(SHEET_REMARKS, A1="x")),
        NOTHING,
        [],
    ),
    "sheets that nobody answers deleted": (removed(SHEET_START, SHEET_SUMMARY, SHEET_SCALE, SHEET_LISTS), NOTHING, []),
    # locked texts that only look different
    "full-width id": (in_ratings(B5="Ｉ－０００１"), NOTHING, []),
    "id in small letters": (in_ratings(B5="i-0001"), NOTHING, []),
    "id with spaces": (in_ratings(B5=" I-0001\u00a0"), NOTHING, []),
    "header with line breaks": (in_ratings(E4="Tool\n1", G4="Tool 1\nDoc", B4="ＩＤ"), NOTHING, []),
    "headers in other letters": (
        several(in_ratings(E4="tool 1", F4="TOOL 2", G4="tool 1 doc"), in_context(A10="tool 1")),
        NOTHING,
        [],
    ),
    "header with invisible signs": (in_ratings(F4="Tool\u200b 2\ufe0f"), NOTHING, []),
    "merged categories": (
        several(on(SHEET_RATINGS, ("merge_cells", "A5:A7"))),
        NOTHING,
        [],
    ),
    # values
    "digit": (in_ratings(E5=4), {STARS: ("number", "4")}, []),
    "fraction": (in_ratings(E5=4.5), {STARS: ("number", "4.5")}, []),
    "percent": (in_ratings(E5=0.5), {STARS: ("number", "0.5")}, []),
    "TRUE": (in_ratings(E5=True), {STARS: ("boolean", "TRUE")}, []),
    "a date for 3/5": (in_ratings(E5=date(2026, 3, 5)), {STARS: ("date", "2026-03-05")}, []),
    "a moment": (in_ratings(E5=datetime(2026, 3, 5, 9, 30)), {STARS: ("date", "2026-03-05T09:30:00")}, []),  # noqa: DTZ001 - cells know no zone
    "a digit where a date was": (in_ratings(E5=date(1900, 1, 4)), {STARS: ("number", "4")}, []),
    "a digit where a time was": (in_ratings(E5=timedelta(days=2)), {STARS: ("number", "2")}, []),
    "a digit in a note where a date was": (in_ratings(H5=date(1900, 1, 4)), {NOTE: ("date", "1900-01-04")}, []),
    "six where a date was": (in_ratings(E5=date(1900, 1, 6)), {STARS: ("date", "1900-01-06")}, []),
    "text as it is": (in_ratings(E5=" ★★★☆☆ "), {STARS: ("text", " ★★★☆☆ ")}, []),
    "blank stars": (in_ratings(E5=None), {STARS: ("blank", None)}, []),
    "spaces only": (in_ratings(H5=" \u3000"), {NOTE: ("blank", None)}, []),
    "an error": (in_ratings(E5="#N/A"), {STARS: ("error", "#N/A")}, []),
    "a formula": (in_ratings(E5="=1+3"), {STARS: ("formula", None)}, []),
    "lines, emoji and a formula's look": (in_ratings(H5="a\nb 👩‍💻 +1"), {NOTE: ("text", "a\nb 👩‍💻 +1")}, []),
    "stars merged downwards": (on(SHEET_RATINGS, ("merge_cells", "E5:E6")), {SECOND: ("merged", None)}, []),
    "stars merged across": (on(SHEET_RATINGS, ("merge_cells", "E5:F5")), {OTHER: ("merged", None)}, []),
    "stars merged to the end": (
        on(SHEET_RATINGS, ("merge_cells", "E9:E10")),
        {("stars", "I-0006", "Tool 1", None): ("merged", None)},
        [],
    ),
    "version as a number": (in_context(B10=1.1), {VERSION: ("number", "1.1")}, []),
    "date as text": (in_context(C10="2026年5月1日"), {DAY: ("text", "2026年5月1日")}, []),
    "date blank": (in_context(C10=None), {DAY: ("blank", None)}, []),
    "evaluator blank": (in_context(B4=None), {("evaluator", None, None, None): ("blank", None)}, []),
    "context changed": (in_context(B5="small"), {("parameter", None, None, "Size"): text("small")}, []),
    # links
    "a link": (linked("H5", "https://a.example/x", "再現"), {NOTE: text("再現 <https://a.example/x>")}, []),
    "a link on a blank cell": (
        linked("I5", "https://a.example/x"),
        {("evidence", "I-0001", "Tool 1", None): text("<https://a.example/x>")},
        [],
    ),
    "a link that says itself": (
        linked("H5", "https://a.example/x/", "https://a.example/x"),
        {NOTE: text("https://a.example/x")},
        [],
    ),
    "a link that was typed": (linked("H5", "http://a.example/", "See A.example."), {NOTE: text("See A.example.")}, []),
    "a link that is escaped": (
        linked("H5", "https://a.example/%E8%A9%95", "https://a.example/評"),
        {NOTE: text("https://a.example/評")},
        [],
    ),
    "a mail address": (linked("H5", "mailto:a@b.example", "a@b.example"), {NOTE: text("a@b.example")}, []),
    "a file": (linked("H5", "file:///C:/x.pdf", "結果"), {NOTE: text("結果 <file:///C:/x.pdf>")}, []),
    "a link on stars": (linked("E5", "https://a.example", "⭐"), {STARS: text("⭐")}, []),
    # 前提パラメータ
    "tools in another order": (
        rows_of(SHEET_CONTEXT, lambda rows: [*rows[:9], rows[10], rows[9], *rows[11:]]),
        NOTHING,
        [],
    ),
    "parameters in another order": (
        rows_of(SHEET_CONTEXT, lambda rows: [*rows[:3], rows[5], rows[4], rows[3], *rows[6:]]),
        NOTHING,
        [],
    ),
    "a blank column before the labels": (inserted_column(SHEET_CONTEXT, 1), NOTHING, []),
    "a blank column before the values": (inserted_column(SHEET_CONTEXT, 2), NOTHING, []),
    "columns of tools in another order": (
        rows_of(SHEET_CONTEXT, lambda rows: [*rows[:8], *([r[0], r[1], r[3], r[2], *r[4:]] for r in rows[8:])]),
        NOTHING,
        [],
    ),
    "rows above the labels": (rows_of(SHEET_CONTEXT, lambda rows: [*BLANK_ROWS, *rows]), NOTHING, []),
    # 追加項目
    "proposals with gaps": (
        in_proposals(A9="C1", B9="安さ"),
        {
            ("proposal.category", None, None, "9"): text("C1"),
            ("proposal.name", None, None, "9"): text("安さ"),
            ("proposal.description", None, None, "9"): text(None),
            ("proposal.reason", None, None, "9"): text(None),
            ("proposal.general", None, None, "9"): text(None),
        },
        [],
    ),
    # what is not read is said
    "a column with a header": (in_ratings(M4="担当", M5="A"), NOTHING, ["extra.ignored 評価!M4"]),
    "a column without header": (in_ratings(N7="あとで"), NOTHING, ["extra.ignored 評価!N7"]),
    "two columns": (in_ratings(M4="a", O9="b"), NOTHING, ["extra.ignored 評価!M4", "extra.ignored 評価!O9"]),
    "a column of formulas": (in_ratings(M5="=LEN(H5)"), NOTHING, ["extra.ignored 評価!M5"]),
    "rows below": (
        in_ratings(A12="メモ", C13="続き", A15="別"),
        NOTHING,
        ["extra.ignored 評価!A12", "extra.ignored 評価!A15"],
    ),
    "remarks above the tables": (
        several(in_ratings(B3="要確認"), in_context(G2="田中さんへ", A7="ここまで"), in_proposals(G2="なし")),
        NOTHING,
        [
            "extra.ignored 前提パラメータ!A7",
            "extra.ignored 前提パラメータ!G2",
            "extra.ignored 評価!B3",
            "extra.ignored 追加項目!G2",
        ],
    ),
    "a total": (in_ratings(B11="合計", E11="=COUNTA(E5:E10)"), NOTHING, ["extra.ignored 評価!B11"]),
    "a remark among the ids": (in_ratings(B13="ここまで"), NOTHING, ["extra.ignored 評価!B13"]),
    "the header once more": (in_ratings(A12="カテゴリ", B12="ID", C12="項目"), NOTHING, ["extra.ignored 評価!A12"]),
    "a comment": (commented, NOTHING, ["extra.ignored 評価!E6"]),
    "beside a parameter": (in_context(G5="未定"), NOTHING, ["extra.ignored 前提パラメータ!G5"]),
    "beside a tool": (in_context(E10="?"), NOTHING, ["extra.ignored 前提パラメータ!E10"]),
    "below the tools": (in_context(A13="Tool 3", B13="1"), NOTHING, ["extra.ignored 前提パラメータ!A13"]),
    "beside the proposals": (in_proposals(G5="?"), NOTHING, ["extra.ignored 追加項目!G5"]),
    "below the proposals": (in_proposals(H20="?"), NOTHING, ["extra.ignored 追加項目!H20"]),
}
