"""Good, Not Good and 未検証: the template's tables, with every evaluator's notes in full."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from depipe import palette
from depipe.comparison import labels
from depipe.comparison.fitting import pieces
from depipe.comparison.model import Comparison
from depipe.comparison.plain import plain_lines
from depipe.comparison.ratings import SECTION_NAMES, ItemCell, SectionRow, SectionRows
from depipe.comparison.workbook.paper import TOP_ROWS, Cell, Paper, place_of
from depipe.comparison.workbook.places import Places
from depipe.language import Text
from depipe.scoring.consensus import Section
from depipe.sheets import Book, Sheet

_LEADING: Final = (9.5, 9.5, 23)
_TOOL: Final = 12
_NOTES: Final = 122.0
_NOTES_CROWDED: Final = 70.0
_ASKED: Final = 70.0
_NOTES_SIZE: Final = 9
_FEW: Final = 5
_ZOOM: Final = 90
"""Per cent at which the notes of a few tools fit a laptop's window."""
_PIECES: Final = 40
"""Rows of notes that one item gets in one section: a thousand lines. What is more is in the tables."""
_CROWDED: Final = 8
"""Tools above which an item's own row shows its first notes, and the rows with the others are folded."""
_GLIMPSE: Final = 6
"""Lines of notes in such a row."""
_REMARKS: Final[Mapping[Section, Text]] = {
    "good": Text(
        "⭐⭐⭐ 以上の星と備考です。→ Not Good と - から、そのツールの行に移れます（- は未検証）。太字は必須項目です。",
        "Tools with ⭐⭐⭐ or more, with notes. → Not Good and - lead to where the other tools are (- is unverified). "
        "Bold: mandatory.",
    ),
    "not_good": Text(
        "⭐⭐ 以下の星と備考です。→ Good と - から、そのツールの行に移れます（- は未検証）。太字は必須項目です。",
        "Tools with ⭐⭐ or less, with notes. → Good and - lead to where the other tools are (- is unverified). "
        "Bold: mandatory.",
    ),
    "unverified": Text(
        "評価のないツールが残っている項目です。- のツールの検証が残っています。太字は必須項目です。",
        "Items that some tools have no rating for: what is left to verify is marked -. Bold: mandatory.",
    ),
}
_ORDER: Final = Text(
    "判定への影響が大きい順です: 必須項目、警告のある項目、星1つで総合評価が大きく動く項目。",
    "What can do most to a verdict comes first: mandatory items, warned ones, then those whose star moves it furthest.",
)
_FOLDED: Final = Text(
    "備考の続きは、行番号の左の ＋ で開きます（左上の 2 ですべて開きます）。",
    "The + beside the row numbers opens the rest of an item's notes (the 2 at the top opens all).",
)


class Plan(NamedTuple):
    """A section laid out: the notes of each of its rows in pieces that fit a row, and where each item will stand."""

    rows: SectionRows
    notes: tuple[tuple[str, ...], ...]
    places: Mapping[str, str]

    @property
    def name(self) -> str:
        """The sheet's name."""
        return SECTION_NAMES[self.rows.section]


def plan_section(comparison: Comparison, rows: SectionRows) -> Plan:
    """Return the section laid out."""
    notes = tuple(tuple(_notes(comparison, row)) if _noted(rows) else () for row in rows.rows)
    row = TOP_ROWS + len(_remarks(comparison, rows)) + 1
    places = {}
    for section_row, parts in zip(rows.rows, notes, strict=True):
        places[section_row.item.item_id] = place_of(SECTION_NAMES[rows.section], row, 1)
        row += max(len(parts), 1)
    return Plan(rows, notes, places)


