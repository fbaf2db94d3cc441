"""Ctrl-C ends a command with one sentence and one status, whatever a library makes of it."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click
import polars as pl
import pytest
from click.testing import CliRunner

from depipe.cli import group
from depipe.cli.options import Command

SENTENCE = "\nInterrupted. What is in the ledger is kept; run the same command again to go on.\n"
LOST = """
import signal, weakref
import click
from depipe.cli.options import Command
from depipe.quiet import quieten_libraries

class Frame: ...

def meet(language):
    weakref.finalize(Frame(), signal.raise_signal, signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)
quieten_libraries()
Command("compare", callback=meet, params=[click.Option(["--lang", "language"])])(["--lang", "en"])
"""

DEAF = """
import signal, sys
import click
from depipe.cli.options import Command

def meet(language):
    print("begun", flush=True)
    sys.stdin.readline()
    signal.raise_signal(signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)
Command("compare", callback=meet, params=[click.Option(["--lang", "language"])])(["--lang", "en"])
"""
AS_A_MODULE = """
from depipe.cli import group, main

def within_a_text():
    exec("raise KeyboardInterrupt")

group.main = within_a_text
main()
"""


@pytest.fixture(autouse=True)
def _heeded() -> Iterator[None]:
    """Have Ctrl-C heeded: whoever starts the tests in the background has it ignored, and commands respect that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize(
    "made",
    [
        pl.exceptions.ComputeError("a thread panicked"),
        pl.exceptions.PanicException("called `Result::unwrap()` on an `Err` value"),
        OSError("the sink was closed"),
        KeyboardInterrupt(),
        None,
    ],
    ids=lambda made: type(made).__name__,
)
def test_what_a_library_makes_of_it_is_not_told(made: BaseException | None) -> None:
    """An error of its own, one that is no Exception, or nothing at all."""

    def meet(language: str) -> None:  # noqa: ARG001 - as click calls it
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            if made is not None:
                raise made from None

    done = CliRunner().invoke(
        Command("compare", callback=meet, params=[click.Option(["--lang", "language"])]), ["--lang", "en"]
    )

    assert (done.exit_code, done.stderr) == (130, SENTENCE)


def test_where_it_strikes_a_finalizer_it_is_not_lost() -> None:
    """Python can raise nothing there, and would print a traceback and go on."""
    done = subprocess.run([sys.executable, "-c", LOST], capture_output=True, encoding="utf-8", check=False, timeout=60)

    assert (done.returncode, done.stderr) == (130, SENTENCE)


def test_where_code_in_c_loses_it_it_comes_again() -> None:
    """Who waits for something afterwards is not left waiting."""

    def meet(language: str) -> None:  # noqa: ARG001 - as click calls it
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        threading.Event().wait(60)

    began = time.monotonic()
    done = CliRunner().invoke(
        Command("compare", callback=meet, params=[click.Option(["--lang", "language"])]), ["--lang", "en"]
    )

    assert (done.exit_code, done.stderr) == (130, SENTENCE)
    assert time.monotonic() - began < 30


def test_it_does_not_come_again_to_who_puts_things_away() -> None:
    """Neither after an error of a library nor while a generator is closed, however long that takes."""
    put_away = []

    def held() -> Iterator[None]:
        try:
            yield
        finally:
            time.sleep(0.7)
            put_away.append("generator")

    def meet(language: str) -> None:  # noqa: ARG001 - as click calls it
        for _ in held():
            try:
                signal.raise_signal(signal.SIGINT)
            except KeyboardInterrupt:
                try:
                    raise OSError
                except OSError:
                    time.sleep(0.7)
                    put_away.append("file")
                    raise

    CliRunner().invoke(Command("compare", callback=meet, params=[click.Option(["--lang", "language"])]))

    assert put_away == ["file", "generator"]


def test_where_nobody_hears_the_sentence_the_status_is_the_same() -> None:
    """Ctrl-C ends the reader of the output as well, and a terminal that is closed takes no words."""
    with subprocess.Popen(
        [sys.executable, "-c", DEAF], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == b"begun\n"
        process.stdout.close()
        process.stdin.write(b"\n")
        process.stdin.close()

        assert process.wait(timeout=60) == 130


def test_a_module_ends_with_the_status_too(tmp_path: Path) -> None:
    """Python ends `python -m` by the signal when it struck code that was made from a text, as dataclasses are."""
    (tmp_path / "broken_off.py").write_text(AS_A_MODULE)

    done = subprocess.run(
        [sys.executable, "-m", "broken_off"], cwd=tmp_path, capture_output=True, check=False, timeout=60
    )

    assert (done.returncode, done.stderr) == (130, b"")


def test_while_a_command_is_imported_it_ends_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nobody yet to say anything; the status is the same."""

    def broken_off(name: str) -> None:
        raise KeyboardInterrupt(name)

    monkeypatch.setattr(group, "import_module", broken_off)

    done = CliRunner().invoke(group.group, ["compare"])

    assert (done.exit_code, done.output) == (130, "")


def test_afterwards_ctrl_c_is_again_what_it_was() -> None:
    """Whoever calls a command from Python keeps theirs."""
    before = signal.getsignal(signal.SIGINT)

    CliRunner().invoke(Command("compare", callback=lambda: None))

    assert signal.getsignal(signal.SIGINT) is before
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
