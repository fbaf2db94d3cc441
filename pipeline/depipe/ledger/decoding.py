"""Documents as frames: what some of them say, one row an answer, decoded by polars together."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import polars as pl
from polars import selectors

from depipe.ledger.documents import (
    ANSWER_COLUMNS,
    ATTRIBUTE_COLUMNS,
    DECIDING,
    DECISION_COLUMNS,
    PARAMETER_COLUMNS,
    PLACE_COLUMNS,
    PROPOSAL_COLUMNS,
    TOOL_COLUMNS,
)
from depipe.ledger.frames import ANSWERS, ATTRIBUTES, BASES, CONTEXTS, DECISIONS, ISSUED, RETURNS, SUBMISSIONS, Part


def _columns(names: Iterable[str]) -> pl.Struct:
    return pl.Struct({name: pl.List(pl.Int8() if name == "stars" else pl.String()) for name in names})


_SAID: Final = pl.Struct(
    {
        "parameters": _columns(PARAMETER_COLUMNS),
        "tools": _columns(TOOL_COLUMNS),
        "attributes": _columns(ATTRIBUTE_COLUMNS),
        "answers": _columns((*ANSWER_COLUMNS, *PLACE_COLUMNS)),
        "proposals": _columns(PROPOSAL_COLUMNS),
        "decisions": _columns(DECISION_COLUMNS),
    }
)
_ISSUED_AS: Final = pl.Struct(
    {"answers": _columns(ANSWER_COLUMNS), "bases": _columns(name for name in BASES if name != "workbook_id")}
)


def decoded(received: Sequence[Any], handed_out: Sequence[Any] = ()) -> Part:
    """Return what the documents of *received* (a row a submission) and *handed_out* (a row an issuance) say.

    received: the columns of SUBMISSIONS and the document. handed_out: workbook id and document.
    """
    submissions = pl.DataFrame(received, {**SUBMISSIONS, "document": pl.String()}, orient="row")
    issuances = pl.DataFrame(handed_out, {"workbook_id": pl.String(), "document": pl.String()}, orient="row")
    said = _decoded(submissions.remove("withdrawn"), _SAID)
    issued = _decoded(issuances, _ISSUED_AS)
    answers = _exploded(issued, "answers", "workbook_id").select(ISSUED.names())
    return Part(
        submissions=submissions.with_columns(decides=pl.col("document").str.starts_with(DECIDING)).drop("document"),
        returns=_returns(_exploded(said, "tools", *(name for name in RETURNS if name in SUBMISSIONS))),
        answers=_exploded(said, "answers", "submission_id").select(ANSWERS.names()),
        issued=answers.filter(pl.any_horizontal(pl.col("stars", "doc", "repro", "evidence").is_not_null())),
        parameters=_exploded(said, "parameters", "context_id", "sequence").select(CONTEXTS.names()),
        attributes=_exploded(said, "attributes", "context_id", "sequence").select(ATTRIBUTES.names()),
        proposals=_exploded(said, "proposals", "submission_id"),
        decisions=_decided(said),
        bases=_exploded(issued, "bases", "workbook_id").select(BASES.names()),
    )


def _decided(said: pl.DataFrame) -> pl.DataFrame:
    whose = ("submission_id", "workbook_id", "context_id", "evaluator", "received_at", "sequence")
    return _exploded(said, "decisions", *whose).rename({"evaluator": "decided_by"}).select(DECISIONS.names())


def _decoded(frame: pl.DataFrame, form: pl.Struct) -> pl.DataFrame:
    """Return *frame* with its documents taken apart: a column a table, each a struct of lists."""
    return frame.with_columns(pl.col("document").str.json_decode(form)).unnest("document")


def _exploded(said: pl.DataFrame, table: str, *keys: str) -> pl.DataFrame:
    """Return the columns *keys* and those of *table*: a row for each row of it, none for an empty one."""
    rows = said.select(*keys, table).unnest(table)
    return rows.explode(selectors.list(), empty_as_null=False, keep_nulls=False)


def _returns(tools: pl.DataFrame) -> pl.DataFrame:
    typed, received_on = pl.col("verified_on").str.to_date("%Y-%m-%d"), pl.col("received_at").dt.date()
    return tools.with_columns(
        verified_on=typed.fill_null(received_on),
        changed_only=pl.col("scope").eq_missing(pl.lit("changed")),
        tool_version=pl.col("version"),
    ).select(RETURNS.names())
