"""`depipe generate-workbook`."""

from pathlib import Path

import click
from click.core import ParameterSource

from depipe.cli.options import (
    WORKBOOKS,
    Command,
    json_option,
    language_of,
    language_option,
    master_option,
    say,
    store_option,
)
from depipe.errors import UsageError
from depipe.language import Language


@click.command("generate-workbook", cls=Command)
@master_option
@click.option(
    "--tool", "tools", multiple=True, metavar="NAME", help="A tool to rate; repeat it.  [default: the master's]"
)
@click.option("--evaluator", "evaluators", multiple=True, metavar="NAME", help="Who fills it in; one file each.")
@click.option(
    "--roster",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.csv",
    help="Many evaluators: a CSV file with the columns evaluator and tools (separated by ;).",
)
@click.option(
    "--context",
    multiple=True,
    metavar="KEY=VALUE",
    help="A parameter's value, filled in and locked; all parameters or none.",
)
@click.option(
    "--tool-attribute", "attributes", multiple=True, metavar="TOOL:NAME=VALUE", help="A fact about a tool, locked."
)
@click.option(
    "--prefill",
    is_flag=True,
    help="Fill in each evaluator's ratings in force, to be verified again; without --evaluator everybody's.",
)
@click.option(
    "--adjudicate",
    is_flag=True,
    help="Write what the evaluators disagree about, to be decided; --evaluator names who decides.",
)
@click.option(
    "--context-id",
    metavar="ID",
    help="With --prefill or --adjudicate: the context, where the ledger has several.",
)
@click.option(
    "--show-verdict", is_flag=True, help="Show the overall in the live summary (it invites rating towards it)."
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=WORKBOOKS,
    show_default=True,
    envvar="DEPIPE_WORKBOOKS",
    help="Folder for the workbooks, or the .xlsx file when it is one.",
)
@store_option
@json_option
@language_option
def command(
    master_source: str | None,
    tools: tuple[str, ...],
    evaluators: tuple[str, ...],
    roster: Path | None,
    context: tuple[str, ...],
    attributes: tuple[str, ...],
    prefill: bool,
    adjudicate: bool,
    context_id: str | None,
    show_verdict: bool,
    output: Path,
    store: str,
    as_json: bool,
    language: Language,
) -> None:
    """Write locked workbooks to hand out, and record them in the ledger.

    They speak the master's language, or the one that --lang names.

    \b
    Examples:
      depipe generate-workbook
      depipe generate-workbook --evaluator "Evaluator A" --evaluator "Evaluator B"
      depipe generate-workbook --tool Temporal --evaluator "Evaluator A" --output temporal.xlsx
      depipe generate-workbook --roster roster.csv
      depipe generate-workbook --evaluator "Evaluator A" \\
        --context "Duration=分〜時間" --context "Side Effects=制限付き書き込み" \\
        --context "Deployment=セルフホスト" --context "Scale=〜10K" \\
        --context "Determinism=LLM・外部API含む" --context "Language=Python"
      depipe generate-workbook --tool-attribute "Inngest:短命ジョブ専用=はい"
      depipe generate-workbook --prefill --tool Temporal        everybody verifies a new version again
      depipe generate-workbook --adjudicate --evaluator "Lead A"     what is disputed, to be decided
    """
    from depipe.cli.progress import progress
    from depipe.flow.adjudicate import adjudicating_issuance
    from depipe.flow.generate import generate, issuances_for, refuse_unfit
    from depipe.flow.masters import chosen_master, master_of
    from depipe.flow.prefill import prefilled_issuances
    from depipe.flow.roster import recipients_of
    from depipe.flow.settings import attribute_pairs, chosen_context, key_values, unlisted_tools
    from depipe.ledger.store import open_ledger

    given, facts = key_values(context), attribute_pairs(attributes)
    spoken = _asked_language(click.get_current_context())
    if adjudicate:
        _refuse_beside_adjudicate(
            prefill, bool(roster), bool(facts), show_verdict, several_deciders=len(evaluators) > 1
        )
        with open_ledger(store, create=False) as ledger:
            master = master_of(ledger, master_source)
            issuances = [
                adjudicating_issuance(
                    master,
                    ledger=ledger,
                    decider=next(iter(evaluators), None),
                    tools=tools,
                    context=chosen_context(master, given),
                    context_id=context_id,
                    language=spoken,
                )
            ]
    elif prefill:
        recipients = recipients_of(evaluators, roster, tools)
        with open_ledger(store, create=False) as ledger:
            master = master_of(ledger, master_source)
            chosen = chosen_context(master, given)
            issuances = prefilled_issuances(
                master,
                recipients,
                ledger=ledger,
                context=chosen,
                context_id=context_id,
                attributes=facts,
                language=spoken,
            )
    elif context_id is not None:
        raise UsageError(
            "--context-id は --prefill か --adjudicate と一緒に使います。",
            "--context-id goes with --prefill or --adjudicate.",
        )
    else:
        master = chosen_master(master_source)
        recipients = recipients_of(evaluators, roster, tools or master.tools)
        chosen = chosen_context(master, given)
        issuances = issuances_for(master, recipients, context=chosen, attributes=facts, language=spoken)
    refuse_unfit(output, len(issuances))  # before there is a ledger
    with open_ledger(store) as ledger, progress(len(issuances), say(language, "発行中", "Writing")) as advance:
        issued = generate(master, issuances, ledger=ledger, output=output, show_verdict=show_verdict, advance=advance)
    if as_json:
        from depipe.cli.documents import issued_json

        click.echo(issued_json(issued))
        return
    for one in issued:
        click.echo(str(one.path))
    if adjudicate:
        rows = len(issued[0].issuance.topics)
        click.echo(
            say(
                language,
                f"決めることは{rows}件です。決めた星と理由を記入し、depipe ingest で取り込んでください。",
                f"{rows} row(s) to decide. Fill in the stars and the reasons, then run depipe ingest on it.",
            ),
            err=True,
        )
        return
    if (
        unlisted := ()
        if prefill
        else unlisted_tools(master, (tool for one in issuances for tool in one.identity.tools))
    ):
        click.echo(
            say(
                language,
                f"マスタにないツールです。綴りを確かめてください: {'、'.join(unlisted)}",
                f"The master does not name these tools; check how they are spelt: {', '.join(unlisted)}",
            ),
            err=True,
        )
    click.echo(
        say(
            language,
            f"{len(issued)}冊を発行しました。渡して記入してもらい、戻ってきたら depipe ingest で取り込んでください。",
            f"{len(issued)} workbook(s) issued. Hand them out; when they come back, run depipe ingest on them.",
        ),
        err=True,
    )


def _refuse_beside_adjudicate(
    prefill: bool, roster: bool, facts: bool, show_verdict: bool, *, several_deciders: bool
) -> None:
    """Raise UsageError for options that say nothing to a workbook for decisions."""
    given = {"--prefill": prefill, "--roster": roster, "--tool-attribute": facts, "--show-verdict": show_verdict}
    for option in (name for name, is_given in given.items() if is_given):
        raise UsageError(
            f"--adjudicate と {option} は一緒に使えません。", f"--adjudicate and {option} cannot be used together."
        )
    if several_deciders:
        raise UsageError(
            "裁定用ワークブックの決定者は一人です。--evaluator は一つだけ指定してください。",
            "One person decides: name one with --evaluator.",
        )


def _asked_language(ctx: click.Context) -> Language | None:
    """Return the language that the user asked for, with an option or DEPIPE_LANG; None for nobody's choice."""
    chosen = ctx.get_parameter_source("language") is not ParameterSource.DEFAULT
    return language_of(ctx) if chosen else None
