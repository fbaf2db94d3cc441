"""項目比較: every item and tool, mandatory ones marked, with what was asked and who gave which stars."""

from typing import Final

from depipe import palette
from depipe.comparison import labels
from depipe.comparison.fitting import MAX_HEIGHT, line_height
from depipe.comparison.model import Comparison
from depipe.comparison.ratings import ItemCell, ItemRow
from depipe.comparison.wording import listed, vote_words
from depipe.comparison.workbook.paper import TOP_ROWS, Cell, Paper, place_of
from depipe.comparison.workbook.places import Places
from depipe.language import SPACE, Text
from depipe.sheets import Book, Sheet
from depipe.stars import STAR, written

_LEADING: Final = (9.5, 9.5, 24, 54, 10)
_FROZEN: Final = 3
_VOTES: Final = 42
_SMALL: Final = 9
_FEW: Final = 12
"""Tools up to which columns are wide, stars are large and rows grow with what evaluators disagree about."""
_CROWDED_LINES: Final = 8
"""Lines that a row shows with more tools than that; the cell holds all."""
_REMARKS: Final = 2


def item_targets(comparison: Comparison) -> dict[str, str]:
    """Return by item id where the item stands on this sheet: other sheets link to it before it is written."""
    first = TOP_ROWS + _REMARKS + 1
    return {item.item_id: place_of(labels.SHEET_ITEMS, first + place, 1) for place, item in enumerate(comparison.items)}


def write_items(book: Book, comparison: Comparison, sheet: Sheet, places: Places) -> None:
    """Write the sheet."""
    tools = comparison.tools
    few = len(tools) <= _FEW
    paper = Paper(book, comparison, sheet, (*_LEADING, *[13 if few else 10] * len(tools), _VOTES))
    paper.title(comparison.say(labels.ITEMS_TITLE), *_introduction(comparison))
    names = (labels.CATEGORY, labels.ID, labels.ITEM, labels.ASKED, labels.MANDATORY)
    header = paper.header([*map(comparison.say, names), *tools, comparison.say(labels.VOTES)], printed=True)
    category = ""
    most = MAX_HEIGHT if few else _CROWDED_LINES * line_height(_SMALL)
    for item in comparison.items:
        cells = _row(paper, item, places, starts=item.category_id != category, size=10 if few else 8)
        paper.line(cells, least=19, most=most)
        category = item.category_id
    raw = paper.sheet.raw
    raw.autofilter(header, 0, paper.row - 1, len(paper.widths) - 1)
    raw.freeze_panes(header + 1, _FROZEN)
    paper.print_out(columns=_FROZEN)


def _introduction(comparison: Comparison) -> tuple[str, str]:
    """Return how the stars came about, and what they mean."""
    master = comparison.master
    told = Text("評価者ごとの星", "who gave which stars")
    if not comparison.names_votes:
        told = Text(
            "星ごとの評価者数（だれの星かは tables/ratings.parquet）",
            "how many gave which stars (tables/ratings.parquet says who)",
        )
    votes = Text(
        f"右端は、星が分かれた組と一部の評価者だけが評価した組の、{told.ja}です。"
        "書いていない組は、そのツールの評価者全員が同じ星です。",
        f"The last column: {told.en}, where evaluators differ or only some have rated; elsewhere all of a tool's "
        "evaluators agree.",
    )
    scale = " / ".join(f"{STAR * level.stars} {level.label}" for level in master.scale)
    meaning = Text(
        f"星の意味: {scale}（定義は{labels.SHEET_PREMISES}シート）。- は未検証。ID から備考に移れます。",
        f"Stars: {scale} (defined on {labels.sheet_words(labels.SHEET_PREMISES, 'en')}); - is unverified. "
        "IDs lead to the notes.",
    )
    joined = SPACE.within(comparison.language).join([master.consensus, master.split, comparison.say(votes)])
    return joined, comparison.say(meaning)


def _row(paper: Paper, item: ItemRow, places: Places, *, starts: bool, size: int) -> list[Cell]:
    line = {"top": 2, "top_color": palette.MUTED} if starts else {}
    link = paper.look(font_color=palette.ACCENT, underline=1, **line)
    mandatory = paper.look(bold=True, align="center", font_color=palette.WARNING, bg_color=palette.WARNING_TINT, **line)
    small = paper.look(font_size=_SMALL, **line)
    return [
        Cell(item.category_id, paper.look(font_color=palette.MUTED, align="center", **line)),
        Cell(item.item_id, link, places.decisive(item.item_id)),
        Cell(item.name, paper.look(**line)),
        Cell(item.description, paper.look(font_size=_SMALL, font_color=palette.MUTED, **line)),
        Cell(paper.say(labels.MANDATORY), mandatory) if item.mandatory else Cell(None, paper.look(**line)),
        *(Cell(written(cell.stars), paper.level(cell.stars, font_size=size, **line)) for cell in item.cells),
        Cell("\n".join(_votes(paper.comparison, item)), small),
    ]


def _votes(comparison: Comparison, item: ItemRow) -> list[str]:
    """Return a line for each tool whose evaluators differ: `Restate: Evaluator A ⭐⭐⭐／Evaluator B ⭐⭐`."""
    tools, language = comparison.tools, comparison.language
    told = [
        f"{tool}: {vote_words(cell.votes, language, named=comparison.names_votes)}"
        for tool, cell in zip(tools, item.cells, strict=True)
        if cell.uneven
    ]
    for tool, cell in zip(tools, item.cells, strict=True):
        if cell.ruling is not None:
            told.append(f"{tool}: {cell.ruling.line(language)}")
    for tool, cell in zip(tools, item.cells, strict=True):
        if cell.to_reconfirm:
            told.append(_to_reconfirm(comparison, tool, cell))
    return told


def _to_reconfirm(comparison: Comparison, tool: str, cell: ItemCell) -> str:
    """Return whose stars are to be confirmed again; how many, where evaluators are too many to be named."""
    names, count = listed(cell.to_reconfirm, comparison.language), len(cell.to_reconfirm)
    if not comparison.names_votes:
        return comparison.say(Text(f"{tool}: 要再確認 {count}人", f"{tool}: {count} to confirm again"))
    return comparison.say(Text(f"{tool}: 要再確認（{names}）", f"{tool}: to confirm again ({names})"))
