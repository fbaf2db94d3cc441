"""Files that the preflight keeps out: each with the one code that says why, and what it found."""

import io
import zipfile
from collections.abc import Callable

import pytest

from depipe.findings import Finding
from depipe.workbook.layout import SHEET_CONTEXT
from depipe.workbook.preflight import Limits, preflight
from support.packages import (
    RATINGS,
    STRINGS,
    WORKBOOK,
    Entry,
    entries_of,
    minimal,
    packed,
    parts_of,
    patched,
    raw_archive,
    raw_entry,
    replacing,
    with_cell,
    worksheet,
)
from support.readings import excel

Make = Callable[[], bytes]

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def ods(**parts: str) -> bytes:
    """Return an OpenDocument package with these parts besides its type."""
    named = {name.replace("__", "/").replace("_", "."): text.encode() for name, text in parts.items()}
    return packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", **named})


def cut(share: float) -> bytes:
    """Return the first part of the workbook, as a broken transfer leaves it."""
    return excel()[: int(len(excel()) * share)]


def damaged(part: str, at: int = 40) -> bytes:
    """Return the workbook with a few bytes of a part's compressed data turned over."""
    data = bytearray(excel())
    with zipfile.ZipFile(io.BytesIO(excel())) as archive:
        start = archive.getinfo(part).header_offset + 30 + len(part) + at
    data[start : start + 8] = bytes(255 - byte for byte in data[start : start + 8])
    return bytes(data)


def lying(part: str, declared: int) -> bytes:
    """Return the workbook with a part that declares another size."""
    kept = [entry for entry in entries_of(excel()) if entry.name != part.encode()]
    return raw_archive([*kept, raw_entry(part.encode(), parts_of(excel())[part], declared=declared)])


def wrong_sum() -> bytes:
    """Return the workbook with a part whose check sum is wrong."""
    kept = [entry for entry in entries_of(excel()) if entry.name != RATINGS.encode()]
    honest = raw_entry(RATINGS.encode(), parts_of(excel())[RATINGS])
    return raw_archive([*kept, Entry(honest.name, honest.stored, 1, honest.fields[-1], 8, 0)])


def other_method() -> bytes:
    """Return the workbook with a part that is compressed in a way that no spreadsheet knows."""
    kept = [entry for entry in entries_of(excel()) if entry.name != RATINGS.encode()]
    return raw_archive([*kept, Entry(RATINGS.encode(), b"x", 0, 1, 14, 0)])


def ratings(pattern: str, replacement: str) -> bytes:
    """Return the workbook with 評価 changed."""
    return patched(excel(), {RATINGS: replacing(pattern, replacement)})


def cell(attributes: str, content: str) -> bytes:
    """Return the workbook with E5 of 評価 written another way."""
    return patched(excel(), {RATINGS: with_cell("E5", attributes, content)})


