"""The marked copy of a returned workbook: the evaluator's own file, with its findings shown where they are.

It keeps layout, dropdowns, lock, formatting and answers; each finding's cell is marked, and a first sheet 要修正 (確認
when there are only warnings) says what to do. It can be mended and sent back as it is: the reader leaves the sheet
and the marks alone, and another marking replaces them.
"""

import re
from collections.abc import Sequence
from typing import Final

from depipe.findings import Finding
from depipe.language import Language
from depipe.workbook.marking.fresh import fresh_copy
from depipe.workbook.marking.listing import Title
from depipe.workbook.marking.marked import UnmarkableError, marked
from depipe.workbook.marking.unmarking import OURS

__all__ = ["Title", "UnmarkableError", "fresh_copy", "mark", "marked_name"]

_MARKED: Final = re.compile(rf"\.(?:{'|'.join(OURS)})(?=$|[ .(])")
_ENDING: Final = re.compile(r"\.(?:xlsx|xlsm|xltx|xltm|xlsb|xls|ods)$", re.IGNORECASE)


def mark(original: bytes, findings: Sequence[Finding], *, language: Language, title: Title) -> bytes:
    """Return a copy of *original* with *findings* marked; the same input gives the same bytes.

    Marking a marked copy replaces the marks. Macros, links to other files, embedded objects and connections are left
    out. Raises UnmarkableError for what is no sound .xlsx or .xlsm.
    """
    return marked(original, findings, language=language, title=title)


def marked_name(name: str, title: Title) -> str:
    """Return the file name of a marked copy: `NAME.要修正.xlsx`, also of an earlier marked copy of NAME."""
    stem = _MARKED.sub("", _ENDING.sub("", name))
    return f"{stem}.{title}.xlsx"
