"""The marked copy of a returned workbook: the evaluator's own file, with its findings shown where they are.

It keeps layout, dropdowns, lock, formatting and answers; each finding's cell is marked, and a first sheet 要修正 (確認
when there are only warnings) says what to do. It can be mended and sent back as it is: the reader leaves the sheet
and the marks alone, and another marking replaces them.
"""

from collections.abc import Sequence

from depipe.findings import Finding
from depipe.language import Language
from depipe.workbook.marking.fresh import fresh_copy
from depipe.workbook.marking.marked import UnmarkableError, marked
from depipe.workbook.naming import Title, marked_name

__all__ = ["Title", "UnmarkableError", "fresh_copy", "mark", "marked_name"]


def mark(original: bytes, findings: Sequence[Finding], *, language: Language, title: Title) -> bytes:
    """Return a copy of *original* with *findings* marked; the same input gives the same bytes.

    Marking a marked copy replaces the marks. Macros, links to other files, embedded objects and connections are left
    out. Raises UnmarkableError for what is no sound .xlsx or .xlsm.
    """
    return marked(original, findings, language=language, title=title)
