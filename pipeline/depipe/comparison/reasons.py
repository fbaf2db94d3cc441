"""Why a tool stands where it stands, and what may still change: the sentences of its verdict.

Pure: figures of the tables in, words out, in either language. A figure that is not in the tables is never said.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from depipe.comparison.labels import CAPS
from depipe.comparison.outlook import Outlook
from depipe.comparison.ratings import Decided
from depipe.comparison.wording import Standing, limit_words, listed, mean_range, rank_range, star_range
from depipe.findings.kind import shortened
from depipe.language import SPACE, Language, Text
from depipe.scoring.gates import Status
from depipe.stars import LEVELS, STAR, half_up, shown, written

_REASON: Final = 80
"""Signs of a decision's reason that a verdict repeats; it stands whole beside its item."""


def reason(outlook: Outlook, language: Language) -> str:
    """Return why the tool has its verdict and what may still change, as whole sentences."""
    future = _future(outlook, language)
    return _joined(
        [*_gates(outlook, language), *_lift(outlook), *future, *_tie(outlook), *_rank(outlook, language)], language
    )


def cause(outlook: Outlook, language: Language) -> str:
    """Return the part of the same that no figure beside it says: what caps, what lifts that, what decides a tie."""
    future = _future(outlook, language) if outlook.final is None else ()
    return _joined([*_gates(outlook, language), *_lift(outlook), *future, *_tie(outlook)], language)


def cap_prospect(outlook: Outlook, language: Language) -> str:
    """Return whether what is unverified can still bring a cap, or take it away; empty where nothing is mandatory."""
    if not outlook.standings:
        return ""
    names = listed([gate.item_id for gate in outlook.open_gates], language)
    return {
        "certain": Text(
            "未検証の項目がどうなっても、上限はなくなりません（確定）。",
            "Whatever comes of what is unverified, the cap stays (certain).",
        ),
        "possible": Text(
            f"上限がかかるかどうかは、{names} しだいです（決着していません）。",
            f"A cap is possible: that depends on {names}.",
        ),
        "excluded": Text(
            "未検証の項目がどうなっても、上限はかかりません。",
            "Whatever comes of what is unverified, it is not capped.",
        ),
    }[outlook.cap_outlook].within(language)


def _joined(texts: Iterable[Text], language: Language) -> str:
    return SPACE.within(language).join(text.within(language) for text in texts)


def _lift(outlook: Outlook) -> Iterator[Text]:
    """Yield what lifts the cap; of a tool that nobody rated it would give a figure that says nothing."""
    if outlook.lift and outlook.final is not None:
        yield Text(outlook.lift.words, outlook.lift.words)


def _gates(outlook: Outlook, language: Language) -> Iterator[Text]:
    """Yield what caps the tool, or that nothing does."""
    words = limit_words(outlook.limit)
    standings = outlook.standings
    if names := _those(standings, "failed", language, lambda s: written(s.stars)):
        yield Text(
            f"必須項目 {names}が基準に届かないため、総合評価の上限は {words} です。",
            f"Mandatory {names} falls short, so the overall is capped at {words}.",
        )
    if outlook.open_gates:
        state = _open_words(standings, language)
        if outlook.cap == "provisional":
            yield Text(
                f"必須項目 {state.ja}ため、総合評価の上限は暫定で {words} です。",
                f"Mandatory {state.en}, so the overall is capped at {words} for now.",
            )
        elif outlook.cap == "none":
            yield Text(
                f"必須項目 {state.ja}ものの、マスタの定めにより上限はかけていません。",
                f"Mandatory {state.en}; by the master's rule this does not cap.",
            )
        else:
            names = listed([gate.item_id for gate in outlook.open_gates], language)
            yield Text(f"必須項目 {names} も決着していません。", f"Mandatory {names} is open as well.")
    elif outlook.cap == "none" and any(standing.status == "passed" for standing in standings):
        yield Text("必須項目はすべて基準を満たしています。", "All mandatory items hold.")
    yield from _decisions(standings)
    if names := _those(standings, "bonus", language):
        yield Text(f"{names} は、このツールでは加点扱いです。", f"{names} is a bonus for this tool.")
    if outlook.cap != "none" and not outlook.capped and outlook.raw is not None:
        raw = shown(outlook.raw)
        yield Text(
            f"上限適用前も {raw} なので、点数は下がっていません。",
            f"Before the cap it is {raw} too: nothing is taken off.",
        )


