"""The page's charts, drawn by pygal as inline SVG: classes only, so that the page's one style colours them.

What pygal adds for a page of its own (style, script, tooltips, the day) is taken out: the page allows none of it, and
the same comparison must give the same bytes.
"""

import sys
from math import ceil
from typing import Any, Final

from markupsafe import Markup
from pygal.graph.bar import Bar
from pygal.graph.graph import Graph
from pygal.graph.horizontalbar import HorizontalBar
from pygal.graph.radar import Radar
from pygal.style import Style

from depipe.comparison import labels
from depipe.comparison.charting import charted, is_radar, spoken
from depipe.comparison.fitting import width
from depipe.comparison.model import Comparison, Verdict
from depipe.language import Text
from depipe.stars import LEVELS, shown

# pygal leaves a finder for its plug-ins (maps, of which there are none here) among Python's own, in a form that Python
# no longer knows: every later import that finds nothing would warn.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]

_FONT: Final = 12
_STYLE: Final = Style(label_font_size=_FONT, legend_font_size=_FONT, value_font_size=11, major_label_font_size=_FONT)
_WIDTH: Final = 400
_PROFILE_HEIGHT: Final = 330
_BARS_HEAD: Final = 70
_BAR_HEIGHT: Final = range(50, 91)
"""Of a tool's pair of bars: as high as lets both charts end together, within these."""
_LONGEST_NAME: Final = 18
_LEGEND_COLUMNS: Final = 2
_LEGEND_ROW: Final = 20
_PYGAL_SIGN: Final = 0.6
"""Width of a sign by its font's size, as pygal reckons; a kanji is wider."""
_DIGIT: Final = 0.58
_PROFILE_SAYS: Final = Text(
    "カテゴリ平均をツールごとに示すグラフ。数値は下の表にあります。",
    "The category means of each tool; the figures are in the table below.",
)
_BARS_SAY: Final = Text("総合評価と上限適用前の棒グラフ。総合評価: ", "Overall, and before the cap. Overall: ")


def bars(comparison: Comparison) -> Markup:
    """Return the overall before and after the cap, a pair of bars a tool, with whiskers where it may still move."""
    # pygal draws the first one lowest.
    verdicts = charted(comparison)[::-1]
    names = [_short(verdict.tool) for verdict in verdicts]
    limit = comparison.master.limit
    chart = HorizontalBar(
        height=_BARS_HEAD + _pair_height(len(verdicts)) * len(verdicts),
        print_values=True,
        print_values_position="bottom",
        y_labels=sorted({*map(float, range(LEVELS[-1] + 1)), *(() if limit is None else (limit,))}),
        y_labels_major=[] if limit is None else [limit],
        value_formatter=lambda value: f"{value:g}",
        range=(0, LEVELS[-1]),
        margin_left=_room(names),
        **_plain(),
    )
    chart.x_labels = names
    chart.add(comparison.say(labels.FINAL), [_overall(verdict) for verdict in verdicts], formatter=shown)
    chart.add(comparison.say(labels.RAW), [verdict.raw for verdict in verdicts], formatter=shown)
    return _svg(chart, "bars", comparison.say(_BARS_SAY) + spoken(comparison))


def profile(comparison: Comparison) -> Markup:
    """Return the category means, a line a tool; columns where a radar would be unreadable, or would show a gap as 0."""
    verdicts = charted(comparison)
    means = {
        tool: [category.cells[place].mean for category in comparison.categories]
        for place, tool in enumerate(comparison.tools)
    }
    whole = all(None not in means[verdict.tool] for verdict in verdicts)
    radar = is_radar(comparison) and whole
    chart = (Radar if radar else Bar)(
        height=_profile_height(len(verdicts)),
        # pygal keeps room for full rows of its legend only.
        margin_bottom=10 + _LEGEND_ROW * (len(verdicts) % _LEGEND_COLUMNS),
        y_labels=range(LEVELS[-1] + 1),
        range=(0, LEVELS[-1]),
        dots_size=4,
        **_plain(),
    )

    def turned(values: list[Any]) -> list[Any]:
        # pygal goes round against the clock.
        return values[:1] + values[:0:-1] if radar else values

    chart.x_labels = turned([category.category_id for category in comparison.categories])
    for verdict in verdicts:
        chart.add(_short(verdict.tool), turned(means[verdict.tool]), formatter=shown)
    return _svg(chart, "profile", comparison.say(_PROFILE_SAYS))


def _profile_height(tools: int) -> int:
    return _PROFILE_HEIGHT + _LEGEND_ROW * ceil(tools / _LEGEND_COLUMNS)


def _pair_height(tools: int) -> int:
    even = (_profile_height(tools) - _BARS_HEAD) // tools
    return min(max(even, _BAR_HEIGHT.start), _BAR_HEIGHT.stop - 1)


def _plain() -> dict[str, Any]:
    return {
        "width": _WIDTH,
        "style": _STYLE,
        "css": (),
        "js": (),
        "no_prefix": True,
        "disable_xml_declaration": True,
        "legend_at_bottom": True,
        "legend_at_bottom_columns": _LEGEND_COLUMNS,
        "margin": 10,
    }


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def _room(names: list[str]) -> int:
    """Return the room that wide signs need beyond what pygal keeps for *names*."""
    needed = max((width(name) * _DIGIT for name in names), default=0)
    reckoned = max((len(name) * _PYGAL_SIGN for name in names), default=0)
    return 10 + int(max(needed - reckoned, 0) * _FONT)


def _overall(verdict: Verdict) -> Any:  # noqa: ANN401 - a number, or pygal's own way to say more of one
    final = verdict.final
    if final is None or not verdict.provisional or verdict.low is None or verdict.high is None:
        return final
    # The bounds may lie inside when a bonus item is still open; a whisker never points inwards.
    return {"value": final, "ci": {"low": min(verdict.low, final), "high": max(verdict.high, final)}}


def _svg(chart: Graph, name: str, words: str) -> Markup:
    """Return the chart as an inline picture that says *words* to those who do not see it."""

    def bare(root: Any) -> Any:  # noqa: ANN401 - pygal hands over whichever ElementTree it found
        for node in list(root.iter()):
            node.attrib.pop("id", None)
            if node.tag == "text":
                node.attrib.pop("transform", None)  # a radar's names are upright here
            for child in list(node):
                if not isinstance(child.tag, str) or child.tag in {"defs", "title", "desc"} or child.get("style"):
                    node.remove(child)
        root.attrib.clear()
        root.attrib.update({"class": f"chart {name}", "viewBox": f"0 0 {chart.width} {chart.height}"})
        root.attrib.update({"role": "img", "aria-label": words})
        return root

    chart.add_xml_filter(bare)
    return Markup(chart.render(is_unicode=True))  # noqa: S704 - pygal's serializer escapes every text
