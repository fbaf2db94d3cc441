"""What people gave and sent: stars, notes, decisions, returned workbooks, changes; and in which order names stand."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

import polars as pl

from depipe.comparison.model import RatingChange, Return, ToolReview
from depipe.comparison.ratings import Decided, Remark, Vote
from depipe.comparison.sureness import Source
from depipe.workbook.layout import NOTE_FIELDS

REMARKS: Final = 100
"""Different remarks on one item of one tool that a comparison tells: nobody reads more, and the tables have all."""

SOURCES: Final = 100
"""Cells that the ratings of one gate of one tool came from, of which a comparison tells."""

_RETURN: Final = (
    "evaluator",
    "file",
    "digest",
    "master_version",
    "program",
    "received_at",
    "decides",
    "withdrawn",
    "reason",
)
_CHANGE: Final = (
    "item_id",
    "tool",
    "evaluator",
    "from_stars",
    "to_stars",
    "from_version",
    "to_version",
    "changed_at",
    "file",
)
_NUMBER: Final = re.compile("([0-9]+)")
_SOURCE: Final = (
    "evaluator",
    "stars",
    "tool_version",
    "verified_on",
    "submission_id",
    "file",
    "sheet",
    "cell",
)
_OPENPYXL: Final = re.compile(r"(?i)^Microsoft Excel Compatible / openpyxl ([0-9.]*[0-9])")
_LIBREOFFICE: Final = re.compile(r"^(LibreOffice|OpenOffice)[^/]*/([0-9.]*[0-9])")
_EXCEL: Final = re.compile(r"^(Microsoft (?:Macintosh )?Excel) ([0-9]+)\.[0-9]+$")


def evaluator_counts(given: pl.DataFrame) -> dict[str, int]:
    """Return by tool how many evaluators rated anything of it; tools that nobody rated are absent."""
    return dict(given.group_by("tool").agg(pl.col("evaluator").n_unique()).iter_rows())


def votes(given: pl.DataFrame, again: pl.DataFrame) -> dict[tuple[str, str], tuple[Vote, ...]]:
    """Return who gave which stars by (tool, item id): all who rated anything of the tool, in the order of their names.

    *again*: tool, item_id, evaluator of the ratings to be confirmed again. Pairs that nobody rated are absent.
    """
    doubted = set(again.select("tool", "item_id", "evaluator").iter_rows())
    juries: dict[str, list[str]] = {
        tool: sorted(names, key=natural)
        for tool, names in given.group_by("tool").agg(pl.col("evaluator").unique()).iter_rows()
    }
    found: dict[tuple[str, str], tuple[Vote, ...]] = {}
    for tool, item_id, names, stars in given.group_by("tool", "item_id").agg("evaluator", "stars").iter_rows():
        by_name = dict(zip(names, stars, strict=True))
        found[tool, item_id] = tuple(
            Vote(name, by_name.get(name), (tool, item_id, name) in doubted) for name in juries[tool]
        )
    return found


def place(given: pl.DataFrame) -> pl.Expr:
    """Return each evaluator's place in the order of their names; *given* has all of them."""
    places = {name: place for place, name in enumerate(sorted(given["evaluator"].unique(), key=natural))}
    return pl.col("evaluator").replace_strict(places, return_dtype=pl.UInt32)


def remarks(ratings: pl.LazyFrame, tools: Sequence[str], place: pl.Expr) -> dict[tuple[str, str], list[Remark]]:
    """Return the notes by (tool, item id), evaluators by their *place*; ratings without a note are absent.

    Evaluators who wrote the very same share one remark. Of more than `REMARKS` on one item of one tool the first ones
    are told, and how many more there are. There may be millions of notes: those of one tool are held at a time.
    """
    noted = ratings.filter(pl.any_horizontal(pl.col(NOTE_FIELDS).fill_null("") != ""))
    return {pair: told for tool in tools for pair, told in _remarks(noted, tool, place)}


def _remarks(noted: pl.LazyFrame, tool: str, place: pl.Expr) -> Iterator[tuple[tuple[str, str], list[Remark]]]:
    said = (
        noted.filter(pl.col("tool") == tool)
        .select("item_id", "evaluator", *NOTE_FIELDS)
        .sort(place, maintain_order=True)
        .collect()
    )
    words = ("item_id", *NOTE_FIELDS)
    different = said.unique(words, keep="first", maintain_order=True)
    told = different.group_by("item_id", maintain_order=True).head(REMARKS)
    found: dict[str, dict[tuple[str | None, str | None, str | None], list[str]]] = {}
    for item_id, evaluator, doc, repro, evidence in said.join(
        told, on=words, how="semi", nulls_equal=True, maintain_order="left"
    ).iter_rows():
        found.setdefault(item_id, {}).setdefault((doc, repro, evidence), []).append(evaluator)
    for item_id, count in different["item_id"].value_counts().iter_rows():
        remarks = [Remark(tool, tuple(names), *notes) for notes, names in found[item_id].items()]
        if count > REMARKS:
            remarks.append(Remark(tool, (), None, None, None, more=count - REMARKS))
        yield (tool, item_id), remarks


