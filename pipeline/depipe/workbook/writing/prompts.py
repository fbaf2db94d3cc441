"""What a star cell says when it is selected: what each star means for its item, within Excel's limits."""

from collections.abc import Sequence
from typing import Any, Final

from depipe.language import Language, Text
from depipe.master.model import Item, Master, numbered
from depipe.workbook.layout import GATE_MARK, utf16_length
from depipe.workbook.locked import plain
from depipe.workbook.writing.dropdowns import NAME_STARS
from depipe.workbook.writing.measure import shortened
from depipe.workbook.writing.wording import STARS_REFUSED_TITLE

MAX_PROMPT: Final = 255
MAX_TITLE: Final = 32
"""UTF-16 units; beyond them the whole validation is not written."""
_LEAST_END: Final = 40
"""Units of a boundary that still say something."""


def title(master: Master, item: Item, language: Language) -> str:
    """Return the heading: the item's id and name, and that it is a gate."""
    mark = GATE_MARK.within(language) if item.id in master.gates_by_item else ""
    return shortened(f"{mark}{item.id} {plain(item.name)}", MAX_TITLE)


def prompt(master: Master, item: Item) -> str:
    """Return what the stars mean for *item*: its own rubric, else the scale, and where its responsibility ends.

    What the stars mean comes first: where not all fits, the boundary is shortened, then left out; then the meanings
    are shortened, line by line alike.
    """
    meanings = _meanings(master, item)
    text = "\n".join(meanings)
    if utf16_length(text) > MAX_PROMPT:
        return _evenly_shortened(meanings, MAX_PROMPT)
    boundary = " ".join(plain(boundary.rule) for boundary in master.boundaries_by_item.get(item.id, ()))
    room = MAX_PROMPT - utf16_length(text) - 1
    if not boundary or room < min(_LEAST_END, utf16_length(boundary)):
        return text
    return f"{text}\n{shortened(boundary, room)}"


def star_rule(master: Master, item: Item, language: Language, refused: Text) -> dict[str, Any]:
    """Return the validation of an item's star cells; its heading names the item, wherever a sort leaves it.

    *refused* is said of anything that the list does not offer.
    """
    return {
        "validate": "list",
        "source": f"={NAME_STARS}",
        "ignore_blank": False,
        "error_type": "stop",
        "input_title": title(master, item, language),
        "input_message": prompt(master, item),
        "error_title": STARS_REFUSED_TITLE.within(language),
        "error_message": refused.within(language),
    }


def _meanings(master: Master, item: Item) -> list[str]:
    rubric = master.rubrics_by_item.get(item.id)
    if rubric is not None:
        return numbered([plain(level) for level in rubric.levels]).split("\n")
    levels = master.scale.levels
    return numbered([f"{plain(level.label)}: {plain(level.definition)}" for level in levels]).split("\n")


def _evenly_shortened(lines: Sequence[str], limit: int) -> str:
    """Return the lines with the longest ones cut to the same length, as long as fits."""
    allowance = max(map(utf16_length, lines))
    while utf16_length(text := "\n".join(shortened(line, allowance) for line in lines)) > limit:
        allowance -= 1
    return text
