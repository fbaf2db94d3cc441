"""Cells for text that are not plain text, or that may be too long."""

from typing import Final

import polars as pl

from depipe.workbook.layout import MAX_TEXT, utf16_length

_TEXT_COLUMNS: Final = ("file", "sheet", "row", "column", "item_id", "tool", "name", "kind", "value")


def odd_texts(*frames: pl.DataFrame) -> pl.DataFrame:
    """Return the cells of *frames* that are no plain text, or maybe too long (`tables.TEXTS`)."""
    odd = pl.col("kind").is_in(["formula", "error", "merged"]) | (pl.col("value").str.len_bytes() > MAX_TEXT)
    texts = pl.concat([_with_all(frame.filter(odd)) for frame in frames])
    units = pl.Series("units", [utf16_length(value or "") for value in texts["value"]], dtype=pl.UInt32)
    too_long = pl.col("units") > MAX_TEXT
    return texts.with_columns(units).with_columns(
        pl.when(~too_long).then("kind").alias("kind"),
        pl.when(too_long).then(pl.col("units").cast(pl.String)).otherwise(pl.col("value").fill_null("")).alias("found"),
        pl.when(too_long).then(pl.lit(str(MAX_TEXT))).alias("expected"),
    )


def _with_all(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        name if name in frame.columns else pl.lit(None, pl.String).alias(name) for name in _TEXT_COLUMNS
    )