def sources(
    ratings: pl.LazyFrame, submissions: pl.DataFrame, cells: pl.LazyFrame, place: pl.Expr
) -> dict[tuple[str, str], tuple[Source, ...]]:
    """Return the *cells* that ratings came from by (tool, item id), of the first evaluators by their *place*.

    cells: submission_id, tool, item_id, sheet, cell: str, of some ratings.
    """
    pair = ("tool", "item_id")
    sent = (
        ratings.select("evaluator", *pair, "stars", "tool_version", "verified_on", "submission_id")
        .join(cells, on=["submission_id", *pair])
        .sort(place, maintain_order=True)
        .group_by(pair, maintain_order=True)
        .head(SOURCES)
        .join(submissions.lazy().select("submission_id", "file"), on="submission_id", maintain_order="left")
        .collect()
    )
    found: dict[tuple[str, str], list[Source]] = {}
    for tool, item_id, *source in sent.select(*pair, *_SOURCE).iter_rows():
        found.setdefault((tool, item_id), []).append(Source(*source))
    return {one: tuple(told) for one, told in found.items()}


def written_decisions(decisions: pl.DataFrame, submissions: pl.DataFrame, cells: pl.LazyFrame | None) -> pl.DataFrame:
    """Return *decisions* with the file, sheet and cell that each is written in; null where there are no *cells*.

    cells: as `sources` takes them.
    """
    if cells is None or decisions.is_empty():
        return decisions.with_columns(pl.lit(None, pl.String).alias(name) for name in ("file", "sheet", "cell"))
    return (
        decisions.lazy()
        .join(submissions.lazy().select("submission_id", "file"), on="submission_id", how="left", maintain_order="left")
        .join(cells, on=["submission_id", "tool", "item_id"], how="left", maintain_order="left")
        .collect()
    )


def rulings(written: pl.DataFrame, status: Literal["in_force", "reopened"]) -> dict[tuple[str, str], Decided]:
    """Return the decisions (`written_decisions`) of a *status* by (tool, item id); no pair has two of them."""
    told = written.filter(pl.col("status") == status)
    columns = ("tool", "item_id", *Decided._fields)
    return {(tool, item_id): Decided(*said) for tool, item_id, *said in told.select(columns).iter_rows()}


def with_rulings(
    remarks: Mapping[tuple[str, str], list[Remark]], rulings: Mapping[tuple[str, str], Decided]
) -> dict[tuple[str, str], list[Remark]]:
    """Return *remarks* with the decision before the evaluators' own."""
    first = {
        (tool, item_id): [Remark(tool, (one.decided_by,), None, None, None, one)]
        for (tool, item_id), one in rulings.items()
    }
    return {pair: first.get(pair, []) + remarks.get(pair, []) for pair in (*remarks, *first)}


def reviews(tools: Sequence[str], ratings: pl.LazyFrame) -> tuple[ToolReview, ...]:
    """Return what each evaluator looked at, tools in their order and evaluators in that of their names."""
    order = {tool: position for position, tool in enumerate(tools)}
    grouped = ratings.group_by("tool", "evaluator").agg(
        pl.col("tool_version").drop_nulls().unique().sort(),
        pl.col("verified_on").min().alias("first_day"),
        pl.col("verified_on").max().alias("last_day"),
        pl.len(),
    )
    made = (
        ToolReview(tool, evaluator, tuple(versions), first_day, last_day, rated)
        for tool, evaluator, versions, first_day, last_day, rated in grouped.collect().iter_rows()
    )
    return tuple(sorted(made, key=lambda review: (order[review.tool], natural(review.evaluator))))


def returns(submissions: pl.DataFrame) -> tuple[Return, ...]:
    """Return the returned workbooks in the order of their receipt."""
    told = submissions.sort("sequence")
    told = told.with_columns(pl.Series("program", map(program_name, told["program"]), pl.String))
    return tuple(Return(*row) for row in told.select(_RETURN).iter_rows())


def changes(changes: pl.LazyFrame, submissions: pl.DataFrame) -> tuple[RatingChange, ...]:
    """Return the changes of ratings that were there before, by receipt."""
    key = ("evaluator", "tool", "item_id")
    moved = changes.filter(pl.col("from_stars").is_not_null()).select(key).unique()
    lines = changes.join(moved, on=key, how="semi", maintain_order="left").collect()
    told = (
        lines.filter(pl.int_range(pl.len()).over(key) > 0)
        .join(submissions.select("submission_id", "file"), on="submission_id", maintain_order="left")
        .sort("changed_at", maintain_order=True)
    )
    return tuple(RatingChange(*row) for row in told.select(_CHANGE).iter_rows())


def natural(name: str) -> tuple[list[str | tuple[int, str]], str]:
    """Return what names are ordered by: as they are written, but numbers by their value; 1 and 01 as written."""
    return [_value(part) if place % 2 else part for place, part in enumerate(_NUMBER.split(name))], name


def _value(number: str) -> tuple[int, str]:
    """Return what whole numbers are ordered by: Python makes no integer of thousands of digits."""
    digits = number.lstrip("0")
    return len(digits), digits


def program_name(said: str | None) -> str | None:
    """Return the program that saved a workbook as people know it: its name and version, and nothing else."""
    if said is None:
        return None
    if found := _OPENPYXL.match(said):
        return f"openpyxl {found[1]}"
    if found := _LIBREOFFICE.match(said):
        return f"{found[1]} {found[2]}"
    if found := _EXCEL.match(said):
        return f"{found[1]} {int(found[2])}"
    return said
