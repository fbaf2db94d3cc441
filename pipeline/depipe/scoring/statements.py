"""Statements: what the returns say, read by replaying them; the current ratings and the history follow from them.

A return is a submission's part about one tool. Returns are replayed in the order (verification date, receipt,
sequence), so that the order in which workbooks were ingested does not matter.
"""

from typing import Final

import polars as pl

from depipe.folding import fold
from depipe.workbook.layout import NOTE_FIELDS

KEY: Final = ("context_id", "evaluator", "tool", "item_id")
"""What a rating is about, and whose it is: the last statement about a key is the one in force."""

_ANSWER: Final = ("stars", *NOTE_FIELDS)
_RETURN: Final = ("context_id", "evaluator", "tool")
_PROVENANCE: Final = ("tool_version", "verified_on", "received_at", "submission_id", "master_id", "master_version")


def statements(returns: pl.DataFrame, answers: pl.DataFrame, issued: pl.DataFrame) -> pl.DataFrame:
    """Return every statement, in replay order.

    returns: a row a (submission, tool): submission_id, workbook_id, context_id, evaluator, tool: str;
    tool_version: str?; verified_on: date; received_at: datetime; sequence: i64; changed_only: bool;
    master_id, master_version: str.
    answers: a row an answer that holds anything: submission_id, tool, item_id: str; stars: i8?;
    doc, repro, evidence: str?. issued: the same with workbook_id, for what workbooks were issued with.

    Result: context_id, evaluator, tool, item_id: str; stars: i8? (null: a withdrawal); doc, repro, evidence,
    tool_version: str?; verified_on: date; received_at: datetime; submission_id, master_id, master_version: str;
    position: i64, the place in the replay of the return that says it (a return says one thing about an item).
    """
    replay = _replayed(returns)
    told = _against_baseline(_answered(replay, answers), _baselines(replay, answers, issued), replay)
    place = told["position"]
    return pl.concat(
        [
            replay.select(_RETURN)[place],
            told.select("item_id", *_ANSWER),
            replay.select(_PROVENANCE)[place],
            told.select(pl.col("position").cast(pl.Int64)),
        ],
        how="horizontal",
    )


def current(statements: pl.DataFrame) -> pl.DataFrame:
    """Return the ratings in force, in replay order: the last statement about each key, unless it is a withdrawal.

    statements: as `statements` returns them, in replay order.

    Result: context_id, evaluator, tool, item_id: str; stars: i8; doc, repro, evidence, tool_version: str?;
    verified_on: date; submission_id, master_id, master_version: str.
    """
    last = pl.col("key").ne_missing(pl.col("key").shift(-1))
    rows = _timelines(statements).filter(last & pl.col("stars").is_not_null())["row"]
    return statements.drop("received_at", "position")[rows.sort()]


def changes(statements: pl.DataFrame) -> pl.DataFrame:
    """Return every change of stars or of the version they hold for, in replay order.

    The history is that of the replay: a return that arrives late with an older verification date takes its place among
    the others, and changed_at (its receipt) then stands out of order. A first rating changes from null, a withdrawal
    to null; where there are no stars there is no version either.

    statements: as `statements` returns them, in replay order.

    Result: context_id, evaluator, tool, item_id: str; changed_at: datetime; from_stars, to_stars: i8?;
    from_version, to_version: str?; submission_id: str.
    """
    again = pl.col("key").eq_missing(pl.col("key").shift())
    changed = (
        _timelines(statements)
        .with_columns(
            from_stars=pl.when(again).then(pl.col("stars").shift()),
            from_version=pl.when(again).then(pl.col("version").shift()),
        )
        .filter(
            pl.col("stars").ne_missing(pl.col("from_stars")) | pl.col("version").ne_missing(pl.col("from_version")),
        )
        .sort("row")
    )
    said = statements.select(*KEY, pl.col("received_at").alias("changed_at"), "submission_id")[changed["row"]]
    became = changed.select("from_stars", "from_version", to_stars="stars", to_version="version")
    return pl.concat([said, became], how="horizontal").select(
        *KEY, "changed_at", "from_stars", "to_stars", "from_version", "to_version", "submission_id"
    )


