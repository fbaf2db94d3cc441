"""`depipe master`."""

import click

from depipe.cli.master.growing import add_item, import_markdown, proposals
from depipe.cli.master.looking import check, diff, export, show


@click.group("master")
def command() -> None:
    """Look at evaluation masters, and let them grow.

    \b
    Examples:
      depipe master check my-master.yaml
      depipe master show
      depipe master export my-master.yaml --output my-master.md
      depipe master proposals
    """


for _one in (check, show, export, import_markdown, diff, proposals, add_item):
    command.add_command(_one)
