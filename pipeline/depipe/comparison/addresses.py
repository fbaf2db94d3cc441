"""Web addresses in what people wrote: http and https, and nothing else."""

import re
from collections.abc import Iterator
from typing import Final

# An address ends where something stands that RFC 3986 does not know: white space, a quotation mark, Japanese.
_ADDRESS: Final = re.compile(r"(?i)(?<![0-9a-z])https?://[0-9a-z\[][0-9a-z\-._~:/?#\[\]@!$&'()*+,;=%]*")
TRAILING: Final = ".,;:!?'"
"""What ends a sentence and no address."""
_PAIRS: Final = {")": "(", "]": "["}


def addresses(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each address in *text* begins, and the address."""
    if "://" not in text:
        return
    for found in _ADDRESS.finditer(text):
        yield found.start(), _whole(found[0])


def _whole(address: str) -> str:
    """Return *address* without the punctuation of the sentence that it stands in."""
    while address and (
        address[-1] in TRAILING
        or (address[-1] in _PAIRS and address.count(address[-1]) > address.count(_PAIRS[address[-1]]))
    ):
        address = address[:-1]
    return address
