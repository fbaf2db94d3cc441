"""`depipe status`."""

import click

from depipe.cli.options import Command, json_option, language_option, store_option
from depipe.language import Language


@click.command("status", cls=Command)
@store_option
@json_option
@language_option
def command(store: str, as_json: bool, language: Language) -> None:
    """Show who has returned what, and how complete it is: a row per evaluator and tool.

    \b
    Examples:
      depipe status
      depipe status --json
    """
    from depipe.cli import documents, render
    from depipe.flow.status import status
    from depipe.ledger.store import open_ledger

    with open_ledger(store, create=False) as ledger:
        statuses = status(ledger)
    if as_json:
        click.echo(documents.status_json(statuses))
    else:
        render.status(statuses, language)
