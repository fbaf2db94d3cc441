"""Answer cells: unlocked, formatted, holding what they were issued with, and under exactly the right validation."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from depipe.workbook.cells import address
from depipe.workbook.layout import utf16_length
from depipe.workbook.proving.places import DAY, Place
from depipe.workbook.writing.prompts import MAX_PROMPT, MAX_TITLE

_Covered = dict[tuple[int, int], list[DataValidation]]


def answer_promises(book: Workbook, places: Iterable[Place]) -> Iterator[str]:
    """Yield what does not hold of the answer cells."""
    covered = {sheet.title: _covered(sheet) for sheet in book.worksheets}
    wanted: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for place in places:
        where = f"{place.sheet}!{address(place.row, place.column)}"
        wanted[place.sheet].add((place.row, place.column))
        for problem in _cell(book[place.sheet], place):
            yield f"{where}: {problem}"
        for problem in _validation(covered[place.sheet].get((place.row, place.column), []), place):
            yield f"{where}: {problem}"
    for sheet, cells in covered.items():
        for row, column in sorted(set(cells) - wanted[sheet]):
            yield f"{sheet}!{address(row, column)}: a validation where no answer is"


def _covered(sheet: Worksheet) -> _Covered:
    """Return the validations of each cell that is under one."""
    covered: _Covered = defaultdict(list)
    for rule in sheet.data_validations.dataValidation:
        for cells in rule.sqref.ranges:
            for place in cells.cells:
                covered[place].append(rule)
    return covered


def _cell(sheet: Worksheet, place: Place) -> Iterator[str]:
    cell = sheet.cell(place.row, place.column)
    if cell.protection.locked:
        yield "the answer cell is locked"
    if cell.number_format != place.number_format:
        yield f"the number format is {cell.number_format}, not {place.number_format}"
    if cell.value != place.value:
        yield f"it holds {cell.value!r}, not {place.value!r}"


def _validation(rules: list[DataValidation], place: Place) -> Iterator[str]:
    choosing = [rule for rule in rules if rule.type not in (None, "none")]
    if len(choosing) != (place.choice != "none"):
        yield f"it is under {len(choosing)} validations"
        return
    for rule in rules:
        if utf16_length(rule.prompt or "") > MAX_PROMPT or utf16_length(rule.promptTitle or "") > MAX_TITLE:
            yield "its prompt is longer than Excel takes"
    for rule in choosing:
        if rule.type != ("date" if place.number_format == DAY else "list"):
            yield f"its validation is of type {rule.type}"
        if place.offers is not None and rule.formula1 != place.offers:
            yield f"its dropdown shows {rule.formula1}, not {place.offers}"
        stops = rule.showErrorMessage and rule.errorStyle in (None, "stop") and not rule.allow_blank
        if place.choice == "refuses" and not stops:
            yield "its validation lets other values in"
        if place.choice == "suggests" and rule.showErrorMessage and rule.errorStyle in (None, "stop"):
            yield "its validation keeps other values out"
        if not rule.showInputMessage or not rule.prompt:
            yield "it has no prompt"
