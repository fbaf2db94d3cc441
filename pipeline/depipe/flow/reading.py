"""The reading stage: files to returned workbooks, in chunks, so that memory does not grow with their number."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from depipe.workbook.cells import Expected, Returned
from depipe.workbook.preflight import Limits
from depipe.workbook.read import read

CHUNK = 256
"""Files that are validated and stored together: polars and pandera cost about 10 ms a call whatever the size."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file, its bytes as they came in, and what was read from them."""

    path: Path
    original: bytes
    returned: Returned


def read_chunks(
    paths: Sequence[Path], expectations: Mapping[str, Expected], advance: Callable[[], object]
) -> Iterator[list[ReadFile]]:
    """Yield the files in chunks, in the order of *paths*; *advance* is called after each file."""
    for start in range(0, len(paths), CHUNK):
        chunk = []
        for path in paths[start : start + CHUNK]:
            chunk.append(_read_file(path, expectations))
            advance()
        yield chunk


def _read_file(path: Path, expectations: Mapping[str, Expected]) -> ReadFile:
    """Read one file; of one over the size limit just enough to refuse it."""
    with path.open("rb") as stream:
        original = stream.read(Limits().file_bytes + 1)
    return ReadFile(path, original, read(path.name, original, expectations))
