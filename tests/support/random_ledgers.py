"""Random ledgers for property tests, in the shape in which the ledger hands its history to scoring."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
from hypothesis import strategies as st

from depipe.ledger.frames import ANSWERS, ATTRIBUTES, CONTEXTS, ISSUED, RETURNS, TOOLS
from depipe.master.model import Master
from depipe.scoring.decisions import BASES, DECIDED
from depipe.scoring.replay import replay
from depipe.scoring.score import score
from depipe.scoring.tables import Tables

SCHEMAS = {
    "returns": RETURNS,
    "answers": ANSWERS,
    "issued": ISSUED,
    "contexts": CONTEXTS,
    "attributes": ATTRIBUTES,
    "tools": TOOLS,
    "decided": DECIDED,
    "bases": BASES,
}

Row = dict[str, Any]
START = datetime(2026, 3, 1, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Ledger:
    """What a ledger holds, as plain rows; `frames` gives what scoring takes."""

    returns: list[Row] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)
    issued: list[Row] = field(default_factory=list)
    contexts: list[Row] = field(default_factory=list)
    attributes: list[Row] = field(default_factory=list)
    tools: list[Row] = field(default_factory=list)
    decided: list[Row] = field(default_factory=list)
    bases: list[Row] = field(default_factory=list)

    def frames(self) -> dict[str, pl.DataFrame]:
        """Return the frames by name."""
        return {name: pl.DataFrame(getattr(self, name), schema=schema) for name, schema in SCHEMAS.items()}


def scored(master: Master, ledger: Ledger) -> Tables:
    """Return the tables of *ledger*."""
    frames = ledger.frames()
    returns, answers, issued = (frames.pop(name) for name in ("returns", "answers", "issued"))
    names = sorted({row["evaluator"] for row in ledger.returns})
    said = replay(master, returns=returns, answers=answers, issued=issued, evaluators=names)
    return score(master, ratings=said.ratings.lazy(), changes=said.changes.lazy(), **frames)


class LedgerBuilder:
    """Writes a ledger return by return, as people's workbooks come in."""

    def __init__(self, master: Master) -> None:
        self.master = master
        self.ledger = Ledger()

    def context(self, **values: str) -> str:
        """Record a context (parameters not named have the first option) and return its id."""
        context = {
            entry.name: values.get(entry.name, (*entry.options, "any")[0]) for entry in self.master.parameters.entries
        }
        context_id = self.master.context_id(context)
        known = {row["context_id"]: row["sequence"] for row in self.ledger.contexts}
        if context_id not in known:
            self.ledger.contexts.extend(
                {"context_id": context_id, "name": name, "value": value, "sequence": len(known)}
                for name, value in context.items()
            )
        return context_id

    def attribute(self, context_id: str, tool: str, value: str) -> None:
        """Record the value of the master's only tool attribute."""
        (attribute,) = self.master.tool_attributes
        row = {"context_id": context_id, "tool": tool, "name": attribute.name, "value": value}
        self.ledger.attributes.append(row)

    def issue(self, workbook_id: str, tool: str, answers: Mapping[str, Row]) -> None:
        """Record the answers that a workbook was issued with: item id -> stars and notes."""
        self.ledger.issued.extend(
            {"workbook_id": workbook_id, "tool": tool, "item_id": item_id, **answer}
            for item_id, answer in answers.items()
        )

    def receive(
        self,
        context_id: str,
        evaluator: str,
        answers: Mapping[str, Mapping[str, Row | int | None]],
        *,
        workbook_id: str | None = None,
        versions: Mapping[str, str | None] | None = None,
        days: Mapping[str, int] | None = None,
        changed_only: frozenset[str] = frozenset(),
        hour: int | None = None,
    ) -> str:
        """Record a return: tool -> item id -> answer (or its stars alone). Days and hours count from the start."""
        sequence = self._next()
        submission_id = f"S{sequence}"
        received_at = START + timedelta(hours=sequence if hour is None else hour)
        for tool, told in answers.items():
            self._tool(context_id, tool)
            self.ledger.returns.append(
                {
                    "submission_id": submission_id,
                    "workbook_id": workbook_id or f"W{sequence}",
                    "context_id": context_id,
                    "evaluator": evaluator,
                    "tool": tool,
                    "tool_version": (versions or {}).get(tool, "1.0"),
                    "verified_on": date(2026, 2, 1) + timedelta(days=(days or {}).get(tool, sequence)),
                    "received_at": received_at,
                    "sequence": sequence,
                    "changed_only": tool in changed_only,
                    "master_id": self.master.id,
                    "master_version": self.master.version,
                }
            )
            for item_id, answer in told.items():
                whole = answer_of(answer) if not isinstance(answer, dict) else answer
                if any(value is not None for value in whole.values()):
                    place = {"submission_id": submission_id, "tool": tool, "item_id": item_id}
                    self.ledger.answers.append(place | whole | {"sheet": "評価", "cell": "E2"})
        return submission_id

    def decide(
        self,
        context_id: str,
        told: Mapping[tuple[str, str], int | None],
        *,
        workbook_id: str = "D1",
        decided_by: str = "Lead A",
        reason: str = "Measured together.",
    ) -> str:
        """Record a returned workbook for decisions: (tool, item id) -> stars, None for what is left open."""
        sequence = self._next()
        submission_id = f"S{sequence}"
        self.ledger.decided.extend(
            {
                "submission_id": submission_id,
                "workbook_id": workbook_id,
                "context_id": context_id,
                "tool": tool,
                "item_id": item_id,
                "stars": stars,
                "reason": reason if stars else None,
                "decided_by": decided_by,
                "received_at": START + timedelta(hours=sequence),
                "sequence": sequence,
            }
            for (tool, item_id), stars in told.items()
        )
        return submission_id

    def base(self, workbook_id: str = "D1") -> None:
        """Record that a workbook for decisions is issued with all ratings that stand now."""
        for row in scored(self.master, self.ledger).ratings.collect().iter_rows(named=True):
            names = ("tool", "item_id", "evaluator", "stars", "tool_version")
            self.ledger.bases.append({"workbook_id": workbook_id, **{name: row[name] for name in names}})

    def _next(self) -> int:
        return 1 + max((row["sequence"] for row in (*self.ledger.returns, *self.ledger.decided)), default=0)

    def _tool(self, context_id: str, tool: str) -> None:
        """Give the tool its place: the master's tools first, then by first receipt."""
        here = [row for row in self.ledger.tools if row["context_id"] == context_id]
        if any(row["tool"] == tool for row in here):
            return
        self.ledger.tools.append({"context_id": context_id, "tool": tool, "order": 0})
        names = [row["tool"] for row in here] + [tool]
        ordered = sorted(names, key=lambda name: self.master.tools.index(name) if name in self.master.tools else 99)
        for row in self.ledger.tools:
            if row["context_id"] == context_id:
                row["order"] = ordered.index(row["tool"])


