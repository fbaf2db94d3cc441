"""The whole scoring on one screen."""

import polars as pl

from depipe.master.model import Master
from depipe.scoring.agreement import agreement
from depipe.scoring.catalogue import line_up
from depipe.scoring.categories import category_means, category_summary
from depipe.scoring.consensus import consensus, counted
from depipe.scoring.decisions import BASES, DECIDED, decisions, settled
from depipe.scoring.gates import attribute_values, gates
from depipe.scoring.overall import cases, overall
from depipe.scoring.tables import Tables


def score(
    master: Master,
    *,
    ratings: pl.LazyFrame,
    changes: pl.LazyFrame,
    contexts: pl.DataFrame,
    attributes: pl.DataFrame,
    tools: pl.DataFrame,
    decided: pl.DataFrame | None = None,
    bases: pl.DataFrame | None = None,
) -> Tables:
    """Return all tables, read with *master*.

    ratings, changes: what `replay` comes to, of all evaluators. contexts: context_id, name, value: str; sequence: i64,
    a row a parameter. attributes: context_id, tool, name, value: str. tools: context_id, tool: str; order: u32, a row a
    tool returned in a context. decided, bases: as `decisions` takes them; None where nothing was decided. Frames
    without rows give tables without rows.
    """
    standing = line_up(contexts, tools)
    votes = counted(ratings)
    ruled = decisions(
        DECIDED.to_frame() if decided is None else decided,
        BASES.to_frame() if bases is None else bases,
        ratings,
        standing,
        master,
    )
    agreed = settled(consensus(votes, standing, master), ruled)
    status = gates(agreed, standing, contexts, attributes, master)
    means = category_means(cases(agreed, status).lazy()).collect()
    known = means.filter(pl.col("case") == "now")
    return Tables(
        ratings=ratings,
        consensus=agreed,
        category_summary=category_summary(known, standing, master),
        gates=status,
        overall=overall(means, agreed, status, standing, master),
        agreement=agreement(ratings, votes, standing, master),
        decisions=ruled,
        changes=changes,
        contexts=_wide(contexts, master),
        tool_attributes=attribute_values(standing, attributes, master),
    ).checked(master.parameter_names)


def _wide(contexts: pl.DataFrame, master: Master) -> pl.DataFrame:
    """Return context_id and the master's parameters by name, a row a context, by first receipt.

    A parameter that is new since a context was received is an empty text there: it was not asked.
    """
    return (
        contexts.sort("sequence", maintain_order=True)
        .group_by("context_id", maintain_order=True)
        .agg(
            pl.col("value").filter(pl.col("name") == name).first().fill_null("").alias(name)
            for name in master.parameter_names
        )
    )
