"""People's own words as HTML: text, and http and https addresses in it as links; nothing else ever is one."""

import re
from collections.abc import Iterator
from typing import Final

from markupsafe import Markup, escape

from depipe.comparison.plain import plain_lines

# An address ends where something stands that RFC 3986 does not know: white space, a quotation mark, Japanese.
_ADDRESS: Final = re.compile(r"(?i)(?<![0-9a-z])https?://[0-9a-z\[][0-9a-z\-._~:/?#\[\]@!$&'()*+,;=%]*")
_TRAILING: Final = ".,;:!?'"
_PAIRS: Final = {")": "(", "]": "["}
_LINK: Final = Markup('<a href="{0}" rel="noopener noreferrer nofollow external">{0}</a>')


def said(text: str) -> Markup:
    """Return *text* as people wrote it, kept apart from the page's own reading direction, with its links."""
    return Markup('<bdi class="said">{}</bdi>').format(Markup("").join(_pieces(plain_lines(text))))


def _pieces(text: str) -> Iterator[Markup]:
    end = 0
    for found in _ADDRESS.finditer(text):
        address = _whole(found[0])
        yield escape(text[end : found.start()])
        yield _LINK.format(address)
        end = found.start() + len(address)
    yield escape(text[end:])


def _whole(address: str) -> str:
    """Return *address* without the punctuation of the sentence that it stands in."""
    while address and (
        address[-1] in _TRAILING
        or (address[-1] in _PAIRS and address.count(address[-1]) > address.count(_PAIRS[address[-1]]))
    ):
        address = address[:-1]
    return address
