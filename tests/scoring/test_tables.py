"""The contracts of the tables: what the Parquet files hold, whatever the ledger."""

from dataclasses import replace
from typing import Any

import pandera.errors
import pandera.polars as pa
import polars as pl
import pytest

from depipe.scoring.tables import CHANGES, RATINGS, Tables
from support.random_ledgers import Ledger, LedgerBuilder, scored
from support.random_masters import gate, small_master

MASTER = small_master({"A": ["A-1"], "B": ["B-1"]}, gates=(gate("A-1"),))

# The contract that analysts rely on, written down a second time: a change here is a change for them.
STR, I8, U32, F64, BOOL, NAMES = pl.String, pl.Int8, pl.UInt32, pl.Float64, pl.Boolean, pl.List(pl.String)
COLUMNS: dict[str, dict[str, Any]] = {
    "ratings": {
        "context_id": STR,
        "evaluator": STR,
        "tool": STR,
        "item_id": STR,
        "category_id": STR,
        "stars": I8,
        "doc": STR,
        "repro": STR,
        "evidence": STR,
        "tool_version": STR,
        "verified_on": pl.Date,
        "submission_id": STR,
        "master_id": STR,
        "master_version": STR,
    },
    "consensus": {
        "context_id": STR,
        "tool": STR,
        "item_id": STR,
        "category_id": STR,
        "stars": I8,
        "level": F64,
        "evaluators": U32,
        "spread": I8,
        "decided": BOOL,
    },
    "category_summary": {
        "context_id": STR,
        "tool": STR,
        "category_id": STR,
        "mean_stars": F64,
        "rated": U32,
        "items": U32,
        "coverage": F64,
    },
    "gates": {"context_id": STR, "tool": STR, "item_id": STR, "status": STR},
    "overall": {
        "context_id": STR,
        "tool": STR,
        "raw_stars": F64,
        "final_stars": F64,
        "low": F64,
        "high": F64,
        "cap": STR,
        "capped": BOOL,
        "provisional": BOOL,
        "coverage": F64,
        "rank": U32,
        "rank_best": U32,
        "rank_worst": U32,
        "gates_failed": NAMES,
        "gates_open": NAMES,
        "warnings": NAMES,
    },
    "agreement": {
        "context_id": STR,
        "scope": STR,
        "name": STR,
        "alpha": F64,
        "lack": STR,
        "raters": U32,
        "units": U32,
        "ratings": U32,
    },
    "decisions": {
        "context_id": STR,
        "tool": STR,
        "item_id": STR,
        "stars": I8,
        "reason": STR,
        "decided_by": STR,
        "decided_at": pl.Datetime("us", "UTC"),
        "status": STR,
        "submission_id": STR,
    },
    "changes": {
        "context_id": STR,
        "evaluator": STR,
        "tool": STR,
        "item_id": STR,
        "changed_at": pl.Datetime("us", "UTC"),
        "from_stars": I8,
        "to_stars": I8,
        "from_version": STR,
        "to_version": STR,
        "submission_id": STR,
    },
    "contexts": {"context_id": STR, "Span": STR, "Place": STR},
    "tool_attributes": {"context_id": STR, "tool": STR, "name": STR, "value": STR},
}


def full() -> Tables:
    """Return the tables of one return with a rating for each item."""
    builder = LedgerBuilder(MASTER)
    builder.receive(builder.context(), "Evaluator A", {"Alpha": {"A-1": 4, "B-1": 3}})
    return scored(MASTER, builder.ledger)


@pytest.mark.parametrize("tables", [full(), scored(MASTER, Ledger())], ids=["one return", "empty ledger"])
def test_every_table_has_its_columns_in_order_with_their_types(tables: Tables) -> None:
    """An empty ledger gives tables without rows, with the same columns."""
    found = {name: list(frame.collect_schema().items()) for name, frame in tables.frames.items()}

    assert found == {name: list(columns.items()) for name, columns in COLUMNS.items()}


def test_an_empty_ledger_gives_no_rows() -> None:
    """Nothing came back, nothing is said."""
    tables = scored(MASTER, Ledger())

    heights = {name: frame.collect().height for name, frame in tables.frames.items()}
    assert heights == dict.fromkeys(COLUMNS, 0)


@pytest.mark.parametrize(
    ("model", "column", "value"),
    [
        (RATINGS, "stars", pl.lit(6, pl.Int8)),
        (RATINGS, "evaluator", pl.lit(None, pl.String)),
        (RATINGS, "item_id", pl.lit("A-1")),
        (CHANGES, "to_stars", pl.lit(0, pl.Int8)),
        (CHANGES, "item_id", pl.lit("A-1")),
    ],
)
def test_a_long_table_that_breaks_its_contract_is_refused(
    model: pa.DataFrameSchema, column: str, value: pl.Expr
) -> None:
    """A value out of range, a null, a second row of a key."""
    sound = getattr(full(), str(model.name)).collect()

    assert model.validate(sound).equals(sound)
    with pytest.raises(pandera.errors.SchemaError):
        model.validate(sound.with_columns(value.alias(column)))


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("consensus", "evaluators", pl.lit(1, pl.Int64)),
        ("category_summary", "coverage", pl.lit(1.5)),
        ("gates", "status", pl.lit("maybe")),
        ("overall", "cap", pl.lit("perhaps")),
        ("overall", "low", pl.lit(0.5)),
        ("overall", "more", pl.lit(1)),
        ("agreement", "alpha", pl.lit(1.5)),
        ("agreement", "lack", pl.lit("perhaps")),
        ("contexts", "Span", pl.lit(None, pl.String)),
    ],
)
def test_a_table_that_breaks_its_contract_is_refused(table: str, column: str, value: pl.Expr) -> None:
    """A value out of range, a null, a second row of a key, another type, a column too many."""
    tables = full()
    broken = replace(tables, **{table: getattr(tables, table).with_columns(value.alias(column))})

    assert tables.checked(MASTER.parameter_names) is tables
    with pytest.raises(pandera.errors.SchemaError):
        broken.checked(MASTER.parameter_names)


def test_a_parameter_that_is_new_is_empty_in_older_contexts() -> None:
    """A context that was received before the parameter was asked has no value for it."""
    builder = LedgerBuilder(MASTER)
    builder.receive(builder.context(), "Evaluator A", {"Alpha": {"A-1": 4}})
    builder.ledger.contexts[:] = [row for row in builder.ledger.contexts if row["name"] == "Span"]

    assert scored(MASTER, builder.ledger).contexts.select("Span", "Place").rows() == [("short", "")]
