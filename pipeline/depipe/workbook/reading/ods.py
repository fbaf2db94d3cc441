"""A returned .ods: its sheets with their values, in one bounded pass over content.xml.

The pass that finds errors, formulas, links and pictures meets every value anyway, so there is no second reader.
Repeated rows are one list that stands in the grid several times: a small file stays small.
"""

from typing import Final

from depipe.workbook.layout import IDENTITY_PREFIX
from depipe.workbook.reading.checked import CheckedFile
from depipe.workbook.reading.choice import hold_fixed_texts, may_be_copies, worth_reading
from depipe.workbook.reading.limits import refused, unsafe
from depipe.workbook.reading.odstables import read_tables
from depipe.workbook.reading.package import Package
from depipe.workbook.reading.seems import no_workbook
from depipe.workbook.reading.xmlparts import Element, elements

ODS_MIMETYPE: Final = b"application/vnd.oasis.opendocument.spreadsheet"

_PROPERTY: Final = IDENTITY_PREFIX.removesuffix(":") + "-"
_MACROS: Final = ("basic/", "scripts/")
_NO_MACROS: Final = ("script-lb.xml", "script-lc.xml", "dialog-lb.xml", "dialog-lc.xml", "/")


def check_ods(package: Package) -> CheckedFile:
    """Return what may be read of an OpenDocument spreadsheet.

    Raises RefusedError.
    """
    limits = package.limits
    manifest = elements(package.part("META-INF/manifest.xml"), "META-INF/manifest.xml", limits)
    if any(element.tag == "encryption-data" for element in manifest):
        raise refused("file.encrypted")
    if "content.xml" not in package:
        raise no_workbook(package.names)
    if any(name.startswith(_MACROS) and not name.endswith(_NO_MACROS) for name in package.names):
        raise refused("file.macros")
    tables = read_tables(package.part("content.xml"), "content.xml", limits)
    if len(tables) > limits.sheets:
        raise unsafe("sheets", limits.sheets)
    meta = elements(package.part("meta.xml"), "meta.xml", limits)
    names = [table.name for table in tables]
    chosen = worth_reading(names).union(hold_fixed_texts(names), may_be_copies(names))
    return CheckedFile(
        sheets=tuple(table for table in tables if table.name in chosen),
        unread=tuple(table.name for table in tables if table.name not in chosen),
        identity=_identity(meta),
        program=next((element.text.strip() for element in meta if element.tag == "generator"), "") or None,
    )


def _identity(meta: list[Element]) -> str | None:
    numbered: dict[int, str] = {}
    for element in meta:
        number = element.attributes.get("name", "").removeprefix(_PROPERTY)
        if element.tag == "user-defined" and number.isdecimal():
            numbered[int(number)] = element.text
    return "".join(numbered[number] for number in sorted(numbered)) if numbered else None
