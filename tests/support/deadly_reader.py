"""A reader for the tests of the second wall: calamine without the preflight, and files by whose names it hangs.

Workers import it by its name (`Walls.reader`). Honest files are read as depipe reads them.
"""

import re
import time
from collections.abc import Mapping
from io import BytesIO

from python_calamine import CalamineWorkbook

from depipe.workbook import read as honest
from depipe.workbook.cells import Expected, Returned


def read(file: str, data: bytes, expectations: Mapping[str, Expected]) -> Returned:
    """Let calamine read the bytes as they are, then read them properly."""
    if file.startswith("hang"):
        re.match(r"(a+)+$", "a" * 64 + "b")  # hours, in one call of C
    if file.startswith("wait"):
        time.sleep(3600)
    if file.startswith("slow"):
        time.sleep(0.02)
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return honest.read(file, data, expectations)
