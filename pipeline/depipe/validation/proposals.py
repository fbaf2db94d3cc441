"""Proposals of items that the master lacks: what people wrote, a row a proposal."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from depipe.findings import listed
from depipe.folding import fold
from depipe.master.model import Master
from depipe.master.resemblance import Resembling
from depipe.validation.frames import Basis, kept
from depipe.validation.submission import Proposal
from depipe.workbook.layout import PROPOSAL_HEADERS

FIELDS: Final = tuple(f"proposal.{name}" for name in PROPOSAL_HEADERS)
NEEDED: Final = ("category", "name", "description", "reason")
"""What the master's rules on new items need; whether it holds for other tools may stay open."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal and where it stands: the cells of its fields by name, as (row, column).

    resembled is the item of the master that it is likely to say again, as people name it.
    """

    file: int
    sheet: str
    proposal: Proposal
    known_category: bool
    categories: str
    resembled: str | None
    cells: Mapping[str, tuple[int, int]]

    @property
    def lacking(self) -> tuple[str, ...]:
        """The names of the needed fields that are blank."""
        return tuple(name for name in NEEDED if getattr(self.proposal, name) is None)


def proposals_of(cells: pl.DataFrame, bases: Sequence[Basis]) -> list[Proposed]:
    """Return the proposals of a batch in the order of their rows; blank rows are none."""
    masters = {basis.file: basis.master for basis in bases}
    resembling: dict[str, Resembling] = {}
    rows = cells.filter(pl.col("field").is_in(FIELDS)).with_columns(
        pl.when(pl.col("kind") != "merged").then(kept(pl.col("value"))).alias("text"),
        pl.col("field").cast(pl.String).str.strip_prefix("proposal."),
    )
    found = []
    for (file, sheet, _), row in rows.group_by("file", "sheet", "name", maintain_order=True):
        texts = dict(row.select("field", "text").iter_rows())
        if any(texts.values()):
            places = {field: (line, column) for field, line, column in row.select("field", "row", "column").iter_rows()}
            master = masters[int(str(file))]
            if master.digest not in resembling:
                resembling[master.digest] = Resembling(master)
            resembled = _resembled(master, resembling[master.digest], texts)
            found.append(_proposed(int(str(file)), str(sheet), texts, places, master, resembled))
    return found


def _resembled(master: Master, resembling: Resembling, texts: Mapping[str, str | None]) -> str | None:
    closest = resembling.closest(texts.get("name"), texts.get("description"))
    return f"{closest.item_id} {master.items_by_id[closest.item_id].name}" if closest and closest.close else None


def _proposed(  # noqa: PLR0917 - where, what, and what it is judged by
    file: int,
    sheet: str,
    texts: Mapping[str, str | None],
    places: Mapping[str, tuple[int, int]],
    master: Master,
    resembled: str | None,
) -> Proposed:
    named = texts.get("category")
    category = category_id(master, named) if named else None
    proposal = Proposal(
        category=category or named,
        **{field: texts.get(field) for field in PROPOSAL_HEADERS if field != "category"},
    )
    ids = listed(known.id for known in master.categories)
    return Proposed(file, sheet, proposal, category is not None or not named, ids, resembled, places)


def category_id(master: Master, text: str) -> str | None:
    """Return the id of the category that *text* names: by its id, its name, or its id followed by anything else."""
    wanted = fold(text).casefold()
    spellings = {
        fold(spelling).casefold(): known.id for known in master.categories for spelling in (known.name, known.id)
    }
    if wanted in spellings:
        return spellings[wanted]
    ids = sorted((known.id for known in master.categories), key=len, reverse=True)
    return next((known for known in ids if re.match(re.escape(fold(known).casefold()) + r"\W", wanted)), None)


def proposal_frame(proposed: Sequence[Proposed]) -> pl.DataFrame:
    """Return a row each for what a proposal lacks, the category it names, and the item it resembles (`tables`)."""
    rows: list[tuple[object, ...]] = []
    for one in proposed:
        first = next(iter(one.cells.values()))
        lacking = one.lacking
        place = one.cells.get(lacking[0], first) if lacking else first
        headers = listed(PROPOSAL_HEADERS[name] for name in lacking)
        rows.append((one.file, one.sheet, *place, len(lacking), None, None, None, headers))
        place, named = one.cells.get("category", first), one.proposal.category
        rows.append((one.file, one.sheet, *place, None, one.known_category, None, named, one.categories))
        place, said = one.cells.get("name", first), one.proposal.name or one.proposal.description
        rows.append((one.file, one.sheet, *place, None, None, one.resembled is None, said, one.resembled))
    return pl.DataFrame(
        rows,
        schema={
            "file": pl.UInt32,
            "sheet": pl.String,
            "row": pl.UInt32,
            "column": pl.UInt32,
            "lacking": pl.UInt32,
            "known_category": pl.Boolean,
            "is_new": pl.Boolean,
            "found": pl.String,
            "expected": pl.String,
        },
        orient="row",
    )
