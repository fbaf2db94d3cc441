"""Small masters, submissions and issuances, as the ledger receives them."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from depipe.ledger.store import Entry
from depipe.master.model import (
    Category,
    FailClose,
    Item,
    Level,
    Master,
    NotesRule,
    Parameter,
    ParameterSheet,
    Scale,
)
from depipe.validation.submission import AnswerRow, Answers, Proposal, Scope, Submission, ToolReturn
from depipe.workbook.identity import Answer, Identity, Issuance

PARAMETERS: Final = {"Size": "small", "Place": "東京"}


def small_master(
    version: str = "1.0.0", *, master_id: str = "small", items: int = 4, tools: tuple[str, ...] = ("Alpha", "Beta")
) -> Master:
    """Return a master of one category with two parameters."""
    level = [Level(stars=n, label=f"L{n}", definition="…", criterion="…") for n in range(1, 6)]
    return Master(
        id=master_id,
        version=version,
        title="Small",
        tools=tools,
        scale=Scale(levels=tuple(level)),
        fail_close=FailClose(rule="none"),
        parameters=ParameterSheet(entries=tuple(Parameter(name=name, description="…") for name in PARAMETERS)),
        categories=(Category(id="A", name="A", focus="…", responsibility="…", layer="…"),),
        items=tuple(Item(id=f"A-{n:02}", category="A", name="…", description="…") for n in range(1, items + 1)),
        notes=NotesRule(doc="…", repro="…", evidence="…"),
    )


MASTER: Final = small_master()


def told(
    tool: str = "Alpha",
    version: str | None = "1.0",
    verified_on: date | None = date(2026, 5, 1),
    scope: Scope | None = None,
    attributes: Mapping[str, str] | None = None,
) -> ToolReturn:
    """Return what a workbook says of one tool."""
    return ToolReturn(tool, version, verified_on, scope, attributes or {})


def rated(item_id: str, stars: int | None, doc: str | None = None, *, tool: str = "Alpha") -> AnswerRow:
    """Return an answer."""
    return AnswerRow(item_id, tool, stars, doc, None, None, "評価", "E2")


def submission(
    answers: Mapping[str, int | None] | Iterable[AnswerRow] = (),
    *,
    tools: Sequence[ToolReturn] = (told(),),
    workbook_id: str = "w1",
    evaluator: str = "Evaluator A",
    parameters: Mapping[str, str] = PARAMETERS,
    proposals: Sequence[Proposal] = (),
    master: Master = MASTER,
) -> Submission:
    """Return a submission; *answers* may be item id -> stars, for the tool Alpha. Its digest is set by `entry`."""
    rows = [rated(*pair) for pair in answers.items()] if isinstance(answers, Mapping) else answers
    return Submission(
        workbook_id=workbook_id,
        master_digest=master.digest,
        master_id=master.id,
        master_version=master.version,
        context_id=master.context_id(parameters),
        evaluator=evaluator,
        parameters=parameters,
        tools=tuple(tools),
        answers=Answers.of(rows),
        proposals=tuple(proposals),
        file="返送.xlsx",
        digest="",
        program="Microsoft Excel 16",
    )


def entry(said: Submission, original: bytes, *, findings_json: str = "[]", master: Master = MASTER) -> Entry:
    """Return the entry of a submission that came in as *original*."""
    digest = hashlib.sha256(original).hexdigest()
    return Entry(submission=replace(said, digest=digest), original=original, findings_json=findings_json, master=master)


def issuance(
    workbook_id: str = "w1",
    *,
    answers: Mapping[tuple[str, str], Answer] | None = None,
    versions: Mapping[str, str] | None = None,
    evaluator: str | None = "Evaluator A",
    context: Mapping[str, str] | None = None,
    master: Master = MASTER,
) -> Issuance:
    """Return an issuance, prefilled when it has *answers*."""
    identity = Identity(
        workbook_id=workbook_id,
        master_id=master.id,
        master_version=master.version,
        master_digest=master.digest,
        tools=master.tools,
        evaluator=evaluator,
        context=context,
        attributes={tool: {} for tool in master.tools},
        issued_on=date(2026, 4, 1),
        mode="prefill" if answers else "plain",
        locked_digest="0" * 64,
    )
    return Issuance(identity=identity, answers=answers or {}, versions=versions or {})
