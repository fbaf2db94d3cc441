"""Export: a submission's original, as the very file that came in."""

import re
from pathlib import Path

from depipe.errors import UsageError
from depipe.ledger.store import Ledger
from depipe.placing import place


def export(ledger: Ledger, submission_id: str, output: Path | None) -> Path:
    """Write the original of a submission to *output* and return where it is.

    *output* is a file, or a folder in which it gets the name that it came with; None stands for the current folder.
    Raises DataError for an unknown submission, UsageError when there is such a file, SurroundingsError when the
    original is damaged or cannot be written.
    """
    original = ledger.original(submission_id)
    path = Path() if output is None else output
    if path.is_dir():
        path /= _name(
            next(one.file for one in ledger.submissions() if one.submission_id == submission_id), submission_id
        )
    if path.exists():
        raise UsageError(
            f"{path} はすでにあります。上書きしません。--output で別の名前を指定してください。",
            f"{path} exists already and is not overwritten: name another file with --output.",
        )
    place(path, original)
    return path


def _name(file: str, submission_id: str) -> str:
    """Return the name that a file came with, without what a file system or a terminal would trip over."""
    return re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f]+', "-", file).strip(" .") or f"{submission_id}.xlsx"
