"""Adjudication: a workbook of what the evaluators disagree about, with what each of them says."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import polars as pl

from depipe.comparison.people import natural
from depipe.errors import DataError, UsageError
from depipe.flow.contexts import Contexts
from depipe.flow.scored import replayed, scored
from depipe.folding import fold
from depipe.language import Language
from depipe.ledger.history import read_parts
from depipe.ledger.store import Ledger
from depipe.master.model import Master
from depipe.scoring.agenda import agenda
from depipe.scoring.catalogue import UNIT
from depipe.scoring.tables import Tables
from depipe.workbook.identity import Issuance, Topic, Voice
from depipe.workbook.issue import new_issuance
from depipe.workbook.layout import NOTE_FIELDS
from depipe.workbook.topics import tools_of


def adjudicating_issuance(
    master: Master,
    *,
    ledger: Ledger,
    decider: str | None = None,
    tools: Sequence[str] = (),
    context: Mapping[str, str] | None = None,
    context_id: str | None = None,
    language: Language | None = None,
) -> Issuance:
    """Return the issuance of a workbook of the agenda of one context, of *tools* alone where there are some.

    *context* (all of its values) or *context_id* chooses the context where the ledger has several.

    Raises DataError when there is nothing to decide, UsageError when the context is left open or a tool is not there.
    """
    told = replayed(master, read_parts(ledger))
    history = told.history
    contexts = Contexts.of(history)
    chosen = contexts.chosen(master, context=context, context_id=context_id)
    here = pl.col("context_id") == chosen
    asked = _tools(history.tools.filter(here).sort("order")["tool"].to_list(), tools)
    topics = topics_of(scored(told), master, chosen, asked)
    if not topics:
        raise DataError(
            "決めることはありません。必須項目の合否は割れておらず、2つ以上離れた評価もありません（決定済みを除く）。",
            "There is nothing to decide: no gate is disputed and no ratings are two stars or more apart, "
            "but for what is decided.",
        )
    attributes: dict[str, dict[str, str]] = {}
    for tool, name, value in history.attributes.filter(here).select("tool", "name", "value").iter_rows():
        attributes.setdefault(tool, {})[name] = value
    return new_issuance(
        master,
        tools=tools_of(topics),
        evaluator=decider,
        context=contexts.values(chosen, master),
        attributes=attributes,
        language=language,
        issued_on=datetime.now(UTC).date(),
        mode="adjudicate",
        topics=topics,
        read_to=history.submissions.select(pl.col("sequence").max().fill_null(0)).item(),
    )


def topics_of(tables: Tables, master: Master, context_id: str, tools: Sequence[str]) -> list[Topic]:
    """Return what is to be decided in a context about *tools*, in the order of the agenda."""
    here = pl.col("context_id") == context_id
    voices: dict[tuple[str, str], list[Voice]] = {}
    told = ("item_id", "tool", "evaluator", "stars", "tool_version", "verified_on", *NOTE_FIELDS)
    rows = agenda(tables, master).filter(here, pl.col("tool").is_in(tools))
    disputed = tables.ratings.join(rows.lazy(), on=UNIT, how="semi").select(told).collect()
    for item_id, tool, *voice in sorted(disputed.iter_rows(), key=lambda row: natural(row[2])):
        voices.setdefault((item_id, tool), []).append(Voice(*voice))
    return [
        Topic(**topic, voices=tuple(voices[topic["item_id"], topic["tool"]]))
        for topic in rows.select("item_id", "tool", "kind", "effect", "effect_raw").iter_rows(named=True)
    ]


def _tools(rated: Sequence[str], asked: Sequence[str]) -> Sequence[str]:
    """Return the tools that are meant, as the ledger spells them; all where none is named."""
    spelled = {fold(tool): tool for tool in rated}
    unknown = [tool for tool in asked if fold(tool) not in spelled]
    if unknown:
        raise UsageError(
            f"{'、'.join(unknown)} の評価は台帳にありません（あるのは {'、'.join(rated)}）。",
            f"The ledger has no ratings of {', '.join(unknown)} (it has those of {', '.join(rated)}).",
        )
    return [spelled[fold(tool)] for tool in asked] or rated
