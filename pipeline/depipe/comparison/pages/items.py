"""項目比較: every item and tool, mandatory ones marked, with where evaluators disagree."""

from collections.abc import Mapping
from typing import Final

from depipe import palette
from depipe.comparison import labels
from depipe.comparison.model import Comparison, ItemRow
from depipe.comparison.pages.paper import Cell, Paper, place_of
from depipe.comparison.wording import listed
from depipe.language import Text
from depipe.sheets import Book, Sheet
from depipe.stars import written

_LEADING: Final = (11, 11, 32, 9)
_FEW: Final = 12
"""Tools up to which columns are wide and stars are large."""
FIRST_ROW: Final = 4
"""Below title, way back, remark and header."""


def item_targets(comparison: Comparison) -> dict[str, str]:
    """Return by item id where the item stands on this sheet: other sheets link to it before it is written."""
    return {
        item.item_id: place_of(labels.SHEET_ITEMS, FIRST_ROW + place, 1) for place, item in enumerate(comparison.items)
    }


def write_items(book: Book, comparison: Comparison, sheet: Sheet, sections: Mapping[str, str]) -> None:
    """Write the sheet; *sections* says by item id where its notes are."""
    tools = comparison.tools
    few = len(tools) <= _FEW
    paper = Paper(book, comparison, sheet, (*_LEADING, *[14 if few else 10] * len(tools), 44))
    paper.title(
        comparison.say(labels.ITEMS_TITLE),
        comparison.say(
            Text(
                "評価者全員の合意の星です。- は未検証、色は橙（⭐）から青（⭐⭐⭐⭐⭐）。ID から備考に移れます。",
                "The evaluators' consensus, orange (⭐) to blue (⭐⭐⭐⭐⭐); - is unverified. IDs lead to the notes.",
            )
        ),
    )
    names = (labels.CATEGORY, Text("ID", "ID"), labels.ITEM, labels.MANDATORY)
    header = paper.header([*map(comparison.say, names), *tools, comparison.say(labels.APART)])
    category = ""
    for item in comparison.items:
        paper.line(_row(paper, item, sections, starts=item.category_id != category, size=10 if few else 8), least=19)
        category = item.category_id
    raw = paper.sheet.raw
    raw.autofilter(header, 0, paper.row - 1, len(paper.widths) - 1)
    raw.freeze_panes(header + 1, len(_LEADING) - 1)
    paper.print_out(header_row=header, columns=len(_LEADING) - 1)


def _row(paper: Paper, item: ItemRow, sections: Mapping[str, str], *, starts: bool, size: int) -> list[Cell]:
    line = {"top": 2, "top_color": palette.MUTED} if starts else {}
    link = paper.look(font_color=palette.ACCENT, underline=1, **line)
    mandatory = paper.look(bold=True, align="center", font_color=palette.WARNING, bg_color=palette.WARNING_TINT, **line)
    apart = [
        f"{tool} {written(cell.lowest)}〜{written(cell.highest)}"
        for tool, cell in zip(paper.comparison.tools, item.cells, strict=True)
        if cell.disputed
    ]
    decided = [tool for tool, cell in zip(paper.comparison.tools, item.cells, strict=True) if cell.decided]
    if decided:
        names = listed(decided, paper.comparison.language)
        apart.append(paper.say(Text(f"裁定あり: {names}", f"decided: {names}")))
    return [
        Cell(item.category_id, paper.look(font_color=palette.MUTED, align="center", **line)),
        Cell(item.item_id, link, sections.get(item.item_id)),
        Cell(item.name, paper.look(**line)),
        Cell(paper.say(labels.MANDATORY), mandatory) if item.mandatory else Cell(None, paper.look(**line)),
        *(Cell(written(cell.stars), paper.level(cell.stars, font_size=size, **line)) for cell in item.cells),
        Cell(listed(apart, paper.comparison.language), paper.look(font_size=9, font_color=palette.MUTED, **line)),
    ]
