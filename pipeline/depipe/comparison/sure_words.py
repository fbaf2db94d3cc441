"""How sure a verdict is, in plain sentences. Pure: values in, words out, in either language."""

from collections.abc import Collection, Sequence
from typing import Final

from depipe.comparison.sureness import SingleChange, Without
from depipe.comparison.wording import limit_words, listed, mean_range, rank_range
from depipe.language import COMMA, Language, Text
from depipe.scoring.overall import CAPS, Cap
from depipe.stars import LEVELS, half_up, shown, written

_NAMED: Final = 2
"""Evaluators and changes that a sentence names; of more it gives the number."""


def lift_words(
    gates: Sequence[str], stars: int, becomes: float, language: Language, *, decided: Collection[str] = ()
) -> str:
    """Return what takes a cap away: all of the mandatory items that it comes from, never some of them.

    Of *decided* ones no rating counts: the decision must change, or a rating under it, which reopens it.
    """
    more = Text(" 以上", " or more") if stars < LEVELS[-1] else Text("", "")
    needed = Text(f"{written(stars)}{more.ja}", f"{written(stars)}{more.en}")
    rated, ruled = [gate for gate in gates if gate not in decided], [gate for gate in gates if gate in decided]
    told = [words(those, needed) for words, those in ((_verified, rated), (_changed, ruled)) if those]
    return Text(
        f"{'、さらに '.join(one.ja for one in told)}れば上限は外れ、"
        f"ほかが今のままなら {shown(becomes)}{more.ja}になります。",
        f"Once {' and '.join(one.en for one in told)}, the cap goes: "
        f"with all else as it is, the overall becomes {shown(becomes)}{more.en}.",
    ).within(language)


def _verified(gates: Sequence[str], needed: Text) -> Text:
    """Return the beginning of a condition; 「れば」 goes on from it."""
    subject = {
        1: Text(f"{gates[0]} が", f"{gates[0]} is"),
        2: Text(f"{' と '.join(gates)} の両方が", f"both {' and '.join(gates)} are"),
    }.get(len(gates), Text(f"{'、'.join(gates)} のすべてが", f"all of {', '.join(gates)} are"))
    return Text(f"{subject.ja} {needed.ja}と検証され", f"{subject.en} verified at {needed.en}")


def _changed(gates: Sequence[str], needed: Text) -> Text:
    """Return the same of decisions."""
    names = Text("、".join(gates), ", ".join(gates))
    every, plural = (Text("すべて ", " all"), "s") if len(gates) > 1 else (Text("", ""), "")
    return Text(
        f"{names.ja} の裁定が改められるか、再検証で評価が変わって再審議になり、{every.ja}{needed.ja}にな",
        f"the decision{plural} on {names.en} {'are' if plural else 'is'} changed, or reopened by a rating that changes "
        f"when verifying again, and {names.en}{every.en} come{'' if plural else 's'} to {needed.en}",
    )


def edge_words(edges: Sequence[str], stars: int, limit: float, language: Language) -> str:
    """Return which mandatory items hold by one star only; empty when there are none."""
    if not edges:
        return ""
    names, cap = listed(edges, language), limit_words(limit)
    either = Text("どれか1つでも", "any of them") if len(edges) > 1 else Text("", "it")
    stand = "stands" if len(edges) == 1 else "stand"
    return Text(
        f"{names} は {written(stars)} ちょうどなので、{either.ja}星が1つ下がると上限 {cap} がかかります。",
        f"{names} {stand} at {written(stars)} exactly: one star less on {either.en} caps the overall at {cap}.",
    ).within(language)


def sure_words(
    tool: str,
    rank: int | None,
    *,
    cap: Cap,
    tools: int,
    without: Sequence[Without],
    changes: Sequence[SingleChange],
    share: float,
    draws: int,
    language: Language,
) -> str:
    """Return how far a tool's rank, and its cap, depend on each evaluator, each star and the weights.

    cap is how it is capped now. share: of *draws* weights, in how many the tool has this rank.
    """
    if tools == 1:
        return _alone(without, language).within(language)
    if rank is None:
        return Text("順位がないので、順位の確かさは出せません。", "It has no rank to be sure of.").within(language)
    ordinal, percent = rank_range(rank, rank, "ja"), percent_words(share)
    clauses = [
        *_without(rank, without, language),
        *_capped_without(cap, without),
        _changes(tool, rank, changes, language),
        Text(
            f"重み{draws:,}通りの{percent.ja}で{ordinal}",
            f"rank {rank} under {percent.en} of {draws:,} weightings",
        ),
    ]
    en = "; ".join(clause.en for clause in clauses)
    return Text(f"{'、'.join(clause.ja for clause in clauses)}です。", f"{en[0].upper()}{en[1:]}.").within(language)


def change_words(change: SingleChange) -> str:
    """Return a change as `EX-01 ⭐⭐⭐→⭐⭐`."""
    return f"{change.item_id} {written(change.from_stars)}→{written(change.to_stars)}"


