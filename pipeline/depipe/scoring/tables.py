"""The tables that scoring hands on, and their contracts: one pandera model a Parquet table."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Final, Literal, NamedTuple, Self, get_args

import pandera.polars as pa
import polars as pl

from depipe.scoring.agreement import Lack, Scope
from depipe.scoring.decisions import STANDINGS
from depipe.scoring.gates import Status
from depipe.scoring.overall import Cap
from depipe.stars import LEVELS


class _Column(NamedTuple):
    """A column's type, whether it may be null, and what its values must be."""

    dtype: pl.DataType
    nullable: bool = False
    within: tuple[float, float] | None = None
    among: tuple[str, ...] | None = None

    def rules(self, name: str) -> list[pl.Expr]:
        """Return what must hold of every value of the column *name*."""
        column = pl.col(name)
        rules = [] if self.nullable else [column.is_not_null()]
        if self.within is not None:
            rules.append(column.is_between(*self.within).fill_null(value=True))
        if self.among is not None:
            rules.append(column.is_in(self.among).fill_null(value=True))
        return rules


def _model(name: str, key: Sequence[str], columns: dict[str, _Column]) -> pa.DataFrameSchema:
    """Return the model of a table: exactly these columns in this order, rows as they should be, one row a *key*.

    What the columns must be and what rows must hold are one check each for the whole table: pandera's own cost about a
    millisecond a column, whatever the size, which is more than the scoring of a small ledger takes.
    """
    schema = pl.Schema({column: spec.dtype for column, spec in columns.items()})
    rules = [rule for column, spec in columns.items() for rule in spec.rules(column)]
    rules.append(pl.struct(key).is_unique())

    def columns_hold(data: pa.PolarsData) -> bool:
        return data.lazyframe.collect_schema() == schema

    def rows_hold(data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.all_horizontal(rules))

    return pa.DataFrameSchema(
        checks=[
            pa.Check(columns_hold, error=f"{name} has other columns than its contract"),
            pa.Check(rows_hold, error=f"a row of {name} breaks its contract, or stands twice"),
        ],
        name=name,
        metadata={"key": tuple(key), "columns": tuple(columns)},
    )


_TEXT: Final = _Column(pl.String())
_NOTE: Final = _Column(pl.String(), nullable=True)
_STARS: Final = _Column(pl.Int8(), within=(LEVELS[0], LEVELS[-1]))
_PERHAPS_STARS: Final = _STARS._replace(nullable=True)
_MEAN: Final = _Column(pl.Float64(), nullable=True, within=(LEVELS[0], LEVELS[-1]))
_SHARE: Final = _Column(pl.Float64(), within=(0, 1))
_COUNT: Final = _Column(pl.UInt32())
_RANK: Final = _Column(pl.UInt32(), within=(1, 1_000_000))
_FLAG: Final = _Column(pl.Boolean())
_ITEMS: Final = _Column(pl.List(pl.String()))
_MOMENT: Final = _Column(pl.Datetime("us", "UTC"))

RATINGS: Final = _model(
    "ratings",
    ("context_id", "evaluator", "tool", "item_id"),
    {
        "context_id": _TEXT,
        "evaluator": _TEXT,
        "tool": _TEXT,
        "item_id": _TEXT,
        "category_id": _TEXT,
        "stars": _STARS,
        "doc": _NOTE,
        "repro": _NOTE,
        "evidence": _NOTE,
        "tool_version": _NOTE,
        "verified_on": _Column(pl.Date()),
        "submission_id": _TEXT,
        "master_id": _TEXT,
        "master_version": _TEXT,
    },
)
"""The current ratings; no rows for `-`."""

CONSENSUS: Final = _model(
    "consensus",
    ("context_id", "tool", "item_id"),
    {
        "context_id": _TEXT,
        "tool": _TEXT,
        "item_id": _TEXT,
        "category_id": _TEXT,
        "stars": _PERHAPS_STARS,
        "level": _MEAN,
        "evaluators": _COUNT,
        "spread": _Column(pl.Int8(), nullable=True, within=(0, LEVELS[-1] - LEVELS[0])),
        "decided": _FLAG,
    },
)
"""A row for every context, tool and item."""

CATEGORY_SUMMARY: Final = _model(
    "category_summary",
    ("context_id", "tool", "category_id"),
    {
        "context_id": _TEXT,
        "tool": _TEXT,
        "category_id": _TEXT,
        "mean_stars": _MEAN,
        "rated": _COUNT,
        "items": _COUNT,
        "coverage": _SHARE,
    },
)

GATES: Final = _model(
    "gates",
    ("context_id", "tool", "item_id"),
    {"context_id": _TEXT, "tool": _TEXT, "item_id": _TEXT, "status": _TEXT._replace(among=get_args(Status))},
)

