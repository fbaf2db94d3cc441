"""`depipe ledger`."""

import click

from depipe.cli.options import Command, json_option, language_option, say, store_option
from depipe.language import Language


@click.group("ledger")
def command() -> None:
    """List what came in, and withdraw what should not count.

    \b
    Examples:
      depipe ledger list
      depipe ledger withdraw 3f9a1c0be871 --reason "sent by mistake"
    """


@command.command("list", cls=Command)
@store_option
@json_option
@language_option
def list_submissions(store: str, as_json: bool, language: Language) -> None:
    """List every submission, withdrawn ones too.

    \b
    Example:
      depipe ledger list
    """
    from depipe.cli import documents, render
    from depipe.ledger.store import open_ledger

    with open_ledger(store, create=False) as ledger:
        submissions = ledger.submissions()
    if as_json:
        click.echo(documents.submissions_json(submissions))
    else:
        render.submissions(submissions, language)


@command.command("withdraw", cls=Command)
@click.argument("submission_id", metavar="SUBMISSION")
@click.option("--reason", required=True, help="Why; it stays in the history.")
@store_option
@language_option
def withdraw(submission_id: str, reason: str, store: str, language: Language) -> None:
    """Withdraw a whole submission: it is kept, but counts nowhere any more.

    \b
    Example:
      depipe ledger withdraw 3f9a1c0be871 --reason "sent by mistake"
    """
    from datetime import UTC, datetime

    from depipe.ledger.store import open_ledger

    with open_ledger(store, create=False) as ledger:
        ledger.withdraw(submission_id, reason, at=datetime.now(UTC))
    click.echo(
        say(
            language,
            f"{submission_id} を取り下げました。depipe compare で比較を作り直してください。",
            f"{submission_id} is withdrawn. Run depipe compare to write the comparison again.",
        )
    )
