"""Compare: the ledger -> scores -> the tables and comparisons under output/."""

import re
from dataclasses import dataclass
from pathlib import Path

from depipe.comparison.markdown import write_markdown
from depipe.comparison.tables import write_tables
from depipe.comparison.view import Comparison, build
from depipe.comparison.workbook import write_comparison
from depipe.errors import DataError
from depipe.language import Language
from depipe.ledger.history import read_history
from depipe.ledger.store import Ledger
from depipe.placing import place, remove
from depipe.scoring.score import score


class NothingYetError(DataError):
    """Nothing has been taken in yet, so there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class Written:
    """The comparison of one context and the files that hold it."""

    comparison: Comparison
    workbook: Path
    markdown: Path


def compare(
    ledger: Ledger,
    output: Path,
    *,
    context_id: str | None = None,
    language: Language = "ja",
    notice: str | None = None,
) -> list[Written]:
    """Score the whole ledger, write `tables/` and one comparison per context (of *context_id* alone when given).

    *notice* is what readers of the comparisons must see first, if there is such a thing.

    Raises NothingYetError when nothing has been taken in, DataError when the context is unknown, SurroundingsError
    when an output cannot be written.
    """
    master = ledger.newest_master()
    history = read_history(ledger)
    contexts = history.contexts["context_id"].unique(maintain_order=True).to_list()
    if master is None or not contexts:
        _drop_stale(output, keep=set())
        raise _nothing(withdrawn=history.submissions.height > 0)
    if context_id is not None and context_id not in contexts:
        raise DataError(
            f"前提 {context_id} はありません（あるのは {', '.join(contexts)}）。",
            f"There is no context {context_id} (there are {', '.join(contexts)}).",
        )
    tables = score(
        master,
        returns=history.returns,
        answers=history.answers,
        issued=history.issued,
        contexts=history.contexts,
        attributes=history.attributes,
        tools=history.tools,
    )
    write_tables(tables, output / "tables")
    written = []
    for number, context in enumerate(contexts, start=1):
        if context_id in (None, context):
            comparison = build(
                master, tables, context, submissions=history.submissions, language=language, notice=notice
            )
            stem = "comparison" if len(contexts) == 1 else f"comparison-{number}"
            written.append(Written(comparison, output / f"{stem}.xlsx", output / f"{stem}.md"))
    for one in written:
        place(one.workbook, write_comparison(one.comparison))
        place(one.markdown, write_markdown(one.comparison).encode())
    if context_id is None:
        _drop_stale(output, keep={path for one in written for path in (one.workbook, one.markdown)})
    return written


def _nothing(*, withdrawn: bool) -> NothingYetError:
    if withdrawn:
        return NothingYetError(
            "取り込んだものはすべて取り下げられているため、比較するものがありません。",
            "Everything that was taken in is withdrawn, so there is nothing to compare.",
        )
    return NothingYetError(
        "まだ一つも回答が取り込まれていません。先に depipe ingest で記入済みのワークブックを取り込んでください。",
        "Nothing has been taken in yet. Take filled workbooks in with depipe ingest first.",
    )


def _drop_stale(output: Path, keep: set[Path]) -> None:
    """Remove comparisons of an earlier run that this one did not write: they would show yesterday's verdict."""
    for path in output.glob("comparison*"):
        if re.fullmatch(r"comparison(-\d+)?\.(xlsx|md)", path.name) and path not in keep:
            remove(path)
