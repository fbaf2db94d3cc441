"""The cell formats of the issued workbook, named for what they are for."""

from typing import Any, Final, Literal

from xlsxwriter.format import Format

from depipe import palette
from depipe.language import Language
from depipe.sheets import Book
from depipe.workbook.layout import GATE_MARK
from depipe.workbook.writing import wording

ANSWER: Final = "#FFF2C4"
"""Behind what waits for an answer: plainly yellow beside what is locked, and paler than any stars in print."""
NEEDED: Final = "#F7BC4F"
"""Behind a blank cell that must be filled: darker than every tint around it."""
UNRATED_INK: Final = "#66717B"
"""`-` on its tool's tint without a border, where stars have a border and a colour of their level."""
UNREADABLE: Final = "#2B2F36"
"""Behind stars that cannot be read, under white: no level is nearly as dark."""
_FRAME: Final = "#B9A25B"
"""Around answers on the sheets of forms."""

_BASE: Final = {"font_color": palette.INK, "valign": "top", "text_wrap": 1}
_BORDER: Final = {"border": 1, "border_color": palette.LINE}
_INDENT: Final = {"align": "left", "indent": 1}
"""Text stands off the line to its left."""
_SMALL: Final = {"font_size": 9, "valign": "vcenter"}
_LINK: Final = {"font_color": palette.ACCENT, "underline": 1}
_RULED: Final = {"bottom": 1, "bottom_color": palette.LINE}
_DATE: Final = "yyyy/mm/dd"
_UNNOTED: Final = '0" ✎";0;0;@" ✎"'
_UNREADABLE: Final = '"？ "General;"？ -"General;"？ "General;"？ "@'
_TEXT: Final = 49
"""The built-in format `@`: by its number, so that no spreadsheet takes it for a custom one."""

Look = Literal[
    "level 1",
    "level 2",
    "level 3",
    "level 4",
    "level 5",
    "unnoted 1",
    "unnoted 2",
    "unnoted 3",
    "unnoted 4",
    "unnoted 5",
    "unreadable",
    "unreadable count",
    "needed",
    "attention",
    "category begins",
]
"""What a conditional format shows."""


