"""Ways to write the workbook as an OpenDocument spreadsheet, and a cell of it; documents that cannot be read."""

import re
from collections.abc import Callable

from depipe.workbook.layout import SHEET_RATINGS
from support.packages import ODS_MIMETYPE, as_ods, odf_cell, packed, parts_of
from support.readings import Content, Key, openpyxl, text

STARS: Key = ("stars", "I-0001", "Tool 1", None)
OTHER: Key = ("stars", "I-0001", "Tool 2", None)
BELOW: Key = ("stars", "I-0002", "Tool 1", None)
NOTE: Key = ("repro", "I-0001", "Tool 1", None)

CELL = "<table:table-cell {}>{}</table:table-cell>"
STRING = 'office:value-type="string"'
IMAGE = '<draw:frame><draw:image xlink:href="Pictures/1.png"/></draw:frame>'


def written(reference: str, attributes: str, content: str = "") -> bytes:
    """Return the workbook with one cell of 評価 written just so."""
    return as_ods(openpyxl(), {(SHEET_RATINGS, reference): CELL.format(attributes, content)})


NESTED = "<table:table-row><table:table-cell><text:p>z</text:p></table:table-cell></table:table-row>"

VALUES: dict[str, tuple[str, str, str, dict[Key, Content], list[str]]] = {
    "number": ("E5", 'office:value-type="float" office:value="4"', "", {STARS: ("number", "4")}, []),
    "percentage": ("E5", 'office:value-type="percentage" office:value="0.5"', "", {STARS: ("number", "0.5")}, []),
    "boolean": ("E5", 'office:value-type="boolean" office:boolean-value="true"', "", {STARS: ("boolean", "TRUE")}, []),
    "date": ("E5", 'office:value-type="date" office:date-value="2026-03-05"', "", {STARS: ("date", "2026-03-05")}, []),
    "moment": (
        "E5",
        'office:value-type="date" office:date-value="2026-03-05T09:30:00"',
        "",
        {STARS: ("date", "2026-03-05T09:30:00")},
        [],
    ),
    "time": (
        "E5",
        'office:value-type="time" office:time-value="PT09H30M00S"',
        "",
        {STARS: ("duration", "9:30:00")},
        [],
    ),
    "date beyond time": (
        "E5",
        'office:value-type="date" office:date-value="99999-01-01"',
        "<text:p>x</text:p>",
        {STARS: text("x")},
        [],
    ),
    "number that is none": (
        "E5",
        'office:value-type="float" office:value="x"',
        "<text:p>x</text:p>",
        {STARS: text("x")},
        [],
    ),
    "number without value": ("E5", 'office:value-type="float"', "<text:p>7</text:p>", {STARS: text("7")}, []),
    "error": (
        "E5",
        'office:value-type="string" office:string-value="" calcext:value-type="error"',
        "<text:p>#N/A</text:p>",
        {STARS: ("error", "#N/A")},
        [],
    ),
    "formula": (
        "E5",
        'table:formula="of:=1+3" office:value-type="float" office:value="4"',
        "<text:p>4</text:p>",
        {STARS: ("formula", "4")},
        [],
    ),
    "formula with an error": (
        "E5",
        'table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"',
        "<text:p>#DIV/0!</text:p>",
        {STARS: ("error", "#DIV/0!")},
        [],
    ),
    "lines": ("H5", STRING, "<text:p>a</text:p><text:p>b<text:line-break/>c</text:p>", {NOTE: text("a\nb\nc")}, []),
    "spaces and tabs": (
        "H5",
        STRING,
        '<text:p>a<text:s text:c="3"/>b<text:tab/>c</text:p>',
        {NOTE: text("a   b\tc")},
        [],
    ),
    "indented text": ("H5", STRING, "<text:p>\n  a\n  b\n</text:p>", {NOTE: text("a b")}, []),
    "runs": ("H5", STRING, "<text:p>a<text:span>b</text:span>c</text:p>", {NOTE: text("abc")}, []),
    "text in an attribute": ("H5", STRING + ' office:string-value="a"', "<text:p>b</text:p>", {NOTE: text("a")}, []),
    "entities": ("H5", STRING, "<text:p>a&lt;b &amp; c</text:p>", {NOTE: text("a<b & c")}, []),
    "a link": (
        "H5",
        STRING,
        '<text:p>see <text:a xlink:href="https://a.example">this</text:a></text:p>',
        {NOTE: text("see this <https://a.example>")},
        [],
    ),
    "a comment": (
        "H5",
        STRING,
        "<office:annotation><text:p>確認中</text:p></office:annotation><text:p>a</text:p>",
        {NOTE: text("a")},
        ["extra.ignored 評価!H5"],
    ),
    "a picture": ("I5", "", IMAGE, {}, ["evidence.image 評価!I5 I-0001 Tool 1"]),
    "a picture with a title": (
        "H5",
        STRING,
        f"{IMAGE.replace('</draw:frame>', '<text:p>title</text:p></draw:frame>')}<text:p>a</text:p>",
        {NOTE: text("a")},
        ["evidence.image 評価!H5 I-0001 Tool 1", "extra.ignored 評価!H5"],
    ),
    "merged downwards": (
        "E5",
        f'table:number-rows-spanned="2" table:number-columns-spanned="1" {STRING}',
        "<text:p>⭐</text:p>",
        {BELOW: ("merged", None)},
        [],
    ),
    "blank": ("H5", "", "", {NOTE: ("blank", None)}, []),
    "a table inside": (
        "H5",
        STRING,
        f"<text:p>a</text:p><table:table>{NESTED}</table:table>",
        {NOTE: text("a")},
        ["extra.ignored 評価!H5"],
    ),
}


