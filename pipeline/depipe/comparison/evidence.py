"""Every Doc, Repro and Evidence of one context, how many ratings have none, and links that stand for many items."""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

import polars as pl

from depipe.comparison.addresses import TRAILING, addresses
from depipe.workbook.layout import NOTE_NAMES

MANY: Final = 3
"""Items from which on one link stands for many."""
MOST: Final = 100_000
"""Notes that are listed: of more only some of those on mandatory items. The tables have them all."""
PEOPLE: Final = 100
"""Evaluators whose notes on one mandatory item of one tool are listed, where there are so many notes."""
_LINKS_SHOWN: Final = 20
_ADDRESSES: Final = r"(?i)\bhttps?://[0-9a-z\[][0-9a-z\-._~:/?#\[\]@!$&'()*+,;=%]*"
"""What `addresses` looks for, as far as polars knows it."""
_NOTE: Final = ("item_id", "tool", "evaluator", "stars", "kind", "text", "tool_version", "verified_on")


class Note(NamedTuple):
    """One note: what it is about, who wrote it with which stars, at which version and day of verification.

    address is the first web address in the text, if there is one. It is the evaluator's own; it was not opened.
    """

    item_id: str
    tool: str
    evaluator: str
    stars: int
    kind: str
    text: str
    address: str | None
    version: str | None
    verified_on: date


class NoteCount(NamedTuple):
    """How many ratings of a tool there are, how many have no note at all, and how many have each kind.

    bare_gates are the mandatory items among those without any note.
    """

    tool: str
    ratings: int
    bare: int
    kinds: tuple[int, ...]
    bare_gates: tuple[str, ...]


class SharedLink(NamedTuple):
    """One address that stands for three items or more, the items in the master's order, most items first."""

    address: str
    items: tuple[str, ...]
    tools: tuple[str, ...]
    notes: int


class Evidence(NamedTuple):
    """Everything that 根拠 shows: notes by item, tool and evaluator.

    Of very many notes only those on mandatory items are there, of the first `PEOPLE` evaluators each; more_notes and
    more_shared count what is left out.
    """

    notes: tuple[Note, ...]
    counts: tuple[NoteCount, ...]
    shared: tuple[SharedLink, ...]
    more_notes: int
    more_shared: int


NO_EVIDENCE: Final = Evidence((), (), (), 0, 0)


def evidence(
    ratings: pl.LazyFrame,
    tools: Sequence[str],
    items: Sequence[str],
    gates: Sequence[str],
    place: pl.Expr,
) -> Evidence:
    """Return the evidence of one context's *ratings*, evaluators by their *place* (`people.place`).

    *items* and *gates* are ids in the master's order.
    """
    counts = tuple(_counts(ratings, tools, gates))
    total = sum(sum(one.kinds) for one in counts)
    said = _said(ratings if total <= MOST else _few(ratings, gates, place), tools, items, place).collect()
    shared = _shared(ratings, tools, items)
    return Evidence(
        notes=tuple(
            Note(item_id, tool, evaluator, stars, NOTE_NAMES[kind], text, _first_address(text), version, day)
            for item_id, tool, evaluator, stars, kind, text, version, day in said.select(_NOTE).iter_rows()
        ),
        counts=counts,
        shared=tuple(shared[:_LINKS_SHOWN]),
        more_notes=total - said.height,
        more_shared=max(len(shared) - _LINKS_SHOWN, 0),
    )


def _few(ratings: pl.LazyFrame, gates: Sequence[str], place: pl.Expr) -> pl.LazyFrame:
    """Return the ratings of gates that have a note, of the first evaluators of each gate and tool."""
    noted = pl.any_horizontal(pl.col(column).fill_null("") != "" for column in NOTE_NAMES)
    return (
        ratings.filter(pl.col("item_id").is_in(list(gates)), noted)
        .sort(place, maintain_order=True)
        .group_by("item_id", "tool", maintain_order=True)
        .head(PEOPLE)
    )


def _said(ratings: pl.LazyFrame, tools: Sequence[str], items: Sequence[str], place: pl.Expr) -> pl.LazyFrame:
    """Return every note: a row each with the columns of _NOTE, by item, tool, evaluator and kind."""
    about = ("item_id", "tool", "evaluator", "stars", "tool_version", "verified_on")
    return (
        ratings.select(*about, *NOTE_NAMES)
        .unpivot(on=list(NOTE_NAMES), index=about, variable_name="kind", value_name="text")
        .filter(pl.col("text").fill_null("") != "")
        .sort(
            pl.col("item_id").cast(pl.Enum(list(items))),
            pl.col("tool").cast(pl.Enum(list(tools))),
            place,
            pl.col("kind").cast(pl.Enum(list(NOTE_NAMES))),
        )
    )


def _first_address(text: str) -> str | None:
    return next((address for _, address in addresses(text)), None)


def _counts(ratings: pl.LazyFrame, tools: Sequence[str], gates: Sequence[str]) -> list[NoteCount]:
    given = [pl.col(column).fill_null("") != "" for column in NOTE_NAMES]
    bare = ~pl.any_horizontal(given)
    order = list(gates)
    counted = ratings.group_by("tool").agg(
        pl.len().alias("ratings"),
        bare.sum().alias("bare"),
        *(one.sum().alias(kind) for one, kind in zip(given, NOTE_NAMES, strict=True)),
        pl.col("item_id").filter(bare & pl.col("item_id").is_in(order)).unique().alias("bare_gates"),
    )
    found = {row["tool"]: row for row in counted.collect().iter_rows(named=True)}
    return [
        NoteCount(
            tool,
            row["ratings"],
            row["bare"],
            tuple(row[kind] for kind in NOTE_NAMES),
            tuple(sorted(row["bare_gates"], key=order.index)),
        )
        if (row := found.get(tool))
        else NoteCount(tool, 0, 0, (0,) * len(NOTE_NAMES), ())
        for tool in tools
    ]


def _shared(ratings: pl.LazyFrame, tools: Sequence[str], items: Sequence[str]) -> list[SharedLink]:
    """Return the addresses that stand for many items, wherever in a note; most items first.

    There may be millions of notes: polars finds what looks like an address, and only what stands for many items is
    looked at closely.
    """
    linked = pl.concat(
        ratings.filter(pl.col(kind).str.contains("://", literal=True)).select("item_id", "tool", text=kind)
        for kind in NOTE_NAMES
    )
    found = linked.with_columns(address=pl.col("text").str.extract_all(_ADDRESSES).list.unique()).explode("address")
    many = (
        found.group_by(pl.col("address").str.strip_chars_end(TRAILING))
        .agg(pl.col("item_id").unique(), pl.col("tool").unique(), pl.len().alias("notes"))
        .filter(pl.col("address").is_not_null(), pl.col("item_id").list.len() >= MANY)
    )
    shared = [
        SharedLink(first, tuple(sorted(about, key=items.index)), tuple(sorted(of, key=tools.index)), notes)
        for address, about, of, notes in many.collect().iter_rows()
        if (first := _first_address(address)) is not None
    ]
    return sorted(shared, key=lambda one: (-len(one.items), -one.notes, one.address))
