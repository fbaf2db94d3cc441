"""From flat cells to frames: stars, notes, and the two side by side.

Every frame has the columns file (the position in the batch), sheet, row and column, so that a failing row knows its
place; found and expected are what a finding about the row says.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import polars as pl

from depipe import stars
from depipe.master.model import Master
from depipe.validation import tables
from depipe.validation.values import probable_stars, read_stars
from depipe.workbook.cells import COLUMNS, Field, Returned
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


def cell_frame(bases: Sequence[Basis]) -> pl.DataFrame:
    """Return the cells of a batch as one frame, of the tools that were issued."""
    lengths = [len(basis.returned.cells) for basis in bases]
    files = pl.DataFrame(
        {"file": [basis.file for basis in bases], "cells": lengths}, schema={"file": pl.UInt32, "cells": pl.UInt32}
    )
    lists = {
        name: list(chain.from_iterable(getattr(basis.returned.cells, name) for basis in bases)) for name in COLUMNS
    }
    cells = pl.DataFrame(
        [
            files.select(pl.col("file").repeat_by("cells").explode(empty_as_null=False)).to_series(),
            *(pl.Series(name, values, dtype=tables.CELL_COLUMNS[name]) for name, values in lists.items()),
        ]
    )
    return _of_issued_tools(tables.CELLS.validate(cells), bases)


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


def mapped(
    frame: pl.DataFrame, on: Sequence[str], read: Callable[..., Sequence[object]], columns: Mapping[str, tables.Type]
) -> pl.DataFrame:
    """Return *frame* with *columns* as *read* makes them of the columns *on*; it is called once for distinct values."""
    distinct = frame.select(on).unique()
    made = pl.DataFrame([tuple(read(*row)) for row in distinct.iter_rows()], schema=columns, orient="row")
    return frame.join(distinct.hstack(made), on=on, how="left", nulls_equal=True, maintain_order="left")


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


def star_frame(cells: pl.DataFrame, field: Field = "stars") -> pl.DataFrame:
    """Return the cells of *field* with the stars that they say (`tables.STARS`)."""
    return mapped(
        cells.filter(pl.col("field") == field),
        ("kind", "value"),
        _star_row,
        {
            "level": pl.Int8,
            "number": pl.Float64,
            "text": pl.String,
            "rated": pl.String,
            "unrated": pl.String,
            "found": pl.String,
            "expected": pl.String,
            "case": pl.String,
        },
    )


def kept(value: pl.Expr) -> pl.Expr:
    """Return texts as they are kept: as typed, with plain newlines and without outer blanks; empty ones are null."""
    text = value.str.replace_all("\r\n?", "\n").str.strip_chars()
    return pl.when(text != "").then(text)


def note_frame(cells: pl.DataFrame) -> pl.DataFrame:
    """Return the notes that say anything, and the formulas that show nothing."""
    notes = cells.filter(
        pl.col("field").is_in(NOTE_FIELDS),
        pl.col("value").is_not_null() | (pl.col("kind") == "formula"),
        pl.col("kind") != "merged",
    )
    return notes.with_columns(kept(pl.col("value")).alias("note"))


def rating_frame(star_rows: pl.DataFrame, notes: pl.DataFrame) -> pl.DataFrame:
    """Return the star cells with the three notes of the same row and tool beside them."""
    ratings, beside_what = star_rows, ("file", "row", "tool")
    for field in NOTE_FIELDS:
        beside = notes.filter(pl.col("field") == field).select(*beside_what, pl.col("note").alias(field))
        ratings = ratings.join(beside, on=beside_what, how="left", maintain_order="left")
    return ratings


def merged_frame(cells: pl.DataFrame) -> pl.DataFrame:
    """Return the merged notes that would say something."""
    return cells.filter(
        pl.col("field").is_in(NOTE_FIELDS), pl.col("kind") == "merged", kept(pl.col("value")).is_not_null()
    )


def is_gate(bases: Sequence[Basis]) -> pl.Expr:
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


def without_notes(bases: Iterable[Basis]) -> pl.DataFrame:
    """Return the (file, tool) pairs of which the reader could not read all notes: said once, there."""
    pairs = {
        (basis.file, finding.tool)
        for basis in bases
        for finding in basis.returned.findings
        if finding.code == "notes.missing" or (finding.code == "notes.duplicate" and finding.case == "unclear")
    }
    return pl.DataFrame(sorted(pairs), schema={"file": pl.UInt32, "tool": pl.String}, orient="row")