def answer_of(stars: int | None, doc: str | None = None, evidence: str | None = None) -> Row:
    """Return one answer."""
    return {"stars": stars, "doc": doc, "repro": None, "evidence": evidence}


_SAME_AS_BEFORE = 24


def _answer(code: int, before: Row) -> Row:
    """Return the answer that *code* stands for, so that a list of small numbers shrinks well."""
    if code == _SAME_AS_BEFORE:
        return before
    stars, note = code % 6, code // 6
    # The second note is the first one in another spelling: folded, they are equal.
    return answer_of(stars or None, doc=(None, "p. 1〜2", " p. １～2\r\n", "p. 3")[note])


@st.composite
def ledgers(draw: st.DrawFn, master: Master) -> Ledger:
    """Draw a ledger: up to two contexts, three evaluators and four workbooks, each returned up to three times."""
    builder = LedgerBuilder(master)
    values = draw(
        st.lists(st.sampled_from(["short", "medium", "ｌｏｎｇ", "forever"]), min_size=1, max_size=2, unique=True)
    )
    contexts = [builder.context(Span=value) for value in values]
    evaluators = ["Evaluator A", "Evaluator B", "Evaluator C"]
    items = [item.id for item in master.items]
    codes = st.lists(st.integers(0, _SAME_AS_BEFORE), min_size=len(items), max_size=len(items))
    pool = [*master.tools, "Other tool"]
    for number in range(draw(st.integers(0, 4))):
        workbook = f"W{number}"
        context_id = draw(st.sampled_from(contexts))
        evaluator = draw(st.sampled_from(evaluators))
        tools = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=3, unique=True))
        before = {tool: {item: answer_of(None) for item in items} for tool in tools}
        prefilled = draw(st.booleans())
        if prefilled:
            for tool in tools:
                before[tool] = {
                    item: _answer(c, before[tool][item]) for item, c in zip(items, draw(codes), strict=True)
                }
                told = {item: row for item, row in before[tool].items() if any(v is not None for v in row.values())}
                builder.issue(workbook, tool, told)
        for _ in range(draw(st.integers(1, 3))):
            for tool in tools:
                before[tool] = {
                    item: _answer(c, before[tool][item]) for item, c in zip(items, draw(codes), strict=True)
                }
            builder.receive(
                draw(st.sampled_from([context_id] * 9 + contexts)),
                draw(st.sampled_from([evaluator] * 9 + evaluators)),
                before,
                workbook_id=workbook,
                versions={tool: draw(st.sampled_from(["1.0", "1.1", None])) for tool in tools},
                days={tool: draw(st.integers(0, 3)) for tool in tools},
                changed_only=frozenset(tool for tool in tools if prefilled and draw(st.booleans())),
                hour=draw(st.integers(0, 2)),
            )
    for row in list(builder.ledger.tools):
        value = draw(st.sampled_from([None, "no", "ｙｅｓ"]))
        if value and master.tool_attributes:
            builder.attribute(row["context_id"], row["tool"], value)
    used = {row["context_id"] for row in builder.ledger.returns}
    return replace(
        builder.ledger,
        returns=draw(st.permutations(builder.ledger.returns)),
        contexts=draw(st.permutations([row for row in builder.ledger.contexts if row["context_id"] in used])),
    )
