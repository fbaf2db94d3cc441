"""`depipe compare`."""

from pathlib import Path

import click
from click.core import ParameterSource

from depipe.cli.options import Command, as_of_option, json_option, language_option, output_option, store_option
from depipe.language import Language


@click.command("compare", cls=Command)
@click.option("--context-id", metavar="ID", help="Only this context (see depipe status).")
@as_of_option
@output_option
@store_option
@json_option
@language_option
def command(
    context_id: str | None, as_of: str | None, output: Path, store: str, as_json: bool, language: Language
) -> None:
    """Write the comparison and the tables again from the ledger.

    With --as-of, the comparison as it stood then, masters and withdrawals included. It goes into OUTPUT/as-of-DATE,
    so that it never takes the place of today's, unless --output names another folder.

    \b
    Examples:
      depipe compare
      depipe compare --output meeting/
      depipe compare --context-id 3f9a1c0be871
      depipe compare --as-of 2026-05-10                 into output/as-of-2026-05-10
    """
    from depipe.cli import documents, render
    from depipe.flow.compare import compare
    from depipe.flow.instants import instant, named
    from depipe.ledger.store import open_ledger

    moment = None if as_of is None else instant(as_of)
    if moment is not None and click.get_current_context().get_parameter_source("output") != ParameterSource.COMMANDLINE:
        output /= f"as-of-{named(moment)}"
    with open_ledger(store, create=False) as ledger:
        written = compare(ledger, output, context_id=context_id, as_of=moment, language=language)
    if as_json:
        click.echo(documents.comparison_json(written, moment))
    else:
        render.verdicts(written, language)
