"""From flat cells to frames: stars, notes, and the two side by side.

Every frame has the columns file (the position in the batch), sheet, row and column, so that a failing row knows its
place; found and expected are what a finding about the row says.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import polars as pl

from depipe import stars
from depipe.master.model import Master
from depipe.validation import tables
from depipe.validation.values import probable_stars, read_stars
from depipe.workbook.cells import Field, Returned
from depipe.workbook.identity import Identity
from depipe.workbook.layout import NOTE_FIELDS


@dataclass(frozen=True, slots=True)
class Basis:
    """What a returned workbook is judged by.

    identity is the issuance's where the ledger has it, else the file's own. Without the reader's finding an error the
    cells are complete: what is absent then is missing.
    """

    file: int
    returned: Returned
    identity: Identity
    master: Master

    @property
    def complete(self) -> bool:
        """Whether the reader found the whole workbook."""
        return all(finding.severity != "error" for finding in self.returned.findings)

    @property
    def decides(self) -> bool:
        """Whether it is a workbook for decisions."""
        return self.identity.mode == "adjudicate"


_SHARED: Final = ("file", "field", "tool", "name", "sheet", "column")
"""The columns that all cells of a run have in common."""


def cell_frame(bases: Sequence[Basis]) -> pl.DataFrame:
    """Return the cells of a batch as one frame, of the tools that were issued."""
    runs = [(basis.file, run) for basis in bases for run in basis.returned.cells.all]
    shared = pl.DataFrame(
        [(file, run.field, run.tool, run.name, run.sheet, run.column, len(run.rows)) for file, run in runs],
        schema={name: tables.CELL_COLUMNS[name] for name in _SHARED} | {"cells": pl.UInt32},
        orient="row",
    )
    run_of_cell = shared.select(pl.int_range(pl.len()).repeat_by("cells").explode(empty_as_null=False)).to_series()
    cells = shared[run_of_cell].select(
        *_SHARED,
        _joined("item_id", (run.item_ids for _, run in runs)),
        _joined("row", (run.rows for _, run in runs)),
        _joined("kind", (run.kinds for _, run in runs)),
        _joined("value", (run.values for _, run in runs)),
    )
    return _of_issued_tools(tables.CELLS.validate(cells), bases)


def _joined(name: str, columns: Iterable[Sequence[object]]) -> pl.Series:
    return pl.Series(name, list(chain.from_iterable(columns)), tables.CELL_COLUMNS[name])


def _of_issued_tools(cells: pl.DataFrame, bases: Sequence[Basis]) -> pl.DataFrame:
    """Leave out the cells of tools that a workbook gives itself besides those it was issued for."""
    strangers = [
        (basis.file, tool)
        for basis in bases
        for tool in (basis.returned.identity.tools if basis.returned.identity else ())
        if tool not in basis.identity.tools
    ]
    if not strangers:
        return cells
    left_out = pl.DataFrame(strangers, schema={"file": pl.UInt32, "tool": pl.String}, orient="row")
    return cells.join(left_out, on=["file", "tool"], how="anti", maintain_order="left")


def _star_row(kind: str, value: str | None) -> tuple[object, ...]:
    reading = read_stars(kind, value)
    if reading.rated is not None:
        expected: str | None = stars.written(reading.level)
    elif reading.unrated is not None:
        expected = stars.UNRATED
    else:
        expected = probable_stars(kind, value)
    found = value if kind in {"formula", "merged"} else value or ""
    is_only_spaced = kind == "text" and found != expected and stars.tidy(found or "") == expected
    return (*reading, found, expected, "spaces" if is_only_spaced else None)


_WRITTEN: Final = ("kind", "value")
_STARS: Final[Mapping[str, tables.Type]] = {
    "kind": tables.KINDS,
    "value": pl.String,
    "level": pl.Int8,
    "number": pl.Float64,
    "text": pl.String,
    "rated": pl.String,
    "unrated": pl.String,
    "found": pl.String,
    "expected": pl.String,
    "case": pl.String,
}


def star_frame(cells: pl.DataFrame, field: Field = "stars") -> pl.DataFrame:
    """Return the cells of *field* with the stars that they say (`tables.STARS`): each spelling is read once."""
    rows = cells.filter(pl.col("field") == field)
    spellings = rows.select(_WRITTEN).unique().iter_rows()
    said = pl.DataFrame([(*one, *_star_row(*one)) for one in spellings], schema=_STARS, orient="row")
    return rows.join(said, on=_WRITTEN, how="left", nulls_equal=True, maintain_order="left")


def kept(value: pl.Expr) -> pl.Expr:
    """Return texts as they are kept: as typed, with plain newlines and without outer blanks; empty ones are null."""
    return value.str.replace_all("\r\n?", "\n").str.strip_chars().replace("", None)


_ANSWER: Final = ("file", "row", "tool")


def rating_frame(cells: pl.DataFrame, bases: Sequence[Basis]) -> pl.DataFrame:
    """Return the star cells with the three notes of the same row and tool beside them (`tables.RATINGS`)."""
    notes = (
        cells.lazy()
        .filter(pl.col("field").is_in(NOTE_FIELDS))
        .select(*_ANSWER, "field", "kind", kept(pl.col("value")).alias("note"))
        .filter(pl.col("note").is_not_null())
    )
    said = notes.filter(pl.col("kind") != "merged")
    beside = said.pivot("field", NOTE_FIELDS, index=_ANSWER, values="note", aggregate_function="first")
    in_part = notes.filter(pl.col("kind") == "merged").select(_ANSWER).unique()
    return (
        star_frame(cells)
        .lazy()
        .join(beside, on=_ANSWER, how="left", maintain_order="left")
        .join(_without_notes(bases), on=["file", "tool"], how="left", maintain_order="left")
        .join(in_part.with_columns(in_part=True), on=_ANSWER, how="left", maintain_order="left")
        .with_columns(
            pl.any_horizontal(pl.col("gone", "in_part").fill_null(value=False)).alias("without_notes"),
            _is_gate(bases).alias("gate"),
        )
        .collect()
    )


def _is_gate(bases: Sequence[Basis]) -> pl.Expr:
    """Return the expression that tells the star cells of mandatory items."""
    files: dict[str, list[int]] = {}
    masters: dict[str, Master] = {}
    for basis in bases:
        files.setdefault(basis.master.digest, []).append(basis.file)
        masters[basis.master.digest] = basis.master
    return pl.any_horizontal(
        pl.col("file").is_in(files[digest]) & pl.col("item_id").is_in(list(master.gates_by_item))
        for digest, master in masters.items()
    )


def _without_notes(bases: Iterable[Basis]) -> pl.LazyFrame:
    """Return the (file, tool) pairs of which the reader could not read all notes, gone: said once, there."""
    pairs = {
        (basis.file, finding.tool)
        for basis in bases
        for finding in basis.returned.findings
        if finding.code == "notes.missing" or (finding.code == "notes.duplicate" and finding.case == "unclear")
    }
    gone = pl.DataFrame(sorted(pairs), schema={"file": pl.UInt32, "tool": pl.String}, orient="row")
    return gone.lazy().with_columns(gone=True)
