"""The form of a catalogue entry, and how its templates are filled."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal, NamedTuple

from depipe.language import Language, Text

Severity = Literal["error", "warning", "note"]
Place = Literal["file", "sheet", "cell"]
"""What a finding must say at least of where it is."""

SHOWN: Final = 60
"""How many characters of what was found are shown."""
SHOWN_EXPECTED: Final = 240
"""The same of what was expected: a list of options must be readable."""

SEPARATOR: Final = " | "
"""Between the values of a field that holds several."""

_OPTIONAL: Final = re.compile(r"\[([^\[\]]*)\]")
_FIELD: Final = re.compile(r"\{(\w+)(?::(bare|each|or))?\}")
_QUOTES: Final[Mapping[Language, tuple[str, str]]] = {"ja": ("「", "」"), "en": ("“", "”")}
_BLANK: Final[Text] = Text("空欄", "blank")
_BETWEEN: Final[Text] = Text("", ", ")
_OR: Final[Text] = Text(" か ", " or ")


def shortened(text: str, limit: int = SHOWN) -> str:
    """Return *text* on one line and cut at *limit* characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def listed(values: Iterable[str]) -> str:
    """Return several values as one field of a finding holds them."""
    return SEPARATOR.join(values)


def _fields(template: str) -> frozenset[str]:
    return frozenset(match[1] for match in _FIELD.finditer(template))


class Wording(NamedTuple):
    """What was found and what to do next, as templates."""

    what: Text
    next_step: Text

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the templates name."""
        return frozenset().union(*map(_fields, (*self.what, *self.next_step)))

    @property
    def requires(self) -> frozenset[str]:
        """The fields without which the templates cannot be filled."""
        return frozenset().union(*(_fields(_OPTIONAL.sub("", text)) for text in (*self.what, *self.next_step)))


@dataclass(frozen=True)
class FindingKind:
    """One entry of the catalogue.

    The templates of *what* and *next_step* name fields of a finding: `{found}` stands in quotation marks (an empty
    one reads "blank"), `{found:bare}` without; of several values `{found:each}` has each in its own, `{found:or}`
    gives the choice between them. A part in square brackets is said only when its fields are there.
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
    cases: Mapping[str, Wording] = field(default_factory=dict)
    """Other words for some cases: by the finding's own case, or else by what was found, whole or before a colon."""

    @cached_property
    def mentions(self) -> frozenset[str]:
        """The fields that the templates name, or choose between them."""
        return frozenset({"found", "case"}).union(*(words.fields for words in (self._usual, *self.cases.values())))

    @cached_property
    def requires(self) -> frozenset[str]:
        """The fields that a finding of this kind must have, where nothing else is said for its case."""
        return self.required(None, None)

    def required(self, case: str | None, found: str | None) -> frozenset[str]:
        """Return the fields that a finding of this *case* must have."""
        return self._required[self.wording(case, found)]

    @cached_property
    def _required(self) -> Mapping[Wording, frozenset[str]]:
        places: Mapping[Place, tuple[str, ...]] = {"file": (), "sheet": ("sheet",), "cell": ("sheet", "cell")}
        return {words: words.requires.union(places[self.place]) for words in (self._usual, *self.cases.values())}

    @cached_property
    def _usual(self) -> Wording:
        return Wording(self.what, self.next_step)

    def wording(self, case: str | None, found: str | None) -> Wording:
        """Return the templates for this *case*."""
        if not self.cases:
            return self._usual
        if case is not None:
            return self.cases[case]
        said = found or ""
        return self.cases.get(said) or self.cases.get(said.partition(":")[0]) or self._usual

    def say(self, language: Language, values: Mapping[str, str | None]) -> str:
        """Return the filled message and next step; *values* holds every field that is required."""
        return ("" if language == "ja" else " ").join(filter(None, self.halves(language, values)))

    def halves(self, language: Language, values: Mapping[str, str | None]) -> tuple[str, str]:
        """Return what was found and what to do next, each filled."""
        found = values.get("found")
        words = self.wording(values.get("case"), found)
        if found and self.terms:
            term, colon, rest = found.partition(":")
            values = {**values, "found": self.terms.get(term, Text(term, term)).within(language) + colon + rest}
        what, next_step = (_fill(text.within(language), language, values) for text in words)
        return what, next_step


def _fill(template: str, language: Language, values: Mapping[str, str | None]) -> str:
    def chosen(part: re.Match[str]) -> str:
        return part[1] if all(values.get(name) is not None for name in _fields(part[1])) else ""

    def filled(place: re.Match[str]) -> str:
        text = values[place[1]]
        if text is None:  # pragma: no cover - a finding is not made without what its kind requires
            raise ValueError(f"{place[1]} is missing")
        return _shown(shortened(text, SHOWN if place[1] == "found" else SHOWN_EXPECTED), language, place[2])

    return _FIELD.sub(filled, _OPTIONAL.sub(chosen, template))


def _shown(text: str, language: Language, form: str | None) -> str:
    """Return a field's value in the form that a template asks for."""
    if not text:
        return _BLANK.within(language)
    if form == "bare":
        return text
    if form == "or":
        return _OR.within(language).join(text.split(SEPARATOR))
    opening, closing = _QUOTES[language]
    values = text.split(SEPARATOR) if form == "each" else [text]
    return _BETWEEN.within(language).join(f"{opening}{value}{closing}" for value in values)
