"""Workbooks beyond a limit, or that could be read in two ways, with the limit that is named."""

from collections.abc import Callable

from depipe.workbook.preflight import Limits
from support.packages import (
    RATINGS,
    STRINGS,
    WORKBOOK,
    entries_of,
    minimal,
    packed,
    parts_of,
    patched,
    raw_archive,
    raw_entry,
    replacing,
    worksheet,
)
from support.readings import excel

Make = Callable[[], bytes]
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

FAR = '<row r="{0}"><c r="{1}"><v>1</v></c></row>'


def far(row: int | str, reference: str) -> bytes:
    """Return a sheet with a cell that holds something at the top left and another one at *reference*."""
    return minimal(worksheet('<row r="1"><c r="A1"><v>1</v></c></row>' + FAR.format(row, reference)))


PLACES: dict[str, tuple[Make, str, str | None, str | None]] = {
    "the last cell": (lambda: far(1_048_576, "XFD1048576"), "rows", "XFD1048576", "20,000"),
    "the last row": (lambda: far(1_048_576, "A1048576"), "rows", "A1048576", "20,000"),
    "a row too far": (lambda: far(20_001, "A20001"), "rows", "A20001", "20,000"),
    "the last column": (lambda: far(2, "XFD2"), "columns", "XFD2", "1,024"),
    "a column too far": (lambda: far(2, "AMK2"), "columns", "AMK2", "1,024"),
    "a far row without reference": (
        lambda: minimal(worksheet('<row r="1048576"><c><v>1</v></c></row>')),
        "rows",
        "A1048576",
        "20,000",
    ),
    "a far cell with a line break": (
        lambda: minimal(worksheet('<row r="1"><c\nr="XFD1048576"><v>1</v></c></row>')),
        "rows",
        "XFD1048576",
        "20,000",
    ),
    "a far formula": (
        lambda: minimal(worksheet('<row r="1"><c r="XFD1048576"><f>1</f></c></row>')),
        "rows",
        "XFD1048576",
        "20,000",
    ),
    "a far inline text": (
        lambda: minimal(worksheet('<row r="1"><c r="A30000" t="inlineStr"><is><t>x</t></is></c></row>')),
        "rows",
        "A30000",
        "20,000",
    ),
    "a far cell with a prefix": (
        lambda: minimal(worksheet('<row r="1"><x:c xmlns:x="urn:x" r="XFD1048576"><x:v>1</x:v></x:c></row>')),
        "rows",
        "XFD1048576",
        "20,000",
    ),
    "a far cell in small letters": (lambda: far(2, "xfd2"), "columns", "XFD2", "1,024"),
    "a far cell in references": (lambda: far(2, "&#88;FD2"), "columns", "XFD2", "1,024"),
    "a far cell between CDATA": (
        lambda: minimal(worksheet('<row r="1"><c r="XFD2"><v><![CDATA[1]]></v></c></row>')),
        "columns",
        "XFD2",
        "1,024",
    ),
    "a far error": (
        lambda: minimal(worksheet('<row r="1"><c r="XFD2" t="e"><v>#N/A</v></c></row>')),
        "columns",
        "XFD2",
        "1,024",
    ),
}


SHEET = "xl/worksheets/sheet1.xml"


def duplicated(name: str) -> bytes:
    """Return the workbook with one more part whose name reads like that of 評価."""
    return raw_archive([*entries_of(excel()), raw_entry(name.encode(), b"<worksheet/>")])


def many(count: int) -> bytes:
    """Return the workbook with many more entries."""
    return raw_archive([*entries_of(excel()), *(raw_entry(f"x/{n}".encode(), b"") for n in range(count))])


def declared(prolog: str, encoding: str = "utf-8") -> bytes:
    """Return a workbook whose sheet begins with *prolog* and is encoded so."""
    return (
        minimal(worksheet("", prolog=prolog), extra=None)
        if encoding == "utf-8"
        else packed({**parts_of(minimal(worksheet(""))), SHEET: worksheet("", prolog=prolog).encode(encoding)})
    )


