"""What differs between contexts: the same tool under other parameters."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import polars as pl

from depipe.comparison.ratings import ItemRow
from depipe.folding import fold
from depipe.language import Language, Text
from depipe.scoring.overall import Cap
from depipe.scoring.tables import Tables
from depipe.stars import half_up, shown

_CAPS: Final[Mapping[Cap, Text]] = {
    "none": Text("", ""),
    "provisional": Text("暫定の上限", "provisional cap"),
    "certain": Text("確定の上限", "certain cap"),
}


class ContextFacts(NamedTuple):
    """A context: its number by first receipt, its comparison's files, its values of the parameters that differ.

    here: it is the comparison's own.
    """

    number: int
    stem: str
    context_id: str
    values: tuple[str, ...]
    here: bool


class Standing(NamedTuple):
    """How a tool stands in a context, as `overall` has it; cap_words is empty where there is no cap."""

    final: float | None
    raw: float | None
    cap: Cap
    cap_words: str
    rank: int | None
    coverage: float


class ToolContrast(NamedTuple):
    """A tool in each context (None: not evaluated there); gap is how far its overalls are apart."""

    tool: str
    standings: tuple[Standing | None, ...]
    gap: float

    @property
    def comparable(self) -> bool:
        """Whether two contexts or more have an overall of it."""
        return sum(one is not None and one.final is not None for one in self.standings) > 1


class CategoryContrast(NamedTuple):
    """A tool's category means that differ, by context (None: none there)."""

    tool: str
    category_id: str
    means: tuple[float | None, ...]
    gap: float


class ItemContrast(NamedTuple):
    """A tool's consensus stars that differ, by context (None: unverified there)."""

    tool: str
    item_id: str
    name: str
    mandatory: bool
    stars: tuple[int | None, ...]
    gap: int


class Contrast(NamedTuple):
    """The contexts that share tools with this one, and what differs, most telling first; entries by context in order.

    names are the parameters that differ. one_sided counts the pairs of an item and a tool that are rated in some of
    the contexts only. lines say in a sentence each how far tools are apart that have overalls to compare.
    """

    names: tuple[str, ...]
    contexts: tuple[ContextFacts, ...]
    tools: tuple[ToolContrast, ...]
    categories: tuple[CategoryContrast, ...]
    items: tuple[ItemContrast, ...]
    one_sided: int
    lines: tuple[str, ...]


def contrast(tables: Tables, context_id: str, items: Sequence[ItemRow], language: Language) -> Contrast | None:
    """Return what tells a context from the others that have its tools; None where there are none.

    *tables* are those of all contexts, *items* the master's.
    """
    own = tables.overall.filter(pl.col("context_id") == context_id)["tool"]
    shared = tables.overall.filter(pl.col("tool").is_in(own.implode()))
    together = [one for one in tables.contexts["context_id"] if one in set(shared["context_id"])]
    if len(together) <= 1:
        return None
    tools = [tool for tool in own if len(shared.filter(pl.col("tool") == tool)) > 1]
    standings = _tools(shared, tools, together, language)
    by_pair = _stars(tables, tools, together, items)
    names = differing(tables.contexts)
    contexts = tuple(_facts(tables.contexts, together, names, here=context_id))
    return Contrast(
        names=names,
        contexts=contexts,
        tools=standings,
        categories=_categories(tables, tools, together),
        items=tuple(sorted((one for one in by_pair if one.gap), key=lambda one: (not one.mandatory, -one.gap))),
        one_sided=sum(None in one.stars for one in by_pair),
        lines=tuple(_line(one, contexts, language) for one in standings if one.comparable),
    )


def differing(contexts: pl.DataFrame) -> tuple[str, ...]:
    """Return the parameters that have several values among *contexts*, the table of that name."""
    names = (name for name in contexts.columns if name != "context_id")
    return tuple(name for name in names if len({fold(value or "") for value in contexts[name]}) > 1)


def stem_of(number: int) -> str:
    """Return what the files of one of several comparisons are called, by the number of its context."""
    return f"comparison-{number}"


def _facts(
    contexts: pl.DataFrame, together: Sequence[str], names: Sequence[str], *, here: str
) -> Iterator[ContextFacts]:
    for number, row in enumerate(contexts.iter_rows(named=True), start=1):
        if row["context_id"] in together:
            values = tuple(row[name] or "" for name in names)
            yield ContextFacts(number, stem_of(number), row["context_id"], values, row["context_id"] == here)


def _tools(
    shared: pl.DataFrame, tools: Sequence[str], together: Sequence[str], language: Language
) -> tuple[ToolContrast, ...]:
    rows = {(row["context_id"], row["tool"]): row for row in shared.iter_rows(named=True)}
    made = [
        ToolContrast(tool, standings, _gap([one.final for one in standings if one is not None]))
        for tool in tools
        if (standings := tuple(_standing(rows.get((context, tool)), language) for context in together))
    ]
    return tuple(sorted(made, key=lambda one: -one.gap))


def _standing(row: Mapping[str, Any] | None, language: Language) -> Standing | None:
    if row is None:
        return None
    words = _CAPS[row["cap"]].within(language)
    return Standing(row["final_stars"], row["raw_stars"], row["cap"], words, row["rank"], row["coverage"])


def _categories(tables: Tables, tools: Sequence[str], together: Sequence[str]) -> tuple[CategoryContrast, ...]:
    columns = ("context_id", "tool", "category_id", "mean_stars")
    means = {tuple(key): mean for *key, mean in tables.category_summary.select(columns).iter_rows()}
    ids = tables.category_summary["category_id"].unique(maintain_order=True)
    made = (
        CategoryContrast(tool, category, told, _gap(told))
        for tool in tools
        for category in ids
        if (told := tuple(means.get((context, tool, category)) for context in together))
    )
    return tuple(sorted((one for one in made if half_up(one.gap) > 0), key=lambda one: -one.gap))


def _stars(
    tables: Tables, tools: Sequence[str], together: Sequence[str], items: Sequence[ItemRow]
) -> list[ItemContrast]:
    """Return the pairs of an item and a tool that are rated in any context, tools first, items in order."""
    columns = ("context_id", "tool", "item_id", "stars")
    stars = {tuple(key): given for *key, given in tables.consensus.select(columns).iter_rows()}
    return [
        ItemContrast(tool, item.item_id, item.name, item.mandatory, told, int(_gap(told)))
        for tool in tools
        for item in items
        if (told := tuple(stars.get((context, tool, item.item_id)) for context in together))
        and any(given is not None for given in told)
    ]


def _gap(values: Sequence[float | None]) -> float:
    known = [value for value in values if value is not None]
    return max(known) - min(known) if known else 0.0


def _line(one: ToolContrast, contexts: Sequence[ContextFacts], language: Language) -> str:
    told = []
    for context, standing in zip(contexts, one.standings, strict=True):
        if standing is not None:
            capped = f"、{standing.cap_words}" if standing.cap_words else ""
            capped_en = f", {standing.cap_words}" if standing.cap_words else ""
            told.append(
                Text(
                    f"前提 {context.number} で {shown(standing.final)}{capped}",
                    f"{shown(standing.final)} in context {context.number}{capped_en}",
                ).within(language)
            )
    joined = Text("／", "; ").within(language).join(told)
    return f"{one.tool}: {joined}"
