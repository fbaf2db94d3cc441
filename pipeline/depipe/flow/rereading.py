"""Reading originals again: each in force is judged under today's rules, as on the day on which it came in.

That is: by that day's date, by the master that it was issued with, and by the names that the ledger knew then.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Final, Literal, Self

from depipe.findings import Severity, findings_json
from depipe.flow.reading import CHUNK, CHUNK_BYTES, ReadFile, Workers, read_chunks
from depipe.ledger.documents import Said, said_by, said_from, submission_document
from depipe.ledger.history import issuances_overview
from depipe.ledger.schema import storable
from depipe.ledger.store import Kept, Ledger, Reread, SubmissionRecord
from depipe.scratch import Scratch
from depipe.validation.rules import Checked, Known, check
from depipe.validation.submission import Submission
from depipe.workbook.expected import expected_of
from depipe.workbook.identity import Issuance

_JUDGED_BY_THE_LEDGER: Final = frozenset(
    {
        "rating.superseded",
        "rating.stale-base",
        "identity.repeated",
        "decision.reopened",
        "decision.replaces",
        "decision.withdrawn",
    }
)
"""Findings about what the ledger held, and what was read together, when a return came in: reading the return again
cannot tell."""


Status = Literal["same", "moved", "rejected"]


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as the ledger keeps it; how it is worded makes no difference."""

    code: str
    severity: Severity
    sheet: str | None
    cell: str | None
    item_id: str | None
    tool: str | None
    found: str | None
    expected: str | None
    message: str = field(compare=False)

    @classmethod
    def all_in(cls, text: str) -> list[Self]:
        """Return the findings in the JSON that a submission is kept with."""
        return [cls(**{name: plain.get(name) for name in cls.__slots__}) for plain in json.loads(text)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A submission that was read again.

    status: `same`; `moved` when it says something else, or something else is to be said of it; `rejected` when today's
    rules would not let it in: it stays as it is. answers: how many read differently. appeared, gone: the findings that
    it has now and had not, and the other way round. reread: what to keep of one that moved.
    """

    record: SubmissionRecord
    status: Status
    answers: int
    appeared: tuple[Told, ...]
    gone: tuple[Told, ...]
    reread: Reread | None


def read_again(
    ledger: Ledger, *, workers: Workers = 0, advance: Callable[[], object] = lambda: None
) -> Iterator[Review]:
    """Yield a review of every submission in force, in order of receipt; *advance* is called after each original.

    Raises SurroundingsError when an original is damaged.
    """
    masters = ledger.masters()
    expectations = {digest: expected_of(master) for digest, master in masters.items()}
    names = _Names(ledger)
    for together in _together([record for record in ledger.submissions() if not record.withdrawn]):
        kept = ledger.kept([record.submission_id for record in together])
        issued = ledger.issuances(record.workbook_id for record in together)
        with Scratch() as scratch:
            paths = _written(kept, scratch.path)
            chunks = read_chunks(paths, expectations, workers=workers, advance=advance)
            files: dict[str, ReadFile] = {file.path.name: file for chunk in chunks for file in chunk}
        for (today, evaluators), records in groupby(together, lambda one: (one.received_at.date(), names.before(one))):
            batch = list(records)
            known = Known(masters=masters, issuances=issued, evaluators=evaluators, today=today)
            for record, checked in zip(
                batch, check([files[record.submission_id].returned for record in batch], known), strict=True
            ):
                yield _review(record, kept[record.submission_id], checked, issued.get(record.workbook_id))


def _together(records: Sequence[SubmissionRecord]) -> Iterator[list[SubmissionRecord]]:
    """Yield *records* in lists whose originals fit into memory."""
    together: list[SubmissionRecord] = []
    size = 0
    for record in records:
        together.append(record)
        size += record.size
        if len(together) == CHUNK or size >= CHUNK_BYTES:
            yield together
            together, size = [], 0
    if together:
        yield together


def _written(kept: Mapping[str, Kept], folder: Path) -> list[Path]:
    """Write the originals into *folder*, named by their submissions: workers read files."""
    for submission_id, one in kept.items():
        (folder / submission_id).write_bytes(one.original)
    return [folder / submission_id for submission_id in kept]


class _Names:
    """The evaluators' names that a ledger knew before a submission came in; asked in order of receipt."""

    def __init__(self, ledger: Ledger) -> None:
        records = ledger.submissions()
        issued = [(one.recorded_at, 1, one.evaluator) for one in issuances_overview(ledger) if one.evaluator]
        came = [(one.received_at, 1, one.evaluator) for one in records]
        went = [(one.withdrawn_at, -1, one.evaluator) for one in records if one.withdrawn_at]
        self._to_come = sorted([*issued, *came, *went], reverse=True)
        self._counts: Counter[str] = Counter()
        self._known: frozenset[str] = frozenset()

    def before(self, record: SubmissionRecord) -> frozenset[str]:
        while self._to_come and self._to_come[-1][0] < record.received_at:
            _, difference, name = self._to_come.pop()
            self._counts[name] += difference
            self._known = frozenset(+self._counts)
        return self._known


def _review(record: SubmissionRecord, kept: Kept, checked: Checked, issuance: Issuance | None) -> Review:
    prefilled = issuance is not None and issuance.identity.mode == "prefill"
    apart = _JUDGED_BY_THE_LEDGER | ({"verified-on.missing"} if prefilled else set())
    before, after = Told.all_in(kept.findings_json), Told.all_in(findings_json(checked.findings))
    was, now = (Counter(told for told in findings if told.code not in apart) for findings in (before, after))
    findings = [*now.elements(), *(told for told in before if told.code in apart)]
    submission = _same_workbook(checked.submission, record)
    said = None if submission is None else said_from(submission_document(said_by(submission)))
    who = None if submission is None else (storable(submission.evaluator), submission.context_id)
    moved = was != now or (who, said) != ((kept.evaluator, kept.context_id), kept.said)
    return Review(
        record=record,
        status="rejected" if submission is None else "moved" if moved else "same",
        answers=_differing(kept.said, said) if said else 0,
        appeared=tuple((now - was).elements()),
        gone=tuple((was - now).elements()),
        reread=_reread(record, submission, findings) if submission and moved else None,
    )


def _same_workbook(submission: Submission | None, record: SubmissionRecord) -> Submission | None:
    """Return *submission* unless it takes the original for another workbook than the one that was received."""
    if submission is None:
        return None
    read = (storable(submission.workbook_id), submission.master_digest)
    return submission if read == (record.workbook_id, record.master_digest) else None


def _reread(record: SubmissionRecord, submission: Submission, findings: Sequence[Told]) -> Reread:
    kept = json.dumps([asdict(told) for told in findings], ensure_ascii=False, separators=(",", ":"))
    return Reread(submission_id=record.submission_id, submission=submission, findings_json=kept)


def _differing(was: Said, now: Said) -> int:
    before, after = _answers(was), _answers(now)
    return sum(before.get(key) != after.get(key) for key in before.keys() | after.keys())


def _answers(said: Said) -> dict[tuple[str, str], tuple[object, ...]]:
    """Return what is said of each item of a tool: stars and notes, or what was decided and why."""
    answers: dict[tuple[str, str], tuple[object, ...]] = {
        (answer.item_id, answer.tool): answer[2:6] for answer in said.answers
    }
    return answers | {(one.item_id, one.tool): (one.stars, one.reason) for one in said.decisions or ()}
