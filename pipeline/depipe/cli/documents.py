"""What `--json` writes: one document per command."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from depipe.cli.steering import document
from depipe.findings import as_json
from depipe.language import Language

if TYPE_CHECKING:  # a document is made from values that the command has already imported
    from datetime import datetime

    from depipe.flow.compare import Written
    from depipe.flow.generate import Issued
    from depipe.flow.ingest import FileResult
    from depipe.ledger.records import SubmissionRecord
    from depipe.master.problem import Problem


def files_json(
    results: "Sequence[FileResult]", others: Sequence[Path], language: Language, written: "Sequence[Written]" = ()
) -> str:
    """Return what became of every file, which *others* were passed over, and where the comparison lies.

    `standing` of a rejected file is the last return of the same workbook that is in the ledger, else null. `decisions`
    of a workbook for decisions that is not rejected is how many pairs it has, decides and takes back, else null.
    """
    files = [
        {
            "file": str(result.path),
            "status": result.status,
            "workbook_id": result.workbook_id,
            "submission_id": result.submission_id,
            "marked": result.marked and str(result.marked),
            "standing": result.standing
            and {
                "submission_id": result.standing.submission_id,
                "file": result.standing.file,
                "received_at": result.standing.received_at.isoformat(),
            },
            "decisions": _decisions(result),
            "findings": [as_json(finding, language) for finding in result.findings],
        }
        for result in results
    ]
    return document(
        {
            "files": files,
            "passed_over": [str(path) for path in others],
            "comparisons": [_comparison(one) for one in written],
        }
    )


def _decisions(result: "FileResult") -> dict[str, int] | None:
    if not result.decisions:
        return None
    return {"pairs": len(result.decisions), "decided": result.decided, "taken_back": result.taken_back}


def comparison_json(
    written: "Sequence[Written]", as_of: "datetime | None" = None, bundle: tuple[Path, str] | None = None
) -> str:
    """Return the verdicts of every context and where they lie; *as_of* is null for now.

    *bundle* is the file that holds everything, and its SHA-256.
    """
    return document(
        {
            "as_of": as_of and as_of.isoformat(),
            "comparisons": [_comparison(one) for one in written],
            "bundle": bundle and {"file": str(bundle[0]), "sha256": bundle[1]},
        }
    )


def issued_json(issued: "Sequence[Issued]") -> str:
    """Return what was issued."""
    return document(
        {
            "workbooks": [
                {
                    "file": str(one.path),
                    "workbook_id": one.issuance.identity.workbook_id,
                    "evaluator": one.issuance.identity.evaluator,
                    "tools": list(one.issuance.identity.tools),
                    "prefilled": len(one.issuance.answers),
                }
                for one in issued
            ]
        }
    )


def submissions_json(submissions: "Sequence[SubmissionRecord]") -> str:
    """Return every submission."""
    return document(
        {
            "submissions": [
                {
                    "submission_id": one.submission_id,
                    "workbook_id": one.workbook_id,
                    "context_id": one.context_id,
                    "evaluator": one.evaluator,
                    "file": one.file,
                    "digest": one.digest,
                    "received_at": one.received_at.isoformat(),
                    "decides": one.decides,
                    "withdrawn": one.withdrawn,
                    "reason": one.reason,
                }
                for one in submissions
            ]
        }
    )


def problems_json(problems: "Sequence[Problem]", language: Language) -> str:
    """Return every problem of a master."""
    return document(
        {
            "problems": [
                {
                    "line": problem.line,
                    "path": problem.place,
                    "severity": problem.severity,
                    "message": problem.message.within(language),
                }
                for problem in problems
            ]
        }
    )


def _comparison(written: "Written") -> dict[str, Any]:
    comparison = written.comparison
    return {
        "context_id": comparison.context_id,
        "context": dict(comparison.context),
        "workbook": str(written.workbook),
        "markdown": str(written.markdown),
        "page": str(written.page),
        "verdicts": [
            {
                "tool": verdict.tool,
                "rank": verdict.rank,
                "final": verdict.final,
                "raw": verdict.raw,
                "low": verdict.low,
                "high": verdict.high,
                "cap": verdict.cap,
                "provisional": verdict.provisional,
                "coverage": verdict.coverage,
                "reason": verdict.reason,
            }
            for verdict in comparison.ranking
        ],
    }
