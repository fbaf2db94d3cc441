"""Text as files can hold it: no control characters, plain line breaks."""

from depipe.sheets import clean


def plain_lines(text: str) -> str:
    """Return *text* without control characters (but tabs), its line breaks plain."""
    if text.isprintable():  # nearly all of them
        return text
    return clean(text).replace("\r\n", "\n").replace("\r", "\n")
