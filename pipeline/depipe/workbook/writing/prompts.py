"""What a star cell says when it is selected: what each star means for its item, within Excel's limits."""

from typing import Final

from depipe.language import Language
from depipe.master.model import Item, Master, numbered
from depipe.workbook.layout import GATE_MARK, utf16_length
from depipe.workbook.locked import plain
from depipe.workbook.writing.measure import shortened

MAX_PROMPT: Final = 255
MAX_TITLE: Final = 32
"""UTF-16 units; beyond them the whole validation is not written."""


def title(master: Master, item: Item, language: Language) -> str:
    """Return the heading: the item's id and name, and that it is a gate."""
    mark = GATE_MARK.within(language) if item.id in master.gates_by_item else ""
    return shortened(f"{mark}{item.id} {plain(item.name)}", MAX_TITLE)


def prompt(master: Master, item: Item) -> str:
    """Return what the stars mean for *item*: its own rubric, else the scale, and where its responsibility ends.

    The scale's definitions give way to its labels, and then every line is shortened alike, until all fits.
    """
    ends = [plain(boundary.rule) for boundary in master.boundaries_by_item.get(item.id, ())]
    candidates = [[*meanings, *ends] for meanings in _meanings(master, item)]
    fitting = ("\n".join(lines) for lines in candidates if utf16_length("\n".join(lines)) <= MAX_PROMPT)
    return next(fitting, None) or _evenly_shortened(candidates[-1], MAX_PROMPT)


def _meanings(master: Master, item: Item) -> list[list[str]]:
    rubric = master.rubrics_by_item.get(item.id)
    if rubric is not None:
        return [numbered([plain(level) for level in rubric.levels]).split("\n")]
    levels = master.scale.levels
    return [
        numbered([f"{plain(level.label)}: {plain(level.definition)}" for level in levels]).split("\n"),
        numbered([plain(level.label) for level in levels]).split("\n"),
    ]


def _evenly_shortened(lines: list[str], limit: int) -> str:
    """Return the lines with the longest ones cut to the same length, as long as fits."""
    allowance = max(map(utf16_length, lines))
    while utf16_length(text := "\n".join(shortened(line, allowance) for line in lines)) > limit:
        allowance -= 1
    return text
