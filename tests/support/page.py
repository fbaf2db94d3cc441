"""Reading the comparison's page, and texts that try to become something else on it."""

from typing import Any, Final, TypeAlias

from lxml import html

from support.tables import HOSTILE

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


def parsed(page: str) -> Element:
    """Return a page as a parser reads it."""
    return html.document_fromstring(page)


def words_of(node: Element) -> str:
    """Return what an element says, white space as it is shown, its stars as the ⭐ of depipe's own texts."""
    return " ".join(node.text_content().replace("★", "⭐").split())
