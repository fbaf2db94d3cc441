"""The identity in its three places, and the digest of every locked cell."""

from collections.abc import Iterable
from typing import Final

from depipe.sheets import Book, Sheet
from depipe.workbook.layout import IDENTITY_PREFIX
from depipe.workbook.locked import LockedDigest
from depipe.workbook.writing.style import Styles

HEADERS: Final = LockedDigest("sheet", "key", "digest")
HEADER_ROW: Final = 2
"""Below the identity in A1; each locked digest then has a row."""

PROPERTY: Final = f"{IDENTITY_PREFIX.removesuffix(':')}-"
"""Custom document properties `depipe-1`, `depipe-2`, ... hold the identity in order."""
_PART: Final = 255


def write_identity(book: Book, sheet: Sheet, styles: Styles, encoded: str, digests: Iterable[LockedDigest]) -> None:
    """Write the hidden sheet and the custom document properties; *encoded* is ASCII."""
    sheet.text(0, 0, encoded)
    for row, digest in enumerate((HEADERS, *digests), HEADER_ROW):
        for column, text in enumerate(digest):
            sheet.text(row, column, text)
    for number, start in enumerate(range(0, len(encoded), _PART), 1):
        book.document_property(f"{PROPERTY}{number}", encoded[start : start + _PART])
    sheet.columns(0, len(HEADERS) - 1, 24, styles.page)
    sheet.raw.protect("")
    sheet.raw.hide()
