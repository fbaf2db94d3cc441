"""Compare: the ledger -> scores -> the tables and comparisons under output/."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from depipe.comparison.contrast import stem_of
from depipe.comparison.markdown.write import write_markdown
from depipe.comparison.tables import write_tables
from depipe.comparison.view import Comparison, build
from depipe.comparison.workbook.write import write_comparison
from depipe.flow.anonymous import anonymous as numbered
from depipe.flow.contexts import Contexts, NothingYetError
from depipe.flow.instants import said
from depipe.flow.scored import Replayed, masters_of, replayed, scored
from depipe.language import Language, Text
from depipe.ledger.history import History, read_parts
from depipe.ledger.store import Ledger
from depipe.master.model import Master
from depipe.placing import place, remove
from depipe.scoring.reconfirming import reconfirming
from depipe.scoring.tables import Tables, table_names

__all__ = [
    "NothingYetError",
    "Outputs",
    "Settings",
    "Written",
    "compare",
    "compared",
    "computed",
    "derived",
    "save",
]

TABLES: Final = "tables"
"""The folder that holds the tables, below the one for everything that is computed."""
SUFFIXES: Final = (".xlsx", ".md", ".html")
"""What every comparison is written as."""


class Settings(NamedTuple):
    """What is asked for: one context (else all), the instant (else now), the language of what people read.

    anonymous: evaluators are numbered, not named. notice is what readers must see first, if there is such a thing.
    """

    context_id: str | None = None
    as_of: datetime | None = None
    anonymous: bool = False
    language: Language = "ja"
    notice: str | None = None


class Outputs(NamedTuple):
    """Everything that is computed: what it was computed from, the tables, and the comparisons by their files' stem."""

    settings: Settings
    told: Replayed
    tables: Tables
    comparisons: Mapping[str, Comparison]

    @property
    def master(self) -> Master:
        """The master that everything was read with."""
        return self.told.master

    @property
    def history(self) -> History:
        """The history, without its answers."""
        return self.told.history

    @property
    def names(self) -> tuple[str, ...]:
        """The files that this is written as, relative to their folder."""
        tables = (f"{TABLES}/{name}.parquet" for name in self.tables.frames)
        return (*tables, *(f"{stem}{suffix}" for stem in self.comparisons for suffix in SUFFIXES))


class Written(NamedTuple):
    """The comparison of one context and the files that hold it."""

    comparison: Comparison
    workbook: Path
    markdown: Path
    page: Path

    @property
    def files(self) -> tuple[Path, ...]:
        """All of the files."""
        return self.workbook, self.markdown, self.page


def compare(
    ledger: Ledger,
    output: Path,
    *,
    context_id: str | None = None,
    as_of: datetime | None = None,
    anonymous: bool = False,
    language: Language = "ja",
    notice: str | None = None,
) -> list[Written]:
    """Score the whole ledger, write `tables/` and one comparison per context (of *context_id* alone when given).

    With *as_of*, as it stood then: with the master, the returns and the withdrawals of that instant; the comparisons
    say so. With *anonymous*, evaluators are numbered in everything that is written. *notice* is what readers must see
    first, if there is such a thing.

    Raises NothingYetError when nothing has been taken in, DataError when the context is unknown, SurroundingsError
    when an output cannot be written.
    """
    settings = Settings(context_id=context_id, as_of=as_of, anonymous=anonymous, language=language, notice=notice)
    return compared(ledger, output, settings)[1]


def compared(ledger: Ledger, output: Path, settings: Settings) -> tuple[Outputs, list[Written]]:
    """Do what `compare` does, and return the outputs with the files.

    Where everything was withdrawn, comparisons and tables of an earlier run go, which the error says. Where nothing was
    ever taken in, they stay: they are another ledger's.
    """
    try:
        outputs = computed(ledger, settings)
    except NothingYetError as nothing:
        if nothing.withdrawn and _removed(output):
            raise NothingYetError(withdrawn=True, as_of=settings.as_of, removed=output) from nothing
        raise
    return outputs, save(outputs, output)


def computed(ledger: Ledger, settings: Settings) -> Outputs:
    """Return what the ledger says, by *settings*. Raises NothingYetError and DataError as `compare` does."""
    master = ledger.newest_master(as_of=settings.as_of)
    if master is None:
        raise NothingYetError(withdrawn=False, as_of=settings.as_of)
    # Numbered people in the order of their names would be no secret.
    by_receipt = settings.anonymous
    parts = read_parts(ledger, as_of=settings.as_of, by_receipt=by_receipt)
    told = replayed(master, parts, by_receipt=by_receipt)
    return derived(told, settings, masters=masters_of(ledger, master, told.history))


