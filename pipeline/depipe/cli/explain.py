"""`depipe explain`."""

import click

from depipe.cli.options import Command, as_of_option, json_option, language_option, store_option
from depipe.language import Language


@click.command("explain", cls=Command)
@click.argument("tool", metavar="TOOL")
@click.option("--context-id", metavar="ID", help="In this context, where there are several (see depipe status).")
@as_of_option
@click.option("--anonymous", is_flag=True, help="Number evaluators and their files instead of naming them.")
@store_option
@json_option
@language_option
def command(
    tool: str,
    context_id: str | None,
    as_of: str | None,
    anonymous: bool,
    store: str,
    as_json: bool,
    language: Language,
) -> None:
    """Say why TOOL got its verdict: its cap, each mandatory item and the cells that its stars and decision came from.

    Then what exactly would lift the cap, which categories pull the overall up and down, what is still unverified and
    how far that could move it, and how sure the rank is: without each evaluator, with one star more or less anywhere,
    and under other weights of the categories.

    \b
    Examples:
      depipe explain Temporal
      depipe explain temporal --lang en
      depipe explain Restate --json | jq .lift
      depipe explain Restate --as-of 2026-05-10 --anonymous
      depipe explain Restate --context-id 3f9a1c0be871
    """
    from depipe.cli import explaining
    from depipe.flow.compare import Settings
    from depipe.flow.explain import explain
    from depipe.flow.instants import begun
    from depipe.ledger.store import open_ledger

    moment = None if as_of is None else begun(as_of)
    with open_ledger(store, create=False) as ledger:
        asked = Settings(context_id=context_id, as_of=moment, anonymous=anonymous, language=language)
        found = explain(ledger, tool, asked)
    if as_json:
        click.echo(explaining.as_json(found))
    else:
        explaining.show(found, language)
