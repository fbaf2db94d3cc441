"""`depipe check`."""

from pathlib import Path

import click
from click.core import ParameterSource

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
from depipe.language import Language


@click.command("check", cls=Command)
@paths_argument
@master_option
@store_option
@click.option("--mark", is_flag=True, help="Write a marked copy of every file with errors or warnings.")
@output_option
@workers_option
@scheduler_option
@json_option
@language_option
def command(
    paths: tuple[Path, ...],
    master_source: str | None,
    store: str,
    mark: bool,
    output: Path,
    workers: int,
    scheduler: str | None,
    as_json: bool,
    language: Language,
) -> None:
    """Say what is wrong with returned workbooks, cell by cell; store nothing.

    Folders are read with all that is in them (.xlsx, .xlsm, .ods).

    \b
    Examples:
      depipe check filled.xlsx
      depipe check returned/ --lang en
      depipe check returned/ --mark                    marked copies into output/marked
      depipe check returned/ --json > findings.json
    """
    from depipe.flow.reading import start_readers

    if workers and scheduler is None:
        start_readers()
    from depipe.cli import documents
    from depipe.cli.progress import progress
    from depipe.cli.results import show_results, show_sending_back
    from depipe.flow.files import workbooks_in
    from depipe.flow.ingest import check_files
    from depipe.flow.marking import Marker
    from depipe.flow.masters import known_masters, named_master
    from depipe.ledger.store import open_existing, open_ledger

    files, others = workbooks_in(paths, output=output)
    marker = Marker(output / "marked", language, every=True) if mark else None
    named = click.get_current_context().get_parameter_source("store") is not ParameterSource.DEFAULT
    with (
        open_ledger(store, create=False) if named else open_existing(store) as ledger,
        progress(len(files), say(language, "確認中", "Checking")) as advance,
    ):
        results = check_files(
            files,
            ledger=ledger,
            masters=known_masters(ledger, named_master(master_source)),
            marker=marker,
            workers=readers_for(files, workers, scheduler),
            advance=advance,
        )
    if as_json:
        click.echo(documents.files_json(results, others, language))
    else:
        show_results(results, others, language, checking=True)
        show_sending_back(results, language)
    if marker and marker.trouble:
        raise marker.trouble
    click.get_current_context().exit(exit_status(results))
