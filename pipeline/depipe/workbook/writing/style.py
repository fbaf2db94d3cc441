"""The cell formats of the issued workbook, named for what they are for."""

from typing import Any, Final

from xlsxwriter.format import Format

from depipe import palette
from depipe.language import Language
from depipe.sheets import Book
from depipe.workbook.layout import GATE_MARK
from depipe.workbook.writing import wording

_BASE: Final = {"font_color": palette.INK, "valign": "top", "text_wrap": 1}
_BORDER: Final = {"border": 1, "border_color": palette.LINE}
_INDENT: Final = {"align": "left", "indent": 1}
"""Text stands off the line to its left."""
_DATE: Final = "yyyy/mm/dd"
_TEXT: Final = 49
"""The built-in format `@`: by its number, so that no spreadsheet takes it for a custom one."""


class Styles:
    """The formats of one workbook. Everything is locked but `answer` and `day`."""

    def __init__(self, book: Book, language: Language) -> None:
        self._book = book
        self._language: Language = language
        self.page = self.locked(border=0)
        self.title = self.locked(bold=1, font_size=14, font_color=palette.ACCENT, text_wrap=0, valign="vcenter")
        self.heading = self.locked(bold=1, font_size=11, font_color=palette.ACCENT, text_wrap=0, valign="bottom")
        self.hint = self.locked(font_color=palette.MUTED, **_INDENT)
        self.hint_line = self.locked(font_color=palette.MUTED, text_wrap=0)
        self.label = self.locked(bold=1, bg_color=palette.PANEL, **_BORDER, **_INDENT)
        self.cell = self.locked(**_BORDER, **_INDENT)
        self.header = self.locked(
            bold=1, font_color=palette.HEADER_INK, bg_color=palette.HEADER, valign="vcenter", **_BORDER, **_INDENT
        )
        self.header_centred = self.locked(
            bold=1, font_color=palette.HEADER_INK, bg_color=palette.HEADER, valign="vcenter", align="center", **_BORDER
        )
        self.prose = self.locked()
        self.step_number = self.locked(font_color=palette.MUTED, align="right", bottom=1, bottom_color=palette.LINE)
        self.step = self.locked(**_INDENT, bold=1, bottom=1, bottom_color=palette.LINE)
        self.step_link = self.locked(
            **_INDENT, bold=1, bottom=1, bottom_color=palette.LINE, font_color=palette.ACCENT, underline=1
        )
        self.step_text = self.locked(**_INDENT, bottom=1, bottom_color=palette.LINE)
        self.corner_title = self.locked(
            bold=1, font_size=12, font_color=palette.ACCENT, text_wrap=0, valign="vcenter", shrink=1
        )
        self.legend = self.locked(font_size=9, font_color=palette.MUTED, valign="vcenter")
        self.description_legend = self.locked(font_size=9, font_color=palette.MUTED, valign="vcenter", **_INDENT)
        self.gates_legend = self.locked(font_size=9, font_color=palette.WARNING, bold=1, valign="vcenter", **_INDENT)
        self.category_begins = self.conditional(**_BORDER | {"top": 1, "top_color": palette.MUTED})
        self.attention = self.conditional(bg_color=palette.WARNING_TINT, font_color=palette.WARNING, bold=1)
        self.identity = self.locked(
            font_size=6, font_color="#C3C9CF", text_wrap=0, align="fill", valign="vcenter", num_format=_TEXT
        )

    def locked(self, **properties: Any) -> Format:  # noqa: ANN401 - XlsxWriter's own format properties
        """Return the format of a cell that nobody types into."""
        return self._book.style(locked=1, **(_BASE | properties))

    def answer(self, **properties: Any) -> Format:  # noqa: ANN401 - the same
        """Return the format of a cell for an answer: unlocked, and text stays the text that was typed."""
        return self._book.style(
            **({**_BASE, **_BORDER, **_INDENT, "num_format": _TEXT, "bg_color": palette.ANSWER} | properties)
        )

    def day(self) -> Format:
        """Return the format of a cell for a date."""
        return self.answer(num_format=_DATE)

    def above(self, band: str) -> tuple[Format, Format, Format]:
        """Return the formats above a tool's columns: of a link, of what is left, of what a note is for."""
        base = {"bg_color": band, "font_size": 9, "valign": "vcenter"}
        return (
            self.locked(**base, align="center", font_color=palette.ACCENT, underline=1),
            self.locked(**base, align="center", bold=1, num_format=wording.LEFT_FORMAT.within(self._language)),
            self.locked(**base, **_INDENT, font_color=palette.MUTED),
        )

    def item(self, *, gate: bool) -> Format:
        """Return the format of a category's and an item's id."""
        return self.locked(**_BORDER, **_INDENT, bold=1, font_color=palette.WARNING) if gate else self.cell

    def item_name(self, *, gate: bool) -> Format:
        """Return the format of an item's name: a gate's shows its mark, which is no part of the text."""
        if not gate:
            return self.cell
        mark = GATE_MARK.within(self._language)
        return self.locked(**_BORDER, **_INDENT, bold=1, font_color=palette.WARNING, num_format=f'"{mark}"@')

    def star(self, band: str) -> Format:
        """Return the format of a tool's star cells."""
        return self.answer(bg_color=band, align="center", valign="vcenter", text_wrap=0, indent=0)

    def note(self, band: str) -> Format:
        """Return the format of a tool's note cells."""
        return self.answer(bg_color=band)

    def level(self, stars: int) -> Format:
        """Return what is laid over a cell with that many stars."""
        return self.conditional(bg_color=palette.LEVELS[stars - 1])

    def figure(self, number_format: str, **properties: Any) -> Format:  # noqa: ANN401 - the same
        """Return the format of a figure on 集計."""
        return self.locked(**_BORDER, **({"align": "center", "num_format": number_format} | properties))

    def conditional(self, **properties: Any) -> Format:  # noqa: ANN401 - the same
        """Return a format that a conditional format lays over a cell's own."""
        return self._book.raw.add_format(properties)