def derived(told: Replayed, settings: Settings, *, masters: Mapping[str, Master]) -> Outputs:
    """Return what a replayed history says: the same history, master and settings give the same outputs.

    The history is that of the instant in *settings*; *masters* are, by digest, those that its returns were read with
    (its own may be missing). Raises NothingYetError and DataError as `compare` does.
    """
    contexts = Contexts.of(told.history)
    if not contexts.by_id:
        raise NothingYetError(withdrawn=contexts.withdrawn, as_of=settings.as_of)
    if settings.context_id is not None:
        contexts.known(settings.context_id)
    if settings.anonymous:
        told = numbered(told, settings.language)
    tables = scored(told)
    again = reconfirming(tables.ratings, told.history.submissions, masters, told.master)

    def comparison(context: str) -> Comparison:
        return _comparison(Outputs(settings, told, tables, {}), again, context)

    single = len(contexts.by_id) == 1
    comparisons = {
        "comparison" if single else stem_of(number): comparison(context)
        for number, context in enumerate(contexts.by_id, start=1)
        if settings.context_id in {None, context}
    }
    return Outputs(settings, told, tables, comparisons)


def save(outputs: Outputs, folder: Path) -> list[Written]:
    """Write everything into *folder*, and remove there what an earlier run left of other contexts.

    Raises SurroundingsError when a file cannot be written.
    """
    # Templates and charts take a tenth of a second to import: only who writes a page waits for them.
    from depipe.comparison.page.write import write_page  # noqa: PLC0415

    write_tables(outputs.tables, folder / TABLES)
    written = [
        Written(comparison, folder / f"{stem}.xlsx", folder / f"{stem}.md", folder / f"{stem}.html")
        for stem, comparison in outputs.comparisons.items()
    ]
    for one in written:
        place(one.workbook, write_comparison(one.comparison))
        place(one.markdown, write_markdown(one.comparison).encode())
        place(one.page, write_page(one.comparison).encode())
    if outputs.settings.context_id is None:
        _drop_stale(folder, keep={folder / name for name in outputs.names})
    return written


def _comparison(computed: Outputs, again: pl.DataFrame, context_id: str) -> Comparison:
    """Return the comparison of one context; of an instant, with the instant in its notice and heading."""
    settings, master, submissions = computed.settings, computed.master, computed.history.submissions
    language, notice, as_of = settings.language, settings.notice, settings.as_of
    if as_of is not None:
        notice = "\n".join(filter(None, (notice, _up_to(as_of).within(language))))
    comparison = build(
        master,
        computed.tables,
        context_id,
        submissions,
        cells=_cells(computed.told),
        again=again,
        language=language,
        notice=notice,
        as_of=None if as_of is None else said(as_of),
        anonymous=settings.anonymous,
    )
    if as_of is None:
        return comparison
    when = said(as_of).within(language)
    return comparison._replace(subtitle=" / ".join(filter(None, (when, comparison.subtitle))))


def _cells(told: Replayed) -> pl.LazyFrame:
    """Return where the ratings of gates and the decisions stand in the returned workbooks."""
    decided = told.history.decisions.lazy().select("submission_id", "tool", "item_id", "sheet", "cell")
    return pl.concat([told.cells, decided])


def _up_to(as_of: datetime) -> Text:
    when = said(as_of)
    return Text(
        f"{when.ja}の台帳による比較です。それより後に届いた評価、取り下げ、マスタの改訂は含みません。",
        f"The ledger {when.en}; later ratings, withdrawals and masters are not in it.",
    )


def _removed(output: Path) -> bool:
    """Remove all comparisons and tables of an earlier run; tell whether there were any."""
    found = [path for path in (*_comparisons(output), *_tables(output)) if path.exists()]
    for path in found:
        remove(path)
    return bool(found)


def _drop_stale(output: Path, keep: set[Path]) -> None:
    """Remove comparisons of an earlier run that this one did not write: they would show yesterday's verdict."""
    for path in _comparisons(output):
        if path not in keep:
            remove(path)


def _comparisons(output: Path) -> list[Path]:
    return [
        path for path in output.glob("comparison*") if re.fullmatch(r"comparison(-\d+)?\.(xlsx|md|html)", path.name)
    ]


def _tables(output: Path) -> list[Path]:
    return [output / TABLES / f"{name}.parquet" for name in table_names()]