def change_effect(change: SingleChange, language: Language) -> str:
    """Return what a change does: the tool's overall then, its cap where that is another one, who is first then."""
    parts = [Text(f"総合評価 {shown(change.final)}", f"overall {shown(change.final)}").within(language)]
    if change.capped:
        parts.append(cap_named(change.cap).within(language))
    if change.first:
        names = listed(change.first, language)
        parts.append(Text(f"1位は {names}", f"first: {names}").within(language))
    return COMMA.within(language).join(parts)


def cap_named(cap: Cap) -> Text:
    """Return how a tool is capped then."""
    return {
        "none": Text("上限なし", "no cap"),
        "provisional": Text("上限（暫定）", "cap (provisional)"),
        "certain": Text("上限（確定）", "cap (certain)"),
    }[cap]


def without_words(one: Without, language: Language) -> str:
    """Return a tool's verdict without one evaluator: `Evaluator A を除く: 2位 3.41`."""
    rank = Text("順位保留", "no rank") if one.rank is None else Text(f"{one.rank}位", f"rank {one.rank}")
    return Text(
        f"{one.evaluator} を除く: {rank.ja} {shown(one.final)}",
        f"without {one.evaluator}: {rank.en} {shown(one.final)}",
    ).within(language)


def percent_words(share: float) -> Text:
    """Return a share in whole per cent that claims neither all nor nothing where it is not so."""
    rounded = half_up(share)
    if share < rounded == 1:
        return Text("99%超", "over 99%")
    if share > rounded == 0:
        return Text("1%未満", "under 1%")
    return Text(f"{rounded:.0%}", f"{rounded:.0%}")


def _alone(without: Sequence[Without], language: Language) -> Text:
    """Return how far the overall of the only tool depends on each evaluator."""
    finals = [one.final for one in without if one.final is not None]
    if len(without) <= 1 or not finals:
        return Text("ほかのツールがないので、比べる順位はありません。", "There is no other tool to be ranked with.")
    bounds = mean_range(min(finals), max(finals), language)
    return Text(
        f"評価者を1人ずつ除いても、総合評価は {bounds} です。",
        f"With any one evaluator left out, the overall is {bounds}.",
    )


def _without(rank: int, without: Sequence[Without], language: Language) -> list[Text]:
    if not without:
        return []
    if len(without) == 1:
        return [Text("評価者が1人なので除いて比べられず", "with one evaluator there is nobody to leave out")]
    moved = [one for one in without if one.rank != rank]
    if not moved:
        return [Text(f"どの評価者を除いても{rank_range(rank, rank, 'ja')}", f"rank {rank} whoever is left out")]
    if len(moved) > _NAMED:
        ranks = [one.rank for one in moved if one.rank is not None]
        lost = Text("順位保留", "no rank")
        spans = [rank_range(min(ranks), max(ranks), language)] if ranks else []
        spans += [lost.within(language)] if len(ranks) < len(moved) else []
        return [
            Text(
                f"評価者{len(without)}人のうち{len(moved)}人は、その1人を除くと{'か'.join(spans)}",
                f"without one of {len(moved)} (of {len(without)}) evaluators its rank is {' or '.join(spans)}",
            )
        ]
    return [
        Text(
            f"{one.evaluator} を除くと{'順位保留' if one.rank is None else rank_range(one.rank, one.rank, 'ja')}",
            f"{'no rank' if one.rank is None else f'rank {one.rank}'} without {one.evaluator}",
        )
        for one in moved
    ]


def _capped_without(cap: Cap, without: Sequence[Without]) -> list[Text]:
    """Return without whom a tool is capped otherwise than now, a clause a cap: its rank may well stay.

    A provisional cap comes from a dispute: that it hangs on who is asked is said with it.
    """
    if len(without) == 1 or cap == "provisional":
        return []
    clauses = []
    for other in CAPS:
        names = [one.evaluator for one in without if one.cap == other != cap]
        if names:
            then = cap_named(other)
            some = Text(
                f"評価者{len(without)}人のうち{len(names)}人は、その1人を除くと{then.ja}",
                f"{then.en} without one of {len(names)} (of {len(without)}) evaluators",
            )
            named = Text(f"{' か '.join(names)} を除くと{then.ja}", f"{then.en} without {' or '.join(names)}")
            clauses.append(some if len(names) > _NAMED else named)
    return clauses


def _changes(tool: str, rank: int, changes: Sequence[SingleChange], language: Language) -> Text:
    loses = rank == 1
    became = Text("1位を失う", "would lose it first place") if loses else Text("1位になる", "would make it first")
    if not changes:
        return Text(f"星1つの違いで{became.ja}項目はなく", f"no change of a single star {became.en}")
    told = [
        change_words(one)
        if one.tool == tool
        else Text(f"{one.tool} の {change_words(one)}", f"{change_words(one)} of {one.tool}").within(language)
        for one in changes[:_NAMED]
    ]
    names = COMMA.within(language).join(told)
    rest = len(changes) - len(told)
    more = Text(f" ほか{rest}件", f" and {rest} more") if rest else Text("", "")
    return Text(
        f"星1つの違いで{became.ja}項目が{len(changes)}件（{names}{more.ja}）",
        f"{len(changes)} change{'s' * (len(changes) > 1)} of a single star {became.en} ({names}{more.en})",
    )
