"""What must hold between the parts of a master, checked in one pass over the document.

Rules look at the document, not at the model: a master whose shape is not right yet gets everything said at once.
"""

import pathlib
import re
from collections.abc import Iterator, Sequence
from importlib.resources.abc import Traversable
from typing import Final

from depipe.master.conditions import condition_problems
from depipe.master.document import Document
from depipe.master.model import Master, version_key
from depipe.master.names import name_problems, repeated, tool_problems
from depipe.master.problem import Problem
from depipe.master.reading import open_document
from depipe.master.shape import shaped
from depipe.master.texts import text_problems

_VERSION: Final = re.compile(r"[0-9]{1,40}(\.[0-9]{1,40}){2}")
_ITEM_REFERENCES: Final = (
    "fail_close.gates[].item",
    "warnings[].item",
    "rubrics[].item",
    "boundaries[].between[].item",
)


def check(source: pathlib.Path | Traversable | str) -> list[Problem]:
    """Return everything that is wrong with a master's file (or the text of one), warnings included, by line.

    Raises DataError when there is no such file, SurroundingsError when it may not be read.
    """
    return examined(open_document(source))[1]


def examined(document: Document) -> tuple[Master | None, list[Problem]]:
    """Return the document as a master (None when its shape is not right), and every problem by line."""
    if document.data is None and document.problems:
        return None, list(document.problems)
    master, misshapen = shaped(document)
    told = {problem.path for problem in misshapen}
    found = [*document.problems, *misshapen, *(one for one in problems(document) if one.path not in told)]
    return master, sorted(found, key=lambda problem: (problem.line or 0, problem.place))


def check_tools(master: Master, tools: Sequence[str]) -> list[Problem]:
    """Return what is wrong with *tools* as the tools of *master*'s workbooks; paths are `tools[0]` and on."""
    return list(tool_problems(Document(master.model_dump(mode="json") | {"tools": list(tools)})))


def problems(document: Document) -> list[Problem]:
    """Return everything that does not hold between the parts of the master in *document*."""
    rules = (
        *(_ids, _references, _categories, _scale, _declarations),
        *(condition_problems, name_problems, tool_problems, text_problems),
    )
    return [problem for rule in rules for problem in rule(document)]


def _ids(document: Document) -> Iterator[Problem]:
    """Check that ids are unique, whatever their case, and that an item is a gate once and has one rubric."""
    for pattern in ("categories[].id", "items[].id", "fail_close.gates[].item", "rubrics[].item"):
        yield from repeated(document, document.texts(pattern), str.casefold)


def _references(document: Document) -> Iterator[Problem]:
    """Check that what names a category or an item names one that there is."""
    categories = {text for _, text in document.texts("categories[].id")}
    for path, text in document.texts("items[].category"):
        if text not in categories:
            yield document.problem(path, f"カテゴリ {text} がありません。", f"There is no category {text}.")
    items = {text for _, text in document.texts("items[].id")}
    for path, text in (place for pattern in _ITEM_REFERENCES for place in document.texts(pattern)):
        if text not in items:
            yield document.problem(path, f"項目 {text} がありません。", f"There is no item {text}.")


def _categories(document: Document) -> Iterator[Problem]:
    """Check that every category has items."""
    used = {text for _, text in document.texts("items[].category")}
    for path, text in document.texts("categories[].id"):
        if text not in used:
            yield document.problem(path, f"カテゴリ {text} に項目がありません。", f"The category {text} has no items.")


def _scale(document: Document) -> Iterator[Problem]:
    """Check that the levels stand in order, one star first."""
    for expected, level in enumerate(document.each("scale.levels[]"), 1):
        for path, stars in document.each("stars", level):
            if stars != expected:
                yield document.problem(
                    path,
                    f"星は1から5まで順に並べてください（ここは {expected}）。",
                    f"The levels go from 1 to 5 stars, in order (here {expected}).",
                )


def _declarations(document: Document) -> Iterator[Problem]:
    """Check that nothing is declared to be the same since a version that is yet to come."""
    now = [text for _, text in document.texts("version") if _VERSION.fullmatch(text)]
    for pattern in ("scale.same_since", "items[].same_since"):
        for path, text in document.texts(pattern):
            if now and _VERSION.fullmatch(text) and version_key(text) > version_key(now[0]):
                yield document.problem(
                    path,
                    f"{text} は、このマスタの版 {now[0]} より後です。",
                    f"{text} is later than this master's version, {now[0]}.",
                )
