"""The words of a verdict: rank, cap, gates, votes. Pure: values in, words out, in either language."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from depipe.comparison.ratings import Decided, Vote
from depipe.language import COMMA, Language, Text
from depipe.scoring.gates import OPEN, Status
from depipe.scoring.overall import Cap
from depipe.stars import STAR, shown, written

GATE_WORDS: Final[dict[Status, Text]] = {
    "passed": Text("達成", "passed"),
    "failed": Text("未達", "failed"),
    "unverified": Text("未検証", "unverified"),
    "disputed": Text("評価割れ", "disputed"),
    "bonus": Text("加点扱い", "bonus"),
}
SENTENCE_LIST: Final = 5
"""How many items or categories a sentence names before it counts the rest."""


class Standing(NamedTuple):
    """How a tool stands at one mandatory item."""

    item_id: str
    name: str
    status: Status
    stars: int | None
    lowest: int | None
    highest: int | None
    ruling: Decided | None = None
    """The decision that settled it, if one did."""
    reopened: Decided | None = None
    """The one that did until a rating under it changed."""


def bold_dropped(text: str) -> str:
    """Return a master's line without its Markdown emphasis: cells show it as it is."""
    return text.replace("**", "")


def limit_words(cap: float) -> str:
    """Return the cap as people say it: ⭐⭐, or 2.5 where it is no whole number."""
    return STAR * int(cap) if float(cap).is_integer() else f"{cap:g}"


def listed(names: Sequence[str], language: Language) -> str:
    """Return *names* in one phrase; a long list ends in a count."""
    if len(names) <= SENTENCE_LIST:
        return COMMA.within(language).join(names)
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
        if standing.status in OPEN
    ]
    because = listed(reasons, language)
    return Text(f"上限{words}（暫定: {because}）", f"capped at {words} (provisional: {because})").within(language)


def capping(cap: Cap, standings: Sequence[Standing]) -> tuple[str, ...]:
    """Return the ids of the mandatory items that the cap comes from; none where there is no cap."""
    statuses = {"none": (), "provisional": OPEN, "certain": ("failed",)}[cap]
    return tuple(standing.item_id for standing in standings if standing.status in statuses)


def rank_words(rank: int | None, lacking: Sequence[str], language: Language) -> str:
    """Return the rank in words; without one 順位保留 and the categories that lack a mean."""
    if rank is not None:
        return Text(f"{rank}位", str(rank)).within(language)
    names = listed(lacking, language)
    return Text(f"順位保留（{names} が未検証）", f"rank withheld ({names} unverified)").within(language)


def rank_range(best: int, worst: int, language: Language) -> str:
    """Return the ranks at which a tool may end: 1位, 2〜3位."""
    if best == worst:
        return Text(f"{best}位", str(best)).within(language)
    return Text(f"{best}〜{worst}位", f"{best}–{worst}").within(language)


def mean_range(low: float | None, high: float | None, language: Language) -> str:
    """Return the bounds of an overall as people read them: 2.00〜3.62; one number where both read the same: 2.00."""
    return Text("〜", "–").within(language).join(dict.fromkeys((shown(low), shown(high))))


def star_range(lowest: int | None, highest: int | None, language: Language) -> str:
    """Return the least and the most stars that anybody gave: ⭐⭐〜⭐⭐⭐."""
    return Text("〜", "–").within(language).join((written(lowest), written(highest)))


def vote_groups(votes: Sequence[Vote], language: Language, *, named: bool = True) -> list[str]:
    """Return who gave which stars, in the order of the votes: `Evaluator A、Evaluator C ⭐⭐⭐`, `Evaluator B ⭐⭐`.

    `-` stands behind those who have not rated. Without names they are counted, most stars first.
    """
    groups: dict[int | None, list[str]] = {}
    for vote in votes if named else sorted(votes, key=lambda vote: -(vote.stars or 0)):
        groups.setdefault(vote.stars, []).append(vote.evaluator)

    def who(names: Sequence[str]) -> str:
        if named:
            return COMMA.within(language).join(names)
        return Text(f"{len(names)}人", f"{len(names)} evaluator{'s' * (len(names) > 1)}").within(language)

    return [f"{who(names)} {written(stars)}" for stars, names in groups.items()]


def vote_words(votes: Sequence[Vote], language: Language, *, named: bool = True) -> str:
    """Return the same in one phrase: `Evaluator A ⭐⭐⭐／Evaluator B ⭐⭐`."""
    return Text("／", " / ").within(language).join(vote_groups(votes, language, named=named))
