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

    It says which ratings were verified at another version than the tool's newest verified one, which prefilled
    workbooks are still out, whether different numbers of people rated the tools, how far evaluators agree, what they
    should settle, and which decisions must be looked at again.

    \b
    Examples:
      depipe status
      depipe status --json
    """
    from depipe.cli import overview
    from depipe.flow.status import status
    from depipe.ledger.store import open_ledger

    with open_ledger(store, create=False) as ledger:
        found = status(ledger)
    if as_json:
        click.echo(overview.as_json(found))
    else:
        overview.show(found, language)
