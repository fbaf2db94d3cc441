"""What people break in a workbook's structure, with all that is said of it."""

from collections.abc import Callable

from openpyxl import Workbook

from depipe.findings import Finding
from depipe.workbook.layout import (
    SHEET_CONTEXT,
    SHEET_PROPOSALS,
    SHEET_RATINGS,
    SHEET_SCALE,
)
from support.packages import (
    in_context,
    in_proposals,
    in_ratings,
    typing,
)
from support.readings import (
    MASTER,
    found,
)

Edit = Callable[[Workbook], object]


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


def several(*edits: Edit) -> Edit:
    """Return an edit that makes several."""

    def edit(book: Workbook) -> None:
        for one in edits:
            one(book)

    return edit


R, C, P, S = SHEET_RATINGS, SHEET_CONTEXT, SHEET_PROPOSALS, SHEET_SCALE
NAME, TEXT = MASTER.items[0].name, MASTER.items[0].description
LEVEL = MASTER.scale.levels[2]

CASES: dict[str, tuple[Edit, list[Finding]]] = {
    # sheets and headers
    "ratings deleted": (removing(R), [found("sheet.missing", was=R)]),
    "context deleted": (removing(C), [found("sheet.missing", was=C)]),
    "proposals deleted": (removing(P), [found("sheet.missing", was=P)]),
    "header of the ratings deleted": (
        deleting(R, row=4),
        [found("header.missing", R, was="カテゴリ | ID | 項目 | 評価内容")],
    ),
    "header of the tools deleted": (
        deleting(C, row=9),
        [found("header.missing", C, was="ツール | バージョン | 検証日")],
    ),
    "header of the proposals deleted": (
        deleting(P, row=4),
        [found("header.missing", P, was="カテゴリ | 項目 | 評価内容 | 理由 | 他ツールでも該当")],
    ),
    "versions deleted": (deleting(C, column=2), [found("header.missing", C, was="バージョン")]),
    "ids deleted": (deleting(R, column=2), [found("header.missing", R, was="ID")]),
    "a parameter deleted": (deleting(C, row=5), [found("header.missing", C, was="Size")]),
    "evaluator deleted": (deleting(C, row=4), [found("header.missing", C, was="評価者")]),
    "a column of proposals deleted": (deleting(P, column=4), [found("header.missing", P, was="理由")]),
    # tools
    "stars and their header typed over": (
        in_ratings(E4="Temporal Cloud"),
        [found("tool.missing", f"{R}!E4", tool="Tool 1", shown="Temporal Cloud")],
    ),
    "header of stars blank": (in_ratings(F4=None), [found("tool.missing", f"{R}!F4", tool="Tool 2", shown="")]),
    "stars deleted": (deleting(R, column=6), [found("tool.missing", R, tool="Tool 2")]),
    "stars and notes deleted": (
        several(*[deleting(R, column=column) for column in (12, 11, 10, 6)]),
        [found("tool.missing", R, tool="Tool 2")],
    ),
    "both tools typed over": (
        in_ratings(E4="A", F4="B"),
        [
            found("tool.missing", f"{R}!E4", tool="Tool 1", shown="A"),
            found("tool.missing", f"{R}!F4", tool="Tool 2", shown="B"),
        ],
    ),
    "second tool named like the first": (
        in_ratings(F4="Tool 1"),
        [found("tool.duplicate", f"{R}!F4", tool="Tool 1", shown="Tool 1", was="Tool 2")],
    ),
    "first tool named like the second": (
        in_ratings(E4="Tool 2"),
        [found("tool.duplicate", f"{R}!E4", tool="Tool 2", shown="Tool 2", was="Tool 1")],
    ),
    "a tool once more": (
        in_ratings(M4="Tool 1", M5="⭐"),
        [found("tool.duplicate", f"{R}!M4", tool="Tool 1", shown="Tool 1")],
    ),
    "row of a tool deleted": (deleting(C, row=11), [found("tool.missing", C, tool="Tool 2")]),
    "row of a tool typed over": (
        in_context(A11="Temporal"),
        [found("tool.missing", f"{C}!A11", tool="Tool 2", shown="Temporal")],
    ),
    "row of a tool named like another": (
        in_context(A11="Tool 1"),
        [found("tool.duplicate", f"{C}!A11", tool="Tool 1", was="Tool 2")],
    ),
    "row of a tool once more": (
        in_context(A12="Tool 1", B12="3"),
        [found("tool.duplicate", f"{C}!A12", tool="Tool 1")],
    ),
    # notes
    "notes deleted": (deleting(R, column=8), [found("notes.missing", R, tool="Tool 1", was="Tool 1 Repro")]),
    "header of notes typed over": (
        in_ratings(H4="手順"),
        [found("notes.missing", f"{R}!H4", tool="Tool 1", shown="手順", was="Tool 1 Repro")],
    ),
    "header of notes like another": (
        in_ratings(H4="Tool 1 Doc"),
        [found("notes.missing", f"{R}!H4", tool="Tool 1", shown="Tool 1 Doc", was="Tool 1 Repro")],
    ),
    "header of notes blank": (
        in_ratings(L4=None),
        [found("notes.missing", f"{R}!L4", tool="Tool 2", shown="", was="Tool 2 Evidence")],
    ),
    # items
    "a row deleted": (deleting(R, row=7), [found("item.missing", R, item="I-0003")]),
    "the last row deleted": (deleting(R, row=10), [found("item.missing", R, item="I-0006")]),
    "an id deleted": (in_ratings(B7=None), [found("item.missing", f"{R}!B7", item="I-0003")]),
    "an id typed over with another": (
        in_ratings(B7="I-0001"),
        [found("item.duplicate", f"{R}!B7", item="I-0001", shown="I-0001", was="I-0003")],
    ),
    "an id above typed over with one below": (
        in_ratings(B5="I-0003"),
        [found("item.duplicate", f"{R}!B5", item="I-0003", shown="I-0003", was="I-0001")],
    ),
    "a row copied below": (
        copying(R, 7, 11),
        [found("item.duplicate", f"{R}!B11", item="I-0003", shown="I-0003")],
    ),
    "a row copied over the next": (
        copying(R, 7, 8),
        [found("item.duplicate", f"{R}!B8", item="I-0003", shown="I-0003", was="I-0004")],
    ),
    "a row copied over the one before": (
        copying(R, 8, 7),
        [found("item.duplicate", f"{R}!B7", item="I-0004", shown="I-0004", was="I-0003")],
    ),
    "two rows copied over others": (
        several(copying(R, 5, 7), copying(R, 6, 8)),
        [
            found("item.duplicate", f"{R}!B7", item="I-0001", shown="I-0001", was="I-0003"),
            found("item.duplicate", f"{R}!B8", item="I-0002", shown="I-0002", was="I-0004"),
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
        [found("item.unknown", f"{R}!B7", item="I-0003", shown="XX-99", was="I-0003")],
    ),
    "an id typed over": (
        in_ratings(B7="XX-99"),
        [found("item.unknown", f"{R}!B7", item="I-0003", shown="XX-99", was="I-0003")],
    ),
    "a new item": (
        in_ratings(A11="C0", B11="EX-99", C11="新しい", E11="⭐"),
        [found("item.unknown", f"{R}!B11", shown="EX-99")],
    ),
    "a new item by its id alone": (in_ratings(B11="EX-99"), [found("item.unknown", f"{R}!B11", shown="EX-99")]),
    "a new item without id": (
        in_ratings(C11="新しい", E11="⭐"),
        [found("item.unknown", f"{R}!B11", shown="新しい")],
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
    "a level typed over": (
        typing(S, C7="何でも"),
        [found("locked.edited", f"{S}!C7", was=LEVEL.definition, shown="何でも")],
    ),
}