def rewritten(change: Callable[[str], str]) -> bytes:
    """Return the workbook with its content changed."""
    parts = parts_of(as_ods(openpyxl()))
    changed = change(parts["content.xml"].decode())
    assert changed != parts["content.xml"].decode()
    return packed(parts | {"content.xml": changed.encode()})


MANNERS: dict[str, Callable[[], bytes]] = {
    "indented": lambda: rewritten(lambda xml: xml.replace("<table:table-", "\n  <table:table-")),
    "other prefixes": lambda: rewritten(
        lambda xml: re.sub(r"(?<=[<\s/])table:", "t:", xml).replace("xmlns:table=", "xmlns:t=")
    ),
    "declared": lambda: rewritten(lambda xml: f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}'),
    "rows in groups": lambda: rewritten(
        lambda xml: xml.replace("<table:table-row>", "<table:table-row-group><table:table-row>").replace(
            "</table:table-row>", "</table:table-row></table:table-row-group>"
        )
    ),
    "blank to the last cell": lambda: rewritten(
        lambda xml: xml.replace(
            "</table:table>",
            '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
            'table:number-columns-repeated="16384"/></table:table-row></table:table>',
        )
    ),
    "blank to the right": lambda: rewritten(
        lambda xml: xml.replace(
            "</table:table-row>", '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        )
    ),
    "a template": lambda: packed(parts_of(as_ods(openpyxl())) | {"mimetype": ODS_MIMETYPE + b"-template"}),
    "changes tracked": lambda: rewritten(
        lambda xml: xml.replace(
            "<office:spreadsheet>",
            "<office:spreadsheet><table:tracked-changes><table:cell-content-change><table:previous>"
            "<table:change-track-table-cell><text:p>old</text:p></table:change-track-table-cell></table:previous>"
            "</table:cell-content-change></table:tracked-changes>",
        )
    ),
    "empty libraries of macros": lambda: packed(
        parts_of(as_ods(openpyxl())) | {"Basic/script-lc.xml": b"<x/>", "Basic/Standard/script-lb.xml": b"<x/>"}
    ),
}


def repeated(rows: str) -> bytes:
    """Return the workbook with its proposals written in rows and columns that repeat."""
    return rewritten(lambda xml: re.sub(r'(table:name="追加項目">).*?(?=</table:table>)', rf"\1{HEADER}{rows}", xml))


HEADER = (
    "<table:table-row>"
    + "".join(odf_cell(header) for header in ("カテゴリ", "項目", "評価内容", "理由", "他ツールでも該当"))
    + "</table:table-row>"
)


BAD: dict[str, tuple[Callable[[], bytes], str, str | None]] = {
    "no content": (lambda: packed({"mimetype": ODS_MIMETYPE}), "file.not-xlsx", "zip"),
    "content that is no XML": (lambda: as_ods(openpyxl(), content_xml="<x"), "file.corrupt", "content.xml"),
    "two tables of one name": (
        lambda: rewritten(lambda xml: xml.replace('table:name="評価"', 'table:name="集計"')),
        "file.corrupt",
        "content.xml",
    ),
    "no tables": (
        lambda: packed({"mimetype": ODS_MIMETYPE, "content.xml": b"<a/>"}),
        "file.not-depipe",
        None,
    ),
}
