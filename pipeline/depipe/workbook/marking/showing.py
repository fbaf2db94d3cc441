"""Showing what is hidden: a person can only mend what they see."""

from collections.abc import Iterable

from depipe.workbook.marking.grid import Area, Grid, Place, area_of
from depipe.workbook.marking.trees import Element, child, children, remove, truth, unset


def show(grid: Grid, places: Iterable[Place]) -> None:
    """Show the rows and columns of *places*; where a filter hides one of them, clear that sheet's filter."""
    wanted = list(places)
    hidden = {place.row for place in wanted if _hidden(grid.rows().get(place.row))}
    filtered = _filtered(grid.root)
    if filtered and any(filtered.top < row <= filtered.bottom for row in hidden):
        _clear_filter(grid.root)
        hidden.update(number for number in grid.rows() if filtered.top < number <= filtered.bottom)
    for number in hidden:
        row = grid.rows()[number]
        unset(row, "hidden")
        if row.get("ht") in {"0", "0.0"}:
            unset(row, "ht", "customHeight")
    for column in grid.columns():
        first, last = int(column.get("min", "0")), int(column.get("max", "0"))
        if _hidden(column) and any(first <= place.column <= last for place in wanted):
            _show_column(column)


def _hidden(element: Element | None) -> bool:
    return element is not None and truth(element.get("hidden"))


def _show_column(column: Element) -> None:
    unset(column, "hidden")
    if column.get("width") in {"0", "0.0"}:
        unset(column, "width", "customWidth")


def _filtered(root: Element) -> Area | None:
    """Return the range of a filter that is in force."""
    found = child(root, "autoFilter")
    if found is None or not children(found, "filterColumn"):
        return None
    return area_of(found.get("ref"))


def _clear_filter(root: Element) -> None:
    found = child(root, "autoFilter")
    for column in [] if found is None else children(found, "filterColumn"):
        remove(column)
    properties = child(root, "sheetPr")
    if properties is not None:
        unset(properties, "filterMode")
