"""Statements: what the returns say, read by replaying them; the current ratings and the history follow from them.

A return is a submission's part about one tool. Returns are replayed in the order (verification date, receipt,
sequence), so that the order in which workbooks were ingested does not matter.
"""

from collections.abc import Sequence
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
    lines = _heads(statements).unique(maintain_order=True)
    told = timelines(statements, lines, statements["item_id"].unique().to_list())
    return rated(statements, in_force(told)["row"].sort())


def timelines(statements: pl.DataFrame, lines: pl.DataFrame, items: Sequence[str]) -> pl.DataFrame:
    """Return the statements as one timeline after the other, each in replay order.

    statements: as `statements` returns them. lines: context_id, evaluator, tool: str, each once; items: item ids; both
    with all that are stated, in the order in which timelines are to stand.

    Result: row: u32, the statement's place; key: u64, its line's place * len(items) + its item's; stars: i8?;
    version: str?, null where there are no stars.

    Timelines are what costs: so only these narrow columns are sorted, by a number; a line is looked up once a return.
    """
    heads = _heads(statements).join(lines.with_row_index("line"), on=_RETURN, maintain_order="left")
    line = heads["line"].cast(pl.UInt64)[statements["position"].rle_id()]
    return (
        statements.select(
            place("item_id", items).cast(pl.UInt64).alias("key") + line * len(items),
            "stars",
            pl.when(pl.col("stars").is_not_null()).then("tool_version").alias("version"),
        )
        .with_row_index("row")
        .sort("key", maintain_order=True)
    )


def in_force(timelines: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of *timelines* that say what is in force: each one's last, unless it is a withdrawal."""
    last = pl.col("key").ne_missing(pl.col("key").shift(-1))
    return timelines.filter(last & pl.col("stars").is_not_null())


def changed(timelines: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of *timelines* that change stars or the version that they hold for, with what was before.

    A first rating changes from null, a withdrawal to null; where there are no stars there is no version either.
    """
    again = pl.col("key").eq_missing(pl.col("key").shift())
    return timelines.with_columns(
        from_stars=pl.when(again).then(pl.col("stars").shift()),
        from_version=pl.when(again).then(pl.col("version").shift()),
    ).filter(
        pl.col("stars").ne_missing(pl.col("from_stars")) | pl.col("version").ne_missing(pl.col("from_version")),
    )


def rated(statements: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    """Return the statements at *rows* as ratings, as `current` does."""
    return statements.drop("received_at", "position")[rows]


def place(column: str, names: Sequence[str]) -> pl.Expr:
    """Return each name's place, null for one that is not among *names*."""
    return pl.col(column).cast(pl.Enum(names), strict=False).to_physical()


def _heads(statements: pl.DataFrame) -> pl.DataFrame:
    """Return context_id, evaluator, tool of each return that states anything."""
    position = statements["position"]
    return statements.select(_RETURN).filter(position.ne_missing(position.shift()))


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
