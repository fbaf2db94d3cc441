"""Stars that show on every machine: ★ is in nearly every font, the emoji ⭐ is not."""

import re
from functools import cache
from typing import Final

from markupsafe import Markup, escape

from depipe.language import Language, Text
from depipe.stars import STAR

_RUN: Final = re.compile(f"{STAR}+")


def spoken(count: int, language: Language) -> str:
    """Return what a screen reader says for so many stars."""
    return Text(f"星 {count}", f"{count} star{'s' * (count != 1)}").within(language)


@cache
def star_glyphs(count: int, language: Language) -> Markup:
    """Return so many stars as one picture of text, with words for those who do not see it."""
    return Markup('<span class="stars" role="img" aria-label="{}">{}</span>').format(
        spoken(count, language), "★" * count
    )


def starred(text: str, language: Language) -> Markup:
    """Return one of depipe's own texts, escaped, with each run of ⭐ in it as `star_glyphs`."""
    safe = escape(text)
    if STAR not in safe:
        return safe
    return Markup(_RUN.sub(lambda run: star_glyphs(len(run[0]), language), safe))  # noqa: S704 - escaped above
