"""Links behind cells: the address is what counts as evidence, so it joins the text."""

import re
from typing import Final
from urllib.parse import unquote

from depipe.folding import fold

_SCHEME: Final = re.compile(r"(?:https?://|mailto:|file:/{2,3})", re.IGNORECASE)


def with_link(text: str | None, address: str) -> str:
    """Return `text <address>`; the text alone where it says the address already, with or without its scheme."""
    if text is None:
        return f"<{address}>"
    said = fold(unquote(text)).casefold()
    bare = fold(unquote(_SCHEME.sub("", address, count=1))).casefold().rstrip("/")
    return text if bare and bare in said else f"{text} <{address}>"
