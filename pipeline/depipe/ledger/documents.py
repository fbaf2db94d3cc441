"""The JSON documents that a submission and an issuance are kept as.

Every table in them is a list per column, not an object per row: polars decodes thousands of them at once, and names
that people chose are never keys. What a document does not hold stands in its row's own columns.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from operator import attrgetter
from typing import Any, Final, NamedTuple

from depipe.validation.submission import AnswerRow, Answers, Decision, Proposal, Submission, ToolReturn
from depipe.workbook.identity import Answer, Identity, Issuance, Topic, Voice

Columns = Mapping[str, Sequence[Any]]

PARAMETER_COLUMNS: Final = ("name", "value")
TOOL_COLUMNS: Final = ("tool", "version", "verified_on", "scope")
ATTRIBUTE_COLUMNS: Final = ("tool", "name", "value")
ANSWER_COLUMNS: Final = ("item_id", "tool", "stars", "doc", "repro", "evidence")
PLACE_COLUMNS: Final = ("sheet", "cell")
PROPOSAL_COLUMNS: Final = ("category", "name", "description", "reason", "general")
DECISION_COLUMNS: Final = ("item_id", "tool", "stars", "reason", *PLACE_COLUMNS)
TOPIC_COLUMNS: Final = ("item_id", "tool", "kind", "effect", "effect_raw")
VOICE_COLUMNS: Final = ("evaluator", "stars", "tool_version", "verified_on", "doc", "repro", "evidence")

DECIDING: Final = '{"decisions":'
"""How the document of a submission begins that decides; so lists can tell without reading it."""


class Said(NamedTuple):
    """What a submission says, without who, when and in which file: the fields mean what they mean there."""

    parameters: Mapping[str, str]
    tools: tuple[ToolReturn, ...]
    answers: Answers
    proposals: tuple[Proposal, ...]
    decisions: tuple[Decision, ...] | None = None


def said_by(submission: Submission) -> Said:
    """Return what *submission* says."""
    # What a workbook for decisions is about stands in its issuance, and is never the evaluators' to say.
    parameters = {} if submission.decides else submission.parameters
    return Said(parameters, submission.tools, submission.answers, submission.proposals, submission.decisions)


def submission_document(said: Said) -> str:
    """Return as JSON what a submission says."""
    tools = said.tools
    decided = {} if said.decisions is None else {"decisions": _table(DECISION_COLUMNS, said.decisions)}
    tables = {
        **decided,
        "parameters": _table(PARAMETER_COLUMNS, said.parameters.items()),
        "tools": _table(
            TOOL_COLUMNS,
            ((t.tool, t.version, t.verified_on and t.verified_on.isoformat(), t.scope) for t in tools),
        ),
        "attributes": _table(
            ATTRIBUTE_COLUMNS, ((t.tool, name, value) for t in tools for name, value in t.attributes.items())
        ),
        "answers": said.answers.text,
        "proposals": _table(
            PROPOSAL_COLUMNS,
            ((p.category, p.name, p.description, p.reason, p.general) for p in said.proposals),
        ),
    }
    return _kept("{" + ",".join(f'"{name}":{table}' for name, table in tables.items()) + "}")


def said_from(document: str) -> Said:
    """Return what the submission of a *document* says."""
    plain = json.loads(document)
    attributes: dict[str, dict[str, str]] = {}
    for tool, name, value in _rows(plain["attributes"], ATTRIBUTE_COLUMNS):
        attributes.setdefault(tool, {})[name] = value
    return Said(
        parameters=dict(_rows(plain["parameters"], PARAMETER_COLUMNS)),
        tools=tuple(
            ToolReturn(
                tool=tool,
                version=version,
                verified_on=date.fromisoformat(verified_on) if verified_on else None,
                scope=scope,
                attributes=attributes.get(tool, {}),
            )
            for tool, version, verified_on, scope in _rows(plain["tools"], TOOL_COLUMNS)
        ),
        answers=Answers.of(map(AnswerRow._make, _rows(plain["answers"], AnswerRow._fields))),
        proposals=tuple(Proposal(*row) for row in _rows(plain["proposals"], PROPOSAL_COLUMNS)),
        decisions=tuple(Decision(*row) for row in _rows(plain["decisions"], DECISION_COLUMNS))
        if "decisions" in plain
        else None,
    )


def issuance_document(issuance: Issuance) -> str:
    """Return *issuance* as JSON."""
    identity = issuance.identity
    plain = {
        "identity": asdict(identity) | {"issued_on": identity.issued_on.isoformat()},
        "answers": _columns(
            ANSWER_COLUMNS,
            ((item, tool, a.stars, a.doc, a.repro, a.evidence) for (item, tool), a in issuance.answers.items()),
        ),
        "versions": _columns(("tool", "version"), issuance.versions.items()),
        "topics": _columns(TOPIC_COLUMNS, map(_TOPIC, issuance.topics)),
        "bases": _columns(
            ("item_id", "tool", *VOICE_COLUMNS),
            ((topic.item_id, topic.tool, *_voice_row(voice)) for topic in issuance.topics for voice in topic.voices),
        ),
        "read_to": issuance.read_to,
    }
    return _kept(_json(plain))


_TOPIC: Final = attrgetter(*TOPIC_COLUMNS)


def _voice_row(voice: Voice) -> tuple[Any, ...]:
    row = asdict(voice) | {"verified_on": voice.verified_on and voice.verified_on.isoformat()}
    return tuple(row[name] for name in VOICE_COLUMNS)


def issuance_from(document: str) -> Issuance:
    """Return the issuance of a *document*, whatever layout it was issued with."""
    plain = json.loads(document)
    identity = plain["identity"]
    told = {"issued_on": date.fromisoformat(identity["issued_on"]), "tools": tuple(identity["tools"])}
    return Issuance(
        identity=Identity(**(identity | told)),
        answers={(item, tool): Answer(*rest) for item, tool, *rest in _rows(plain["answers"], ANSWER_COLUMNS)},
        versions=dict(_rows(plain["versions"], ("tool", "version"))),
        topics=tuple(_topics(plain)) if plain.get("topics") else (),
        read_to=plain.get("read_to"),
    )


def _topics(plain: Mapping[str, Any]) -> Iterator[Topic]:
    voices: dict[tuple[str, str], list[Voice]] = {}
    for item_id, tool, *row in _rows(plain["bases"], ("item_id", "tool", *VOICE_COLUMNS)):
        told = dict(zip(VOICE_COLUMNS, row, strict=True))
        day = told["verified_on"] and date.fromisoformat(told["verified_on"])
        voices.setdefault((item_id, tool), []).append(Voice(**(told | {"verified_on": day})))
    for topic in (dict(zip(TOPIC_COLUMNS, row, strict=True)) for row in _rows(plain["topics"], TOPIC_COLUMNS)):
        yield Topic(**topic, voices=tuple(voices[topic["item_id"], topic["tool"]]))


def _columns(names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> Columns:
    columns = list(zip(*rows, strict=True))
    return dict(zip(names, columns or [()] * len(names), strict=True))


def _rows(columns: Columns, names: Sequence[str]) -> Iterable[tuple[Any, ...]]:
    return zip(*(columns[name] for name in names), strict=True)


def _table(names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> str:
    return _json(_columns(names, rows))


def _json(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def _kept(text: str) -> str:
    # Half a surrogate pair, which a file written by hand may hold, is no text: no database keeps it, polars reads none.
    return text.encode("utf-8", "replace").decode()
