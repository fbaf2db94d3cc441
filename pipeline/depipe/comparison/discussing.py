"""Agreement, the agenda and how evaluators stand to each other: frames of one context in, frozen values out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import polars as pl

from depipe.comparison.discussion import Alpha, Apart, Discussion, Stand, Topic, Voice
from depipe.comparison.model import CategoryRow
from depipe.comparison.people import natural
from depipe.comparison.ratings import ItemRow, noted
from depipe.comparison.wording import star_range, vote_groups
from depipe.language import Language, Text
from depipe.scoring.agreement import GOOD_FROM, TENTATIVE_FROM, UNITS_ENOUGH, UNITS_NEEDED, Lack
from depipe.stars import half_up, shown

_UNIT: Final = ("tool", "item_id")
_NOTES: Final = ("doc", "repro", "evidence")
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


def discussion(
    agreement: pl.DataFrame,
    agenda: pl.DataFrame,
    ratings: pl.DataFrame,
    *,
    tools: Sequence[str],
    items: Sequence[ItemRow],
    categories: Sequence[CategoryRow],
    named: bool,
    language: Language,
) -> Discussion | None:
    """Return what there is to say of the evaluators of one context; None where there are fewer than two.

    *named* says whether evaluators are few enough to be named beside their stars.
    """
    stands = _stands(ratings, language)
    if len(stands) <= 1:
        return None
    names = {row.category_id: f"{row.category_id} {row.name}" for row in categories}
    alphas = tuple(_alpha(row, names, language) for row in agreement.iter_rows(named=True))
    topics = tuple(_topics(agenda, ratings, items, tools, named=named, language=language))
    return Discussion(
        summary=_summary(alphas[0], len(topics), language),
        topics=topics,
        alphas=alphas,
        stands=stands,
        apart=tuple(_apart(items, tools, topics, named=named, language=language)),
    )


def _summary(alpha: Alpha, topics: int, language: Language) -> str:
    figure = Text("なし", "none").within(language) if alpha.alpha is None else shown(alpha.alpha)
    todo = Text(
        f"話し合う項目は {topics} 件です。" if topics else "話し合う項目はありません。",
        f"Points to settle: {topics}." if topics else "There is nothing to settle.",
    )
    return Text(
        f"{todo.ja}評価者どうしの一致度（Krippendorff の α、全体）は {figure}: {alpha.words}。",
        f"{todo.en} Agreement of the evaluators (Krippendorff's alpha, all): {figure}, {alpha.words}.",
    ).within(language)


def _alpha(row: Mapping[str, Any], categories: Mapping[str, str], language: Language) -> Alpha:
    alpha, units = row["alpha"], row["units"]
    words = _LACKS[row["lack"]] if alpha is None else _judged(alpha, units)
    names = {"all": "", "category": categories.get(row["name"], ""), "tool": row["name"]}
    return Alpha(row["scope"], names[row["scope"]], alpha, row["raters"], units, row["ratings"], words.within(language))


def _judged(alpha: float, units: int) -> Text:
    """Return alpha in words, by Krippendorff's customary borders."""
    if alpha >= GOOD_FROM:
        words = Text("よくそろっている", "good")
    elif alpha >= TENTATIVE_FROM:
        words = Text("おおむねそろっている、結論は暫定的に", "enough for tentative conclusions")
    else:
        words = Text("そろっていない、このままでは頼れない", "not reliable as it is")
    if units < UNITS_ENOUGH:
        return Text(f"{words.ja}（組が少なく目安）", f"{words.en} (few pairs: an indication)")
    return words


def _topics(
    agenda: pl.DataFrame,
    ratings: pl.DataFrame,
    items: Sequence[ItemRow],
    tools: Sequence[str],
    *,
    named: bool,
    language: Language,
) -> Iterator[Topic]:
    rows = {item.item_id: item for item in items}
    places = {tool: place for place, tool in enumerate(tools)}
    voices = _voices(ratings.join(agenda.select(_UNIT), on=_UNIT, how="semi")) if named else {}
    for row in agenda.sort("place").iter_rows(named=True):
        tool, item = row["tool"], rows[row["item_id"]]
        cell = item.cells[places[tool]]
        yield Topic(
            place=row["place"],
            item_id=item.item_id,
            name=item.name,
            tool=tool,
            kind=row["kind"],
            spread=row["spread"],
            why=_why(row).within(language),
            effect=_effect(row).within(language),
            section=cell.section,
            voices=voices.get((tool, item.item_id), ()),
            votes=tuple(vote_groups(cell.given, language, named=named)),
        )


def _voices(ratings: pl.DataFrame) -> dict[tuple[str, str], tuple[Voice, ...]]:
    """Return by (tool, item id) who gave which stars and wrote what, most stars first."""
    found: dict[tuple[str, str], list[Voice]] = {}
    for tool, item_id, evaluator, stars, *notes in ratings.select(*_UNIT, "evaluator", "stars", *_NOTES).iter_rows():
        found.setdefault((tool, item_id), []).append(Voice(evaluator, stars, noted(*notes)))
    return {
        unit: tuple(sorted(voices, key=lambda voice: (-voice.stars, natural(voice.evaluator))))
        for unit, voices in found.items()
    }


def _why(row: Mapping[str, Any]) -> Text:
    spread = Text(f"星が{row['spread']}つ離れている", f"{row['spread']} stars apart")
    if row["kind"] == "disputed_gate":
        return Text("必須項目の評価割れ", "disputed mandatory item")
    return spread


def _effect(row: Mapping[str, Any]) -> Text:
    """Return how far the tool's overall moves between the least and the greatest of the given stars."""
    final, raw = (half_up(row[name] or 0.0) for name in ("effect", "effect_raw"))
    if final:
        return Text(f"総合評価が {final:.2f} 動く", f"moves the overall by {final:.2f}")
    if raw:
        return Text(
            f"総合評価は上限のため動かない（上限適用前は {raw:.2f}）",
            f"none on the capped overall ({raw:.2f} before the cap)",
        )
    return Text("総合評価は動かない", "none on the overall")


def _apart(
    items: Sequence[ItemRow], tools: Sequence[str], topics: Sequence[Topic], *, named: bool, language: Language
) -> Iterator[Apart]:
    """Yield where stars differ and it is not on the agenda, the widest first, else in the tables' order."""
    told = {(topic.tool, topic.item_id) for topic in topics}
    found = [
        Apart(
            item.item_id,
            item.name,
            tool,
            cell.spread,
            cell.stars,
            star_range(cell.lowest, cell.highest, language),
            cell.section,
            tuple(vote_groups(cell.given, language, named=named)),
        )
        for item in items
        for tool, cell in zip(tools, item.cells, strict=True)
        if cell.split and (tool, item.item_id) not in told
    ]
    yield from sorted(found, key=lambda one: -one.spread)


def _stands(ratings: pl.DataFrame, language: Language) -> tuple[Stand, ...]:
    """Return every evaluator, in the order of their names."""
    total, count = pl.col("stars").cast(pl.Int64).sum().over(_UNIT), pl.len().over(_UNIT)
    others = (total - pl.col("stars")) / (count - 1)
    shared = (
        ratings.select(*_UNIT, "evaluator", "stars")
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
