"""The exact way through a sheet's XML: parse it, and write its cells anew in the one form that readers all share.

Positions that are left out, other prefixes, comments and CDATA sections inside values, cells that stand twice: readers
differ in what they make of those, so a reader after this one does not get to see them.
"""

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from depipe.workbook.cells import address
from depipe.workbook.reading.limits import Limits, refused, unsafe
from depipe.workbook.reading.references import Cell, Range, area, cells_of, position
from depipe.workbook.reading.xmlparts import escaped, local, new_parser, parse

_ROW: Final = re.compile(r"[1-9][0-9]{0,6}")
_INDEX: Final = re.compile(r"[0-9]{1,9}")
_NUMBER: Final = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_PICTURE: Final = re.compile(r"(?:_xlfn\.)?(?:DISPIMG|IMAGE)\(", re.IGNORECASE)
"""The formula of a picture in a cell, as WPS and Excel write it."""
_NO_DATE: Final = 1e9
"""From here on a number is no date and no duration whatever its style says; a reader may choke on it as one."""
_KINDS: Final = frozenset({"n", "s", "b", "d", "e", "str", "inlineStr"})
_TEXTS: Final = frozenset({"v", "f", "t"})
_WITHIN: Final = {
    "sheetData": frozenset({"row"}),
    "row": frozenset({"c", "extLst"}),
    "c": frozenset({"f", "v", "is", "extLst"}),
}
"""What may stand in the elements that make up the cells (ECMA-376, 18.3.1): anything else may be a cell to somebody."""


Link = tuple[Range, str | None, str | None]
"""Cells, id of the relationship, place within the target."""


@dataclass(slots=True)
class SheetFacts:
    """What a sheet holds besides values."""

    cells: bytes = b""
    """The sheet's `sheetData` element as a reader may see it."""
    errors: dict[Cell, str] = field(default_factory=dict)
    """Cell -> the text of its error, a formula's too."""
    formulas: set[Cell] = field(default_factory=set)
    merges: list[Range] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    pictures: set[Cell] = field(default_factory=set)
    """Cells that hold a picture (not those under a floating one)."""
    drawings: list[str] = field(default_factory=list)
    """Ids of the relationships of the drawings that float over the sheet."""


def scan(data: bytes, name: str, limits: Limits) -> SheetFacts:
    """Return what the sheet *name* with the XML *data* holds.

    Raises RefusedError for what is no sheet, or crosses a limit.
    """
    marks = _Marks(name, limits)
    cells = _Cells(name, limits, marks.facts)
    opened: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(opened) > limits.depth:
            raise unsafe("depth", limits.depth, where=name)
        tag = local(tag)
        if not opened and tag != "worksheet":
            raise refused("file.corrupt", name)
        if "sheetData" in opened:
            if tag not in _WITHIN.get(opened[-1], (tag,)):
                raise refused("file.corrupt", f"{name}: {tag[:20]}")
            cells.start(tag, attributes)
        else:
            marks.start(tag, attributes)
        opened.append(tag)

    def end(_: str) -> None:
        tag = opened.pop()
        if "sheetData" in opened:
            cells.end(tag)

    parse(new_parser(start, end, cells.text), data, name)
    cells.finish()
    marks.facts.cells = cells.xml()
    return marks.facts


def take_formula(facts: SheetFacts, at: Cell | None, text: str) -> None:
    """Note that the cell *at* holds the formula *text*, or a picture that is written as one."""
    if at is not None:
        (facts.pictures if _PICTURE.match(text) else facts.formulas).add(at)


class _Marks:
    """What stands around the cells: merged ranges, links, drawings."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.facts = SheetFacts()
        self._name = name
        self._limits = limits

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an opening tag outside the cells."""
        facts = self.facts
        if tag == "mergeCell":
            merged = area(attributes.get("ref", ""))
            if merged is not None:
                facts.merges.append(merged)
        elif tag == "hyperlink":
            linked = area(attributes.get("ref", ""))
            if linked is not None:
                facts.links.append((linked, _relationship(attributes), attributes.get("location")))
        elif tag == "drawing":
            facts.drawings.append(_relationship(attributes) or "")
        if max(len(facts.merges), len(facts.links), len(facts.drawings)) > self._limits.marks:
            raise unsafe("marks", self._limits.marks, where=self._name)


def _relationship(attributes: dict[str, str]) -> str | None:
    return next((value for key, value in attributes.items() if local(key) == "id"), None)


