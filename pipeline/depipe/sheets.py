"""The thin writer: XlsxWriter, but nothing fails silently and text stays text.

XlsxWriter answers trouble with a return code (a text too long, a row out of range, a validation over a limit is just
missing); here every non-zero one raises. Evaluators' text goes through `text` alone: never a formula, never a link.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final, Self

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell, xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import CellFormulaTuple, CellStringTuple, Worksheet

FONT: Final = "Meiryo UI"

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class WritingError(Exception):
    """XlsxWriter refused something: a bug in depipe, or a limit of the format that a lint should have caught."""


def clean(text: str) -> str:
    """Return *text* without what XML cannot carry: control characters (but tab and newlines) and lone surrogates."""
    return _CONTROL.sub("", text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore"))


class _Worksheet(Worksheet):  # type: ignore[misc]
    """A worksheet whose rows keep the height it gives them until somebody types, and then grow; formulas go in as is.

    XlsxWriter marks every height as custom, which pins the row; without the mark spreadsheets open it at that height
    and fit it again after an edit. It also searches every formula for thirty functions newer than Excel 2016, which
    takes longer than all the rest; depipe uses none of them, for the sake of LibreOffice and Google Sheets. Likewise it
    looks at each cell for a place given as `A1`, and at each number among its attributes for what XML must escape.
    """

    write_string = Worksheet._write_string  # noqa: SLF001
    write_number = Worksheet._write_number  # noqa: SLF001
    write_datetime = Worksheet._write_datetime  # noqa: SLF001
    write_blank = Worksheet._write_blank  # noqa: SLF001
    write_url = Worksheet._write_url  # noqa: SLF001

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002 - XlsxWriter's own signature
        return formula.removeprefix("=")

    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: Format | None = None, value: str | float = 0
    ) -> int:
        if self._check_dimensions(row, col):
            return -1
        self.table[row][col] = CellFormulaTuple(formula.removeprefix("="), cell_format, value)
        return 0

    def _write_cell(self, row: int, col: int, cell: Any) -> None:  # noqa: ANN401 - one of XlsxWriter's tuples
        if type(cell) is CellStringTuple and cell.format:
            place, look = xl_rowcol_to_cell_fast(row, col), cell.format._get_xf_index()  # noqa: SLF001
            self.fh.write(f'<c r="{place}" s="{look}" t="s"><v>{cell.string}</v></c>')
        else:
            super()._write_cell(row, col, cell)

    def _xml_number_element(self, number: float, attributes: Sequence[tuple[str, Any]] = ()) -> None:
        """Write a number so that it reads back the same: XlsxWriter's sixteen digits are one short for some."""
        sixteen = f"{number:.16G}"
        value = sixteen if float(sixteen) == number else repr(float(number))
        written = "".join(f' {key}="{text}"' for key, text in attributes)
        self.fh.write(f"<c{written}><v>{value}</v></c>")

    def _xml_start_tag_unencoded(self, tag: str, attributes: Sequence[tuple[str, Any]] = ()) -> None:
        super()._xml_start_tag_unencoded(tag, _uncustom(tag, attributes))

    def _xml_empty_tag_unencoded(self, tag: str, attributes: Sequence[tuple[str, Any]] = ()) -> None:
        super()._xml_empty_tag_unencoded(tag, _uncustom(tag, attributes))


def _uncustom(tag: str, attributes: Sequence[tuple[str, Any]]) -> Sequence[tuple[str, Any]]:
    return [pair for pair in attributes if pair[0] != "customHeight"] if tag == "row" else attributes


