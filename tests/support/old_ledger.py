"""Writes a small ledger of the present schema as SQL: `python -m support.old_ledger > data/ledger-schema-N.sql`.

Run it once from `tests/` when a schema is released: the file then shows for good what such a ledger holds.
"""

import sqlite3
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from depipe.ledger.store import Reread, open_ledger
from depipe.validation.submission import Proposal
from depipe.workbook.identity import Answer
from support.returns import MASTER, entry, issuance, rated, submission, told

NOW = datetime(2026, 5, 10, 8, 30, 0, 123456, UTC)


def written() -> str:
    """Return the ledger as SQL."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        with open_ledger(f"sqlite:///{path}") as ledger:
            prefilled = issuance("w2", answers={("A-01", "Alpha"): Answer(3)}, versions={"Alpha": "1.0"})
            ledger.record_issuances([issuance("w1"), prefilled], MASTER, at=NOW)
            answers = [rated("A-01", 4, "https://example.org/〜"), rated("A-02", None, "note", tool="Beta")]
            tools = [told("Alpha", "1.10", date(2026, 5, 1)), told("Beta", None, None)]
            proposals = [Proposal("A", "New", "What?", None, "はい")]
            returns = [
                entry(submission(answers, tools=tools, proposals=proposals), b"first\x00"),
                entry(submission({"A-01": 1}, workbook_id="w9"), b"second"),
                entry(submission(tools=[told("Alpha", "1.0", None, "all")], workbook_id="w2"), b"third"),
            ]
            receipts = ledger.append(returns, received_at=NOW)
            ledger.withdraw(receipts[1].submission_id or "", "by mistake", at=NOW)
            anew = submission({"A-01": 5}, tools=[told("Alpha", "1.10", date(2026, 5, 1))])
            ledger.revise(
                [Reread(submission_id=receipts[0].submission_id or "", submission=anew, findings_json="[]")], at=NOW
            )
        connection = sqlite3.connect(path)
        lines = "\n".join(connection.iterdump())
        connection.close()
    return lines + "\n"


if __name__ == "__main__":
    sys.stdout.write(written())
