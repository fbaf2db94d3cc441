"""What lies in a scratch folder goes with its process, however that ends; nobody else's goes with it."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from depipe.scratch import PREFIX, Scratch, room_beside

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no locks on folders")

HOLD = """
import sys
from depipe.scratch import Scratch
scratch = Scratch()
(scratch.path / "words").write_text("what somebody wrote")
print(scratch.path, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a temporary folder of the test's own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def holding(temporary: Path) -> tuple[subprocess.Popen[str], Path]:
    """Start a process that holds a scratch folder until it is told to end, and return both."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD],
        env=os.environ | {"TMPDIR": str(temporary)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


@pytest.mark.parametrize("end", [None, signal.SIGKILL], ids=["at its end", "killed"])
def test_what_a_process_left_goes(temporary: Path, end: signal.Signals | None) -> None:
    """With itself; where it was killed, with the next folder that is made."""
    process, folder = holding(temporary)
    assert (folder / "words").exists()
    if end is not None:
        process.send_signal(end)
    process.communicate()
    assert folder.exists() == (end is not None)

    with Scratch() as scratch:
        assert list(temporary.iterdir()) == [scratch.path]
    assert list(temporary.iterdir()) == []


def test_what_a_living_process_holds_stays(temporary: Path) -> None:
    """A folder of another process, and another one of the same."""
    process, folder = holding(temporary)
    with Scratch() as own, Scratch() as another:
        assert (folder / "words").exists()
        assert own.path.exists()
        assert another.path.exists()
    process.communicate()


def test_links_are_not_followed(temporary: Path) -> None:
    """Neither one that has such a name, nor one within a folder that a killed process left."""
    kept = temporary / "kept"
    kept.mkdir()
    (kept / "words").write_text("mine", "utf-8")
    process, folder = holding(temporary)
    (folder / "link").symlink_to(kept)
    process.kill()
    process.communicate()
    link = temporary / f"{PREFIX}link"
    link.symlink_to(kept)

    with Scratch():
        assert not folder.exists()
        assert link.is_symlink()
    assert (kept / "words").read_text("utf-8") == "mine"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give folders away")
def test_what_is_another_users_stays(temporary: Path) -> None:
    """Also where the system would let this user remove it."""
    folder = temporary / f"{PREFIX}theirs"
    folder.mkdir()
    os.chown(folder, 12345, 12345)

    with Scratch():
        assert folder.exists()


def test_a_file_of_such_a_name_stays(temporary: Path) -> None:
    """Only folders are made here."""
    (temporary / f"{PREFIX}notes").write_text("mine", "utf-8")

    with Scratch():
        assert (temporary / f"{PREFIX}notes").read_text("utf-8") == "mine"


def test_who_breaks_off_while_a_room_goes_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither beside what was put into its place nor with somebody's words in it."""
    remove, broken_off = os.rmdir, []

    def broken_off_first(path: str, *, dir_fd: int | None = None) -> None:
        broken_off.append(path)
        if len(broken_off) in {1, 3}:
            raise KeyboardInterrupt
        remove(path, dir_fd=dir_fd)

    monkeypatch.setattr(os, "rmdir", broken_off_first)

    with room_beside(tmp_path / "backup.db") as room:
        (room / "originals").mkdir()
        (room / "originals" / "words").write_text("what somebody wrote")
        (room / "backup.db").write_text("whole")
        (room / "backup.db").replace(tmp_path / "backup.db")

    assert [path.name for path in tmp_path.iterdir()] == ["backup.db"]
    assert len(broken_off) > 3
