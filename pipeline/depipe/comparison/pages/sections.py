"""Good, Not Good and 未検証: the template's tables, with every evaluator's notes in full."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from depipe import palette
from depipe.comparison import labels
from depipe.comparison.fitting import MAX_LINES, lines, pieces
from depipe.comparison.model import Comparison, SectionRow, SectionRows
from depipe.comparison.pages.paper import Cell, Paper, place_of
from depipe.comparison.plain import plain_lines
from depipe.language import Text
from depipe.scoring.consensus import Section
from depipe.sheets import Book, Sheet
from depipe.stars import UNRATED

_LEADING: Final = (11, 12, 30)
_FEW: Final = 5
_PIECES: Final = 40
"""Rows of notes that one item gets in one section: a thousand lines. What is more is in the tables."""
_CROWDED: Final = 8
"""Tools above which an item's own row shows its first notes, and the rows with the others are folded."""
_GLIMPSE: Final = 6
"""Lines of notes in such a row."""
_TITLES: Final[Mapping[Section, Text]] = {
    "good": labels.GOOD_TITLE,
    "not_good": labels.NOT_GOOD_TITLE,
    "unverified": labels.UNVERIFIED,
}
_REMARKS: Final[Mapping[Section, Text]] = {
    "good": Text(
        "⭐⭐⭐ 以上の星と備考です。ほかのツールは、載っているシート（- は未検証）を示します。太字は必須項目です。",
        "Tools with ⭐⭐⭐ or more, with notes; where the others are (→ Not Good; - is unverified). Bold: mandatory.",
    ),
    "not_good": Text(
        "⭐⭐ 以下の星と備考です。ほかのツールは、載っているシート（- は未検証）を示します。太字は必須項目です。",
        "Tools with ⭐⭐ or less, with notes; where the others are (→ Good; - is unverified). Bold: mandatory.",
    ),
    "unverified": Text(
        "まだ誰も評価していない項目です。- のツールの検証が残っています。太字は必須項目です。",
        "Nobody has rated these yet: what is left to verify is marked -. Bold: mandatory.",
    ),
}
_FOLDED: Final = Text(
    "備考の続きは、行番号の左の ＋ で開きます（左上の 2 ですべて開きます）。",
    "The + beside the row numbers opens the rest of an item's notes (the 2 at the top opens all).",
)


def write_section(
    book: Book, comparison: Comparison, sheet: Sheet, rows: SectionRows, items: Mapping[str, str]
) -> dict[str, str]:
    """Write the sheet; *items* says by item id where the item stands on 項目比較.

    Return by item id where its row is here.
    """
    tools = comparison.tools
    noted = rows.section != "unverified"
    notes_width = 84.0 if len(tools) <= _FEW else 70.0
    widths = (*_LEADING, *[14.0] * len(tools), *([notes_width] if noted else []))
    paper = Paper(book, comparison, sheet, widths)
    remarks = [_REMARKS[rows.section], *([_FOLDED] if noted and len(tools) > _CROWDED else [])]
    paper.title(comparison.say(_TITLES[rows.section]), *map(comparison.say, remarks))
    names = (labels.CATEGORY, Text("ID", "ID"), labels.ITEM)
    header = paper.header([*map(comparison.say, names), *tools, *([comparison.say(labels.REMARKS)] if noted else [])])
    targets = {}
    for row in rows.rows:
        targets[row.item.item_id] = place_of(paper.name, paper.row, 1)
        _write_row(paper, row, items, notes_width if noted else None)
    raw = paper.sheet.raw
    raw.outline_settings(symbols_below=False)
    raw.autofilter(header, 0, paper.row - 1, len(widths) - 1)
    raw.freeze_panes(header + 1, len(_LEADING))
    paper.print_out(header_row=header, columns=len(_LEADING))
    return targets


def _write_row(paper: Paper, row: SectionRow, items: Mapping[str, str], notes_width: float | None) -> None:
    """Write an item, and below it what of its notes does not fit one row."""
    crowded = len(paper.comparison.tools) > _CROWDED
    notes = [] if notes_width is None else list(_notes(paper, row, notes_width, crowded=crowded))
    first = notes[0] if notes else None
    # One line stands in the middle of its row, more begin at the top.
    place = {"valign": "top"} if first and lines(first, notes_width or 0) > 1 else {}
    item = row.item
    category = Cell(item.category_id, paper.look(font_color=palette.MUTED, align="center", **place))
    cells = [
        category,
        Cell(item.item_id, paper.look(font_color=palette.ACCENT, underline=1, **place), items[item.item_id]),
        Cell(item.name, paper.look(bold=item.mandatory, **place)),
        *(_standing(paper, words, stars, place) for words, stars in zip(row.words, row.stars, strict=True)),
    ]
    folded = crowded and len(notes) > 1
    paper.line(cells if notes_width is None else [*cells, Cell(first, paper.look(**place))], least=19, collapsed=folded)
    again = paper.say(Text(f"{item.item_id}（続き）", f"{item.item_id} (continued)"))
    muted, plain = paper.look(font_color=palette.MUTED, font_size=8, valign="top"), paper.look(valign="top")
    for more in notes[1:]:
        gap = [None] * (len(cells) - 2)
        paper.line([category, Cell(again, muted), *gap, Cell(more, plain)], level=1, hidden=folded)


def _standing(paper: Paper, words: str, stars: int | None, place: Mapping[str, str]) -> Cell:
    if stars is None and words != UNRATED:
        return Cell(words, paper.look(font_color=palette.MUTED, text_wrap=False, **place))
    return Cell(words, paper.level(stars, **place))


def _notes(paper: Paper, row: SectionRow, width: float, *, crowded: bool) -> Iterator[str]:
    """Yield the notes in pieces that fit a row; beyond a thousand lines say where the rest is."""
    told = (plain_lines(remark.line()) for remark in row.remarks)
    parts = pieces(told, width, first=_GLIMPSE if crowded else MAX_LINES)
    yield from islice(parts, _PIECES)
    if next(parts, None) is not None:
        yield paper.say(
            Text(
                "（この項目の備考は長いため、続きは output/tables/ratings.parquet にあります）",
                "(These notes go on in output/tables/ratings.parquet.)",
            )
        )
