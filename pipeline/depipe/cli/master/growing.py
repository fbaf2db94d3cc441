"""`depipe master import`, `proposals`, `add-item`: masters made from Markdown, and grown by what was found lacking."""

from pathlib import Path

import click

from depipe.cli.options import Command, json_option, language_option, master_option, say, store_option
from depipe.language import Language


@click.command("proposals", cls=Command, short_help="List the items that evaluators propose.")
@master_option
@store_option
@json_option
@language_option
def proposals(master_source: str | None, store: str, as_json: bool, language: Language) -> None:
    """List the items that evaluators propose (追加項目), and what the master has that resembles them.

    They are compared with --master, by default with the newest master of the ledger. The degree is between 0 and 1;
    from 0.25 on two items are likely to be about the same.

    \b
    Examples:
      depipe master proposals
      depipe master proposals --master my-master.yaml --json
    """
    from depipe.cli.master import documents, showing
    from depipe.flow.proposals import compared_with
    from depipe.flow.proposals import proposals as proposed
    from depipe.ledger.store import open_ledger

    with open_ledger(store, create=False) as ledger:
        master = compared_with(ledger, master_source)
        found = proposed(ledger, master)
    if as_json:
        click.echo(documents.proposals_json(master, found))
    else:
        showing.proposals(master, found, language)


@click.command("add-item", cls=Command, short_help="Write a new item into a master.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--category", help="The category's id or name.")
@click.option("--name", help="The item's name.")
@click.option("--description", help="What is evaluated.")
@click.option("--from-proposal", metavar="ID", help="Take what is not given from this proposal, and name it.")
@click.option("--even-so", is_flag=True, help="Add it although an item resembles it.")
@store_option
@language_option
def add_item(
    file: Path,
    category: str | None,
    name: str | None,
    description: str | None,
    from_proposal: str | None,
    even_so: bool,
    store: str,
    language: Language,
) -> None:
    """Write a new item into a master's YAML, with its category's next id, and raise the master's version.

    Everything else in the file stays as it is. An id that the ledger knows is not given a second time.

    \b
    Examples:
      depipe master add-item my-master.yaml --category EX --name 名前 --description 評価内容
      depipe master add-item my-master.yaml --from-proposal 3f9a1c0be871-1
    """
    from depipe.flow.adding import Wanted, add
    from depipe.ledger.store import open_existing

    wanted = Wanted(category=category, name=name, description=description, from_proposal=from_proposal)
    with open_existing(store) as ledger:
        added = add(file, wanted, ledger, even_so=even_so)
    was, now, item = added.before.version, added.master.version, added.item
    click.echo(
        say(
            language,
            f"{item.id} {item.name} を {file} に追加しました（版 {was} → {now}）。",
            f"{item.id} {item.name} is in {file} now (version {was} → {now}).",
        )
    )


@click.command("import", cls=Command, short_help="Make a master of a Markdown document.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE.md")
@click.option("--base", metavar="FILE|ID", help="A master to take from what Markdown does not hold.")
@click.option("--id", "master_id", metavar="ID", help="The master's id.  [default: the base's, or the output's name]")
@click.option("--version", metavar="VERSION", help="Its version.  [default: the base's, raised, or 1.0.0]")
@click.option(
    "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.yaml", help="Where to."
)
@click.option("--even-so", is_flag=True, help="Write it although some lines were not understood.")
@language_option
def import_markdown(
    file: Path,
    base: str | None,
    master_id: str | None,
    version: str | None,
    output: Path,
    even_so: bool,
    language: Language,
) -> None:
    """Make a master of a Markdown document in the shape that `depipe master export` writes.

    Every line that is not understood is named, and then nothing is written. What Markdown does not hold (conditions,
    closed parameters, tool attributes, the numbers of the fail-close rule, the consensus) comes from --base, else it
    has its default; the base's file is followed, with its comments. To change a master, name it as --base and --output.

    \b
    Examples:
      depipe master import my-master.md --output my-master.yaml
      depipe master import edited.md --base my-master.yaml --output my-master.yaml
    """
    from depipe.cli.master import showing
    from depipe.flow.importing import Source, import_master

    source = Source(path=file, base=base, master_id=master_id, version=version)
    outcome = import_master(source, output, even_so=even_so)
    showing.imported(file, output, outcome, language)
    click.get_current_context().exit(0 if outcome.is_written else 1)
