"""Check and ingest: files -> findings, and what is good of them into the ledger."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from depipe.findings import Finding, findings_json
from depipe.flow.marking import Marker
from depipe.flow.masters import shipped_for
from depipe.flow.reading import ReadFile, read_chunks
from depipe.ledger.store import Entry, Ledger, Receipt
from depipe.master.model import Master
from depipe.validation.rules import Checked, Known, check
from depipe.workbook.cells import Expected
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
    marked: Path | None = None


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Files that were read and checked together, and what they were checked against."""

    files: list[ReadFile]
    checked: list[Checked]
    known: Known


def check_files(
    paths: Sequence[Path],
    *,
    ledger: Ledger | None,
    masters: Mapping[str, Master],
    marker: Marker | None = None,
    workers: int = 1,
    advance: Callable[[], object] = lambda: None,
) -> list[FileResult]:
    """Return the findings of every file; store nothing. *advance* is called after each file."""
    results: list[FileResult] = []
    for chunk in _chunks(paths, ledger, masters, issued_only=False, workers=workers, advance=advance):
        results += _results(chunk, [], marker)
    return results


def ingest_files(
    paths: Sequence[Path],
    *,
    ledger: Ledger,
    masters: Mapping[str, Master],
    issued_only: bool = False,
    marker: Marker | None = None,
    workers: int = 1,
    advance: Callable[[], object] = lambda: None,
) -> list[FileResult]:
    """Store what is good of every file and return what became of each; *advance* is called after each file.

    Files are independent: a bad one is reported and kept out (and gets a marked copy from *marker*), the others go
    in. What a chunk of files brings is durable before the next chunk is read.
    """
    results: list[FileResult] = []
    for chunk in _chunks(paths, ledger, masters, issued_only=issued_only, workers=workers, advance=advance):
        entries = [
            Entry(
                submission=submission,
                original=file.original,
                findings_json=findings_json(checked.findings),
                master=chunk.known.masters[submission.master_digest],
            )
            for file, checked in zip(chunk.files, chunk.checked, strict=True)
            if (submission := checked.submission) is not None
        ]
        results += _results(chunk, ledger.append(entries, received_at=datetime.now(UTC)), marker)
    return results


def _results(chunk: _Chunk, receipts: Sequence[Receipt], marker: Marker | None) -> Iterator[FileResult]:
    """Yield what became of every file; *receipts* are those of the accepted files, in order, or none at all."""
    remaining = iter(receipts)
    for file, checked in zip(chunk.files, chunk.checked, strict=True):
        receipt = next(remaining, None) if checked.submission else None
        yield FileResult(
            path=file.path,
            status="rejected" if checked.submission is None else receipt.status if receipt else "accepted",
            findings=checked.findings,
            workbook_id=file.returned.identity.workbook_id if file.returned.identity else None,
            submission_id=receipt.submission_id if receipt else None,
            evaluator=_evaluator(file, checked),
            marked=marker.mark(file, checked.findings, chunk.known) if marker else None,
        )


def _evaluator(file: ReadFile, checked: Checked) -> str | None:
    if checked.submission is not None:
        return checked.submission.evaluator
    return file.returned.identity.evaluator if file.returned.identity else None


def _chunks(
    paths: Sequence[Path],
    ledger: Ledger | None,
    masters: Mapping[str, Master],
    *,
    issued_only: bool,
    workers: int,
    advance: Callable[[], object],
) -> Iterator[_Chunk]:
    for files, known_masters in _read(paths, ledger, masters, workers=workers, advance=advance):
        returned = [file.returned for file in files]
        known = Known(
            masters=known_masters,
            issuances=ledger.issuances(r.identity.workbook_id for r in returned if r.identity) if ledger else {},
            evaluators=ledger.evaluators() if ledger else frozenset(),
            today=datetime.now(UTC).date(),
            issued_only=issued_only,
        )
        yield _Chunk(files, check(returned, known), known)


def _read(
    paths: Sequence[Path],
    ledger: Ledger | None,
    masters: Mapping[str, Master],
    *,
    workers: int,
    advance: Callable[[], object],
) -> Iterator[tuple[list[ReadFile], Mapping[str, Master]]]:
    """Yield the files in chunks, with the masters that they were read with.

    Loading the shipped masters takes longer than reading a workbook of a master that the ledger has. So they are
    loaded when a workbook is of another one, which is then read again.
    """
    for files in read_chunks(paths, _expectations(masters), workers=workers, advance=advance):
        strangers = [file.path for file in files if _is_stranger(file, masters)]
        if strangers:
            masters = shipped_for(ledger) | dict(masters)
        again = {
            file.path: file
            for some in (read_chunks(strangers, _expectations(masters), workers=workers) if strangers else ())
            for file in some
        }
        yield [again.get(file.path, file) for file in files], masters


def _is_stranger(file: ReadFile, masters: Mapping[str, Master]) -> bool:
    return file.returned.identity is not None and file.returned.identity.master_digest not in masters


def _expectations(masters: Mapping[str, Master]) -> dict[str, Expected]:
    return {digest: expected_of(master) for digest, master in masters.items()}
