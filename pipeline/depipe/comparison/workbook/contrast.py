"""前提の違い: the same tools under other parameters: overalls, category means and items that differ."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from depipe import palette
from depipe.comparison import labels
from depipe.comparison.contrast import ContextFacts, Contrast, ItemContrast, Standing
from depipe.comparison.model import Comparison
from depipe.comparison.workbook.paper import MEAN, SHARE, Cell, Paper
from depipe.comparison.workbook.places import Places
from depipe.language import Text
from depipe.sheets import Book, Sheet

_LEADING: Final = (16, 10, 30, 13)
_VALUE: Final = 24
_FROZEN: Final = 2
_SAYS: Final = Text(
    "前提の違う評価は混ぜません。ここでは、複数の前提で評価されたツールについて、結果が違うところだけを"
    "差の大きい順に並べます。",
    "Ratings of different contexts are never mixed. Of the tools that were evaluated in several contexts, this lists "
    "what comes out differently, the greatest gap first.",
)


def write_contrast(book: Book, comparison: Comparison, sheet: Sheet, told: Contrast, places: Places) -> None:
    """Write the sheet."""
    columns = max(len(told.contexts), len(told.names))
    paper = Paper(book, comparison, sheet, (*_LEADING, *[_VALUE] * columns))
    paper.title(paper.say(labels.CONTRAST_TITLE), paper.say(_SAYS))
    _contexts(paper, told)
    _tools(paper, told)
    _categories(paper, told)
    _items(paper, told, places)
    paper.sheet.raw.freeze_panes(3, _FROZEN)
    paper.print_out(columns=_FROZEN)


def _named(paper: Paper, context: ContextFacts) -> str:
    name = paper.say(Text(f"前提 {context.number}", f"Context {context.number}"))
    return name + paper.say(Text("\n（この比較）", "\n(this one)")) if context.here else name


def _contexts(paper: Paper, told: Contrast) -> None:
    paper.heading(paper.say(labels.CONTEXTS_TITLE))
    names = (labels.CONTEXT, None, labels.FILE, labels.CONTEXT_ID)
    paper.header([*(name and paper.say(name) for name in names), *told.names])
    for context in told.contexts:
        style = paper.look(
            text_wrap=False, bold=context.here, bg_color=palette.PANEL if context.here else palette.PAPER
        )
        link = paper.look(font_color=palette.ACCENT, underline=1)
        file = f"{context.stem}.xlsx"
        paper.line(
            [
                Cell(_named(paper, context).replace("\n", ""), style),
                None,
                Cell(file, style if context.here else link, None if context.here else f"external:{file}"),
                Cell(context.context_id, paper.look(font_size=8)),
                *(Cell(value, paper.look()) for value in context.values),
            ],
            least=19,
            merged=[(0, 1)],
        )


def _header(paper: Paper, told: Contrast, names: Sequence[Text | None], *, printed: bool = False) -> None:
    labelled = [*(name and paper.say(name) for name in names), *(_named(paper, one) for one in told.contexts)]
    paper.header(labelled, printed=printed)


def _tools(paper: Paper, told: Contrast) -> None:
    paper.heading(paper.say(labels.FINAL))
    _header(paper, told, (labels.TOOL, None, None, labels.GAP))
    for one in told.tools:
        for place, label in enumerate((labels.FINAL, labels.RAW, labels.CAP, labels.RANK, labels.COVERAGE)):
            line: dict[str, Any] = {"top": 2, "top_color": palette.MUTED} if place == 0 else {}
            words = paper.look(text_wrap=False, **line)
            paper.line(
                [
                    Cell(one.tool, paper.look(bold=True, **line)),
                    Cell(paper.say(label), words),
                    None,
                    paper.mean(one.gap, bold=True, **line) if place == 0 else Cell(None, paper.look()),
                    *(_measure(paper, standing, label, line) for standing in one.standings),
                ],
                least=19,
                merged=[(1, 2)],
            )


def _measure(paper: Paper, standing: Standing | None, label: Text, line: Mapping[str, Any]) -> Cell:
    """Return one figure of a tool in one context."""
    if standing is None:
        words = paper.say(Text("評価なし", "not evaluated"))
        return Cell(words, paper.look(align="center", font_color=palette.MUTED, bg_color=palette.UNRATED, **line))
    value: str | float | None
    value, number = {
        labels.FINAL: (standing.final, MEAN),
        labels.RAW: (standing.raw, MEAN),
        labels.CAP: (standing.cap_words, ""),
        labels.RANK: (standing.rank, "0"),
        labels.COVERAGE: (standing.coverage, SHARE),
    }[label]
    look = {"num_format": number} if number else {}
    return Cell(value, paper.look(align="center", bold=label == labels.FINAL, **look, **line))


def _categories(paper: Paper, told: Contrast) -> None:
    paper.heading(paper.say(labels.CONTRAST_CATEGORIES))
    if not told.categories:
        paper.across(paper.say(Text("ありません。", "None.")), paper.plain())
        return
    _header(paper, told, (labels.TOOL, labels.CATEGORY, None, labels.GAP))
    names = {row.category_id: row.name for row in paper.comparison.categories}
    for one in told.categories:
        paper.line(
            [
                Cell(one.tool, paper.look(bold=True)),
                Cell(one.category_id, paper.look(align="center")),
                Cell(names.get(one.category_id, ""), paper.look()),
                paper.mean(one.gap, bold=True),
                *(paper.mean(mean) for mean in one.means),
            ],
            least=19,
        )


def _items(paper: Paper, told: Contrast, places: Places) -> None:
    says = ""
    if told.one_sided:
        says = paper.say(
            Text(
                f"一部の前提だけで検証されている組が {told.one_sided} 件あります（- は未検証）。",
                f"{told.one_sided} pairs are verified in some of the contexts only (- is unverified).",
            )
        )
    paper.heading(paper.say(labels.CONTRAST_ITEMS), says)
    if not told.items:
        paper.across(paper.say(Text("ありません。", "None.")), paper.plain())
        return
    _header(paper, told, (labels.TOOL, labels.ID, labels.ITEM, labels.GAP), printed=True)
    for one in told.items:
        paper.line(_item(paper, one, places), least=19)


def _item(paper: Paper, one: ItemContrast, places: Places) -> list[Cell]:
    link = paper.look(font_color=palette.ACCENT, underline=1)
    warned = {"font_color": palette.WARNING} if one.mandatory else {}
    return [
        Cell(one.tool, paper.look(bold=True)),
        Cell(one.item_id, link, places.items[one.item_id]),
        Cell(one.name, paper.look(bold=one.mandatory, **warned)),
        Cell(one.gap, paper.look(align="center", bold=True)),
        *(paper.stars(stars) for stars in one.stars),
    ]
