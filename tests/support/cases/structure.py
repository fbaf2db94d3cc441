"""What people break in a workbook's structure, with all that is said of it."""

from openpyxl import Workbook

from depipe.findings import Finding, listed
from depipe.workbook.layout import (
    SHEET_CONTEXT,
    SHEET_PROPOSALS,
    SHEET_RATINGS,
    SHEET_SCALE,
    SHEET_START,
    SHEET_SUMMARY,
    rating_headers,
)
from support.packages import (
    Edit,
    in_context,
    in_proposals,
    in_ratings,
    several,
    typing,
)
from support.readings import (
    MASTER,
    TOOLS,
    found,
)


def deleting(sheet: str, *, row: int | None = None, column: int | None = None) -> Edit:
    """Return an edit that deletes a row or a column (from 1), and the merged ranges that openpyxl would keep."""

    def edit(book: Workbook) -> None:
        for merged in list(book[sheet].merged_cells.ranges):
            book[sheet].unmerge_cells(str(merged))
        if row is not None:
            book[sheet].delete_rows(row)
        if column is not None:
            book[sheet].delete_cols(column)

    return edit


def removing(name: str) -> Edit:
    """Return an edit that deletes a sheet."""

    def edit(book: Workbook) -> None:
        del book[name]

    return edit


def copying(sheet: str, source: int, target: int) -> Edit:
    """Return an edit that copies a row over another one."""

    def edit(book: Workbook) -> None:
        for column in range(1, 13):
            book[sheet].cell(target, column).value = book[sheet].cell(source, column).value

    return edit


def filled_copy(*, emptied: bool) -> Edit:
    """Return an edit that copies 評価 and answers differently in the copy; the original may lose all its answers."""

    def edit(book: Workbook) -> None:
        copy = book.copy_worksheet(book[SHEET_RATINGS])
        copy.title = f"{SHEET_RATINGS} (2)"
        copy["E6"] = "⭐⭐⭐⭐⭐"
        for row in range(5, 11) if emptied else ():
            for column in range(5, 13):
                book[SHEET_RATINGS].cell(row, column).value = "-" if column < 7 else None

    return edit


def copied(book: Workbook, sheet: str) -> None:
    """Copy a sheet under the name that openpyxl gives it."""
    book.copy_worksheet(book[sheet])


def moved_down(column: str, first: int) -> Edit:
    """Return an edit that inserts a cell into a column of 評価, so that what is below moves down; stars begin anew."""

    def edit(book: Workbook) -> None:
        sheet = book[SHEET_RATINGS]
        for row in range(12, first, -1):
            sheet[f"{column}{row}"] = sheet[f"{column}{row - 1}"].value
        sheet[f"{column}{first}"] = "-" if column in "EF" else None

    return edit


def swapped(sheet: str, first: int, second: int) -> Edit:
    """Return an edit that lets two columns change places."""

    def edit(book: Workbook) -> None:
        for row in range(1, book[sheet].max_row + 1):
            one, two = book[sheet].cell(row, first), book[sheet].cell(row, second)
            one.value, two.value = two.value, one.value

    return edit


R, C, P, S = SHEET_RATINGS, SHEET_CONTEXT, SHEET_PROPOSALS, SHEET_SCALE
NAME, TEXT = MASTER.items[0].name, MASTER.items[0].description
LEVEL = MASTER.scale.levels[2]
GATES_RULE = MASTER.fail_close.rule
LEGEND = "⭐ 段階1\u3000⭐⭐ 段階2\u3000⭐⭐⭐ 段階3\n⭐⭐⭐⭐ 段階4\u3000⭐⭐⭐⭐⭐ 段階5"

