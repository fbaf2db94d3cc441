"""A disk that runs full: a small file system of its own, where the test may mount one."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(megabytes: float) -> Iterator[Path]:
    """Give a folder that holds no more than so much; skip the test where nothing may be mounted."""
    with tempfile.TemporaryDirectory(prefix="depipe-disk-") as name:
        if os.geteuid() != 0 or not mounted(name, megabytes):
            pytest.skip("only root may mount a small disk")
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", "--lazy", name], check=True)


def mounted(folder: str | Path, megabytes: float, *, again: bool = False, read_only: bool = False) -> bool:
    """Mount a file system of that size on *folder*, or change the one there; tell whether that worked."""
    options = f"size={round(megabytes * 1024)}k" + (",remount" if again else "") + (",ro" if read_only else "")
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0
