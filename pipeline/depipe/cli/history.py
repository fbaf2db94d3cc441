"""`depipe history`."""

import click

from depipe.cli.options import Command, as_of_option, json_option, language_option, store_option
from depipe.language import Language


@click.command("history", cls=Command)
@click.option("--tool", "tools", multiple=True, metavar="NAME", help="Only this tool; repeat it for several.")
@click.option("--item", "items", multiple=True, metavar="ID", help="Only this item.")
@click.option("--evaluator", "evaluators", multiple=True, metavar="NAME", help="Only this evaluator, or who decided.")
@click.option("--context-id", metavar="ID", help="Only this context (see depipe status).")
@click.option("--all", "in_full", is_flag=True, help="List every first rating too, a line each.")
@as_of_option
@store_option
@json_option
@language_option
def command(
    tools: tuple[str, ...],
    items: tuple[str, ...],
    evaluators: tuple[str, ...],
    context_id: str | None,
    in_full: bool,
    as_of: str | None,
    store: str,
    as_json: bool,
    language: Language,
) -> None:
    """Show every change of every rating: from what to what, at which versions, when, by whom, from which file.

    Changes stand in the order of verification. First ratings are counted by return and tool; with --all or --item each
    is listed in its place. Withdrawn submissions are listed apart: they count nowhere. --json has everything.

    \b
    Examples:
      depipe history
      depipe history --tool Temporal --item EX-01
      depipe history --evaluator "Evaluator A" --json
      depipe history --all                             with every item's first stars
      depipe history --as-of 2026-05-10
    """
    from depipe.cli import changes
    from depipe.flow.history import timeline
    from depipe.flow.instants import begun
    from depipe.ledger.store import open_ledger

    moment = None if as_of is None else begun(as_of)
    with open_ledger(store, create=False) as ledger:
        found = timeline(ledger, tools=tools, items=items, evaluators=evaluators, context_id=context_id, as_of=moment)
    if as_json:
        click.echo(changes.as_json(found))
    else:
        changes.show(found, language, in_full=in_full or bool(items))
