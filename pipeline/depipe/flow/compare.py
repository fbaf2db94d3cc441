"""Compare: the ledger -> scores -> the tables and comparisons under output/."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from depipe.comparison.markdown import write_markdown
from depipe.comparison.tables import write_tables
from depipe.comparison.view import Comparison, build
from depipe.comparison.workbook import write_comparison
from depipe.flow.contexts import Contexts, NothingYetError
from depipe.flow.instants import said
from depipe.language import Language, Text
from depipe.ledger.history import History, read_history
from depipe.ledger.store import Ledger
from depipe.master.model import Master
from depipe.placing import place, remove
from depipe.scoring.score import score
from depipe.scoring.tables import Tables

__all__ = ["NothingYetError", "Written", "compare", "scored"]


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
    as_of: datetime | None = None,
    language: Language = "ja",
    notice: str | None = None,
) -> list[Written]:
    """Score the whole ledger, write `tables/` and one comparison per context (of *context_id* alone when given).

    With *as_of*, as it stood then: with the master, the returns and the withdrawals of that instant; the comparisons
    say so. *notice* is what their readers must see first, if there is such a thing.

    Raises NothingYetError when nothing has been taken in, DataError when the context is unknown, SurroundingsError
    when an output cannot be written.
    """
    master = ledger.newest_master(as_of=as_of)
    history = read_history(ledger, as_of=as_of)
    contexts = Contexts.of(history)
    if master is None or not contexts.by_id:
        _drop_stale(output, keep=set())
        raise NothingYetError(withdrawn=contexts.withdrawn, as_of=as_of)
    if context_id is not None:
        contexts.known(context_id)
    tables = scored(master, history)
    write_tables(tables, output / "tables")
    if as_of is not None:
        notice = "\n".join(filter(None, (notice, _up_to(as_of).within(language))))
    written = []
    for number, context in enumerate(contexts.by_id, start=1):
        if context_id in (None, context):
            comparison = build(
                master, tables, context, submissions=history.submissions, language=language, notice=notice
            )
            if as_of is not None:
                comparison = _dated(comparison, as_of)
            stem = "comparison" if len(contexts.by_id) == 1 else f"comparison-{number}"
            written.append(Written(comparison, output / f"{stem}.xlsx", output / f"{stem}.md"))
    for one in written:
        place(one.workbook, write_comparison(one.comparison))
        place(one.markdown, write_markdown(one.comparison).encode())
    if context_id is None:
        _drop_stale(output, keep={path for one in written for path in (one.workbook, one.markdown)})
    return written


def scored(master: Master, history: History) -> Tables:
    """Return all tables of a history, read with *master*."""
    return score(
        master,
        returns=history.returns,
        answers=history.answers,
        issued=history.issued,
        contexts=history.contexts,
        attributes=history.attributes,
        tools=history.tools,
    )


def _dated(comparison: Comparison, as_of: datetime) -> Comparison:
    """Return *comparison* with the instant in its heading."""
    when = said(as_of).within(comparison.language)
    return comparison._replace(subtitle=" / ".join(filter(None, (when, comparison.subtitle))))


def _up_to(as_of: datetime) -> Text:
    when = said(as_of)
    return Text(
        f"{when.ja}（UTC）の台帳による比較です。それより後に届いた評価、取り下げ、マスタの改訂は含みません。",
        f"The ledger {when.en} (UTC); later ratings, withdrawals and masters are not in it.",
    )


def _drop_stale(output: Path, keep: set[Path]) -> None:
    """Remove comparisons of an earlier run that this one did not write: they would show yesterday's verdict."""
    for path in output.glob("comparison*"):
        if re.fullmatch(r"comparison(-\d+)?\.(xlsx|md)", path.name) and path not in keep:
            remove(path)
