"""`depipe demo`."""

from pathlib import Path

import click

from depipe.cli.options import OUTPUT, Command, language_option, say
from depipe.language import Language


@click.command("demo", cls=Command)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=OUTPUT / "demo",
    show_default=True,
    help="Folder for everything that the demonstration makes.",
)
@language_option
def command(output: Path, language: Language) -> None:
    """Run the whole pipeline on shipped sample answers: issue, fill in, ingest, compare.

    The answers are made up to show depipe at work; they judge no tool.

    \b
    Example:
      depipe demo
    """
    from depipe.cli import render
    from depipe.cli.results import show_results
    from depipe.demo.run import demonstrate

    demonstration = demonstrate(output, language)
    show_results(demonstration.results, [], language)
    render.verdicts(demonstration.written, language)
    click.echo(demonstration.sample.notice)
    click.echo(
        say(
            language,
            f"発行したワークブック: {output / 'issued'}\n記入済みのワークブック: {output / 'returned'}",
            f"Issued workbooks: {output / 'issued'}\nFilled workbooks: {output / 'returned'}",
        )
    )
