"""`depipe ingest`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from depipe.cli.options import (
    Command,
    exit_status,
    json_option,
    language_option,
    master_option,
    output_option,
    paths_argument,
    readers_for,
    say,
    scheduler_option,
    store_option,
    workers_option,
)
from depipe.cli.steering import printable
from depipe.errors import SurroundingsError
from depipe.language import Language

if TYPE_CHECKING:
    from depipe.flow.compare import Written
    from depipe.ledger.store import Ledger


@click.command("ingest", cls=Command)
@paths_argument
@master_option
@click.option("--issued-only", is_flag=True, help="Refuse workbooks that this ledger never issued.")
@click.option(
    "--supersede",
    is_flag=True,
    help="Let prefilled workbooks overwrite ratings, and decisions undo others, that came in after they were issued.",
)
@click.option("--no-compare", is_flag=True, help="Write no comparison now: depipe compare does it later.")
@output_option
@workers_option
@scheduler_option
@store_option
@json_option
@language_option
def command(
    paths: tuple[Path, ...],
    master_source: str | None,
    issued_only: bool,
    supersede: bool,
    no_compare: bool,
    output: Path,
    store: str,
    workers: int,
    scheduler: str | None,
    as_json: bool,
    language: Language,
) -> None:
    """Take returned workbooks into the ledger, then write the comparison.

    Files are independent: one with errors is kept out and explained, the others go in. Each rejected file gets
    a marked copy in OUTPUT/marked, which its evaluator can mend and send back. An unchanged file sent again is
    recognised.

    \b
    Examples:
      depipe ingest filled.xlsx
      depipe ingest returned/
      depipe ingest returned/ --json > result.json
      depipe ingest returned/ --no-compare             then depipe compare, when everything is in
      depipe ingest returned/ --scheduler tcp://server:8786
      depipe ingest again.xlsx --supersede             although newer ratings came in meanwhile
    """
    from depipe.flow.reading import refuse_unreachable, start_readers

    if workers and scheduler is None:
        start_readers()
    from depipe.cli import documents, render
    from depipe.cli.progress import progress
    from depipe.cli.results import show_results, show_sending_back
    from depipe.flow.files import workbooks_in
    from depipe.flow.ingest import ingest_files
    from depipe.flow.marking import Marker
    from depipe.flow.masters import known_masters, named_master
    from depipe.ledger.store import open_ledger

    files, others = workbooks_in(paths, output=output)
    marker = Marker(output / "marked", language)
    named = named_master(master_source)
    readers = readers_for(files, workers, scheduler)
    refuse_unreachable(readers)  # before there is a ledger
    with open_ledger(store) as ledger:
        masters = known_masters(ledger, named)
        with progress(len(files), say(language, "取り込み中", "Ingesting")) as advance:
            results = ingest_files(
                files,
                ledger=ledger,
                masters=masters,
                issued_only=issued_only,
                supersede=supersede,
                marker=marker,
                workers=readers,
                advance=advance,
                meanwhile=(lambda: None) if no_compare else _import_outputs,
            )
        written, trouble = ([], None) if no_compare else _compared(ledger, output, language)
    # Shown last: who reads the first lines of a pipe and closes it must not keep the comparison from being written.
    if as_json:
        click.echo(documents.files_json(results, others, language, written))
    else:
        show_results(results, others, language)
        render.verdicts(written, language)
        show_sending_back(results, language)
    for error in filter(None, (trouble, marker.trouble)):
        raise error
    click.get_current_context().exit(exit_status(results))


def _import_outputs() -> None:
    """Import what computes and writes the comparison: the files are read by others, who take as long."""
    import depipe.comparison.page.write
    import depipe.flow.compare  # noqa: F401


def _compared(ledger: "Ledger", output: Path, language: Language) -> "tuple[list[Written], SurroundingsError | None]":
    """Write the comparison; where it cannot be written, return why: what was ingested is shown all the same."""
    from depipe.flow.compare import NothingYetError, compare

    try:
        return compare(ledger, output, language=language), None
    except NothingYetError as nothing:
        if nothing.removed:
            click.echo(printable(nothing.message(language)), err=True)
        return [], None
    except SurroundingsError as error:
        return [], SurroundingsError(
            f"{error.text.ja}\n取り込みは済んでいます。直してから depipe compare を実行してください。",
            f"{error.text.en}\nWhat was ingested is kept. Mend this, then run depipe compare.",
        )
