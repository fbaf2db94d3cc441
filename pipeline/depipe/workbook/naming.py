"""What a marked copy is called: apart from marking, which takes libraries that most returns never need."""

import os
import re
from typing import Final, Literal

from depipe.workbook.layout import SHEET_MENDING, SHEET_REMARKS

Title = Literal["要修正", "確認"]
"""What a marked copy asks for: mending, or a look at warnings alone. Its first sheet and its file are called that."""

_MARKED: Final = re.compile(rf"\.(?:{SHEET_MENDING}|{SHEET_REMARKS})(?=$|[ .(-])")
_ENDING: Final = re.compile(r"\.(?:xlsx|xlsm|xltx|xltm|xlsb|xls|ods)$", re.IGNORECASE)
_LONGEST: Final = 200
"""Bytes of NAME: file systems take 255, and the title, a number and a temporary ending come behind it."""


def marked_name(name: str, title: Title) -> str:
    """Return the file name of a marked copy: `NAME.要修正.xlsx`, also of an earlier marked copy of NAME.

    A NAME that leaves no room for more is cut.
    """
    stem = _MARKED.sub("", _ENDING.sub("", name))
    while len(os.fsencode(stem)) > _LONGEST:
        stem = stem[:-1].rstrip()
    return f"{stem}.{title}.xlsx"
