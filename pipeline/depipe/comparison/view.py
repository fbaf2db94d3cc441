"""One context's slice of the tables in the shape that people read."""

from collections.abc import Mapping
from datetime import UTC, datetime
from textwrap import shorten
from typing import Final

import polars as pl

from depipe.comparison import people, rows
from depipe.comparison.asking import ask
from depipe.comparison.cautions import cautions
from depipe.comparison.contrast import contrast, differing
from depipe.comparison.discussing import discussion
from depipe.comparison.effect import effects
from depipe.comparison.evidence import evidence
from depipe.comparison.method import master_facts, settings_told
from depipe.comparison.missing import missing
from depipe.comparison.model import NAMED_VOTES, Comparison
from depipe.comparison.sections import sections
from depipe.comparison.verdicts import verdicts
from depipe.comparison.wording import bold_dropped
from depipe.errors import DataError
from depipe.language import Language, Text
from depipe.master.model import Master
from depipe.scoring.agenda import agenda
from depipe.scoring.statements import KEY
from depipe.scoring.tables import Tables

__all__ = ["Comparison", "build", "differing_parameters"]

_NO_RECEIPT: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in for the last receipt where there is none: outputs must not depend on the clock."""
_VALUE: Final = 40
"""Signs of a parameter's value that a title shows."""


def build(
    master: Master,
    tables: Tables,
    context_id: str,
    submissions: pl.DataFrame,
    *,
    again: pl.DataFrame | None = None,
    cells: pl.LazyFrame | None = None,
    language: Language | None = None,
    notice: str | None = None,
    as_of: Text | None = None,
    anonymous: bool = False,
) -> Comparison:
    """Return the comparison of one context.

    *submissions* is the ledger's frame of returned workbooks (all contexts, withdrawn ones included). *cells* says
    where the ratings of gates (`scoring.replay`) and the decisions stand in these; without it nothing says so. *again*
    are the ratings to be confirmed again, as `scoring.reconfirming` returns them (None: there are none). People's words
    are the master's language unless *language* says otherwise. *notice* is what readers must see first, if there is
    such a thing; *as_of* the instant in words that the tables stand for, *anonymous* that evaluators are numbered in
    them. Raises DataError when the tables lack the context.
    """
    language = language or master.language
    here = tables.of(context_id)
    if here.overall.is_empty():
        raise DataError(f"前提 {context_id} の評価はありません。", f"There are no ratings of context {context_id}.")
    tools = tuple(here.overall["tool"])
    given = here.ratings.select(*KEY, "stars").collect()  # who gave which stars: notes may be too many to be held
    counted = people.evaluator_counts(given)
    again = given.clear() if again is None else again.filter(pl.col("context_id") == context_id)
    written = people.written_decisions(here.decisions, submissions, cells)
    rulings, reopened = people.rulings(written, "in_force"), people.rulings(written, "reopened")
    items = rows.item_rows(master, tools, here.consensus, given, again=again, rulings=rulings)
    categories = rows.category_rows(master, tools, here.category_summary)
    place = people.place(given)
    sources = {} if cells is None else people.sources(here.ratings, submissions, cells, place)
    gates = rows.gate_rows(
        master, tools, here.gates, items=items, sources=sources, reopened=reopened, language=language
    )
    asked = ask(master, here, given, items, language)
    to_settle = agenda(here, master)
    context = _context(master, tables.contexts, context_id)
    returns = people.returns(submissions.filter(pl.col("context_id") == context_id))
    return Comparison(
        title=_title(master, language),
        subtitle=_listed(differing_parameters(tables.contexts, context_id)),
        notice=notice,
        language=language,
        context_id=context_id,
        context=tuple(context.items()),
        as_of=max((one.received_at for one in returns), default=_NO_RECEIPT),
        master=master_facts(master, language),
        tools=tools,
        verdicts=verdicts(
            master,
            here.overall,
            items=items,
            categories=categories,
            gates=gates,
            evaluators=counted,
            asked=asked,
            language=language,
        ),
        categories=categories,
        items=items,
        sections=sections(
            items,
            tools,
            people.with_rulings(people.remarks(here.ratings, tools, place), rulings),
            effects(items, categories, gates, (warning.item for warning in master.warnings)),
        ),
        gates=gates,
        cautions=cautions(
            master,
            context,
            tools,
            items,
            evaluators=counted,
            returns=returns,
            reopened=[(item_id, tool) for tool, item_id in reopened],
            agenda=to_settle.select("item_id", "tool").rows(),
            language=language,
        ),
        reviews=people.reviews(tools, here.ratings),
        attribute_names=tuple(attribute.name for attribute in master.tool_attributes),
        attributes=rows.attribute_rows(master, tools, here.tool_attributes),
        returns=returns,
        changes=people.changes(here.changes, submissions),
        discussion=discussion(
            here,
            given,
            to_settle,
            tools=tools,
            items=items,
            categories=categories,
            named=sum(counted.values()) <= NAMED_VOTES,
            language=language,
        ),
        evidence=evidence(here.ratings, tools, list(master.items_by_id), list(master.gates_by_item), place),
        settings=settings_told(
            master, as_of=as_of, anonymous=anonymous, contexts=tables.contexts.height, language=language
        ),
        missing=missing(master, gates, tools, here.ratings, language),
        contrast=contrast(tables, context_id, items, language),
        single_changes=asked.changes,
        draws=asked.draws,
    )


def differing_parameters(contexts: pl.DataFrame, context_id: str) -> dict[str, str]:
    """Return the parameters that tell this context from the others of the ledger, with their values."""
    own = contexts.filter(pl.col("context_id") == context_id).row(0, named=True)
    return {name: own[name] or "" for name in differing(contexts)}


def _title(master: Master, language: Language) -> str:
    name = bold_dropped(master.title)
    return Text(f"{name}: 比較", f"{name}: comparison").within(language)


def _listed(parameters: Mapping[str, str]) -> str:
    return " / ".join(f"{name}: {shorten(value, _VALUE, placeholder='…')}" for name, value in parameters.items())


def _context(master: Master, contexts: pl.DataFrame, context_id: str) -> dict[str, str]:
    own = contexts.filter(pl.col("context_id") == context_id).row(0, named=True)
    return {name: own.get(name) or "" for name in master.parameter_names}
