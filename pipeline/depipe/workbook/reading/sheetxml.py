"""A sheet's XML, checked: its cells as a reader may see them, and everything that the reader would hide.

Accept what is known, look exactly at the rest. A sheet whose cells are nothing but the tokens that spreadsheet
programs write passes by one regular expression, which must match all of them; any other sheet (formulas, errors, other
prefixes, comments, odd references) is parsed exactly and its cells are written anew. Either way the reader that comes
after gets cells of one plain form, and nothing around them.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from depipe.workbook.reading.limits import Limits
from depipe.workbook.reading.references import area, position
from depipe.workbook.reading.sheetscan import Link, SheetFacts, scan, take_formula
from depipe.workbook.reading.xmlparts import ATTRIBUTES, DECLARATION, TEXT, check_prolog, check_tags, is_clean

_NUMBER: Final = rb"-?+[0-9]{1,9}+(?:\.[0-9]{1,20}+)?+(?:[eE]-[0-9]{1,2})?+"
_FORMULA: Final = rb'<f(?: aca="(?:false|true)")?+>' + TEXT + rb"</f>"
_CELL: Final = (
    rb'<c r="[A-Z]{1,2}(?P=row)"(?: s="[0-9]{1,5}")?+(?:'
    rb' t="inlineStr"><is><t(?: xml:space="preserve")?+>' + TEXT + rb"</t></is></c>"
    rb'| t="s"><v>[0-9]{1,7}</v></c>'
    rb"|/>|></c>"
    rb'|(?: t="[nb]")?+><v>' + _NUMBER + rb"</v></c>"
    rb'| t="(?:s|n|b|str|inlineStr)"(?:/>|></c>)'
    rb'|(?: t="[nb]")?+>' + _FORMULA + rb"(?:<v>" + _NUMBER + rb"</v>|<v></v>|<v/>)?+</c>"
    rb'| t="str">' + _FORMULA + rb"(?:<v>" + TEXT + rb"</v>|<v/>)?+</c>)"
)
_PLACE: Final = re.compile(rb' r="([^"]*+)"')
"""What looks like the place of a row or cell. A text may, too: at worst its sheet is looked at exactly."""
_FORMULA_TEXT: Final = re.compile(rb"<f(?: [^<>]*)?>([^<]*)")
_ROW: Final = (
    rb'<row r="(?P<row>[1-9][0-9]{0,2})"(?: (?:s|[A-Za-z][\w:]++)="[^"<>&]*+")*+(?:/>|>(?:' + _CELL + rb")*+</row>)"
)
_BEFORE: Final = (
    rb"(?:<(?:sheetPr|tabColor|outlinePr|pageSetUpPr|dimension|sheetViews?|pane|selection|sheetFormatPr|cols?)\b"
    + ATTRIBUTES
    + rb"/?+>\s*+|</(?:sheetPr|dimension|sheetViews?|pane|selection|sheetFormatPr|cols?)>\s*+)*+"
)
_START: Final = DECLARATION + rb"(?P<root><worksheet\b" + ATTRIBUTES + rb">)\s*+" + _BEFORE
_KNOWN: Final = re.compile(_START + rb"(?P<cells><sheetData/>|<sheetData>(?:" + _ROW + rb"){0,999}</sheetData>)")
"""A sheet as Excel, LibreOffice, openpyxl and XlsxWriter write it, from its first byte to the end of its cells.

Every cell stands in its own row. References end at ZZ999, within any sensible limit; cells hold numbers, shared
strings, booleans, inline text and ordinary formulas.
"""
_KNOWN_BEGINNING: Final = re.compile(_START + rb"<sheetData>(?P<rows>(?:" + _ROW + rb"){1,16})")
_KNOWN_ROWS: Final = 999
_KNOWN_COLUMNS: Final = 702

_REFERENCE: Final = rb"[A-Z]{1,3}[1-9][0-9]{0,6}(?::[A-Z]{1,3}[1-9][0-9]{0,6})?+"
_MERGED: Final = re.compile(rb'<mergeCell ref="(' + _REFERENCE + rb')"/>')
_LINKED: Final = re.compile(rb'<hyperlink ref="(' + _REFERENCE + rb')"((?: [A-Za-z][\w:]*="[^"<>]*")*+)/>')
_DRAWN: Final = re.compile(rb'<(d|legacyD)rawing [A-Za-z][\w]*:id="([^"<>&]*)"/>')
_ATTRIBUTE: Final = re.compile(r'(\w+)="([^"]*)"')
_RULE: Final = re.compile(rb"<formula>[^<]*+")
"""The formula of a conditional format: most of what follows a sheet's cells, but for dropdowns."""


