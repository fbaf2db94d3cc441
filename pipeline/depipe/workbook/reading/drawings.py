"""What floats over a sheet's cells: pictures, text boxes and comments, with the cell under their top left corner."""

from collections.abc import Iterator
from typing import Final

from depipe.workbook.reading.checked import Remark
from depipe.workbook.reading.references import Cell, position
from depipe.workbook.reading.xmlparts import Element

_ANCHORS: Final = frozenset({"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"})


def anchored(drawing: list[Element]) -> tuple[list[Cell], list[Remark]]:
    """Return where a drawing part (SpreadsheetML drawing) holds pictures, and its text boxes."""
    pictures: list[Cell] = []
    boxes: list[Remark] = []
    corner: dict[str, int] = {}
    picture, said = False, list[str]()
    for element in drawing:
        if element.tag in ("row", "col"):
            # An anchor holds the top left corner first, then the bottom right one.
            corner.setdefault(element.tag, int(element.text) + 1 if element.text.strip().isdecimal() else 1)
        elif element.tag in ("pic", "blip"):
            picture = True
        elif element.tag == "t":
            said.append(element.text)
        elif element.tag in _ANCHORS:
            at, text = (corner.get("row", 1), corner.get("col", 1)), "".join(said)
            if picture:
                pictures.append(at)
            elif text.strip():
                boxes.append(Remark(at, "box", text))
            corner, picture, said = {}, False, []
    return pictures, boxes


def commented(comments: list[Element], threads: list[Element]) -> Iterator[Remark]:
    """Yield the comments of a comments part; *threads* is the part that newer programs keep conversations in.

    Such a conversation has a comment, too, that asks older programs to be updated.
    """
    said: dict[Cell, list[str]] = {}
    text = ""
    for element in threads:
        if element.tag == "text":
            text = element.text
        elif element.tag == "threadedComment" and (cell := position(element.attributes.get("ref", ""))) is not None:
            said.setdefault(cell, []).append(text)
    pieces: list[str] = []
    for element in comments:
        if element.tag == "t":
            pieces.append(element.text)
        elif element.tag == "comment":
            cell = position(element.attributes.get("ref", ""))
            if cell is not None:
                yield Remark(cell, "comment", " / ".join(said.get(cell, ())) or "".join(pieces))
            pieces = []
