"""Check and ingest: files -> findings, and what is good of them into the ledger."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from depipe.findings import Finding, findings_json
from depipe.flow.good import Good, Judged
from depipe.flow.judging import judged
from depipe.flow.marking import Marker
from depipe.flow.masters import shipped_for
from depipe.flow.reading import ReadFile, Workers, read_chunks
from depipe.ledger.store import Entry, Ledger, MovedOnError, Receipt, SubmissionRecord
from depipe.master.model import Master
from depipe.validation.rules import Checked, Known, check
from depipe.validation.submission import Decision
from depipe.workbook.cells import Expected
from depipe.workbook.expected import expected_of

Status = Literal["accepted", "unchanged", "rejected"]


class FileResult(NamedTuple):
    """What became of one file. From `check_files`, accepted means that it would be.

    standing: of a rejected file, the last return of the same workbook that is in the ledger, if there is one.
    decides: it is a workbook for decisions; decisions are its pairs, decided or left open, unless it is rejected.
    """

    path: Path
    status: Status
    findings: tuple[Finding, ...]
    workbook_id: str | None = None
    submission_id: str | None = None
    evaluator: str | None = None
    marked: Path | None = None
    standing: SubmissionRecord | None = None
    decides: bool = False
    decisions: tuple[Decision, ...] = ()

    @property
    def decided(self) -> int:
        """How many pairs it decides."""
        return sum(one.stars is not None for one in self.decisions)

    @property
    def taken_back(self) -> int:
        """How many decisions of an earlier return it takes back."""
        return sum(finding.code == "decision.withdrawn" for finding in self.findings)


class _Chunk(NamedTuple):
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
    workers: Workers = 0,
    advance: Callable[[], object] = lambda: None,
) -> list[FileResult]:
    """Return the findings of every file; store nothing. *advance* is called after each file.

    Each file is held against the ledger alone, not against the other files.
    """
    if marker:
        marker.keep(paths)
    results: list[FileResult] = []
    for chunk in _chunks(_read(paths, ledger, masters, workers=workers, advance=advance), ledger, issued_only=False):
        if ledger is None:
            results += _results(chunk, [], marker)
            continue
        judgements = judged(_good(chunk), ledger, received_at=datetime.now(UTC), alone=True)
        receipts = [Receipt("accepted" if one.new else "unchanged", None) for one in judgements if not one.refused]
        results += _results(_with(chunk, judgements), receipts, marker)
    return results if ledger is None else _beside_what_stands(results, ledger)


def ingest_files(
    paths: Sequence[Path],
    *,
    ledger: Ledger,
    masters: Mapping[str, Master],
    issued_only: bool = False,
    supersede: bool = False,
    marker: Marker | None = None,
    workers: Workers = 0,
    advance: Callable[[], object] = lambda: None,
    meanwhile: Callable[[], object] = lambda: None,
) -> list[FileResult]:
    """Store what is good of every file and return what became of each; *advance* is called after each file.

    Files are independent: a bad one is reported and kept out (and gets a marked copy from *marker*), the others go
    in. What a chunk of files brings is durable before the next chunk is read. With *supersede*, a prefilled workbook
    goes in although newer returns say something else about what it changes. *meanwhile* is called once, when the first
    files are being read.
    """
    if marker:
        marker.keep(paths)
    results: list[FileResult] = []
    for chunk in _chunks(
        _read(paths, ledger, masters, workers=workers, advance=advance, meanwhile=meanwhile),
        ledger,
        issued_only=issued_only,
    ):
        results += _results(*_stored(chunk, ledger, supersede=supersede), marker)
        del chunk  # or two of them would be held while the next one is read
    return _beside_what_stands(results, ledger)


def _stored(chunk: _Chunk, ledger: Ledger, *, supersede: bool) -> tuple[_Chunk, list[Receipt]]:
    """Judge what is good of *chunk* by the ledger and store it.

    A prefilled workbook must not overwrite what it did not know, nor may a decision count that rests on ratings that
    have changed. So where there is one of these, nothing may have come in since it was judged; else it is judged again.
    """
    goods = _good(chunk)
    careful = any(good.rests_on_the_ledger for good in goods)
    while True:
        extent, now = ledger.extent(), datetime.now(UTC)
        judgements = judged(goods, ledger, received_at=now, supersede=supersede)
        entries = [
            good.entry
            if one.findings == good.findings
            else good.entry._replace(findings_json=findings_json(one.findings))
            for good, one in zip(goods, judgements, strict=True)
            if not one.refused
        ]
        with suppress(MovedOnError):
            receipts = ledger.append(entries, received_at=now, beyond=extent if careful else None)
            return _with(chunk, judgements), receipts


def _with(chunk: _Chunk, judgements: Sequence[Judged]) -> _Chunk:
    """Return *chunk* with what the ledger has to say about its good files."""
    remaining = iter(judgements)
    checked = [_judged_anew(one, next(remaining)) if one.submission else one for one in chunk.checked]
    return chunk._replace(checked=checked)


def _judged_anew(checked: Checked, judgement: Judged) -> Checked:
    return Checked(judgement.findings, None if judgement.refused else checked.submission)


def _good(chunk: _Chunk) -> list[Good]:
    """Return the files without an error, in order."""
    return [
        Good(
            entry=Entry(
                submission=submission,
                original=file.original,
                findings_json=findings_json(checked.findings),
                master=chunk.known.masters[submission.master_digest],
            ),
            cells=file.returned.cells,
            findings=checked.findings,
            issuance=chunk.known.issuances.get(submission.workbook_id),
        )
        for file, checked in zip(chunk.files, chunk.checked, strict=True)
        if (submission := checked.submission) is not None
    ]


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
            decides=file.returned.identity is not None and file.returned.identity.mode == "adjudicate",
            decisions=(checked.submission.decisions or ()) if checked.submission else (),
        )


def _beside_what_stands(results: list[FileResult], ledger: Ledger) -> list[FileResult]:
    """Return *results* with what is in the ledger of rejected files' workbooks."""
    rejected = {one.workbook_id for one in results if one.status == "rejected"} - {None}
    if not rejected:
        return results
    standing = {one.workbook_id: one for one in ledger.submissions() if not one.withdrawn}
    return [
        one._replace(standing=standing.get(one.workbook_id or "")) if one.status == "rejected" else one
        for one in results
    ]


