"""What the charts show, in the workbook and on the page: which tools, in which shape, and what they say in words."""

from typing import Final

from depipe.comparison.model import Comparison, Verdict
from depipe.language import COMMA, Text
from depipe.stars import LEVELS, shown

CHARTED_TOOLS: Final = 8
"""Lines that a radar chart can show and eyes can follow."""
_RADAR_CATEGORIES: Final = range(3, 25)

BARS_TITLE: Final = Text("総合評価と上限適用前", "Overall, and before the cap")
BARS_AND_RANGE_TITLE: Final = Text(
    "総合評価と上限適用前（ひげは取りうる範囲）", "Overall, and before the cap (whiskers: possible range)"
)
RADAR_TITLE: Final = Text(f"カテゴリ平均（{LEVELS[0]}〜{LEVELS[-1]}）", f"Category means ({LEVELS[0]}–{LEVELS[-1]})")
COLUMNS_TITLE: Final = Text("カテゴリ平均", "Category means")


def charted(comparison: Comparison) -> tuple[Verdict, ...]:
    """Return the verdicts that charts show: the best ones."""
    return comparison.ranking[:CHARTED_TOOLS]


def charted_words(comparison: Comparison) -> str:
    """Return the sentence that says which tools the charts leave out; empty when they show all."""
    if len(comparison.tools) <= CHARTED_TOOLS:
        return ""
    return comparison.say(
        Text(
            f"グラフは上位{CHARTED_TOOLS}ツールだけを示しています（全{len(comparison.tools)}ツール）。",
            f"The charts show the best {CHARTED_TOOLS} of {len(comparison.tools)} tools.",
        )
    )


def is_radar(comparison: Comparison) -> bool:
    """Tell whether the category means make a radar; with too few or too many of them they are columns."""
    return len(comparison.categories) in _RADAR_CATEGORIES


def has_range(comparison: Comparison) -> bool:
    """Tell whether the overall of any tool may still move, so that its bar has whiskers."""
    return any(verdict.provisional for verdict in comparison.ranking)


def spoken(comparison: Comparison) -> str:
    """Return what the charts show in words, for those who cannot see them."""
    parts = [f"{verdict.tool} {shown(verdict.final)}" for verdict in charted(comparison) if verdict.final is not None]
    return comparison.say(COMMA).join(parts)
