"""The tables as Parquet files."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from depipe.comparison.tables import ROWS, write_tables
from depipe.errors import SurroundingsError
from depipe.flow.spool import Spool
from depipe.parquet import write_parquet
from depipe.placing import place
from support.disks import mounted, small_disk
from support.tables import case


def test_every_table_is_a_parquet_file_of_its_name(tmp_path: Path) -> None:
    """What is read back is what scoring said, column for column, and nothing else lies in the folder."""
    tables = case().tables

    written = write_tables(tables, tmp_path / "tables")

    assert {path.name for path in (tmp_path / "tables").iterdir()} == {path.name for path in written}
    assert [path.stem for path in written] == list(tables.frames)
    for path in written:
        assert_frame_equal(pl.read_parquet(path), getattr(tables, path.stem).lazy().collect())


def test_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    """Tables are compared and archived: a second writing changes no byte."""
    first, second = (
        [path.read_bytes() for path in write_tables(case().tables, tmp_path / name)] for name in ("one", "two")
    )

    assert first == second


def test_a_long_table_gives_the_same_bytes_from_files(tmp_path: Path) -> None:
    """Of whatever sizes: a large ledger is replayed in parts."""
    tables = case().tables
    ratings = pl.concat([tables.ratings.collect()] * 1_000)
    assert ratings.height > 2 * ROWS
    spool = Spool()
    for part in ratings.iter_slices(70_000):
        spool.add(part)

    write_tables(replace(tables, ratings=ratings.lazy()), tmp_path / "whole")
    write_tables(replace(tables, ratings=spool.frame()), tmp_path / "parts")

    whole, parts = (tmp_path / folder / "ratings.parquet" for folder in ("whole", "parts"))
    assert whole.read_bytes() == parts.read_bytes()


def test_a_disk_that_is_full_is_a_sentence_and_leaves_nothing_half_written() -> None:
    """Of which polars says no more than a sentence of its own."""
    with small_disk(0.02) as disk:
        with pytest.raises(SurroundingsError) as raised:
            write_tables(case().tables, disk / "tables")

        whole = list((disk / "tables").iterdir())
        assert raised.value.text.en.endswith("overall.parquet cannot be written: the disk is full.")
        assert all(pl.read_parquet(path).width for path in whole)
        assert "overall.parquet" not in {path.name for path in whole}


def test_a_disk_that_may_only_be_read_is_a_sentence() -> None:
    """It says why, as for every other file."""
    with small_disk(1) as disk:
        assert mounted(disk, 1, again=True, read_only=True)

        with pytest.raises(SurroundingsError, match="cannot be written: the disk is read-only"):
            place(disk / "ratings.parquet", partial(write_parquet, case().tables.ratings))


def test_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    """A file where the folder should be gives an error of the surroundings, not a traceback."""
    (tmp_path / "tables").write_text("in the way", "utf-8")

    with pytest.raises(SurroundingsError):
        write_tables(case().tables, tmp_path / "tables")
