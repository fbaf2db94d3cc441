"""Damaged workbooks, with the part that is named, and workbooks with macros."""

import io
import zipfile
from collections.abc import Callable

from support.packages import (
    RATINGS,
    STRINGS,
    WORKBOOK,
    Entry,
    entries_of,
    minimal,
    ods,
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


def stopped_after(last: str) -> Callable[[str], str]:
    """Return a change that drops what follows *last* where it first stands."""
    return replacing(f"({last}).*", r"\1")


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
    "a sheet that stops among its cells": (lambda: patched(excel(), {RATINGS: stopped_after('<c r="G5"')}), RATINGS),
    "a sheet that stops after its cells": (lambda: patched(excel(), {RATINGS: stopped_after("</sheetData>")}), RATINGS),
    "a sheet that stops in a rule": (lambda: patched(excel(), {RATINGS: stopped_after("<formula>")}), RATINGS),
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
    "a cell that stands twice, plainly": (
        lambda: ratings('<c r="F5"', '<c r="E5"><v>1</v></c><c r="F5"'),
        f"{RATINGS}: E5",
    ),
    "a row that stands twice": (
        lambda: ratings('(<row r="6".*?</row>)', r"\1\1"),
        f"{RATINGS}: A6",
    ),
    "a cell in another row than its own": (lambda: ratings('<c r="E6"', '<c r="E16"'), f"{RATINGS}: E16"),
    "a cell at the end of the row above its own": (
        lambda: ratings('(</row>)(<row r="6")', r'<c r="Q6"><v>1</v></c>\1\2'),
        f"{RATINGS}: Q6",
    ),
    "a cell outside of rows": (
        lambda: minimal(worksheet("<c><v>1</v></c>")),
        "xl/worksheets/sheet1.xml: c",
    ),
    "a cell under another name": (lambda: ratings(r'<c (r="F6".*?)</c>', r"<x \1</x>"), f"{RATINGS}: x"),
    "a value under another name": (lambda: ratings(r'(<c r="F6"[^>]*>)<v>(.*?)</v>', r"\1<w>\2</w>"), f"{RATINGS}: w"),
    "a string without number": (lambda: cell(' t="s"', "<v>x</v>"), f"{RATINGS}: E5"),
    "a cell of no type": (lambda: cell(' t="z"', "<v>1</v>"), f"{RATINGS}: E5"),
    "a control character": (lambda: cell(' t="inlineStr"', "<is><t>\x01</t></is>"), RATINGS),
    "an unknown entity": (lambda: cell(' t="str"', "<v>&nbsp;</v><!-- -->"), RATINGS),
    "an attribute twice": (lambda: cell(' t="n" t="s"', "<v>1</v>"), RATINGS),
}


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
