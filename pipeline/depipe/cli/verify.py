"""`depipe verify`."""

from pathlib import Path

import click

from depipe.cli.options import Command, json_option, language_option, workers_option
from depipe.language import Language


@click.command("verify", cls=Command)
@click.argument("bundle", type=click.Path(path_type=Path), metavar="FILE.zip")
@workers_option
@json_option
@language_option
def command(bundle: Path, workers: int, as_json: bool, language: Language) -> None:
    """Derive a published comparison again from the originals in its bundle, and name the first cell that differs.

    The bundle (depipe compare --bundle) is all that is needed: no ledger, no network. Every byte of it is held against
    its digest, every original is read and checked again, every table and output is computed again. Exit status 1 says
    that something differs.

    \b
    Examples:
      depipe verify decision-2026-05.zip
      depipe verify decision-2026-05.zip --json
    """
    from depipe.bundle.verify import verify
    from depipe.cli import verifying

    found = verify(bundle, workers=workers, progress=verifying.rereading(language))
    if as_json:
        click.echo(verifying.as_json(bundle, found, language))
    else:
        verifying.show(bundle, found, language)
    if not found.verified:
        click.get_current_context().exit(1)