def read_sheet(data: bytes, name: str, limits: Limits) -> SheetFacts:
    """Return what the sheet *name* with the XML *data* holds.

    Raises RefusedError for XML that is no sheet, or crosses a limit.
    """
    check_tags(data, name, limits)
    known = _KNOWN.match(data) if _within(limits) else None
    if known is None or not is_clean(known["cells"]) or _is_doubled(known["cells"]):
        check_prolog(data, name)
        return scan(data, name, limits)
    facts = _marks(known["root"], data[known.end() :], name, limits)
    facts.cells = known["cells"]
    for reference, formula in _formulas(facts.cells):
        take_formula(facts, position(reference), formula)
    return facts


def _is_doubled(cells: bytes) -> bool:
    """Tell whether a cell or a row stands twice."""
    places = _PLACE.findall(cells)
    return len(set(places)) < len(places)


def _marks(root: bytes, rest: bytes, name: str, limits: Limits) -> SheetFacts:
    known = _RULE.sub(b"", _without_validations(rest), limits.marks)
    merged, linked, drawn = _MERGED.findall(known), _LINKED.findall(known), _DRAWN.findall(known)
    if (
        known.count(b"mergeCell") - known.count(b"mergeCells") != len(merged)
        or known.count(b"hyperlink") - known.count(b"hyperlinks") != len(linked)
        or known.count(b"rawing") != len(drawn)
        or max(len(merged), len(linked), len(drawn)) > limits.marks
        or b"<!" in known
        or not known.rstrip().endswith(b"</worksheet>")
    ):
        # The sheet without its cells is a small document of its own.
        return scan(root + rest, name, limits)
    return SheetFacts(
        merges=[cells for reference in merged if (cells := area(reference.decode()))],
        links=[link for reference, attributes in linked if (link := _link(reference, attributes))],
        drawings=[identifier.decode() for kind, identifier in drawn if kind == b"d"],
    )


def _link(reference: bytes, attributes: bytes) -> Link | None:
    """Return a link to somewhere outside; those to places in the workbook itself nobody needs to read."""
    if b':id="' not in attributes:
        return None
    said = dict(_ATTRIBUTE.findall(attributes.decode("utf-8", "replace")))
    cells, place = area(reference.decode()), said.get("location")
    return None if cells is None else (cells, said.get("id"), place and unescape(place))


def _without_validations(rest: bytes) -> bytes:
    """Return what follows a sheet's cells without the dropdowns and their prompts, which are most of it."""
    before, start, within = rest.partition(b"<dataValidations ")
    return before + within.partition(b"</dataValidations>")[2] if start else rest


def _formulas(cells: bytes) -> Iterator[tuple[str, str]]:
    """Yield the reference and the text of each formula among known cells."""
    for formula in _FORMULA_TEXT.finditer(cells):
        cell = cells.rfind(b'<c r="', 0, formula.start())
        reference = cells[cell + 6 : cells.index(b'"', cell + 6)]
        yield reference.decode(), formula[1].decode("utf-8", "replace")


def read_first_rows(beginning: bytes) -> SheetFacts | None:
    """Return the first rows, at most 16, of a sheet with this *beginning*: all that matters of sheets without answers.

    None for a sheet that is not of the known form.
    """
    known = _KNOWN_BEGINNING.match(beginning)
    if known is None or not is_clean(known["rows"]):
        return None
    return SheetFacts(cells=b"<sheetData>" + known["rows"] + b"</sheetData>")


def _within(limits: Limits) -> bool:
    return (
        limits.rows >= _KNOWN_ROWS and limits.columns >= _KNOWN_COLUMNS and limits.area >= _KNOWN_ROWS * _KNOWN_COLUMNS
    )
