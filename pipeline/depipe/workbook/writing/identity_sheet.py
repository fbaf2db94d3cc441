"""The identity in its three places, the digest of every locked cell, and the texts that only the workbook tells."""

from collections.abc import Iterable, Sequence
from typing import Final

from depipe.sheets import Book, Sheet
from depipe.workbook.layout import IDENTITY_PREFIX
from depipe.workbook.locked import LockedDigest
from depipe.workbook.writing.style import Styles

HEADERS: Final = LockedDigest("sheet", "key", "digest")
TEXTS_ROW: Final = 1
HEADER_ROW: Final = 2
"""Below the identity in A1 and the fixed texts in the second row; each locked digest then has a row."""

PROPERTY: Final = f"{IDENTITY_PREFIX.removesuffix(':')}-"
"""Custom document properties `depipe-1`, `depipe-2`, ... hold the identity in order."""
_PART: Final = 255


def write_identity(  # noqa: PLR0917 - where, then what
    book: Book, sheet: Sheet, styles: Styles, encoded: str, digests: Iterable[LockedDigest], texts: Sequence[str]
) -> None:
    """Write the hidden sheet and the custom document properties; *encoded* and the cells of *texts* are ASCII."""
    sheet.text(0, 0, encoded)
    for column, text in enumerate(texts):
        sheet.text(TEXTS_ROW, column, text)
    for row, digest in enumerate((HEADERS, *digests), HEADER_ROW):
        for column, text in enumerate(digest):
            sheet.text(row, column, text)
    for number, start in enumerate(range(0, len(encoded), _PART), 1):
        book.document_property(f"{PROPERTY}{number}", encoded[start : start + _PART])
    sheet.columns(0, max(len(HEADERS), len(texts)) - 1, 24, styles.page)
    sheet.raw.protect("")
    sheet.raw.hide()
