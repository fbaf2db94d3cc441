"""`depipe ledger`."""

from pathlib import Path

import click

from depipe.cli.options import (
    Command,
    json_option,
    language_option,
    readers_for,
    say,
    scheduler_option,
    store_option,
    workers_option,
)
from depipe.language import Language


@click.group("ledger")
def command() -> None:
    """Look after what came in: list, export and withdraw submissions, read them again, back everything up.

    \b
    Examples:
      depipe ledger list
      depipe ledger export 3f9a1c0be871
      depipe ledger withdraw 3f9a1c0be871 --reason "sent by mistake"
      depipe ledger rebuild
      depipe ledger backup ledger-2026-05-01.db
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


@command.command("export", cls=Command)
@click.argument("submission_id", metavar="SUBMISSION")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write it: a file, or a folder.  [default: its own name, in this folder]",
)
@store_option
@language_option
def export(submission_id: str, output: Path | None, store: str, language: Language) -> None:
    """Give back the very file that came in, byte for byte. A file that exists is never overwritten.

    \b
    Examples:
      depipe ledger export 3f9a1c0be871
      depipe ledger export 3f9a1c0be871 --output original.xlsx
    """
    from depipe.flow.export import export
    from depipe.ledger.store import open_ledger

    with open_ledger(store, create=False) as ledger:
        written = export(ledger, submission_id, output)
    click.echo(str(written))
    click.echo(
        say(language, f"{submission_id} を受け取ったときのまま書き出しました。", f"{submission_id} as it came in."),
        err=True,
    )


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


@command.command("rebuild", cls=Command)
@click.option("--keep", is_flag=True, help="Keep what reads differently; what was read before stays in the ledger.")
@workers_option
@scheduler_option
@store_option
@json_option
@language_option
def rebuild(keep: bool, workers: int, scheduler: str | None, store: str, as_json: bool, language: Language) -> None:
    """Read every original again under today's rules, and show which findings and which verdicts would move.

    Nothing is kept without --keep. Each original is judged as on the day on which it came in. One that today's rules
    would not let in stays as it is and is named; the exit status is then 1.

    \b
    Examples:
      depipe ledger rebuild
      depipe ledger rebuild --json > moves.json
      depipe ledger rebuild --keep
    """
    from depipe.flow.reading import start_readers

    if workers and scheduler is None:
        start_readers()
    from depipe.cli import rebuilding
    from depipe.cli.progress import progress
    from depipe.flow.rebuild import rebuild
    from depipe.ledger.store import open_ledger

    with open_ledger(store, create=False) as ledger:
        files = [record for record in ledger.submissions() if not record.withdrawn]
        with progress(len(files), say(language, "再読み取り中", "Reading again")) as advance:
            rebuilt = rebuild(ledger, keep=keep, workers=readers_for(files, workers, scheduler), advance=advance)
    if as_json:
        click.echo(rebuilding.as_json(rebuilt))
    else:
        rebuilding.show(rebuilt, language)
    click.get_current_context().exit(1 if any(review.status == "rejected" for review in rebuilt.reviews) else 0)


@command.command("backup", cls=Command)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@store_option
@language_option
def backup(file: Path, store: str, language: Language) -> None:
    """Write the whole ledger to a new file, also while others are using it, and prove that nothing is missing.

    The file is a ledger in SQLite, whatever database this one is in. A file that exists is never overwritten.

    \b
    Examples:
      depipe ledger backup ledger-2026-05-01.db
      depipe ledger list --store sqlite:///ledger-2026-05-01.db
    """
    from depipe.ledger.store import open_ledger

    with open_ledger(store, create=False) as ledger:
        written = ledger.back_up(file)
    issued, received = written.rows["issuances"], written.rows["submissions"]
    click.echo(str(written.path))
    click.echo(
        say(
            language,
            f"発行 {issued} 冊、提出 {received} 件を保存し、すべて照合しました。",
            f"{issued} issued workbook(s) and {received} submission(s) are in it, every one compared.",
        ),
        err=True,
    )