class _Cells:
    """The cells, one after the other."""

    def __init__(self, name: str, limits: Limits, facts: SheetFacts) -> None:
        self._name = name
        self._limits = limits
        self._facts = facts
        self._row = 0
        self._declared: int | None = None
        self._column = 0
        self._cell: dict[str, str] | None = None
        self._texts: dict[str, list[str]] = {}
        self._open: str | None = None
        self._phonetic = False
        self._formula: dict[str, str] | None = None
        self._filled: list[Range] = []
        self._written: dict[Cell, str] = {}
        self._last: Cell = (0, 0)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an opening tag inside sheetData."""
        self._open = None
        if tag == "row":
            self._start_row(attributes.get("r"))
        elif tag == "c":
            self._start_cell(attributes)
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "f":
            self._formula = attributes
        if tag in _TEXTS and self._cell is not None and not self._phonetic:
            self._open = tag

    def text(self, piece: str) -> None:
        """Take a run of text."""
        if self._open is not None:
            self._texts.setdefault(self._open, []).append(piece)

    def end(self, tag: str) -> None:
        """Take a closing tag inside sheetData."""
        self._open = None
        if tag == "c" and self._cell is not None:
            self._end_cell((self._row, self._column), self._cell)
            self._cell = None
        elif tag == "rPh":
            self._phonetic = False

    def _start_row(self, reference: str | None) -> None:
        if reference is not None and not _ROW.fullmatch(reference):
            raise unsafe("row reference", where=self._name)
        self._declared = None if reference is None else int(reference)
        self._row = self._row + 1 if self._declared is None else self._declared
        self._column = 0

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        at = (self._row, self._column + 1) if reference is None else position(reference)
        if at is None:
            raise unsafe("cell reference", where=self._name)
        self._row, self._column = at
        self._cell = attributes
        self._texts = {}
        self._formula = None

    def _end_cell(self, at: Cell, attributes: dict[str, str]) -> None:
        if self._formula is None and not self._texts:
            return  # nothing but a format: LibreOffice writes such cells out to the last row and column
        self._check_place(at)
        if self._declared not in (None, at[0]):
            raise self._damaged(at)  # in one row by its place, in another by its reference
        facts, kind = self._facts, attributes.get("t", "n")
        if self._formula is not None:
            self._take_formula(at, self._formula)
        if kind == "e":
            if "vm" in attributes and self._formula is None:
                facts.pictures.add(at)  # Excel keeps a picture in a cell as an error that it never shows
            else:
                facts.errors[at] = self._said("v")
        elif at in self._written or kind not in _KINDS:
            raise self._damaged(at)
        else:
            self._written[at] = self._cell_xml(at, kind, attributes.get("s", ""))

    def _take_formula(self, at: Cell, formula: dict[str, str]) -> None:
        take_formula(self._facts, at, self._said("f"))
        filled = area(formula.get("ref", "")) if formula.get("t") in ("array", "dataTable") else None
        if filled is not None:
            self._filled.append(filled)

    def _cell_xml(self, at: Cell, kind: str, style: str) -> str:
        head = f'<c r="{address(*at)}"'
        styled = f'{head} s="{style}"' if _INDEX.fullmatch(style) else head
        if kind == "inlineStr":
            text = escaped(self._said("t"))
            return f'{styled} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>' if text else ""
        value = self._said("v")
        if kind != "str":
            value = value.strip()
        if not value:
            return ""
        if kind == "d":
            value = value.removesuffix("Z")  # cells know no zone, and the reader none with one
        if kind == "s" and not _INDEX.fullmatch(value):
            raise self._damaged(at)
        if kind == "n" and not _NUMBER.fullmatch(value):
            kind = "str"  # as Excel does for text that somebody wrote without saying so
        elif kind == "n" and abs(float(value)) >= _NO_DATE:
            styled = head
        return f'{styled} t="{kind}"><v>{escaped(value)}</v></c>'

    def _damaged(self, at: Cell) -> Exception:
        return refused("file.corrupt", f"{self._name}: {address(*at)}")

    def _said(self, element: str) -> str:
        return "".join(self._texts.get(element, ()))

    def _check_place(self, at: Cell) -> None:
        limits = self._limits
        if at[0] > limits.rows:
            raise unsafe("rows", limits.rows, where=self._name, cell=at)
        if at[1] > limits.columns:
            raise unsafe("columns", limits.columns, where=self._name, cell=at)
        self._last = (max(self._last[0], at[0]), max(self._last[1], at[1]))

    def finish(self) -> None:
        """Settle what only the whole sheet tells: the area in use, and the cells that array formulas fill."""
        last = self._last
        limits = self._limits
        if last[0] * last[1] > limits.area:
            raise unsafe("area", limits.area, where=self._name)
        filled = list(islice(cells_of(self._filled, last), limits.marks + 1))
        if len(filled) > limits.marks:
            raise unsafe("marks", limits.marks, where=self._name)
        self._facts.formulas.update(at for at in filled if at in self._written)

    def xml(self) -> bytes:
        """Return the cells as a sheetData element, row by row."""
        rows: dict[int, list[str]] = {}
        for at in sorted(self._written):
            rows.setdefault(at[0], []).append(self._written[at])
        written = (f'<row r="{row}">{"".join(cells)}</row>' for row, cells in rows.items())
        return f"<sheetData>{''.join(written)}</sheetData>".encode()
