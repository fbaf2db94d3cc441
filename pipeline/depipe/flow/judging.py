"""Judging returns by the ledger: which rest on what it no longer holds, and which it has newer verifications than.

Both are questions about the replay: the new returns are put among those that their evaluators sent before, and
statements are read from all of them, as scoring reads them.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from depipe.findings import Finding, in_order
from depipe.flow.good import Good, Judged
from depipe.flow.judging_decisions import judged_decisions
from depipe.flow.replaying import Meeting, Overtaken, Replay
from depipe.folding import fold
from depipe.ledger.history import foresee, read_history
from depipe.ledger.store import Entry, Ledger
from depipe.stars import written
from depipe.workbook.identity import Answer
from depipe.workbook.layout import NOTE_FIELDS, NOTE_NAMES

_NO_ANSWER: Final = Answer()


def judged(
    goods: Sequence[Good], ledger: Ledger, *, received_at: datetime, alone: bool = False, supersede: bool = False
) -> list[Judged]:
    """Hold each return against the ledger and those before it in *goods*; with *alone*, against the ledger only.

    One that says nothing new is not judged. With *supersede* a return may overwrite newer statements, and undo
    decisions in force: what would be an error then is left out.
    """
    ratings = [good for good in goods if not good.entry.submission.decides]
    rulings = [good for good in goods if good.entry.submission.decides]
    rated = _judged_ratings(ratings, ledger, received_at=received_at, alone=alone, supersede=supersede)
    if not rulings:
        return rated
    others = [good.entry for good, one in zip(ratings, rated, strict=True) if not one.refused and not alone]
    ruled = judged_decisions(rulings, ledger, others, received_at=received_at, alone=alone, supersede=supersede)
    answers, verdicts = iter(rated), iter(ruled)
    return [next(verdicts if good.entry.submission.decides else answers) for good in goods]


def _judged_ratings(
    goods: Sequence[Good], ledger: Ledger, *, received_at: datetime, alone: bool, supersede: bool
) -> list[Judged]:
    """Judge the returns that rate."""
    if not goods:
        return []
    people = {good.entry.submission.evaluator for good in goods}
    people.update(good.issuance.identity.evaluator or "" for good in goods if good.issuance)
    rounds = _rounds(goods)
    if len(rounds) == 1 and not alone and not ledger.has_heard_from(people):
        return [Judged(good.findings, new=True) for good in goods]
    history = read_history(ledger, evaluators=people)
    results: dict[int, Judged] = {}
    standing: list[Entry] = []
    for places in rounds:
        foreseen = foresee(ledger, [*standing, *(goods[place].entry for place in places)], received_at=received_at)
        receipts = zip(foreseen.receipts[len(standing) :], places, strict=True)
        new = {place: receipt.submission_id or "" for receipt, place in receipts if receipt.status == "accepted"}
        replay = Replay(
            history,
            foreseen,
            new=list(new.values()),
            prefilled=[new[place] for place in new if goods[place].prefilled],
        )
        for place in places:
            findings = _findings(goods[place], replay, new.get(place, ""), supersede=supersede)
            results[place] = Judged(in_order(findings), new=place in new)
        if not alone:
            standing += [goods[place].entry for place in new if not results[place].refused]
    return [results[place] for place in range(len(goods))]


def _findings(good: Good, replay: Replay, submission_id: str, *, supersede: bool) -> list[Finding]:
    """Return what is said about a return, that is *submission_id* in the replay."""
    stale = [] if supersede else list(_stale(good, replay.meeting.get(submission_id, [])))
    late = _superseded(good, replay.overtaken.get(submission_id, []), stale)
    return [*good.findings, *stale, *late]


def _rounds(goods: Sequence[Good]) -> list[list[int]]:
    """Return the places of *goods* in rounds; within one, nobody says anything twice about a tool."""
    seen: dict[tuple[str, str, str], int] = {}
    rounds: list[list[int]] = []
    for place, good in enumerate(goods):
        said = good.entry.submission
        keys = [(said.context_id, said.evaluator, tool.tool) for tool in said.tools]
        number = max((seen.get(key, 0) for key in keys), default=0)
        seen.update(dict.fromkeys(keys, number + 1))
        if number == len(rounds):
            rounds.append([])
        rounds[number].append(place)
    return rounds


def _stale(good: Good, meeting: Sequence[Meeting]) -> Iterator[Finding]:
    """Yield where the workbook says something else than a return that came in after its answers were read."""
    if good.issuance is None or good.issuance.read_to is None:
        return
    for one in meeting:
        if one.stood_sequence <= good.issuance.read_to or one.agrees:
            continue
        issued = good.issuance.answers.get((one.item_id, one.tool), _NO_ANSWER)
        version = None if one.stood.stars is None else one.stood_version
        facts = ", ".join(filter(None, (version, f"{one.stood_since:%Y-%m-%d %H:%M} UTC")))
        sheet, cell = good.star_cells[one.item_id, one.tool]
        yield Finding(
            code="rating.stale-base",
            sheet=sheet,
            cell=cell,
            item_id=one.item_id,
            tool=one.tool,
            found=f"{written(one.stood.stars)} ({facts}){_notes(one.stood, issued)}",
            expected=f"{written(issued.stars)}{_notes(issued, one.stood)}",
        )


def _superseded(good: Good, overtaken: Sequence[Overtaken], stale: Sequence[Finding]) -> Iterator[Finding]:
    """Yield what is of an older verification than the one that stands, but for what is *stale* anyway."""
    said = {(finding.item_id, finding.tool) for finding in stale}
    for one in overtaken:
        if (one.item_id, one.tool) not in said:
            sheet, cell = good.star_cells[one.item_id, one.tool]
            yield Finding(
                code="rating.superseded",
                sheet=sheet,
                cell=cell,
                item_id=one.item_id,
                tool=one.tool,
                found=one.verified_on.isoformat(),
                expected=one.newer_on.isoformat(),
            )


def _notes(answer: Answer, other: Answer) -> str:
    """Return the notes in which two answers of the same stars differ: then they are what moved."""
    if answer.stars != other.stars:
        return ""
    differing = [field for field in NOTE_FIELDS if fold(answer.note(field) or "") != fold(other.note(field) or "")]
    return "".join(f" {NOTE_NAMES[field]}: {answer.note(field) or '-'}" for field in differing)
