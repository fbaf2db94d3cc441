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
    """Every visible sheet has its pages, short ones a single page; no cell shows ### for want of room."""
    counts = {sheet: len(of_sheet(pages, sheet)) for sheet in ("はじめに", "前提パラメータ", "集計", "星の基準")}

    assert counts == {"はじめに": 1, "前提パラメータ": 1, "集計": 1, "星の基準": 3}
    assert not [page for page in pages if "###" in page]


def test_items_and_stars_share_a_page_and_notes_follow(pages: list[str]) -> None:
    """All tools' stars stand beside the items, notes on later pages; every page repeats the header and the ids."""
    ratings = of_sheet(pages, "評価")
    with_stars = [page for page in ratings if "評価内容" in page]
    with_notes = [page for page in ratings if "評価内容" not in page]

    assert all(tool in page for page in with_stars for tool in ("Temporal", "Restate", "Inngest"))
    assert not any("Temporal Doc" in page for page in with_stars)
    assert len(with_notes) == 3 * len(with_stars)
    assert all("カテゴリ" in page and "-0" in page for page in ratings)
    assert sum("残り 58" in page for page in with_stars) == 1


def test_pages_can_be_looked_at() -> None:
    """A workbook for one tool becomes one PNG picture a page."""
    drawn = pictures(write_workbook(shipped_master(), issuance_of(tools=["Temporal"])), resolution=20)

    assert len(drawn) > 6
    assert all(picture.startswith(b"\x89PNG") for picture in drawn)
