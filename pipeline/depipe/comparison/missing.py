"""What mandatory items lack: who has not rated them, which ratings have no evidence, and what would settle them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import polars as pl

from depipe.comparison.model import GateCell, GateRow, Missing
from depipe.comparison.people import natural
from depipe.comparison.ratings import Decided
from depipe.comparison.wording import GATE_WORDS, listed
from depipe.language import Language, Text
from depipe.master.model import Master
from depipe.stars import LEVELS, STAR, written
from depipe.workbook.layout import NOTE_NAMES

_WHO: Final = {
    "median": Text("評価者の過半数が", "more than half of the evaluators"),
    "min": Text("評価者の全員が", "every evaluator"),
    "max": Text("評価者の1人でも", "any evaluator"),
}


def missing(
    master: Master, gates: Sequence[GateRow], tools: Sequence[str], ratings: pl.LazyFrame, language: Language
) -> tuple[Missing, ...]:
    """Return what is missing, mandatory items in their order.

    Those that hold and have evidence are not among them, but for those whose decision was reopened.
    """
    rated = ratings.group_by("tool").agg(pl.col("evaluator").unique()).collect()
    juries = {tool: _sorted(names) for tool, names in rated.iter_rows()}
    bare = pl.all_horizontal(pl.col(kind).fill_null("") == "" for kind in NOTE_NAMES)
    short = pl.col("stars") <= master.fail_close.threshold
    said = ratings.filter(pl.col("item_id").is_in(list(master.gates_by_item)))
    told = (
        said.group_by("tool", "item_id")
        .agg("evaluator", bare=pl.col("evaluator").filter(bare), short=pl.col("evaluator").filter(short))
        .collect()
    )
    found = {(tool, item_id): _Told(*map(_sorted, names)) for tool, item_id, *names in told.iter_rows()}
    made = (
        Missing(
            item_id=gate.item_id,
            name=gate.name,
            tool=tool,
            status=GATE_WORDS[cell.status].within(language),
            lacks=tuple(
                text.within(language)
                for text in _lacks(cell, juries.get(tool, []), found.get((tool, gate.item_id), _NOBODY), language)
            ),
            settles=(settles := _settles(cell, master)) and settles.within(language),
        )
        for gate in gates
        for tool, cell in zip(tools, gate.cells, strict=True)
        if cell.status != "bonus"
    )
    return tuple(one for one in made if one.lacks or one.settles)


def _sorted(names: Iterable[str]) -> list[str]:
    return sorted(set(names), key=natural)


class _Told(NamedTuple):
    """Who rated an item of a tool, who of them gave no evidence, and who found it short."""

    rated: Sequence[str]
    bare: Sequence[str]
    short: Sequence[str]


_NOBODY: Final = _Told([], [], [])


def _lacks(cell: GateCell, jury: Sequence[str], told: _Told, language: Language) -> Iterator[Text]:
    if cell.ruling is not None and cell.status == "failed":
        yield _by_decision(cell.ruling)
    if cell.reopened is not None:
        yield cell.reopened.reopened_words()
    if not jury:
        yield Text("このツールはだれも評価していません。", "Nobody has rated this tool.")
    elif unrated := _sorted({*jury} - {*told.rated}):
        names = listed(unrated, language)
        yield Text(f"評価していない人: {names}", f"Not rated by: {names}")
    if told.short and cell.status in {"failed", "disputed"}:
        names = listed(told.short, language)
        yield Text(f"基準に届かないとした人: {names}", f"Found short by: {names}")
    if told.bare:
        names = listed(told.bare, language)
        yield Text(f"根拠を書いていない人: {names}", f"No evidence from: {names}")


def _by_decision(ruling: Decided) -> Text:
    by, stars, day = ruling.decided_by, written(ruling.stars), f"{ruling.decided_at:%Y-%m-%d}"
    return Text(f"{by} の裁定で {stars} です（{day}）。", f"Decided by {by}: {stars} ({day}).")


def _settles(cell: GateCell, master: Master) -> Text | None:
    """Return what would settle a gate that does not hold; None where it holds, or where no stars can make it hold.

    Where a decision is in force, ratings count for nothing until one of them changes.
    """
    threshold, status = master.fail_close.threshold, cell.status
    if status == "passed" or threshold >= LEVELS[-1]:
        return None
    falls, holds, who = STAR * threshold, STAR * (threshold + 1), _WHO[master.scoring.consensus]
    if status == "unverified":
        return Text(
            f"検証すれば決まります: {holds} 以上で達成、{falls} 以下で未達。",
            f"To be verified: {holds} or more passes, {falls} or less fails.",
        )
    if status == "disputed":
        return Text(
            f"{who.ja} {holds} 以上なら達成、{falls} 以下なら未達。揃わなければ裁定で決めます。",
            f"Passes where {who.en} find {holds} or more, fails where they find {falls} or less; else decide.",
        )
    if cell.ruling is not None:
        return Text(
            f"達成には、裁定のワークブックを送り直して裁定を {holds} 以上に改めるか、"
            f"再検証で評価が変わって裁定が再審議になり、{who.ja} {holds} 以上とする必要があります。",
            f"To pass, the decision must be changed to {holds} or more (send its workbook again), or be reopened by a "
            f"rating that changes when verifying again, with {who.en} finding {holds} or more.",
        )
    return Text(
        f"達成には、再検証で{who.ja} {holds} 以上とする必要があります。",
        f"To pass, {who.en} must find {holds} or more when verifying again.",
    )
