"""前提: what the figures rest on: context, tools and versions, method, weights, stars, master, returned workbooks."""

from collections.abc import Iterable, Sequence
from typing import Final

import depipe
from depipe import palette
from depipe.comparison import labels
from depipe.comparison.model import Comparison, Return, ToolReview
from depipe.comparison.workbook.paper import TOP_ROWS, Cell, Paper
from depipe.language import COMMA, Text
from depipe.sheets import Book, Sheet
from depipe.stars import STAR

_WIDTHS: Final = (24, 28, 20, 20, 20, 20, 40)
_DAY: Final = "yyyy-mm-dd"
_MOMENT: Final = "yyyy-mm-dd hh:mm"


def write_premises(book: Book, comparison: Comparison, sheet: Sheet) -> None:
    """Write the sheet."""
    extra = max(len(comparison.attribute_names) - 2, 0)
    paper = Paper(book, comparison, sheet, (*_WIDTHS, *[20] * extra))
    paper.title(comparison.say(labels.PREMISES_TITLE))
    _pairs(paper, labels.CONTEXT_TITLE, comparison.context)
    _tools(paper)
    _method(paper)
    _weights(paper)
    _scale(paper)
    _reviews(paper)
    _pairs(paper, labels.SETTINGS_TITLE, [*comparison.settings, ("depipe", depipe.__version__)])
    _pairs(paper, labels.MASTER_TITLE, _master(comparison))
    _returns(paper)
    paper.sheet.raw.freeze_panes(TOP_ROWS, 1)
    paper.print_out()


def _master(comparison: Comparison) -> list[tuple[str, str]]:
    master = comparison.master
    return [
        (comparison.say(labels.MASTER_NAME), master.title),
        ("ID", master.master_id),
        (comparison.say(labels.EDITION), master.version),
        (comparison.say(labels.DIGEST), master.digest),
        (comparison.say(labels.CONTEXT_ID), comparison.context_id),
    ]


def _pairs(paper: Paper, title: Text, pairs: Iterable[tuple[str, str]]) -> None:
    """Write a table of names and values; values may be long."""
    paper.heading(paper.say(title))
    name, value = paper.look(bold=True, bg_color=palette.PANEL), paper.look()
    for label, text in pairs:
        row = paper.across(text or " ", value, first=1, last=5, beside=label)
        paper.sheet.text(row, 0, label, name)


def _tools(paper: Paper) -> None:
    comparison = paper.comparison
    paper.heading(paper.say(Text("ツールと検証時点", "Tools and when they were verified")))
    names = (labels.TOOL, labels.VERSIONS, labels.FIRST_DAY, labels.LAST_DAY, labels.EVALUATORS)
    paper.header([*map(paper.say, names), *comparison.attribute_names])
    for place, tool in enumerate(comparison.tools):
        reviews = [review for review in comparison.reviews if review.tool == tool]
        versions = dict.fromkeys(version for review in reviews for version in review.versions)
        paper.line(
            [
                Cell(tool, paper.look(bold=True)),
                Cell(_joined(paper, versions), paper.look()),
                *_days(paper, reviews),
                Cell(len(reviews), paper.look(align="center")),
                *(Cell(value, paper.look()) for value in comparison.attributes[place]),
            ],
            least=19,
        )


def _joined(paper: Paper, names: Iterable[str]) -> str:
    return paper.say(COMMA).join(names)


def _days(paper: Paper, reviews: Sequence[ToolReview]) -> tuple[Cell, Cell]:
    style = paper.look(num_format=_DAY, align="center")
    if not reviews:
        return Cell(None, style), Cell(None, style)
    first, last = min(review.first_day for review in reviews), max(review.last_day for review in reviews)
    return Cell(first, style), Cell(last, style)


def _method(paper: Paper) -> None:
    paper.heading(paper.say(labels.METHOD_TITLE))
    for line in paper.comparison.master.method:
        paper.across(paper.say(Text(f"・{line}", f"• {line}")), paper.plain(text_wrap=True))


def _weights(paper: Paper) -> None:
    paper.heading(paper.say(labels.WEIGHTS_TITLE))
    paper.header(["ID", *map(paper.say, (labels.CATEGORY, labels.LAYER, labels.WEIGHT, labels.ITEM_COUNT))])
    middle = paper.look(align="center")
    for category in paper.comparison.categories:
        paper.line(
            [
                Cell(category.category_id, paper.look(bold=True)),
                Cell(category.name, paper.look()),
                Cell(category.layer, paper.look()),
                Cell(category.weight, middle),
                Cell(category.cells[0].items, middle),
            ],
            least=19,
        )


def _scale(paper: Paper) -> None:
    """Write what the stars mean, and what they mean for the items that have meanings of their own."""
    master = paper.comparison.master
    paper.heading(paper.say(labels.SCALE_TITLE))
    for level in master.scale:
        _meaning(paper, level.stars, level.label, f"{level.definition}\n{level.criterion}")
    for rubric in master.rubrics:
        words = Text(
            f"{rubric.item_id} {rubric.name}の星の意味", f"What the stars of {rubric.item_id} {rubric.name} mean"
        )
        paper.keep_with_next()
        paper.across(paper.say(words), paper.plain(bold=True, font_color=palette.ACCENT, valign="bottom"))
        for stars, text in enumerate(rubric.levels, 1):
            _meaning(paper, stars, "", text)


def _meaning(paper: Paper, stars: int, label: str, text: str) -> None:
    words = f"{STAR * stars} {label}".rstrip()
    row = paper.across(text, paper.look(), first=1, last=6, beside=words)
    paper.sheet.text(row, 0, words, paper.level(stars, bold=True, text_wrap=True))


def _returns(paper: Paper) -> None:
    paper.heading(paper.say(labels.RETURNS_TITLE))
    names = (
        labels.EVALUATOR,
        labels.FILE,
        labels.RECEIVED,
        labels.MASTER_VERSION,
        labels.STATE,
        labels.PROGRAM,
        Text("SHA-256", "SHA-256"),
    )
    paper.header([paper.say(name) for name in names], printed=True)
    small = paper.look(font_size=9)
    for one in paper.comparison.returns:
        paper.line(
            [
                Cell(one.evaluator, paper.look()),
                Cell(one.file, small),
                Cell(one.received_at.replace(tzinfo=None), paper.look(num_format=_MOMENT, align="center")),
                Cell(one.master_version, paper.look(align="center")),
                Cell(_state(paper, one), small),
                Cell(one.program, small),
                Cell(one.digest, small),
            ],
            least=19,
        )


def _state(paper: Paper, one: Return) -> str:
    if not one.withdrawn:
        return paper.say(Text("有効（裁定）", "in force (decisions)") if one.decides else labels.IN_FORCE)
    return paper.say(Text(f"取り下げ: {one.reason or ''}", f"withdrawn: {one.reason or ''}"))


def _reviews(paper: Paper) -> None:
    paper.heading(paper.say(labels.REVIEWS_TITLE))
    names = (labels.TOOL, labels.EVALUATOR, labels.VERSIONS, labels.FIRST_DAY, labels.LAST_DAY, labels.ITEMS_RATED)
    paper.header([paper.say(name) for name in names])
    for review in paper.comparison.reviews:
        paper.line(
            [
                Cell(review.tool, paper.look(bold=True)),
                Cell(review.evaluator, paper.look()),
                Cell(_joined(paper, review.versions), paper.look()),
                *_days(paper, [review]),
                Cell(review.rated, paper.look(align="center")),
            ],
            least=19,
        )
