"""The issued workbook on paper, as LibreOffice prints it."""

import subprocess
from io import BytesIO

import pytest
from openpyxl import load_workbook

from depipe.master.load import shipped_master
from depipe.workbook.layout import SHEET_RATINGS
from depipe.workbook.write import write_workbook
from support.issued import CONTEXT, issuance_of
from support.libreoffice import convert, needs_libreoffice, pictures

pytestmark = needs_libreoffice

TOOLS = ("Temporal", "Restate", "Inngest")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the text of every printed page of the shipped master's workbook for three tools."""
    data = write_workbook(shipped_master(), issuance_of(context=CONTEXT), show_verdict=True)
    file = tmp_path_factory.mktemp("print") / "book.pdf"
    file.write_bytes(convert({"book": data}, "pdf")["book"])
    done = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True)
    return done.stdout.split("\f")[:-1]


def of_sheet(pages: list[str], sheet: str) -> list[str]:
    """Return the pages that name *sheet* in their footer."""
    return [page for page in pages if page.rstrip().splitlines()[-1].split()[-4] == sheet]


def test_every_sheet_is_printed_and_nothing_is_too_narrow(pages: list[str]) -> None:
    """評価 has sixteen pages for 58 items and three tools, 星の基準 two; no cell shows ### for want of room."""
    sheets = ("はじめに", "前提パラメータ", "評価", "集計", "星の基準", "追加項目")

    assert {sheet: len(of_sheet(pages, sheet)) for sheet in sheets} == dict.fromkeys(sheets, 1) | {
        "評価": 16,
        "星の基準": 2,
    }
    assert not [page for page in pages if "###" in page]


def test_items_and_stars_share_a_page_and_notes_follow(pages: list[str]) -> None:
    """All tools' stars stand beside the items, each tool's notes on later pages; each repeats header, ids and names."""
    ratings = of_sheet(pages, "評価")
    with_stars = [page for page in ratings if "評価内容" in page]

    assert ratings[: len(with_stars)] == with_stars
    assert all(tool in page and f"{tool} Doc" not in page for page in with_stars for tool in TOOLS)
    for number, tool in enumerate(TOOLS, 1):
        with_notes = ratings[number * len(with_stars) : (number + 1) * len(with_stars)]
        assert all(f"{tool} Doc" in page and f"{tool} Evidence" in page for page in with_notes)
    assert all("カテゴリ" in page and "項目" in page and "-0" in page for page in ratings)
    assert sum("未検証 58" in page for page in with_stars) == 1
    assert not any("depipe:" in page for page in pages)


def test_print_can_be_read() -> None:
    """However many tools there are, 評価 is never printed smaller than six points."""
    for tools in (("Temporal",), TOOLS, tuple(f"Tool {n}" for n in range(1, 31))):
        sheet = load_workbook(BytesIO(write_workbook(shipped_master(), issuance_of(tools=tools))))[SHEET_RATINGS]
        scale, size = sheet.page_setup.scale, sheet.cell(5, 4).font.size

        assert scale is not None
        assert size is not None
        assert size * scale / 100 >= (8 if len(tools) == 3 else 6)


def test_no_page_is_nearly_empty(pages: list[str]) -> None:
    """The items are dealt out evenly over the pages."""
    items = [sum("-0" in line for line in page.splitlines()) for page in of_sheet(pages, "評価")]

    assert min(items) > 0.6 * max(items)


def test_pages_can_be_looked_at() -> None:
    """A workbook for one tool becomes one PNG picture a page."""
    drawn = pictures(write_workbook(shipped_master(), issuance_of(tools=["Temporal"])), resolution=20)

    assert len(drawn) == 9
    assert all(picture.startswith(b"\x89PNG") for picture in drawn)
