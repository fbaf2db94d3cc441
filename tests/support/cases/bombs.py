"""Small files that grow, and the finding that each ends in: code, sheet, cell and found."""

from collections.abc import Callable

from support.packages import bomb, minimal, packed, patched, replacing, worksheet
from support.readings import excel

Make = Callable[[], bytes]

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
EMPTY = minimal(worksheet(""), strings="<sst></sst>")


def cells(count: int, content: str, attributes: str = "") -> str:
    """Return that many cells of the same content, 500 in a row."""
    rows = (f"<row>{f'<c{attributes}>{content}</c>' * min(500, count - start)}</row>" for start in range(0, count, 500))
    return "".join(rows)


def ods(body: str) -> bytes:
    """Return an OpenDocument spreadsheet with one table of these rows."""
    content = (
        '<office:document-content xmlns:office="urn:o" xmlns:table="urn:t" xmlns:text="urn:x"><office:body>'
        f'<office:spreadsheet><table:table table:name="評価">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    return packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode()})


def odf_row(cell: str, rows: str = "1", columns: str = "1") -> str:
    """Return a row of one cell, both repeated."""
    return (
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell office:value-type="string" '
        f'table:number-columns-repeated="{columns}">{cell}</table:table-cell></table:table-row>'
    )


def laughs() -> str:
    """Return a document type of entities that stand for many of each other."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY l0 "lol">{entities}]>'


def identity(text: str) -> bytes:
    """Return the workbook with a text of one's own for an identity, in all three places."""
    said = patched(excel(), {"docProps/custom.xml": None})
    return patched(said, {STRINGS: replacing(r"<t>depipe:.*?</t>", lambda _: f"<t>{text}</t>", count=9)})


TEXT = "<is><t>{}</t></is>"
UNSAFE = "file.unsafe|||"
NOT_OURS = "file.not-depipe|||"

BOMBS: dict[str, tuple[Make, str]] = {
    "the last cell": (
        lambda: minimal(worksheet(CELL + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
        "file.unsafe|評価|XFD1048576|rows",
    ),
    "256 MiB of spaces": (
        lambda: bomb(EMPTY, SHEET, 256 << 20, before="<worksheet><sheetData>", after="</sheetData></worksheet>"),
        f"{UNSAFE}ratio: {SHEET}",
    ),
    "a shared string of 256 MiB": (
        lambda: bomb(EMPTY, STRINGS, 256 << 20, before="<sst><si><t>", after="</t></si></sst>", filler="a"),
        f"{UNSAFE}ratio: {STRINGS}",
    ),
    "10 million shared strings": (
        lambda: bomb(EMPTY, STRINGS, 200 << 20, before="<sst>", after="</sst>", filler="<si><t>a</t></si>\n"),
        f"{UNSAFE}ratio: {STRINGS}",
    ),
    "strings that declare billions": (
        lambda: minimal(worksheet(CELL), strings='<sst count="9" uniqueCount="9999999999999"><si><t>a</t></si></sst>'),
        NOT_OURS,
    ),
    "strings that declare millions of billions": (
        lambda: minimal(worksheet(CELL), strings='<sst uniqueCount="99999999999999999"><!-- --></sst>'),
        NOT_OURS,
    ),
    "a long string in many cells": (
        lambda: minimal(
            worksheet(cells(20_000, "<v>0</v>", ' t="s"')), strings=f"<sst><si><t>{'a' * 1_000_000}</t></si></sst>"
        ),
        f"{UNSAFE}text",
    ),
    "a long string in a few cells": (
        lambda: minimal(
            worksheet(cells(20, "<v>0</v>", ' t="s"')), strings=f"<sst><si><t>{'a' * 1_000_000}</t></si></sst>"
        ),
        NOT_OURS,
    ),
    "a long text": (
        lambda: minimal(worksheet(f'<row r="1"><c r="A1" t="inlineStr">{TEXT.format("ab" * 10_000_000)}</c></row>')),
        f"{UNSAFE}ratio: {SHEET}",
    ),
    "too many elements": (lambda: minimal(worksheet("", around="<a/>\n" * 4_000_001)), f"{UNSAFE}tags: {SHEET}"),
    "too many rows": (
        lambda: minimal(worksheet("".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 30_000)))),
        "file.unsafe|評価|A20001|rows",
    ),
    "as many cells as there may be": (lambda: minimal(worksheet(cells(400_000, "<v>1</v>"))), NOT_OURS),
    "shared strings beyond the limit": (
        lambda: minimal(worksheet(""), strings=f"<sst>{''.join(f'<si><t>{n}</t></si>' for n in range(500_001))}</sst>"),
        f"{UNSAFE}strings: {STRINGS}",
    ),
    "merged ranges over each other": (
        lambda: minimal(
            worksheet(
                cells(250_000, "<v>1</v>"),
                around="<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 50_000 + "</mergeCells>",
            )
        ),
        NOT_OURS,
    ),
    "links on everything": (
        lambda: patched(
            minimal(
                worksheet(
                    CELL,
                    around='<hyperlinks xmlns:r="urn:r">'
                    + '<hyperlink ref="A1:XFD1048576" r:id="r1"/>' * 10
                    + "</hyperlinks>",
                )
            ),
            {
                "xl/worksheets/_rels/sheet1.xml.rels": '<Relationships><Relationship Id="r1" Type="/hyperlink" '
                'Target="https://example.com" TargetMode="External"/></Relationships>'
            },
        ),
        f"{UNSAFE}marks",
    ),
    "array formulas over each other": (
        lambda: minimal(
            worksheet(
                '<row r="1">' + '<c><f t="array" ref="A1:XFD1048576">1</f><v>1</v></c>' * 1_000 + "</row>"
                '<row r="900"><c r="A900"><v>1</v></c></row>'
            )
        ),
        f"{UNSAFE}marks: {SHEET}",
    ),
    "elements inside each other": (
        lambda: minimal(worksheet("", around="<!-- -->" + "<a>" * 300_000)),
        f"{UNSAFE}depth: {SHEET}",
    ),
    "relationships inside each other": (
        lambda: patched(EMPTY, {"xl/_rels/workbook.xml.rels": "<a>" * 250_000}),
        f"{UNSAFE}small_tags: xl/_rels/workbook.xml.rels",
    ),
    "entities of entities": (
        lambda: minimal(worksheet(CELL, prolog=laughs())),
        f"{UNSAFE}DOCTYPE: {SHEET}",
    ),
    "200,000 attributes": (
        lambda: minimal(worksheet("<row " + "".join(f'a{n}="" ' for n in range(200_000)) + "></row>")),
        NOT_OURS,
    ),
    "a reference that overflows": (
        lambda: minimal(worksheet('<row r="1"><c r="ZZZZZZZ99999999999"><v>1</v></c></row>')),
        f"{UNSAFE}cell reference: {SHEET}",
    ),
    "dates beyond time": (
        lambda: minimal(
            worksheet('<row r="1"><c r="A1" s="1"><v>1e300</v></c><c r="B1" s="1"><v>-1e18</v></c></row>'),
            extra={
                "xl/styles.xml": '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
            },
        ),
        NOT_OURS,
    ),
    "properties that never end": (
        lambda: patched(EMPTY, {"docProps/custom.xml": 'name="depipe-1" ' * 500_000}),
        NOT_OURS,
    ),
    "an identity inside itself": (lambda: identity("depipe:" + "[" * 30_000), NOT_OURS),
    "an identity too long": (lambda: identity("depipe:[" + "[]," * 1_000_000 + "0]"), NOT_OURS),
    "an identity of a huge number": (lambda: identity("depipe:" + "9" * 30_000), NOT_OURS),
    "rows repeated with something in them": (
        lambda: ods(odf_row("<text:p>a</text:p>", rows="1048576")),
        "file.unsafe|評価|A1|rows",
    ),
    "columns repeated with something in them": (
        lambda: ods(odf_row("<text:p>a</text:p>", columns="1025")),
        "file.unsafe|評価|AMK1|columns",
    ),
    "both repeated within their limits": (
        lambda: ods(odf_row("<text:p>a</text:p>", rows="19999", columns="1000")),
        f"{UNSAFE}area: 評価",
    ),
    "many rows repeated within the limits": (
        lambda: ods(odf_row("<text:p>a</text:p>", rows="9", columns="1000") * 100),
        NOT_OURS,
    ),
    "blank cells to the end": (
        lambda: ods(odf_row("", rows="1048576", columns="16384") * 10),
        NOT_OURS,
    ),
    "formulas repeated": (
        lambda: ods(
            '<table:table-row table:number-rows-repeated="1000"><table:table-cell table:formula="of:=1" '
            'table:number-columns-repeated="200"/></table:table-row>'
        ),
        f"{UNSAFE}marks: 評価",
    ),
    "spaces repeated": (
        lambda: ods(odf_row("<text:p>" + '<text:s text:c="9999999"/>' * 20 + "</text:p>")),
        f"{UNSAFE}text: content.xml",
    ),
    "a repetition without bounds": (
        lambda: ods(odf_row("<text:p>a</text:p>", rows="99999999999999999999")),
        f"{UNSAFE}repetition: content.xml",
    ),
    "a repetition of nothing": (
        lambda: ods(odf_row("<text:p>a</text:p>", rows="-1")),
        f"{UNSAFE}repetition: content.xml",
    ),
    "OpenDocument inside itself": (lambda: ods("<a>" * 1_000), f"{UNSAFE}depth: content.xml"),
    "OpenDocument of entities": (
        lambda: patched(ods(""), {"content.xml": laughs() + "<x>&l9;</x>"}),
        f"{UNSAFE}DOCTYPE: content.xml",
    ),
}
