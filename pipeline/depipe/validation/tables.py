"""The contract of every table that comes in, as pandera models whose checks carry the finding's code.

Frames are eager and parsed before they get here: nothing is coerced. A column named by a code holds the outcome of
the rule of that name (`depipe.validation.rules`), True where it holds. pandera takes about 1.3 ms a check whatever
the number of rows, so a batch is checked as a whole and an empty table not at all.
"""

from collections.abc import Mapping
from typing import Final, get_args

import pandera.polars as pa
import polars as pl
from pandera.api.polars.container import DataFrameSchema
from pandera.errors import SchemaErrors

from depipe import stars
from depipe.workbook import layout
from depipe.workbook.cells import Field, Kind

FIELDS: Final = pl.Enum(get_args(Field))
KINDS: Final = pl.Enum(get_args(Kind))

_PLACE: Final[Mapping[str, pa.Column]] = {
    "file": pa.Column(pl.UInt32),
    "sheet": pa.Column(pl.String),
    "row": pa.Column(pl.UInt32, nullable=True),
    "column": pa.Column(pl.UInt32, nullable=True),
}


def _rule(code: str) -> pa.Column:
    return pa.Column(pl.Boolean, pa.Check.eq(value=True, error=code), nullable=True)


def _table(name: str, /, **columns: pa.Column) -> DataFrameSchema:
    return DataFrameSchema({**_PLACE, **columns}, name=name)


def _rules(name: str, *codes: str) -> DataFrameSchema:
    return _table(name, **{code: _rule(code) for code in codes})


def _whole(data: pa.PolarsData) -> pl.LazyFrame:
    number = pl.col(data.key)
    return data.lazyframe.select(number == number.floor())


def _one_to_five(data: pa.PolarsData) -> pl.LazyFrame:
    number = pl.col(data.key)
    return data.lazyframe.select(number.is_between(1, 5) | (number != number.floor()))


CELLS: Final = _table(
    "cells",
    field=pa.Column(FIELDS),
    item_id=pa.Column(pl.String, nullable=True),
    tool=pa.Column(pl.String, nullable=True),
    name=pa.Column(pl.String, nullable=True),
    kind=pa.Column(KINDS),
    value=pa.Column(pl.String, nullable=True),
)
"""The cells of a batch as the readers hand them over. Their contract is broken by a bug alone, never by a file."""

STARS: Final = _table(
    "stars",
    kind=pa.Column(
        KINDS,
        [
            pa.Check.ne("formula", error="stars.formula"),
            pa.Check.ne("error", error="stars.error-value"),
            pa.Check.ne("merged", error="stars.merged"),
            pa.Check.ne("boolean", error="stars.boolean"),
            pa.Check(
                lambda data: data.lazyframe.select(~pl.col(data.key).is_in(["date", "duration"])), error="stars.date"
            ),
        ],
    ),
    number=pa.Column(
        pl.Float64,
        [pa.Check(_whole, error="stars.fraction"), pa.Check(_one_to_five, error="stars.out-of-range")],
        nullable=True,
    ),
    text=pa.Column(pl.String, pa.Check.isin(list(stars.SPELLINGS), error="stars.invalid"), nullable=True),
    rated=pa.Column(
        pl.String,
        pa.Check.isin([stars.written(level) for level in stars.LEVELS], error="stars.normalised"),
        nullable=True,
    ),
    unrated=pa.Column(pl.String, pa.Check.eq(stars.UNRATED, error="stars.blank"), nullable=True),
    level=pa.Column(pl.Int8, nullable=True),
)
"""Star cells: number where one stands that is no level, text where it must be a spelling of stars."""

RATINGS: Final = _rules("ratings", "evidence.missing")
EVALUATORS: Final = _rules("evaluators", "evaluator.missing", "evaluator.similar")
ISSUED_PARAMETERS: Final = _rules("issued parameters", "context.differs")
OPEN_PARAMETERS: Final = _rules("open parameters", "parameter.missing", "parameter.invalid", "parameter.other")
SCOPE: Final = _rules("scope", "context.out-of-scope")

VERSIONS: Final = _table(
    "versions",
    **{"tool-version.missing": _rule("tool-version.missing")},
    kind=pa.Column(
        KINDS,
        pa.Check.isin(["text", "formula"], error="tool-version.number"),
        nullable=True,
    ),
)
"""Versions: kind is null where there is no version."""

DAYS: Final = _table(
    "days",
    **{code: _rule(code) for code in ("verified-on.missing", "verified-on.invalid")},
    days_ahead=pa.Column(pl.Int64, pa.Check.le(1, error="verified-on.future"), nullable=True),
)
"""Days of verification: days_ahead counts from the day of receipt, which may be tomorrow where the evaluator is."""

TEXTS: Final = _table(
    "texts",
    kind=pa.Column(
        KINDS,
        [pa.Check.ne("formula", error="text.formula"), pa.Check.ne("error", error="text.error-value")],
        nullable=True,
    ),
    units=pa.Column(pl.UInt32, pa.Check.le(layout.MAX_TEXT, error="text.too-long")),
)
"""Texts that are not plain: units counts as a spreadsheet does, kind is null where the text is too long anyway."""

RANGES: Final = _rules("ranges", "parameter.invalid")
"""What prefilled workbooks say was verified again."""

PROPOSALS: Final = _rules("proposals", "proposal.incomplete", "proposal.category-unknown")


def failures(table: DataFrameSchema, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of *frame* that fail a check of *table*, once a check, with the check's code as `code`.

    Raises pandera's SchemaErrors where the frame's own shape is wrong: a bug, not a finding.
    """
    if not frame.is_empty():
        try:
            table.validate(frame, lazy=True)
        except SchemaErrors as errors:
            cases: pl.DataFrame = errors.failure_cases
            if cases["index"].null_count():
                raise
            return frame[cases["index"]].with_columns(cases["check"].alias("code"))
    return frame.clear().with_columns(pl.lit(None, pl.String).alias("code"))
