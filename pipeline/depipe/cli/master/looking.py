"""`depipe master check`, `show`, `export`, `diff`: looking at masters."""

from pathlib import Path

import click

from depipe.cli.options import Command, json_option, language_option, say, store_option
from depipe.language import Language

_source = click.argument("source", required=False, envvar="DEPIPE_MASTER", metavar="[FILE|ID]")


@click.command("check", cls=Command, short_help="List every problem of a master.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@language_option
def check(file: Path, as_json: bool, language: Language) -> None:
    """List every problem of a master with its line.

    \b
    Example:
      depipe master check my-master.yaml
    """
    from depipe.cli.documents import problems_json
    from depipe.master.lint import check as lint

    problems = lint(file)
    errors = sum(problem.severity == "error" for problem in problems)
    if as_json:
        click.echo(problems_json(problems, language))
    else:
        for problem in problems:
            click.echo(f"{file}: {problem.sentence(language)}")
        click.echo(
            say(
                language,
                f"誤り {errors} 件、警告 {len(problems) - errors} 件",
                f"{errors} error(s), {len(problems) - errors} warning(s)",
            )
        )
    click.get_current_context().exit(1 if errors else 0)


@click.command("show", cls=Command, short_help="Show a master at a glance.")
@_source
@json_option
@language_option
def show(source: str | None, as_json: bool, language: Language) -> None:
    """Show a master at a glance; with --json, all of it.

    \b
    Examples:
      depipe master show
      depipe master show my-master.yaml --json
    """
    from depipe.cli import render
    from depipe.flow.masters import chosen_master
    from depipe.master.describe import describe

    master = chosen_master(source)
    if as_json:
        click.echo(master.model_dump_json(indent=2))
    else:
        render.master(describe(master), language)


@click.command("export", cls=Command, short_help="Write a master as Markdown.")
@_source
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.md", help="Write to a file.")
@language_option
def export(source: str | None, output: Path | None, language: Language) -> None:
    """Write a master as a Markdown document that people can read and discuss.

    \b
    Examples:
      depipe master export > master.md
      depipe master export my-master.yaml --output my-master.md
    """
    from depipe.flow.masters import chosen_master
    from depipe.master.markdown import export as as_markdown
    from depipe.placing import place

    text = as_markdown(chosen_master(source))
    if output is None:
        click.echo(text, nl=False)
        return
    place(output, text.encode())
    click.echo(say(language, f"{output} に書き出しました。", f"Written to {output}."), err=True)


@click.command("diff", cls=Command, short_help="Say what changed between two masters.")
@click.argument("old")
@click.argument("new")
@store_option
@json_option
@language_option
def diff(old: str, new: str, store: str, as_json: bool, language: Language) -> None:
    """Say what changed from master OLD to NEW by meaning, and which ratings must be confirmed again.

    Each is a file, the id of a shipped master, or the version of a master that the ledger has. A change is cosmetic
    where the texts are equal but for spaces, width or kinds of dashes, or where NEW declares it wording (same_since).

    \b
    Examples:
      depipe master diff before.yaml after.yaml
      depipe master diff 1.0.0 my-master.yaml         what changed since 1.0.0 was issued
    """
    from depipe.cli.master import documents, showing
    from depipe.flow.masters import chosen_master
    from depipe.flow.versions import version_in
    from depipe.ledger.store import open_existing
    from depipe.master.diff import difference

    with open_existing(store) as ledger:
        before, after = (version_in(ledger, one) or chosen_master(one) for one in (old, new))
    found = difference(before, after)
    if as_json:
        click.echo(documents.difference_json(before, after, found))
    else:
        showing.difference(before, after, found, language)
