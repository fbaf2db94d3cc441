"""Zip packages by code: taking workbooks apart, patching their parts, and building hostile ones."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from html import escape

from openpyxl import Workbook, load_workbook

from depipe.workbook.layout import SHEET_CONTEXT, SHEET_PROPOSALS, SHEET_RATINGS

CONTEXT = "xl/worksheets/sheet2.xml"
RATINGS = "xl/worksheets/sheet3.xml"
SCALE = "xl/worksheets/sheet5.xml"
PROPOSALS = "xl/worksheets/sheet6.xml"
STRINGS = "xl/sharedStrings.xml"
WORKBOOK = "xl/workbook.xml"
"""Where XlsxWriter puts the sheets of an issued workbook."""

Edit = Callable[[Workbook], object]
"""What somebody may do to an open workbook."""

Typed = str | float | bool | date | timedelta | None
"""What somebody may type into a cell."""

Patch = bytes | str | Callable[[str], str] | None
"""New content of a part, a change of its text, or None to take it out."""


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package by their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return *parts* as a package."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name)  # of 1980: the same bytes whenever a test runs
            entry.compress_type = compression
            archive.writestr(entry, content, compresslevel=1)
    return buffer.getvalue()


def patched(data: bytes, patches: Mapping[str, Patch]) -> bytes:
    """Return the package with some of its parts replaced, changed, added or taken out."""
    parts = parts_of(data)
    for name, patch in patches.items():
        if patch is None:
            del parts[name]
        elif callable(patch):
            changed = patch(parts[name].decode()).encode()
            assert changed != parts[name], f"{name} is as it was"
            parts[name] = changed
        else:
            parts[name] = patch.encode() if isinstance(patch, str) else patch
    return packed(parts)


def replacing(pattern: str, replacement: str | Callable[[re.Match[str]], str], count: int = 1) -> Callable[[str], str]:
    """Return a change that replaces *pattern* in a text, and fails where it is not found."""

    def change(text: str) -> str:
        changed, found = re.subn(pattern, replacement, text, count=count, flags=re.DOTALL)
        assert found, f"{pattern} is not there"
        return changed

    return change


def with_cell(reference: str, attributes: str, content: str) -> Callable[[str], str]:
    """Return a change that puts *content* into a cell of a sheet's XML, which keeps its style."""

    def cell(found: re.Match[str]) -> str:
        return f'<c r="{reference}"{found[1] or ""}{attributes}>{content}</c>'

    return replacing(rf'<c r="{reference}"( s="\d+")?(?: t="\w+")?(?:/>|>.*?</c>)', cell)


def chained(*changes: Callable[[str], str]) -> Callable[[str], str]:
    """Return a change that makes several, one after the other."""

    def change(text: str) -> str:
        for one in changes:
            text = one(text)
        return text

    return change


