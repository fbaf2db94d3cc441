"""The paper that all sheets are written on: title, notice, links, tables whose rows fit their text, print set-up."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import takewhile
from typing import Any, Final, NamedTuple

from xlsxwriter.format import Format

from depipe import palette
from depipe.comparison.fitting import FONT_SIZE, MAX_HEIGHT, height, line_height, lines
from depipe.comparison.labels import APPENDIX, APPENDIX_NAME, SHEET_OVERVIEW, sheet_words
from depipe.comparison.model import Comparison
from depipe.comparison.plain import plain_lines
from depipe.comparison.workbook.breaking import Pages
from depipe.language import Text
from depipe.sheets import Book, Sheet, WritingError
from depipe.stars import UNRATED
from depipe.workbook.layout import MAX_TEXT, utf16_length

_A4: Final = 9
_FOOTER_TITLE: Final = 60
_HEADER_NOTICE: Final = 100
"""Signs that fit one printed line."""
_NOTICE_COLUMN: Final = 2
"""Where the notice stands beside the way back; it runs on over the empty cells to its right."""
TOP_ROWS: Final = 2
"""Rows that a sheet's title and way back take, before its remarks."""
_PAPER_DIGITS: Final = 150
"""Widest sheet, in digits, that is still readable when it is shrunk to one landscape A4."""
_SCALE: Final = 55
"""Per cent at which a sheet is printed that is wider than two of those; it goes on several pages side by side."""

_REMARK_SIZE: Final = 9
_PIXELS: Final = 4 / 3
"""In a point."""

MEAN: Final = "0.00"
SHARE: Final = "0.0%"


class Cell(NamedTuple):
    """One cell of a table row: a value (None: blank), its look, and where it leads (`internal:'Sheet'!A1`)."""

    value: str | float | date | None
    style: Format
    target: str | None = None


class Header(NamedTuple):
    """A table's header: its labels (where there is None, the one before goes on), words above some columns, height."""

    labels: Sequence[str | None]
    above: Mapping[int, str]
    most: float


