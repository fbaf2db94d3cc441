"""Named ranges: each dropdown's source is exactly its values, without a blank that would let anything in."""

from collections.abc import Iterable, Iterator

from openpyxl.workbook.workbook import Workbook

from depipe.workbook.layout import SHEET_LISTS
from depipe.workbook.writing.dropdowns import Dropdown


def choice_promises(book: Workbook, dropdowns: Iterable[Dropdown]) -> Iterator[str]:
    """Yield what does not hold of the names that the workbook defines."""
    wanted = {dropdown.name: dropdown.values for dropdown in dropdowns}
    for name in sorted(set(book.defined_names) - set(wanted)):
        yield f"name {name}: nobody asked for it"
    for name, values in wanted.items():
        defined = book.defined_names.get(name)
        if defined is None:
            yield f"name {name}: it is not defined"
            continue
        places = list(defined.destinations)
        if [sheet for sheet, _ in places] != [SHEET_LISTS]:
            yield f"name {name}: it refers to {defined.attr_text}"
            continue
        cells = book[SHEET_LISTS][places[0][1].replace("$", "")]
        rows = cells if isinstance(cells, tuple) else ((cells,),)
        found = tuple(cell.value for row in rows for cell in row)
        if found != values:
            yield f"name {name}: its range holds {found}, not {values}"
