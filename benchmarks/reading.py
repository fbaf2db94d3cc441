"""One returned workbook from its bytes to flat cells: the preflight against reading what it let through."""

from collections.abc import Mapping
from functools import partial
from io import BytesIO

from python_calamine import CalamineWorkbook

from benchmarks.batch import READ
from benchmarks.harness import compare, heading, timed
from benchmarks.samples import DAY, sample
from depipe.findings import Finding
from depipe.master.load import shipped_master
from depipe.master.model import Master
from depipe.workbook.expected import expected_of
from depipe.workbook.identity import Answer
from depipe.workbook.issue import new_issuance
from depipe.workbook.preflight import preflight
from depipe.workbook.read import read
from depipe.workbook.write import write_workbook

TOOLS = 60
NOTE = "確かめた手順と結果を、後から読む人に分かるように書いた。"


def large(master: Master) -> bytes:
    """Return a workbook for many tools, with every star and note filled in."""
    tools = tuple(f"Tool {number}" for number in range(TOOLS))
    answers = {
        (item.id, tool): Answer(3, f"https://example.com/{tool}/{item.id}", f"{tool}: {NOTE}", f"{item.id}: {NOTE}")
        for item in master.items
        for tool in tools
    }
    return write_workbook(master, new_issuance(master, tools=tools, issued_on=DAY, answers=answers))


def calamine(data: bytes) -> None:
    """Read the sheets that hold answers."""
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    for sheet in READ:
        book.get_sheet_by_name(sheet).to_python()


def run() -> None:
    """Print the rows of the standard workbook, and of one with many tools."""
    heading("reading: one workbook, its bytes in memory (the preflight is to take no longer than the rest)")
    master = shipped_master()
    files: Mapping[str, bytes] = {"3 tools": sample(1).paths[0].read_bytes(), f"{TOOLS} tools": large(master)}
    expectations = {master.digest: expected_of(master)}
    for name, data in files.items():
        assert not isinstance(preflight(data), Finding)  # noqa: S101 - else the figures mean nothing
        checking = timed(partial(preflight, data))
        reading = timed(partial(read, "x.xlsx", data, expectations))
        alone = timed(partial(calamine, data))
        compare(f"preflight / preflight and reading, {name}", checking, reading, reach=0.5, runs=25)
        compare(f"preflight / calamine, {name}", checking, alone, runs=25)
        compare(f"preflight and reading / calamine, {name}", reading, alone, runs=25)


if __name__ == "__main__":
    run()
