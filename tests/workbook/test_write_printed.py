"""The issued workbook on paper, as LibreOffice prints it."""

import subprocess

import pytest

from depipe.master.load import shipped_master
from depipe.workbook.write import write_workbook
from support.issued import CONTEXT, issuance_of
from support.libreoffice import convert, needs_libreoffice, pictures

pytestmark = needs_libreoffice


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
    """Fourteen pages: 評価 has eight for its 58 items, 星の基準 two; no cell shows ### for want of room."""
    sheets = ("はじめに", "前提パラメータ", "評価", "集計", "星の基準", "追加項目")

    assert {sheet: len(of_sheet(pages, sheet)) for sheet in sheets} == dict.fromkeys(sheets, 1) | {
        "評価": 8,
        "星の基準": 2,
    }
    assert not [page for page in pages if "###" in page]


def test_items_and_stars_share_a_page_and_notes_follow(pages: list[str]) -> None:
    """All tools' stars stand beside the items, further notes on later pages; each repeats header, ids and names."""
    ratings = of_sheet(pages, "評価")
    with_stars = [page for page in ratings if "評価内容" in page]
    with_notes = [page for page in ratings if "評価内容" not in page]

    assert all(tool in page for page in with_stars for tool in ("Temporal", "Restate", "Inngest", "Temporal Doc"))
    assert len(with_notes) == len(with_stars)
    assert all("Restate Doc" in page and "Inngest Evidence" in page for page in with_notes)
    assert all("カテゴリ" in page and "項目" in page and "-0" in page for page in ratings)
    assert sum("未検証 58" in page for page in with_stars) == 1
    assert not any("depipe:" in page for page in pages)


def test_no_page_is_nearly_empty(pages: list[str]) -> None:
    """The items are dealt out evenly over the pages."""
    items = [sum("-0" in line for line in page.splitlines()) for page in of_sheet(pages, "評価")]

    assert min(items) > 0.6 * max(items)


def test_pages_can_be_looked_at() -> None:
    """A workbook for one tool becomes one PNG picture a page."""
    drawn = pictures(write_workbook(shipped_master(), issuance_of(tools=["Temporal"])), resolution=20)

    assert len(drawn) == 10
    assert all(picture.startswith(b"\x89PNG") for picture in drawn)
