"""Files are put into place whole, or a sentence says why not and what was there stays."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from depipe.errors import SurroundingsError
from depipe.placing import place


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Path]:
    """Return a file that nobody may replace, as one that is open elsewhere; skip the test where none can be made."""
    file, over = tmp_path / "comparison.xlsx", tmp_path / "over"
    file.write_bytes(b"before")
    over.write_bytes(b"before")
    if subprocess.run(["mount", "--bind", over, file], check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a file")
    yield file
    subprocess.run(["umount", "--lazy", file], check=True)


def test_a_file_that_somebody_holds_stays_and_is_said(held: Path) -> None:
    """The sentence says to close it; the file is as it was, and nothing lies beside it."""
    beside = sorted(held.parent.iterdir())

    with pytest.raises(SurroundingsError, match="open in Excel or another program, close it"):
        place(held, b"after")

    assert held.read_bytes() == b"before"
    assert sorted(held.parent.iterdir()) == beside


def test_what_fails_in_the_middle_leaves_what_was_there(tmp_path: Path) -> None:
    """A writer that raises half-way changes nothing."""
    file = tmp_path / "comparison.xlsx"
    place(file, b"before")

    def half(path: Path) -> None:
        path.write_bytes(b"aft")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        place(file, half)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"comparison.xlsx": b"before"}
