"""Originals read again: through the same walls and checks as when they came in, by the day of their receipt."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import Any, Final

from depipe.bundle.differences import CellDifference, Difference, FileDifference
from depipe.bundle.record import SubmissionTold
from depipe.flow.reading import ReadFile, read_chunks, worthwhile
from depipe.ledger.documents import DECIDING, said_by, submission_document
from depipe.ledger.frames import SUBMISSIONS
from depipe.ledger.schema import storable
from depipe.master.model import Master
from depipe.validation.rules import Checked, Known, check
from depipe.validation.submission import Submission
from depipe.workbook.expected import expected_of
from depipe.workbook.identity import Issuance

ROWS: Final = 256
"""Rows that are handed on at once."""


def rows_again(
    told: Sequence[SubmissionTold],
    originals: Mapping[str, Path],
    masters: Mapping[str, Master],
    issuances: Mapping[str, Issuance],
    differences: list[Difference],
    *,
    workers: int = 1,
    advance: Callable[[], object] = lambda: None,
) -> Iterator[list[list[Any]]]:
    """Yield the rows that `ledger.decoding.decoded` takes, from what the *originals* (by place) say today.

    Withdrawn submissions count nowhere: they are taken as they are told. What an original says otherwise than the
    record, or that it is no longer accepted, is added to *differences*; such a one is then left out.
    """
    in_force = [one for one in told if not one.withdrawn and one.original in originals]
    readings = _checked(in_force, originals, masters, issuances, workers=workers, advance=advance)
    rows: list[list[Any]] = []
    for one in told:
        row = _told_row(one) if one.withdrawn else None
        if not one.withdrawn and one.original in originals:
            row = _row(one, next(readings), differences)
        if row is not None:
            rows.append(row)
        if len(rows) == ROWS:
            yield rows
            rows = []
    if rows:
        yield rows


def _checked(
    told: Sequence[SubmissionTold],
    originals: Mapping[str, Path],
    masters: Mapping[str, Master],
    issuances: Mapping[str, Issuance],
    *,
    workers: int,
    advance: Callable[[], object],
) -> Iterator[tuple[ReadFile, Checked]]:
    expectations = {digest: expected_of(master) for digest, master in masters.items()}
    paths = [originals[one.original] for one in told]
    remaining = iter(told)
    workers = worthwhile(workers, len(paths))
    for chunk in read_chunks(paths, expectations, workers=workers, advance=advance) if paths else ():
        pairs = zip(islice(remaining, len(chunk)), chunk, strict=True)
        for today, together in groupby(pairs, lambda pair: pair[0].received_at.date()):
            ones, files = zip(*together, strict=True)
            # A name that the ledger knew in another spelling was kept in that one: the record alone has it.
            names = frozenset(one.evaluator for one in ones)
            known = Known(masters=masters, issuances=issuances, evaluators=names, today=today)
            yield from zip(files, check([file.returned for file in files], known), strict=True)


def _row(told: SubmissionTold, reading: tuple[ReadFile, Checked], differences: list[Difference]) -> list[Any] | None:
    _, checked = reading
    if checked.submission is None:
        error = next(finding for finding in checked.findings if finding.severity == "error")
        where = " ".join(filter(None, (error.code, error.sheet, error.cell)))
        differences.append(FileDifference(told.original, "original", where))
        return None
    read = told.model_dump() | _read(checked.submission)
    for name in (*SUBMISSIONS, "decides"):
        if read[name] != getattr(told, name):
            key = (("submission_id", told.submission_id),)
            differences.append(CellDifference("record.json", key, name, getattr(told, name), read[name]))
    return [*(read[name] for name in SUBMISSIONS), submission_document(said_by(checked.submission))]


def _read(submission: Submission) -> dict[str, Any]:
    """Return what an original alone says of the columns of a submission."""
    return {
        "workbook_id": storable(submission.workbook_id),
        "context_id": submission.context_id,
        "evaluator": storable(submission.evaluator),
        "master_id": submission.master_id,
        "master_version": submission.master_version,
        "master_digest": submission.master_digest,
        "decides": submission.decisions is not None,
        "program": None if submission.program is None else storable(submission.program),
    }


def _told_row(told: SubmissionTold) -> list[Any]:
    return [*(getattr(told, name) for name in SUBMISSIONS), DECIDING if told.decides else ""]
