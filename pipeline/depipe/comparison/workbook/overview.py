"""総合: ranking, stars, what the cap took away, why, what may still change; one screen, one printed page."""

from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import Final

from depipe import palette
from depipe.comparison import labels
from depipe.comparison.basis import basis
from depipe.comparison.charting import charted_words, spoken
from depipe.comparison.model import Comparison, Verdict
from depipe.comparison.ratings import SECTION_NAMES
from depipe.comparison.workbook import charts
from depipe.comparison.workbook.paper import MEAN, SHARE, Cell, Paper, place_of
from depipe.comparison.workbook.places import Places
from depipe.language import COMMA, Text
from depipe.sheets import Book, Sheet
from depipe.stars import shown, star_row

WIDTHS: Final = (6, 12.5, 12.5, 8, 9, 7.5, 7.5, 7.5, 8.5, 15.5, 63, 45.5, 8.5, 10, 12.5)
_WITHHELD: Final = 15
"""Width of the first column when it says why a tool has no rank."""
_NAVIGATION: Final = ((0, 1), (2, 3), (4, 5), (6, 7), (8, 9), (10, 10), (11, 11), (12, 14))
"""First and last column of what stands in one row of the contents."""
_NAME_COLUMN, _FINAL_COLUMN, _RAW_COLUMN = 1, 3, 4
_DOWN_COLUMN, _UP_COLUMN, _LIMIT_COLUMN = range(len(WIDTHS) + 1, len(WIDTHS) + 4)
"""Hidden, beside what is printed: how far the overall may still fall and rise, and the cap, for the chart.

There is a column of air before them: LibreOffice prints the number of a hidden column as ### over a blank neighbour.
"""
_ZOOM: Final = 75
"""Per cent at which a laptop's window shows table, warnings and charts of a few tools together."""
_ONE_PAGE: Final = 12
"""Tools up to which the sheet is made to fit one printed page."""
_CHART_HEIGHT: Final = 270
_ROW_PIXELS: Final = 18
_GAP: Final = 12
_GAP_POINTS: Final = 4
_HEADER_POINTS: Final = 33
_RADAR_SHARE: Final = 0.4
_DIGIT_PIXELS: Final = 7
_CELL_PIXELS: Final = 5
_VALUE: Final = 60
"""Signs of a parameter's value that fit here; 前提 has it whole."""
_SMALL: Final = 9
_PROFILE_SAYS: Final = Text(
    f"カテゴリ平均をツールごとに示すグラフ。数値は{labels.SHEET_CATEGORIES}シートにあります。",
    f"The category means of each tool; the figures are on {labels.sheet_words(labels.SHEET_CATEGORIES, 'en')}.",
)


