"""総合: ranking, stars, what the cap took away, why, what may still change; one screen, one printed page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from textwrap import shorten
from typing import Final

from depipe import palette
from depipe.comparison import labels
from depipe.comparison.model import SECTION_NAMES, Comparison, Verdict
from depipe.comparison.pages import charts
from depipe.comparison.pages.paper import MEAN, SHARE, Cell, Paper, place_of
from depipe.language import Text
from depipe.sheets import Book, Sheet
from depipe.stars import star_row

WIDTHS: Final = (9, 17, 13, 9, 10, 9, 9, 20, 56, 9, 11, 15)
_WITHHELD: Final = 15
"""Width of the first column when it says why a tool has no rank."""
_NAVIGATION: Final = ((0, 1), (2, 2), (3, 4), (5, 6), (7, 7), (8, 8), (9, 11))
_NAME_COLUMN, _FINAL_COLUMN, _RAW_COLUMN = 1, 3, 4
_DOWN_COLUMN, _UP_COLUMN = len(WIDTHS) + 1, len(WIDTHS) + 2
"""Beside what is printed: how far the overall may still fall and rise, for the whiskers of the chart."""
_ONE_PAGE: Final = 12
"""Tools up to which the sheet is made to fit one printed page."""
_CHART_HEIGHT: Final = 370
_ROW_PIXELS: Final = 18
_GAP: Final = 12
_DIGIT_PIXELS: Final = 7
_CELL_PIXELS: Final = 5
_VALUE: Final = 60
"""Signs of a parameter's value that fit here; 前提 has it whole."""
_PROFILE_SAYS: Final = Text(
    f"カテゴリ平均をツールごとに示すグラフ。数値は{labels.SHEET_CATEGORIES}シートにあります。",
    f"The category means of each tool; the figures are on the sheet {labels.SHEET_CATEGORIES}.",
)


