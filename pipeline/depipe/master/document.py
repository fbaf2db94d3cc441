"""A master's document: plain values with their lines, in which rules look things up by pattern."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from depipe.language import Text
from depipe.master.problem import Path, Problem


class Place(NamedTuple):
    """A value of a document and where it stands."""

    path: Path
    value: object


class TextPlace(NamedTuple):
    """A text of a document and where it stands."""

    path: Path
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """Plain values (mappings, lists, texts, numbers, booleans, None) with their lines, and what reading them met."""

    data: object
    lines: Mapping[Path, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def line(self, path: Path) -> int | None:
        """Return the line, from 1, of the value at *path* or of what it would stand in; None without a file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)

    def each(self, pattern: str, within: Place | None = None) -> list[Place]:
        """Return every value at *pattern* (`boundaries[].between[].item`); what is absent or of another shape is not.

        Rules that look through this can check a document whose shape is not right yet.
        """
        places = [within or Place((), self.data)]
        for step in pattern.replace("[]", ".[]").split("."):
            places = [inner for place in places for inner in _inner(place) if _is(inner.path[-1], step)]
        return places

    def texts(self, pattern: str, within: Place | None = None) -> list[TextPlace]:
        """Return every text at *pattern*."""
        return [TextPlace(path, value) for path, value in self.each(pattern, within) if isinstance(value, str)]

    def every_text(self) -> Iterator[TextPlace]:
        """Return every text of the document, keys left out."""
        places = [Place((), self.data)]
        while places:
            place = places.pop()
            if isinstance(place.value, str):
                yield TextPlace(place.path, place.value)
            places += _inner(place)

    def problem(self, path: Path, ja: str, en: str) -> Problem:
        """Return an error at *path*."""
        return Problem(self.line(path), path, Text(ja, en))


def _inner(place: Place) -> list[Place]:
    path, value = place
    if isinstance(value, dict):
        return [Place((*path, key), inner) for key, inner in value.items()]
    return [Place((*path, n), inner) for n, inner in enumerate(value)] if isinstance(value, list) else []


def _is(step: str | int, wanted: str) -> bool:
    return isinstance(step, int) if wanted == "[]" else step == wanted
