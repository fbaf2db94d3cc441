"""What goes into the ledger and what it tells: frozen values."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal, NamedTuple

from depipe.ledger.documents import Said
from depipe.master.model import Master
from depipe.validation.submission import Submission
from depipe.workbook.identity import Mode


class Entry(NamedTuple):
    """One good return: what it says, its bytes, its findings as JSON, and the master that it was read with."""

    submission: Submission
    original: bytes
    findings_json: str
    master: Master


class Receipt(NamedTuple):
    """What became of one entry.

    Of an unchanged one, submission_id names the submission that says the same already; None where nothing was filled
    in since the workbook was issued.
    """

    status: Literal["accepted", "unchanged"]
    submission_id: str | None


class Kept(NamedTuple):
    """A submission as it stands: who said what in which context, its findings as JSON, and its original's bytes."""

    evaluator: str
    context_id: str
    said: Said
    findings_json: str
    original: bytes


class Reread(NamedTuple):
    """What a submission's original says when it is read again, and its findings as JSON."""

    submission_id: str
    submission: Submission
    findings_json: str


class IssuanceRecord(NamedTuple):
    """An issued workbook as lists show it. evaluator and context are None where the lead left them open."""

    recorded_at: datetime
    workbook_id: str
    evaluator: str | None
    tools: tuple[str, ...]
    issued_on: date
    mode: Mode
    context: Mapping[str, str] | None


class SubmissionRecord(NamedTuple):
    """A submission as lists show it: sequence counts from 1; withdrawn_at and reason are None while in force."""

    sequence: int
    submission_id: str
    workbook_id: str
    context_id: str
    evaluator: str
    file: str
    digest: str
    size: int
    master_id: str
    master_version: str
    master_digest: str
    program: str | None
    received_at: datetime
    decides: bool
    withdrawn_at: datetime | None
    reason: str | None

    @property
    def withdrawn(self) -> bool:
        """Whether it counts nowhere any more."""
        return self.withdrawn_at is not None