def write_overview(
    book: Book, comparison: Comparison, sheet: Sheet, profile: charts.Block, others: Sequence[str]
) -> None:
    """Write the sheet; *profile* is where the category means stand, *others* are the other sheets that there are."""
    withheld = any(verdict.rank is None for verdict in comparison.verdicts)
    paper = Paper(book, comparison, sheet, (_WITHHELD, *WIDTHS[1:]) if withheld else WIDTHS)
    paper.title(comparison.heading, *_facts(comparison))
    _navigation(paper, others)
    header = _ranking(paper)
    ranking = _moves(paper, header)
    _warnings(paper)
    _charts(paper, profile, ranking)
    many = len(comparison.tools) > _ONE_PAGE
    if many:
        paper.sheet.raw.freeze_panes(header + 1, _NAME_COLUMN + 1)
    paper.print_out(header_row=header if many else None, one_page=not many)
    paper.sheet.raw.print_area(0, 0, paper.row + _CHART_HEIGHT // _ROW_PIXELS, len(WIDTHS) - 1)
    paper.sheet.raw.activate()


def _facts(comparison: Comparison) -> Iterator[str]:
    context = " / ".join(f"{name}: {shorten(value, _VALUE, placeholder='…')}" for name, value in comparison.context)
    yield comparison.say(Text(f"前提　{context}", f"Context: {context}"))
    returned = sum(not one.withdrawn for one in comparison.returns)
    people = len({one.evaluator for one in comparison.returns if not one.withdrawn})
    day = comparison.as_of.date().isoformat()
    yield comparison.say(
        Text(
            f"評価者{people}人、評価表{returned}件、{len(comparison.items)}項目 × {len(comparison.tools)}ツール"
            f"（最終受領 {day}）",
            f"{people} evaluators, {returned} workbooks, {len(comparison.items)} items × {len(comparison.tools)} tools "
            f"(last receipt {day})",
        )
    )


def _navigation(paper: Paper, others: Sequence[str]) -> None:
    style = paper.plain(font_color=palette.ACCENT, underline=1, bg_color=palette.PANEL)
    counts = {SECTION_NAMES[one.section]: len(one.rows) for one in paper.comparison.sections}
    for (first, last), name in zip(_NAVIGATION, others, strict=False):
        count = counts.get(name)
        label = name if count is None else paper.say(Text(f"{name}（{count}項目）", f"{name} ({count})"))
        if first != last:
            paper.sheet.merge(paper.row, first, paper.row, last, "", style)
        paper.sheet.link(paper.row, first, place_of(name, 0), label, style)
    paper.sheet.row(paper.row, 20)
    paper.row += 2


def _ranking(paper: Paper) -> int:
    names = (
        labels.RANK,
        labels.TOOL,
        labels.STARS,
        labels.FINAL,
        labels.RAW,
        labels.LOW,
        labels.HIGH,
        labels.CAP,
        labels.REASON,
        labels.COVERAGE,
        labels.EVALUATORS,
        labels.WARNINGS,
    )
    header = paper.header([paper.say(name) for name in names])
    for verdict in paper.comparison.ranking:
        paper.line(_row(paper, verdict), least=30)
    return header


def _row(paper: Paper, verdict: Verdict) -> list[Cell]:
    middle, small = paper.look(align="center"), paper.look(font_size=9)
    rank = paper.look(align="center", bold=True, font_size=14, font_color=palette.ACCENT)
    warned = paper.look(font_color=palette.WARNING, bg_color=palette.WARNING_TINT)
    low, high = (verdict.low, verdict.high) if verdict.provisional else (None, None)
    stars = star_row(verdict.final)
    level = None if verdict.final is None else len(stars)
    return [
        Cell(verdict.rank_words, small) if verdict.rank is None else Cell(verdict.rank, rank),
        Cell(verdict.tool, paper.look(bold=True)),
        paper.stars(level, stars),
        paper.mean(verdict.final, bold=True, font_size=12),
        paper.mean(verdict.raw),
        _bound(paper, low),
        _bound(paper, high),
        Cell(verdict.cap_words, paper.look() if verdict.cap == "none" else warned),
        Cell(verdict.reason, small),
        Cell(verdict.coverage, paper.look(num_format=SHARE, align="center")),
        Cell(verdict.evaluators, middle),
        Cell("、".join(verdict.warnings), warned if verdict.warnings else paper.look()),
    ]


def _moves(paper: Paper, header: int) -> charts.Ranking:
    """Write how far each overall may still move, where any does; return where the chart finds its figures."""
    ranking = paper.comparison.ranking
    place = charts.Ranking(
        paper.name, header + 1, names=_NAME_COLUMN, raw=_RAW_COLUMN, final=_FINAL_COLUMN, down=None, up=None
    )
    if not any(verdict.provisional for verdict in ranking):
        return place
    label, number = (
        paper.plain(font_size=8, font_color=palette.MUTED, **more)
        for more in ({"text_wrap": True}, {"num_format": MEAN})
    )
    for column, text in ((_DOWN_COLUMN, labels.DOWN), (_UP_COLUMN, labels.UP)):
        paper.sheet.text(header, column, paper.say(text), label)
    for row, verdict in enumerate(ranking, start=header + 1):
        final = verdict.final
        if verdict.provisional and final is not None and verdict.low is not None and verdict.high is not None:
            # The bounds may lie inside when a bonus item is still open; a whisker never points inwards.
            paper.sheet.number(row, _DOWN_COLUMN, max(final - verdict.low, 0.0), number)
            paper.sheet.number(row, _UP_COLUMN, max(verdict.high - final, 0.0), number)
    return replace(place, down=_DOWN_COLUMN, up=_UP_COLUMN)


def _bound(paper: Paper, value: float | None) -> Cell:
    return Cell(value, paper.look(num_format=MEAN, align="center", font_color=palette.MUTED))


def _warnings(paper: Paper) -> None:
    style = paper.look(font_color=palette.WARNING, bg_color=palette.WARNING_TINT)
    if paper.comparison.warnings:
        paper.row += 1
    for warning in paper.comparison.warnings:
        paper.across(f"⚠ {warning}", style)


def _charts(paper: Paper, profile: charts.Block, ranking: charts.Ranking) -> None:
    words = charts.charted_words(paper.comparison)
    if words:
        paper.row += 1
        paper.across(words, paper.plain(font_color=palette.MUTED))
    paper.row += 1
    pixels = sum(int(width * _DIGIT_PIXELS) + _CELL_PIXELS for width in paper.widths)
    left = int(pixels * 0.42)
    radar = charts.profile(paper.book, paper.comparison, profile)
    radar.set_size({"width": left, "height": _CHART_HEIGHT})
    paper.chart(radar, paper.row, 0, {"object_position": 1, "description": paper.say(_PROFILE_SAYS)})
    bars = charts.bars(paper.book, paper.comparison, ranking)
    bars.set_size({"width": pixels - left - _GAP, "height": _CHART_HEIGHT})
    spoken = charts.spoken(paper.comparison)
    says = Text(
        f"総合評価と上限適用前の棒グラフ。総合評価: {spoken}", f"Overall, and before the cap. Overall: {spoken}"
    )
    paper.chart(bars, paper.row, 0, {"object_position": 1, "x_offset": left + _GAP, "description": paper.say(says)})