OVERALL: Final = _model(
    "overall",
    ("context_id", "tool"),
    {
        "context_id": _TEXT,
        "tool": _TEXT,
        "raw_stars": _MEAN,
        "final_stars": _MEAN,
        "low": _MEAN,
        "high": _MEAN,
        "cap": _TEXT._replace(among=get_args(Cap)),
        "capped": _FLAG,
        "provisional": _FLAG,
        "coverage": _SHARE,
        "rank": _RANK._replace(nullable=True),
        "rank_best": _RANK,
        "rank_worst": _RANK,
        "gates_failed": _ITEMS,
        "gates_open": _ITEMS,
        "warnings": _ITEMS,
    },
)

DECISIONS: Final = _model(
    "decisions",
    ("context_id", "tool", "item_id", "submission_id"),
    {
        "context_id": _TEXT,
        "tool": _TEXT,
        "item_id": _TEXT,
        "stars": _STARS,
        "reason": _TEXT,
        "decided_by": _TEXT,
        "decided_at": _MOMENT,
        "status": _TEXT._replace(among=STANDINGS),
        "submission_id": _TEXT,
    },
)
"""Every decision (裁定), those that no longer count too; one in force is the pair's consensus."""

CHANGES: Final = _model(
    "changes",
    ("context_id", "evaluator", "tool", "item_id", "submission_id"),
    {
        "context_id": _TEXT,
        "evaluator": _TEXT,
        "tool": _TEXT,
        "item_id": _TEXT,
        "changed_at": _MOMENT,
        "from_stars": _PERHAPS_STARS,
        "to_stars": _PERHAPS_STARS,
        "from_version": _NOTE,
        "to_version": _NOTE,
        "submission_id": _TEXT,
    },
)

AGREEMENT: Final = _model(
    "agreement",
    ("context_id", "scope", "name"),
    {
        "context_id": _TEXT,
        "scope": _TEXT._replace(among=get_args(Scope)),
        "name": _TEXT,
        "alpha": _Column(pl.Float64(), nullable=True, within=(-1, 1)),
        "lack": _NOTE._replace(among=get_args(Lack)),
        "raters": _COUNT,
        "units": _COUNT,
        "ratings": _COUNT,
    },
)
"""How far evaluators agree: a row for all of a context, each category that has items, each tool."""

TOOL_ATTRIBUTES: Final = _model(
    "tool_attributes",
    ("context_id", "tool", "name"),
    {"context_id": _TEXT, "tool": _TEXT, "name": _TEXT, "value": _TEXT},
)


_LONG: Final = (RATINGS, CHANGES)
"""What grows with the returns: `replay` holds it against its contract, a part at a time."""
_SHORT: Final = (CONSENSUS, CATEGORY_SUMMARY, GATES, OVERALL, AGREEMENT, DECISIONS, TOOL_ATTRIBUTES)
"""The others but for `contexts`, whose columns are the master's."""


def key_of(table: str) -> tuple[str, ...]:
    """Return the columns that tell the rows of *table* apart."""
    return _told(next((model for model in (*_LONG, *_SHORT) if model.name == table), None) or contexts_model(()), "key")


def columns_of(model: pa.DataFrameSchema) -> tuple[str, ...]:
    """Return the columns of a table in their order."""
    return _told(model, "columns")


def _told(model: pa.DataFrameSchema, name: Literal["key", "columns"]) -> tuple[str, ...]:
    told: tuple[str, ...] = (model.metadata or {})[name]
    return told


def table_names() -> list[str]:
    """Return the names of all tables."""
    return [field.name for field in fields(Tables) if field.name != "held"]


def contexts_model(parameters: Sequence[str]) -> pa.DataFrameSchema:
    """Return the model of `contexts`: context_id and a column for each of the master's *parameters*."""
    return _model("contexts", ("context_id",), {"context_id": _TEXT} | dict.fromkeys(parameters, _TEXT))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Everything that scoring says, over all contexts: what `output/tables` holds.

    The two long ones are lazy: of a large ledger they are in files, which *held* keeps for as long as this is held.
    """

    ratings: pl.LazyFrame
    consensus: pl.DataFrame
    category_summary: pl.DataFrame
    gates: pl.DataFrame
    overall: pl.DataFrame
    agreement: pl.DataFrame
    decisions: pl.DataFrame
    changes: pl.LazyFrame
    contexts: pl.DataFrame
    tool_attributes: pl.DataFrame
    held: tuple[object, ...] = ()

    @property
    def frames(self) -> dict[str, pl.LazyFrame]:
        """Every table by its name."""
        return {name: getattr(self, name).lazy() for name in table_names()}

    def of(self, context_id: str) -> Self:
        """Return the tables of one context."""
        here = pl.col("context_id") == context_id
        return replace(self, **{name: getattr(self, name).filter(here) for name in self.frames})

    def checked(self, parameters: Sequence[str]) -> Self:
        """Return the tables if each short one keeps its contract; a SchemaError of pandera's is a bug in depipe."""
        for model in _SHORT:
            model.validate(getattr(self, str(model.name)))
        contexts_model(parameters).validate(self.contexts)
        return self
