"""What a person does in LibreOffice, by UNO: run by the system's Python, which has the bridge, never by the tests'.

`office_script.py PIPE` reads jobs as JSON from stdin: `{"source": path, "actions": [[name, argument...]...],
"save": {filter: path}}`. Rows count from 1; cells and columns are named as in a spreadsheet.
"""

# ruff: noqa: ANN401 - UNO gives objects without types

import json
import sys
import time
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.sheet import TableFilterField
from com.sun.star.sheet.FilterOperator import EQUAL
from com.sun.star.table import TableSortField

PATIENCE = 60


def prop(name: str, value: Any) -> Any:
    """Return a named value, as UNO takes them."""
    given = PropertyValue()
    given.Name, given.Value = name, value
    return given


def desktop(pipe: str) -> tuple[Any, Any, Any]:
    """Return the desktop of the office that listens on *pipe*, and what makes its services."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            manager = context.ServiceManager
            return manager.createInstanceWithContext("com.sun.star.frame.Desktop", context), manager, context


class Book:
    """An open workbook, and what a person does to it."""

    def __init__(self, office: Any, manager: Any, context: Any, source: str) -> None:
        hidden = (prop("Hidden", value=True),)
        self.document = office.loadComponentFromURL(uno.systemPathToFileUrl(source), "_blank", 0, hidden)
        self.dispatcher = manager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)

    def sheet(self, name: str) -> Any:
        """Return a sheet."""
        return self.document.Sheets.getByName(name)

    def enter(self, sheet: str, cell: str, text: str) -> None:
        """Go to a cell and type, as on the keyboard: the program makes of it what it would, or refuses."""
        controller = self.document.CurrentController
        controller.setActiveSheet(self.sheet(sheet))
        controller.select(self.sheet(sheet).getCellRangeByName(cell))
        said = (prop("StringName", text),)
        self.dispatcher.executeDispatch(controller.Frame, ".uno:EnterString", "", 0, said)

    def unprotect(self, sheet: str) -> None:
        """Take the protection off, which has no password."""
        self.sheet(sheet).unprotect("")

    def sort(self, sheet: str, cells: str, column: int, ascending: int) -> None:
        """Sort rows by a column of theirs, counted from 0."""
        field = TableSortField()
        field.Field, field.IsAscending = column, bool(ascending)
        fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        self.sheet(sheet).getCellRangeByName(cells).sort(
            (prop("SortFields", fields), prop("ContainsHeader", value=False))
        )

    def insert_rows(self, sheet: str, before: int, count: int) -> None:
        """Insert blank rows."""
        self.sheet(sheet).Rows.insertByIndex(before - 1, count)

    def delete_rows(self, sheet: str, first: int, count: int) -> None:
        """Delete rows."""
        self.sheet(sheet).Rows.removeByIndex(first - 1, count)

    def insert_columns(self, sheet: str, before: int, count: int) -> None:
        """Insert blank columns; columns count from 1 as well."""
        self.sheet(sheet).Columns.insertByIndex(before - 1, count)

    def delete_columns(self, sheet: str, first: int, count: int) -> None:
        """Delete columns."""
        self.sheet(sheet).Columns.removeByIndex(first - 1, count)

    def hide_row(self, sheet: str, row: int) -> None:
        """Hide a row."""
        self.sheet(sheet).Rows.getByIndex(row - 1).IsVisible = False

    def colour(self, sheet: str, cells: str) -> None:
        """Give cells a background."""
        self.sheet(sheet).getCellRangeByName(cells).CellBackColor = 0xFFFF99

    def move_sheet(self, sheet: str, place: int) -> None:
        """Put a sheet elsewhere, counted from 0."""
        self.document.Sheets.moveByName(sheet, place)

    def rename_sheet(self, sheet: str, name: str) -> None:
        """Give a sheet another name."""
        self.sheet(sheet).Name = name

    def filter(self, sheet: str, cells: str, column: int, text: str) -> None:
        """Show only the rows with this text in a column, counted from 0."""
        field = TableFilterField()
        field.Field, field.IsNumeric, field.StringValue, field.Operator = column, False, text, EQUAL
        here = self.sheet(sheet).getCellRangeByName(cells)
        descriptor = here.createFilterDescriptor(True)  # noqa: FBT003 - UNO takes its arguments by position
        descriptor.ContainsHeader = True
        descriptor.setFilterFields((field,))
        here.filter(descriptor)

    def merge(self, sheet: str, cells: str) -> None:
        """Merge cells."""
        self.sheet(sheet).getCellRangeByName(cells).merge(True)  # noqa: FBT003 - the same

    def copy_cells(self, sheet: str, source: str, target: str) -> None:
        """Copy cells with all that belongs to them, as copying and pasting does."""
        here = self.sheet(sheet)
        here.copyRange(here.getCellRangeByName(target).CellAddress, here.getCellRangeByName(source).RangeAddress)

    def save(self, kind: str, target: str) -> None:
        """Save a copy in the format of the filter *kind*."""
        self.document.storeToURL(uno.systemPathToFileUrl(target), (prop("FilterName", kind),))

    def close(self) -> None:
        """Close without saving."""
        self.document.close(True)  # noqa: FBT003 - the same


def main() -> None:
    """Do the jobs, and end the office."""
    office, manager, context = desktop(sys.argv[1])
    try:
        for job in json.load(sys.stdin):
            book = Book(office, manager, context, job["source"])
            for name, *arguments in job["actions"]:
                getattr(book, name)(*arguments)
            for kind, target in job["save"].items():
                book.save(kind, target)
            book.close()
    finally:
        office.terminate()


if __name__ == "__main__":
    main()
