"""Issuing: what a new workbook will say of itself."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from depipe.errors import UsageError
from depipe.folding import fold
from depipe.language import Language
from depipe.master.model import Master
from depipe.sheets import clean
from depipe.workbook.identity import Answer, Identity, Issuance, Mode, Topic, Voice
from depipe.workbook.layout import NOTE_FIELDS, rating_headers
from depipe.workbook.locked import locked_digest

MAX_TOOLS: Final = 60


def new_issuance(
    master: Master,
    *,
    tools: Sequence[str] | None = None,
    evaluator: str | None = None,
    context: Mapping[str, str] | None = None,
    attributes: Mapping[str, Mapping[str, str]] | None = None,
    language: Language | None = None,
    issued_on: date,
    workbook_id: str | None = None,
    mode: Mode = "plain",
    answers: Mapping[tuple[str, str], Answer] | None = None,
    versions: Mapping[str, str] | None = None,
    topics: Sequence[Topic] = (),
    read_to: int | None = None,
) -> Issuance:
    """Return the issuance of a new workbook, with a random id where none is given.

    *tools* and *language* default to the master's, *attributes* (tool -> name -> value) to each attribute's default.
    *context* holds a value for every parameter or is None; its values are taken as they are.
    *answers* and *versions* are what a prefilled workbook is issued with, *topics* what one for decisions is about, and
    *read_to* is the last submission in them.

    Raises UsageError where there are no tools, too many, or names that would give one header twice.
    """
    names = tuple(" ".join(clean(tool).split()) for tool in (tools if tools is not None else master.tools))
    _check_tools(names)
    given = attributes or {}
    identity = Identity(
        workbook_id=workbook_id or str(uuid.uuid4()),
        master_id=master.id,
        master_version=master.version,
        master_digest=master.digest,
        tools=names,
        evaluator=clean(evaluator).strip() or None if evaluator else None,
        language=language or master.language,
        context=None if context is None else {name: clean(context[name]) for name in master.parameter_names},
        attributes={
            tool: {
                attribute.name: given.get(tool, {}).get(attribute.name, attribute.default)
                for attribute in master.tool_attributes
            }
            for tool in names
        },
        issued_on=issued_on,
        mode=mode,
    )
    issuance = Issuance(
        identity=identity,
        answers={key: _cleaned(answer) for key, answer in (answers or {}).items()},
        versions={tool: clean(version) for tool, version in (versions or {}).items()},
        topics=tuple(topic._replace(voices=tuple(map(_audible, topic.voices))) for topic in topics),
        read_to=read_to,
    )
    return replace(issuance, identity=replace(identity, locked_digest=locked_digest(master, issuance)))


def _cleaned(answer: Answer) -> Answer:
    """Return *answer* as a file can hold it, so that it is known again when it comes back as it was."""
    doc, repro, evidence = (clean(answer.note(field) or "") or None for field in NOTE_FIELDS)
    return Answer(answer.stars, doc, repro, evidence)


def _audible(voice: Voice) -> Voice:
    """Return *voice* as a file can hold it."""
    doc, repro, evidence = (clean(voice.note(field) or "") or None for field in NOTE_FIELDS)
    return replace(voice, doc=doc, repro=repro, evidence=evidence)


def _check_tools(tools: Sequence[str]) -> None:
    if not tools or not all(tools):
        raise UsageError("評価するツールがありません。", "There are no tools to rate.")
    if len(tools) > MAX_TOOLS:
        raise UsageError(
            f"1冊のワークブックに載せられるツールは{MAX_TOOLS}個までです（指定: {len(tools)}個）。",
            f"A workbook holds at most {MAX_TOOLS} tools; {len(tools)} were given.",
        )
    seen: set[str] = set()
    for header in rating_headers(tools):
        if fold(header) in seen:
            raise UsageError(
                f"ツール名を変えてください。「{header}」という見出しが2つになります。",
                f"Please rename a tool: two columns would be headed “{header}”.",
            )
        seen.add(fold(header))
