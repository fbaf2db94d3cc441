"""Live colours on 評価 and 前提パラメータ: the formulas of the conditional formats, computed by a real LibreOffice."""

import random
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.formula.translate import Translator
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from depipe import palette
from depipe.master.load import shipped_master
from depipe.stars import SPELLINGS
from depipe.workbook.layout import HEADER_VERSION, LABEL_EVALUATOR, SHEET_CONTEXT, SHEET_RATINGS
from depipe.workbook.write import write_workbook
from depipe.workbook.writing.style import ANSWER, NEEDED, UNREADABLE
from support.issued import issuance_of, opened, saved
from support.libreoffice import needs_libreoffice, recalculated

pytestmark = needs_libreoffice

TOOLS = ("Temporal", "Restate")
FIRST = 5
LEVELS = dict(zip(palette.LEVELS, range(1, 6), strict=True))
TYPED: tuple[tuple[str | float | None, int | str], ...] = (
    *((spelling, stars or 0) for spelling, stars in SPELLINGS.items() if spelling),
    (None, 0),
    (" ⭐⭐ ", 2),
    ("\u3000★★★\u00a0", 3),
    ("⭐\ufe0f⭐\ufe0f⭐\ufe0f⭐\ufe0f", 4),
    ("\u200b5\n", 5),
    (4, 4),
    (6, "?"),
    (4.5, "?"),
    (0, "?"),
    ("⭐⭐⭐⭐⭐⭐", "?"),
    ("⭐ ⭐", "?"),
    ("まあまあ", "?"),
    ("TRUE", "?"),
)
"""What is typed as stars, and what it is: stars, 0 for unverified, ? for what cannot be read."""
NOTES = (("", False), ("https://example.com", True), (" \u3000", False), (7, True))


class Shown(NamedTuple):
    """What a conditional format shows."""

    colour: str
    number_format: str


def shown_by(rule: Rule) -> Shown:
    """Return what *rule* shows."""
    form = rule.dxf
    assert form is not None
    colour = form.fill.bgColor.rgb[2:] if isinstance(form.fill, PatternFill) else ""
    return Shown(f"#{colour}", "" if form.numFmt is None else form.numFmt.formatCode)


def rules_over(sheet: Worksheet, cell: str) -> Iterator[tuple[Rule, str]]:
    """Yield the rules over *cell* with a ground colour, in their order, each with its formula for that cell."""
    over = [
        (rule.priority, rule, str(held.sqref).split(":")[0])
        for held in sheet.conditional_formatting
        for rule in held.rules
        if cell in held.sqref
    ]
    for _, rule, origin in sorted(over, key=lambda one: one[0]):
        if rule.dxf is not None and rule.dxf.fill is not None:
            yield rule, Translator(f"={rule.formula[0]}", origin=origin).translate_formula(cell)


def looks(book: Workbook, sheet: str, cells: list[str]) -> dict[str, Shown | None]:
    """Return what *cells* of *sheet* look like, None for their own look, as LibreOffice computes the conditions."""
    rules = {cell: list(rules_over(book[sheet], cell)) for cell in cells}
    scratch = 60
    for row, cell in enumerate(cells, 1):
        for column, (_, formula) in enumerate(rules[cell], scratch):
            book[sheet].cell(row, column).value = formula
    computed = opened(recalculated(saved(book)), values=True)[sheet]
    found: dict[str, Shown | None] = {}
    for row, cell in enumerate(cells, 1):
        holding = (
            rule for column, (rule, _) in enumerate(rules[cell], scratch) if computed.cell(row, column).value is True
        )
        first = next(holding, None)
        found[cell] = None if first is None else shown_by(first)
    return found


