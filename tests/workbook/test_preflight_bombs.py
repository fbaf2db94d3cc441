"""Small files that grow: each is refused, or read, within bounds of memory and time, in a process of its own."""

import subprocess
import sys

import pytest

from support.cases.bombs import BOMBS, Make

MEMORY = 1 << 30
SECONDS = 40

CHILD = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from depipe.workbook.read import read
for finding in read("x.xlsx", sys.stdin.buffer.read(), {{}}).findings:
    print(finding.code, finding.sheet or "", finding.cell or "", finding.found or "", sep="|")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX")
@pytest.mark.parametrize(("make", "expected"), BOMBS.values(), ids=BOMBS)
def test_small_files_that_grow__error(make: Make, expected: str) -> None:
    """A hostile file ends in one finding, within 1 GiB of address space and 40 seconds of processor time."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD], input=make(), capture_output=True, timeout=10 * SECONDS, check=False
    )

    assert (done.returncode, done.stdout.decode().splitlines(), done.stderr.decode()) == (0, [expected], "")
