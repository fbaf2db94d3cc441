"""What people type on the sheet of parameters: evaluator, parameters, and a row a tool, as frames.

An entry is a cell that every workbook has. One that is absent from a complete workbook has a row all the same, without
a cell's address, so that it is missing like a blank one.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

import polars as pl

from depipe.findings import listed
from depipe.folding import fold
from depipe.master.model import Parameter
from depipe.validation import names, tables
from depipe.validation.frames import Basis, mapped
from depipe.validation.submission import Scope
from depipe.validation.values import read_day, read_name, read_text, read_version, readable
from depipe.workbook import layout

_KEY: Final = ("file", "field", "tool", "name")
_TEXT: Final = {"text": pl.String, "instead": pl.String}
_SCOPES: Final[Mapping[str, Scope]] = {fold(layout.SCOPE_CHANGED): "changed", fold(layout.SCOPE_ALL): "all"}


def entry_frame(cells: pl.DataFrame, bases: Sequence[Basis]) -> pl.DataFrame:
    """Return evaluator, parameters, versions and days of every workbook, in the order of master and issuance."""
    wanted = pl.DataFrame(
        [entry for basis in bases for entry in _wanted(basis)],
        schema=dict.fromkeys(_KEY, pl.String) | {"file": pl.UInt32, "field": tables.FIELDS, "complete": pl.Boolean},
        orient="row",
    )
    there = cells.filter(pl.col("field").is_in(["evaluator", "parameter", "version", "verified_on"]))
    entries = wanted.join(
        there.select(*_KEY, "sheet", "row", "column", "kind", "value").unique(_KEY, keep="first"),
        on=_KEY,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    return entries.filter(pl.col("complete") | pl.col("sheet").is_not_null()).with_columns(
        pl.col("sheet").fill_null(layout.SHEET_CONTEXT),
        pl.col("kind").fill_null("blank"),
    )


def _wanted(basis: Basis) -> Iterable[tuple[object, ...]]:
    yield basis.file, "evaluator", None, None, basis.complete
    for name in basis.master.parameter_names:
        # What the lead issued holds even where its cell is gone: the reader says that the row is.
        issued = name in (basis.identity.context or {})
        yield basis.file, "parameter", None, name, basis.complete and not issued
    for tool in basis.identity.tools:
        yield basis.file, "version", tool, None, basis.complete
        yield basis.file, "verified_on", tool, None, basis.complete


def evaluator_frame(entries: pl.DataFrame, bases: Sequence[Basis], known: Iterable[str]) -> pl.DataFrame:
    """Return the evaluators as they are kept, with whom each workbook was issued to, and whom each name resembles.

    A name that folds like one of the ledger, else like one that was issued, else like an earlier one of the batch, is
    kept in that one's spelling. Of several that differ in more than folding drops, one is right (`names.rivals`).
    """
    issued = {basis.file: readable(basis.identity.evaluator or "") or None for basis in bases}
    frame = mapped(entries.filter(pl.col("field") == "evaluator"), ("kind", "value"), read_name, _TEXT).with_columns(
        pl.col("file").replace_strict(issued, return_dtype=pl.String).alias("issued")
    )
    spellings = names.Spellings(known, frame["issued"].drop_nulls(), frame["text"].drop_nulls())

    def kept(text: str | None, issued_to: str | None) -> tuple[str | None, str | None, bool | None]:
        if text is None:
            return None, None, None
        same = None if issued_to is None else fold(text) == fold(issued_to)
        name, rival = spellings.kept(text), spellings.rival(text)
        told = same is False and rival is not None and fold(rival) == fold(issued_to or "")
        return name, None if told else rival, same

    columns = {"evaluator": pl.String, "rival": pl.String, "same": pl.Boolean}
    return mapped(frame, ("text", "issued"), kept, columns).with_columns(
        pl.coalesce("text", "instead").alias("found"),
        pl.col("rival").alias("expected"),
    )


class ParameterReading(NamedTuple):
    """What a parameter's cell says against what was issued and what the master knows."""

    given: str
    """What stands there, as typed, "" for nothing."""
    same: bool | None
    """Whether that is what was issued; None where nothing was."""
    valid: bool | None
    """Whether the master takes it; None where nothing stands there."""
    suggested: bool
    """Whether it is one of the master's suggestions, where there are some."""
    kept: str | None
    """The value that counts: the issued one, else the master's spelling, else as typed."""
    covered: bool | None
    """Whether the master covers it; None where it does not say."""
    options: str | None
    covers: str | None


_PARAMETER: Final = {
    "given": pl.String,
    "same": pl.Boolean,
    "valid": pl.Boolean,
    "suggested": pl.Boolean,
    "kept": pl.String,
    "covered": pl.Boolean,
    "options": pl.String,
    "covers": pl.String,
}


