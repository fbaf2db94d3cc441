"""How the parts of a package refer to each other, and what each of them is."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from depipe.workbook.marking.parts import Parts
from depipe.workbook.marking.trees import Element, add, is_relationship_id, local, only_children
from depipe.workbook.reading.package import relationships_of, resolve

PACKAGE: Final = ""
"""The part that stands for the package as a whole."""
CONTENT_TYPES: Final = "[Content_Types].xml"

_EMPTY: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
)


class Relation(NamedTuple):
    """One relationship of a part."""

    id: str
    kind: str
    """The last word of its type, in small letters."""
    type: str
    target: str | None
    """The part that it leads to; None for a place outside the package."""


@dataclass(frozen=True, slots=True)
class Relations:
    """The relationships of one part."""

    parts: Parts
    part: str

    @property
    def name(self) -> str:
        """The part that holds them."""
        return relationships_of(self.part) if self.part else "_rels/.rels"

    def __iter__(self) -> Iterator[Relation]:
        """Yield them in order."""
        if self.name in self.parts:
            for element in only_children(self.parts.tree(self.name)):
                yield _relation(self.part, element)

    def add(self, relation_type: str, target: str) -> str:
        """Add a relationship to a part of the package and return its id: the number after the highest one in use."""
        if self.name not in self.parts:
            self.parts.put(self.name, _EMPTY)
        spoken = {relation.id for relation in self}
        for element in self.parts.tree(self.part).iter() if self.part else ():
            spoken.update(str(value) for name, value in element.attrib.items() if is_relationship_id(str(name)))
        taken = [int(digits) for one in spoken if (digits := one.lower().removeprefix("rid")).isdecimal()]
        made = f"rId{max(taken, default=0) + 1}"
        path = posixpath.relpath(target, posixpath.dirname(self.part) or ".")
        add(self.parts.change(self.name), "Relationship", {"Id": made, "Type": relation_type, "Target": path})
        return made

    def remove(self, ids: set[str]) -> None:
        """Remove the relationships with these ids."""
        root = self.parts.change(self.name)
        for element in only_children(root):
            if element.get("Id") in ids:
                root.remove(element)


def _relation(part: str, element: Element) -> Relation:
    relation_type = element.get("Type", "")
    target = None if element.get("TargetMode") == "External" else resolve(part, element.get("Target", ""))
    return Relation(element.get("Id", ""), relation_type.rpartition("/")[2].lower(), relation_type, target)


def reachable(parts: Parts) -> set[str]:
    """Return the parts that the package leads to, in small letters, with the parts that say so."""
    found: set[str] = set()
    waiting = [PACKAGE]
    while waiting:
        relations = Relations(parts, waiting.pop())
        found.add(relations.name.casefold())
        for relation in relations:
            if relation.target and relation.target in parts and relation.target.casefold() not in found:
                found.add(relation.target.casefold())
                waiting.append(relation.target)
    return found


def drop_unreached(parts: Parts, before: set[str]) -> None:
    """Drop the parts that were *reachable* before and are not any more, and what the content types say of them."""
    after = reachable(parts)
    types = ContentTypes(parts)
    for name in parts.names:
        if name.casefold() in before and name.casefold() not in after:
            parts.drop(name)
            types.remove(name)


@dataclass(frozen=True, slots=True)
class ContentTypes:
    """What each part is."""

    parts: Parts

    def of(self, part: str) -> str:
        """Return a part's content type; empty when nothing says it."""
        element = self._override(part)
        if element is not None:
            return element.get("ContentType", "")
        ending = posixpath.splitext(part)[1].lstrip(".").casefold()
        defaults = (e for e in self._all("Default") if e.get("Extension", "").casefold() == ending)
        return next((element.get("ContentType", "") for element in defaults), "")

    def set(self, part: str, content_type: str) -> None:
        """Say what a part is."""
        root = self.parts.change(CONTENT_TYPES)
        element = self._override(part)
        if element is None:
            element = add(root, "Override", {"PartName": f"/{part}"})
        element.set("ContentType", content_type)

    def remove(self, part: str) -> None:
        """Say nothing of a part any more."""
        element = self._override(part)
        if element is not None:
            self.parts.change(CONTENT_TYPES).remove(element)

    @property
    def named(self) -> list[str]:
        """The parts that something is said of, whether they are there or not."""
        return [element.get("PartName", "").lstrip("/") for element in self._all("Override")]

    def _override(self, part: str) -> Element | None:
        wanted = f"/{part}".casefold()
        return next((e for e in self._all("Override") if e.get("PartName", "").casefold() == wanted), None)

    def _all(self, name: str) -> Iterator[Element]:
        return (element for element in only_children(self.parts.tree(CONTENT_TYPES)) if local(element) == name)