def _decisions(standings: Sequence[Standing]) -> Iterator[Text]:
    """Yield which mandatory items were decided, and which decisions count no more."""
    for standing in standings:
        if standing.status == "bonus":
            continue
        if standing.ruling is not None:
            yield _by_decision(standing, standing.ruling)
        if standing.reopened is not None:
            yield _reopened(standing.item_id, standing.reopened)


def _by_decision(standing: Standing, ruling: Decided) -> Text:
    """Return that a mandatory item was decided, and why."""
    stars, why = written(ruling.stars), shortened(ruling.reason, _REASON)
    return Text(
        f"{standing.item_id} は {ruling.decided_by} の裁定で {stars} です（理由: {why.removesuffix('。')}）。",
        f"{standing.item_id} was decided by {ruling.decided_by}: {stars} ({why}).",
    )


def _reopened(item_id: str, ruling: Decided) -> Text:
    """Return that a decision about a mandatory item counts no more."""
    by, stars = ruling.decided_by, written(ruling.stars)
    return Text(
        f"{item_id} の裁定（{by}、{stars}）は、あとで評価が変わったため効かなくなりました（再審議）。",
        f"{item_id} was decided ({by}, {stars}), but rated otherwise since: that is reopened and counts no more.",
    )


def _open_words(standings: Sequence[Standing], language: Language) -> Text:
    """Return which mandatory items are open, and how: 「OP-02 …（⭐⭐〜⭐⭐⭐）の評価が割れている」."""
    disputed = _those(standings, "disputed", language, lambda s: star_range(s.lowest, s.highest, language))
    unverified = _those(standings, "unverified", language)
    if disputed and unverified:
        return Text(
            f"{disputed}の評価が割れ、{unverified} が未検証の", f"{disputed} is disputed and {unverified} is unverified"
        )
    if disputed:
        return Text(f"{disputed}の評価が割れている", f"{disputed} is disputed")
    return Text(f"{unverified} が未検証の", f"{unverified} is unverified")


def _those(
    standings: Sequence[Standing], status: Status, language: Language, beside: Callable[[Standing], str] = lambda _: ""
) -> str:
    """Return the items of one status in one phrase, each with what stands *beside* it; empty when there are none."""
    return listed([_named(s, beside(s), language) for s in standings if s.status == status], language)


def _named(standing: Standing, beside: str, language: Language) -> str:
    name = f"{standing.item_id} {standing.name}"
    return Text(f"{name}（{beside}）", f"{name} ({beside})").within(language) if beside else name


def _future(outlook: Outlook, language: Language) -> Iterator[Text]:
    """Yield what the overall may become, blaming what moves it: open mandatory items, or what is unverified."""
    low, high, count = outlook.low, outlook.high, outlook.unverified
    counted = "the one unverified item" if count == 1 else f"the {count} unverified items"
    if outlook.final is None or low is None or high is None:
        yield Text("評価された項目がまだありません。", "Nothing is rated yet.")
    elif outlook.gates_decide:
        yield _decided_by_gates(outlook, counted, language)
    elif half_up(low) != half_up(high):
        bounds = mean_range(low, high, language)
        yield Text(
            f"未検証の{count}項目しだいで、総合評価は {bounds} になりえます。",
            f"Depending on {counted}, the overall may become {bounds}.",
        )
    elif half_up(low) != half_up(outlook.final):
        yield Text(
            f"未検証の{count}項目が検証されると、総合評価は {shown(low)} になります。",
            f"Once {counted} {'is' if count == 1 else 'are'} rated, the overall becomes {shown(low)}.",
        )
    elif count:
        yield Text(
            f"未検証の{count}項目がどうなっても、総合評価は {shown(low)} です。",
            f"Whatever comes of {counted}, the overall is {shown(low)}.",
        )
    elif outlook.open_gates:
        yield Text(
            f"どう決まっても、総合評価は {shown(low)} です。",
            f"However that is settled, the overall is {shown(low)}.",
        )


def _decided_by_gates(outlook: Outlook, counted: str, language: Language) -> Text:
    """Return where the overall ends if the open mandatory items hold, and where if one does not.

    Of a cap it has been said already what lifts it.
    """
    gates = outlook.open_gates
    if outlook.lift:
        return _unless_lifted(outlook, counted, language)
    names = listed([gate.item_id for gate in gates], language)
    held, failed = _if_held(outlook, counted), _if_failed(outlook)
    if len(gates) == 1:
        return Text(
            f"{names} が満たされれば{held.ja}、満たされなければ{failed.ja} です。",
            f"If {names} holds, the overall is {held.en}; if not, {failed.en}.",
        )
    return Text(
        f"{names} がすべて満たされれば{held.ja}、一つでも満たされなければ{failed.ja} です。",
        f"If {names} all hold, the overall is {held.en}; if one does not, {failed.en}.",
    )


