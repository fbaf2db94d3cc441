"""Ways in which programs write the same workbook, and the same cell."""

import re
from collections.abc import Callable

from support.packages import (
    CONTEXT,
    RATINGS,
    STRINGS,
    WORKBOOK,
    chained,
    packed,
    parts_of,
    patched,
    replacing,
    serial,
    with_cell,
)
from support.readings import DAY, Content, Key, excel, openpyxl

TYPED = "I-0001 を Tool 1 で再現"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = (
    ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (RELATIONSHIPS, "http://purl.oclc.org/ooxml/officeDocument/relationships"),
)
XLSM = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
)
NAMES = (
    '<definedName name="x">#REF!</definedName>'
    '<definedName name="_xlnm._FilterDatabase" localSheetId="2" hidden="1">[1]a!$A$1</definedName>'
)

MORE_NAMES = (
    '<definedName name="定数">42</definedName><definedName name="外">[2]Sheet1!$A$1:$B$2</definedName>'
    '<definedName name="壊れた" hidden="1">Sheet9!#REF!</definedName>'
    '<definedName name="範囲">OFFSET(評価!$A$1,0,0,COUNTA(評価!$A:$A),1)</definedName>'
)

Make = Callable[[], bytes]


def renamed(change: Callable[[str], str]) -> bytes:
    """Rename every part."""
    return packed({change(name): content for name, content in parts_of(excel()).items()})


def with_parts(**parts: str | bytes) -> bytes:
    """Add parts that nobody knows."""
    return patched(excel(), {f"xl/{name}.xml": content for name, content in parts.items()})


def every(*pairs: tuple[str, str]) -> bytes:
    """Replace texts in every part."""

    def changed(content: bytes) -> bytes:
        for old, new in pairs:
            content = content.replace(old.encode(), new.encode())
        return content

    parts = {name: changed(content) for name, content in parts_of(excel()).items()}
    assert parts != parts_of(excel())
    return packed(parts)


def sheets(change: Callable[[str], str]) -> bytes:
    """Change the XML of every sheet."""
    parts = parts_of(excel())
    sheets = {name: change(xml.decode()) for name, xml in parts.items() if name.startswith("xl/worksheets/sheet")}
    assert any(parts[name] != xml.encode() for name, xml in sheets.items())
    return patched(excel(), sheets)


def ratings(pattern: str, replacement: str) -> bytes:
    """Change the XML of 評価."""
    return patched(excel(), {RATINGS: replacing(pattern, replacement)})


def ending(row: str) -> bytes:
    """Add a row at the end of 評価."""
    return ratings("</sheetData>", f"{row}</sheetData>")


def string(new: str) -> bytes:
    """Write one shared string in another way."""
    return patched(excel(), {STRINGS: replacing(f"<si><t>{TYPED}</t></si>", new)})


def prefixed(xml: str) -> str:
    """Give every element of the main namespace a prefix."""
    return re.sub(r"<(/?)(?=[a-zA-Z]+[\s/>])", r"<\1x:", xml).replace(" xmlns=", " xmlns:x=")


def without_references(xml: str) -> str:
    """Leave out the references of cells that follow each other without a gap."""

    def row(found: re.Match[str]) -> str:
        columns = "".join(re.findall(r'<c r="([A-Z])[0-9]', found[0]))
        gapless = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".startswith(columns)
        return re.sub(r'<c r="[A-Z]+[0-9]+"', "<c", found[0]) if gapless else found[0]

    return re.sub(r"<row .*?</row>", row, xml, flags=re.DOTALL)


def without_row_numbers(xml: str) -> str:
    """Leave out the numbers of rows that follow each other, and their cells' references."""
    before, first, rest = xml.partition('<row r="5"')
    return before + first + without_references(re.sub(r'<row r="(?:6|7|8|9|10)"', "<row", rest))


