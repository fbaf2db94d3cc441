"""The contract of every table that comes in: the types of its columns, and the rules that its rows keep.

A rule is a polars expression under the code of the finding that says it is broken; where it is null, it does not
apply. Frames are eager and parsed before they get here: nothing is coerced.
"""

from collections.abc import Mapping
from typing import Final, Self, get_args

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaError, SchemaErrorReason, SchemaErrors

from depipe import stars
from depipe.workbook import layout
from depipe.workbook.cells import COLUMNS, Field, Kind
from depipe.workbook.layout import NOTE_FIELDS

FIELDS: Final = pl.Enum(get_args(Field))
KINDS: Final = pl.Enum(get_args(Kind))

HIGH: Final = 4
"""From this level on stars need evidence, whatever the item."""

Type = pl.DataType | type[pl.DataType]


class Table:
    """A table's contract, as pandera models: one of the whole table, and one that tells its rules apart.

    pandera takes half a millisecond for a table and a tenth more for each column of its own, however many rows there
    are. So columns and rules are a check each, and single rules are looked at only where one of them is broken.

    What a finding says of a row stands in the row's columns `found`, `expected` and `case`; *said* names the ones that
    say it where a rule has others, None for nothing.
    """

    def __init__(
        self,
        name: str,
        rules: Mapping[str, pl.Expr],
        columns: Mapping[str, Type],
        said: Mapping[str, Mapping[str, str | None]] | None = None,
    ) -> None:
        self.name = name
        self.rules = rules
        self.columns = columns
        self.said = said or {}
        self._whole = _whole(name, columns, pl.all_horizontal(*rules.values()), f"a rule of {name} is broken")
        self._single = pa.DataFrameSchema(
            {code: pa.Column(pl.Boolean, pa.Check.eq(value=True, error=code), nullable=True) for code in rules},
            name=name,
        )

    def with_rules(self, rules: Mapping[str, pl.Expr]) -> Self:
        """Return the table with other *rules*."""
        return type(self)(self.name, rules, self.columns, self.said)

    def failures(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the rows of *frame* that break a rule, once a rule, with its code as `code`.

        Raises pandera's SchemaError where the frame's own shape is wrong: a bug, not a finding.
        """
        none = frame.clear().with_columns(pl.lit(None, pl.String).alias("code"))
        if frame.is_empty():
            return none
        try:
            self._whole.validate(frame)
        except SchemaError as error:
            if error.reason_code is not SchemaErrorReason.DATAFRAME_CHECK or error.check_index != _RULE:
                raise
        else:
            return none
        try:
            self._single.validate(frame.select(rule.alias(code) for code, rule in self.rules.items()), lazy=True)
        except SchemaErrors as errors:
            cases: pl.DataFrame = errors.failure_cases
            return frame[cases["index"]].with_columns(cases["check"].alias("code"))
        return none


_RULE: Final = 1
"""Which check of a table's model is the one of its rules."""


def _whole(name: str, columns: Mapping[str, Type], rule: pl.Expr, error: str) -> pa.DataFrameSchema:
    """Return the model of a table that has *columns*, among others, and for no row of which *rule* is false."""

    def columns_hold(data: pa.PolarsData) -> bool:
        there = data.lazyframe.collect_schema()
        return all(there.get(column) == dtype for column, dtype in columns.items())

    def rule_holds(data: pa.PolarsData) -> bool:
        return bool(data.lazyframe.select(rule.all()).collect().item())

    return pa.DataFrameSchema(
        checks=[
            pa.Check(columns_hold, error=f"{name} has other columns than its contract"),
            pa.Check(rule_holds, error=error),
        ],
        name=name,
    )


def _is(column: str, *values: str) -> pl.Expr:
    return pl.col(column).is_in(values)


_THERE: Final = pl.all_horizontal(pl.col("file", "sheet", "field", "kind").is_not_null())

CELL_COLUMNS: Final[Mapping[str, Type]] = {
    "file": pl.UInt32,
    **dict.fromkeys(COLUMNS, pl.String),
    "field": FIELDS,
    "kind": KINDS,
    "row": pl.UInt32,
    "column": pl.UInt32,
}

CELLS: Final = _whole("cells", CELL_COLUMNS, _THERE, "a cell lacks its place or its kind")
"""The cells of a batch as the readers hand them over. Their contract is broken by a bug alone, never by a file."""

_NUMBER: Final = pl.col("number")
_LEVEL: Final = pl.col("level")

STARS: Final = Table(
    "stars",
    {
        "stars.formula": ~_is("kind", "formula"),
        "stars.error-value": ~_is("kind", "error"),
        "stars.merged": ~_is("kind", "merged"),
        "stars.boolean": ~_is("kind", "boolean"),
        "stars.date": ~_is("kind", "date", "duration"),
        "stars.fraction": _NUMBER.floor() == _NUMBER,
        "stars.out-of-range": _NUMBER.is_between(stars.LEVELS[0], stars.LEVELS[-1]) | (_NUMBER.floor() != _NUMBER),
        "stars.invalid": _is("text", *stars.SPELLINGS),
        "stars.normalised": _is("rated", *map(stars.written, stars.LEVELS)),
        "stars.blank": _is("unrated", stars.UNRATED),
    },
    {
        "kind": KINDS,
        "number": pl.Float64,
        "text": pl.String,
        "rated": pl.String,
        "unrated": pl.String,
        "level": pl.Int8,
    },
)
"""Star cells: number where one stands that is no level, text where it must be a spelling of stars."""

RATINGS: Final = Table(
    "ratings",
    {
        **STARS.rules,
        "evidence.missing": ~((_LEVEL >= HIGH) | (_LEVEL.is_not_null() & pl.col("gate")))
        | pl.any_horizontal(pl.col(field).is_not_null() for field in NOTE_FIELDS)
        | pl.col("without_notes"),
    },
    {**STARS.columns, "gate": pl.Boolean, "without_notes": pl.Boolean, **dict.fromkeys(NOTE_FIELDS, pl.String)},
    said={"evidence.missing": {"found": None, "expected": None, "case": None}},
)
"""Star cells with the notes beside them."""

DECISIONS: Final = Table(
    "decisions",
    {"decision.stars-missing": _LEVEL.is_not_null() | pl.col("reason").is_null() | pl.col("unrated").is_null()},
    {"level": pl.Int8, "unrated": pl.String, "reason": pl.String},
    said={"decision.stars-missing": {"case": None}},
)
"""Decision cells with the reason beside them; unrated is null where they cannot be read at all."""

REASONS: Final = Table(
    "reasons",
    {"decision.reason-missing": _LEVEL.is_null() | pl.col("reason").is_not_null()},
    {"level": pl.Int8, "reason": pl.String},
    said={"decision.reason-missing": {"case": None}},
)
"""The same rows, said of the reasons' cells."""


def _of(*fields: Field, holds: pl.Expr) -> pl.Expr:
    return pl.when(_is("field", *fields)).then(holds)


_OPEN: Final = pl.when(pl.col("issued").is_null())
_KEPT: Final = pl.col("kept").is_not_null()
_VALID: Final = pl.col("valid")
_NEEDED: Final = pl.col("is_rated")

ENTRIES: Final = Table(
    "entries",
    {
        "evaluator.missing": _of("evaluator", holds=_KEPT),
        "evaluator.similar": pl.col("rival").is_null(),
        "evaluator.differs": _of("evaluator", holds=pl.col("same")),
        "context.differs": _of("parameter", holds=pl.col("same")),
        "context.out-of-scope": pl.col("covered"),
        "parameter.missing": _of("parameter", holds=_OPEN.then(_VALID.is_not_null())),
        "parameter.invalid": _of("parameter", "scope", holds=_OPEN.then(_VALID)),
        "parameter.other": _of("parameter", holds=_OPEN.then(pl.col("suggested") | ~_VALID)),
        "tool-version.missing": _of("version", holds=_KEPT | ~_NEEDED),
        "tool-version.number": _of("version", holds=~_KEPT | _is("kind", "text", "formula")),
        "verified-on.missing": _of("verified_on", holds=_VALID.is_not_null() | ~_NEEDED),
        "verified-on.invalid": _of("verified_on", holds=_VALID),
        "verified-on.future": pl.col("days_ahead") <= 1,
    },
    {
        "field": FIELDS,
        "kind": KINDS,
        "kept": pl.String,
        "issued": pl.String,
        "rival": pl.String,
        "same": pl.Boolean,
        "valid": pl.Boolean,
        "suggested": pl.Boolean,
        "covered": pl.Boolean,
        "is_rated": pl.Boolean,
        "days_ahead": pl.Int64,
    },
    said={
        "evaluator.similar": {"expected": "rival", "case": None},
        "evaluator.differs": {"expected": "issued", "case": None},
        "context.out-of-scope": {"found": "kept", "expected": "covers", "case": "covers_case"},
    },
)
"""What people type on the sheet of parameters: evaluator, parameters, versions, days, and what was verified again.

A parameter that the lead issued must stand there, what was left open is the evaluator's to say. kept is null where
nothing counts, same where nothing was issued, valid where nothing stands in the cell; days_ahead counts from the day of
receipt, which may be tomorrow where the evaluator is.
"""

TEXTS: Final = Table(
    "texts",
    {
        "text.formula": ~_is("kind", "formula"),
        "text.error-value": ~_is("kind", "error"),
        "text.merged": ~_is("kind", "merged"),
        "text.too-long": pl.col("units") <= layout.MAX_TEXT,
    },
    {"kind": KINDS, "units": pl.UInt32},
)
"""Texts that are not plain: units counts as a spreadsheet does, kind is null where the text is too long anyway."""

PROPOSALS: Final = Table(
    "proposals",
    {
        "proposal.incomplete": pl.col("lacking") == 0,
        "proposal.category-unknown": pl.col("known_category"),
        "proposal.similar": pl.col("is_new"),
    },
    {"lacking": pl.UInt32, "known_category": pl.Boolean, "is_new": pl.Boolean},
)
