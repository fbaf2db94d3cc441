"""Workbooks whose structure is broken: each cause gives its one finding, at the returned file's own cell."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import Workbook

from depipe.findings import Finding
from depipe.workbook.issue import new_issuance
from depipe.workbook.layout import (
    SHEET_CONTEXT,
    SHEET_IDENTITY,
    SHEET_PROPOSALS,
    SHEET_RATINGS,
    SHEET_SCALE,
)
from depipe.workbook.read import read
from depipe.workbook.write import write_workbook
from support.packages import (
    RATINGS,
    edited,
    in_context,
    in_proposals,
    in_ratings,
    patched,
    replacing,
    typing,
    with_cell,
)
from support.readings import (
    ISSUANCE,
    MASTER,
    answers,
    differences,
    excel,
    openpyxl,
    read_back,
)

Edit = Callable[[Workbook], object]


def found(
    code: str,
    place: str = "",
    *,
    item: str | None = None,
    tool: str | None = None,
    was: str | None = None,
    shown: str | None = None,
) -> Finding:
    """Return a finding; *place* is `sheet!cell`, `sheet` or nothing, *shown* what stands there, *was* what should."""
    sheet, _, cell = place.partition("!")
    return Finding(
        code=code, sheet=sheet or None, cell=cell or None, item_id=item, tool=tool, found=shown, expected=was
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


@pytest.mark.parametrize(("edit", "expected"), CASES.values(), ids=CASES)
def test_broken_structure__error(edit: Edit, expected: list[Finding]) -> None:
    """One cause gives its one finding, and nothing besides."""
    assert read_back(edited(openpyxl(), edit)).findings == expected


# Who the workbook says it is


def saying(sheet: str | None = None, properties: str | None = None, ratings: str | None = None) -> bytes:
    """Return the workbook with other identities in its three places (None: as it is, empty: gone)."""

    def edit(book: Workbook) -> None:
        if sheet is not None:
            book[SHEET_IDENTITY]["A1"] = sheet or None
        if ratings is not None:
            book[SHEET_RATINGS]["A1"] = ratings or None

    data = edited(openpyxl(), edit)
    if properties is None:
        return data
    quoted = properties.replace('"', "&quot;")
    text = f'<property name="depipe-1"><lpwstr>{quoted}</lpwstr></property>' if properties else ""
    return patched(data, {"docProps/custom.xml": f"<Properties>{text}</Properties>"})


THIS = replace(ISSUANCE.identity)
OTHER = replace(THIS, workbook_id="w-2")
NEWER = OTHER.encode().replace('"layout":1', '"layout":2')

IDENTITIES: dict[str, tuple[Callable[[], bytes], list[Finding], str | None]] = {
    "all there": (saying, [], "w-1"),
    "no hidden sheet": (
        lambda: edited(openpyxl(), removing(SHEET_IDENTITY)),
        [found("identity.partial", shown="_depipe")],
        "w-1",
    ),
    "no cell on it": (lambda: saying(sheet=""), [found("identity.partial", shown="_depipe")], "w-1"),
    "no properties": (lambda: saying(properties=""), [found("identity.partial", shown="docProps")], "w-1"),
    "no plain cell": (lambda: saying(ratings=""), [found("identity.partial", shown="評価")], "w-1"),
    "the hidden sheet alone": (
        lambda: saying(properties="", ratings=""),
        [found("identity.partial", shown="docProps, 評価")],
        "w-1",
    ),
    "the properties alone": (
        lambda: saying(sheet="", ratings=""),
        [found("identity.partial", shown="_depipe, 評価")],
        "w-1",
    ),
    "the plain cell alone": (
        lambda: saying(sheet="", properties=""),
        [found("identity.partial", shown="_depipe, docProps")],
        "w-1",
    ),
    "a damaged one": (lambda: saying(sheet="depipe:{"), [found("identity.partial", shown="_depipe")], "w-1"),
    "of a newer layout, once": (lambda: saying(sheet=NEWER), [found("identity.partial", shown="_depipe")], "w-1"),
    "the plain cell of another": (
        lambda: saying(ratings=OTHER.encode()),
        [found("identity.conflict", shown="評価: workbook_id w-2", was="workbook_id w-1")],
        "w-1",
    ),
    "the hidden sheet of another": (
        lambda: saying(sheet=OTHER.encode()),
        [found("identity.conflict", shown="_depipe: workbook_id w-2", was="workbook_id w-1")],
        "w-1",
    ),
    "all of different ones": (
        lambda: saying(sheet=OTHER.encode(), ratings=replace(THIS, workbook_id="w-3").encode()),
        [
            found("identity.conflict", shown="docProps: workbook_id w-1", was="workbook_id w-2"),
            found("identity.conflict", shown="評価: workbook_id w-3", was="workbook_id w-2"),
        ],
        "w-2",
    ),
    "none": (lambda: saying("", "", ""), [found("file.not-depipe")], None),
    "none that can be read": (lambda: saying("depipe:", "depipe:{}", "depipe:[]"), [found("file.not-depipe")], None),
    "of a newer layout": (lambda: saying(NEWER, "", ""), [found("layout.unsupported", shown="2")], None),
}


@pytest.mark.parametrize(("make", "expected", "workbook_id"), IDENTITIES.values(), ids=IDENTITIES)
def test_who_it_says_it_is(make: Callable[[], bytes], expected: list[Finding], workbook_id: str | None) -> None:
    """One of the three places is enough; what is gone or differs is said."""
    returned = read_back(make())

    assert (returned.findings, returned.identity and returned.identity.workbook_id) == (expected, workbook_id)


def test_a_master_that_nobody_knows__error() -> None:
    """A workbook of a master that is not expected is not read, and the finding names the master."""
    returned = read("x.xlsx", excel(), {})

    assert returned.findings == [found("master.unknown", shown="synthetic 1.0.0")]
    assert (len(returned.cells), returned.identity) == (0, ISSUANCE.identity)


UNSOUND = {
    "workbook_id": 1,
    "master_digest": ["x"],
    "tools": "Tool 1",
    "tools ": [],
    "tools  ": ["a", "a"],
    "tools   ": [1],
    "evaluator": 3,
    "language": "fr",
    "mode": "x",
    "context": {"Size": 1},
    "context ": "large",
    "attributes": [],
    "attributes ": {"Tool 1": "x"},
    "issued_on": "yesterday",
    "unknown": 1,
}


@pytest.mark.parametrize("field", UNSOUND)
def test_identities_of_another_shape__error(field: str) -> None:
    """An identity whose fields are not what they should be is none."""
    plain = json.loads(THIS.encode().removeprefix("depipe:")) | {field.strip(): UNSOUND[field]}
    text = "depipe:" + json.dumps(plain)

    assert read_back(saying(text, text, text)).findings == [found("file.not-depipe")]


# Answers of a broken workbook


def test_answers_under_an_overtyped_id_are_read() -> None:
    """A row whose id was typed over is read as the item that its texts name."""
    returned = read_back(edited(openpyxl(), in_ratings(B7="I-0001")))

    assert differences(returned) == {}


def test_answers_beside_an_edited_text_are_read() -> None:
    """An edited locked cell changes no answer."""
    returned = read_back(edited(openpyxl(), in_ratings(C5="x", D6="y", A7="z")))

    assert differences(returned) == {}
    assert [finding.code for finding in returned.findings] == ["locked.edited"] * 3


def test_a_range_of_verification_is_read_in_a_prefilled_workbook() -> None:
    """A prefilled workbook has a further column, and its cells are read; without it that is said."""
    issuance = new_issuance(MASTER, issued_on=date(2026, 4, 1), workbook_id="w-9", mode="prefill")
    data = write_workbook(MASTER, issuance)
    scopes = {key: content for key, content in answers(read_back(data)).items() if key[0] == "scope"}
    without = read_back(edited(data, deleting(SHEET_CONTEXT, column=5)))

    assert scopes == {("scope", None, tool, None): ("text", "変更した項目だけ") for tool in ("Tool 1", "Tool 2")}
    assert without.findings == [found("header.missing", C, was="再検証の範囲")]


# Pictures

DRAWING = '<xdr:wsDr xmlns:xdr="urn:xdr" xmlns:a="urn:a">{}</xdr:wsDr>'
ANCHOR = "<xdr:{0}><xdr:from><xdr:col>{1}</xdr:col><xdr:row>{2}</xdr:row></xdr:from>{3}</xdr:{0}>"
PICTURE = "<xdr:to><xdr:col>99</xdr:col><xdr:row>99</xdr:row></xdr:to><xdr:pic><a:blip/></xdr:pic>"
BOX = "<xdr:sp><xdr:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"


def drawn(*anchors: str) -> bytes:
    """Return the workbook with a drawing over 評価."""
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return patched(
        excel(),
        {
            RATINGS: replacing("</worksheet>", f'<drawing r:id="rId7" xmlns:r="{rels}"/></worksheet>'),
            "xl/worksheets/_rels/sheet3.xml.rels": f'<Relationships><Relationship Id="rId7" Type="{rels}/drawing" '
            'Target="../drawings/drawing1.xml"/></Relationships>',
            "xl/drawings/drawing1.xml": DRAWING.format("".join(anchors)),
        },
    )


PICTURES: dict[str, tuple[Callable[[], bytes], list[Finding]]] = {
    "over an answer": (
        lambda: drawn(ANCHOR.format("twoCellAnchor", 8, 5, PICTURE)),
        [found("evidence.image", f"{R}!I6", item="I-0002", tool="Tool 1")],
    ),
    "over one cell": (
        lambda: drawn(ANCHOR.format("oneCellAnchor", 4, 4, PICTURE)),
        [found("evidence.image", f"{R}!E5", item="I-0001", tool="Tool 1")],
    ),
    "beside everything": (
        lambda: drawn(ANCHOR.format("twoCellAnchor", 30, 40, PICTURE)),
        [found("evidence.image", f"{R}!AE41")],
    ),
    "two on one cell": (
        lambda: drawn(*[ANCHOR.format("twoCellAnchor", 8, 5, PICTURE)] * 2),
        [found("evidence.image", f"{R}!I6", item="I-0002", tool="Tool 1")],
    ),
    "a text box": (
        lambda: drawn(ANCHOR.format("twoCellAnchor", 8, 5, BOX.format("見て"))),
        [found("extra.ignored", f"{R}!I6")],
    ),
    "an arrow": (lambda: drawn(ANCHOR.format("twoCellAnchor", 8, 5, BOX.format(""))), []),
    "in a cell, as Excel keeps it": (
        lambda: patched(excel(), {RATINGS: with_cell("I5", ' t="e" vm="1"', "<v>#VALUE!</v>")}),
        [found("evidence.image", f"{R}!I5", item="I-0001", tool="Tool 1")],
    ),
    "in a cell, as WPS keeps it": (
        lambda: patched(
            excel(), {RATINGS: with_cell("I5", ' t="str"', '<f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v>')}
        ),
        [found("evidence.image", f"{R}!I5", item="I-0001", tool="Tool 1")],
    ),
    "in a cell, by its address": (
        lambda: patched(
            excel(), {RATINGS: with_cell("I5", ' t="e"', '<f>_xlfn.IMAGE("https://a.example/p.png")</f><v>#NAME?</v>')}
        ),
        [found("evidence.image", f"{R}!I5", item="I-0001", tool="Tool 1")],
    ),
}


@pytest.mark.parametrize(("make", "expected"), PICTURES.values(), ids=PICTURES)
def test_pictures_and_boxes(make: Callable[[], bytes], expected: list[Finding]) -> None:
    """A picture in or over a cell is said with its item and tool, a text box as something extra; no answer changes."""
    returned = read_back(make())

    assert (returned.findings, differences(returned)) == (expected, {})


def test_one_cause_is_said_once_among_many() -> None:
    """Several causes in one file give one finding each."""
    data = edited(
        openpyxl(),
        in_ratings(B7="I-0001", E4="Tool A", C5="x", M4="メモ", N20="y"),
        in_context(A5="規模"),
        removing(SHEET_PROPOSALS),
    )

    assert sorted(finding.code for finding in read_back(data).findings) == [
        "extra.ignored",
        "extra.ignored",
        "item.duplicate",
        "locked.edited",
        "locked.edited",
        "sheet.missing",
        "tool.missing",
    ]
