"""What evaluators should settle, what was decided, and where else they differ: frames of one context in, values out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import polars as pl

from depipe.comparison.agreeing import alphas, stands
from depipe.comparison.discussion import Alpha, Apart, Discussion, Ruling, Topic, Voice
from depipe.comparison.model import CategoryRow
from depipe.comparison.people import natural
from depipe.comparison.ratings import ItemRow, noted
from depipe.comparison.wording import star_range, vote_groups
from depipe.language import SPACE, Language, Text
from depipe.scoring.decisions import Standing
from depipe.scoring.tables import Tables
from depipe.stars import half_up, shown
from depipe.workbook.layout import NOTE_FIELDS

_UNIT: Final = ("tool", "item_id")
STANDING_WORDS: Final[dict[Standing, Text]] = {
    "reopened": Text("再審議", "reopened"),
    "in_force": Text("有効", "in force"),
    "replaced": Text("置き換え済み", "replaced"),
    "withdrawn": Text("取り消し", "taken back"),
}
"""In the order of what asks for attention."""


def discussion(
    own: Tables,
    given: pl.DataFrame,
    agenda: pl.DataFrame,
    *,
    tools: Sequence[str],
    items: Sequence[ItemRow],
    categories: Sequence[CategoryRow],
    named: bool,
    language: Language,
) -> Discussion | None:
    """Return what there is to say of the evaluators of one context; None where there are fewer than two.

    own: the tables of that context. given: who gave which stars there (`view.build`). agenda: what `scoring.agenda`
    returns for them. *named* says whether evaluators are few enough to be named beside their stars.
    """
    people = stands(given, language)
    if len(people) <= 1 and own.decisions.is_empty():
        return None
    measured = alphas(own.agreement, categories, language)
    topics = tuple(_topics(agenda, own, items, tools, named=named, language=language))
    rulings = tuple(_rulings(own.decisions, items, tools, named=named, language=language))
    return Discussion(
        summary=_summary(measured[0], topics, rulings, language),
        topics=topics,
        rulings=rulings,
        alphas=measured,
        stands=people,
        apart=tuple(_apart(items, tools, topics, named=named, language=language)),
    )


def _summary(alpha: Alpha, topics: Sequence[Topic], rulings: Sequence[Ruling], language: Language) -> str:
    told = [_to_settle(len(topics))]
    if standing := sum(one.status == "in_force" for one in rulings):
        told.append(Text(f"裁定で決まった組は {standing} 件です。", f"Decided: {standing}."))
    if reopened := sum(one.status == "reopened" for one in rulings):
        told.append(
            Text(
                f"裁定のあとで評価が変わり、見直しの要る組が {reopened} 件あります。",
                f"Decided, but rated otherwise since: {reopened}.",
            )
        )
    figure = "" if alpha.alpha is None else f" {shown(alpha.alpha)}"
    told.append(
        Text(
            f"評価者どうしの一致度（Krippendorff の α、全体）は{figure}: {alpha.words}。",
            f"Agreement of the evaluators (Krippendorff's alpha, all){figure}: {alpha.words}.",
        )
    )
    return SPACE.within(language).join(text.within(language) for text in told)


def _to_settle(topics: int) -> Text:
    if not topics:
        return Text("話し合う項目はありません。", "There is nothing to settle.")
    return Text(f"話し合う項目は {topics} 件です。", f"Points to settle: {topics}.")


def _topics(
    agenda: pl.DataFrame,
    own: Tables,
    items: Sequence[ItemRow],
    tools: Sequence[str],
    *,
    named: bool,
    language: Language,
) -> Iterator[Topic]:
    rows = {item.item_id: item for item in items}
    places = {tool: place for place, tool in enumerate(tools)}
    reopened = set(own.decisions.filter(pl.col("status") == "reopened").select(_UNIT).iter_rows())
    voices = _voices(own.ratings.join(agenda.lazy().select(_UNIT), on=_UNIT, how="semi")) if named else {}
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
            why=_why(row, again=(tool, item.item_id) in reopened).within(language),
            effect=_effect(row).within(language),
            section=cell.section,
            voices=voices.get((tool, item.item_id), ()),
            votes=tuple(vote_groups(cell.given, language, named=named)),
        )


def _voices(ratings: pl.LazyFrame) -> dict[tuple[str, str], tuple[Voice, ...]]:
    """Return by (tool, item id) who gave which stars and wrote what, most stars first."""
    found: dict[tuple[str, str], list[Voice]] = {}
    told = ratings.select(*_UNIT, "evaluator", "stars", *NOTE_FIELDS).collect()
    for tool, item_id, evaluator, stars, *notes in told.iter_rows():
        found.setdefault((tool, item_id), []).append(Voice(evaluator, stars, noted(*notes)))
    return {
        unit: tuple(sorted(voices, key=lambda voice: (-voice.stars, natural(voice.evaluator))))
        for unit, voices in found.items()
    }


def _why(row: Mapping[str, Any], *, again: bool) -> Text:
    """Return what makes it a point; *again*: it was decided, and rated otherwise since."""
    spread = Text(f"星が{row['spread']}つ離れている", f"{row['spread']} stars apart")
    why = spread if row["kind"] == "spread" else Text("必須項目の評価割れ", "disputed mandatory item")
    return Text(f"{why.ja}（裁定後に評価が変わった）", f"{why.en} (rated anew since it was decided)") if again else why


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


def _rulings(
    decisions: pl.DataFrame, items: Sequence[ItemRow], tools: Sequence[str], *, named: bool, language: Language
) -> Iterator[Ruling]:
    rows = {item.item_id: item for item in items}
    places = {tool: place for place, tool in enumerate(tools)}
    order = [*STANDING_WORDS]
    for row in sorted(decisions.iter_rows(named=True), key=lambda row: order.index(row["status"])):
        item, tool = rows[row["item_id"]], row["tool"]
        cell = item.cells[places[tool]]
        yield Ruling(
            item_id=item.item_id,
            name=item.name,
            tool=tool,
            stars=row["stars"],
            reason=row["reason"],
            decided_by=row["decided_by"],
            decided_at=row["decided_at"],
            status=row["status"],
            status_words=STANDING_WORDS[row["status"]].within(language),
            votes=tuple(vote_groups(cell.given, language, named=named)),
            section=cell.section,
        )


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
