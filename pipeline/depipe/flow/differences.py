"""Where the evaluators of each context differ: how far they agree, and what is open."""

from dataclasses import dataclass

import polars as pl

from depipe.master.model import Master
from depipe.scoring.agenda import Kind, agenda
from depipe.scoring.agreement import Lack
from depipe.scoring.tables import Tables


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """An item of a tool that evaluators should settle: why, how many stars apart, and what it can do to the overall."""

    item_id: str
    tool: str
    kind: Kind
    spread: int
    effect: float


@dataclass(frozen=True, slots=True)
class Differences:
    """How the evaluators of one context differ.

    alpha is Krippendorff's over all; where there is none, lack says why. raters and units stand behind it. points are
    what is open, most important first.
    """

    context_id: str
    alpha: float | None
    lack: Lack | None
    raters: int
    units: int
    points: tuple[OpenPoint, ...]


def differences(tables: Tables, master: Master) -> tuple[Differences, ...]:
    """Return them for every context, by first receipt."""
    points: dict[str, list[OpenPoint]] = {}
    columns = ("item_id", "tool", "kind", "spread", "effect")
    for context_id, *point in agenda(tables, master).select("context_id", *columns).iter_rows():
        points.setdefault(context_id, []).append(OpenPoint(*point))
    overall = tables.agreement.filter(pl.col("scope") == "all")
    return tuple(
        Differences(
            context_id=context_id,
            alpha=alpha,
            lack=lack,
            raters=raters,
            units=units,
            points=tuple(points.get(context_id, ())),
        )
        for context_id, alpha, lack, raters, units in overall.select(
            "context_id", "alpha", "lack", "raters", "units"
        ).iter_rows()
    )
