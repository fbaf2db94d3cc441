"""A master's Markdown as a master: every part read, what Markdown does not hold from a base, the outcome linted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from depipe.language import Language
from depipe.master.adding import next_minor
from depipe.master.diff import difference
from depipe.master.document import Document
from depipe.master.headings import HEADINGS, Headings
from depipe.master.importing import catalogue, notes, repeated, scale
from depipe.master.importing.blocks import Said, blocks_of
from depipe.master.importing.reader import Reader, Section, outlined, settled
from depipe.master.lint import examined
from depipe.master.model import Master, version_key
from depipe.master.problem import Problem

FIRST_VERSION = "1.0.0"


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a Markdown document.

    master is None where an error keeps it out. problems are in the order of the document's lines. unread holds every
    line that holds something and was not understood, with its number: what is there is not in the master. is_other
    says that the document has none of a master's headings, so that it is something else.
    """

    master: Master | None
    problems: tuple[Problem, ...]
    unread: tuple[Said, ...]
    is_other: bool = False

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the master out."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def import_markdown(
    text: str, base: Master | None = None, *, master_id: str | None = None, version: str | None = None
) -> Imported:
    """Return the master that *text* holds; never raises for whatever text.

    What the export leaves out comes from *base*: id, language where no heading tells it, the numbers of the fail-close
    rule, scope and conditions, closed parameters, tool attributes, the consensus, declarations. Without a base it has
    its default, no conditions and no attributes. *master_id* and *version* go before the base's. Without *version* the
    base's is raised where the master of that id differs from it; without a base it is 1.0.0.
    """
    document = outlined(blocks_of(text))
    language = _language(document, base)
    reader = Reader(text, HEADINGS[language], base)
    reader.skip_rulers(document)
    tree = _read(reader, document)
    tree |= {
        "id": master_id or (base.id if base else None),
        "version": version or (base.version if base else FIRST_VERSION),
        "language": language,
    }
    data, lines = settled(tree)
    master, found = examined(Document(data, lines))
    if any(problem.severity == "error" for problem in reader.problems):
        # What is missing then is missing because of what was noted already.
        found = [problem for problem in found if problem.path in {*lines, ("id",), ("version",)}]
    problems = sorted([*reader.problems, *found], key=lambda problem: (problem.line or 0, problem.place))
    unread = tuple(reader.unread())
    if master is None or any(problem.severity == "error" for problem in problems):
        return Imported(None, tuple(problems), unread, is_other=not _titles(document) & _names(HEADINGS[language]))
    if base and base.id == master.id and not version:
        master = _raised(base, master)
    return Imported(master, tuple(problems), unread)


def _language(document: Section, base: Master | None) -> Language:
    """Return the language whose headings the document has most of."""
    titles = _titles(document)
    order: Sequence[Language] = ("en", "ja") if base and base.language == "en" else ("ja", "en")
    return max(order, key=lambda language: len(titles & _names(HEADINGS[language])))


def _titles(section: Section) -> set[str]:
    own = {section.title.text} if section.title else set()
    return own.union(*map(_titles, section.sections))


def _names(headings: Headings) -> set[str]:
    """Return the headings that a master's document has in a language."""
    return {value for name in Headings.__slots__ if isinstance(value := getattr(headings, name), str)}


def _read(reader: Reader, document: Section) -> dict[str, Any]:
    """Return the tree of everything that the document says; the order of calls is that of what knows of what."""
    top = next((section for section in document.sections if section.level == 1), None)
    base = reader.base
    tree = scale.introduction(reader, top)
    tree["scale"] = scale.scale(reader, top)
    tree["parameters"] = catalogue.parameters(reader, top)
    section = reader.needed(top, reader.headings.catalogue)
    tree["categories"] = catalogue.categories(reader, section)
    tree["items"], tree["rubrics"] = catalogue.items(reader, section, tree["categories"])
    names: Mapping[str, str] = {item["id"].text: item["name"].text for item in tree["items"]}
    tree["fail_close"] = scale.fail_close(reader, top, names)
    tree["warnings"] = scale.warnings(reader, top, names)
    repeated.counts(reader, top, tree["items"])
    tree["tools"] = repeated.tools(reader, top, tree["parameters"]["entries"], tree["items"])
    section = reader.needed(top, reader.headings.notes)
    tree |= {
        "notes": notes.notes(reader, section),
        "rules": notes.rules(reader, section),
        "boundaries": notes.boundaries(reader, section),
        "future_categories": notes.future_categories(reader, section),
    }
    if base:
        tree |= base.model_dump(mode="json", include={"tool_attributes", "scoring"})
    return tree


def _raised(base: Master, master: Master) -> Master:
    """Return *master* with the version after the base's: minor where something means something else, else patch."""
    found = difference(base, master)
    if not found.changes:
        return master
    major, minor, patch = version_key(base.version)
    version = next_minor(base.version) if found.substantive else f"{major}.{minor}.{patch + 1}"
    return Master.model_validate(master.model_dump() | {"version": version})
