"""People's own words as HTML: text, and http and https addresses in it as links; nothing else ever is one."""

from collections.abc import Iterator
from typing import Final

from markupsafe import Markup, escape

from depipe.comparison.addresses import addresses
from depipe.comparison.plain import plain_lines

_LINK: Final = Markup('<a href="{0}" rel="noopener noreferrer nofollow external">{0}</a>')


def said(text: str) -> Markup:
    """Return *text* as people wrote it, kept apart from the page's own reading direction, with its links."""
    return Markup('<bdi class="said">{}</bdi>').format(Markup("").join(_pieces(plain_lines(text))))


def _pieces(text: str) -> Iterator[Markup]:
    end = 0
    for start, address in addresses(text):
        yield escape(text[end:start])
        yield _LINK.format(address)
        end = start + len(address)
    yield escape(text[end:])
