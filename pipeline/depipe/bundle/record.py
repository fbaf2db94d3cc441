"""What a bundle holds of the ledger's record: receipts, and what was issued. What originals say is not in it."""

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

import polars as pl
from pydantic import AwareDatetime

from depipe.bundle.archive import damaged
from depipe.bundle.manifest import JSON_BYTES, Strict
from depipe.flow.files import SUFFIXES
from depipe.ledger.documents import issuance_from
from depipe.ledger.frames import SUBMISSIONS
from depipe.master.model import Master
from depipe.workbook.identity import Issuance

RECORD: Final = "record.json"
MASTERS: Final = "masters"
ISSUANCES: Final = "issuances"
ORIGINALS: Final = "originals"


class SubmissionTold(Strict):
    """A submission as the ledger received it, as frames.SUBMISSIONS has it, and where its original lies in the bundle.

    workbook_id, context_id, evaluator, program, the master and whether it decides are what was read from the original.
    """

    submission_id: str
    workbook_id: str
    context_id: str
    evaluator: str
    file: str
    digest: str
    master_id: str
    master_version: str
    master_digest: str
    program: str | None
    received_at: AwareDatetime
    sequence: int
    withdrawn: bool
    reason: str | None
    decides: bool
    original: str


class Record(Strict):
    """Every submission, in order of receipt."""

    submissions: tuple[SubmissionTold, ...]


def record_of(submissions: pl.DataFrame) -> Record:
    """Return the record of the ledger's frame of submissions."""
    rows = submissions.sort("sequence").select(*SUBMISSIONS, "decides").iter_rows(named=True)
    return Record(submissions=tuple(SubmissionTold(**row, original=_place(row)) for row in rows))


def _place(row: Mapping[str, object]) -> str:
    suffix = PurePosixPath(str(row["file"]).replace("\\", "/")).suffix.lower()
    kept = suffix if suffix in SUFFIXES else ".bin"
    return f"{ORIGINALS}/{row['sequence']:06}-{row['submission_id']}{kept}"


def read_masters(files: Mapping[str, Path], source: Path) -> dict[str, Master]:
    """Return the masters among *files* by the digest that they have; raises DataError for what is none."""
    found = {}
    for name, path in _within(files, MASTERS):
        if path.stat().st_size > JSON_BYTES:
            raise damaged(source, name)
        try:
            master = Master.model_validate_json(path.read_bytes())
        except (ValueError, RecursionError) as error:
            raise damaged(source, name) from error
        found[master.digest] = master
    return found


def read_issuances(files: Mapping[str, Path], source: Path) -> Iterator[tuple[str, Issuance]]:
    """Yield every issuance among *files* with its document, as it was issued; raises DataError for what is none."""
    for name, path in _within(files, ISSUANCES):
        if path.stat().st_size > JSON_BYTES:
            raise damaged(source, name)
        try:
            document = path.read_text("utf-8")
            yield document, issuance_from(document)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise damaged(source, name) from error


def _within(files: Mapping[str, Path], folder: str) -> list[tuple[str, Path]]:
    return sorted((name, path) for name, path in files.items() if name.startswith(f"{folder}/"))
