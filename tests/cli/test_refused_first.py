"""What is asked is checked before anything is made: a command that is refused leaves nothing behind."""

from pathlib import Path

import pytest

from support.cli import depipe


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (("--master", "nope"), 2),
        (("--scheduler", "nonsense"), 2),
        (("--scheduler", "tcp://127.0.0.1:1"), 3),
    ],
    ids=["no such master", "no address", "nobody answers"],
)
def test_an_ingest_that_cannot_begin_makes_no_ledger(tmp_path: Path, asked: tuple[str, str], status: int) -> None:
    """Neither its file nor its folder."""
    (tmp_path / "returned.xlsx").write_bytes(b"never read")

    done = depipe("ingest", *asked, "returned.xlsx", cwd=tmp_path, env={"DEPIPE_PATIENCE": "1"})

    assert done.status == status, done.err
    assert [path.name for path in tmp_path.iterdir()] == ["returned.xlsx"]