UNSAFE: dict[str, tuple[Make, str, str | None]] = {
    "the file itself": (lambda: b"PK\3\4" + b"\0" * Limits().file_bytes, "file_bytes", "32 MiB"),
    "entries": (lambda: many(1_001), "entries", "1,000"),
    "a part twice": (lambda: duplicated(RATINGS), f"duplicate name: {RATINGS}", None),
    "a part twice but for case": (lambda: duplicated(RATINGS.upper()), f"duplicate name: {RATINGS.upper()}", None),
    "a part twice but for backslashes": (
        lambda: duplicated(RATINGS.replace("/", "\\")),
        "duplicate name: " + RATINGS.replace("/", "\\"),
        None,
    ),
    "a name that climbs out": (lambda: duplicated("../etc/x"), "name: ../etc/x", None),
    "a name that climbs out backwards": (lambda: duplicated("xl\\..\\..\\x"), "name: xl\\..\\..\\x", None),
    "a name from the root": (lambda: duplicated("/etc/x"), "name: /etc/x", None),
    "a name with a drive": (lambda: duplicated("C:\\x"), "name: C:\\x", None),
    "a name with a zero": (lambda: duplicated("xl/a\0b"), "name: xl/a�b", None),
    "cell reference too long": (lambda: far(2, "ZZZZZZZ99999999999"), f"cell reference: {SHEET}", None),
    "cell reference outside the grid": (lambda: far(2, "XFE2"), f"cell reference: {SHEET}", None),
    "cell reference below the grid": (lambda: far(2, "A1048577"), f"cell reference: {SHEET}", None),
    "cell reference of row zero": (lambda: far(2, "A0"), f"cell reference: {SHEET}", None),
    "cell reference without row": (lambda: far(2, "A"), f"cell reference: {SHEET}", None),
    "cell reference of nothing": (lambda: far(2, ""), f"cell reference: {SHEET}", None),
    "cell reference in another script": (lambda: far(2, "A２"), f"cell reference: {SHEET}", None),
    "row reference of words": (lambda: far("two", "A2"), f"row reference: {SHEET}", None),
    "row reference too long": (lambda: far("99999999999", "A2"), f"row reference: {SHEET}", None),
    "area": (
        lambda: minimal(worksheet('<row r="1"><c r="AMJ1"><v>1</v></c></row>' + FAR.format(1_000, "A1000"))),
        f"area: {SHEET}",
        "1,000,000",
    ),
    "document type": (lambda: declared("<!DOCTYPE x>"), f"DOCTYPE: {SHEET}", None),
    "document type after the declaration": (
        lambda: declared('<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY a "b">]>'),
        f"DOCTYPE: {SHEET}",
        None,
    ),
    "document type after a comment": (
        lambda: declared('<?xml version="1.0"?><!-- a --><!DOCTYPE worksheet SYSTEM "file:///etc/passwd">'),
        f"DOCTYPE: {SHEET}",
        None,
    ),
    "document type after a mark": (lambda: declared("\ufeff<!DOCTYPE x>"), f"DOCTYPE: {SHEET}", None),
    "UTF-16": (lambda: declared('<?xml version="1.0" encoding="UTF-16"?>', "utf-16"), f"encoding: {SHEET}", None),
    "UTF-16 without a mark": (lambda: declared("", "utf-16-le"), f"encoding: {SHEET}", None),
    "UTF-32": (lambda: declared("", "utf-32-be"), f"encoding: {SHEET}", None),
    "another encoding": (
        lambda: declared('<?xml version="1.0" encoding="Shift_JIS"?>'),
        f"encoding: {SHEET}",
        None,
    ),
    "another encoding after a comment": (
        lambda: declared('<?xml version="1.0" encoding="UTF-7"?><!-- x -->'),
        f"encoding: {SHEET}",
        None,
    ),
    "document type in the strings": (
        lambda: patched(excel(), {STRINGS: replacing("<sst", "<!DOCTYPE sst><sst")}),
        f"DOCTYPE: {STRINGS}",
        None,
    ),
    "document type in the styles": (
        lambda: patched(excel(), {"xl/styles.xml": replacing("<styleSheet", "<!DOCTYPE x><styleSheet")}),
        "DOCTYPE: xl/styles.xml",
        None,
    ),
    "document type in the workbook": (
        lambda: patched(excel(), {WORKBOOK: replacing("<workbook", "<!DOCTYPE x><workbook")}),
        f"DOCTYPE: {WORKBOOK}",
        None,
    ),
    "elements inside each other": (
        lambda: minimal(worksheet("", around="<a>" * 200 + "</a>" * 200 + "<!-- -->")),
        f"depth: {SHEET}",
        "100",
    ),
    "elements inside each other among the strings": (
        lambda: minimal(worksheet(""), strings="<sst>" + "<a>" * 200 + "</a>" * 200 + "</sst>"),
        f"depth: {STRINGS}",
        "100",
    ),
    "sheets": (
        lambda: patched(
            excel(),
            {
                WORKBOOK: replacing(
                    "</sheets>", "".join(f'<sheet name="n{n}" r:id="n{n}"/>' for n in range(300)) + "</sheets>"
                ),
                "xl/_rels/workbook.xml.rels": replacing(
                    "</Relationships>",
                    "".join(
                        f'<Relationship Id="n{n}" Type="{RELATIONSHIPS}/worksheet" Target="worksheets/n{n}.xml"/>'
                        for n in range(300)
                    )
                    + "</Relationships>",
                ),
            },
        ),
        "sheets",
        "256",
    ),
}
