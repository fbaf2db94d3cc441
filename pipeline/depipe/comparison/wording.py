"""The sentences of a verdict: rank, cap, and why. Pure: values in, words out, in either language."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from depipe.language import Language, Text
from depipe.scoring.gates import Status
from depipe.scoring.overall import Cap
from depipe.stars import STAR, half_up, shown, written

GATE_WORDS: Final[dict[Status, Text]] = {
    "passed": Text("達成", "passed"),
    "failed": Text("未達", "failed"),
    "unverified": Text("未検証", "unverified"),
    "disputed": Text("評価割れ", "disputed"),
    "bonus": Text("加点扱い", "bonus"),
}
SENTENCE_LIST: Final = 5
"""How many items or categories a sentence names before it counts the rest."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a tool stands at one mandatory item."""

    item_id: str
    name: str
    status: Status
    stars: int | None
    lowest: int | None
    highest: int | None


def bold_dropped(text: str) -> str:
    """Return a master's line without its Markdown emphasis: cells show it as it is."""
    return text.replace("**", "")


def limit_words(cap: float) -> str:
    """Return the cap as people say it: ⭐⭐, or 2.5 where it is no whole number."""
    return STAR * int(cap) if float(cap).is_integer() else f"{cap:g}"


def listed(names: Sequence[str], language: Language) -> str:
    """Return *names* in one phrase; a long list ends in a count."""
    if len(names) <= SENTENCE_LIST:
        return Text("、", ", ").within(language).join(names)
    rest = len(names) - SENTENCE_LIST
    shown_names = listed(names[:SENTENCE_LIST], language)
    return Text(f"{shown_names} ほか{rest}件", f"{shown_names} and {rest} more").within(language)


def cap_words(cap: Cap, limit: float, standings: Sequence[Standing], language: Language) -> str:
    """Return 上限⭐⭐（確定）, 上限⭐⭐（暫定: OP-02 未検証）, or that there is none."""
    if cap == "none":
        return Text("なし", "none").within(language)
    words = limit_words(limit)
    if cap == "certain":
        return Text(f"上限{words}（確定）", f"capped at {words} (certain)").within(language)
    reasons = [
        f"{standing.item_id} {GATE_WORDS[standing.status].within(language)}"
        for standing in standings
        if standing.status in {"unverified", "disputed"}
    ]
    because = listed(reasons, language)
    return Text(f"上限{words}（暫定: {because}）", f"capped at {words} (provisional: {because})").within(language)


def rank_words(rank: int | None, lacking: Sequence[str], language: Language) -> str:
    """Return the rank in words; without one 順位保留 and the categories that lack a mean."""
    if rank is not None:
        return Text(f"{rank}位", str(rank)).within(language)
    names = listed(lacking, language)
    return Text(f"順位保留（{names} が未検証）", f"rank withheld ({names} unverified)").within(language)


def gate_sentences(
    cap: Cap, limit: float, standings: Sequence[Standing], *, capped: bool, raw: float | None, language: Language
) -> list[str]:
    """Return the sentences that say why there is a cap, or why there is none."""
    said = [*_standings(limit, standings, language), *_consequence(cap, limit, standings)]
    if names := _those(standings, "bonus", language):
        said.append(Text(f"{names} は、このツールでは加点扱いです。", f"{names} is a bonus for this tool."))
    if cap != "none" and not capped and raw is not None:
        said.append(
            Text(
                f"上限適用前も {shown(raw)} なので、点数は下がっていません。",
                f"The mean before the cap is {shown(raw)}, so nothing was taken off.",
            )
        )
    return [text.within(language) for text in said]


def _standings(limit: float, standings: Sequence[Standing], language: Language) -> Iterator[Text]:
    """Yield what is to be said of the mandatory items that did not simply pass, the gravest first."""
    words = limit_words(limit)
    if names := _those(standings, "failed", language, lambda s: written(s.stars)):
        yield Text(
            f"必須項目 {names}が基準に届かないため、総合評価の上限は {words} です。",
            f"Mandatory {names} falls short, so the overall is capped at {words}.",
        )
    if names := _those(standings, "disputed", language, lambda s: f"{written(s.lowest)}〜{written(s.highest)}"):
        yield Text(f"必須項目 {names}は評価者の間で割れています。", f"Evaluators disagree about mandatory {names}.")
    if names := _those(standings, "unverified", language):
        yield Text(f"必須項目 {names} は未検証です。", f"Mandatory {names} is unverified.")


def _those(
    standings: Sequence[Standing], status: Status, language: Language, beside: Callable[[Standing], str] = lambda _: ""
) -> str:
    """Return the items of one status in one phrase, each with what stands *beside* it; empty when there are none."""
    return listed([_named(s, beside(s), language) for s in standings if s.status == status], language)


def _named(standing: Standing, beside: str, language: Language) -> str:
    name = f"{standing.item_id} {standing.name}"
    return Text(f"{name}（{beside}）", f"{name} ({beside})").within(language) if beside else name


def _consequence(cap: Cap, limit: float, standings: Sequence[Standing]) -> Iterator[Text]:
    """Yield what open or passed mandatory items mean for the cap."""
    words = limit_words(limit)
    statuses = {standing.status for standing in standings}
    if cap == "provisional":
        yield Text(
            f"満たすと確認できるまで、総合評価の上限は {words} です。",
            f"Until that is settled, the overall is capped at {words}.",
        )
    elif cap == "none" and statuses & {"disputed", "unverified"}:
        yield Text("マスタの定めにより、上限はかけていません。", "By the master's rule this does not cap.")
    elif cap == "none" and "passed" in statuses:
        yield Text("必須項目はすべて基準を満たしています。", "All mandatory items hold.")


def openness_sentence(
    unverified: int,
    *,
    bounds: tuple[float | None, float | None],
    final: float | None,
    ranks: tuple[int, int] | None,
    language: Language,
) -> str | None:
    """Return what may still change: how much is unverified, and where overall and rank may end up.

    None where nothing is open. *ranks* is None for a tool without a rank.
    """
    low, high = bounds
    moves = low is not None and high is not None and half_up(low) != half_up(high)
    if not unverified and not moves:
        return None
    if final is None:
        return Text("評価された項目がまだありません。", "Nothing is rated yet.").within(language)
    counted = "1 item is" if unverified == 1 else f"{unverified} items are"
    if not moves:
        return Text(
            f"未検証が{unverified}項目ありますが、総合評価は {shown(final)} のまま変わりません。",
            f"{counted} unverified; the overall stays at {shown(final)} whatever comes of it.",
        ).within(language)
    first, ends = Text("", "The"), Text("", "")
    if unverified:
        first = Text(f"未検証が{unverified}項目あり、", f"{counted} unverified; the")
    if ranks is not None and ranks[0] != ranks[1]:
        ends = Text(f"（順位は{ranks[0]}〜{ranks[1]}位）", f" (rank {ranks[0]} to {ranks[1]})")
    return Text(
        f"{first.ja}総合評価は {shown(low)}〜{shown(high)} になりえます{ends.ja}。",
        f"{first.en} overall may still be {shown(low)} to {shown(high)}{ends.en}.",
    ).within(language)
