"""Reading the comparison's page, and texts that try to become something else on it."""

from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

from lxml import html

from depipe.comparison.model import Comparison, RatingChange
from depipe.master.load import shipped_master
from support.tables import CONTEXT, HOSTILE, case, scored

Element: TypeAlias = Any
"""An element of a parsed page: what lxml's XPath gives back has no narrower type than a union of everything."""

HOSTILE_PAGE: Final = (
    *HOSTILE,
    "javascript:alert(document.domain)",
    "data:text/html,<script>window.owned=1</script>",
    '<img src=x onerror="window.owned=1">',
    "</style></script></title></textarea></svg><script>window.owned=1</script>",
    "<!-- --><svg/onload=window.owned=1>",
    "\"'><svg onload=window.owned=1>",
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "https://example.com/\"onmouseover='window.owned=1'x=",
    "\u202egnp.exe\u202c עברית",
)
"""Notes of `support.tables.case` for the page."""


CHANGES: Final = (
    RatingChange(
        "EX-03", "Inngest", "Evaluator A", 4, 2, "1.20", "1.22", datetime(2026, 5, 6, 1, 2, tzinfo=UTC), "first.xlsx"
    ),
    RatingChange(
        "EX-04", "Temporal", "<b>B</b>", 3, None, None, None, datetime(2026, 5, 7, tzinfo=UTC), "<script>.xlsx"
    ),
)


def full_comparison() -> Comparison:
    """Return the case to look at with everything that a page can show: hostile notes, changes, decisions, contexts."""
    comparison = case(HOSTILE_PAGE).comparison()
    contexts = [CONTEXT, CONTEXT | {"Duration": "ミリ秒〜秒"}]
    elsewhere = scored(shipped_master(), lambda _, tool, place: 2 + (place + len(tool)) % 4, contexts=contexts)
    decided = scored(
        shipped_master(),
        lambda name, *_: 2 + 2 * (name == "Evaluator B"),
        rulings={
            ("Restate", "RT-01"): (4, "2人で試し直した: https://example.com/log"),
            ("Temporal", "OB-05"): (3, "暫定"),
        },
        moved=frozenset({("Temporal", "OB-05")}),
    ).comparison()
    assert comparison.discussion is not None
    assert decided.discussion is not None
    return comparison._replace(
        changes=CHANGES,
        contrast=elsewhere.comparison().contrast,
        discussion=comparison.discussion._replace(rulings=decided.discussion.rulings),
    )


def parsed(page: str) -> Element:
    """Return a page as a parser reads it."""
    return html.document_fromstring(page)


def words_of(node: Element) -> str:
    """Return what an element says, white space as it is shown, its stars as the ⭐ of depipe's own texts."""
    return " ".join(node.text_content().replace("★", "⭐").split())
