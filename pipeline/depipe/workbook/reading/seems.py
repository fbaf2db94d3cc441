"""What a file that is no workbook seems to be, by its first bytes: so that the refusal can name it."""

from typing import Final

from depipe.workbook.reading.limits import RefusedError, refused

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MAGIC: Final = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"{\\rtf", "RTF"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"\x1f\x8b", "gzip"),
    (b"PK", "zip"),
)
_MARKUP: Final = (
    (b"urn:schemas-microsoft-com:office:spreadsheet", "XML Spreadsheet 2003 (.xml)"),
    (b"office:document", "Flat OpenDocument (.fods)"),
    (b"<html", "HTML"),
    (b"<table", "HTML"),
    (b"<!doctype html", "HTML"),
    (b"<?xml", "XML"),
)
_BIFF: Final = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
"""How a .xls of Excel 2 to 5 begins that has no OLE container around it."""

_ARCHIVES: Final = (
    ("xl/workbook.bin", "Excel Binary Workbook (.xlsb)"),
    ("word/document.xml", "Word (.docx)"),
    ("ppt/presentation.xml", "PowerPoint (.pptx)"),
    ("index/document.iwa", "Numbers (.numbers)"),
    ("index.zip", "Numbers (.numbers)"),
    ("content.xml", "OpenDocument"),
)
_LOOKED_AT: Final = 4_096


def not_a_zip(data: bytes) -> RefusedError:
    """Return the refusal of bytes that are no zip archive."""
    if data.startswith(_OLE):
        return _ole(data)
    if not data.strip(b"\0"):
        # What a synchronised drive leaves of a file that it has not fetched.
        return refused("file.corrupt", f"zeros: {len(data)} B" if data else "0 B")
    if data.startswith(_BIFF):
        return refused("file.legacy-xls")
    return refused("file.not-xlsx", _kind(data[:_LOOKED_AT]))


def no_workbook(names: tuple[str, ...]) -> RefusedError:
    """Return the refusal of a zip archive with parts of these (folded) *names* and no workbook in it."""
    kind = next((kind for name, kind in _ARCHIVES if name in names), None)
    if kind is None and any(name.endswith((".xlsx", ".xlsm", ".ods")) for name in names):
        kind = "zip (.xlsx)"
    return refused("file.not-xlsx", kind or "zip")


def _ole(data: bytes) -> RefusedError:
    # Names in an OLE directory are UTF-16; the sector that holds it can lie anywhere.
    if "EncryptedPackage".encode("utf-16-le") in data:
        return refused("file.encrypted")
    if any(f"{name}\0".encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return refused("file.legacy-xls")
    kind = "Word (.doc)" if "WordDocument".encode("utf-16-le") in data else "OLE"
    return refused("file.not-xlsx", kind)


def _kind(head: bytes) -> str:
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    folded = head.lower()
    for sign, kind in _MARKUP:
        if sign in folded:
            return kind
    return _text_kind(head)


def _text_kind(head: bytes) -> str:
    if b"\0" in head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")[:64] and not head.startswith(
        (b"\xff\xfe", b"\xfe\xff")
    ):
        return "?"
    if head.lstrip().startswith((b"{", b"[")):
        return "JSON"
    first = head.splitlines()[0]
    if b"\t" in first:
        return "TSV"
    return "CSV" if b"," in first or b";" in first else "text"