CORRUPT: dict[str, tuple[Make, str]] = {
    "cut in half": (lambda: cut(0.5), "zip"),
    "cut at the end": (lambda: cut(0.999), "zip"),
    "the first bytes only": (lambda: cut(0.001), "zip"),
    "damaged data": (lambda: damaged(RATINGS), RATINGS),
    "wrong check sum": (wrong_sum, RATINGS),
    "declares less": (lambda: lying(RATINGS, 10), RATINGS),
    "declares more": (lambda: lying(RATINGS, 10**6), RATINGS),
    "unknown compression": (other_method, f"{RATINGS}: compression 14"),
    "two names for one part": (
        lambda: raw_archive(entries_of(excel()), local_names={RATINGS.encode(): b"xl/worksheets/sheet9.xml"}),
        RATINGS,
    ),
    "a sheet that is no XML": (lambda: patched(excel(), {RATINGS: "hello"}), RATINGS),
    "a sheet that stops": (lambda: patched(excel(), {RATINGS: lambda xml: xml[: len(xml) // 2]}), RATINGS),
    "a sheet that is gone": (lambda: patched(excel(), {RATINGS: None}), RATINGS),
    "a sheet that is something else": (lambda: patched(excel(), {RATINGS: "<chartsheet/>"}), RATINGS),
    "strings that are no XML": (lambda: patched(excel(), {STRINGS: "<sst><si>"}), STRINGS),
    "strings that are something else": (lambda: patched(excel(), {STRINGS: "<x/>"}), STRINGS),
    "a workbook part that stops": (lambda: patched(excel(), {WORKBOOK: lambda xml: xml[:300]}), WORKBOOK),
    "one sheet under two names": (
        lambda: patched(excel(), {"xl/_rels/workbook.xml.rels": replacing("sheet3.xml", "sheet2.xml")}),
        "評価",
    ),
    "two sheets of one name": (
        lambda: patched(excel(), {WORKBOOK: replacing('name="はじめに"', 'name="評価"')}),
        "評価",
    ),
    "a cell that stands twice": (
        lambda: ratings('<c r="F5"', '<c r="E5"><!-- --><v>1</v></c><c r="F5"'),
        f"{RATINGS}: E5",
    ),
    "a string without number": (lambda: cell(' t="s"', "<v>x</v>"), f"{RATINGS}: E5"),
    "a cell of no type": (lambda: cell(' t="z"', "<v>1</v>"), f"{RATINGS}: E5"),
    "a control character": (lambda: cell(' t="inlineStr"', "<is><t>\x01</t></is>"), RATINGS),
    "an unknown entity": (lambda: cell(' t="str"', "<v>&nbsp;</v><!-- -->"), RATINGS),
    "an attribute twice": (lambda: cell(' t="n" t="s"', "<v>1</v>"), RATINGS),
}


@pytest.mark.parametrize(("make", "found"), CORRUPT.values(), ids=CORRUPT)
def test_damaged_files__error(make: Make, found: str) -> None:
    """A damaged file is refused as such, naming the part."""
    assert preflight(make()) == Finding(code="file.corrupt", found=found)


MACROS: dict[str, Make] = {
    "in the usual place": lambda: patched(excel(), {"xl/vbaProject.bin": b"\0"}),
    "in another spelling": lambda: patched(excel(), {"XL/VBAPROJECT.BIN": b"\0"}),
    "behind a backslash": lambda: patched(excel(), {"xl\\vbaProject.bin": b"\0"}),
    "in another place": lambda: patched(excel(), {"xl/worksheets/vbaProject.bin": b"\0"}),
    "under another name": lambda: patched(
        excel(),
        {
            "xl/harmless.bin": b"\0",
            "xl/_rels/workbook.xml.rels": replacing(
                "</Relationships>",
                '<Relationship Id="rId99" Target="harmless.bin" '
                'Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"/></Relationships>',
            ),
        },
    ),
    "as a sheet of Excel 4": lambda: patched(excel(), {"xl/macrosheets/sheet1.xml": "<x/>"}),
    "in OpenDocument": lambda: ods(content_xml="<x/>", Basic__Standard__Module1_xml="Sub Main"),
    "as a script in OpenDocument": lambda: ods(content_xml="<x/>", Scripts__python__a_py="import os"),
}


@pytest.mark.parametrize("make", MACROS.values(), ids=MACROS)
def test_macros__error(make: Make) -> None:
    """Macros keep a file out, wherever they are."""
    assert preflight(make()) == Finding(code="file.macros")


FAR = '<row r="{0}"><c r="{1}"><v>1</v></c></row>'


def far(row: int | str, reference: str) -> bytes:
    """Return a sheet with a cell that holds something at the top left and another one at *reference*."""
    return minimal(worksheet('<row r="1"><c r="A1"><v>1</v></c></row>' + FAR.format(row, reference)))


PLACES: dict[str, tuple[Make, str, str | None, str | None]] = {
    "the last cell": (lambda: far(1_048_576, "XFD1048576"), "rows", "XFD1048576", "<= 20,000"),
    "the last row": (lambda: far(1_048_576, "A1048576"), "rows", "A1048576", "<= 20,000"),
    "a row too far": (lambda: far(20_001, "A20001"), "rows", "A20001", "<= 20,000"),
    "the last column": (lambda: far(2, "XFD2"), "columns", "XFD2", "<= 1,024"),
    "a column too far": (lambda: far(2, "AMK2"), "columns", "AMK2", "<= 1,024"),
    "a far row without reference": (
        lambda: minimal(worksheet('<row r="1048576"><c><v>1</v></c></row>')),
        "rows",
        "A1048576",
        "<= 20,000",
    ),
    "a far cell with a line break": (
        lambda: minimal(worksheet('<row r="1"><c\nr="XFD1048576"><v>1</v></c></row>')),
        "rows",
        "XFD1048576",
        "<= 20,000",
    ),
    "a far formula": (
        lambda: minimal(worksheet('<row r="1"><c r="XFD1048576"><f>1</f></c></row>')),
        "rows",
        "XFD1048576",
        "<= 20,000",
    ),
    "a far inline text": (
        lambda: minimal(worksheet('<row r="1"><c r="A30000" t="inlineStr"><is><t>x</t></is></c></row>')),
        "rows",
        "A30000",
        "<= 20,000",
    ),
    "a far cell with a prefix": (
        lambda: minimal(worksheet('<row r="1"><x:c xmlns:x="urn:x" r="XFD1048576"><x:v>1</x:v></x:c></row>')),
        "rows",
        "XFD1048576",
        "<= 20,000",
    ),
    "a far cell in small letters": (lambda: far(2, "xfd2"), "columns", "XFD2", "<= 1,024"),
    "a far cell in references": (lambda: far(2, "&#88;FD2"), "columns", "XFD2", "<= 1,024"),
    "a far cell between CDATA": (
        lambda: minimal(worksheet('<row r="1"><c r="XFD2"><v><![CDATA[1]]></v></c></row>')),
        "columns",
        "XFD2",
        "<= 1,024",
    ),
    "a far error": (
        lambda: minimal(worksheet('<row r="1"><c r="XFD2" t="e"><v>#N/A</v></c></row>')),
        "columns",
        "XFD2",
        "<= 1,024",
    ),
}


@pytest.mark.parametrize(("make", "limit", "at", "bound"), PLACES.values(), ids=PLACES)
def test_cells_too_far_away__error(make: Make, limit: str, at: str, bound: str) -> None:
    """A cell that holds something beyond the bounds keeps the file out, and is named."""
    assert preflight(make()) == Finding(code="file.unsafe", sheet="評価", cell=at, found=limit, expected=bound)


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
    "the file itself": (lambda: b"PK\3\4" + b"\0" * Limits().file_bytes, "file_bytes", "<= 32 MiB"),
    "entries": (lambda: many(1_001), "entries", "<= 1,000"),
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
    "a cell outside of rows": (
        lambda: minimal(worksheet("<c><v>1</v></c>")),
        f"cell reference: {SHEET}",
        None,
    ),
    "area": (
        lambda: minimal(worksheet('<row r="1"><c r="AMJ1"><v>1</v></c></row>' + FAR.format(1_000, "A1000"))),
        f"area: {SHEET}",
        "<= 1,000,000",
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
        "<= 100",
    ),
    "elements inside each other among the strings": (
        lambda: minimal(worksheet(""), strings="<sst>" + "<a>" * 200 + "</a>" * 200 + "</sst>"),
        f"depth: {STRINGS}",
        "<= 100",
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
        "<= 256",
    ),
}


@pytest.mark.parametrize(("make", "found", "bound"), UNSAFE.values(), ids=UNSAFE)
def test_beyond_a_limit__error(make: Make, found: str, bound: str | None) -> None:
    """What crosses a limit, or could be read in two ways, is refused, and the finding says which and where."""
    assert preflight(make()) == Finding(code="file.unsafe", found=found, expected=bound)


def test_limits_can_be_set__ok() -> None:
    """A tighter limit refuses the plain workbook, a wider one lets a far cell in."""
    tight = preflight(excel(), Limits(rows=8))
    wide = preflight(far(30_000, "A30000"), Limits(rows=40_000))

    assert tight == Finding(code="file.unsafe", sheet=SHEET_CONTEXT, cell="A9", found="rows", expected="<= 8")
    assert not isinstance(wide, Finding)
