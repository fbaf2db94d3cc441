"""One marked copy of the standard workbook, against reading that workbook once with openpyxl."""

from io import BytesIO

from openpyxl import load_workbook

from benchmarks.harness import compare, heading, timed
from benchmarks.samples import DAY
from depipe.findings import Finding
from depipe.master.load import shipped_master
from depipe.workbook.cells import address
from depipe.workbook.issue import new_issuance
from depipe.workbook.layout import SHEET_MENDING, SHEET_RATINGS
from depipe.workbook.mark import mark
from depipe.workbook.write import write_workbook

FINDINGS = 12


def run() -> None:
    """Print the rows of a marked copy and of marking it again."""
    heading(f"marking: one workbook with {FINDINGS} findings (the aim is 60 ms a copy)")
    master = shipped_master()
    data = write_workbook(master, new_issuance(master, evaluator="Evaluator A", issued_on=DAY))
    findings = [
        Finding(code="stars.invalid", sheet=SHEET_RATINGS, cell=address(5 + number, 5 + number % 3), found="?")
        for number in range(FINDINGS)
    ]

    def marked(source: bytes) -> bytes:
        return mark(source, findings, language="ja", title=SHEET_MENDING)

    copy = marked(data)
    reading = timed(lambda: load_workbook(BytesIO(data)))
    compare("a marked copy / openpyxl reads the workbook", timed(lambda: marked(data)), reading)
    compare("marking the copy again / openpyxl reads the workbook", timed(lambda: marked(copy)), reading)


if __name__ == "__main__":
    run()
