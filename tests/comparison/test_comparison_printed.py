"""The comparison on paper: every page of every table says what its columns are, and no heading is left at a foot."""

import re
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from depipe import palette
from depipe.comparison.model import Comparison, RatingChange
from depipe.comparison.workbook.write import write_comparison
from depipe.master.load import shipped_master
from support.comparisons import links, read, table
from support.libreoffice import convert, needs_libreoffice
from support.tables import CONTEXT, scored

MASTER: Final = shipped_master()
NAMES: Final = [f"Evaluator {letter}" for letter in "ABCDE"]
LONG: Final = {"評価者間", "フェイルクローズ", "前提の違い", "変更履歴", "前提"}
"""Sheets of several tables, of which this case makes at least two pages."""


def stars(evaluator: str, tool: str, index: int) -> int | None:
    """Return stars that evaluators hardly ever agree about."""
    drawn = (index * 7 + NAMES.index(evaluator) * 13 + MASTER.tools.index(tool) * 5) % 17
    return None if drawn == 3 else 1 + (drawn + index) % 5


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """Return a comparison whose every table is long: disputes, decisions, two contexts, many changes."""
    rulings = {(tool, item.id): (3, "試し直した") for tool in MASTER.tools for item in MASTER.items[::3]}
    other = {**CONTEXT, "Scale": "日次 100 件"}
    contexts = (CONTEXT, other)
    found = scored(
        MASTER,
        [stars, lambda evaluator, tool, index: stars(evaluator, tool, index + 1)],
        evaluators=NAMES,
        contexts=contexts,
        rulings=rulings,
    ).comparison()
    moment = datetime(2026, 5, 9, tzinfo=UTC)
    changes = [
        RatingChange("EX-01", "Temporal", NAMES[0], 3, 4, "1.20", "1.21", moment, f"{number}.xlsx")
        for number in range(90)
    ]
    return found._replace(changes=tuple(changes))


@pytest.fixture(scope="module")
def book(comparison: Comparison) -> Workbook:
    """Return its workbook as openpyxl reads it."""
    return read(write_comparison(comparison))


def heads(sheet: Worksheet) -> tuple[set[str], list[set[str]]]:
    """Return a sheet's headings, its title among them, and the lines of each of its tables' headers."""
    rows = [[cell for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    filled = [row for row in rows if row]
    ink = palette.HEADER.removeprefix("#")
    headings = {str(row[0].value) for row in filled if row[0].font.b and not row[0].border.left.style}
    headers = [row for row in filled if str(row[0].fill.fgColor.rgb).endswith(ink)]
    return headings, [{line for cell in row for line in str(cell.value).split("\n")} for row in headers]


def pages_of(data: bytes, folder: Path) -> dict[str, list[list[str]]]:
    """Return the lines that LibreOffice prints on each page of each sheet, without the page's footer."""
    pdf = folder / "comparison.pdf"
    pdf.write_bytes(convert({"comparison": data}, "pdf")["comparison"])
    told = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    found: dict[str, list[list[str]]] = {}
    for page in told.split("\f"):
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        if lines:
            found.setdefault(cells(lines[-1])[1], []).append(lines[:-1])
    return found


def cells(line: str) -> list[str]:
    """Return what stands side by side on a printed line."""
    return re.split(r"\s{2,}", line)


def is_header(line: str, headers: Sequence[set[str]]) -> bool:
    """Return whether a printed line is the header of a table."""
    told = set(cells(line))
    return not told <= set(MASTER.tools) and any(told <= labels for labels in headers)


@needs_libreoffice
def test_every_page_begins_with_a_heading_or_one_header(comparison: Comparison, book: Workbook, tmp_path: Path) -> None:
    """Never with a row that has no names above it, nor with two headers; and no page ends with a heading."""
    pages = pages_of(write_comparison(comparison), tmp_path)

    assert {name for name, printed in pages.items() if len(printed) > 1} >= LONG
    for name in LONG:
        headings, headers = heads(book[name])
        for lines in pages[name]:
            assert lines[0] in headings or is_header(lines[0], headers), (name, lines[0])
            above = [labels for line in lines[:3] if len(labels := cells(line)) > 2 and is_header(line, headers)]
            assert len(above) <= 1, (name, above)
            assert lines[-1] not in headings, (name, lines[-1])
            assert not is_header(lines[-1], headers), (name, lines[-1])


def test_only_the_last_table_of_a_sheet_has_its_header_repeated_by_the_program(book: Workbook) -> None:
    """What prints it repeats it on every page to come, above other tables too; the others have theirs in the sheet."""
    for name in LONG:
        sheet = book[name]
        first = int(str(sheet.print_title_rows).strip("$").split(":")[0])
        below = [row[0] for row in sheet.iter_rows(min_row=first)]
        assert not any(cell.value and cell.font.b and cell.font.sz == 12 for cell in below), name


def test_decisions_stand_above_the_changes(book: Workbook) -> None:
    """The table that may become very long comes last, and is the one that is filtered."""
    sheet = book["変更履歴"]
    decided = [*table(sheet, "ID", "裁定の星", "理由")]
    changed = [*table(sheet, "ID", "変更前", "ファイル")]

    assert {row["理由"] for row in decided} >= {"試し直した"}
    assert [row["ファイル"] for row in changed] == [f"{number}.xlsx" for number in range(90)]
    assert sheet.auto_filter.ref.startswith(f"A{sheet.max_row - 90}:")


def test_links_to_mandatory_items_know_of_repeated_headers(book: Workbook) -> None:
    """A link into フェイルクローズ leads to the item's own row, on the table's second page too."""
    sheet = book["フェイルクローズ"]
    found = {sheet[cell].value for place, cell in links(book["総合"]).values() if place == sheet.title and cell != "A1"}
    mandatory = [gate.item for gate in MASTER.fail_close.gates]
    headers = [row[0].row for row in sheet.iter_rows() if row[1].value == "必須項目" and row[2].value == "適用条件"]

    assert len(headers) == 2
    assert found
    assert found <= set(mandatory)
