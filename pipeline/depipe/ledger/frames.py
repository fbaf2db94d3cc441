"""The frames of a history: their columns, types and meaning."""

from dataclasses import dataclass
from typing import Final, NamedTuple

import polars as pl

from depipe.ledger.records import Receipt

INSTANT: Final = pl.Datetime("us", "UTC")

RETURNS: Final = pl.Schema(
    {
        "submission_id": pl.String(),
        "workbook_id": pl.String(),
        "context_id": pl.String(),
        "evaluator": pl.String(),
        "tool": pl.String(),
        "tool_version": pl.String(),
        "verified_on": pl.Date(),
        "received_at": INSTANT,
        "sequence": pl.Int64(),
        "changed_only": pl.Boolean(),
        "master_id": pl.String(),
        "master_version": pl.String(),
    }
)
ANSWERS: Final = pl.Schema(
    {
        "submission_id": pl.String(),
        "tool": pl.String(),
        "item_id": pl.String(),
        "stars": pl.Int8(),
        "doc": pl.String(),
        "repro": pl.String(),
        "evidence": pl.String(),
        "sheet": pl.String(),
        "cell": pl.String(),
    }
)
ISSUED: Final = pl.Schema(
    {
        "workbook_id": pl.String(),
        "tool": pl.String(),
        "item_id": pl.String(),
        "stars": pl.Int8(),
        "doc": pl.String(),
        "repro": pl.String(),
        "evidence": pl.String(),
    }
)
SUBMISSIONS: Final = pl.Schema(
    {
        "submission_id": pl.String(),
        "workbook_id": pl.String(),
        "context_id": pl.String(),
        "evaluator": pl.String(),
        "file": pl.String(),
        "digest": pl.String(),
        "master_id": pl.String(),
        "master_version": pl.String(),
        "master_digest": pl.String(),
        "program": pl.String(),
        "received_at": INSTANT,
        "sequence": pl.Int64(),
        "withdrawn": pl.Boolean(),
        "reason": pl.String(),
    }
)
DECISIONS: Final = pl.Schema(
    {
        "submission_id": pl.String(),
        "workbook_id": pl.String(),
        "context_id": pl.String(),
        "decided_by": pl.String(),
        "received_at": INSTANT,
        "sequence": pl.Int64(),
        "item_id": pl.String(),
        "tool": pl.String(),
        "stars": pl.Int8(),
        "reason": pl.String(),
        "sheet": pl.String(),
        "cell": pl.String(),
    }
)
BASES: Final = pl.Schema(
    {
        "workbook_id": pl.String(),
        "item_id": pl.String(),
        "tool": pl.String(),
        "evaluator": pl.String(),
        "stars": pl.Int8(),
        "tool_version": pl.String(),
    }
)
CONTEXTS: Final = pl.Schema(
    {"context_id": pl.String(), "name": pl.String(), "value": pl.String(), "sequence": pl.Int64()}
)
ATTRIBUTES: Final = pl.Schema(
    {
        "context_id": pl.String(),
        "tool": pl.String(),
        "name": pl.String(),
        "value": pl.String(),
        "sequence": pl.Int64(),
    }
)
TOOLS: Final = pl.Schema({"context_id": pl.String(), "tool": pl.String(), "order": pl.UInt32()})


@dataclass(frozen=True, slots=True)
class Part:
    """What some documents of the ledger say, as frames: what a `History` is made of; each field is explained there.

    parameters: a row a submission and parameter (`CONTEXTS`). attributes: a row a submission, tool and attribute. Rows
    stand as the documents do.
    """

    submissions: pl.DataFrame
    returns: pl.DataFrame
    answers: pl.DataFrame
    issued: pl.DataFrame
    parameters: pl.DataFrame
    attributes: pl.DataFrame
    proposals: pl.DataFrame
    decisions: pl.DataFrame
    bases: pl.DataFrame


@dataclass(frozen=True, slots=True)
class History:
    """What the ledger holds, as frames; withdrawn submissions are in `submissions` alone.

    submissions: `SUBMISSIONS`, and decides: bool, whether it is of a workbook for decisions.

    returns: a row a submission and tool, in order of receipt; verified_on is the day of receipt (UTC) where none was
    given; changed_only says that only answers that differ from their baseline count.
    answers: a row an answer that holds stars or a note. issued: the answers that prefilled workbooks were issued with.
    contexts: a row a context and parameter, as first spelled, by first receipt. attributes: a row a context, tool and
    attribute; the last received one wins. Both with the sequence of the submission that says so.
    tools: a row a context and tool; order counts from 1: the master's default tools, then by first receipt.
    proposals: a row a proposal, in order of receipt.
    decisions: a row a submission that decides (submissions.decides) and pair, in order of receipt; stars and reason are
    null where it is left open. bases: the ratings that workbooks for decisions were issued with.
    """

    returns: pl.DataFrame
    answers: pl.DataFrame
    issued: pl.DataFrame
    submissions: pl.DataFrame
    contexts: pl.DataFrame
    attributes: pl.DataFrame
    tools: pl.DataFrame
    proposals: pl.DataFrame
    decisions: pl.DataFrame
    bases: pl.DataFrame


class Foreseen(NamedTuple):
    """What would become of entries: a receipt each, and the rows that the accepted ones would add to a history."""

    receipts: list[Receipt]
    returns: pl.DataFrame
    answers: pl.DataFrame
    decisions: pl.DataFrame
