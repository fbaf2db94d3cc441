"""The contract of every table that comes in: the types of its columns, and the rules that its rows keep.

A rule is a polars expression under the code of the finding that says it is broken; where it is null, it does not
apply. Frames are eager and parsed before they get here: nothing is coerced.
"""

from collections.abc import Mapping
from typing import Final, get_args

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

    pandera takes about half a millisecond a check, however many rows there are. So a table is held against all of its
    rules in one check, and against each of them only where that fails.
    """

    def __init__(self, name: str, rules: Mapping[str, pl.Expr], **columns: Type) -> None:
        self.name = name
        self.rules = rules
        self.columns = columns
        self._whole = pa.DataFrameSchema(
            {column: pa.Column(dtype, nullable=True) for column, dtype in columns.items()},
            checks=pa.Check(self._every_rule_holds, error=f"a rule of {name} is broken"),
            name=name,
        )
        self._single = pa.DataFrameSchema(
            {code: pa.Column(pl.Boolean, pa.Check.eq(value=True, error=code), nullable=True) for code in rules},
            name=name,
        )

    def _every_rule_holds(self, data: pa.PolarsData) -> bool:
        return bool(data.lazyframe.select(pl.all_horizontal(*self.rules).all()).collect().item())

    def failures(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the rows of *frame* that break a rule, once a rule, with its code as `code`.

        Raises pandera's SchemaError where the frame's own shape is wrong: a bug, not a finding.
        """
        none = frame.clear().with_columns(pl.lit(None, pl.String).alias("code"))
        if frame.is_empty():
            return none
        judged = frame.with_columns(rule.alias(code) for code, rule in self.rules.items())
        try:
            self._whole.validate(judged)
        except SchemaError as error:
            if error.reason_code is not SchemaErrorReason.DATAFRAME_CHECK:
                raise
        else:
            return none
        try:
            self._single.validate(judged.select(*self.rules), lazy=True)
        except SchemaErrors as errors:
            cases: pl.DataFrame = errors.failure_cases
            return frame[cases["index"]].with_columns(cases["check"].alias("code"))
        return none


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

CELLS: Final = pa.DataFrameSchema(
    {name: pa.Column(dtype, nullable=True) for name, dtype in CELL_COLUMNS.items()},
    checks=pa.Check(lambda data: data.lazyframe.select(_THERE), error="a cell lacks its place or its kind"),
    name="cells",
)
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
    kind=KINDS,
    number=pl.Float64,
    text=pl.String,
    rated=pl.String,
    unrated=pl.String,
    level=pl.Int8,
)
"""Star cells: number where one stands that is no level, text where it must be a spelling of stars."""

RATINGS: Final = Table(
    "ratings",
    {
        "evidence.missing": ~((_LEVEL >= HIGH) | (_LEVEL.is_not_null() & pl.col("gate")))
        | pl.any_horizontal(pl.col(field).is_not_null() for field in NOTE_FIELDS)
        | pl.col("without_notes"),
    },
    level=pl.Int8,
    gate=pl.Boolean,
    without_notes=pl.Boolean,
    **dict.fromkeys(NOTE_FIELDS, pl.String),
)
"""Star cells with the notes beside them."""

DECISIONS: Final = Table(
    "decisions",
    {"decision.stars-missing": _LEVEL.is_not_null() | pl.col("reason").is_null() | pl.col("unrated").is_null()},
    level=pl.Int8,
    unrated=pl.String,
    reason=pl.String,
)
"""Decision cells with the reason beside them; unrated is null where they cannot be read at all."""

REASONS: Final = Table(
    "reasons",
    {"decision.reason-missing": _LEVEL.is_null() | pl.col("reason").is_not_null()},
    level=pl.Int8,
    reason=pl.String,
)
"""The same rows, said of the reasons' cells."""

EVALUATORS: Final = Table(
    "evaluators",
    {"evaluator.missing": pl.col("text").is_not_null(), "evaluator.similar": pl.col("rival").is_null()},
    text=pl.String,
    rival=pl.String,
)

ISSUED_TO: Final = Table("issued to", {"evaluator.differs": pl.col("same")}, same=pl.Boolean)
"""Evaluators beside those that the workbooks were issued to; null where the lead left that open."""

_OPEN: Final = pl.when(pl.col("context").is_null())

PARAMETERS: Final = Table(
    "parameters",
    {
        "context.differs": pl.col("same"),
        "parameter.missing": _OPEN.then(pl.col("valid").is_not_null()),
        "parameter.invalid": _OPEN.then("valid"),
        "parameter.other": _OPEN.then(pl.col("suggested") | ~pl.col("valid")),
    },
    context=pl.String,
    same=pl.Boolean,
    valid=pl.Boolean,
    suggested=pl.Boolean,
)
"""Parameters: what the lead issued must stand there, what was left open is the evaluator's to say."""

COVERAGE: Final = Table("coverage", {"context.out-of-scope": pl.col("covered")}, covered=pl.Boolean)

VERSIONS: Final = Table(
    "versions",
    {
        "tool-version.missing": pl.col("text").is_not_null() | ~pl.col("is_rated"),
        "tool-version.number": _is("kind", "text", "formula"),
    },
    text=pl.String,
    is_rated=pl.Boolean,
    kind=KINDS,
)
"""Versions: kind is null where there is no version."""

DAYS: Final = Table(
    "days",
    {
        "verified-on.missing": pl.col("given") | ~pl.col("is_rated"),
        "verified-on.invalid": pl.col("day").is_not_null() | ~pl.col("given"),
        "verified-on.future": pl.col("days_ahead") <= 1,
    },
    given=pl.Boolean,
    day=pl.Date,
    is_rated=pl.Boolean,
    days_ahead=pl.Int64,
)
"""Days of verification: days_ahead counts from the day of receipt, which may be tomorrow where the evaluator is."""

RANGES: Final = Table("ranges", {"parameter.invalid": pl.col("valid")}, valid=pl.Boolean)
"""What prefilled workbooks say was verified again."""

TEXTS: Final = Table(
    "texts",
    {
        "text.formula": ~_is("kind", "formula"),
        "text.error-value": ~_is("kind", "error"),
        "text.merged": ~_is("kind", "merged"),
        "text.too-long": pl.col("units") <= layout.MAX_TEXT,
    },
    kind=KINDS,
    units=pl.UInt32,
)
"""Texts that are not plain: units counts as a spreadsheet does, kind is null where the text is too long anyway."""

PROPOSALS: Final = Table(
    "proposals",
    {
        "proposal.incomplete": pl.col("lacking") == 0,
        "proposal.category-unknown": pl.col("known_category"),
        "proposal.similar": pl.col("is_new"),
    },
    lacking=pl.UInt32,
    known_category=pl.Boolean,
    is_new=pl.Boolean,
)
