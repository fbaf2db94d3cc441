"""Check and ingest: files -> findings, and what is good of them into the ledger."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from depipe.findings import Finding, findings_json
from depipe.flow.reading import ReadFile, read_chunks
from depipe.ledger.store import Entry, Ledger, Receipt
from depipe.master.model import Master
from depipe.validation.rules import Checked, Known, check
from depipe.workbook.expected import expected_of

Status = Literal["accepted", "unchanged", "rejected"]


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file. From `check_files`, accepted means that it would be."""

    path: Path
    status: Status
    findings: tuple[Finding, ...]
    workbook_id: str | None = None
    submission_id: str | None = None
    evaluator: str | None = None
    tools: tuple[str, ...] = ()


def check_files(
    paths: Sequence[Path],
    *,
    ledger: Ledger | None,
    masters: Mapping[str, Master],
    workers: int = 1,
    advance: Callable[[], object] = lambda: None,
) -> list[FileResult]:
    """Return the findings of every file; store nothing. *advance* is called after each file."""
    return [
        _result(file, checked, None)
        for chunk in _checked(paths, ledger, masters, issued_only=False, workers=workers, advance=advance)
        for file, checked in chunk
    ]


def ingest_files(
    paths: Sequence[Path],
    *,
    ledger: Ledger,
    masters: Mapping[str, Master],
    issued_only: bool = False,
    workers: int = 1,
    advance: Callable[[], object] = lambda: None,
) -> list[FileResult]:
    """Store what is good of every file and return what became of each; *advance* is called after each file.

    Files are independent: a bad one is reported and kept out, the others go in. What a chunk of files brings is
    durable before the next chunk is read.
    """
    results: list[FileResult] = []
    for chunk in _checked(paths, ledger, masters, issued_only=issued_only, workers=workers, advance=advance):
        entries = [
            Entry(
                submission=checked.submission,
                original=file.original,
                findings_json=findings_json(checked.findings),
                master=masters[checked.submission.master_digest],
            )
            for file, checked in chunk
            if checked.submission is not None
        ]
        receipts = iter(ledger.append(entries, received_at=datetime.now(UTC)))
        results += [
            _result(file, checked, None if checked.submission is None else next(receipts)) for file, checked in chunk
        ]
    return results


def _result(file: ReadFile, checked: Checked, receipt: Receipt | None) -> FileResult:
    submission, identity = checked.submission, file.returned.identity
    status: Status = "rejected" if submission is None else receipt.status if receipt else "accepted"
    return FileResult(
        path=file.path,
        status=status,
        findings=checked.findings,
        workbook_id=identity.workbook_id if identity else None,
        submission_id=receipt.submission_id if receipt else None,
        evaluator=submission.evaluator if submission else identity.evaluator if identity else None,
        tools=identity.tools if identity else (),
    )


def _checked(
    paths: Sequence[Path],
    ledger: Ledger | None,
    masters: Mapping[str, Master],
    *,
    issued_only: bool,
    workers: int,
    advance: Callable[[], object],
) -> Iterator[list[tuple[ReadFile, Checked]]]:
    expectations = {digest: expected_of(master) for digest, master in masters.items()}
    for files in read_chunks(paths, expectations, workers=workers, advance=advance):
        returned = [file.returned for file in files]
        known = Known(
            masters=masters,
            issuances=ledger.issuances(r.identity.workbook_id for r in returned if r.identity) if ledger else {},
            evaluators=ledger.evaluators() if ledger else frozenset(),
            today=datetime.now(UTC).date(),
            issued_only=issued_only,
        )
        yield list(zip(files, check(returned, known), strict=True))
