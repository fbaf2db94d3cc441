"""Judging decisions by the ledger: which rest on ratings that have changed, and which decisions they overrule."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import polars as pl

from depipe.findings import Finding, in_order
from depipe.flow.decided import move
from depipe.flow.good import Good, Judged
from depipe.ledger.history import History, foresee, read_history
from depipe.ledger.store import Entry, Ledger
from depipe.master.model import Master
from depipe.scoring.catalogue import line_up
from depipe.scoring.decisions import DECIDED, decisions, reopenings
from depipe.scoring.statements import current, statements
from depipe.stars import written
from depipe.validation.submission import Decision, Submission

Pair = tuple[str, str]
"""Item id and tool."""


class _Standing(NamedTuple):
    """A decision that stood until now: whose workbook's, what it says, and whether it counts."""

    workbook_id: str
    stars: int
    told: str
    in_force: bool


def judged_decisions(
    goods: Sequence[Good],
    ledger: Ledger,
    others: Sequence[Entry],
    *,
    received_at: datetime,
    alone: bool = False,
    supersede: bool = False,
) -> list[Judged]:
    """Hold each return that decides against the ledger, *others* (ratings that come in with it), and those before it.

    With *alone*, against the ledger only; then there are no *others*. With *supersede* it may undo a decision in force,
    although its own does not count.
    """
    if alone and len(goods) > 1:
        return [
            one
            for good in goods
            for one in judged_decisions([good], ledger, (), received_at=received_at, alone=True, supersede=supersede)
        ]
    master = ledger.newest_master()
    if master is None:  # nothing was ever issued, so nothing can be decided
        return [Judged(good.findings, new=True) for good in goods]
    history = read_history(ledger)
    entries = [good.entry for good in goods]
    foreseen = foresee(ledger, [*others, *entries], received_at=received_at)
    receipts = foreseen.receipts[-len(entries) :]
    returns = pl.concat([history.returns, foreseen.returns])
    ratings = current(statements(returns, pl.concat([history.answers, foreseen.answers]), history.issued)).lazy()
    decided, results = history.decisions, []
    for good, receipt in zip(goods, receipts, strict=True):
        if receipt.status == "unchanged":
            results.append(Judged(good.findings, new=False))
            continue
        about = _About(good, master, history, decided, ratings)
        result = Judged(in_order([*good.findings, *about.findings(supersede=supersede)]), new=True)
        if not result.refused:
            own = pl.col("submission_id") == receipt.submission_id
            decided = pl.concat([decided, foreseen.decisions.filter(own)])
        results.append(result)
    return results


class _About:
    """What there is to say about one return that decides."""

    def __init__(
        self, good: Good, master: Master, history: History, decided: pl.DataFrame, ratings: pl.LazyFrame
    ) -> None:
        self._good = good
        self._said: Submission = good.entry.submission
        self._bases = history.bases
        self._ratings = ratings
        self._stood = _stood(master, history, decided, ratings, self._said.context_id)
        self._before = _last_of(decided, self._said.workbook_id)

    def findings(self, *, supersede: bool) -> Iterator[Finding]:
        moved = self._moved()
        for one in self._said.decisions or ():
            pair = (one.item_id, one.tool)
            stood = self._stood.get(pair)
            others = stood if stood and stood.workbook_id != self._said.workbook_id and stood.in_force else None
            if one.stars is None:
                if stood and stood.workbook_id == self._said.workbook_id and pair in self._before:
                    yield self._finding(one, "decision.withdrawn", expected=stood.told)
            elif pair in moved and others and not supersede:
                told = {"found": moved[pair], "expected": others.told}
                yield self._finding(one, "decision.reopened", **told, refuses=True)
            elif pair in moved:
                yield self._finding(one, "decision.reopened", found=moved[pair])
            elif others and others.stars != one.stars and self._before.get(pair) != (one.stars, one.reason):
                yield self._finding(one, "decision.replaces", found=written(one.stars), expected=others.told)

    def _moved(self) -> Mapping[Pair, str]:
        """Return the decided pairs whose ratings are others than those that the workbook was issued with, and how."""
        said = self._said
        pairs = pl.DataFrame(
            [(said.workbook_id, said.context_id, d.tool, d.item_id) for d in said.decisions or () if d.stars],
            {name: DECIDED[name] for name in ("workbook_id", "context_id", "tool", "item_id")},
            orient="row",
        )
        moved: dict[Pair, list[str]] = {}
        for row in reopenings(pairs, self._bases, self._ratings).iter_rows(named=True):
            moved.setdefault((row["item_id"], row["tool"]), []).append(move(row))
        return {pair: ", ".join(told) for pair, told in moved.items()}

    def _finding(
        self,
        one: Decision,
        code: str,
        *,
        found: str | None = None,
        expected: str | None = None,
        refuses: bool = False,
    ) -> Finding:
        return Finding(
            code=code,
            sheet=one.sheet,
            cell=one.cell,
            item_id=one.item_id,
            tool=one.tool,
            found=found,
            expected=expected,
            raised="error" if refuses else None,
            case="undoes" if refuses else None,
        )


def _stood(
    master: Master, history: History, decided: pl.DataFrame, ratings: pl.LazyFrame, context_id: str
) -> dict[Pair, _Standing]:
    """Return the decision that each pair of a context has, in force or reopened."""
    workbooks = dict(decided.select("submission_id", "workbook_id").unique().iter_rows())
    tools = line_up(history.contexts, history.tools)
    table = decisions(decided.select(DECIDED.names()), history.bases, ratings, tools, master)
    standing = table.filter(pl.col("context_id") == context_id, pl.col("status").is_in(["in_force", "reopened"]))
    return {
        (row["item_id"], row["tool"]): _Standing(
            workbook_id=workbooks[row["submission_id"]],
            stars=row["stars"],
            told=f"{written(row['stars'])} ({row['decided_by']}, {row['decided_at']:%Y-%m-%d} UTC)",
            in_force=row["status"] == "in_force",
        )
        for row in standing.iter_rows(named=True)
    }


def _last_of(decided: pl.DataFrame, workbook_id: str) -> dict[Pair, tuple[int, str]]:
    """Return what the last return of a workbook decided."""
    own = decided.filter(pl.col("workbook_id") == workbook_id)
    last = own.filter(pl.col("sequence") == pl.col("sequence").max(), pl.col("stars").is_not_null())
    return {
        (item, tool): (stars, reason)
        for item, tool, stars, reason in last.select("item_id", "tool", "stars", "reason").iter_rows()
    }