def inline(xml: str) -> str:
    """Write every shared string of a sheet where it stands."""
    strings = re.findall(r"<si>(.*?)</si>", parts_of(excel())[STRINGS].decode(), flags=re.DOTALL)
    return re.sub(r' t="s"><v>(\d+)</v>', lambda found: f' t="inlineStr"><is>{strings[int(found[1])]}</is>', xml)


def without_caches(xml: str) -> str:
    """Leave out what formulas showed."""
    return re.sub(r"(</f>|<f/>)<v>[^<]*</v>", r"\1", xml)


def with_lying_caches(xml: str) -> str:
    """Let formulas show something else."""
    return re.sub(r"(</f>|<f/>)<v>[0-9.]+</v>", r"\1<v>12345</v>", xml)


def unprotected(xml: str) -> str:
    """Take the protection and the dropdowns off."""
    return re.sub(r"<sheetProtection[^>]*>|<dataValidations.*?</dataValidations>", "", xml, flags=re.DOTALL)


def swapped(xml: str) -> str:
    """Write two rows in the wrong order."""
    return re.sub(r'(<row r="5".*?</row>)(<row r="6".*?</row>)', r"\2\1", xml, flags=re.DOTALL)


def backwards(xml: str) -> str:
    """Write the cells of a row from right to left."""
    row = re.search(r'(<row r="6"[^>]*>)(.*?)</row>', xml, flags=re.DOTALL)
    assert row is not None
    return xml.replace(row[0], row[1] + "".join(reversed(re.findall(r"<c .*?(?:/>|</c>)", row[2]))) + "</row>")


def chart_sheet() -> bytes:
    """Add a sheet that is nothing but a chart."""
    return patched(
        excel(),
        {
            WORKBOOK: replacing("</sheets>", '<sheet name="Chart1" sheetId="99" r:id="rId99"/></sheets>'),
            "xl/_rels/workbook.xml.rels": replacing(
                "</Relationships>",
                f'<Relationship Id="rId99" Type="{RELATIONSHIPS}/chartsheet" Target="chartsheets/sheet1.xml"/>'
                "</Relationships>",
            ),
            "xl/chartsheets/sheet1.xml": "<chartsheet/>",
        },
    )


def from_1904() -> bytes:
    """Count days from 1904, as old Macs do."""
    day = f"<v>{serial(DAY) - 1462}</v>"
    return patched(
        excel(),
        {
            WORKBOOK: replacing("<workbookPr", '<workbookPr date1904="1"'),
            CONTEXT: chained(with_cell("C10", "", day), with_cell("C11", "", day)),
        },
    )


FAR = '<row r="1048576"><c r="XFD1048576"{}</row>'

