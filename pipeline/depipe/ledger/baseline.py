"""Whether a return says anything new: its answers, versions, dates and proposals against their baseline.

The baseline of a tool is what the same workbook's previous return says of it, in the order (verification date of that
tool, then receipt), else what the workbook was issued with, else nothing. Whose return it is counts as well: one
workbook may be filled in by several evaluators, or for several contexts, and each of them starts anew.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import NamedTuple

from depipe.ledger.documents import Said, said_from
from depipe.validation.submission import Decision, ToolReturn
from depipe.workbook.identity import Issuance

Answers = Mapping[str, tuple[int | None, str | None, str | None, str | None]]
"""Item id -> stars, doc, repro and evidence of one tool; only those that hold any."""


@dataclass(frozen=True)
class Earlier:
    """An accepted return of the same workbook, evaluator and context, with its document as it is kept."""

    submission_id: str
    digest: str
    received_at: datetime
    document: str
    evaluator: str

    @cached_property
    def said(self) -> Said:
        """What it says."""
        return said_from(self.document)


class Repeated(NamedTuple):
    """A return says nothing new. submission_id is the newest one that says it already, None for the workbook itself."""

    submission_id: str | None


def repeated(
    said: Said, received_at: datetime, earlier: Sequence[Earlier], issuance: Issuance | None
) -> Repeated | None:
    """Return what *said* repeats, None when it says something new.

    *earlier* are the returns in force of the same workbook, evaluator and context, as they were received. Texts are
    compared as they stand: a corrected spelling is something new. A plain workbook with nothing filled in repeats the
    workbook itself, whatever was returned before: somebody sent the wrong file, and withdrew nothing.
    """
    if not (issuance and issuance.answers) and _is_blank(said):
        return Repeated(None)
    used: list[int] = []
    for tool in said.tools:
        previous = _previous(earlier, tool, received_at)
        if previous is None:
            repeats = _repeats_issued(said, tool, issuance)
        else:
            used.append(previous)
            repeats = _repeats_returned(said, tool, earlier[previous].said)
        if not repeats:
            return None
    proposed = earlier[-1].said.proposals if earlier else ()
    if Counter(said.proposals) != Counter(proposed):
        return None
    return Repeated(earlier[max(used)].submission_id if used else None)


def repeated_decisions(decisions: Sequence[Decision], decided_by: str, earlier: Sequence[Earlier]) -> Repeated | None:
    """Return what a workbook for decisions repeats: its previous return, or the workbook itself where all is open.

    *earlier* are its returns in force, whoever decided then. Where nothing is decided any more, that is something new.
    """
    now = {(one.item_id, one.tool): (one.stars, one.reason) for one in decisions if one.stars is not None}
    if not earlier:
        return None if now else Repeated(None)
    last = earlier[-1]
    before = {(d.item_id, d.tool): (d.stars, d.reason) for d in last.said.decisions or () if d.stars is not None}
    same = now == before and (last.evaluator == decided_by or not now)
    return Repeated(last.submission_id) if same else None


def _is_blank(said: Said) -> bool:
    tools = all(tool.version is None and tool.verified_on is None for tool in said.tools)
    return tools and not said.answers and not said.proposals


def _previous(earlier: Sequence[Earlier], tool: ToolReturn, received_at: datetime) -> int | None:
    """Return which one of *earlier* comes last before a return of *tool* that is received now."""
    places = [
        (*_order(other, one.received_at), place)
        for place, one in enumerate(earlier)
        for other in one.said.tools
        if other.tool == tool.tool
    ]
    now = (*_order(tool, received_at), len(earlier))
    before = [place for place in places if place < now]
    return max(before)[-1] if before else None


def _order(tool: ToolReturn, received_at: datetime) -> tuple[date, datetime]:
    """Return the key that scoring replays returns by: the day of receipt (UTC) stands in for a verification date."""
    return tool.verified_on or received_at.astimezone(UTC).date(), received_at


def _repeats_returned(said: Said, tool: ToolReturn, previous: Said) -> bool:
    other = next(one for one in previous.tools if one.tool == tool.tool)
    return (
        tool.version == other.version
        and tool.verified_on == other.verified_on
        and tool.attributes == other.attributes
        and (other.scope == "all" or tool.scope != "all")
        and _answers(said, tool.tool) == _answers(previous, tool.tool)
    )


def _repeats_issued(said: Said, tool: ToolReturn, issuance: Issuance | None) -> bool:
    version = issuance.versions.get(tool.tool) if issuance else None
    if tool.version != version or tool.verified_on is not None or tool.scope == "all":
        return False
    return _answers(said, tool.tool) == (_issued_answers(issuance, tool.tool) if issuance else {})


def _answers(said: Said, tool: str) -> Answers:
    return {a.item_id: (a.stars, a.doc, a.repro, a.evidence) for a in said.answers if a.tool == tool}


def _issued_answers(issuance: Issuance, tool: str) -> Answers:
    told = {
        item: (a.stars, a.doc or None, a.repro or None, a.evidence or None)
        for (item, of), a in issuance.answers.items()
        if of == tool
    }
    return {item: answer for item, answer in told.items() if any(part is not None for part in answer)}