class Sheet:
    """One worksheet. Rows and columns count from 0, as XlsxWriter's do."""

    def __init__(self, worksheet: Worksheet, name: str) -> None:
        self.raw = worksheet
        self.name = name
        self.locked: dict[tuple[int, int], str] = {}
        """The texts that were written with a locked format, by row and column."""

    def _done(self, code: object, what: str, *place: int) -> None:
        if code:
            raise WritingError(f"{self.name}: {what} {place}: XlsxWriter returned {code}")

    def text(self, row: int, column: int, text: str, style: Format | None = None) -> None:
        """Write *text* as text, whatever it looks like; an empty one as a blank cell."""
        if text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter takes such a string for rich text that it made itself, and writes it into the XML unescaped.
            parts = [*text[:2], text[2:], *([] if style is None else [style])]
            self._done(self.raw.write_rich_string(row, column, *parts), "text at", row, column)
        elif text:
            self._done(self.raw.write_string(row, column, text, style), "text at", row, column)
        else:
            self.blank(row, column, style)
        self._keep(row, column, text, style)

    def _keep(self, row: int, column: int, text: str, style: Format | None) -> None:
        if text and style is not None and style.locked:
            self.locked[row, column] = text

    def number(self, row: int, column: int, value: float, style: Format | None = None) -> None:
        """Write a number with its full value."""
        self._done(self.raw.write_number(row, column, value, style), "number at", row, column)

    def day(self, row: int, column: int, value: date | datetime, style: Format | None = None) -> None:
        """Write a date; *style* must carry the number format."""
        self._done(self.raw.write_datetime(row, column, value, style), "date at", row, column)

    def blank(self, row: int, column: int, style: Format | None = None) -> None:
        """Write an empty cell with a format (without one there is nothing to write)."""
        if style is not None:
            self._done(self.raw.write_blank(row, column, None, style), "blank at", row, column)

    def formula(self, row: int, column: int, formula: str, style: Format | None, value: str | float) -> None:
        """Write a formula with its cached value: Protected View shows that one.

        Only functions that Excel 2016 has.
        """
        self._done(self.raw.write_formula(row, column, formula, style, value), "formula at", row, column)

    def link(self, row: int, column: int, target: str, text: str, style: Format | None = None) -> None:
        """Write a link within the workbook (`internal:'Sheet'!A1`) or to an address that the caller has checked."""
        self._done(self.raw.write_url(row, column, target, style, text), "link at", row, column)
        self._keep(row, column, text, style)

    def validation(self, top: int, left: int, bottom: int, right: int, rule: Mapping[str, Any]) -> None:
        """Put a rectangle of cells under a validation."""
        self._done(self.raw.data_validation(top, left, bottom, right, dict(rule)), "validation at", top, left)

    def conditional(self, top: int, left: int, bottom: int, right: int, rule: Mapping[str, Any]) -> None:
        """Put a rectangle of cells under a conditional format."""
        self._done(self.raw.conditional_format(top, left, bottom, right, dict(rule)), "format at", top, left)

    def calm(self, top: int, left: int, bottom: int, right: int) -> None:
        """Keep a spreadsheet from marking digits in these text cells as mistakes."""
        cells = f"{xl_rowcol_to_cell(top, left)}:{xl_rowcol_to_cell(bottom, right)}"
        self._done(self.raw.ignore_errors({"number_stored_as_text": cells}), "ignored errors at", top, left)

    def row(self, row: int, height: float | None = None, style: Format | None = None) -> None:
        """Set a row's height in points; it still grows when somebody types."""
        self._done(self.raw.set_row(row, height, style), "row", row)

    def columns(
        self, first: int, last: int, width: float, style: Format | None = None, options: Mapping[str, Any] | None = None
    ) -> None:
        """Set the width of columns in characters."""
        self._done(self.raw.set_column(first, last, width, style, dict(options or {})), "columns", first, last)

    def merge(  # noqa: PLR0917 - XlsxWriter's own order
        self, top: int, left: int, bottom: int, right: int, text: str, style: Format
    ) -> None:
        """Write *text* across a merged range; never where answers are."""
        self._done(self.raw.merge_range(top, left, bottom, right, "", style), "merge at", top, left)
        self.text(top, left, text, style)


class Book:
    """A workbook in memory, with its formats shared by their properties.

    *created* is pinned so that the same input gives the same bytes.
    """

    def __init__(self, created: datetime, *, unlocked_by_default: bool = False) -> None:
        self._buffer = BytesIO()
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        normal: dict[str, Any] = {"font_name": FONT, "font_size": 10}
        if unlocked_by_default:
            # Pasting formatted text resets a cell to the Normal style: a locked Normal would lock the answer.
            normal["locked"] = 0
        self.raw = xlsxwriter.Workbook(
            self._buffer,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": normal,
            },
        )
        self.raw.set_properties({"created": created, "author": "depipe", "title": ""})

    def sheet(self, name: str) -> Sheet:
        """Add a worksheet."""
        return Sheet(self.raw.add_worksheet(name, _Worksheet), name)

    def style(self, **properties: Any) -> Format:  # noqa: ANN401 - XlsxWriter's own format properties
        """Return the format with these properties; the same properties give the same format."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            made = self.raw.add_format(dict(properties))
            if properties.get("locked"):
                # XlsxWriter leaves the default unsaid; beside an unlocked Normal style it must be said.
                made._get_protection_properties = lambda: [("locked", 1)]  # noqa: SLF001
            self._formats[key] = made
        return self._formats[key]

    def name(self, name: str, refers_to: str) -> None:
        """Define a name for a range (`=_lists!$A$1:$A$6`)."""
        code = self.raw.define_name(name, refers_to)
        if code not in (0, None):
            raise WritingError(f"name {name}: XlsxWriter returned {code}")

    def document_property(self, name: str, text: str) -> None:
        """Add a custom document property; it holds 255 UTF-16 units at most."""
        if code := self.raw.set_custom_property(name, text, "text"):
            raise WritingError(f"property {name}: XlsxWriter returned {code}")

    def close(self) -> bytes:
        """Return the finished workbook."""
        self.raw.close()
        return self._buffer.getvalue()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if not self.raw.fileclosed:
            self.raw.close()
