"""What floats over a sheet's cells: pictures, text boxes and comments, with the cell under their top left corner."""

from typing import Final

from depipe.workbook.reading.references import Cell, position
from depipe.workbook.reading.xmlparts import Element

_ANCHORS: Final = frozenset({"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"})


def anchored(drawing: list[Element]) -> tuple[list[Cell], list[Cell]]:
    """Return where a drawing part (SpreadsheetML drawing) holds pictures, and where text boxes."""
    pictures: list[Cell] = []
    boxes: list[Cell] = []
    corner: dict[str, int] = {}
    picture = text = False
    for element in drawing:
        if element.tag in ("row", "col"):
            # An anchor holds the top left corner first, then the bottom right one.
            corner.setdefault(element.tag, int(element.text) + 1 if element.text.strip().isdecimal() else 1)
        elif element.tag in ("pic", "blip"):
            picture = True
        elif element.tag == "t":
            text = text or bool(element.text.strip())
        elif element.tag in _ANCHORS:
            at = (corner.get("row", 1), corner.get("col", 1))
            if picture:
                pictures.append(at)
            elif text:
                boxes.append(at)
            corner, picture, text = {}, False, False
    return pictures, boxes


def commented(comments: list[Element]) -> list[Cell]:
    """Return the cells that a comments part comments on."""
    cells = (position(element.attributes.get("ref", "")) for element in comments if element.tag == "comment")
    return [cell for cell in cells if cell is not None]
