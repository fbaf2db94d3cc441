"""Native charts over the workbook's own cells: the category profile and the overall before and after the cap."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from xlsxwriter.utility import xl_range_abs

from depipe import palette
from depipe.comparison.charting import (
    BARS_AND_RANGE_TITLE,
    BARS_TITLE,
    COLUMNS_TITLE,
    RADAR_TITLE,
    charted,
    is_radar,
)
from depipe.comparison.labels import CAP, FINAL, RAW
from depipe.comparison.model import Comparison
from depipe.sheets import FONT, Book
from depipe.stars import LEVELS

_MARKERS: Final = ("circle", "square", "triangle", "diamond")
_RADAR_LAYOUT: Final = {"x": 0.13, "y": 0.18, "width": 0.66, "height": 0.7}
_BARS_LAYOUT: Final = {"x": 0.05, "y": 0.15, "width": 0.92, "height": 0.62}
"""Left to itself the plot area of a chart is a stamp."""
_SMALL: Final = {"name": FONT, "size": 9, "color": palette.INK}


class Block(NamedTuple):
    """Where numbers for a chart stand: one row a category, one column a tool; rows and columns count from 0.

    names_column has the names of the axis; it may be hidden.
    """

    sheet: str
    header_row: int
    first_row: int
    last_row: int
    names_column: int
    columns: dict[str, int]
    """Column of each tool."""


def profile(book: Book, comparison: Comparison, block: Block) -> Any:  # noqa: ANN401 - XlsxWriter is untyped
    """Return the chart of the category means, a line a tool; columns where there are too few or many categories."""
    radar = is_radar(comparison)
    chart = book.raw.add_chart({"type": "radar", "subtype": "with_markers"} if radar else {"type": "column"})
    names = [block.sheet, block.first_row, block.names_column, block.last_row, block.names_column]
    for place, verdict in enumerate(charted(comparison)):
        column = block.columns[verdict.tool]
        chart.add_series(
            {
                "name": [block.sheet, block.header_row, column],
                "categories": names,
                "values": [block.sheet, block.first_row, column, block.last_row, column],
                **_tool_look(place, radar=radar),
            }
        )
    _dress(chart, comparison.say(RADAR_TITLE if radar else COLUMNS_TITLE), _RADAR_LAYOUT if radar else _BARS_LAYOUT)
    chart.set_legend({"position": "right" if radar else "bottom", "font": _SMALL})
    chart.set_y_axis(_scale(LEVELS[0] if radar else 0))
    chart.set_x_axis({"num_font": _SMALL})
    chart.show_blanks_as("gap")
    # The names of the axis stand in a hidden column.
    chart.show_hidden_data()
    return chart


def _tool_look(place: int, *, radar: bool) -> dict[str, Any]:
    colour = palette.TOOLS[place % len(palette.TOOLS)]
    if not radar:
        return {"fill": {"color": colour}}
    marker = _MARKERS[place % len(_MARKERS)]
    filled = {"fill": {"color": colour}, "border": {"color": colour}}
    return {"line": {"color": colour, "width": 2}, "marker": {"type": marker, "size": 6, **filled}}


class Ranking(NamedTuple):
    """Where the ranking stands: from *first_row* on, best tool first; rows and columns count from 0.

    down and up are how far the overall may still fall and rise (None: nothing is open), limit is what a cap caps at
    (None: nothing can); they may be hidden.
    """

    sheet: str
    first_row: int
    names: int
    raw: int
    final: int
    down: int | None = None
    up: int | None = None
    limit: int | None = None

    def of(self, column: int, tools: int) -> list[str | int]:
        """Return the range of the best *tools* in one column, as XlsxWriter takes it."""
        return [self.sheet, self.first_row, column, self.first_row + tools - 1, column]

    def formula(self, column: int, tools: int) -> str:
        """Return the same range as a formula."""
        return f"='{self.sheet}'!{xl_range_abs(self.first_row, column, self.first_row + tools - 1, column)}"


def bars(book: Book, comparison: Comparison, ranking: Ranking) -> Any:  # noqa: ANN401 - XlsxWriter is untyped
    """Return the bar chart of the overall before and after the cap, best tool first.

    Whiskers on the overall are the possible range, a dashed line is what a cap caps at. The bars stand upright: of
    lying ones some programs show the legend in the other order.
    """
    tools = len(charted(comparison))
    chart = book.raw.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": comparison.say(RAW),
            "categories": ranking.of(ranking.names, tools),
            "values": ranking.of(ranking.raw, tools),
            "fill": {"color": palette.BEFORE},
            "data_labels": {"value": True, "num_format": "0.00", "font": {**_SMALL, "size": 8}},
            "gap": 80,
        }
    )
    chart.add_series(_final_series(comparison, ranking, tools))
    if ranking.limit is not None:
        chart.combine(_limit(book, comparison, ranking, tools))
    _dress(chart, comparison.say(BARS_TITLE if ranking.up is None else BARS_AND_RANGE_TITLE), _BARS_LAYOUT)
    chart.set_legend({"position": "bottom", "font": _SMALL})
    chart.set_y_axis(_scale(0))
    chart.set_x_axis({"num_font": _SMALL})
    chart.show_hidden_data()
    return chart


def _final_series(comparison: Comparison, ranking: Ranking, tools: int) -> dict[str, Any]:
    inside = {"name": FONT, "size": 8, "color": palette.HEADER_INK}
    series: dict[str, Any] = {
        "name": comparison.say(FINAL),
        "categories": ranking.of(ranking.names, tools),
        "values": ranking.of(ranking.final, tools),
        "fill": {"color": palette.AFTER},
        "data_labels": {"value": True, "num_format": "0.00", "font": inside, "position": "inside_base"},
    }
    if ranking.down is not None and ranking.up is not None:
        series["y_error_bars"] = {
            "type": "custom",
            "minus_values": ranking.formula(ranking.down, tools),
            "plus_values": ranking.formula(ranking.up, tools),
            "line": {"color": palette.INK, "width": 1.5},
        }
    return series


def _limit(book: Book, comparison: Comparison, ranking: Ranking, tools: int) -> Any:  # noqa: ANN401 - untyped
    """Return the line of what a cap caps at; over a single tool, where no line can be, it is a dash."""
    line = book.raw.add_chart({"type": "line"})
    dash = {"color": palette.WARNING}
    mark = {"type": "long_dash", "size": 20, "fill": dash, "border": dash} if tools == 1 else {"type": "none"}
    line.add_series(
        {
            "name": comparison.say(CAP),
            "categories": ranking.of(ranking.names, tools),
            "values": ranking.of(ranking.limit or 0, tools),
            "line": {**dash, "width": 1.5, "dash_type": "dash"},
            "marker": mark,
        }
    )
    return line


def _scale(least: int) -> dict[str, Any]:
    return {
        "min": least,
        "max": LEVELS[-1],
        "major_unit": 1,
        "num_format": "0",
        "num_font": {**_SMALL, "size": 8, "color": palette.MUTED},
        "major_gridlines": {"visible": True, "line": {"color": palette.LINE, "width": 0.75}},
    }


def _dress(chart: Any, title: str, layout: Mapping[str, float]) -> None:  # noqa: ANN401 - XlsxWriter is untyped
    font = {**_SMALL, "size": 11, "bold": True}
    # At the left: a radar's topmost name stands in the middle.
    chart.set_title({"name": title, "name_font": font, "overlay": True, "layout": {"x": 0.02, "y": 0.03}})
    chart.set_chartarea({"border": {"color": palette.LINE}, "fill": {"color": palette.PAPER}})
    chart.set_plotarea({"fill": {"none": True}, "layout": dict(layout)})
