"""Anonymous outputs: people numbered in place of their names, before anything is computed or written."""

from collections.abc import Mapping
from dataclasses import fields, replace
from itertools import count
from pathlib import PurePath
from typing import Final

import polars as pl

from depipe.flow.files import SUFFIXES
from depipe.flow.scored import Replayed
from depipe.language import Language, Text

_NAMED: Final = "evaluator"
_NAMES: Final = (_NAMED, "decided_by")
"""Columns that hold names."""
_WHO: Final = {False: Text("評価者", "Evaluator"), True: Text("決定者", "Adjudicator")}
"""What people are called, by whether the first that came in from them decides."""


def anonymous(told: Replayed, language: Language) -> Replayed:
    """Return *told* with 評価者 1, 評価者 2, ... in place of evaluators' names and of the names of their files.

    Whoever came in first with a decision is 決定者 1, 決定者 2, ... instead. People are counted by their first receipt
    over the whole ledger, withdrawn submissions too: whoever has number 3 has it in every context, and at every later
    moment. What people wrote (notes, reasons) stays as written.
    """
    submissions = told.history.submissions
    labels = _labels(submissions, language)
    frames = {field.name: _renamed(getattr(told.history, field.name), labels) for field in fields(told.history)}
    frames["submissions"] = frames["submissions"].with_columns(file=_files(submissions, labels))
    ratings, changes = (frame.with_columns(_label(_NAMED, labels)) for frame in (told.ratings, told.changes))
    return replace(told, history=replace(told.history, **frames), ratings=ratings, changes=changes)


def _labels(submissions: pl.DataFrame, language: Language) -> dict[str, str]:
    first = submissions.sort("sequence").unique(_NAMED, keep="first", maintain_order=True)
    numbers = {decides: count(1) for decides in (False, True)}
    return {
        name: f"{_WHO[decides].within(language)} {next(numbers[decides])}"
        for name, decides in first.select(_NAMED, "decides").iter_rows()
    }


def _renamed(frame: pl.DataFrame, labels: Mapping[str, str]) -> pl.DataFrame:
    return frame.with_columns(_label(name, labels) for name in _NAMES if name in frame.columns)


def _label(column: str, labels: Mapping[str, str]) -> pl.Expr:
    return pl.col(column).replace_strict(labels, return_dtype=pl.String)


def _files(submissions: pl.DataFrame, labels: Mapping[str, str]) -> pl.Series:
    """Return what each file is called: the evaluator's number and its own, in the order of receipt."""
    counted = submissions.select(_NAMED, "file", pl.col("sequence").rank().over(_NAMED).cast(pl.Int64))
    return pl.Series(
        [f"{labels[name]}-{number}{_suffix(file)}" for name, file, number in counted.iter_rows()], dtype=pl.String
    )


def _suffix(file: str) -> str:
    """Return what a file's name ends with, where it is what workbooks' names end with."""
    suffix = PurePath(file).suffix.lower()
    return suffix if suffix in SUFFIXES else ""
