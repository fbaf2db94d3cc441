"""Where printed pages break, so that a heading stays with its table."""

from depipe.comparison.workbook.breaking import breaks

WIDTHS = (140.0,)
"""As wide as a page is without being shrunk."""
ROW = 20


def test_a_heading_at_the_foot_of_a_page_begins_the_next_one() -> None:
    """Too little room is left for its table; one in the middle of a page stays where it is."""
    assert breaks([ROW] * 60, [10, 30], WIDTHS) == [30]


def test_pages_are_counted_from_the_last_break() -> None:
    """What breaks a page moves everything below it; a table longer than a page breaks by itself."""
    assert breaks([ROW] * 120, [30, 45, 62], WIDTHS) == [30, 62]


def test_a_heading_that_begins_a_page_needs_no_break() -> None:
    """The first row of a sheet never has one before it."""
    assert breaks([ROW] * 60, [0], WIDTHS) == []


def test_a_wide_sheet_is_shrunk_and_holds_more_rows() -> None:
    """The same heading is far from the foot where the page holds twice as many rows."""
    assert breaks([ROW] * 60, [30], (290.0,)) == []