def _unless_lifted(outlook: Outlook, counted: str, language: Language) -> Text:
    """Return where the overall ends if the cap stays, and how far what is unverified lifts it if the cap goes."""
    failed, count, every = _if_failed(outlook), outlook.unverified, STAR * LEVELS[-1]
    names = listed([gate.item_id for gate in outlook.open_gates], language)
    unless = Text(f"{names} が満たされなければ", f"If {names} does not hold")
    if len(outlook.open_gates) > 1:
        unless = Text("一つでも満たされなければ", "If one of them does not hold")
    most = Text("", "")
    # With evaluators split in two, the stars of the cap's end can be more than those that the range counts.
    if count and outlook.lift and half_up(outlook.high or 0) > half_up(outlook.lift.becomes):
        high = shown(outlook.high)
        most = Text(
            f"未検証の{count}項目が{'すべて ' if count > 1 else ' '}{every} なら、{high} まで上がりえます。",
            f"With {counted} at {every} it may rise to {high}. ",
        )
    return Text(f"{most.ja}{unless.ja}{failed.ja} です。", f"{most.en}{unless.en}, it is {failed.en}.")


def _if_held(outlook: Outlook, counted: str) -> Text:
    high, count = shown(outlook.high), outlook.unverified
    if any(gate.status == "unverified" for gate in outlook.open_gates):
        # Its own stars count as well, so what the stars of today would give is no figure of the tables.
        every = STAR * LEVELS[-1]
        return Text(
            f"最高 {high}（未検証の{count}項目が{'すべて ' if count > 1 else ' '}{every} の場合）",
            f"{high} at most ({counted} at {every})",
        )
    raw = shown(outlook.raw)
    if raw == high:
        return Text(f" {high}", high)
    return Text(
        f"、いまの星では {raw}（未検証の{count}項目しだいで最高 {high}）",
        f"{raw} by today's stars (at most {high}, depending on {counted})",
    )


def _if_failed(outlook: Outlook) -> Text:
    low, limit = shown(outlook.low), shown(outlook.limit)
    if low == limit:
        return Text(f" {limit}", limit)
    return Text(f"高くても {limit}（最低 {low}）", f"{limit} at most ({low} at least)")


def _tie(outlook: Outlook) -> Iterator[Text]:
    """Yield what keeps the tool above or below a neighbour with the same overall."""
    rival = outlook.rival
    if rival is None or outlook.rank is None:
        return
    final, other = shown(outlook.final), rival.tool
    if rival.rank == outlook.rank:
        yield Text(
            f"{other} と同順位です（総合評価、上限、上限適用前がすべて同じ）。",
            f"It shares its rank with {other}: overall, cap and the overall before the cap are the same.",
        )
        return
    side = Text("下位", "below") if rival.rank < outlook.rank else Text("上位", "above")
    if rival.cap != outlook.cap:
        own, its = CAPS[outlook.cap], CAPS[rival.cap]
        why = Text(f"上限が「{own.ja}」（{other} は「{its.ja}」）", f"its cap is “{own.en}” ({other}: “{its.en}”)")
    else:
        own_raw, its_raw = shown(outlook.raw), shown(rival.raw)
        why = Text(
            f"上限適用前が {own_raw}（{other} は {its_raw}）", f"before the cap it is {own_raw} ({other}: {its_raw})"
        )
    yield Text(
        f"{other} と同じ {final} ですが、{why.ja}なので{side.ja}です。",
        f"Its {final} equals that of {other}; it stands {side.en}, as {why.en}.",
    )


def _rank(outlook: Outlook, language: Language) -> Iterator[Text]:
    """Yield at which ranks the tool may end."""
    best, worst, rank = outlook.rank_best, outlook.rank_worst, outlook.rank
    span = rank_range(best, worst, language)
    if outlook.tools == 1:
        return
    if rank is None:
        yield Text(f"順位が付けば{span}です。", f"Once it has a rank, that is {span}.")
    elif best == worst == rank:
        yield Text(f"順位は{span}で変わりません。", f"Its rank stays {span}.")
    elif best == worst:
        yield Text(f"すべて検証されると、順位は{span}になります。", f"Once all is verified, its rank is {span}.")
    elif outlook.unverified or outlook.open_gates:
        yield Text(f"順位は{span}になりえます。", f"Its rank may become {span}.")
    else:
        yield Text(
            f"ほかのツールしだいで、順位は{span}になりえます。", f"Depending on other tools, its rank may be {span}."
        )
