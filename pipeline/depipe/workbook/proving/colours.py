"""Live colours: every conditional format that evaluators are told about, in its order, and no other."""

from collections.abc import Iterable, Iterator

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from depipe.workbook.writing.conditions import Condition

_Shown = tuple[str, str]
"""Cells and formula."""


def colour_promises(book: Workbook, conditions: Iterable[Condition]) -> Iterator[str]:
    """Yield what does not hold of the conditional formats."""
    wanted: dict[str, list[_Shown]] = {sheet.title: [] for sheet in book.worksheets}
    for condition in conditions:
        wanted[condition.sheet].append((condition.cells, condition.formula.removeprefix("=")))
    for sheet in book.worksheets:
        found = _shown(sheet)
        for cells, formula in wanted[sheet.title]:
            if (cells, formula) not in found:
                yield f"{sheet.title}!{cells}: the colour where {formula[:60]} is not there"
        if len(found) != len(wanted[sheet.title]):
            yield f"{sheet.title}: there are {len(found)} conditional formats, not {len(wanted[sheet.title])}"
        elif found != wanted[sheet.title] and set(found) == set(wanted[sheet.title]):
            yield f"{sheet.title}: its conditional formats stand in another order"


def _shown(sheet: Worksheet) -> list[_Shown]:
    """Return the conditional formats that show anything, the first to be tried first."""
    rules = [
        (rule.priority, str(held.sqref), rule.formula[0])
        for held in sheet.conditional_formatting
        for rule in held.rules
        if rule.type == "expression" and rule.formula and (rule.dxf is not None or rule.dxfId is not None)
    ]
    return [(cells, formula) for _, cells, formula in sorted(rules)]
