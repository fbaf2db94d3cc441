"""Many filled workbooks, quickly: a few are filled in, the others are copies of them under other names and ids."""

import re
import uuid
from datetime import date
from pathlib import Path

from depipe.master.model import Master
from depipe.workbook.fill import fill
from depipe.workbook.identity import Answer
from depipe.workbook.issue import new_issuance
from depipe.workbook.write import write_workbook
from support.packages import packed, parts_of
from support.pipeline import any_context

WORKBOOK_ID = "00000000-0000-4000-8000-000000000000"
NAME = "Evaluator 000"
FILLED = 4
"""How many are really filled in: openpyxl takes long."""


def filled_workbooks(master: Master, count: int, folder: Path) -> list[Path]:
    """Write *count* returned workbooks of different evaluators into *folder*, with different answers among them."""
    issuance = new_issuance(
        master, context=any_context(master), issued_on=date(2026, 4, 1), workbook_id=WORKBOOK_ID, evaluator=None
    )
    issued = write_workbook(master, issuance)
    sources = []
    for number in range(FILLED):
        answers = {
            (item.id, tool): Answer(1 + (place * (number + 1) + len(tool)) % 5, f"note {number}")
            for place, item in enumerate(master.items)
            for tool in master.tools
            if (place + number) % 7
        }
        tools = {tool: (f"1.{number}", date(2026, 4, 2 + number)) for tool in master.tools}
        parts = parts_of(fill(issued, evaluator=NAME, tools=tools, answers=answers))
        # A property holds its text in pieces, where an id may be broken in two; any other place of identity is enough.
        sources.append(_without_properties(parts))
    folder.mkdir(parents=True)
    paths = [folder / f"returned-{number:03}.xlsx" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(_copy(sources[number % FILLED], number))
    return paths


def _copy(parts: dict[str, bytes], number: int) -> bytes:
    own = str(uuid.UUID(int=uuid.UUID(WORKBOOK_ID).int + number + 1)).encode()
    name = f"Evaluator {number + 1:03}".encode()
    return packed(
        {part: data.replace(WORKBOOK_ID.encode(), own).replace(NAME.encode(), name) for part, data in parts.items()}
    )


def _without_properties(parts: dict[str, bytes]) -> dict[str, bytes]:
    kept = {name: data for name, data in parts.items() if name != "docProps/custom.xml"}
    for name in ("[Content_Types].xml", "_rels/.rels"):
        kept[name] = re.sub(rb"<(Override|Relationship)\b[^>]*docProps/custom\.xml[^>]*/>", b"", kept[name])
    return kept
