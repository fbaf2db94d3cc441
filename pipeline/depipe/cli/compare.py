"""`depipe compare`."""

from pathlib import Path

import click

from depipe.cli.options import Command, json_option, language_option, output_option, store_option
from depipe.language import Language


@click.command("compare", cls=Command)
@click.option("--context-id", metavar="ID", help="Only this context (see depipe status).")
@output_option
@store_option
@json_option
@language_option
def command(context_id: str | None, output: Path, store: str, as_json: bool, language: Language) -> None:
    """Write the comparison and the tables again from the ledger.

    \b
    Examples:
      depipe compare
      depipe compare --output meeting/
      depipe compare --context-id 3f9a1c0be871
    """
    from depipe.cli import documents, render
    from depipe.flow.compare import compare
    from depipe.ledger.store import open_ledger

    with open_ledger(store, create=False) as ledger:
        written = compare(ledger, output, context_id=context_id, language=language)
    if as_json:
        click.echo(documents.comparison_json(written))
    else:
        render.verdicts(written, language)
