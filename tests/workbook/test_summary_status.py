"""The line on top of 集計: can the workbook be sent back, and what is still needed."""

from collections.abc import Iterator, Mapping

import pytest

from depipe.master.load import shipped_master
from depipe.workbook.issue import new_issuance
from depipe.workbook.layout import LABEL_EVALUATOR, SHEET_CONTEXT, SHEET_RATINGS
from depipe.workbook.write import write_workbook
from support.issued import CONTEXT, DAY, opened, saved
from support.libreoffice import convert, needs_libreoffice
from support.summaries import Notes, Typed, status_of, type_entries, type_in

pytestmark = needs_libreoffice

READY: Mapping[str, tuple[Typed, Notes, Mapping[str, str | float], str]] = {
    "as issued": ({}, {}, {}, "返送の前に必要です: 前提パラメータの記入 7件"),
    "nothing rated": ({}, {}, dict.fromkeys((LABEL_EVALUATOR, *CONTEXT), "x"), "まだ星が付いていません"),
    "no version": (
        {("EX-02", "Restate"): (3, "3")},
        {},
        dict.fromkeys((LABEL_EVALUATOR, *CONTEXT, "Temporal"), "x"),
        "返送の前に必要です: 前提パラメータの記入 1件",
    ),
    "unreadable, no evaluator": (
        {("EX-02", "Restate"): (3, "3"), ("EX-04", "Restate"): (None, "6")},
        {},
        dict.fromkeys((*CONTEXT, "Restate"), "x"),
        "返送の前に必要です: 前提パラメータの記入 1件、読み取れない星の修正 1件",
    ),
    "no evidence": (
        {("EX-02", "Restate"): (4, "4"), ("EX-01", "Restate"): (3, "⭐⭐⭐"), ("EX-04", "Restate"): (3, "3")},
        {},
        dict.fromkeys((LABEL_EVALUATOR, *CONTEXT, "Restate"), "x"),
        "返送できます。できれば、根拠のない回答 2件に備考を書き足してください。",
    ),
    "ready": (
        {("EX-02", "Restate"): (4, "4")},
        {("EX-02", "Restate"): ("", "depipe", "")},
        dict.fromkeys((LABEL_EVALUATOR, *CONTEXT, "Restate"), "x"),
        "返送できます。「-」の項目は未検証として扱います。",
    ),
}
"""What was typed: stars, notes, entries; and how the line on top of 集計 begins."""


def ready_books() -> Iterator[tuple[str, bytes]]:
    """Yield workbooks that are more or less ready to be sent back."""
    good = write_workbook(shipped_master(), new_issuance(shipped_master(), issued_on=DAY))
    for name, (typed, notes, entries, _) in READY.items():
        book = opened(good)
        type_in(book[SHEET_RATINGS], typed, notes)
        type_entries(book[SHEET_CONTEXT], entries)
        yield name, saved(book)


@pytest.fixture(scope="module")
def computed() -> dict[str, bytes]:
    """Return every workbook of this module as LibreOffice computed it: it is started once."""
    return convert(dict(ready_books()), "xlsx")


@pytest.mark.parametrize("name", READY)
def test_the_line_on_top_says_what_is_still_needed(name: str, computed: dict[str, bytes]) -> None:
    """集計 begins with whether the workbook can be sent back, and if not, with what is missing and how often."""
    assert status_of(computed[name]).startswith(READY[name][3])
