"""Workbooks that came back more than once in one batch, with different answers: which of them counts."""

from collections.abc import Iterator, Mapping
from datetime import date

from depipe.findings import Finding
from depipe.validation.submission import Submission


def repeated(accepted: Mapping[int, Submission], today: date) -> Iterator[tuple[int, Finding]]:
    """Yield a finding, with its file, for each return whose place another one of the batch takes.

    Returns of one workbook by one evaluator count in the order of their days of verification, then in the order in
    which they were read: the last one is in force. *today* stands in for a day that is missing.
    """
    together: dict[tuple[str, str], list[int]] = {}
    for file, submission in accepted.items():
        together.setdefault((submission.workbook_id, submission.evaluator), []).append(file)
    for files in together.values():
        if len(files) > 1:
            last = max(files, key=lambda file: (_verified_on(accepted[file], today), file))
            said = _answers(accepted[last])
            for file in files:
                if _answers(accepted[file]) != said:
                    yield file, Finding(code="identity.repeated", expected=accepted[last].file)


def _verified_on(submission: Submission, today: date) -> date:
    return max((tool.verified_on or today for tool in submission.tools), default=today)


def _answers(submission: Submission) -> tuple[object, ...]:
    """Return what a return says, wherever it stands in the file and whenever it was verified."""
    versions = tuple((tool.tool, tool.version) for tool in submission.tools)
    ratings = frozenset((a.item_id, a.tool, a.stars, a.doc, a.repro, a.evidence) for a in submission.answers)
    decisions = frozenset((d.item_id, d.tool, d.stars, d.reason) for d in submission.decisions or ())
    return versions, ratings, submission.proposals, decisions
