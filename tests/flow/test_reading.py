"""Reading in worker processes: what happens when they die, and what does not."""

from pathlib import Path

import pytest

from depipe.errors import SurroundingsError
from depipe.findings import Finding
from depipe.flow.reading import TASK, read_chunks
from depipe.master.load import shipped_master
from depipe.workbook.expected import expected_of
from depipe.workbook.write import write_workbook
from support.deadly import DeadlyExpectations, UnpicklableExpectations
from support.issued import issuance_of
from support.masters import second_master

GOOD, DEADLY = shipped_master(), second_master()


def test_only_the_file_that_ends_its_worker_is_refused(tmp_path: Path) -> None:
    """Files before and after it, of the same worker, are read as ever; it is refused as unsafe, in its place."""
    good, deadly = (write_workbook(master, issuance_of(master=master)) for master in (GOOD, DEADLY))
    paths = [tmp_path / f"{number}.xlsx" for number in range(4)]
    for path, data in zip(paths, (good, deadly, good, deadly), strict=True):
        path.write_bytes(data)

    (files,) = read_chunks(paths, DeadlyExpectations({GOOD.digest: expected_of(GOOD)}), workers=2)

    assert [file.path for file in files] == paths
    refused = [Finding(code="file.unsafe", found="reader")]
    assert [file.returned.findings for file in files] == [[], refused, [], refused]
    assert [file.original for file in files] == [good, deadly, good, deadly]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_no_file_is_blamed_where_no_worker_lives(tmp_path: Path) -> None:
    """Workers that die before they read anything are the surroundings' fault, not an unsafe file's."""
    path = tmp_path / "any.xlsx"
    path.write_bytes(b"PK")

    with pytest.raises(SurroundingsError, match="cannot be started"):
        list(read_chunks([path], UnpicklableExpectations(), workers=1))


@pytest.mark.parametrize("workers", [0, 1])
def test_what_is_done_meanwhile_is_done_once_and_first(tmp_path: Path, workers: int) -> None:
    """However many tasks there are, it is called when the first ones are handed out, before a file has come back."""
    said: list[str] = []
    paths = [tmp_path / f"{number}.xlsx" for number in range(TASK + 1)]
    for path in paths:
        path.write_bytes(b"PK")

    read_through = read_chunks(
        paths, {}, workers=workers, advance=lambda: said.append("read"), meanwhile=lambda: said.append("meanwhile")
    )

    assert [len(chunk) for chunk in read_through] == [TASK + 1]
    assert said == ["meanwhile", *["read"] * (TASK + 1)]