def _timelines(statements: pl.DataFrame) -> pl.DataFrame:
    """Return key: u64; row: u32; stars: i8?; version: str?, sorted by key and row: one timeline after the other.

    Timelines are what costs: so the key is a number (the evaluator's line about a tool, computed once a return, and
    the item), and only these narrow columns are sorted.
    """
    starts = statements["position"].ne_missing(statements["position"].shift())
    heads = statements.select(_RETURN).filter(starts)
    lines = heads.unique(maintain_order=True).with_row_index("line")
    line = heads.join(lines, on=_RETURN, maintain_order="left")["line"].cast(pl.UInt64)
    item = pl.col("item_id").cast(pl.Categorical).to_physical()
    return (
        statements.select(
            pl.lit(line[statements["position"].rle_id()]) * 2**32 + item,
            "stars",
            pl.when(pl.col("stars").is_not_null()).then("tool_version").alias("version"),
        )
        .rename({"line": "key"})
        .with_row_index("row")
        .sort("key", maintain_order=True)
    )


def _replayed(returns: pl.DataFrame) -> pl.DataFrame:
    """Return *returns* in replay order with their position, and the same workbook's previous return as `previous`.

    A workbook that several people filled (or that came back with other parameters) has a line of returns for each.
    """
    line = (*_RETURN, "workbook_id")
    return (
        returns.sort("verified_on", "received_at", "sequence", maintain_order=True)
        .with_row_index("position")
        .with_columns(previous=pl.col("submission_id").shift().over(line))
    )


def _answered(replay: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    """Return the answers of each return: position, item_id and the answer, in replay order."""
    return replay.select("position", "submission_id", "tool").join(
        answers.select("submission_id", "tool", "item_id", *_ANSWER),
        on=["submission_id", "tool"],
        maintain_order="left_right",
    )


def _baselines(replay: pl.DataFrame, answers: pl.DataFrame, issued: pl.DataFrame) -> pl.DataFrame:
    """Return the answers that each return is held against: position, item_id and base_ columns; no row for `-`."""
    first = pl.col("previous").is_null()
    before = replay.filter(~first).select("position", "tool", submission_id="previous")
    blank = replay.filter(first).select("position", "tool", "workbook_id")
    columns: list[str | pl.Expr] = ["position", "item_id", *(pl.col(name).alias(f"base_{name}") for name in _ANSWER)]
    return pl.concat(
        [
            before.join(answers, on=["submission_id", "tool"]).select(columns),
            blank.join(issued, on=["workbook_id", "tool"]).select(columns),
        ],
    )


def _against_baseline(answered: pl.DataFrame, baseline: pl.DataFrame, replay: pl.DataFrame) -> pl.DataFrame:
    """Return the answers that are statements: position, item_id and the answer, in replay order."""
    rated = pl.col("stars").is_not_null()
    if baseline.is_empty():
        return answered.filter(rated).select("position", "item_id", *_ANSWER)
    both = answered.join(baseline, on=["position", "item_id"], how="full", coalesce=True)
    changed_only = replay["changed_only"][both["position"]]
    repeated = both.filter(changed_only & both["stars"].eq(both["base_stars"]))
    kept = _unchanged(repeated)
    withdrawn = ~rated & pl.col("base_stars").is_not_null()
    return (
        both.filter(rated | withdrawn)
        .join(kept, on=["position", "item_id"], how="anti")
        .sort("position", maintain_order=True)
        .select("position", "item_id", *_ANSWER)
    )


def _unchanged(repeated: pl.DataFrame) -> pl.DataFrame:
    """Return position and item_id of the rows of *repeated* whose notes are those of their baseline, but for spelling.

    Notes are folded before they are compared: a spreadsheet that only turned a line break or a wave dash into another
    one re-verified nothing. Folding is Python, so only notes that differ as they stand are folded.
    """
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"base_{name}")) for name in NOTE_FIELDS)
    alike = repeated.filter(~same).with_columns(
        pl.col(*NOTE_FIELDS, *(f"base_{name}" for name in NOTE_FIELDS))
        .fill_null("")
        .map_elements(fold, return_dtype=pl.String),
    )
    return pl.concat([repeated.filter(same), alike.filter(same)]).select("position", "item_id")
