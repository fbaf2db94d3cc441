"""The tables of an OpenDocument spreadsheet's content.xml (ODF 1.3, part 3, chapters 6, 9 and 19)."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from depipe.workbook.reading.checked import CheckedSheet, Remark, Value
from depipe.workbook.reading.limits import Limits, refused, unsafe
from depipe.workbook.reading.references import Cell
from depipe.workbook.reading.xmlparts import check_prolog, check_tags, local, new_parser, parse

_COUNT: Final = re.compile(r"[1-9][0-9]{0,6}")
_DURATION: Final = re.compile(r"(-)?P(?:(\d{1,6})D)?T(\d{1,6})H(\d{1,6})M(\d{1,6})(?:[.,]\d*)?S")
_SPACES: Final = re.compile("[ \t\r\n]+")
_ASIDE: Final = frozenset(
    {"annotation", "frame", "shapes", "custom-shape", "rect", "ellipse", "line", "path", "polygon", "g", "control"}
)
"""What is not the cell's own text: comments, pictures, drawn shapes."""
_CELLS: Final = frozenset({"table-cell", "covered-table-cell"})
_NO_COUNT: Final = "1"
_DAY_ZERO: Final = date(1899, 12, 30)
"""The day that programs of OpenDocument number 0."""


def read_tables(data: bytes, name: str, limits: Limits) -> list[CheckedSheet]:
    """Return the sheets of the document *data*, in order, each with its grid.

    Raises RefusedError for what is no such document, or crosses a limit.
    """
    check_tags(data, name, limits)
    check_prolog(data, name)
    reader = _Reader(name, limits)
    parse(new_parser(reader.start, reader.end, reader.take), data, name)
    names = {sheet.name for sheet in reader.sheets}
    if len(names) < len(reader.sheets):
        raise refused("file.corrupt", name)
    return reader.sheets


@dataclass(slots=True)
class _Facts:
    """One cell as it was written; repeated ones share it."""

    value: Value = ""
    error: str | None = None
    formula: bool = False
    span: Cell = (1, 1)
    link: str | None = None
    pictures: int = 0
    comment: str = ""
    box: str = ""
    """What a drawn shape says."""

    @property
    def marked(self) -> bool:
        return self != _Facts(value=self.value)


@dataclass(slots=True)
class _OpenCell:
    attributes: dict[str, str]
    is_error: bool
    paragraphs: list[list[str]] = field(default_factory=list)
    facts: _Facts = field(default_factory=_Facts)