class Styles:
    """The formats of one workbook. Everything is locked but `answer`, `form`, `day`, `star` and `note`."""

    def __init__(self, book: Book, language: Language) -> None:
        self._book = book
        self._language: Language = language
        self._looks: dict[Look, Format] = {}
        self.page = self.locked(border=0)
        self.title = self.locked(bold=1, font_size=14, font_color=palette.ACCENT, text_wrap=0, valign="vcenter")
        self.heading = self.locked(bold=1, font_size=11, font_color=palette.ACCENT, text_wrap=0, valign="bottom")
        self.status = self.locked(bold=1, font_size=11, font_color=palette.ACCENT, text_wrap=0, valign="vcenter")
        self.hint = self.locked(font_color=palette.MUTED, **_INDENT)
        self.hint_line = self.locked(font_color=palette.MUTED, text_wrap=0)
        self.aside = self.locked(font_color=palette.MUTED, text_wrap=0, valign="bottom", **_INDENT)
        self.caption = self.locked(font_color=palette.MUTED, font_size=9, valign="bottom", **_INDENT)
        self.label = self.locked(bold=1, bg_color=palette.PANEL, **_BORDER, **_INDENT)
        self.label_link = self.locked(bold=1, bg_color=palette.PANEL, **_BORDER, **_INDENT, **_LINK)
        self.cell = self.locked(**_BORDER, **_INDENT)
        head = {"bold": 1, "font_color": palette.HEADER_INK, "bg_color": palette.HEADER, "valign": "vcenter"}
        self.header = self.locked(**head, **_BORDER, **_INDENT)
        self.header_centred = self.locked(**head, **_BORDER, align="center")
        self.prose = self.locked()
        self.step_number = self.locked(font_color=palette.MUTED, align="right", **_RULED)
        self.step = self.locked(**_INDENT, bold=1, **_RULED)
        self.step_link = self.locked(**_INDENT, bold=1, **_RULED, **_LINK)
        self.step_text = self.locked(**_INDENT, **_RULED)
        self.corner_title = self.locked(
            bold=1, font_size=11, font_color=palette.ACCENT, text_wrap=0, valign="vcenter", shrink=1
        )
        self.legend = self.locked(**_SMALL, font_color=palette.MUTED)
        self.description_legend = self.locked(**_SMALL, **_INDENT, font_color=palette.MUTED)
        self.gates_legend = self.locked(**_SMALL, **_INDENT, font_color=palette.WARNING, bold=1)
        self.corner_caption = self.locked(
            font_size=9, font_color=palette.MUTED, valign="bottom", text_wrap=0, **_INDENT
        )
        self.identity = self.locked(
            font_size=6, font_color="#C3C9CF", text_wrap=0, align="fill", valign="vcenter", num_format=_TEXT
        )

    def locked(self, **properties: Any) -> Format:  # noqa: ANN401 - XlsxWriter's own format properties
        """Return the format of a cell that nobody types into."""
        return self._book.style(locked=1, **(_BASE | properties))

    def answer(self, **properties: Any) -> Format:  # noqa: ANN401 - the same
        """Return the format of a cell for an answer: unlocked, and text stays the text that was typed."""
        return self._book.style(**({**_BASE, **_BORDER, **_INDENT, "num_format": _TEXT} | properties))

    def form(self, **properties: Any) -> Format:  # noqa: ANN401 - the same
        """Return the format of a cell for an answer on a sheet that is filled in like a form."""
        return self.answer(**({"bg_color": ANSWER, "border_color": _FRAME} | properties))

    def day(self) -> Format:
        """Return the format of a cell for a date."""
        return self.form(num_format=_DATE)

    def above(self, band: str) -> tuple[Format, Format, Format]:
        """Return the formats above a tool's columns: of a link, of what is unrated, of what a note is for."""
        base = {"bg_color": band, **_SMALL}
        return (
            self.locked(**base, **_LINK, align="center"),
            self.locked(**base, align="center", bold=1, num_format=wording.UNRATED_FORMAT.within(self._language)),
            self.locked(**base, **_INDENT, font_color=palette.MUTED),
        )

    def trouble(self, band: str) -> tuple[Format, Format]:
        """Return the formats above a tool's columns: of unreadable stars, and of missing notes, both counted."""
        base = {"bg_color": band, **_SMALL, "bold": 1, "text_wrap": 0}
        return (
            self.locked(**base, align="center", num_format=wording.UNREADABLE_FORMAT.within(self._language)),
            self.locked(**base, **_INDENT, num_format=wording.UNNOTED_FORMAT.within(self._language)),
        )

    def item(self, *, gate: bool, linked: bool = False) -> Format:
        """Return the format of a category's and an item's id; *linked* ids lead to the item's rubric."""
        properties = dict(_LINK) if linked else {}
        if gate:
            properties |= {"bold": 1, "font_color": palette.WARNING}
        return self.locked(**_BORDER, **_INDENT, **properties)

    def item_name(self, *, gate: bool) -> Format:
        """Return the format of an item's name: a gate's shows its mark, which is no part of the text."""
        if not gate:
            return self.cell
        mark = GATE_MARK.within(self._language)
        return self.locked(**_BORDER, **_INDENT, bold=1, font_color=palette.WARNING, num_format=f'"{mark}"@')

    def star(self, band: str) -> Format:
        """Return the format of a tool's star cells; what they show while nobody rated the item."""
        return self.answer(
            bg_color=band,
            font_color=UNRATED_INK,
            border_color=palette.PAPER,
            align="center",
            valign="vcenter",
            text_wrap=0,
            indent=0,
        )

    def note(self, band: str) -> Format:
        """Return the format of a tool's note cells."""
        return self.answer(bg_color=band)

    def figure(self, number_format: str, **properties: Any) -> Format:  # noqa: ANN401 - the same
        """Return the format of a figure on 集計."""
        return self.locked(**_BORDER, **({"align": "center", "num_format": number_format} | properties))

    def look(self, look: Look) -> Format:
        """Return the format that a conditional format lays over a cell's own."""
        if look not in self._looks:
            self._looks[look] = self._book.raw.add_format(_look(look))
        return self._looks[look]


def _look(look: Look) -> dict[str, Any]:
    """Return what a look is made of.

    The signs before and behind stars are for those who do not tell the colours apart; the cell's own text stays as it
    is.
    """
    words = look.split()
    if words[0] in {"level", "unnoted"}:
        tint = palette.LEVELS[int(words[1]) - 1]
        sign = {"num_format": _UNNOTED} if words[0] == "unnoted" else {}
        return {"bg_color": tint, "font_color": palette.INK, "border": 1, "border_color": palette.MUTED} | sign
    black = {"bg_color": UNREADABLE, "font_color": palette.PAPER, "bold": 1}
    looks: dict[str, dict[str, Any]] = {
        "unreadable": black | {"num_format": _UNREADABLE},
        "unreadable count": black,
        "needed": {"bg_color": NEEDED, "border": 4, "border_color": palette.WARNING},
        "attention": {"bg_color": palette.WARNING_TINT, "font_color": palette.WARNING, "bold": 1},
        "category begins": _BORDER | {"top": 1, "top_color": palette.MUTED},
    }
    return looks[look]
