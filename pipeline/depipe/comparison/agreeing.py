"""How far evaluators agree, and how each stands to the others: frames of one context in, frozen values out."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from depipe.comparison.discussion import Alpha, Stand
from depipe.comparison.model import CategoryRow
from depipe.comparison.people import natural
from depipe.language import Language, Text
from depipe.scoring.agreement import GOOD_FROM, TENTATIVE_FROM, UNITS_ENOUGH, UNITS_NEEDED, Lack
from depipe.stars import shown

_UNIT: Final = ("tool", "item_id")
_LACKS: Final[dict[Lack, Text]] = {
    "no_pairs": Text("2人以上が評価した項目がありません", "no item was rated by two evaluators"),
    "few_units": Text(
        f"2人以上が評価した組が {UNITS_NEEDED} より少ないため、計算しません",
        f"not computed: fewer than {UNITS_NEEDED} pairs were rated by two evaluators",
    ),
    "no_variation": Text(
        "すべて同じ星なので、計算できません（食い違いはありません）",
        "undefined: all stars are the same (nobody differs)",
    ),
}


def alphas(agreement: pl.DataFrame, categories: Sequence[CategoryRow], language: Language) -> tuple[Alpha, ...]:
    """Return every alpha in the table's order, that of all first, with what to make of it."""
    names = {row.category_id: f"{row.category_id} {row.name}" for row in categories}
    return tuple(_alpha(row, names, language) for row in agreement.iter_rows(named=True))


def stands(given: pl.DataFrame, language: Language) -> tuple[Stand, ...]:
    """Return every evaluator, in the order of their names."""
    total, count = pl.col("stars").cast(pl.Int64).sum().over(_UNIT), pl.len().over(_UNIT)
    others = (total - pl.col("stars")) / (count - 1)
    shared = (
        given.select(*_UNIT, "evaluator", "stars")
        .with_columns(apart=pl.when(count > 1).then(pl.col("stars") - others))
        .group_by("evaluator")
        .agg(
            pl.len().alias("rated"),
            pl.col("apart").count().alias("shared"),
            pl.col("apart").mean().round(9).alias("deviation"),
            pl.col("apart").abs().mean().round(9).alias("distance"),
        )
    )
    return tuple(
        Stand(evaluator, rated, pairs, deviation, distance, _stand_words(deviation, distance).within(language))
        for evaluator, rated, pairs, deviation, distance in sorted(shared.iter_rows(), key=lambda row: natural(row[0]))
    )


def _stand_words(deviation: float | None, distance: float | None) -> Text:
    if deviation is None or distance is None:
        return Text("ほかの人と重なる項目がない", "shares no item with anybody")
    size, apart = shown(abs(deviation)), shown(distance)
    if size == shown(0):
        return Text(f"偏りなし、差は平均 {apart}", f"no leaning, {apart} apart on average")
    more = Text("多め", "more") if deviation > 0 else Text("少なめ", "fewer")
    return Text(f"平均 {size} {more.ja}、差は平均 {apart}", f"{size} {more.en} on average, {apart} apart")


def alpha_words(alpha: float | None, lack: Lack | None, units: int) -> Text:
    """Return what to make of an alpha, by Krippendorff's customary borders; without one, why there is none."""
    if alpha is None:
        return _LACKS[lack or "no_pairs"]
    if alpha >= GOOD_FROM:
        words = Text("よくそろっている", "good")
    elif alpha >= TENTATIVE_FROM:
        words = Text("おおむねそろっている、結論は暫定的に", "enough for tentative conclusions")
    else:
        words = Text("そろっていない、このままでは頼れない", "not reliable as it is")
    if units < UNITS_ENOUGH:
        return Text(f"{words.ja}（組が少なく目安）", f"{words.en} (few pairs: an indication)")
    return words


def _alpha(row: Mapping[str, Any], categories: Mapping[str, str], language: Language) -> Alpha:
    alpha, units = row["alpha"], row["units"]
    names = {"all": "", "category": categories.get(row["name"], ""), "tool": row["name"]}
    words = alpha_words(alpha, row["lack"], units).within(language)
    return Alpha(row["scope"], names[row["scope"]], alpha, row["raters"], units, row["ratings"], words)
