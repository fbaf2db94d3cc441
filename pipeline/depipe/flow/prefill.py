"""Prefill: the ratings in force in the ledger -> issuances that hold them, for their evaluators to verify again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from depipe.errors import DataError
from depipe.flow.contexts import Contexts
from depipe.flow.roster import Recipient
from depipe.flow.settings import chosen_attributes, usable_tools
from depipe.folding import fold
from depipe.language import Language
from depipe.ledger.history import History, read_history
from depipe.ledger.store import Ledger
from depipe.master.model import Master
from depipe.scoring.statements import current, statements
from depipe.workbook.identity import Answer, Issuance
from depipe.workbook.issue import new_issuance
from depipe.workbook.layout import NOTE_FIELDS


def prefilled_issuances(
    master: Master,
    recipients: Sequence[Recipient],
    *,
    ledger: Ledger,
    context: Mapping[str, str] | None = None,
    context_id: str | None = None,
    attributes: Mapping[tuple[str, str], str],
    language: Language | None = None,
) -> list[Issuance]:
    """Return one issuance per recipient with their ratings in force, notes and versions, in one context of the ledger.

    A recipient without a name stands for everybody who has rated; one without tools is asked about those that they
    rated. *context* (all of its values) or *context_id* chooses the context where the ledger has several. Items that
    are new in *master* are unanswered; a tool has the attributes that the ledger knows, unless *attributes* says
    otherwise.

    Raises DataError when there is nothing to prefill with, or not for one of the recipients; UsageError when the
    context is left open or a tool's name cannot be used.
    """
    history = read_history(ledger)
    contexts = Contexts.of(history)
    chosen = contexts.chosen(master, context=context, context_id=context_id)
    rated = _Rated.of(master, history, chosen)
    asked = rated.asked(recipients)
    every_tool = usable_tools(master, asked)
    values = contexts.values(chosen, master)
    known = chosen_attributes(master, every_tool, attributes, known=_attributes(history, chosen))
    read_to = history.submissions.select(pl.col("sequence").max().fill_null(0)).item()
    return [
        new_issuance(
            master,
            tools=one.tools,
            evaluator=one.evaluator,
            context=values,
            attributes={tool: known[tool] for tool in one.tools},
            language=language,
            issued_on=datetime.now(UTC).date(),
            mode="prefill",
            answers=rated.answers(one),
            versions=rated.versions(one),
            read_to=read_to,
        )
        for one in asked
    ]


@dataclass(frozen=True, slots=True)
class _Rated:
    """The ratings in force of one context, in replay order, and its tools in order."""

    ratings: pl.DataFrame
    tools: Sequence[str]

    @classmethod
    def of(cls, master: Master, history: History, context_id: str) -> "_Rated":
        here = pl.col("context_id") == context_id
        said = statements(history.returns.filter(here), history.answers, history.issued)
        ratings = current(said).filter(pl.col("item_id").is_in(list(master.items_by_id)))
        if ratings.is_empty():
            raise DataError(
                "記入済みにできる評価が、この前提にはまだありません。",
                "There are no ratings to prefill with in this context yet.",
            )
        return cls(ratings, history.tools.filter(here).sort("order")["tool"].to_list())

    def asked(self, recipients: Sequence[Recipient]) -> list[Recipient]:
        """Return the recipients under the names that the ledger has, each with the tools to ask about."""
        spelled = {fold(tool): tool for tool in self.tools}
        rated = {name: self._rated_by(name) for name in sorted(self.ratings["evaluator"].unique())}
        names = {fold(name): name for name in rated}
        asked, without = [], []
        for recipient in recipients:
            tools = tuple(spelled.get(fold(tool), tool) for tool in recipient.tools)
            if recipient.evaluator is None:
                asked += [
                    Recipient(name, tools or own) for name, own in rated.items() if not tools or {*own} & {*tools}
                ]
            elif (name := names.get(fold(recipient.evaluator))) and (not tools or {*rated[name]} & {*tools}):
                asked.append(Recipient(name, tools or rated[name]))
            else:
                without.append(recipient.evaluator)
        if without or not asked:
            raise _nobody(without, rated)
        return asked

    def _rated_by(self, evaluator: str) -> tuple[str, ...]:
        rated = set(self.ratings.filter(pl.col("evaluator") == evaluator)["tool"])
        return tuple(tool for tool in self.tools if tool in rated)

    def answers(self, recipient: Recipient) -> dict[tuple[str, str], Answer]:
        """Return what the recipient's workbook is filled with."""
        rows = self._of(recipient).select("item_id", "tool", "stars", *NOTE_FIELDS).iter_rows()
        return {(item, tool): Answer(*answer) for item, tool, *answer in rows}

    def versions(self, recipient: Recipient) -> dict[str, str]:
        """Return the version of each tool's last verification."""
        versioned = self._of(recipient).select("tool", "tool_version").drop_nulls()
        return dict(versioned.iter_rows())  # in replay order: the last one stays

    def _of(self, recipient: Recipient) -> pl.DataFrame:
        own = (pl.col("evaluator") == recipient.evaluator) & pl.col("tool").is_in(recipient.tools)
        return self.ratings.filter(own)


def _nobody(without: Sequence[str], rated: Mapping[str, Sequence[str]]) -> DataError:
    have = [f"{name}（{'、'.join(tools)}）" for name, tools in rated.items()]
    have_en = [f"{name} ({', '.join(tools)})" for name, tools in rated.items()]
    if not without:
        return DataError(
            f"指定されたツールの評価がありません。評価があるのは {'、'.join(have)} です。",
            f"Nobody has rated these tools. There are ratings by {', '.join(have_en)}.",
        )
    return DataError(
        f"{'、'.join(without)} には、記入済みにできる評価がありません（評価があるのは {'、'.join(have)}）。"
        "何も発行していません。",
        f"There are no ratings to prefill with by {', '.join(without)} (there are by {', '.join(have_en)}). "
        "Nothing was issued.",
    )


def _attributes(history: History, context_id: str) -> dict[tuple[str, str], str]:
    """Return what the ledger knows of the context's tools, as (tool, attribute) -> value."""
    rows = history.attributes.filter(pl.col("context_id") == context_id).select("tool", "name", "value").iter_rows()
    return {(tool, name): value for tool, name, value in rows}
