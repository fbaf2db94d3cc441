"""Cells for text that are not plain text, or that may be too long."""

from typing import Final

import polars as pl

from depipe.workbook.layout import MAX_TEXT, utf16_length

_COLUMNS: Final = ("file", "sheet", "row", "column", "item_id", "tool", "name", "kind", "value")
_IS_ODD: Final = pl.col("kind").is_in(["formula", "error", "merged"]) | (pl.col("value").str.len_bytes() > MAX_TEXT)


def odd_texts(*cells: tuple[pl.DataFrame, pl.Expr]) -> pl.DataFrame:
    """Return the cells that are no plain text, or maybe too long (`tables.TEXTS`): frames, with which cells are texts.

    Few are odd, so only those are asked whether they are texts.
    """
    odd = pl.concat([_with_all(frame.filter(_IS_ODD).filter(is_text)) for frame, is_text in cells])
    units = pl.Series("units", [utf16_length(value or "") for value in odd["value"]], dtype=pl.UInt32)
    too_long = pl.col("units") > MAX_TEXT
    return odd.with_columns(units).with_columns(
        pl.when(~too_long).then("kind").alias("kind"),
        pl.when(too_long).then(pl.col("units").cast(pl.String)).otherwise(pl.col("value").fill_null("")).alias("found"),
        pl.when(too_long).then(pl.lit(str(MAX_TEXT))).alias("expected"),
    )


def _with_all(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(name if name in frame.columns else pl.lit(None, pl.String).alias(name) for name in _COLUMNS)
