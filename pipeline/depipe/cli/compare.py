"""`depipe compare`."""

from pathlib import Path

import click
from click.core import ParameterSource

from depipe.cli.options import (
    Command,
    as_of_option,
    json_option,
    language_option,
    output_option,
    store_option,
    workers_option,
)
from depipe.language import Language


@click.command("compare", cls=Command)
@click.option("--context-id", metavar="ID", help="Only this context (see depipe status).")
@as_of_option
@click.option("--anonymous", is_flag=True, help="Number evaluators instead of naming them, in everything written.")
@click.option(
    "--bundle",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.zip",
    help="Also write everything into one file that depipe verify derives again.",
)
@workers_option
@output_option
@store_option
@json_option
@language_option
def command(
    context_id: str | None,
    as_of: str | None,
    anonymous: bool,
    bundle: Path | None,
    workers: int,
    output: Path,
    store: str,
    as_json: bool,
    language: Language,
) -> None:
    """Write the comparison and the tables again from the ledger.

    With --as-of, the comparison as it stood then, masters and withdrawals included. It goes into OUTPUT/as-of-DATE,
    so that it never takes the place of today's, unless --output names another folder.

    With --anonymous, evaluators and their files are 評価者 1, 評価者 2, ... (Evaluator 1, ... with --lang en), whoever
    decides is 決定者 1 (Adjudicator 1), by first receipt: a number means the same person in every output of a ledger.
    What people wrote stays as written: notes, and reasons of withdrawals and decisions, may name somebody. It goes into
    OUTPUT/anonymous, so that nothing with names lies beside it, unless --output names another folder.

    With --bundle, masters, originals, tables and outputs also go into one file with a manifest of digests. Whoever has
    it can derive every figure again with depipe verify; it is verified before it is handed over. With the originals it
    holds the evaluators' names.

    \b
    Examples:
      depipe compare
      depipe compare --output meeting/
      depipe compare --context-id 3f9a1c0be871
      depipe compare --as-of 2026-05-10                 into output/as-of-2026-05-10
      depipe compare --anonymous                        into output/anonymous
      depipe compare --bundle decision-2026-05.zip
    """
    from depipe.cli import documents, render
    from depipe.cli.verifying import rereading
    from depipe.flow.compare import Settings, compared
    from depipe.flow.instants import begun, named
    from depipe.ledger.store import open_ledger

    moment = None if as_of is None else begun(as_of)
    if click.get_current_context().get_parameter_source("output") != ParameterSource.COMMANDLINE:
        output /= f"as-of-{named(moment)}" if moment is not None else ""
        output /= "anonymous" if anonymous else ""
    settings = Settings(context_id=context_id, as_of=moment, anonymous=anonymous, language=language)
    if bundle is not None:
        from depipe.bundle.write import refuse_hiding, refuse_misnamed, write_bundle

        refuse_hiding(settings)
        refuse_misnamed(bundle)
    with open_ledger(store, create=False) as ledger:
        outputs, written = compared(ledger, output, settings)
        made = None
        if bundle is not None:
            proof = write_bundle(ledger, outputs, output, bundle, workers=workers, progress=rereading(language))
            made = (bundle, proof.sha256)
    if as_json:
        click.echo(documents.comparison_json(written, moment, made))
        return
    render.verdicts(written, language)
    if made:
        render.bundle(*made, language)
