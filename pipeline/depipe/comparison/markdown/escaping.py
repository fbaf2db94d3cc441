"""Text as Markdown that renders as exactly that text: never a link, an image, HTML, code, emphasis or a table cell.

By CommonMark any ASCII punctuation may be escaped with a backslash, and what is escaped is never markup. GitHub's
tables part their cells before that, which an escaped pipe survives as well; its autolinks begin at `://` and `www.`.
Mail addresses, mentions of people (`@name`), references (`#12`) and emoji by name (`:tada:`) are looked for in the text
that has come out of all that, where no backslash is left: an empty comment parts them, which nobody sees.
"""

import re
from typing import Final

from depipe.comparison.plain import plain_lines

_MARKUP: Final = re.compile(
    r"""
    [\\`*\[\]<>|~$]             # code, emphasis, links, HTML, cells, strikethrough, formulas
    | (?<![0-9A-Za-z])_         # emphasis, but not within a word: addresses stay readable
    | _(?![0-9A-Za-z])
    | (?<!\S)\#                  # the end of a heading
    | &(?=\#?[0-9A-Za-z]+;)     # character references
    """,
    re.VERBOSE,
)
_SCHEME: Final = re.compile(r":(?=//)")
_WORLD: Final = re.compile(r"(?i)(?<![0-9A-Za-z])(www)\.")
_REFERENCE: Final = re.compile(r"@(?=\\?[0-9A-Za-z_-])|\#(?=[0-9])|:(?=(?:\\?[0-9a-z_+-])+\\?:)")
_PARTED: Final = r"\g<0><!-- -->"
_LINE_SEPARATORS: Final = str.maketrans({"\u2028": "&#8232;", "\u2029": "&#8233;"})
"""Line breaks to some readers of text files, though not to Markdown."""


def escaped(text: str) -> str:
    """Return *text* as Markdown for a table cell, a heading or the middle of a line; line breaks as `<br>`."""
    lines = _MARKUP.sub(r"\\\g<0>", plain_lines(text))
    lines = _WORLD.sub(r"\1\\.", _SCHEME.sub(r"\\:", lines))
    lines = _REFERENCE.sub(_PARTED, lines)
    return _edges(lines).translate(_LINE_SEPARATORS).replace("\n", "<br>")


def _edges(text: str) -> str:
    """Return *text* with white space at its ends as character references: Markdown would strip it."""
    kept = text.strip()
    if kept == text:
        return text
    start = text.find(kept) if kept else len(text)
    return _referred(text[:start]) + kept + _referred(text[start + len(kept) :])


def _referred(space: str) -> str:
    return "".join(sign if sign == "\n" else f"&#{ord(sign)};" for sign in space)
