"""A task that came from afar: its files are read in a process of its own, with walls around it.

Whoever calls `read_sent` lives on when a file kills or hangs its reader. The process is this module, run as a program:
it takes the files from stdin and leaves what it read on stdout.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence

from depipe import __version__
from depipe.flow.worker import Job, time_limit, wall_in
from depipe.workbook.cells import Returned


class ReaderDiedError(Exception):
    """The process that read a task's files ended before it had read them."""


class OtherVersionError(Exception):
    """This depipe is not the one that asks; its version is the message."""


def read_sent(sent: Sequence[tuple[str, bytes]], job: Job, version: str) -> bytes:
    """Read files in a process with walls; return its list of `Returned`, pickled.

    Raises ReaderDiedError when that process died, OtherVersionError when this depipe is not of that version.
    """
    if version != __version__:
        raise OtherVersionError(__version__)
    try:
        done = subprocess.run(  # noqa: S603 - this very module
            [sys.executable, "-m", __name__],
            input=pickle.dumps((sent, job), pickle.HIGHEST_PROTOCOL),
            stdout=subprocess.PIPE,
            timeout=job.walls.seconds * (len(sent) + 1),
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise ReaderDiedError(error.cmd) from None
    return done.stdout


def main() -> None:
    """Read the files on stdin."""
    sent: Sequence[tuple[str, bytes]]
    job: Job
    sent, job = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own parent's
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answer:
        wall_in(job.walls)  # which nobody hears from within
        pickle.dump([_read(job, *file) for file in sent], answer, pickle.HIGHEST_PROTOCOL)


def _read(job: Job, name: str, original: bytes) -> Returned:
    with time_limit(job.walls.seconds):
        return job.read(name, original)


if __name__ == "__main__":
    main()
