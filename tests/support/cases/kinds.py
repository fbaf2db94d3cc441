"""Files of another kind than workbooks, with the code and the name that each is refused with."""

from collections.abc import Callable

from support.packages import (
    RATINGS,
    entries_of,
    packed,
    parts_of,
    raw_archive,
    raw_entry,
    spelled,
)
from support.readings import excel

Make = Callable[[], bytes]

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def ole(*names: str) -> bytes:
    """Return an OLE container whose directory has these names."""
    return OLE + b"".join(name.encode("utf-16-le") + b"\0\0" for name in names)


def archive(**parts: str) -> bytes:
    """Return a zip archive of parts whose names have `__` for a slash and `_` for a dot."""
    return packed(spelled(parts))


def flagged() -> bytes:
    """Return the workbook with a part that says it is encrypted."""
    kept = [entry for entry in entries_of(excel()) if entry.name != RATINGS.encode()]
    return raw_archive([*kept, raw_entry(RATINGS.encode(), parts_of(excel())[RATINGS], flags=1)])


def encrypted_ods() -> bytes:
    """Return an OpenDocument package whose manifest says that its parts are encrypted."""
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest.encode(),
            "content.xml": b"\x12\x34",
        }
    )


KINDS: dict[str, tuple[Make, str, str | None]] = {
    "nothing at all": (lambda: b"", "file.corrupt", "0 B"),
    "a placeholder of zeros": (lambda: b"\0" * 4096, "file.corrupt", "zeros: 4096 B"),
    "CSV": ("ID,項目\nEX-01,進行保証\n".encode, "file.not-xlsx", "CSV"),
    "CSV in Shift_JIS": (lambda: "ID,項目\r\n".encode("shift_jis"), "file.not-xlsx", "CSV"),
    "CSV in UTF-16": (lambda: "ID;項目\r\n".encode("utf-16"), "file.not-xlsx", "CSV"),
    "TSV": (lambda: b"ID\tItem\n", "file.not-xlsx", "TSV"),
    "plain text": (lambda: b"hello\n", "file.not-xlsx", "text"),
    "JSON": (lambda: b'{"a": 1}', "file.not-xlsx", "JSON"),
    "HTML": (lambda: b"\n<!DOCTYPE html><html></html>", "file.not-xlsx", "HTML"),
    "HTML as Excel exports it": (lambda: b'<html xmlns:x="urn:x"><table></table></html>', "file.not-xlsx", "HTML"),
    "PDF": (lambda: b"%PDF-1.7\n", "file.not-xlsx", "PDF"),
    "PNG": (lambda: b"\x89PNG\r\n\x1a\n", "file.not-xlsx", "PNG"),
    "JPEG": (lambda: b"\xff\xd8\xff\xe0", "file.not-xlsx", "JPEG"),
    "gzip": (lambda: b"\x1f\x8b\x08\0", "file.not-xlsx", "gzip"),
    "7z": (lambda: b"7z\xbc\xaf\x27\x1c", "file.not-xlsx", "7z"),
    "RTF": (lambda: rb"{\rtf1}", "file.not-xlsx", "RTF"),
    "XML Spreadsheet 2003": (
        lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "file.not-xlsx",
        "XML Spreadsheet 2003 (.xml)",
    ),
    "flat OpenDocument": (
        lambda: b'<?xml version="1.0"?><office:document/>',
        "file.not-xlsx",
        "Flat OpenDocument (.fods)",
    ),
    "some bytes": (lambda: b"\x01\x02\x03\0\x04", "file.not-xlsx", "?"),
    "an empty archive": (archive, "file.not-xlsx", "zip"),
    "an archive of something": (lambda: archive(readme_txt="hi"), "file.not-xlsx", "zip"),
    "a zipped workbook": (lambda: packed({"返送/book.xlsx": excel()}), "file.not-xlsx", "zip (.xlsx)"),
    "Word": (lambda: archive(word__document_xml="<w/>"), "file.not-xlsx", "Word (.docx)"),
    "PowerPoint": (lambda: archive(ppt__presentation_xml="<p/>"), "file.not-xlsx", "PowerPoint (.pptx)"),
    "Excel binary": (lambda: archive(xl__workbook_bin="x"), "file.not-xlsx", "Excel Binary Workbook (.xlsb)"),
    "Numbers": (lambda: archive(Index__Document_iwa="x"), "file.not-xlsx", "Numbers (.numbers)"),
    "OpenDocument text": (lambda: archive(content_xml="<o/>", mimetype="text"), "file.not-xlsx", "OpenDocument"),
    "OLE of old Excel": (lambda: ole("Root Entry", "Workbook"), "file.legacy-xls", None),
    "OLE of older Excel": (lambda: ole("Root Entry", "Book"), "file.legacy-xls", None),
    "Excel 4": (lambda: b"\x09\x04\x06\x00\x00\x00\x10\x00", "file.legacy-xls", None),
    "password to open": (lambda: ole("Root Entry", "EncryptionInfo", "EncryptedPackage"), "file.encrypted", None),
    "OLE of Word": (lambda: ole("Root Entry", "WordDocument"), "file.not-xlsx", "Word (.doc)"),
    "OLE of something": (lambda: ole("Root Entry"), "file.not-xlsx", "OLE"),
    "an encrypted part": (flagged, "file.encrypted", "zip"),
    "encrypted OpenDocument": (encrypted_ods, "file.encrypted", None),
}