def _evaluator(file: ReadFile, checked: Checked) -> str | None:
    if checked.submission is not None:
        return checked.submission.evaluator
    return file.returned.identity.evaluator if file.returned.identity else None


_Read = Iterator[tuple[list[ReadFile], Mapping[str, Master]]]
"""The files in chunks, with the masters that they were read with."""


def _chunks(read: _Read, ledger: Ledger | None, *, issued_only: bool) -> Iterator[_Chunk]:
    for files, known_masters in read:
        returned = [file.returned for file in files]
        known = Known(
            masters=known_masters,
            issuances=ledger.issuances(r.identity.workbook_id for r in returned if r.identity) if ledger else {},
            evaluators=ledger.evaluators() if ledger else frozenset(),
            today=datetime.now(UTC).date(),
            issued_only=issued_only,
        )
        checked = _Chunk(files, check(returned, known), known)
        del files, returned, known
        yield checked
        del checked  # as everybody lets go of a chunk before the next one is read


def _read(
    paths: Sequence[Path],
    ledger: Ledger | None,
    masters: Mapping[str, Master],
    *,
    workers: Workers,
    advance: Callable[[], object],
    meanwhile: Callable[[], object] = lambda: None,
) -> _Read:
    """Yield the files in chunks, with the masters that they were read with.

    Loading the shipped masters takes longer than reading a workbook of a master that the ledger has. So they are
    loaded when a workbook is of another one, which is then read again.
    """
    expectations = _expectations(masters)
    for files in read_chunks(paths, expectations, workers=workers, advance=advance, meanwhile=meanwhile):
        strangers = [file.path for file in files if _is_stranger(file, masters)]
        if strangers:
            masters = shipped_for(ledger) | dict(masters)
        again = {
            file.path: file
            for some in (read_chunks(strangers, _expectations(masters), workers=workers) if strangers else ())
            for file in some
        }
        read = [again.get(file.path, file) for file in files]
        del files, again
        yield read, masters
        del read


def _is_stranger(file: ReadFile, masters: Mapping[str, Master]) -> bool:
    return file.returned.identity is not None and file.returned.identity.master_digest not in masters


def _expectations(masters: Mapping[str, Master]) -> dict[str, Expected]:
    return {digest: expected_of(master) for digest, master in masters.items()}