CASES: dict[str, Make] = {
    "as Excel saves it": excel,
    "as openpyxl saves it": openpyxl,
    # the archive
    "stored": lambda: packed(parts_of(excel()), compression=0),
    "backslashes in names": lambda: renamed(lambda name: name.replace("/", "\\")),
    "names in capitals": lambda: renamed(str.upper),
    "entries for folders": lambda: packed({"xl/": b"", "docProps/": b"", **parts_of(excel())}),
    "unknown parts": lambda: with_parts(custom="<a/>", binary=b"\0\1"),
    "a comment of the archive": lambda: excel()[:-2] + b"\x05\x00hello",
    "no program named": lambda: patched(excel(), {"docProps/app.xml": None}),
    "damaged program part": lambda: patched(excel(), {"docProps/app.xml": "<Application"}),
    # the package
    "Strict": lambda: every(*STRICT),
    "content type of .xlsm, without macros": lambda: every(XLSM),
    "absolute targets": lambda: every(('Target="worksheets/', 'Target="/xl/worksheets/')),
    "targets with detours": lambda: every(('Target="worksheets/', 'Target="../xl/./worksheets/')),
    "targets with escapes": lambda: every(('Target="worksheets/sheet', 'Target="worksheets/%73heet')),
    "targets with backslashes": lambda: every(('Target="worksheets/', 'Target="worksheets\\')),
    "chart sheet": chart_sheet,
    "days from 1904": from_1904,
    "foreign names": lambda: patched(excel(), {WORKBOOK: replacing("<definedNames>", f"<definedNames>{NAMES}")}),
    "names of offices and add-ins": lambda: patched(
        excel(), {WORKBOOK: replacing("</definedNames>", f"{MORE_NAMES}</definedNames>")}
    ),
    "links to other books": lambda: patched(
        excel(),
        {
            "xl/externalLinks/externalLink1.xml": "<externalLink/>",
            "xl/externalLinks/_rels/externalLink1.xml.rels": '<Relationships><Relationship Id="r1" Type="x" '
            'Target="file:///C:/other.xlsx" TargetMode="External"/></Relationships>',
            "xl/_rels/workbook.xml.rels": replacing(
                "</Relationships>",
                f'<Relationship Id="rId98" Type="{RELATIONSHIPS}/externalLink" '
                'Target="externalLinks/externalLink1.xml"/></Relationships>',
            ),
        },
    ),
    "connections, queries and a chain of formulas": lambda: with_parts(
        connections="<connections/>", calcChain="<calcChain/>", queryTables__queryTable1="<queryTable/>"
    ),
    "formulas that never were computed": lambda: sheets(without_caches),
    "formulas that show something else": lambda: sheets(with_lying_caches),
    "protection and dropdowns gone": lambda: sheets(unprotected),
    "formats by condition, of a later Excel": lambda: ratings(
        "</worksheet>",
        '<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" xmlns:x14="urn:x14"><x14:conditionalFormattings/>'
        "</ext></extLst></worksheet>",
    ),
    "hidden sheets shown": lambda: every((' state="hidden"', "")),
    "hidden sheets hidden well": lambda: every((' state="hidden"', ' state="veryHidden"')),
    # every sheet's XML
    "prefixes": lambda: sheets(prefixed),
    "no references": lambda: patched(excel(), {RATINGS: without_references}),
    "no row numbers": lambda: patched(excel(), {RATINGS: without_row_numbers}),
    "line breaks inside tags": lambda: sheets(lambda xml: xml.replace("<c r=", "<c\nr=")),
    "single quotes": lambda: sheets(lambda xml: re.sub(r'<c r="(\w+)"', r"<c r='\1'", xml)),
    "indented": lambda: sheets(lambda xml: xml.replace("<row", "\n  <row").replace("<c r", "\n    <c r")),
    "byte order mark": lambda: sheets(lambda xml: "\ufeff" + xml),
    "no declaration": lambda: sheets(lambda xml: xml.partition("?>")[2].lstrip()),
    "encoding in small letters": lambda: sheets(lambda xml: xml.replace("UTF-8", "utf-8", 1)),
    "comment before the root": lambda: sheets(lambda xml: xml.replace("?>", "?><!-- ours -->", 1)),
    "instruction before the root": lambda: sheets(lambda xml: xml.replace("?>", "?><?mso x?>", 1)),
    "inline strings": lambda: sheets(inline),
    # the cells of 評価
    "comment among the cells": lambda: ratings("<row r", '<!-- <c r="E5"><v>1</v></c> --><row r'),
    "sheet in a comment": lambda: ratings("<sheetData>", "<!--<sheetData><c/></sheetData>--><sheetData>"),
    "dimension of one cell": lambda: ratings(r'<dimension ref="[^"]*"', '<dimension ref="A1:A1"'),
    "dimension of everything": lambda: ratings(r'<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"'),
    "dimension backwards": lambda: ratings(r'<dimension ref="[^"]*"', '<dimension ref="B2:A1"'),
    "no dimension": lambda: ratings(r"<dimension [^>]*>", ""),
    "coloured to the last cell": lambda: ending(FAR.format(' s="1"/>')),
    "blank to the last cell": lambda: ending(FAR.format("></c>")),
    "nothing in the last cell": lambda: ending(FAR.format("><v></v></c>")),
    "nothing inline in the last cell": lambda: ending(FAR.format(' t="inlineStr"><is/></c>')),
    "blank row at the end": lambda: ending('<row r="1048576" ht="9"/>'),
    "rows out of order": lambda: patched(excel(), {RATINGS: swapped}),
    "cells out of order": lambda: patched(excel(), {RATINGS: backwards}),
    "links to places": lambda: ratings("<hyperlinks>", '<hyperlinks><hyperlink ref="G5" location="評価!A1"/>'),
    # the shared strings
    "strings that lie about their number": lambda: every(('uniqueCount="', 'uniqueCount="99999999')),
    "no number of strings": lambda: patched(excel(), {STRINGS: replacing(r"<sst [^>]*>", "<sst>")}),
    "furigana": lambda: string(
        f'<si><t>{TYPED}</t><rPh sb="0" eb="1"><t>サイゲン</t></rPh><phoneticPr fontId="1" type="Hiragana"/></si>'
    ),
    "formatted runs": lambda: string(
        '<si><r><rPr><b/><sz val="11"/></rPr><t xml:space="preserve">I-0001 を </t></r><r><t>Tool 1 で再現</t></r></si>'
    ),
    "text, then formatted runs": lambda: string(
        '<si><t xml:space="preserve">I-0001 を </t><r><rPr><b/></rPr><t>Tool 1 で再現</t></r></si>'
    ),
    "string in CDATA": lambda: string(f"<si><t><![CDATA[{TYPED}]]></t></si>"),
    "string with a comment": lambda: string(f"<si><t>{TYPED[:4]}<!-- x -->{TYPED[4:]}</t></si>"),
    "string in references": lambda: string(f"<si><t>&#73;{TYPED[1:]}</t></si>"),
    "empty strings at the end": lambda: patched(excel(), {STRINGS: replacing("</sst>", "<si/><si><t/></si></sst>")}),
}


