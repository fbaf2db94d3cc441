"""What the cells of a workbook say, whichever way the last program wrote their text."""

import re
from typing import Final

from depipe.sheets import clean
from depipe.workbook.layout import MAX_TEXT
from depipe.workbook.marking.book import Book
from depipe.workbook.marking.trees import Element, child, children, local

_ESCAPE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def fitting(text: str) -> str:
    """Return *text* as a cell holds it: without what XML cannot carry, cut where a cell ends.

    What looks like a spreadsheet's own escape (`_x0041_` for A) is escaped, or programs would show something else.
    """
    cut = clean(text).encode("utf-16-le")[: 2 * MAX_TEXT].decode("utf-16-le", "ignore")
    return _ESCAPE.sub("_x005F_", cut)


class Texts:
    """The texts of one workbook's cells."""

    def __init__(self, book: Book) -> None:
        part = book.related("sharedstrings")
        self._shared = children(book.parts.tree(part), "si") if part else []

    def of(self, cell: Element) -> str:
        """Return a cell's text; empty where it holds none."""
        if cell.get("t") == "inlineStr":
            return _text(child(cell, "is"))
        value = child(cell, "v")
        said = "" if value is None else value.text or ""
        if cell.get("t") == "s":
            known = said.isdecimal() and int(said) < len(self._shared)
            return _text(self._shared[int(said)]) if known else ""
        return said if cell.get("t") == "str" else ""


def _text(item: Element | None) -> str:
    """Return the text of a string item, its runs joined, its phonetic guides left out."""
    if item is None:
        return ""
    parts = (part for part in item.iter("{*}t") if not any(local(outer) == "rPh" for outer in part.iterancestors()))
    return "".join(part.text or "" for part in parts)