@pytest.fixture(scope="module")
def answered() -> tuple[dict[str, tuple[str, int | str, bool]], dict[str, Shown | None]]:
    """Return the star cells, each with its item, its stars and whether it has a note, and what they and notes show."""
    master, chance = shipped_master(), random.Random(5)  # noqa: S311 - a fixed seed
    book = opened(write_workbook(master, issuance_of(tools=TOOLS)))
    sheet = book[SHEET_RATINGS]
    typed = list(TYPED) * 2
    chance.shuffle(typed)
    cells: dict[str, tuple[str, int | str, bool]] = {}
    for row, item in enumerate(master.items, FIRST):
        for tool in range(len(TOOLS)):
            value, stars = typed.pop() if typed else ("⭐⭐⭐⭐", 4)
            star = sheet.cell(row, 5 + tool)
            star.value = value
            notes = [chance.choice(NOTES) for _ in range(3)] if chance.random() < 0.3 else [("", False)] * 3
            for column, (text, _) in enumerate(notes, 7 + 3 * tool):
                sheet.cell(row, column).value = text or None
            cells[star.coordinate] = item.id, stars, any(said for _, said in notes)
    wanted = [*cells, *(sheet.cell(row, column).coordinate for row in range(FIRST, 63) for column in (9, 10))]
    return cells, looks(book, SHEET_RATINGS, wanted)


def needs_note(item: str, stars: int | str, *, noted: bool) -> bool:
    """Tell whether a note is needed and missing."""
    gate = item in shipped_master().gates_by_item
    return isinstance(stars, int) and not noted and (stars >= 4 or (gate and stars > 0))


def test_stars_show_their_level_and_what_is_wrong(
    answered: tuple[dict[str, tuple[str, int | str, bool]], dict[str, Shown | None]],
) -> None:
    """Every spelling has its level's colour, with ✎ where a note is missing; what cannot be read is black with ？."""
    cells, found = answered

    for cell, (item, stars, noted) in cells.items():
        look = found[cell]
        if stars == 0:
            assert look is None, cell
        elif stars == "?":
            assert look is not None, cell
            assert look.colour == UNREADABLE
            assert "？" in look.number_format
        else:
            assert look is not None, cell
            assert LEVELS[look.colour] == stars
            assert ("✎" in look.number_format) == needs_note(item, stars, noted=noted), cell


def test_notes_that_are_missing_are_coloured(
    answered: tuple[dict[str, tuple[str, int | str, bool]], dict[str, Shown | None]],
) -> None:
    """The notes of a tool are orange exactly where its stars need one and all three are blank."""
    cells, found = answered
    missing = {cell: needs_note(item, stars, noted=noted) for cell, (item, stars, noted) in cells.items()}

    for row in range(FIRST, 63):
        for star, note in ((f"E{row}", f"I{row}"), (f"F{row}", f"J{row}")):
            look = found[note]
            assert (look is not None and look.colour == NEEDED) == missing[star], note
    assert len([cell for cell, needed in missing.items() if needed]) > 20


def test_required_cells_are_orange_while_they_are_blank() -> None:
    """Evaluator, open parameters and versions are orange until they say something; what the lead gave never is."""
    book = opened(write_workbook(shipped_master(), issuance_of(evaluator=None)))
    sheet = book[SHEET_CONTEXT]
    rows = {str(cell.value): cell.row for cell in sheet["A"] if cell.value}
    values = {LABEL_EVALUATOR: " \u3000", "Duration": "日〜月", "Scale": None, "Temporal": "1.10", "Restate": "-"}
    for label, value in values.items():
        sheet.cell(rows[label], 2).value = value
    found = looks(book, SHEET_CONTEXT, [f"B{rows[label]}" for label in (*values, "Inngest")])
    orange = {label for label in (*values, "Inngest") if found[f"B{rows[label]}"] is not None}

    assert sheet.cell(rows["Temporal"] - 1, 2).value == HEADER_VERSION
    assert orange == {LABEL_EVALUATOR, "Scale", "Restate", "Inngest"}


def lightness(colour: str) -> float:
    """Return how light a colour is in grey print, 0 to 100 (CIE L*)."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    ]
    luminance = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


def test_what_must_be_told_apart_differs_in_lightness() -> None:
    """What needs an answer, what has one and what cannot be read differ in grey print too; rated stars have a frame."""
    assert lightness(UNREADABLE) < 25 < min(map(lightness, palette.LEVELS)) - 25
    assert lightness(ANSWER) - lightness(NEEDED) > 10
    assert min(map(lightness, palette.BANDS)) - lightness(NEEDED) > 10
    assert min(map(lightness, palette.BANDS)) - max(map(lightness, palette.OPEN_BANDS)) > 5
    assert lightness(palette.LEVELS[2]) - max(map(lightness, palette.OPEN_BANDS)) > 5