def edited(data: bytes, *edits: Callable[[Workbook], object]) -> bytes:
    """Return the workbook as openpyxl saves it after *edits*."""
    book = load_workbook(io.BytesIO(data))
    for edit in edits:
        edit(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def typing(sheet: str, **values: Typed) -> Callable[[Workbook], None]:
    """Return an edit that types *values* (A1 address -> value) into a sheet."""

    def edit(book: Workbook) -> None:
        for cell, value in values.items():
            book[sheet][cell] = value

    return edit


def in_ratings(**values: Typed) -> Callable[[Workbook], None]:
    """Return an edit that types into 評価."""
    return typing(SHEET_RATINGS, **values)


def in_context(**values: Typed) -> Callable[[Workbook], None]:
    """Return an edit that types into 前提パラメータ."""
    return typing(SHEET_CONTEXT, **values)


def in_proposals(**values: Typed) -> Callable[[Workbook], None]:
    """Return an edit that types into 追加項目."""
    return typing(SHEET_PROPOSALS, **values)


def serial(day: date) -> int:
    """Return a day as spreadsheets number it."""
    return (day - date(1899, 12, 30)).days


# Building what no program writes


def raw_entry(name: bytes, content: bytes, *, method: int = 8, flags: int = 0, declared: int | None = None) -> "Entry":
    """Return an entry of a zip archive; *declared* is the size that it lies about."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    stored = compressor.compress(content) + compressor.flush() if method == zipfile.ZIP_DEFLATED else content
    return Entry(name, stored, zlib.crc32(content), len(content) if declared is None else declared, method, flags)


class Entry:
    """An entry of a zip archive with whatever it says of itself."""

    def __init__(self, name: bytes, stored: bytes, crc: int, size: int, method: int, flags: int) -> None:  # noqa: PLR0917
        self.name = name
        self.stored = stored
        self.fields = (20, flags, method, 0, 0x21, crc, len(stored), size)

    def local(self, name: bytes | None = None) -> bytes:
        """Return the local header, with another *name* if given, and the content."""
        own = self.name if name is None else name
        return struct.pack("<4sHHHHHIIIHH", b"PK\3\4", *self.fields, len(own), 0) + own + self.stored

    def central(self, offset: int) -> bytes:
        """Return the entry of the directory."""
        head = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, *self.fields, len(self.name), 0, 0, 0, 0, 0, offset)
        return head + self.name


def raw_archive(entries: Iterable[Entry], *, local_names: Mapping[bytes, bytes] | None = None) -> bytes:
    """Return an archive of *entries*, whose local headers may have other names than its directory."""
    body, directory, count = b"", b"", 0
    for entry in entries:
        directory += entry.central(len(body))
        body += entry.local((local_names or {}).get(entry.name))
        count += 1
    return body + directory + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)


def entries_of(data: bytes) -> list[Entry]:
    """Return a package's parts as entries."""
    return [raw_entry(name.encode(), content) for name, content in parts_of(data).items()]


def deflated_zeros(size: int, *, before: bytes = b"", after: bytes = b"", filler: bytes = b" ") -> bytes:
    """Return the raw deflate stream of *size* filler bytes between two texts, without ever holding them."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = filler * ((1 << 20) // len(filler))
    pieces = [compressor.compress(before)]
    pieces += [compressor.compress(block) for _ in range(size // len(block))]
    pieces += [compressor.compress(after), compressor.flush()]
    return b"".join(pieces)


def bomb(data: bytes, part: str, size: int, *, before: str, after: str, filler: str = " ") -> bytes:
    """Return the package with a *part* that inflates to *size* bytes and says that it has 1,000."""
    kept = [entry for entry in entries_of(data) if entry.name != part.encode()]
    stored = deflated_zeros(size, before=before.encode(), after=after.encode(), filler=filler.encode())
    return raw_archive([*kept, Entry(part.encode(), stored, 0, 1_000, zipfile.ZIP_DEFLATED, 0)])


def minimal(sheet: str, *, strings: str = "", extra: Mapping[str, str] | None = None) -> bytes:
    """Return the smallest workbook with one sheet, 評価, that is this XML."""
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{rels}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns:r="{rels}"><sheets><sheet name="評価" sheetId="1" r:id="r1"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{rels}/worksheet" '
        f'Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{rels}/sharedStrings" '
        'Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": sheet,
        **({"xl/sharedStrings.xml": strings} if strings else {}),
        **(extra or {}),
    }
    return packed({name: text.encode() for name, text in parts.items()})


def worksheet(cells: str, *, around: str = "", prolog: str = '<?xml version="1.0" encoding="UTF-8"?>\n') -> str:
    """Return a sheet's XML with these *cells* and what stands *around* them."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'{prolog}<worksheet xmlns="{main}"><sheetData>{cells}</sheetData>{around}</worksheet>'


# OpenDocument

ODS_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def odf_cell(value: object) -> str:
    """Return a cell of OpenDocument that holds a value."""
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()[:10]}"/>'
    if isinstance(value, str):
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value}"/>'


def as_ods(data: bytes, cells: Mapping[tuple[str, str], str] | None = None, **parts: str) -> bytes:
    """Return the workbook as an OpenDocument spreadsheet; *cells* (sheet, A1 address) are written just so.

    *parts* are further parts, with `__` for a slash and `_` for a dot.
    """
    tables = []
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        rows = (
            "".join((cells or {}).get((sheet.title, cell.coordinate)) or odf_cell(cell.value) for cell in row)
            for row in sheet.iter_rows()
        )
        body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
        tables.append(f'<table:table table:name="{sheet.title}">{body}</table:table>')
    content = (
        f"<office:document-content {ODF}><office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    properties = re.findall(
        r'name="(depipe-\d+)"[^>]*>\s*<[^>]*>([^<]*)<', parts_of(data)["docProps/custom.xml"].decode()
    )
    said = "".join(f'<meta:user-defined meta:name="{name}">{text}</meta:user-defined>' for name, text in properties)
    meta = (
        f"<office:document-meta {ODF}><office:meta>{said}<meta:generator>Calc</meta:generator></office:meta>"
        "</office:document-meta>"
    )
    return packed(
        {"mimetype": ODS_MIMETYPE, "content.xml": content.encode(), "meta.xml": meta.encode(), **spelled(parts)}
    )


def ods(**parts: str) -> bytes:
    """Return an OpenDocument package with these parts besides its type."""
    return packed({"mimetype": ODS_MIMETYPE, **spelled(parts)})


def spelled(parts: Mapping[str, str]) -> dict[str, bytes]:
    """Return *parts* whose names have `__` for a slash and `_` for a dot under their own names."""
    return {name.replace("__", "/").replace("_", "."): text.encode() for name, text in parts.items()}


def several(*edits: Edit) -> Edit:
    """Return an edit that makes several."""

    def edit(book: Workbook) -> None:
        for one in edits:
            one(book)

    return edit
