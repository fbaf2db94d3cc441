"""What an accepted workbook says: plain frozen values, of the standard library only."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, Literal, NamedTuple, Self

Scope = Literal["changed", "all"]
"""What a prefilled workbook's evaluator verified again: the items that changed, or all of them."""


@dataclass(frozen=True, slots=True)
class ToolReturn:
    """What a workbook says about one tool besides its ratings.

    verified_on is as typed; None where it is missing (the day of receipt stands in). scope is None in a workbook that
    was not issued prefilled. attributes are the issued ones, never the cells'.
    """

    tool: str
    version: str | None
    verified_on: date | None
    scope: Scope | None
    attributes: Mapping[str, str]


class AnswerRow(NamedTuple):
    """An item's stars (None: unverified) and notes for one tool; sheet and cell are the star cell's as returned."""

    item_id: str
    tool: str
    stars: int | None
    doc: str | None
    repro: str | None
    evidence: str | None
    sheet: str
    cell: str


_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _columns(rows: Iterable[AnswerRow]) -> str:
    columns = list(zip(*rows, strict=True)) or [()] * len(AnswerRow._fields)
    return _JSON.encode(dict(zip(AnswerRow._fields, columns, strict=True)))


@dataclass(frozen=True)
class Answers:
    """Answer rows as the ledger keeps them: a JSON object of columns, by the names of `AnswerRow`.

    There are hundreds a workbook, and on their way into the ledger nobody looks at one of them: so they stay as they
    come from the frame, and are taken apart only where somebody asks.
    """

    text: str = _columns(())

    @classmethod
    def of(cls, rows: Iterable[AnswerRow]) -> Self:
        """Return *rows* as columns."""
        return cls(_columns(rows))

    @cached_property
    def _rows(self) -> tuple[AnswerRow, ...]:
        columns = json.loads(self.text)
        return tuple(map(AnswerRow, *(columns[name] for name in AnswerRow._fields)))

    def __iter__(self) -> Iterator[AnswerRow]:
        """Yield the rows."""
        return iter(self._rows)

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._rows)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An item that the master lacks, as proposed; category is the master's id where it is one of its categories."""

    category: str | None
    name: str | None
    description: str | None
    reason: str | None
    general: str | None


class Decision(NamedTuple):
    """What was decided about a pair, None for what is left open; sheet and cell are the decision's as returned."""

    item_id: str
    tool: str
    stars: int | None
    reason: str | None
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One returned workbook without an error.

    answers holds only what has stars or a note, in the order of the returned rows. digest is the SHA-256 of the
    file's bytes; program is what saved the file, as it says itself. Of a workbook for decisions evaluator is whoever
    decided, decisions has every pair that it was issued with, and tools, answers and proposals are empty.
    """

    workbook_id: str
    master_digest: str
    master_id: str
    master_version: str
    context_id: str
    evaluator: str
    parameters: Mapping[str, str]
    tools: tuple[ToolReturn, ...]
    answers: Answers
    proposals: tuple[Proposal, ...]
    decisions: tuple[Decision, ...] | None = None
    file: str
    digest: str
    program: str | None

    @property
    def decides(self) -> bool:
        """Whether it is of a workbook for decisions."""
        return self.decisions is not None
