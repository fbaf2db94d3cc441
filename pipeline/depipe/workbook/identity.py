"""What a workbook says of itself, and the record of having issued it.

The identity travels three times (hidden sheet, custom document properties, a plain cell on 評価) as one line of text:
`depipe:` and compact JSON. Any one is enough on return.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final, Literal, NamedTuple, get_args

from depipe.language import Language
from depipe.workbook.layout import IDENTITY_PREFIX, LAYOUT_VERSION, NoteField

Mode = Literal["plain", "prefill", "adjudicate"]


class _Noted:
    """Whatever has the three notes."""

    __slots__ = ()
    doc: str | None
    repro: str | None
    evidence: str | None

    def note(self, name: NoteField) -> str | None:
        """Return one of the notes."""
        return {"doc": self.doc, "repro": self.repro, "evidence": self.evidence}[name]


@dataclass(frozen=True, slots=True)
class Answer(_Noted):
    """An item's stars for one tool (None: unverified) with its three notes."""

    stars: int | None = None
    doc: str | None = None
    repro: str | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a workbook says of itself.

    context is None where the lead left it open; attributes maps tool -> attribute name -> value (all of the master's).
    """

    workbook_id: str
    master_id: str
    master_version: str
    master_digest: str
    tools: tuple[str, ...]
    evaluator: str | None = None
    language: Language = "ja"
    context: Mapping[str, str] | None = None
    attributes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    issued_on: date
    mode: Mode = "plain"
    locked_digest: str = ""
    layout: int = LAYOUT_VERSION

    def encode(self) -> str:
        """Return the identity as one line of ASCII text."""
        plain = asdict(self) | {"issued_on": self.issued_on.isoformat()}
        return IDENTITY_PREFIX + json.dumps(plain, separators=(",", ":"), sort_keys=True)


class UnreadableIdentityError(ValueError):
    """The text is not an identity that this depipe can read."""


class UnknownLayoutError(UnreadableIdentityError):
    """The identity is of a layout that this depipe does not know."""

    def __init__(self, layout: object) -> None:
        super().__init__(f"layout {layout!r}")
        self.layout = layout


def decode(text: str) -> Identity:
    """Return the identity that *text* holds.

    Raises UnknownLayoutError for a layout other than ours, UnreadableIdentityError for anything else.
    """
    if not text.startswith(IDENTITY_PREFIX):
        raise UnreadableIdentityError(text[:40])
    try:
        plain: dict[str, Any] = json.loads(text.removeprefix(IDENTITY_PREFIX))
        if plain["layout"] != LAYOUT_VERSION and isinstance(plain["layout"], int):
            raise UnknownLayoutError(plain["layout"])
        plain["issued_on"] = date.fromisoformat(plain["issued_on"])
        plain["tools"] = tuple(plain["tools"])
        identity = Identity(**plain)
    except UnknownLayoutError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise UnreadableIdentityError(text[:40]) from error
    if not _is_sound(identity):
        raise UnreadableIdentityError(text[:40])
    return identity


UNSOUND: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What neither a file nor a ledger can carry: control characters and lone surrogates, which JSON can."""


def _is_sound(identity: Identity) -> bool:
    """Tell whether every field is of its kind: the text came from outside."""
    names = (identity.workbook_id, identity.master_id, identity.master_version, identity.master_digest)
    return (
        identity.layout == LAYOUT_VERSION
        and all(_is_text(text) and text for text in (*names, *identity.tools))
        and 0 < len(identity.tools) == len(set(identity.tools))
        and _is_text(identity.locked_digest)
        and (identity.evaluator is None or _is_text(identity.evaluator))
        and identity.language in get_args(Language)
        and identity.mode in get_args(Mode)
        and (identity.context is None or _are_texts(identity.context))
        and isinstance(identity.attributes, dict)
        and all(_is_text(tool) and _are_texts(values) for tool, values in identity.attributes.items())
    )


def _are_texts(mapping: object) -> bool:
    return isinstance(mapping, dict) and all(_is_text(text) for pair in mapping.items() for text in pair)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and UNSOUND.search(value) is None


@dataclass(frozen=True, slots=True)
class Voice(_Noted):
    """An evaluator's rating as the deciders see it; stars and version are what a decision rests on."""

    evaluator: str
    stars: int
    tool_version: str | None = None
    verified_on: date | None = None
    doc: str | None = None
    repro: str | None = None
    evidence: str | None = None


class Topic(NamedTuple):
    """A pair of an item and a tool that is to be decided: why, what depends on it, and who says what.

    effect and effect_raw: how far the final overall and the one before the cap would move between the least and the
    greatest of the given stars.
    """

    item_id: str
    tool: str
    kind: Literal["disputed_gate", "spread"]
    effect: float
    effect_raw: float
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuance:
    """The record of one issued workbook: its identity and the answers it was issued with (prefilled ones only)."""

    identity: Identity
    answers: Mapping[tuple[str, str], Answer] = field(default_factory=dict)
    """(item id, tool) -> answer."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """Tool -> version that the workbook was issued with (prefilled ones only)."""
    topics: tuple[Topic, ...] = ()
    """What is to be decided, in the order of the rows (workbooks for decisions only)."""
    read_to: int | None = None
    """The ledger's sequence of the last submission that it was made from: later ones are news to it."""
