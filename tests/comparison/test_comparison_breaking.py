"""Where printed pages break, so that a heading stays with its table."""

from collections.abc import Collection, Sequence

from depipe.comparison.workbook.breaking import Pages

WIDTHS = (140.0,)
"""As wide as a page is without being shrunk: 32 rows."""
ROW = 20


def breaks(
    rows: int, headings: Collection[int], widths: Sequence[float] = WIDTHS, scale: float | None = None
) -> list[int]:
    """Return the rows that begin a page of a sheet of so many."""
    pages = Pages(widths, scale)
    for row in range(rows):
        if row in headings:
            pages.heads(row)
        pages.ends(row, (row + 1 - pages.start) * ROW)
    return pages.breaks


def test_a_heading_at_the_foot_of_a_page_begins_the_next_one() -> None:
    """Too little room is left for its table; one in the middle of a page stays where it is."""
    assert breaks(60, [10, 30]) == [30]


def test_pages_are_counted_from_the_last_break() -> None:
    """What breaks a page moves everything below it; a table longer than a page goes on at the next break."""
    assert breaks(120, [30, 45, 60]) == [30, 60, 92]


def test_a_heading_that_begins_a_page_needs_no_other_break() -> None:
    """The first row of a sheet never has one before it, nor does a row that is higher than a page get a second one."""
    assert breaks(60, [0]) == [32]
    pages = Pages(WIDTHS)
    assert [pages.ends(1, 900), pages.ends(1, 900)] == [True, False]
    assert pages.breaks == [1]


def test_only_a_break_in_the_middle_of_a_table_asks_for_its_header() -> None:
    """Where the page ends before the heading, its header comes anyhow."""
    pages = Pages(WIDTHS)
    pages.heads(30)
    assert not pages.ends(32, 33 * ROW)
    assert pages.start == 30
    assert pages.ends(62, 33 * ROW)


def test_a_wide_sheet_is_shrunk_and_holds_more_rows() -> None:
    """The same heading is far from the foot where the page holds twice as many rows, whatever shrinks it."""
    assert breaks(60, [30], (290.0,)) == []
    assert breaks(60, [30], (900.0,), 0.5) == []
