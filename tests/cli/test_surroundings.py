"""What the system refuses is one sentence that says what and why, wherever it comes from."""

import errno

import click
import pytest
from click.testing import CliRunner

from depipe.cli.options import Command


def said(error: OSError) -> tuple[int, str]:
    """Return the exit status of a command that meets *error*, and what it says."""

    def meet(language: str) -> None:  # noqa: ARG001 - as click calls it
        raise error

    done = CliRunner().invoke(
        Command("compare", callback=meet, params=[click.Option(["--lang", "language"])]), ["--lang", "en"]
    )
    return done.exit_code, done.stderr


def test_a_file_that_the_system_refuses_is_named() -> None:
    """With the reason in depipe's words."""
    assert said(PermissionError(errno.EACCES, "Permission denied", "ledger.db")) == (
        3,
        "ledger.db cannot be used: permission is denied.\n",
    )


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full"),
        (FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']"), None),
    ],
)
def test_where_the_system_names_no_file_it_says_why_all_the_same(error: OSError, words: str | None) -> None:
    """In depipe's words; in the system's own where only these say what there is not."""
    assert said(error) == (3, f"Something cannot be read or written: {words or error.strerror}.\n")