def write_overview(  # noqa: PLR0917 - what it is about, and what other sheets are needed for
    book: Book, comparison: Comparison, sheet: Sheet, profile: charts.Block, places: Places, others: Sequence[str]
) -> None:
    """Write the sheet; *profile* is where the category means stand, *others* are the other sheets that there are."""
    withheld = any(verdict.rank is None for verdict in comparison.verdicts)
    many = len(comparison.tools) > _ONE_PAGE
    paper = Paper(book, comparison, sheet, (_WITHHELD, *WIDTHS[1:]) if withheld else WIDTHS, one_page=not many)
    paper.title(comparison.heading, *_facts(comparison), size=_SMALL)
    _navigation(paper, others)
    header = _ranking(paper, places)
    _warnings(paper, places)
    _charts(paper, profile, _moves(paper, header))
    if many:
        paper.sheet.raw.freeze_panes(header + 1, _NAME_COLUMN + 1)
    paper.print_out()
    paper.sheet.raw.print_area(0, 0, paper.row + _CHART_HEIGHT // _ROW_PIXELS, len(WIDTHS) - 1)
    paper.sheet.raw.set_zoom(_ZOOM)
    paper.sheet.raw.activate()


def _facts(comparison: Comparison) -> Iterator[str]:
    context = " / ".join(f"{name}: {shorten(value, _VALUE, placeholder='…')}" for name, value in comparison.context)
    told = basis(comparison)
    yield comparison.say(Text(f"前提　{context}　｜　{told}", f"Context: {context} | {told}"))


def _navigation(paper: Paper, others: Sequence[str]) -> None:
    comparison = paper.comparison
    style = paper.plain(font_color=palette.ACCENT, underline=1, bg_color=palette.PANEL, font_size=_SMALL)
    appendix = paper.plain(font_color=palette.MUTED, bg_color=palette.PANEL, font_size=_SMALL, align="right")
    counts = {
        SECTION_NAMES[one.section]: sum(cell.section == one.section for item in comparison.items for cell in item.cells)
        for one in comparison.sections
    }
    for names in _contents(others):
        for place, (first, last) in enumerate(_NAVIGATION):
            name = names[place] if place < len(names) else ""
            words = labels.sheet_words(name or "", comparison.language)
            if name in counts:
                words = paper.say(Text(f"{words}（{counts[name]}件）", f"{words}: {counts[name]}"))
            if first != last:
                paper.sheet.merge(paper.row, first, paper.row, last, "", style)
            if name is None:
                paper.sheet.text(paper.row, first, f"{paper.say(labels.APPENDIX_NAME)}:", appendix)
            elif not name:
                paper.sheet.blank(paper.row, first, style)
            else:
                paper.sheet.link(paper.row, first, place_of(name, 0), words, style)
        paper.sheet.row(paper.row, 15)
        paper.row += 1
    _gap(paper)


def _contents(others: Sequence[str]) -> list[list[str | None]]:
    """Return the rows of the contents; None stands before the sheets of the appendix."""
    here: list[str | None] = [name for name in others if name not in labels.APPENDIX]
    appendix = [name for name in others if name in labels.APPENDIX]
    slots = len(_NAVIGATION)
    return [here[:slots], [*here[slots:], None, *appendix]]


def _gap(paper: Paper) -> None:
    paper.sheet.row(paper.row, _GAP_POINTS)
    paper.row += 1


def _ranking(paper: Paper, places: Places) -> int:
    names = (
        labels.RANK,
        labels.TOOL,
        labels.STARS,
        labels.FINAL,
        labels.RAW,
        labels.LOW,
        labels.HIGH,
        labels.RANKS,
        labels.CAPPING,
        labels.CAP,
        labels.REASON,
        labels.SURENESS,
        labels.COVERAGE,
        labels.EVALUATORS,
        labels.WARNINGS,
    )
    many = len(paper.comparison.tools) > _ONE_PAGE
    header = paper.header([paper.say(name) for name in names], most=_HEADER_POINTS, printed=many)
    for verdict in paper.comparison.ranking:
        paper.line(_row(paper, verdict, places), least=30)
    return header


def _row(paper: Paper, verdict: Verdict, places: Places) -> list[Cell]:
    middle, small = paper.look(align="center"), paper.look(font_size=_SMALL)
    rank = paper.look(align="center", bold=True, font_size=14, font_color=palette.ACCENT)
    warned = paper.look(font_color=palette.WARNING, bg_color=palette.WARNING_TINT)
    leads = {"font_color": palette.WARNING, "bg_color": palette.WARNING_TINT, "underline": 1, "align": "center"}
    low, high = (verdict.low, verdict.high) if verdict.provisional else (None, None)
    stars = star_row(verdict.final)
    level = None if verdict.final is None else len(stars)
    gate = next((places.gates[item_id] for item_id in verdict.caps), None)
    item = next((places.items[item_id] for item_id in verdict.warned_items), None)
    separator = paper.say(COMMA)
    return [
        Cell(verdict.rank_words, small) if verdict.rank is None else Cell(verdict.rank, rank),
        Cell(verdict.tool, paper.look(bold=True)),
        paper.stars(level, stars),
        paper.mean(verdict.final, bold=True, font_size=12),
        paper.mean(verdict.raw),
        _bound(paper, low),
        _bound(paper, high),
        Cell(verdict.rank_range, paper.look(align="center", font_color=palette.MUTED)),
        Cell(_first_of(verdict.caps), paper.look(**leads) if gate else middle, gate),
        Cell(verdict.cap_words, warned if verdict.cap != "none" else paper.look()),
        Cell(verdict.cause, small),
        Cell(verdict.sureness.words, small),
        Cell(verdict.coverage, paper.look(num_format=SHARE, align="center")),
        Cell(verdict.evaluators, middle),
        Cell(separator.join(verdict.warnings), paper.look(**leads, font_size=_SMALL) if item else paper.look(), item),
    ]


def _moves(paper: Paper, header: int) -> charts.Ranking:
    """Write beside the ranking what only its chart needs; return where the chart finds its figures."""
    ranking, limit = paper.comparison.ranking, paper.comparison.master.limit
    place = charts.Ranking(paper.name, header + 1, names=_NAME_COLUMN, raw=_RAW_COLUMN, final=_FINAL_COLUMN)
    paper.sheet.columns(_DOWN_COLUMN, _LIMIT_COLUMN, 9, options={"hidden": True})
    if limit is not None:
        for row in range(header + 1, header + 1 + len(ranking)):
            paper.sheet.number(row, _LIMIT_COLUMN, limit)
        place = place._replace(limit=_LIMIT_COLUMN)
    if not any(verdict.provisional for verdict in ranking):
        return place
    for row, verdict in enumerate(ranking, start=header + 1):
        final = verdict.final
        if verdict.provisional and final is not None and verdict.low is not None and verdict.high is not None:
            # The bounds may lie inside when a bonus item is still open; a whisker never points inwards.
            paper.sheet.number(row, _DOWN_COLUMN, max(final - verdict.low, 0.0))
            paper.sheet.number(row, _UP_COLUMN, max(verdict.high - final, 0.0))
    return place._replace(down=_DOWN_COLUMN, up=_UP_COLUMN)


def _first_of(ids: Sequence[str]) -> str:
    """Return the first id, with how many more there are."""
    return "".join(ids[:1]) + (f" +{len(ids) - 1}" if len(ids) > 1 else "")


def _bound(paper: Paper, value: float | None) -> Cell:
    return Cell(value, paper.look(num_format=MEAN, align="center", font_color=palette.MUTED))


def _warnings(paper: Paper, places: Places) -> None:
    if not paper.comparison.cautions:
        return
    _gap(paper)
    tint = {"font_color": palette.WARNING, "bg_color": palette.WARNING_TINT, "font_size": _SMALL}
    for caution in paper.comparison.cautions:
        row = paper.across(f"⚠ {caution.text}", paper.look(**tint), first=0 if caution.item_id is None else 1)
        if caution.item_id is not None:
            # A cell of its own: some programs do not wrap the text of a link.
            style = paper.look(**tint, underline=1, align="center")
            paper.sheet.link(row, 0, places.items[caution.item_id], caution.item_id, style)


def _charts(paper: Paper, profile: charts.Block, ranking: charts.Ranking) -> None:
    _gap(paper)
    words = charted_words(paper.comparison)
    if words:
        paper.across(words, paper.plain(font_color=palette.MUTED))
    pixels = sum(int(width * _DIGIT_PIXELS) + _CELL_PIXELS for width in paper.widths)
    left = int(pixels * _RADAR_SHARE)
    radar = charts.profile(paper.book, paper.comparison, profile)
    radar.set_size({"width": left, "height": _CHART_HEIGHT})
    paper.chart(radar, paper.row, 0, {"object_position": 1, "description": paper.say(_PROFILE_SAYS)})
    bars = charts.bars(paper.book, paper.comparison, ranking)
    bars.set_size({"width": pixels - left - _GAP, "height": _CHART_HEIGHT})
    told = spoken(paper.comparison)
    limit = paper.comparison.master.limit
    line = (
        Text("", "")
        if limit is None
        else Text(f"上限の線は {shown(limit)}。", f"The line of the cap is at {shown(limit)}. ")
    )
    says = Text(
        f"総合評価と上限適用前の棒グラフ。{line.ja}総合評価: {told}",
        f"Overall, and before the cap. {line.en}Overall: {told}",
    )
    paper.chart(bars, paper.row, 0, {"object_position": 1, "x_offset": left + _GAP, "description": paper.say(says)})
