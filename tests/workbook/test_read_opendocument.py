"""OpenDocument spreadsheets (.ods): the same answers, and the same findings, as from .xlsx."""

from collections.abc import Callable

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from depipe.findings import Finding
from depipe.workbook.layout import SHEET_RATINGS
from support.cases.opendocument import BAD, BELOW, MANNERS, NOTE, OTHER, STARS, STRING, VALUES, repeated, written
from support.libreoffice import convert, needs_libreoffice
from support.packages import as_ods, edited, in_ratings
from support.readings import Content, Key, differences, excel, openpyxl, read_back, spots, text


def test_the_same_workbook__ok() -> None:
    """Every answer is read, nothing is said, and the program is known."""
    returned = read_back(as_ods(openpyxl()))

    assert (spots(returned), differences(returned), returned.program) == ([], {}, "Calc")


@pytest.mark.parametrize(("cell", "attributes", "content", "changed", "said"), VALUES.values(), ids=VALUES)
def test_ways_to_write_a_cell__ok(
    cell: str, attributes: str, content: str, changed: dict[Key, Content], said: list[str]
) -> None:
    """A cell is handed on with its kind and its text."""
    returned = read_back(written(cell, attributes, content))

    assert (spots(returned), differences(returned, changed)) == (said, {})


@pytest.mark.parametrize("make", MANNERS.values(), ids=MANNERS)
def test_ways_to_write_the_document__ok(make: Callable[[], bytes]) -> None:
    """Every answer is read however a program wrote the document."""
    returned = read_back(make())

    assert (spots(returned), differences(returned)) == ([], {})


def test_repeated_rows_and_cells_are_all_read() -> None:
    """A row of a repeated cell that is itself repeated is read as often as it stands there; our hints are gone."""
    cell = f'<table:table-cell {STRING} table:number-columns-repeated="5"><text:p>a</text:p></table:table-cell>'
    blank = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    returned = read_back(repeated(f'{blank}<table:table-row table:number-rows-repeated="2">{cell}</table:table-row>'))
    proposals = [cell for cell in returned.cells if cell.field.startswith("proposal")]

    assert spots(returned) == ["locked.edited 追加項目"]
    assert [(cell.row, cell.column, cell.value) for cell in proposals] == [
        (row, column, "a") for row in (5, 6) for column in range(1, 6)
    ]


def test_findings_name_the_cells_of_the_document() -> None:
    """What is wrong is said at its own cell."""
    returned = read_back(as_ods(edited(openpyxl(), in_ratings(B7="I-0001", C5="x"))))

    assert spots(returned) == ["item.duplicate 評価!B7 I-0001", "locked.edited 評価!C5 I-0001"]


@pytest.mark.parametrize(("make", "code", "found"), BAD.values(), ids=BAD)
def test_documents_that_cannot_be_read__error(make: Callable[[], bytes], code: str, found: str | None) -> None:
    """A document that is none of ours, or damaged, is refused."""
    assert read_back(make()).findings == [Finding(code=code, found=found)]


# A real LibreOffice


@pytest.fixture(scope="module")
def saved() -> dict[str, bytes]:
    """Return the workbook as LibreOffice saves it, as .xlsx and as .ods; edited ones too."""
    typed = edited(openpyxl(), in_ratings(E5=4, E6="=1+3", F5="#N/A", H5="a\nb", C5="x"), merged)
    files = {"excel": excel(), "openpyxl": openpyxl(), "typed": typed}
    return {
        f"{stem}.{kind}": data
        for kind in ("xlsx", "ods")
        for stem, data in convert(files, kind, recalculate=True).items()
    }


def merged(book: Workbook) -> None:
    """Merge two star cells, colour a far one, and link a note."""
    sheet = book[SHEET_RATINGS]
    sheet.merge_cells("E9:E10")
    sheet["J6"].hyperlink = "https://a.example/x"
    sheet["J6"].value = "記録"
    sheet.cell(800, 100).fill = PatternFill("solid", start_color="FFFF00")


@needs_libreoffice
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@pytest.mark.parametrize("stem", ["excel", "openpyxl"])
def test_libreoffice_saves_it_again__ok(saved: dict[str, bytes], stem: str, kind: str) -> None:
    """Every answer survives LibreOffice, in both formats, and it names itself."""
    returned = read_back(saved[f"{stem}.{kind}"])

    assert (spots(returned), differences(returned)) == ([], {})
    assert (returned.program or "").startswith("LibreOffice")


@needs_libreoffice
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_libreoffice_saves_odd_cells__ok(saved: dict[str, bytes], kind: str) -> None:
    """Numbers, formulas, errors, lines, merged cells and links come back from LibreOffice as what they are."""
    returned = read_back(saved[f"typed.{kind}"])

    assert spots(returned) == ["locked.edited 評価!C5 I-0001"]
    assert (
        differences(
            returned,
            {
                STARS: ("number", "4"),
                BELOW: ("formula", "4"),
                OTHER: ("error", "#N/A"),
                NOTE: text("a\nb"),
                ("stars", "I-0006", "Tool 1", None): ("merged", None),
                ("doc", "I-0002", "Tool 2", None): text("記録 <https://a.example/x>"),
            },
        )
        == {}
    )
