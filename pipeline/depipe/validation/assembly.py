"""The frames of a batch, and the submissions that they make up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from depipe.validation.entries import IS_ENTERED, Entries, Key, entries_of, entry_frame
from depipe.validation.frames import Basis, cell_frame, kept, rating_frame
from depipe.validation.odd import odd_texts
from depipe.validation.proposals import FIELDS, Proposed, proposal_frame, proposals_of
from depipe.validation.submission import AnswerRow, Answers, Submission, ToolReturn
from depipe.workbook.cells import column_letters
from depipe.workbook.layout import NOTE_FIELDS


@dataclass(frozen=True, slots=True)
class Frames:
    """A batch as the tables of `depipe.validation.tables` see it, with the entries and proposals as they are kept."""

    ratings: pl.DataFrame
    entries: pl.DataFrame
    texts: pl.DataFrame
    proposals: pl.DataFrame
    entered: Entries
    proposed: Sequence[Proposed]


def frames_of(bases: Sequence[Basis], evaluators: Iterable[str], today: date) -> Frames:
    """Return the frames of a batch; *evaluators* are the known names."""
    cells = cell_frame(bases)
    ratings = rating_frame(cells, bases)
    rated = set(ratings.filter(pl.col("level").is_not_null()).select("file", "tool").unique().iter_rows())
    entered = entries_of(cells, bases, evaluators, rated, today)
    entries = entry_frame(entered)
    proposed = proposals_of(cells, bases)
    return Frames(
        ratings=ratings,
        entries=entries,
        texts=odd_texts((cells, _IS_TEXT), (entries, IS_ENTERED)),
        proposals=proposal_frame(proposed),
        entered=entered,
        proposed=proposed,
    )


_IS_NOTE: Final = pl.col("field").is_in(NOTE_FIELDS)
_IS_TEXT: Final = (
    pl.when(pl.col("kind") == "merged")
    .then(_IS_NOTE & kept(pl.col("value")).is_not_null())
    .otherwise(
        (_IS_NOTE & (pl.col("value").is_not_null() | (pl.col("kind") == "formula"))) | pl.col("field").is_in(FIELDS)
    )
)
"""Which cells are texts: notes that say something, or would if they were not merged, and proposals."""


def submissions(frames: Frames, bases: Sequence[Basis]) -> dict[int, Submission]:
    """Return what each of *bases* says, by file; their cells hold no error."""
    answers = _answers(frames.ratings)
    said: Mapping[Key, Any] = {key: entry.kept for key, (_, entry) in frames.entered.items()}
    days = {key: entry.day for key, (_, entry) in frames.entered.items()}
    made = {}
    for basis in bases:
        file, identity, master = basis.file, basis.identity, basis.master
        context = identity.context or {}
        parameters = {name: context.get(name) or said[file, "parameter", None, name] for name in master.parameter_names}
        made[file] = Submission(
            workbook_id=identity.workbook_id,
            master_digest=master.digest,
            master_id=master.id,
            master_version=master.version,
            context_id=master.context_id(parameters),
            evaluator=said[file, "evaluator", None, None],
            parameters=parameters,
            tools=tuple(
                ToolReturn(
                    tool=tool,
                    version=said[file, "version", tool, None],
                    verified_on=days[file, "verified_on", tool, None],
                    scope=said.get((file, "scope", tool, None)),
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


def _answers(ratings: pl.DataFrame) -> dict[int, Answers]:
    """Return the rows that hold stars or a note, by file."""
    letters = {column: column_letters(column) for column in ratings["column"].unique()}
    cell = pl.col("column").replace_strict(letters, return_dtype=pl.String) + pl.col("row").cast(pl.String)
    by_file = (
        ratings.lazy()
        .filter(pl.any_horizontal(pl.col("level", *NOTE_FIELDS).is_not_null()))
        .with_columns(stars="level", cell=cell)
        .group_by("file", maintain_order=True)
        .agg(AnswerRow._fields)
        .select("file", pl.struct(AnswerRow._fields).struct.json_encode())
        .collect()
    )
    return {file: Answers(text) for file, text in by_file.iter_rows()}