STARS: Key = ("stars", "I-0001", "Tool 1", None)
NOTE: Key = ("repro", "I-0001", "Tool 1", None)

CELLS: dict[str, tuple[str, str, str, Key, Content]] = {
    "number": ("E5", "", "<v>4</v>", STARS, ("number", "4")),
    "number with zeros": ("E5", ' t="n"', "<v>4.000</v>", STARS, ("number", "4")),
    "fraction": ("E5", "", "<v>4.5</v>", STARS, ("number", "4.5")),
    "fraction as Excel stores it": ("E5", "", "<v>1.1000000000000001</v>", STARS, ("number", "1.1")),
    "exponent": ("E5", "", "<v>4E0</v>", STARS, ("number", "4")),
    "large number": ("E5", "", "<v>12345678901234567</v>", STARS, ("number", "1.2345678901234568e+16")),
    "number in references": ("E5", "", "<v>&#52;</v>", STARS, ("number", "4")),
    "number in CDATA": ("E5", "", "<v><![CDATA[4]]></v>", STARS, ("number", "4")),
    "number around a comment": ("E5", "", "<v>4<!-- x -->0</v>", STARS, ("number", "40")),
    "text that says it is nothing": ("E5", "", "<v>four</v>", STARS, ("text", "four")),
    "boolean": ("E5", ' t="b"', "<v>1</v>", STARS, ("boolean", "TRUE")),
    "error": ("E5", ' t="e"', "<v>#N/A</v>", STARS, ("error", "#N/A")),
    "error of Google Sheets": ("E5", ' t="e"', "<v>#ERROR!</v>", STARS, ("error", "#ERROR!")),
    "formula": ("E5", "", "<f>1+3</f><v>4</v>", STARS, ("formula", "4")),
    "formula of LibreOffice": ("E5", "", '<f aca="false">1+3</f><v>4</v>', STARS, ("formula", "4")),
    "formula without value": ("E5", "", "<f>1+3</f>", STARS, ("formula", None)),
    "formula with empty value": ("E5", "", "<f>1+3</f><v></v>", STARS, ("formula", None)),
    "formula with text": ("E5", ' t="str"', '<f>REPT("⭐",4)</f><v>⭐⭐⭐⭐</v>', STARS, ("formula", "⭐⭐⭐⭐")),
    "formula with an error": ("E5", ' t="e"', "<f>1/0</f><v>#DIV/0!</v>", STARS, ("error", "#DIV/0!")),
    "shared formula": ("E5", "", '<f t="shared" ref="E5:E6" si="0">1+3</f><v>4</v>', STARS, ("formula", "4")),
    "array formula": ("E5", "", '<f t="array" ref="E5">1+3</f><v>4</v>', STARS, ("formula", "4")),
    "HYPERLINK": ("H5", ' t="str"', '<f>HYPERLINK("https://a.example","A")</f><v>A</v>', NOTE, ("formula", "A")),
    "inline text": ("H5", ' t="inlineStr"', "<is><t>あ</t></is>", NOTE, ("text", "あ")),
    "inline runs": ("H5", ' t="inlineStr"', "<is><r><t>あ</t></r><r><t>い</t></r></is>", NOTE, ("text", "あい")),
    "inline furigana": ("H5", ' t="inlineStr"', "<is><t>字</t><rPh><t>じ</t></rPh></is>", NOTE, ("text", "字")),
    "inline CDATA": ("H5", ' t="inlineStr"', "<is><t><![CDATA[a<b]]></t></is>", NOTE, ("text", "a<b")),
    "inline entities": ("H5", ' t="inlineStr"', "<is><t>a&lt;b &amp; c</t></is>", NOTE, ("text", "a<b & c")),
    "inline value beside": ("H5", ' t="inlineStr"', "<is><t>あ</t></is><v>1</v>", NOTE, ("text", "あ")),
    "typed text": ("H5", ' t="str"', "<v>あ &amp; い</v>", NOTE, ("text", "あ & い")),
    "lines": ("H5", ' t="inlineStr"', "<is><t>a\nb</t></is>", NOTE, ("text", "a\nb")),
    "escaped return": ("H5", ' t="inlineStr"', "<is><t>a_x000D_\nb</t></is>", NOTE, ("text", "a\r\nb")),
    "escaped control characters": (
        "H5",
        ' t="inlineStr"',
        "<is><t>a_x001B_[31m_x0007_b_x009b_c_x0009_d</t></is>",
        NOTE,
        ("text", "a[31mbc\td"),
    ),
    "what looks like an escaped escape": (
        "H5",
        ' t="inlineStr"',
        "<is><t>_x005F_x001B_[31m</t></is>",
        NOTE,
        ("text", "_x001B_[31m"),
    ),
    "escaped underscore": ("H5", ' t="inlineStr"', "<is><t>_x005F_x000D_</t></is>", NOTE, ("text", "_x000D_")),
    "spaces only": (
        "H5",
        ' t="inlineStr"',
        '<is><t xml:space="preserve"> \u3000\u200b</t></is>',
        NOTE,
        ("blank", None),
    ),
    "begins with =": ("H5", ' t="inlineStr"', "<is><t>=1+1</t></is>", NOTE, ("text", "=1+1")),
    "emoji": ("H5", ' t="inlineStr"', "<is><t>👩‍💻✅</t></is>", NOTE, ("text", "👩‍💻✅")),
    "an Excel cell full": ("H5", ' t="inlineStr"', f"<is><t>{'あ' * 32_767}</t></is>", NOTE, ("text", "あ" * 32_767)),
    "more than a cell holds": ("H5", ' t="inlineStr"', f"<is><t>{'a' * 40_000}</t></is>", NOTE, ("text", "a" * 40_000)),
    "blank": ("H5", "", "", NOTE, ("blank", None)),
    "empty text": ("H5", ' t="str"', "<v></v>", NOTE, ("blank", None)),
    "date in ISO form": ("H5", ' t="d"', "<v>2026-05-01</v>", NOTE, ("date", "2026-05-01")),
    "moment in ISO form": ("H5", ' t="d"', "<v>2026-05-01T09:30:00</v>", NOTE, ("date", "2026-05-01T09:30:00")),
}
