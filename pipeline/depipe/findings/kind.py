"""The form of a catalogue entry, and how its templates are filled."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

from depipe.language import Language, Text

Severity = Literal["error", "warning", "note"]
Place = Literal["file", "sheet", "cell"]
"""What a finding must say at least of where it is."""

SHOWN: Final = 60
"""How many characters of what was found are shown."""
SHOWN_EXPECTED: Final = 240
"""The same of what was expected: a list of options must be readable."""

_OPTIONAL: Final = re.compile(r"\[([^\[\]]*)\]")
_FIELD: Final = re.compile(r"\{(\w+)(:bare)?\}")
_QUOTES: Final[Mapping[Language, tuple[str, str]]] = {"ja": ("「", "」"), "en": ("“", "”")}
_BLANK: Final[Text] = Text("空欄", "blank")


def shortened(text: str, limit: int = SHOWN) -> str:
    """Return *text* on one line and cut at *limit* characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _fields(template: str) -> frozenset[str]:
    return frozenset(match[1] for match in _FIELD.finditer(template))


@dataclass(frozen=True)
class FindingKind:
    """One entry of the catalogue.

    The templates of *what* and *next_step* name fields of a finding: `{found}` stands in quotation marks (an empty
    one reads "blank"), `{found:bare}` without; a part in square brackets is said only when its fields are there.
    """

    code: str
    severity: Severity
    place: Place
    when: str
    """When it is said, for the documentation."""
    what: Text
    next_step: Text
    terms: Mapping[str, Text] = field(default_factory=dict)
    """What `{found}` may be, or begin with before a colon, in words for people."""

    @cached_property
    def mentions(self) -> frozenset[str]:
        """The fields that the templates name: findings that differ in one of them read differently."""
        return frozenset().union(*map(_fields, (*self.what, *self.next_step)))

    @cached_property
    def requires(self) -> frozenset[str]:
        """The fields that a finding of this kind must have."""
        places: Mapping[Place, tuple[str, ...]] = {"file": (), "sheet": ("sheet",), "cell": ("sheet", "cell")}
        texts = (_OPTIONAL.sub("", template) for template in (*self.what, *self.next_step))
        return frozenset(places[self.place]).union(*map(_fields, texts))

    def say(self, language: Language, values: Mapping[str, str | None]) -> str:
        """Return the filled message and next step; *values* holds every field that is required."""
        found = values.get("found")
        if found and self.terms:
            term, colon, rest = found.partition(":")
            values = {**values, "found": self.terms.get(term, Text(term, term)).within(language) + colon + rest}
        parts = (_fill(text.within(language), language, values) for text in (self.what, self.next_step))
        return ("" if language == "ja" else " ").join(filter(None, parts))


def _fill(template: str, language: Language, values: Mapping[str, str | None]) -> str:
    def chosen(part: re.Match[str]) -> str:
        return part[1] if all(values.get(name) is not None for name in _fields(part[1])) else ""

    def filled(place: re.Match[str]) -> str:
        text = values[place[1]]
        if text is None:  # pragma: no cover - a finding is not made without what its kind requires
            raise ValueError(f"{place[1]} is missing")
        short = shortened(text, SHOWN if place[1] == "found" else SHOWN_EXPECTED)
        if not short:
            return _BLANK.within(language)
        opening, closing = ("", "") if place[2] else _QUOTES[language]
        return f"{opening}{short}{closing}"

    return _FIELD.sub(filled, _OPTIONAL.sub(chosen, template))
