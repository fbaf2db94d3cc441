"""What 星の基準 says, line by line: known before it is written, so that items can link to their rubrics."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from depipe.language import Language, Text
from depipe.master.model import Master
from depipe.stars import written
from depipe.workbook.layout import HEADER_ID, NOTE_NAMES, SCALE_HEADERS
from depipe.workbook.locked import plain
from depipe.workbook.writing import wording

Kind = Literal["title", "blank", "captions", "heading", "prose", "header", "rubric", "row", "pair"]
"""`prose` reaches across the sheet; `header`, `rubric` (an item above its levels) and `row` fill a table; `pair` is a
label of two columns and a text."""


class ScaleLine(NamedTuple):
    """A row of the sheet."""

    kind: Kind
    texts: tuple[str, ...] = ()
    item: str | None = None
    """The item whose rubric begins here."""


def scale_lines(master: Master, language: Language) -> Iterator[ScaleLine]:
    """Yield the rows of the sheet: scale, judging points, gates, rubrics, boundaries, notes, the written rules."""
    yield ScaleLine("title", (wording.SCALE_TITLE.within(language),))
    yield ScaleLine("prose", (wording.SCALE_HINT.within(language),))
    captions = tuple(text.within(language) for text in wording.SCALE_CAPTIONS)
    yield ScaleLine("captions", captions) if any(captions) else ScaleLine("blank")
    yield ScaleLine("header", SCALE_HEADERS)
    for level in master.scale.levels:
        yield _row(written(level.stars), level.label, level.definition, level.criterion)
    yield from _section(wording.JUDGING_POINTS, master.scale.judging_points, language)
    yield from _gates(master, language)
    yield from _rubrics(master, language)
    yield from _boundaries(master, language)
    notes = master.notes
    yield from _heading(wording.NOTES_TITLE, language)
    yield from _prose(notes.introduction)
    for name, text in zip(NOTE_NAMES.values(), (notes.doc, notes.repro, notes.evidence), strict=True):
        yield _row(name, text)
    rules = master.rules
    yield from _section(wording.RULES_TITLE, rules.updates, language)
    introduced = [rules.new_items_introduction] if rules.new_items_introduction else []
    if steps := [*introduced, *(f"{number}. {text}" for number, text in enumerate(rules.new_items, 1))]:
        yield from _heading(wording.NEW_ITEMS_TITLE, language)
        yield from _prose(steps)


def _row(*texts: str) -> ScaleLine:
    return ScaleLine("row", tuple(map(plain, texts)))


def _prose(texts: Iterable[str]) -> Iterator[ScaleLine]:
    return (ScaleLine("prose", (plain(text),)) for text in texts)


def _heading(text: Text, language: Language) -> Iterator[ScaleLine]:
    yield ScaleLine("blank")
    yield ScaleLine("heading", (text.within(language),))


def _section(heading: Text, texts: Iterable[str], language: Language) -> Iterator[ScaleLine]:
    listed = [f"{wording.BULLET.within(language)}{text}" for text in texts]
    if listed:
        yield from _heading(heading, language)
        yield from _prose(listed)


def _gates(master: Master, language: Language) -> Iterator[ScaleLine]:
    fail_close, items = master.fail_close, master.items_by_id
    if not fail_close.gates:
        return
    yield from _heading(wording.GATES_TABLE, language)
    yield from _prose([fail_close.rule])
    words = (wording.APPLIES.within(language), wording.REASON.within(language))
    yield ScaleLine("header", (HEADER_ID, wording.ITEM.within(language), *words))
    for gate in fail_close.gates:
        yield _row(gate.item, items[gate.item].name, gate.applies, gate.reason)
    yield from _prose(fail_close.assumptions)


def _rubrics(master: Master, language: Language) -> Iterator[ScaleLine]:
    if not master.rubrics:
        return
    yield from _heading(wording.RUBRICS, language)
    yield from _prose(master.rules.rubrics)
    for rubric in master.rubrics:
        name = plain(master.items_by_id[rubric.item].name)
        yield ScaleLine("rubric", (rubric.item, name), rubric.item)
        for stars, text in enumerate(rubric.levels, 1):
            yield _row(written(stars), text)


def _boundaries(master: Master, language: Language) -> Iterator[ScaleLine]:
    if not master.boundaries:
        return
    yield from _heading(wording.BOUNDARIES, language)
    yield from _prose(master.rules.boundaries)
    for boundary in master.boundaries:
        between = "\n".join(f"{side.item} {side.label}" for side in boundary.between)
        yield ScaleLine("pair", (plain(between), plain(boundary.rule)))