def parameter_frame(entries: pl.DataFrame, bases: Sequence[Basis]) -> pl.DataFrame:
    """Return the parameters as `ParameterReading` has them; context is the issued value, null where there is none."""
    masters = {basis.master.digest: basis.master for basis in bases}
    digests = {basis.file: basis.master.digest for basis in bases}
    issued = pl.DataFrame(
        [(basis.file, name, value) for basis in bases for name, value in (basis.identity.context or {}).items()],
        schema={"file": pl.UInt32, "name": pl.String, "context": pl.String},
        orient="row",
    )
    frame = (
        entries.filter(pl.col("field") == "parameter")
        .join(issued, on=["file", "name"], how="left", maintain_order="left")
        .with_columns(pl.col("file").replace_strict(digests, return_dtype=pl.String).alias("digest"))
    )
    parameters = {(d, p.name): p for d, master in masters.items() for p in master.parameters.entries}
    scopes = {digest: master.fail_close.scope for digest, master in masters.items()}

    def read(digest: str, name: str, kind: str, value: str | None, context: str | None) -> ParameterReading:
        scope = scopes[digest]
        covers = scope.values if scope and scope.parameter == name else None
        return _read_parameter(parameters[digest, name], covers, kind, value, context)

    return mapped(frame, ("digest", "name", "kind", "value", "context"), read, _PARAMETER)


def _read_parameter(
    parameter: Parameter, covers: Sequence[str] | None, kind: str, value: str | None, context: str | None
) -> ParameterReading:
    text, instead = read_text(kind, value)
    option = {fold(option): option for option in parameter.options}.get(fold(text or ""))
    valid = None if text is None and instead is None else text is not None and (bool(option) or not parameter.closed)
    kept = context or option or (value.strip() if text and value else None)
    folded = {fold(covered) for covered in covers or ()}
    return ParameterReading(
        given=(instead if text is None else value and value.strip()) or "",
        same=None if context is None else fold(text or "") == fold(context),
        valid=valid,
        suggested=option is not None or parameter.closed or not parameter.options,
        kept=kept,
        covered=fold(kept) in folded if kept and folded and (context or valid) else None,
        options=listed(parameter.options) or None,
        covers=listed(covers or ()) or None,
    )


def version_frame(entries: pl.DataFrame, rated: pl.DataFrame) -> pl.DataFrame:
    """Return the tools' versions, with whether the tool is rated."""
    frame = mapped(entries.filter(pl.col("field") == "version"), ("kind", "value"), read_version, _TEXT)
    return _with_rated(frame, rated).with_columns(
        pl.when(pl.col("text").is_not_null()).then("kind").alias("kind"),
        pl.coalesce("text", "instead").alias("found"),
    )


def day_frame(entries: pl.DataFrame, rated: pl.DataFrame, today: date) -> pl.DataFrame:
    """Return the tools' days of verification, with whether the tool is rated and how far ahead of *today* they are."""
    frame = mapped(
        entries.filter(pl.col("field") == "verified_on"),
        ("kind", "value"),
        read_day,
        {"given": pl.Boolean, "day": pl.Date},
    )
    day = pl.col("day")
    return _with_rated(frame, rated).with_columns(
        (day - today).dt.total_days().alias("days_ahead"),
        pl.when("given").then(pl.coalesce(day.dt.to_string("iso"), "value", pl.lit(""))).alias("found"),
    )


def _with_rated(frame: pl.DataFrame, rated: pl.DataFrame) -> pl.DataFrame:
    """Add whether (file, tool) is among *rated*."""
    marks = rated.with_columns(pl.lit(value=True).alias("is_rated"))
    return frame.join(marks, on=["file", "tool"], how="left", maintain_order="left").with_columns(
        pl.col("is_rated").fill_null(value=False)
    )


def scope_frame(cells: pl.DataFrame) -> pl.DataFrame:
    """Return what prefilled workbooks say was verified again.

    A blank one is the narrower `changed`: nothing counts as verified again that nobody said was.
    """

    def read(kind: str, value: str | None) -> tuple[object, ...]:
        text, instead = read_text(kind, value)
        scope = "changed" if text is None and instead is None else _SCOPES.get(fold(text or ""))
        given = instead if text is None else value and value.strip()
        return scope, scope is not None, given, listed((layout.SCOPE_CHANGED, layout.SCOPE_ALL))

    return mapped(
        cells.filter(pl.col("field") == "scope"),
        ("kind", "value"),
        read,
        {"scope": pl.String, "valid": pl.Boolean, "given": pl.String, "options": pl.String},
    ).with_columns(pl.lit(layout.HEADER_SCOPE).alias("name"))
