"""The group of all commands: help in sections, commands imported when they run, errors as sentences."""

import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NamedTuple

import click

from depipe import __version__


class _Entry(NamedTuple):
    module: str
    short_help: str


SECTIONS: dict[str, dict[str, _Entry]] = {
    "Main flow": {
        "demo": _Entry("demo", "Run the whole pipeline on shipped sample answers."),
        "generate-workbook": _Entry("generate_workbook", "Write locked workbooks to hand out."),
        "check": _Entry("check", "Say what is wrong with returned workbooks; store nothing."),
        "ingest": _Entry("ingest", "Take returned workbooks into the ledger and compare."),
        "compare": _Entry("compare", "Write the comparison and the tables from the ledger."),
    },
    "Looking": {
        "status": _Entry("status", "Who has returned what, and how complete it is."),
        "explain": _Entry("explain", "Why a tool got its verdict, what would change it, how sure it is."),
        "history": _Entry("history", "Every change of every rating."),
        "verify": _Entry("verify", "Derive a published comparison again from its originals."),
    },
    "Keeping": {
        "master": _Entry("master", "Check, show, compare and grow evaluation masters."),
        "ledger": _Entry("ledger", "Look after what came in: list, export, withdraw, rebuild, back up."),
    },
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one when it runs."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run the command; who breaks off while it is imported gets no words, as there is nobody yet to say them."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            from depipe.cli.breaking import INTERRUPTED

            ctx.exit(INTERRUPTED)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order of the sections."""
        return [name for commands in SECTIONS.values() for name in commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Return a command by its name."""
        entry = next((commands[cmd_name] for commands in SECTIONS.values() if cmd_name in commands), None)
        if entry is None:
            return None
        command: click.Command = import_module(f"depipe.cli.{entry.module}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that *args* begin with; a name that is misspelt is told which one comes close."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            close = get_close_matches(args[0], self.list_commands(ctx), 1)
            raise click.UsageError(
                " ".join([error.message, *(f"Did you mean '{name}'?" for name in close)]), ctx
            ) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the list of commands by section, without importing any."""
        for section, commands in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl([(name, entry.short_help) for name, entry in commands.items()])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 all is well; 1 something in the data is not right; 2 usage; 3 the surroundings failed; "
    "130 broken off (Ctrl-C).",
)
@click.version_option(__version__, prog_name="depipe")
def group() -> None:
    """Turn an evaluation master into locked workbooks, and returned workbooks into a comparison.

    \b
    Try it:
      depipe demo                                      see it work
      depipe generate-workbook --evaluator "Evaluator A"
      depipe ingest returned/                          take the filled workbooks back
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its status."""
    _speak_unicode()
    try:
        group.main(args=arguments, prog_name="depipe")
    except Exception as error:
        if os.environ.get("DEPIPE_DEBUG"):
            raise
        click.echo(
            f"depipe has a bug: {type(error).__name__}: {error}\n"
            "Nothing that was acknowledged is lost. Run again with DEPIPE_DEBUG=1 for the details to report.",
            err=True,
        )
        sys.exit(3)


def _speak_unicode() -> None:
    """Write UTF-8 into files and pipes; on a terminal that cannot show a character, show `?` and go on."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="replace")