CASES: dict[str, tuple[Edit, list[Finding]]] = {
    # sheets and headers
    "ratings deleted": (removing(R), [found("sheet.missing", was=R)]),
    "context deleted": (removing(C), [found("sheet.missing", was=C)]),
    "proposals deleted": (removing(P), [found("sheet.missing", was=P, raised="warning", case="proposals")]),
    "a copy filled in, too": (
        filled_copy(emptied=False),
        [found("sheet.duplicate", "評価 (2)!E6", shown="評価 (2)", was=R)],
    ),
    "only a copy filled in": (
        filled_copy(emptied=True),
        [found("sheet.duplicate", "評価 (2)!E5", shown="評価 (2)", was=R, case="empty", raised="error")],
    ),
    "a copy of the versions filled in": (
        several(lambda book: copied(book, C), typing(f"{C} Copy", B10="9.9")),
        [found("sheet.duplicate", f"{C} Copy!B10", shown=f"{C} Copy", was=C)],
    ),
    "a copy of the proposals filled in": (
        several(lambda book: copied(book, P), typing(f"{P} Copy", B6="安さ")),
        [found("sheet.duplicate", f"{P} Copy!B6", shown=f"{P} Copy", was=P)],
    ),
    "header of the ratings deleted": (
        deleting(R, row=4),
        [found("header.missing", R, was=listed(rating_headers(TOOLS)), case="row")],
    ),
    "header of the tools deleted": (
        deleting(C, row=9),
        [found("header.missing", C, was="ツール | バージョン | 検証日 | Toy", case="row")],
    ),
    "header of the proposals deleted": (
        deleting(P, row=4),
        [found("header.missing", P, was="カテゴリ | 項目 | 評価内容 | 理由 | 他ツールでも該当", case="row")],
    ),
    "versions deleted": (deleting(C, column=2), [found("header.missing", C, was="バージョン")]),
    "ids deleted": (deleting(R, column=2), [found("header.missing", R, was="ID")]),
    "a parameter deleted": (deleting(C, row=5), [found("header.missing", C, was="Size")]),
    "evaluator deleted": (deleting(C, row=4), [found("header.missing", C, was="評価者")]),
    "a column of proposals deleted": (deleting(P, column=4), [found("header.missing", P, was="理由")]),
    # tools
    "stars and their header typed over": (
        in_ratings(E4="Temporal Cloud"),
        [found("tool.missing", f"{R}!E4", tool="Tool 1", shown="Temporal Cloud", case="overtyped")],
    ),
    "header of stars blank": (
        in_ratings(F4=None),
        [found("tool.missing", f"{R}!F4", tool="Tool 2", shown="", case="overtyped")],
    ),
    "stars deleted": (deleting(R, column=6), [found("tool.missing", R, tool="Tool 2")]),
    "stars and notes deleted": (
        several(*[deleting(R, column=column) for column in (12, 11, 10, 6)]),
        [found("tool.missing", R, tool="Tool 2")],
    ),
    "both tools typed over": (
        in_ratings(E4="A", F4="B"),
        [
            found("tool.missing", f"{R}!E4", tool="Tool 1", shown="A", case="overtyped"),
            found("tool.missing", f"{R}!F4", tool="Tool 2", shown="B", case="overtyped"),
        ],
    ),
    "second tool named like the first": (
        in_ratings(F4="Tool 1"),
        [found("tool.duplicate", f"{R}!F4", tool="Tool 1", shown="Tool 1", was="Tool 2", case="overtyped")],
    ),
    "first tool named like the second": (
        in_ratings(E4="Tool 2"),
        [found("tool.duplicate", f"{R}!E4", tool="Tool 2", shown="Tool 2", was="Tool 1", case="overtyped")],
    ),
    "a tool once more": (
        in_ratings(M4="Tool 1", M5="⭐"),
        [found("tool.duplicate", f"{R}!M4", tool="Tool 1", shown="Tool 1")],
    ),
    "row of a tool deleted": (deleting(C, row=11), [found("tool.missing", C, tool="Tool 2")]),
    "row of a tool typed over": (
        in_context(A11="Temporal"),
        [found("tool.missing", f"{C}!A11", tool="Tool 2", shown="Temporal", case="overtyped")],
    ),
    "row of a tool named like another": (
        in_context(A11="Tool 1"),
        [found("tool.duplicate", f"{C}!A11", tool="Tool 1", was="Tool 2", case="overtyped")],
    ),
    "row of the first tool named like the second": (
        in_context(A10="Tool 2"),
        [found("tool.duplicate", f"{C}!A10", tool="Tool 2", was="Tool 1", case="overtyped")],
    ),
    "row of a tool once more": (
        in_context(A12="Tool 1", B12="3"),
        [found("tool.duplicate", f"{C}!A12", tool="Tool 1")],
    ),
    # notes
    "notes deleted": (deleting(R, column=8), [found("notes.missing", R, tool="Tool 1", was="Tool 1 Repro")]),
    "header of notes typed over": (
        in_ratings(H4="手順"),
        [found("notes.missing", f"{R}!H4", tool="Tool 1", shown="手順", was="Tool 1 Repro", case="overtyped")],
    ),
    "header of notes like another": (
        in_ratings(H4="Tool 1 Doc"),
        [found("notes.duplicate", f"{R}!H4", tool="Tool 1", shown="Tool 1 Doc", was="Tool 1 Repro", case="overtyped")],
    ),
    "a note's column twice": (
        in_ratings(M4="Tool 1 Doc", M5="x"),
        [found("notes.duplicate", f"{R}!M4", tool="Tool 1", shown="Tool 1 Doc")],
    ),
    "header of notes like another tool's": (
        in_ratings(G4="Tool 2 Doc"),
        [
            found(
                "notes.duplicate",
                f"{R}!G4",
                tool="Tool 1",
                shown="Tool 2 Doc",
                was="Tool 1 Doc",
                case="overtyped",
            )
        ],
    ),
    "all headers of notes like another tool's": (
        in_ratings(G4="Tool 2 Doc", H4="Tool 2 Repro", I4="Tool 2 Evidence"),
        [
            found(
                "notes.duplicate",
                f"{R}!{cell}",
                tool="Tool 1",
                shown=f"Tool 2 {name}",
                was=f"Tool 1 {name}",
                case="overtyped",
            )
            for cell, name in (("G4", "Doc"), ("H4", "Repro"), ("I4", "Evidence"))
        ],
    ),
    "header of notes like another after columns were moved": (
        several(swapped(R, 8, 12), in_ratings(G4="Tool 2 Doc")),
        [
            found("notes.duplicate", f"{R}!{cell}", tool=tool, shown="Tool 2 Doc", was="Tool 1 Doc", case="unclear")
            for cell, tool in (("G4", "Tool 1"), ("J4", "Tool 2"))
        ],
    ),
    "header of notes like a tool": (
        in_ratings(H4="Tool 2"),
        [found("locked.edited", f"{R}!H4", shown="Tool 2", was="Tool 1 Repro")],
    ),
    "a note's column copied beside it": (
        several(in_ratings(M4="Tool 1 Doc", M7="別の記録"), swapped(R, 10, 8), swapped(R, 8, 13)),
        [
            found("notes.duplicate", f"{R}!{cell}", tool="Tool 1", shown="Tool 1 Doc", case="unclear")
            for cell in ("G4", "H4")
        ],
    ),
    "header of notes blank": (
        in_ratings(L4=None),
        [found("notes.missing", f"{R}!L4", tool="Tool 2", shown="", was="Tool 2 Evidence", case="overtyped")],
    ),
    "headers of notes merged": (
        lambda book: book[R].merge_cells("G4:I4"),
        [
            found("notes.missing", f"{R}!{cell}", tool="Tool 1", shown="Tool 1 Doc", was=was, case="overtyped")
            for cell, was in (("H4", "Tool 1 Repro"), ("I4", "Tool 1 Evidence"))
        ],
    ),
    "a tool and its notes named like another": (
        in_ratings(E4="Inngest", G4="Inngest Doc", H4="Inngest Repro", I4="Inngest Evidence"),
        [
            found("tool.missing", f"{R}!E4", tool="Tool 1", shown="Inngest", case="overtyped"),
            *(
                found(
                    "notes.missing",
                    f"{R}!{cell}",
                    tool="Tool 1",
                    shown=f"Inngest {name}",
                    was=f"Tool 1 {name}",
                    case="overtyped",
                )
                for cell, name in (("G4", "Doc"), ("H4", "Repro"), ("I4", "Evidence"))
            ),
        ],
    ),
    # items
    "a row deleted": (deleting(R, row=7), [found("item.missing", R, item="I-0003")]),
    "the last row deleted": (deleting(R, row=10), [found("item.missing", R, item="I-0006")]),
    "an id deleted": (in_ratings(B7=None), [found("item.missing", f"{R}!B7", item="I-0003", case="id")]),
    "an id typed over with another": (
        in_ratings(B7="I-0001"),
        [found("item.duplicate", f"{R}!B7", item="I-0001", shown="I-0001", was="I-0003", case="overtyped")],
    ),
    "an id above typed over with one below": (
        in_ratings(B5="I-0003"),
        [found("item.duplicate", f"{R}!B5", item="I-0003", shown="I-0003", was="I-0001", case="overtyped")],
    ),
    "a row copied below": (
        copying(R, 7, 11),
        [found("item.duplicate", f"{R}!B11", item="I-0003", shown="I-0003")],
    ),
    "a row copied over the next": (
        copying(R, 7, 8),
        [found("item.duplicate", f"{R}!B8", item="I-0003", shown="I-0003", was="I-0004", case="overwritten")],
    ),
    "a row copied over the one before": (
        copying(R, 8, 7),
        [found("item.duplicate", f"{R}!B7", item="I-0004", shown="I-0004", was="I-0003", case="overwritten")],
    ),
    "two rows copied over others": (
        several(copying(R, 5, 7), copying(R, 6, 8)),
        [
            found("item.duplicate", f"{R}!B7", item="I-0001", shown="I-0001", was="I-0003", case="overwritten"),
            found("item.duplicate", f"{R}!B8", item="I-0002", shown="I-0002", was="I-0004", case="overwritten"),
        ],
    ),
    "a row copied and another deleted": (
        several(copying(R, 5, 11), deleting(R, row=8)),
        [
            found("item.duplicate", f"{R}!B10", item="I-0001", shown="I-0001"),
            found("item.missing", R, item="I-0004"),
        ],
    ),
    "a whole row typed over": (
        in_ratings(A7="C9", B7="XX-99", C7="別", D7="別の内容"),
        [found("item.unknown", f"{R}!B7", item="I-0003", shown="XX-99", was="I-0003", case="overwritten")],
    ),
    "an id typed over": (
        in_ratings(B7="XX-99"),
        [found("item.unknown", f"{R}!B7", item="I-0003", shown="XX-99", was="I-0003", case="overtyped")],
    ),
    "a new item": (
        in_ratings(A11="C0", B11="EX-99", C11="新しい", E11="⭐"),
        [found("item.unknown", f"{R}!B11", shown="EX-99")],
    ),
    "a new item by its id alone": (in_ratings(B11="EX-99"), [found("item.unknown", f"{R}!B11", shown="EX-99")]),
    "a new item without id": (
        in_ratings(C11="新しい", E11="⭐"),
        [found("item.unknown", f"{R}!C11", shown="新しい")],
    ),
    "a subtotal": (
        in_ratings(C11="小計", E11=3.2),
        [found("item.unknown", f"{R}!C11", shown="小計")],
    ),
    "a row without id and texts": (
        in_ratings(A7=None, B7=None, C7=None, D7=None),
        [
            found("item.missing", R, item="I-0003"),
            found("answer.misplaced", f"{R}!E7", tool="Tool 1", shown="⭐⭐⭐"),
        ],
    ),
    # answers that went astray
    "stars moved down by a cell": (
        moved_down("E", 6),
        [found("answer.misplaced", f"{R}!E11", tool="Tool 1", shown="⭐")],
    ),
    "notes moved down by a cell": (
        moved_down("L", 5),
        [found("answer.misplaced", f"{R}!L11", tool="Tool 2", shown="記録 5")],
    ),
    "an unverified one moved down": (
        in_ratings(E11="-"),
        [found("answer.misplaced", f"{R}!E11", tool="Tool 1", shown="-")],
    ),
    "two moved down by two cells": (
        several(moved_down("F", 5), moved_down("F", 5)),
        [
            found("answer.misplaced", f"{R}!F11", tool="Tool 2", shown="⭐"),
            found("answer.misplaced", f"{R}!F12", tool="Tool 2", shown="-"),
        ],
    ),
    "stars far below": (
        in_ratings(E20=4, M20="メモ"),
        [
            found("answer.misplaced", f"{R}!E20", tool="Tool 1", shown="4"),
            found("extra.ignored", f"{R}!M20", shown="メモ"),
        ],
    ),
    # locked texts
    "a name typed over": (
        in_ratings(C5="別の名"),
        [found("locked.edited", f"{R}!C5", item="I-0001", was=NAME, shown="別の名")],
    ),
    "a description deleted": (
        in_ratings(D5=None),
        [found("locked.edited", f"{R}!D5", item="I-0001", was=TEXT, shown="")],
    ),
    "a category typed over": (
        in_ratings(A6="ZZ"),
        [found("locked.edited", f"{R}!A6", item="I-0002", was=MASTER.items[1].category, shown="ZZ")],
    ),
    "header of the ids typed over": (
        in_ratings(B4="番号"),
        [found("locked.edited", f"{R}!B4", was="ID", shown="番号")],
    ),
    "header of the categories like the ids'": (
        in_ratings(A4="ID"),
        [found("locked.edited", f"{R}!A4", shown="ID", was="カテゴリ")],
    ),
    "header of the names like the descriptions'": (
        in_ratings(C4="評価内容"),
        [found("locked.edited", f"{R}!C4", shown="評価内容", was="項目")],
    ),
    "a row typed again by its id alone": (
        in_ratings(A7=None, C7=None, D7=" "),
        [found("locked.edited", f"{R}!C7", item="I-0003", was=MASTER.items[2].name, shown="")],
    ),
    "header of the names typed over": (
        in_ratings(C4="名前"),
        [found("locked.edited", f"{R}!C4", was="項目", shown="名前")],
    ),
    "descriptions deleted": (deleting(R, column=4), [found("locked.edited", R, was="評価内容", shown="")]),
    "an attribute typed over": (
        in_context(D10="yes"),
        [found("locked.edited", f"{C}!D10", tool="Tool 1", was="no", shown="yes")],
    ),
    "header of an attribute typed over": (
        in_context(D9="玩具"),
        [found("locked.edited", f"{C}!D9", was="Toy", shown="玩具")],
    ),
    "header of versions typed over": (
        in_context(B9="版"),
        [found("locked.edited", f"{C}!B9", was="バージョン", shown="版")],
    ),
    "a label typed over": (in_context(A5="規模"), [found("locked.edited", f"{C}!A5", was="Size", shown="規模")]),
    "a header of proposals typed over": (
        in_proposals(D4="根拠"),
        [found("locked.edited", f"{P}!D4", was="理由", shown="根拠")],
    ),
    "an item's own level typed over": (
        typing(S, B20="何でも"),
        [found("locked.edited", f"{S}!B20", item="I-0006", was="三", shown="何でも")],
    ),
    "a level typed over": (
        typing(S, C7="何でも"),
        [found("locked.edited", f"{S}!C7", was=LEVEL.definition, shown="何でも")],
    ),
    "a gate's reason typed over": (
        typing(S, D14="念のため"),
        [found("locked.edited", f"{S}!D14", was="I-0001 は必須", shown="念のため")],
    ),
    "a boundary deleted": (
        typing(S, C25=None),
        [found("locked.edited", f"{S}!C25", was="別", shown="")],
    ),
    "the rule of gates typed over": (
        typing(S, A12="必須項目は目安です。"),
        [found("locked.edited", f"{S}!A12", was=GATES_RULE, shown="必須項目は目安です。")],
    ),
    "a step typed over": (
        typing(SHEET_START, C11="評価（任意）"),
        [found("locked.edited", f"{SHEET_START}!C11", was="評価", shown="評価（任意）")],
    ),
    "whose workbook it is typed over": (
        typing(SHEET_START, D4="Evaluator B"),
        [found("locked.edited", f"{SHEET_START}!D4", was="Evaluator A", shown="Evaluator B")],
    ),
    "the instructions cleared": (
        lambda book: book[SHEET_START].delete_rows(1, 40),
        [found("locked.edited", SHEET_START, was=MASTER.title, shown="")],
    ),
    "a label of the summary typed over": (
        typing(SHEET_SUMMARY, A7="未回答"),
        [found("locked.edited", f"{SHEET_SUMMARY}!A7", was="未検証", shown="未回答")],
    ),
    "the legend typed over": (
        in_ratings(A2="⭐ 良い"),
        [found("locked.edited", f"{R}!A2", was=LEGEND, shown="⭐ 良い")],
    ),
    "a caption over the tools typed over": (
        in_context(B8="任意"),
        [found("locked.edited", f"{C}!B8", was="（必須）評価したツールだけ", shown="任意")],
    ),
    "a parameter's meaning typed over": (
        in_context(C5="色"),
        [found("locked.edited", f"{C}!C5", was="規模", shown="色")],
    ),
    "the title of proposals typed over": (
        in_proposals(A1="要望"),
        [found("locked.edited", f"{P}!A1", was=P, shown="要望")],
    ),
}
