"""Agreement between evaluators: Krippendorff's alpha for ordinal data, over all, per category and per tool.

A *unit* is an item of a tool; it is *pairable* where at least two evaluators rated it. Only pairable units count.

Source: K. Krippendorff, Content Analysis: An Introduction to Its Methodology, chapter "Reliability" (2nd ed. 2004,
chapter 11; 3rd ed. 2013, chapter 12).
"""

from collections.abc import Sequence
from typing import Final, Literal

import polars as pl

from depipe.master.model import Master
from depipe.scoring.catalogue import UNIT, category_frame, item_frame
from depipe.stars import LEVELS

Scope = Literal["all", "category", "tool"]
"""Whose units an alpha is about: all of a context, those of one category, those of one tool."""

Lack = Literal["no_pairs", "few_units", "no_variation"]
"""Why there is no alpha: nothing was rated by two; by too few pairs to say anything; always with the same stars."""

UNITS_NEEDED: Final = 10
"""Pairable units below which there is no alpha: chance would have the say in it (docs/scoring.md)."""

UNITS_ENOUGH: Final = 95
"""Units from which an alpha of two evaluators is firm: shown to be above .667 at the level .05, where five values are
used alike. Fewer are an indication. Krippendorff's table of sample sizes, by the formula of Bloch and Kraemer."""

GOOD_FROM: Final = 0.8
TENTATIVE_FROM: Final = 0.667
"""Krippendorff's customary borders: rely on data from .800; draw only tentative conclusions from .667."""

_KEYS: Final = ("context_id", "tool", "category_id")
_STARS: Final = [str(level) for level in LEVELS]
_SCOPED: Final[dict[Scope, tuple[str, ...]]] = {
    "all": ("context_id",),
    "category": ("context_id", "category_id"),
    "tool": ("context_id", "tool"),
}
_DECIMALS: Final = 12
"""So many are the same on every machine, whatever the order in which it adds."""


def agreement(ratings: pl.LazyFrame, votes: pl.DataFrame, line_up: pl.DataFrame, master: Master) -> pl.DataFrame:
    """Return how far the evaluators of each context agree: a row for all, each category that has items, each tool.

    ratings: context_id, evaluator, tool, item_id, category_id: str, and more. votes: `consensus.counted` of them.
    line_up: context_id, tool: str.

    Result: context_id, scope, name: str; alpha: f64? (at most 1; 0 is what chance gives); lack: str? (a `Lack`, null
    where there is an alpha); raters, units, ratings: u32 (the pairable ones). name is the category's id, the tool, or
    `all`.
    """
    units, lonely = _units(votes, master)
    people = _people(ratings, lonely)
    measured = pl.concat(_measured(units, people, scope) for scope in _SCOPED)
    return (
        _lines(line_up, master)
        .join(measured, on=["context_id", "scope", "name"], how="left", maintain_order="left")
        .with_columns(pl.col("raters", "units", "ratings").fill_null(0))
        .with_columns(lack=_lack())
        .select("context_id", "scope", "name", "alpha", "lack", "raters", "units", "ratings")
    )


def _units(votes: pl.DataFrame, master: Master) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the pairable units, and the others.

    Pairable: context_id, tool, item_id, category_id: str; how many gave each number of stars. The others: context_id,
    tool, item_id: str.
    """
    given = [pl.col("len").filter(pl.col("stars") == level).sum().alias(str(level)) for level in LEVELS]
    units = votes.group_by(UNIT).agg(given).sort(UNIT)
    pairable = pl.sum_horizontal(_STARS) > 1
    categories = item_frame(master)
    return (
        units.filter(pairable).join(categories, on="item_id", maintain_order="left"),
        units.filter(~pairable).select(UNIT),
    )


def _people(ratings: pl.LazyFrame, lonely: pl.DataFrame) -> pl.DataFrame:
    """Return context_id, tool, category_id, evaluator: categorical, a row for each who rated a pairable unit there.

    They are counted three times, and texts take four times the memory.
    """
    paired = ratings if lonely.is_empty() else ratings.join(lonely.lazy(), on=UNIT, how="anti")
    named = pl.col(*_KEYS, "evaluator").cast(pl.Categorical)
    return paired.select(named).unique().collect(engine="streaming")


def _lines(line_up: pl.DataFrame, master: Master) -> pl.DataFrame:
    """Return context_id, scope, name: str, a row a row of the result, in its order."""
    categories = category_frame(master)["category_id"]
    lines = [
        (context_id, scope, name)
        for (context_id,), tools in line_up.group_by("context_id", maintain_order=True)
        for scope, names in (("all", ["all"]), ("category", categories), ("tool", tools["tool"]))
        for name in names
    ]
    return pl.DataFrame(lines, dict.fromkeys(("context_id", "scope", "name"), pl.String), orient="row")


def _measured(units: pl.DataFrame, people: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Return context_id, scope, name: str; alpha: f64?; units, ratings, raters: u32, of what has pairable units."""
    keys = _SCOPED[scope]
    grouped = units.group_by(keys, maintain_order=True).agg(pl.concat_list(_STARS).alias("units"))
    rows = [(*key, _alpha(counts), len(counts), sum(map(sum, counts))) for *key, counts in grouped.iter_rows()]
    schema = {**dict.fromkeys(keys, pl.String), "alpha": pl.Float64, "units": pl.UInt32, "ratings": pl.UInt32}
    name = pl.col(keys[-1]) if len(keys) > 1 else pl.lit("all")
    raters = people.group_by(keys).agg(raters=pl.col("evaluator").n_unique())
    return (
        pl.DataFrame(rows, schema, orient="row")
        .join(raters.with_columns(pl.col(keys).cast(pl.String)), on=keys)
        .select("context_id", pl.lit(scope).alias("scope"), name.alias("name"), "alpha", "units", "ratings", "raters")
    )


def _alpha(units: Sequence[Sequence[int]]) -> float | None:
    """Return alpha of pairable units; None where they are too few, or all stars the same (alpha would be 0 / 0)."""
    used = sum(any(counts) for counts in zip(*units, strict=True))
    if len(units) < UNITS_NEEDED or used <= 1:
        return None
    # It brings NumPy along, which takes longer to import than a small ledger to score; where nobody shares an item with
    # another, it is not needed.
    import krippendorff  # noqa: PLC0415

    return round(krippendorff.alpha(value_counts=units, value_domain=LEVELS, level_of_measurement="ordinal"), _DECIMALS)


def _lack() -> pl.Expr:
    return (
        pl.when(pl.col("alpha").is_not_null())
        .then(None)
        .when(pl.col("units") == 0)
        .then(pl.lit("no_pairs"))
        .when(pl.col("units") < UNITS_NEEDED)
        .then(pl.lit("few_units"))
        .otherwise(pl.lit("no_variation"))
    )
