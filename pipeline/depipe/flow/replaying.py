"""Replaying new returns among those that their evaluators sent before, to see what they would say."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

import polars as pl

from depipe.folding import fold
from depipe.ledger.history import Foreseen, History
from depipe.scoring.statements import KEY, statements
from depipe.workbook.identity import Answer
from depipe.workbook.layout import NOTE_FIELDS

_ANSWER: Final = ("stars", *NOTE_FIELDS)


class Overtaken(NamedTuple):
    """A statement that comes too late: the ledger has one of a newer verification."""

    item_id: str
    tool: str
    verified_on: date
    newer_on: date


class Meeting(NamedTuple):
    """A statement of a prefilled workbook about what another workbook's statement stood for until now."""

    item_id: str
    tool: str
    answer: Answer
    stood: Answer
    stood_version: str | None
    stood_since: datetime
    stood_sequence: int

    @property
    def agrees(self) -> bool:
        """Whether both say the same, but for spelling."""
        return _folded(self.answer) == _folded(self.stood)


class Replay:
    """What *new* returns say among all that their evaluators said, by submission id.

    *foreseen* holds them and those before them that are not in the history yet. overtaken: what comes too late.
    meeting: of the *prefilled* ones, what is about a cell that another workbook's statement stood for.
    """

    def __init__(self, history: History, foreseen: Foreseen, *, new: Sequence[str], prefilled: Sequence[str]) -> None:
        self.overtaken: dict[str, list[Overtaken]] = {}
        self.meeting: dict[str, list[Meeting]] = {}
        if not new:
            return
        returns = pl.concat([history.returns, foreseen.returns])
        answers = pl.concat([history.answers, foreseen.answers])
        own = pl.col("submission_id").is_in(new)
        after = statements(returns, answers, history.issued)
        self._overtake(after, own)
        if prefilled:
            before = statements(returns.remove(own), answers, history.issued)
            sent = returns.select("submission_id", "workbook_id", "sequence").unique()
            self._meet(after.filter(pl.col("submission_id").is_in(prefilled)), before, sent)

    def _overtake(self, after: pl.DataFrame, own: pl.Expr) -> None:
        position, last = pl.col("position"), pl.col("verified_on").last().over(KEY)
        late = after.with_columns(newer_on=last, late=position < position.max().over(KEY)).filter(own & pl.col("late"))
        columns = ("submission_id", "item_id", "tool", "verified_on", "newer_on")
        for submission_id, *overtaken in late.select(columns).iter_rows():
            self.overtaken.setdefault(submission_id, []).append(Overtaken(*overtaken))

    def _meet(self, said: pl.DataFrame, before: pl.DataFrame, sent: pl.DataFrame) -> None:
        stood = before.unique(KEY, keep="last", maintain_order=True).join(sent, on="submission_id")
        both = (
            said.join(sent, on="submission_id", maintain_order="left")
            .join(stood, on=KEY, suffix="_stood", maintain_order="left")
            .filter(pl.col("workbook_id") != pl.col("workbook_id_stood"))
        )
        for row in both.iter_rows(named=True):
            meeting = Meeting(
                item_id=row["item_id"],
                tool=row["tool"],
                answer=Answer(*(row[name] for name in _ANSWER)),
                stood=Answer(*(row[f"{name}_stood"] for name in _ANSWER)),
                stood_version=row["tool_version_stood"],
                stood_since=row["received_at_stood"],
                stood_sequence=row["sequence_stood"],
            )
            self.meeting.setdefault(row["submission_id"], []).append(meeting)


def _folded(answer: Answer) -> tuple[int | None, ...] | tuple[int, str, str, str]:
    """Return what two answers are compared by; the notes beside `-` say nothing."""
    if answer.stars is None:
        return (None,)
    doc, repro, evidence = (fold(answer.note(field) or "") for field in NOTE_FIELDS)
    return answer.stars, doc, repro, evidence
