"""Texts that a workbook can carry: their length and their characters."""

import re
from collections.abc import Iterator
from typing import Final

from depipe.language import Text
from depipe.master.document import Document
from depipe.master.model import numbered
from depipe.master.problem import Problem

MAX_TEXT: Final = 32_767
"""UTF-16 units that an Excel cell holds."""
MAX_PROMPT: Final = 255
"""UTF-16 units that the prompt of a data validation holds."""

_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
"""Control characters but tab and line feed: XML drops or refuses them."""


def utf16_units(text: str) -> int:
    """Return the length of *text* as spreadsheets count it."""
    return len(text) + sum(character > "\uffff" for character in text)


def text_problems(document: Document) -> Iterator[Problem]:
    """Return the texts that a cell cannot hold, and the rubrics that a prompt cannot show whole."""
    for path, text in document.every_text():
        if utf16_units(text) > MAX_TEXT:
            yield document.problem(
                path, f"長すぎます（{MAX_TEXT:,} 文字まで）。", f"Too long (up to {MAX_TEXT:,} UTF-16 units)."
            )
        if _CONTROL.search(text):
            yield document.problem(path, "制御文字が含まれています。", "There is a control character.")
    for path, levels in document.each("rubrics[].levels"):
        if (
            not isinstance(levels, list)
            or (units := utf16_units(numbered([str(level) for level in levels]))) <= MAX_PROMPT
        ):
            continue
        message = Text(
            f"段階定義が長く、入力時の説明には全文が載りません（{units} / {MAX_PROMPT} 文字）。",
            f"Too long for the prompt beside the cell, which will be shortened ({units} of {MAX_PROMPT} units).",
        )
        yield Problem(document.line(path), path, message, "warning")
