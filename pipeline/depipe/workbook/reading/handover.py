"""What calamine is handed: a package written here, of checked parts only.

It holds the checked cells and texts, the styles (a date is a number with a style), and a list of the sheets. calamine
sees no byte that was not looked at, and nothing that it would ask memory for in advance.
"""

import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import Final

from depipe.workbook.reading.package import ZIP_MAGIC, Package
from depipe.workbook.reading.xmlparts import check_prolog, check_tags

_ROOT: Final = (
    b'<Relationships><Relationship Id="r" Type="/relationships/officeDocument" Target="xl/workbook.xml"/>'
    b"</Relationships>"
)
_BEFORE_CELLS: Final = b"<worksheet><mergeCells></mergeCells>"
"""No merged ranges, before the cells: calamine looks for them on every sheet, and would go through all cells again."""


def key(number: int) -> str:
    """Return what the sheet of this number (from 0) is called in the package."""
    return f"s{number}"


def calamine_package(
    package: Package, cells: Sequence[bytes], strings: bytes, *, styles_part: str, days_from_1904: bool
) -> bytes:
    """Return a package of sheets with these *cells* (as `read_sheet` gives them), in order, called by `key`.

    *strings* are those that the cells share, as `read_strings` gives them.

    Raises RefusedError for styles that may not be read.
    """
    limits = package.limits
    keys = [key(number) for number in range(len(cells))]
    sheets = "".join(f'<sheet name="{name}" id="{name}"/>' for name in keys)
    targets = "".join(f'<Relationship Id="{name}" Type="/worksheet" Target="{name}.xml"/>' for name in keys)
    parts = {
        "_rels/.rels": _ROOT,
        "xl/workbook.xml": f'<workbook><workbookPr date1904="{int(days_from_1904)}"/>{sheets}</workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": f"<Relationships>{targets}</Relationships>".encode(),
        "xl/sharedStrings.xml": _without_controls(strings),
    }
    styles = package.part(styles_part)
    if styles:
        check_tags(styles, styles_part, limits)
        check_prolog(styles, styles_part)
        parts["xl/styles.xml"] = styles
    for name, content in zip(keys, cells, strict=True):
        parts[f"xl/{name}.xml"] = _BEFORE_CELLS + _without_controls(content) + b"</worksheet>"
    return stored(parts)


_ESCAPED: Final = re.compile(rb"_x00(?:(5[Ff])|0[0-8BbCcEeFf]|1[0-9A-Fa-f]|7[Ff]|[89][0-9A-Fa-f])_")
"""An underscore, or a control character, as spreadsheets escape what XML cannot carry (ECMA-376, 22.9.2.19)."""


def _without_controls(content: bytes) -> bytes:
    """Leave out escaped control characters: nobody typed them, and a terminal would obey them."""
    return _ESCAPED.sub(lambda found: found[0] if found[1] else b"", content)


_LOCAL: Final = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL: Final = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END: Final = struct.Struct("<4sHHHHIIH")
_VERSION: Final = 20
_NEW_YEAR_1980: Final = 0x21


def stored(parts: Mapping[str, bytes]) -> bytes:
    """Return *parts* as an archive without compression (APPNOTE 4.3): what a reader is handed after the checks."""
    bodies: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, content in parts.items():
        raw = name.encode()
        size = len(content)
        shared = (_VERSION, 0, 0, 0, _NEW_YEAR_1980, zlib.crc32(content), size, size, len(raw), 0)
        head = _LOCAL.pack(ZIP_MAGIC, *shared) + raw
        directory.append(_CENTRAL.pack(b"PK\x01\x02", _VERSION, *shared, 0, 0, 0, 0, offset) + raw)
        bodies += (head, content)
        offset += len(head) + size
    listing = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(parts), len(parts), len(listing), offset, 0)
    return b"".join((*bodies, listing, end))
