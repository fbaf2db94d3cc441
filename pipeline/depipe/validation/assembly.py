"""The frames of a batch, and the submissions that they make up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from depipe.validation import entries as reading
from depipe.validation.frames import (
    Basis,
    cell_frame,
    is_gate,
    merged_frame,
    note_frame,
    rating_frame,
    star_frame,
    without_notes,
)
from depipe.validation.odd import odd_texts
from depipe.validation.proposals import FIELDS, Proposed, proposal_frame, proposals_of
from depipe.validation.submission import Answers, Submission, ToolReturn
from depipe.workbook.cells import column_letters
from depipe.workbook.layout import NOTE_FIELDS


@dataclass(frozen=True, slots=True)
class Frames:
    """A batch as the tables of `depipe.validation.tables` see it, with the proposals as they are kept."""

    stars: pl.DataFrame
    ratings: pl.DataFrame
    evaluators: pl.DataFrame
    parameters: pl.DataFrame
    coverage: pl.DataFrame
    versions: pl.DataFrame
    days: pl.DataFrame
    ranges: pl.DataFrame
    texts: pl.DataFrame
    proposals: pl.DataFrame
    proposed: Sequence[Proposed]


def frames_of(bases: Sequence[Basis], evaluators: Iterable[str], today: date) -> Frames:
    """Return the frames of a batch; *evaluators* are the known names."""
    cells = cell_frame(bases)
    entries = reading.entry_frame(cells, bases)
    stars = star_frame(cells)
    notes, merged = note_frame(cells), merged_frame(cells)
    rated = stars.filter(pl.col("level").is_not_null()).select("file", "tool").unique()
    names = reading.evaluator_frame(entries, bases, evaluators)
    parameters = reading.parameter_frame(entries, bases)
    versions = reading.version_frame(entries, rated)
    days = reading.day_frame(entries, rated, today)
    proposed = proposals_of(cells, bases)
    return Frames(
        stars=stars,
        ratings=_judged(rating_frame(stars, notes), merged, bases),
        evaluators=names,
        parameters=parameters.with_columns(
            pl.col("given").alias("found"), pl.coalesce("context", "options").alias("expected")
        ),
        coverage=parameters.with_columns(
            pl.col("kept").alias("found"),
            pl.col("covers").alias("expected"),
            pl.when(pl.col("context").is_not_null()).then(pl.lit("issued")).alias("case"),
        ),
        versions=versions,
        days=days,
        ranges=reading.scope_frame(cells).with_columns(
            pl.col("given").alias("found"), pl.col("options").alias("expected")
        ),
        texts=odd_texts(
            notes,
            merged,
            cells.filter(pl.col("field").is_in(FIELDS), pl.col("kind") != "merged"),
            names.filter(pl.col("text").is_not_null()),
            parameters.filter(pl.col("valid"), pl.col("context").is_null()),
            versions.filter(pl.col("text").is_not_null()),
            days.filter(pl.col("day").is_not_null()),
        ),
        proposals=proposal_frame(proposed),
        proposed=proposed,
    )


def _judged(ratings: pl.DataFrame, merged: pl.DataFrame, bases: Sequence[Basis]) -> pl.DataFrame:
    """Add what a rating needs evidence for: whether it is a gate's, and whether its notes could be read at all."""
    gone = without_notes(bases).with_columns(pl.lit(value=True).alias("gone"))
    in_part = merged.select("file", "row", "tool").unique().with_columns(pl.lit(value=True).alias("in_part"))
    return (
        ratings.drop("found", "expected", "case")
        .join(gone, on=["file", "tool"], how="left", maintain_order="left")
        .join(in_part, on=["file", "row", "tool"], how="left", maintain_order="left")
        .with_columns(
            pl.any_horizontal(pl.col("gone", "in_part").fill_null(value=False)).alias("without_notes"),
            is_gate(bases).alias("gate"),
        )
    )


def submissions(frames: Frames, bases: Sequence[Basis]) -> dict[int, Submission]:
    """Return what each of *bases* says, by file; their cells hold no error."""
    answers = _answers(frames.ratings)
    evaluators = dict(frames.evaluators.select("file", "evaluator").iter_rows())
    values = {(file, name): kept for file, name, kept in frames.parameters.select("file", "name", "kept").iter_rows()}
    versions = _by_tool(frames.versions, "text")
    days = _by_tool(frames.days, "day")
    scopes = _by_tool(frames.ranges, "scope")
    made = {}
    for basis in bases:
        file, identity, master = basis.file, basis.identity, basis.master
        context = identity.context or {}
        parameters = {name: context.get(name) or values[file, name] for name in master.parameter_names}
        made[file] = Submission(
            workbook_id=identity.workbook_id,
            master_digest=master.digest,
            master_id=master.id,
            master_version=master.version,
            context_id=master.context_id(parameters),
            evaluator=evaluators[file],
            parameters=parameters,
            tools=tuple(
                ToolReturn(
                    tool=tool,
                    version=versions.get((file, tool)),
                    verified_on=days.get((file, tool)),
                    scope=scopes.get((file, tool)),
                    attributes=identity.attributes.get(tool, {}),
                )
                for tool in identity.tools
            ),
            answers=answers.get(file, Answers()),
            proposals=tuple(one.proposal for one in frames.proposed if one.file == file),
            file=basis.returned.file,
            digest=basis.returned.digest,
            program=basis.returned.program,
        )
    return made


def _by_tool(frame: pl.DataFrame, column: str) -> Mapping[tuple[int, str], Any]:
    return {(file, tool): value for file, tool, value in frame.select("file", "tool", column).iter_rows()}


def _answers(ratings: pl.DataFrame) -> dict[int, Answers]:
    """Return the rows that hold stars or a note, by file."""
    letters = {column: column_letters(column) for column in ratings["column"].unique()}
    cell = pl.col("column").replace_strict(letters, return_dtype=pl.String) + pl.col("row").cast(pl.String)
    columns = ("item_id", "tool", "level", *NOTE_FIELDS, "sheet", cell.alias("cell"))
    said = ratings.select("file", *columns).filter(
        pl.any_horizontal(pl.col(name).is_not_null() for name in ("level", *NOTE_FIELDS))
    )
    by_file = said.group_by("file", maintain_order=True).agg(pl.all())
    return {file: Answers(*map(tuple, columns)) for file, *columns in by_file.iter_rows()}