def write_section(book: Book, comparison: Comparison, sheet: Sheet, plan: Plan, places: Places) -> None:
    """Write the sheet."""
    tools = comparison.tools
    noted = _noted(plan.rows)
    widths = (*_LEADING, *[_TOOL] * len(tools), _notes_width(comparison) if noted else _ASKED)
    paper = Paper(book, comparison, sheet, widths)
    remarks = _remarks(comparison, plan.rows)
    paper.title(comparison.say(labels.SECTION_TITLES[plan.rows.section]), *map(comparison.say, remarks))
    names = (labels.CATEGORY, labels.ID, labels.ITEM)
    last = labels.REMARKS if noted else labels.ASKED
    header = paper.header([*map(comparison.say, names), *tools, comparison.say(last)], printed=True)
    for row, notes in zip(plan.rows.rows, plan.notes, strict=True):
        _write_row(paper, plan.rows.section, row, notes if noted else None, places)
    raw = paper.sheet.raw
    raw.outline_settings(symbols_below=False)
    raw.autofilter(header, 0, paper.row - 1, len(widths) - 1)
    raw.freeze_panes(header + 1, len(_LEADING))
    raw.set_zoom(_ZOOM)
    paper.print_out(columns=len(_LEADING))


def _noted(rows: SectionRows) -> bool:
    return rows.section != "unverified"


def _notes_width(comparison: Comparison) -> float:
    return _NOTES if len(comparison.tools) <= _FEW else _NOTES_CROWDED


def _remarks(comparison: Comparison, rows: SectionRows) -> list[Text]:
    folded = _noted(rows) and len(comparison.tools) > _CROWDED
    return [_REMARKS[rows.section], _ORDER, *([_FOLDED] if folded else [])]


def _write_row(paper: Paper, section: Section, row: SectionRow, notes: Sequence[str] | None, places: Places) -> None:
    """Write an item, and below it what of its notes does not fit one row; without notes, what was asked.

    Everything begins at the top.
    """
    item = row.item
    category = Cell(item.category_id, paper.look(font_color=palette.MUTED, align="center", valign="top"))
    link = paper.look(font_color=palette.ACCENT, underline=1, valign="top")
    cells = [
        category,
        Cell(item.item_id, link, places.items[item.item_id]),
        Cell(item.name, paper.look(bold=item.mandatory, valign="top")),
        *(
            _standing(paper, words, cell, None if cell.section == section else places.notes(cell.section, item.item_id))
            for words, cell in zip(row.words, item.cells, strict=True)
        ),
    ]
    told = paper.look(font_size=_NOTES_SIZE, valign="top")
    if notes is None:
        paper.line([*cells, Cell(item.description, told)], least=19)
        return
    folded = len(paper.comparison.tools) > _CROWDED and len(notes) > 1
    paper.line([*cells, Cell(notes[0] if notes else None, told)], least=19, collapsed=folded)
    again = paper.say(Text(f"{item.item_id}（続き）", f"{item.item_id} (continued)"))
    muted = paper.look(font_color=palette.MUTED, font_size=8, valign="top")
    for more in notes[1:]:
        gap = [None] * (len(cells) - 2)
        paper.line([category, Cell(again, muted), *gap, Cell(more, told)], level=1, hidden=folded)


def _standing(paper: Paper, words: str, cell: ItemCell, target: str | None) -> Cell:
    """Return a tool's stars, or the way to the sheet that has them."""
    if target is None or cell.stars is None:
        return Cell(words, paper.level(cell.stars, valign="top"), target)
    return Cell(words, paper.look(font_color=palette.ACCENT, underline=1, text_wrap=False, valign="top"), target)


def _notes(comparison: Comparison, row: SectionRow) -> Iterator[str]:
    """Yield the notes in pieces that fit a row; beyond a thousand lines say where the rest is."""
    crowded = len(comparison.tools) > _CROWDED
    told = (plain_lines(remark.line(comparison.language)) for remark in row.remarks)
    parts = pieces(told, _notes_width(comparison), size=_NOTES_SIZE, first=_GLIMPSE if crowded else None)
    yield from islice(parts, _PIECES)
    if next(parts, None) is not None:
        yield comparison.say(
            Text(
                "（この項目の備考は長いため、続きは tables/ratings.parquet にあります）",
                "(These notes go on in tables/ratings.parquet.)",
            )
        )
