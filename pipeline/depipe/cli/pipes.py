"""Output into a pipe whose reader has seen enough, as `head` has: the command ends quietly, as others do."""

import os
import sys
from typing import Final

from rich.console import Console

CLOSED: Final = 141
"""The exit status of a command whose reader went away: what shells make of SIGPIPE."""


class PipedConsole(Console):
    """A console that leaves a closed pipe to the command, which ends as for whatever else writes into it."""

    def on_broken_pipe(self) -> None:
        """Raise BrokenPipeError: rich would exit with a status of its own."""
        raise BrokenPipeError


def hush() -> None:
    """Let what is still to be flushed go nowhere: Python would complain of the closed pipe as it ends."""
    for stream in (sys.stdout, sys.stderr):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