class _Reader:
    """Handlers for the whole document."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.sheets: list[CheckedSheet] = []
        self._name = name
        self._limits = limits
        self._opened: list[str] = []
        self._aside: list[str] = []
        self._sheet: CheckedSheet | None = None
        self._rows: list[list[Value]] = []
        self._width = 0
        self._skipped_rows = 0
        self._row: list[_Facts] | None = None
        self._skipped = 0
        self._repeat_row = 1
        self._cell: _OpenCell | None = None
        self._marks = 0
        self._said = 0

    # The parser's handlers

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an opening tag."""
        if len(self._opened) > self._limits.depth:
            raise unsafe("depth", self._limits.depth, where=self._name)
        tag = local(tag)
        self._opened.append(tag)
        if self._sheet is None:
            if tag == "table":
                self._start_table(attributes)
        elif self._aside or tag in _ASIDE or (tag == "table" and self._cell is not None):
            self._start_aside(tag)
        elif tag == "table-row":
            self._row, self._skipped = [], 0
            self._repeat_row = self._count(attributes, "number-rows-repeated")
        elif tag in _CELLS and self._row is not None:
            is_error = any(local(key) == "value-type" and value == "error" for key, value in attributes.items())
            self._cell = _OpenCell({local(key): value for key, value in attributes.items()}, is_error)
        elif self._cell is not None:
            self._start_text(self._cell, tag, attributes)

    def end(self, tag: str) -> None:
        """Take a closing tag."""
        tag = local(tag)
        self._opened.pop()
        if self._aside:
            self._aside.pop()
        elif self._sheet is None:
            return
        elif tag in _CELLS and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif tag == "table-row" and self._row is not None:
            self._end_row(self._sheet, self._row)
            self._row = None
        elif tag == "table":
            self._sheet.grid = self._rows
            self.sheets.append(self._sheet)
            self._sheet = None

    def take(self, piece: str) -> None:
        """Take a run of text."""
        if self._aside:
            if self._cell is not None and self._aside[-1] in ("p", "span") and piece.strip():
                if "annotation" in self._aside:
                    self._cell.facts.comment += piece
                else:
                    self._cell.facts.box += piece
        elif self._cell is not None and self._cell.paragraphs and self._opened[-1] in ("p", "span", "a"):
            self._say(self._cell, _SPACES.sub(" ", piece))

    # Tables, rows, cells

    def _start_table(self, attributes: dict[str, str]) -> None:
        named = next((value for key, value in attributes.items() if local(key) == "name"), "")
        self._sheet = CheckedSheet(name=named, key=named, day_zero=_DAY_ZERO)
        self._rows, self._width, self._skipped_rows = [], 0, 0

    def _start_aside(self, tag: str) -> None:
        if tag == "image" and "frame" in self._aside:
            if self._cell is not None:
                self._cell.facts.pictures += 1
            elif self._sheet is not None:
                self._sheet.floating.append((1, 1))
        self._aside.append(tag)

    def _start_text(self, cell: _OpenCell, tag: str, attributes: dict[str, str]) -> None:
        said = {local(key): value for key, value in attributes.items()}
        if tag == "p":
            cell.paragraphs.append([])
        elif not cell.paragraphs:
            return
        elif tag == "s":
            self._say(cell, " " * self._count(said, "c"))
        elif tag == "tab":
            self._say(cell, "\t")
        elif tag == "line-break":
            self._say(cell, "\n")
        elif tag == "a" and "href" in said:
            cell.facts.link = cell.facts.link or said["href"]

    def _say(self, cell: _OpenCell, text: str) -> None:
        self._said += len(text)
        if self._said > self._limits.text:
            raise unsafe("text", self._limits.text, where=self._name)
        cell.paragraphs[-1].append(text)

    def _end_cell(self, cell: _OpenCell) -> None:
        said, facts = cell.attributes, cell.facts
        shown = "\n".join("".join(pieces).strip(" ") for pieces in cell.paragraphs)
        facts.error = shown or "?" if cell.is_error else None
        facts.formula = "formula" in said
        facts.span = (self._count(said, "number-rows-spanned"), self._count(said, "number-columns-spanned"))
        facts.value = "" if cell.is_error else _value(said, shown)
        repeated = self._count(said, "number-columns-repeated")
        row = self._row
        if row is None:
            return
        if facts.value == "" and not facts.marked:
            self._skipped += repeated
            return
        if len(row) + self._skipped + repeated > self._limits.columns:
            raise self._outside("columns", self._limits.columns, len(row) + self._skipped + repeated)
        row += [_Facts()] * self._skipped
        row += [facts] * repeated
        self._skipped = 0

    def _end_row(self, sheet: CheckedSheet, row: list[_Facts]) -> None:
        if not row:
            self._skipped_rows += self._repeat_row
            return
        limits = self._limits
        last = len(self._rows) + self._skipped_rows + self._repeat_row
        if last > limits.rows:
            raise self._outside("rows", limits.rows, 1)
        self._width = max(self._width, len(row))
        if last * self._width > limits.area:
            raise unsafe("area", limits.area, where=sheet.name)
        self._rows += [[]] * self._skipped_rows
        self._skipped_rows = 0
        values: list[Value] = [facts.value for facts in row]
        marked = [(column, facts) for column, facts in enumerate(row, 1) if facts.marked]
        for _ in range(self._repeat_row):
            self._rows.append(values)
            for column, facts in marked:
                self._mark(sheet, (len(self._rows), column), facts)

    def _mark(self, sheet: CheckedSheet, at: Cell, facts: _Facts) -> None:
        self._marks += 1
        if self._marks > self._limits.marks:
            raise unsafe("marks", self._limits.marks, where=sheet.name)
        if facts.error is not None:
            sheet.errors[at] = facts.error
        if facts.formula:
            sheet.formulas.add(at)
        if facts.span != (1, 1):
            sheet.merges.append((at[0], at[1], at[0] + facts.span[0] - 1, at[1] + facts.span[1] - 1))
        if facts.link is not None:
            sheet.links[at] = facts.link
        if facts.comment:
            sheet.remarks.append(Remark(at, "comment", facts.comment))
        if facts.box:
            sheet.remarks.append(Remark(at, "box", facts.box))
        sheet.floating += [at] * min(facts.pictures, 1)

    def _outside(self, limit: str, bound: int, column: int) -> Exception:
        name = self._sheet.name if self._sheet is not None else self._name
        row = len(self._rows) + self._skipped_rows + 1
        return unsafe(limit, bound, where=name, cell=(row, column))

    def _count(self, attributes: dict[str, str], name: str) -> int:
        text = next((value for key, value in attributes.items() if local(key) == name), _NO_COUNT)
        if not _COUNT.fullmatch(text):
            raise unsafe("repetition", where=self._name)
        return int(text)


def _value(said: dict[str, str], shown: str) -> Value:
    """Return a cell's value by its type; what cannot be read as its type is the text that the cell shows."""
    kind = said.get("value-type", "")
    try:
        if kind in ("float", "percentage", "currency"):
            return float(said["value"])
        if kind == "date":
            text = said["date-value"]
            return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
        if kind == "boolean":
            return said["boolean-value"] == "true"
        if kind == "time":
            return _duration(said["time-value"])
    except (KeyError, ValueError, OverflowError):
        return shown
    return said.get("string-value", shown)


def _duration(text: str) -> timedelta:
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(text)
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if match[1] else length