def cell_text(text: str) -> str:
    """Return *text* as a cell can hold it: no control characters, plain line breaks, 32,767 units at most."""
    kept = plain_lines(text)
    if len(kept) <= MAX_TEXT // 2 or utf16_length(kept) <= MAX_TEXT:
        return kept
    return kept.encode("utf-16-le")[: 2 * (MAX_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


def place_of(sheet: str, row: int, column: int = 0) -> str:
    """Return the target of a link to a cell of this workbook; rows and columns count from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"internal:'{sheet}'!{letters}{row + 1}"


def _printed(text: str, longest: int) -> str:
    """Return *text* as a printed header or footer holds it: one line, `&` no sign of its own."""
    return cell_text(text).replace("\n", " ")[:longest].replace("&", "&&")


class Paper:
    """One sheet, written from the top down. `row` is the next free row, from 0; *widths* are the columns'.

    Pages are ended while it is written, and a table that goes on has its header again on the next one; *one_page* makes
    the sheet fit one.
    """

    def __init__(
        self, book: Book, comparison: Comparison, sheet: Sheet, widths: Sequence[float], *, one_page: bool = False
    ) -> None:
        self.book = book
        self.comparison = comparison
        self.sheet = sheet
        self.name = sheet.name
        self.widths = tuple(widths)
        self.row = 0
        self._one_page = one_page
        self._wide = sum(self.widths) > 2 * _PAPER_DIGITS
        self._pages = Pages(self.widths, _SCALE / 100 if self._wide else None)
        self._header: Header | None = None
        self._titles: tuple[int, int] | None = None
        self._looks: dict[tuple[tuple[str, Any], ...], Format] = {}
        for column, width in enumerate(self.widths):
            self.sheet.columns(column, column, width)
        self.sheet.raw.hide_gridlines(2)

    def look(self, **properties: Any) -> Format:  # noqa: ANN401 - XlsxWriter's own format properties
        """Return the format of a table cell with these properties besides."""
        asked = tuple(properties.items())  # for thousands of cells, the same few again and again
        if asked not in self._looks:
            base: dict[str, Any] = {
                "font_color": palette.INK,
                "valign": "vcenter",
                "text_wrap": True,
                "border": 1,
                "border_color": palette.LINE,
            }
            if "align" not in properties:
                base |= {"align": "left", "indent": 1}
            self._looks[asked] = self.book.style(**(base | properties))
        return self._looks[asked]

    def plain(self, **properties: Any) -> Format:  # noqa: ANN401 - XlsxWriter's own format properties
        """Return a format without borders, for text outside of tables."""
        return self.book.style(**({"font_color": palette.INK, "valign": "vcenter"} | properties))

    def level(self, stars: int | None, **properties: Any) -> Format:  # noqa: ANN401 - XlsxWriter's own format properties
        """Return the format of a cell that shows stars."""
        ground = palette.UNRATED if stars is None else palette.LEVELS[stars - 1]
        ink = palette.MUTED if stars is None else palette.INK
        return self.look(**({"bg_color": ground, "font_color": ink, "text_wrap": False} | properties))

    def mean(self, value: float | None, **properties: Any) -> Cell:  # noqa: ANN401 - XlsxWriter's own format properties
        """Return a cell with a mean: its full value, two decimals shown; grey and blank when there is none.

        It is blank, not `-`: a chart would draw a text as zero stars.
        """
        ground = {} if value is not None else {"bg_color": palette.UNRATED}
        return Cell(value, self.look(**({"num_format": MEAN, "align": "center"} | properties | ground)))

    def stars(self, stars: int | None, words: str | None = None) -> Cell:
        """Return a cell with stars as they are written (or other *words*) on the colour of their level."""
        written = "⭐" * stars if stars else UNRATED
        return Cell(written if words is None else words, self.level(stars))

    def line(
        self,
        cells: Sequence[Cell | None],
        *,
        least: float = 0,
        most: float = MAX_HEIGHT,
        merged: Sequence[tuple[int, int]] = (),
        **outline: int | bool,
    ) -> int:
        """Write a table row that is as high as its text needs, but from *least* to *most* points; return its row.

        None leaves a cell alone: in a large table even blank cells cost. *merged* are first and last columns of cells
        that are one. *outline* is XlsxWriter's: level, hidden, collapsed.
        """
        wrapped = [
            (cell.value, self.widths[column], cell.style.font_size)
            for column, cell in enumerate(cells)
            if cell is not None and isinstance(cell.value, str) and cell.style.text_wrap
        ]
        high = min(max(height(wrapped), least), most)
        if self._ends_page(high) and self._header is not None:
            self._write_header(self._header)
        row = self.row
        for first, last in merged:
            cell = cells[first]
            self.sheet.merge(row, first, row, last, "", None if cell is None else cell.style)
        for column, cell in enumerate(cells):
            if cell is not None:
                self._write(row, column, cell)
        if self.sheet.raw.set_row(row, high, None, outline):
            raise WritingError(f"{self.name}: row {row}")
        self.row += 1
        return row

    def header(
        self,
        labels: Sequence[str | None],
        *,
        above: Mapping[int, str] | None = None,
        most: float = MAX_HEIGHT,
        printed: bool = False,
    ) -> int:
        """Write a table's header, *most* points high; return its row.

        Where there is None, the label before it goes on; *above* are words over groups of columns, by the first. When
        the table goes on, the header is written once more on its next page; a *printed* one is repeated by the program
        that prints, on every page to come: for the last table of a sheet.
        """
        header, first = Header(labels, above or {}, most), self.row
        self._header = None
        row = self._write_header(header)
        if printed:
            self._titles = (first, row)
        else:
            self._header = header
        return row

    def _write_header(self, header: Header) -> int:
        if header.above:
            for column, words in header.above.items():
                self.sheet.text(self.row, column, words, self.plain(bold=True, font_color=palette.ACCENT))
            self.row += 1
        labels = header.labels
        style = self.look(bold=True, font_color=palette.HEADER_INK, bg_color=palette.HEADER, align="center")
        merged = []
        for first, label in enumerate(labels):
            last = first + sum(1 for _ in takewhile(lambda name: name is None, labels[first + 1 :]))
            if label is not None and last > first:
                merged.append((first, last))
        cells = [None if label is None else Cell(label, style) for label in labels]
        return self.line(cells, least=24, most=header.most, merged=merged)

    def _ends_page(self, high: float) -> bool:
        """End the page where a row of so many points does not fit it any more; return whether before that row."""
        if self._one_page or (self._titles is not None and not self._pages.keeps(self.row)):
            return False
        raw = self.sheet.raw
        sizes = (raw.row_sizes.get(row, (raw.default_row_height,))[0] for row in range(self._pages.start, self.row))
        return self._pages.ends(self.row, sum(sizes) + high * _PIXELS)

    def across(
        self,
        text: str,
        style: Format,
        *,
        first: int = 0,
        last: int | None = None,
        target: str | None = None,
        beside: str = "",
    ) -> int:
        """Write *text* over several columns (all by default), as high as it or the label *beside* it needs.

        *target* is where it leads. The label stands in the first column, and is the caller's to write.
        """
        last = len(self.widths) - 1 if last is None else last
        room = sum(self.widths[first : last + 1])
        text = cell_text(text)
        size = style.font_size
        most = max(lines(text, room, size), lines(beside, self.widths[0], size))
        high = min(most * line_height(size) + 4, MAX_HEIGHT)
        self._ends_page(high)
        if first != last:
            self.sheet.merge(self.row, first, self.row, last, "", style)
        if target and text:
            self.sheet.link(self.row, first, target, text, style)
        else:
            self.sheet.text(self.row, first, text, style)
        self.sheet.row(self.row, high)
        self.row += 1
        return self.row - 1

    def title(self, text: str, *remarks: str, size: float = FONT_SIZE) -> None:
        """Write the sheet's title, the way back with the comparison's notice beside it, then the remarks, a line each.

        On 総合 the notice has a row of its own; the title of a sheet of the appendix says so. *size* is the remarks'
        font size.
        """
        notice = self.comparison.notice
        if self.name in APPENDIX:
            text = f"{self.say(APPENDIX_NAME)}: {text}"
        self.sheet.text(self.row, 0, cell_text(text), self.plain(bold=True, font_size=15, font_color=palette.ACCENT))
        self.sheet.row(self.row, 24)
        self.row += 1
        if self.name != SHEET_OVERVIEW:
            back = self.plain(font_color=palette.ACCENT, underline=1)
            words = Text("← 総合へ", f"← {sheet_words(SHEET_OVERVIEW, 'en')}")
            self.sheet.link(self.row, 0, place_of(SHEET_OVERVIEW, 0), self.say(words), back)
            if notice:
                self.sheet.text(self.row, _NOTICE_COLUMN, f"⚠ {cell_text(notice)}", self._notice_style())
            self.row += 1
        elif notice:
            self.across(f"⚠ {notice}", self._notice_style(bg_color=palette.WARNING_TINT, text_wrap=True, border=1))
        for remark in remarks:
            self.across(remark, self.plain(font_color=palette.MUTED, text_wrap=True, valign="top", font_size=size))

    def heading(self, text: str, says: str = "") -> int:
        """Write a heading within the sheet, a blank row above it, a remark below it; return its row."""
        self.row += 1
        row = self.row
        self.keep_with_next()
        self.sheet.text(row, 0, text, self.plain(bold=True, font_size=12, font_color=palette.ACCENT))
        self.sheet.row(row, 21)
        self.row += 1
        if says:
            self.across(says, self.plain(font_color=palette.MUTED, text_wrap=True, font_size=_REMARK_SIZE))
        return row

    def keep_with_next(self) -> None:
        """Keep the next row, a heading in all but its look, on one page with those below it."""
        self._pages.heads(self.row)

    def chart(self, chart: Any, row: int, column: int, options: Mapping[str, Any]) -> None:  # noqa: ANN401 - untyped
        """Put a chart on the sheet."""
        if self.sheet.raw.insert_chart(row, column, chart, dict(options)):
            raise WritingError(f"{self.name}: chart at {row}, {column}")

    def print_out(self, *, columns: int = 0) -> None:
        """Set the sheet up for landscape A4, first columns repeated where it is several pages wide."""
        raw = self.sheet.raw
        raw.set_landscape()
        raw.set_paper(_A4)
        raw.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        if not self._wide:
            raw.fit_to_pages(1, 1 if self._one_page else 0)
        else:
            raw.set_print_scale(_SCALE)
            if columns:
                raw.repeat_columns(0, columns - 1)
        if self._pages.breaks:
            raw.set_h_pagebreaks(self._pages.breaks)
        if self._titles is not None:
            raw.repeat_rows(*self._titles)
        raw.set_footer(f"&L&8{_printed(self.comparison.heading, _FOOTER_TITLE)}&C&8&A&R&8&P / &N")
        if self.comparison.notice:
            raw.set_header(f"&C&9⚠ {_printed(self.comparison.notice, _HEADER_NOTICE)}")

    def say(self, text: Text) -> str:
        """Return *text* in the comparison's language."""
        return self.comparison.say(text)

    def _notice_style(self, **properties: Any) -> Format:  # noqa: ANN401 - XlsxWriter's own format properties
        return self.plain(bold=True, font_color=palette.WARNING, border_color=palette.WARNING, **properties)

    def _write(self, row: int, column: int, cell: Cell) -> None:
        value = cell.value
        if value is None:
            self.sheet.blank(row, column, cell.style)
        elif isinstance(value, str):
            text = cell_text(value)
            if cell.target and text:
                self.sheet.link(row, column, cell.target, text, cell.style)
            else:
                self.sheet.text(row, column, text, cell.style)
        elif isinstance(value, date):
            self.sheet.day(row, column, value, cell.style)
        else:
            self.sheet.number(row, column, value, cell.style)
