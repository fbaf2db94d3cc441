"""カテゴリ比較: the category means by layer as a heat map, and how much of them is rated."""

from typing import Final

from depipe import palette
from depipe.comparison import labels
from depipe.comparison.model import CategoryRow, Comparison
from depipe.comparison.workbook import charts
from depipe.comparison.workbook.paper import SHARE, Cell, Paper, cell_text
from depipe.language import SPACE, Text
from depipe.sheets import Book, Sheet

_LEADING: Final = (13, 7, 13, 30, 8, 7)
_FEW: Final = 8
"""Tools up to which columns are wide and the sheet is one printed page."""
_AXIS_WIDTH: Final = 16


def write_categories(book: Book, comparison: Comparison, sheet: Sheet) -> charts.Block:
    """Write the sheet; return where the means stand, for the charts of other sheets."""
    tools = comparison.tools
    width = 12 if len(tools) <= _FEW else 9.5
    widths = (*_LEADING, *[width] * (2 * len(tools)))
    paper = Paper(book, comparison, sheet, widths, one_page=len(tools) <= _FEW)
    intro = Text(
        "数値は、評価された項目の星の平均です。色は橙（1）から青（5）。灰色の空欄は未検証です。",
        "The mean of the rated items' stars, from orange (1) to blue (5). Grey and blank: unverified.",
    )
    split = sum(cell.split for item in comparison.items for cell in item.cells)
    counted = Text(
        f"評価者の星が分かれたのは{split}件です（だれの星かは{labels.SHEET_ITEMS}シート）。",
        f"Evaluators differ in {split} places ({labels.sheet_words(labels.SHEET_ITEMS, 'en')} says who).",
    )
    joined = SPACE.within(comparison.language).join([comparison.master.split, comparison.say(counted)])
    paper.title(comparison.say(labels.CATEGORIES_TITLE), comparison.say(intro), joined)
    block = _table(paper)
    _totals(paper)
    _axis(paper, block)
    paper.sheet.raw.freeze_panes(block.first_row, len(_LEADING))
    paper.print_out(columns=len(_LEADING))
    return block


def _table(paper: Paper) -> charts.Block:
    comparison = paper.comparison
    tools = comparison.tools
    names = (labels.LAYER, labels.ID, labels.FOCUS, labels.CATEGORY, labels.ITEM_COUNT, labels.WEIGHT)
    left = len(_LEADING)
    means = comparison.say(Text("カテゴリ平均", "Category means"))
    above = {left: means, left + len(tools): comparison.say(labels.COVERAGE)}
    header = paper.header([*map(comparison.say, names), *tools, *tools], above=above, printed=True)
    layer = ""
    for category in comparison.categories:
        paper.line(_row(paper, category, new_layer=category.layer != layer), least=20)
        layer = category.layer
    first, last = header + 1, paper.row - 1
    scale = {"type": "3_color_scale", "min_type": "num", "mid_type": "num", "max_type": "num"}
    bounds = {"min_value": 1, "mid_value": 3, "max_value": 5}
    colours = {
        "min_color": palette.LEVELS[0],
        "mid_color": palette.LEVELS[2],
        "max_color": palette.LEVELS[4],
    }
    paper.sheet.conditional(first, left, last, left + len(tools) - 1, scale | bounds | colours)
    columns = {tool: left + place for place, tool in enumerate(tools)}
    return charts.Block(labels.SHEET_CATEGORIES, header, first, last, len(paper.widths), columns)


def _axis(paper: Paper, block: charts.Block) -> None:
    """Write the names of the charts' axis (`EX 正しさ`) into a hidden column beside the table."""
    paper.sheet.columns(block.names_column, block.names_column, _AXIS_WIDTH, options={"hidden": True})
    for row, category in enumerate(paper.comparison.categories, start=block.first_row):
        paper.sheet.text(row, block.names_column, cell_text(f"{category.category_id} {category.focus}"))


def _row(paper: Paper, category: CategoryRow, *, new_layer: bool) -> list[Cell]:
    layer = paper.look(bold=True) if new_layer else paper.look(font_color=palette.MUTED)
    middle = paper.look(align="center")
    share = paper.look(num_format=SHARE, align="center", font_color=palette.MUTED)
    return [
        Cell(category.layer, layer),
        Cell(category.category_id, middle),
        Cell(category.focus, paper.look(bold=True)),
        Cell(category.name, paper.look()),
        Cell(category.cells[0].items, middle),
        Cell(category.weight, paper.look(align="center", font_color=palette.MUTED)),
        *(paper.mean(cell.mean) for cell in category.cells),
        *(Cell(cell.coverage, share) for cell in category.cells),
    ]


def _totals(paper: Paper) -> None:
    """Write the overall before and after the cap below the means that they come from."""
    verdicts = paper.comparison.verdicts
    for label, values, shares in (
        (labels.RAW, [v.raw for v in verdicts], [v.coverage for v in verdicts]),
        (labels.FINAL, [v.final for v in verdicts], None),
    ):
        style = paper.look(bold=True, bg_color=palette.PANEL)
        share = paper.look(num_format=SHARE, align="center", bg_color=palette.PANEL)
        row = [Cell(paper.say(label), style), *[Cell(None, style)] * (len(_LEADING) - 1)]
        row += [paper.mean(value, bold=True, top=2) for value in values]
        row += [Cell(value, share) for value in shares] if shares else []
        paper.line(row, least=20)
