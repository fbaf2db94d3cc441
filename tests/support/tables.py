"""Small ledgers' worth of ratings, made by hand, and the tables that scoring makes of them.

`case()` is the one to look at: three tools, two evaluators, a certain cap, a disputed gate, a warning, unverified
items, a disagreement, and notes that try to become something else than text.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

import polars as pl

from depipe.comparison.view import Comparison, build
from depipe.language import Language
from depipe.ledger.frames import ANSWERS, ATTRIBUTES, CONTEXTS, ISSUED, RETURNS, SUBMISSIONS, TOOLS
from depipe.master.load import shipped_master
from depipe.master.model import Master
from depipe.scoring.decisions import BASES, DECIDED
from depipe.scoring.replay import replay
from depipe.scoring.score import score
from depipe.scoring.tables import Tables

EVALUATORS: Final = ("Evaluator A", "Evaluator B")
CONTEXT: Final = {
    "Duration": "分〜時間",
    "Side Effects": "制限付き書き込み",
    "Deployment": "セルフホスト",
    "Scale": "〜10K",
    "Determinism": "LLM・外部API含む",
    "Language": "Python",
}
HOSTILE: Final = (
    "=1+1",
    "@SUM(A1:A9)",
    "<script>alert('x')</script>",
    "[x](javascript:alert(1)) ![y](http://example.com/y.png)",
    "a | b \\| c\r\nnext line\rthird\n\n- not a list",
    "# no heading",
    "`code` **bold** _em_ ~~gone~~ $math$ &amp; &#65; <b>&lt;</b>",
    "https://docs.example.com/a_b?x=1&y=2 and www.example.com",
    "⭐️ 👩‍👩‍👧‍👦 𠮷野家",
    "<r><t>rich</t></r>",
    "_x0041_ \x00\x07\x0b control \ufffe",
    "  spaces around\t",
    "あ" * 32_767,
)

Note = tuple[str | None, str | None, str | None]
Stars = Callable[[str, str, int], int | None]
"""(evaluator, tool, the item's place) -> stars."""


@dataclass(frozen=True)
class Case:
    """A master, what scoring says, and the ledger's list of returned workbooks."""

    master: Master
    tables: Tables
    submissions: pl.DataFrame
    context_id: str

    def comparison(self, language: Language | None = None) -> Comparison:
        """Return the comparison of the (first) context."""
        return build(self.master, self.tables, self.context_id, self.submissions, language=language)


def scored(
    master: Master,
    stars: Stars | Sequence[Stars],
    *,
    evaluators: Sequence[str] = EVALUATORS,
    contexts: Sequence[Mapping[str, str]] = (CONTEXT,),
    notes: Mapping[tuple[str, str, str], Note] | None = None,
    files: Mapping[str, str] | None = None,
    withdrawn: frozenset[str] = frozenset(),
    rulings: Mapping[tuple[str, str], tuple[int, str]] | None = None,
    moved: frozenset[tuple[str, str]] = frozenset(),
) -> Case:
    """Return what scoring makes of *stars*: every evaluator returns one workbook a context, with all tools.

    Several *stars* are one a context.

    *notes* are by (evaluator, tool, item id). The workbooks of *withdrawn* evaluators do not count. *rulings* are what
    Lead A decided, stars and reason by (tool, item id), of the first context; those that are *moved* were decided when
    somebody's stars were others.
    """
    notes, files = notes or {}, files or {}
    ids = [master.context_id(context) for context in contexts]
    returns: list[tuple[object, ...]] = []
    answers: list[tuple[object, ...]] = []
    submissions: list[tuple[object, ...]] = []
    by_context = [stars] * len(ids) if callable(stars) else list(stars)
    for context_id, given_by in zip(ids, by_context, strict=True):
        for place, evaluator in enumerate(evaluators):
            key = f"{context_id}-{place}"
            at = datetime(2026, 5, 7, 9, 30, tzinfo=UTC) + timedelta(minutes=len(submissions))
            file, reason = files.get(evaluator, f"{evaluator}.xlsx"), "別の評価表と取り違えたため"
            gone = evaluator in withdrawn
            told = (key, f"w{key}", context_id, evaluator)
            asked = (master.id, master.version)
            arrived = ("Microsoft Excel 16.0300", at, len(submissions) + 1, gone, reason if gone else None)
            submissions.append((*told, file, f"{place:064x}", *asked, master.digest, *arrived))
            if gone:
                continue
            for order, tool in enumerate(master.tools):
                day, version = date(2026, 5, 1) + timedelta(days=order), f"1.{order + 20}.{place}"
                returns.append((*told, tool, version, day, at, len(submissions), False, *asked))
                for index, item in enumerate(master.items):
                    given = given_by(evaluator, tool, index)
                    note = notes.get((evaluator, tool, item.id), (None, None, None))
                    if given is not None:
                        answers.append((key, tool, item.id, given, *note, "評価", "E2"))
    spread = [(i, name, c[name], n) for n, (i, c) in enumerate(zip(ids, contexts, strict=True), 1) for name in c]
    tools = [(i, tool, n) for i in ids for n, tool in enumerate(master.tools, 1)]
    decided, bases = _decided(ids[0], returns, answers, rulings or {}, moved)
    said = replay(
        master,
        returns=pl.DataFrame(returns, RETURNS, orient="row"),
        answers=pl.DataFrame(answers, ANSWERS, orient="row"),
        issued=pl.DataFrame([], ISSUED, orient="row"),
        evaluators=evaluators,
    )
    tables = score(
        master,
        ratings=said.ratings.lazy(),
        changes=said.changes.lazy(),
        contexts=pl.DataFrame(spread, CONTEXTS, orient="row"),
        attributes=pl.DataFrame([], ATTRIBUTES, orient="row"),
        tools=pl.DataFrame(tools, TOOLS, orient="row"),
        decided=pl.DataFrame(decided, DECIDED, orient="row"),
        bases=pl.DataFrame(bases, BASES, orient="row"),
    )
    return Case(
        master,
        tables,
        pl.DataFrame(submissions, SUBMISSIONS, orient="row").with_columns(decides=pl.lit(value=False)),
        ids[0],
    )


def _decided(
    context_id: str,
    returns: Sequence[tuple[object, ...]],
    answers: Sequence[tuple[object, ...]],
    rulings: Mapping[tuple[str, str], tuple[int, str]],
    moved: frozenset[tuple[str, str]],
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Return the rows of an adjudication workbook: what it decides, and the ratings that it was issued with."""
    at = datetime(2026, 5, 8, 10, tzinfo=UTC)
    decided: list[tuple[object, ...]] = [
        ("d-1", "D1", context_id, *pair, stars, reason, "Lead A", at, 999) for pair, (stars, reason) in rulings.items()
    ]
    sent = {(key, tool): (evaluator, version) for key, _, _, evaluator, tool, version, *_ in returns}
    bases: list[tuple[object, ...]] = []
    for key, tool, item_id, stars, *_ in answers:
        pair = (str(tool), str(item_id))
        if pair in rulings and str(key).startswith(context_id):
            evaluator, version = sent[key, tool]
            then = 1 + int(str(stars)) % 5 if pair in moved else stars
            bases.append(("D1", *pair, evaluator, then, version))
    return decided, bases


def case(hostile: Sequence[str] = HOSTILE) -> Case:
    """Return the case to look at, of the shipped master, with the *hostile* texts as notes."""
    master = shipped_master()
    place = {item.id: index for index, item in enumerate(master.items)}
    item_ids = [item.id for item in master.items]
    told: dict[tuple[str, str, str], int | None] = {
        # A certain cap.
        ("Evaluator A", "Inngest", "EX-03"): 2,
        # A disputed gate: provisional.
        ("Evaluator A", "Restate", "RT-01"): 2,
        ("Evaluator B", "Restate", "RT-01"): 4,
        # Warned about, and not known.
        ("Evaluator A", "Inngest", "DX-03"): 2,
        ("Evaluator A", "Restate", "DX-03"): None,
        ("Evaluator B", "Restate", "DX-03"): None,
        # A disagreement that is no gate's.
        ("Evaluator A", "Temporal", "OB-05"): 2,
        ("Evaluator B", "Temporal", "OB-05"): 5,
        # Not Good, though the tool is the best.
        ("Evaluator A", "Temporal", "PF-01"): 2,
        ("Evaluator B", "Temporal", "PF-01"): 2,
    }
    base = {"Temporal": 4, "Restate": 4, "Inngest": 3}

    def stars(evaluator: str, tool: str, index: int) -> int | None:
        key = (evaluator, tool, item_ids[index])
        if key in told:
            return told[key]
        if tool == "Inngest" and (evaluator == "Evaluator B" or index % 9 == 8):
            return None
        if tool == "Restate" and index % 13 == 5:
            return None
        swing = (index * 7 + len(tool)) % 5 - 2
        level = base[tool] + (swing > 0) - (swing < -1)
        return level if evaluator == "Evaluator A" or index % 4 else min(level + 1, 5)

    notes: dict[tuple[str, str, str], Note] = {
        ("Evaluator A", "Temporal", "EX-01"): (
            "https://docs.temporal.io/workflow-execution",
            "docker compose kill worker; docker compose up -d worker",
            "再起動後 3 秒で続きから再開した（ログ: run-0412.txt）",
        ),
        ("Evaluator B", "Temporal", "EX-01"): ("https://docs.temporal.io/encyclopedia", None, None),
        ("Evaluator A", "Restate", "EX-01"): ("https://docs.restate.dev/concepts", "kill -9", None),
        ("Evaluator A", "Inngest", "EX-03"): (
            None,
            "同じ idempotency key で2回送信",
            "24時間を過ぎると重複して実行された（スクリーンショット: 共有フォルダーの 05-02.png）",
        ),
        ("Evaluator A", "Inngest", "DX-03"): (
            "https://www.inngest.com/docs/local-development",
            None,
            "dev server が不安定",
        ),
    }
    for number, text in enumerate(hostile):
        item = item_ids[place["EX-04"] + number]
        notes["Evaluator A", "Temporal", item] = (text, None, None)
    return scored(master, stars, notes=notes)


def large_case(master: Master, evaluators: int = 50) -> Case:
    """Return a case of any master with every evaluator rating nearly everything, and a short note on each."""
    tools = {tool: number for number, tool in enumerate(master.tools)}

    def stars(evaluator: str, tool: str, index: int) -> int | None:
        level = (index * 31 + tools[tool] * 17 + len(evaluator)) % 7
        return None if level > 5 else max(level, 1)

    names = [f"Evaluator {number:02}" for number in range(evaluators)]
    context = {parameter.name: parameter.options[-1] for parameter in master.parameters.entries}
    notes = {
        (name, tool, item.id): ("https://example.com/docs", None, "ログあり")
        for name in names
        for tool in master.tools
        for item in master.items
    }
    return scored(master, stars, evaluators=names, contexts=(context,), notes=notes)
