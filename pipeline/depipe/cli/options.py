"""What the commands share: their options, and how an error becomes a sentence and an exit status."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from depipe.cli.breaking import INTERRUPTED, ending_in_order
from depipe.cli.steering import printable
from depipe.errors import DepipeError, SurroundingsError, os_reason
from depipe.language import Language, Text

if TYPE_CHECKING:
    from depipe.flow.ingest import FileResult

DEFAULT_STORE: Final = "sqlite:///workbooks/ledger.db"
WORKBOOKS: Final = Path("workbooks/issued")
OUTPUT: Final = Path("output")

_INTERRUPTED: Final = Text(
    "中断しました。台帳に取り込み済みのものは残っています。続けるには、同じコマンドをもう一度実行してください。",
    "Interrupted. What is in the ledger is kept; run the same command again to go on.",
)


class Command(click.Command):
    """A command whose depipe errors become one sentence on stderr and their exit status."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run the command."""
        try:
            with ending_in_order():
                return super().invoke(ctx)
        except KeyboardInterrupt:
            try:
                click.echo(f"\n{_INTERRUPTED.within(language_of(ctx))}", err=True)
            except OSError:  # the terminal is gone, or what read the output
                from depipe.cli.pipes import hush

                hush()
            ctx.exit(INTERRUPTED)
        except DepipeError as error:
            click.echo(printable(error.message(language_of(ctx))), err=True)
            ctx.exit(error.status)
        except BrokenPipeError:
            from depipe.cli.pipes import CLOSED, hush

            hush()
            ctx.exit(CLOSED)
        except OSError as error:
            wrapped = SurroundingsError(*_refused(error))
            click.echo(printable(wrapped.message(language_of(ctx))), err=True)
            ctx.exit(wrapped.status)


def _refused(error: OSError) -> tuple[str, str]:
    """Return what the system refused, in both languages."""
    why = os_reason(error)
    if error.filename is not None:
        return f"{error.filename} を読み書きできません（{why.ja}）。", f"{error.filename} cannot be used: {why.en}."
    if isinstance(error, FileNotFoundError) and error.strerror:  # of no file: only its own words say what there is not
        why = Text(error.strerror, error.strerror)
    return f"読み書きできないものがあります（{why.ja}）。", f"Something cannot be read or written: {why.en}."


def language_of(ctx: click.Context) -> Language:
    """Return the language that the command speaks."""
    return "en" if ctx.params.get("language") == "en" else "ja"


def say(ctx_language: Language, ja: str, en: str) -> str:
    """Return one of the two texts."""
    return Text(ja, en).within(ctx_language)


language_option = click.option(
    "--lang",
    "language",
    type=click.Choice(["ja", "en"]),
    default="ja",
    show_default=True,
    envvar="DEPIPE_LANG",
    help="Language of what people read.",
)

store_option = click.option(
    "--store",
    default=DEFAULT_STORE,
    show_default=True,
    envvar="DEPIPE_STORE",
    metavar="URL",
    help="The ledger: sqlite:///FILE or postgresql+psycopg://USER@SERVER/DATABASE.",
)

output_option = click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=OUTPUT,
    show_default=True,
    envvar="DEPIPE_OUTPUT",
    help="Folder for what is computed.",
)

master_option = click.option(
    "--master",
    "master_source",
    envvar="DEPIPE_MASTER",
    metavar="FILE|ID",
    help="A master's YAML file, or the id of a shipped one.  [default: durable-execution]",
)

json_option = click.option("--json", "as_json", is_flag=True, help="Write one JSON document to stdout, nothing else.")

as_of_option = click.option(
    "--as-of", metavar="DATE", help="The ledger as it stood at the end of that day, or at that moment (UTC)."
)

paths_argument = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")

workers_option = click.option(
    "--workers",
    type=click.IntRange(min=0),
    default=os.cpu_count() or 1,
    show_default="the cores",
    envvar="DEPIPE_WORKERS",
    help="Processes that read workbooks. 0 reads in this one: then a hostile file can end it.",
)

scheduler_option = click.option(
    "--scheduler",
    metavar="ADDRESS",
    envvar="DEPIPE_SCHEDULER",
    help="Let the workers of a Dask cluster read instead: tcp://SERVER:8786. Needs depipe[dask], here and there.",
)


def exit_status(results: "Sequence[FileResult]") -> int:
    """Return the exit status for what became of files: 3 where the system did not give one, 1 for a rejected one."""
    unreadable = any(finding.code == "file.unreadable" for result in results for finding in result.findings)
    return SurroundingsError.status if unreadable else int(any(result.status == "rejected" for result in results))


def readers_for(files: Sequence[object], workers: int, scheduler: str | None = None) -> int | str:
    """Return who is to read *files*: the cluster where there is one, else as many processes as are worth starting.

    Processes start while the caller imports its libraries.
    """
    from depipe.flow.reading import worthwhile

    return worthwhile(workers, len(files)) if scheduler is None else scheduler
