"""Which sheet is which: by its name, or by what stands in it when somebody or some program renamed it."""

from collections.abc import Mapping, Sequence
from typing import Final

from depipe.folding import fold
from depipe.workbook.layout import (
    HEADER_CATEGORY,
    HEADER_DECISION,
    HEADER_DESCRIPTION,
    HEADER_ID,
    HEADER_ISSUE,
    HEADER_ITEM,
    HEADER_REASON,
    HEADER_TOOL,
    HEADER_VERIFIED_ON,
    HEADER_VERSION,
    PROPOSAL_HEADERS,
    SHEET_CONTEXT,
    SHEET_DECISIONS,
    SHEET_PROPOSALS,
    SHEET_RATINGS,
)
from depipe.workbook.reading.choice import ANSWERS, NAMES, our_name
from depipe.workbook.reading.headers import folded_headers
from depipe.workbook.reading.view import SheetView

_LONGEST: Final = 40
_SIGNATURES: Final = {
    SHEET_RATINGS: folded_headers((HEADER_ID, HEADER_CATEGORY, HEADER_ITEM, HEADER_DESCRIPTION)),
    SHEET_CONTEXT: folded_headers((HEADER_TOOL, HEADER_VERSION, HEADER_VERIFIED_ON)),
    SHEET_PROPOSALS: folded_headers(tuple(PROPOSAL_HEADERS.values())),
    SHEET_DECISIONS: folded_headers((HEADER_ID, HEADER_TOOL, HEADER_ISSUE, HEADER_DECISION, HEADER_REASON)),
}
"""Headers that no other sheet has together; one of them may be gone."""


def locate(views: Sequence[SheetView]) -> dict[str, SheetView]:
    """Return our sheets by the names that the layout gives them; those that are not there are absent."""
    named: dict[str, list[SheetView]] = {}
    for view in sorted(views, key=lambda view: fold(view.name) not in NAMES):
        ours = our_name(view.name)
        if ours is not None:
            named.setdefault(ours, []).append(view)
    located = {
        ours: candidates[0]
        if len(candidates) == 1
        else next((v for v in candidates if is_like(v, ours)), candidates[0])
        for ours, candidates in named.items()
    }
    for ours in ANSWERS:
        if ours not in located:
            strangers = (view for view in views if our_name(view.name) is None and view not in located.values())
            found = next((view for view in strangers if is_like(view, ours)), None)
            if found is not None:
                located[ours] = found
    return located


def is_like(view: SheetView, ours: str) -> bool:
    """Tell whether the headers of *ours* stand in a row of *view*."""
    signature = _SIGNATURES.get(ours)
    if signature is None:
        return True
    row = best_row(view, signature)
    if row is None or ours != SHEET_RATINGS:
        return row is not None
    # The sheet of proposals has these headers, too, but for the ids.
    has_ids = any(text == fold(HEADER_ID) for _, text in view.short_texts(row, _LONGEST))
    return has_ids or not is_like(view, SHEET_PROPOSALS)


def best_row(
    view: SheetView, headers: Mapping[str, str], *, least: int | None = None, enough: int | None = None
) -> int | None:
    """Return the row with the most of *headers* (by folded spelling), the first of equals; None without *least*.

    The search ends at a row that has *enough* of them. By default all but one are least, and all are enough.
    """
    least = max(len(headers) - 1, 2) if least is None else least
    enough = len(headers) if enough is None else enough
    exact = view.first_row_with(list(headers.values()), enough)
    if exact is not None:
        return exact
    longest = max(_LONGEST, 2 * max(map(len, headers)))
    best, most = None, least - 1
    for row in view.rows:
        found = len({text for _, text in view.short_texts(row, longest)}.intersection(headers))
        if found > most:
            best, most = row, found
            if most >= enough:
                break
    return best
