"""A spool: frames one after the other, held in memory while there is one, in files as soon as there are more."""

from pathlib import Path
from tempfile import gettempdir

import polars as pl

from depipe.parquet import write_parquet
from depipe.placing import explained
from depipe.scratch import Scratch


class Spool:
    """Frames of one schema, which `frame` gives as one; its files go when nobody holds the spool any more."""

    def __init__(self) -> None:
        self.files: list[Path] = []
        self._only: pl.DataFrame | None = None
        self._scratch: Scratch | None = None

    def add(self, frame: pl.DataFrame) -> None:
        """Put *frame* after those that are there. Raises SurroundingsError where there is no room for files."""
        if self._only is None and self._scratch is None:
            self._only = frame
            return
        with explained(self._scratch.path if self._scratch else Path(gettempdir())):
            if self._scratch is None:
                self._scratch = Scratch()
            for one in (self._only, frame):
                if one is not None:
                    self._write(one, self._scratch.path)
        self._only = None

    def frame(self) -> pl.LazyFrame:
        """Return all of them. Raises ValueError when there is none."""
        if self.files:
            return pl.scan_parquet(self.files, glob=False)
        if self._only is None:
            raise ValueError("nothing was put into the spool")
        return self._only.lazy()

    def _write(self, frame: pl.DataFrame, folder: Path) -> None:
        file = folder / f"{len(self.files):06}.parquet"
        write_parquet(frame.lazy(), file, compression="lz4", statistics=False)
        self.files.append(file)
