"""Which files a command reads."""

import errno
import os
from pathlib import Path

import pytest

from depipe.errors import UsageError
from depipe.flow.files import workbooks_in


def test_a_folder_is_read_recursively_without_hidden_and_lock_files(tmp_path: Path) -> None:
    """Workbooks in sub-folders count; hidden ones and Excel's lock files do not; other kinds are named."""
    wanted = ["a.xlsx", "b.XLSM", "sub/c.ods"]
    for name in [*wanted, "~$a.xlsx", ".hidden.xlsx", ".git/d.xlsx", "notes.txt", "old.xls"]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()

    (tmp_path / "broken.xlsx").symlink_to(tmp_path / "nowhere")
    found = workbooks_in([tmp_path])

    assert [str(path.relative_to(tmp_path)) for path in found.workbooks] == wanted
    assert [path.name for path in found.others] == ["broken.xlsx", "notes.txt", "old.xls"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    """A file given by name and within its folder is one file."""
    file = tmp_path / "a.xlsx"
    file.touch()

    assert workbooks_in([file, tmp_path]).workbooks == [file]


def test_a_named_file_is_read_whatever_its_ending(tmp_path: Path) -> None:
    """What is named is meant: a wrong kind of file gets a finding, not silence."""
    file = tmp_path / "answers.csv"
    file.touch()

    assert workbooks_in([file]).workbooks == [file]


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    """A named pipe would be waited for until somebody writes to it."""
    pipe = tmp_path / "a.xlsx"
    os.mkfifo(pipe)

    with pytest.raises(UsageError, match="Neither a file nor a folder"):
        workbooks_in([pipe])


def test_folders_that_are_not_looked_into_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a link to a folder nor one that may not be read is passed over in silence."""
    returned = tmp_path / "returned"
    for folder in (returned / "open", returned / "closed", tmp_path / "elsewhere"):
        folder.mkdir(parents=True)
        (folder / "a.xlsx").touch()
    (returned / "linked").symlink_to(tmp_path / "elsewhere")
    scandir = os.scandir

    def refusing(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)  # a test that root runs may read everything

    found = workbooks_in([returned])

    assert found.workbooks == [returned / "open" / "a.xlsx"]
    assert found.others == [returned / "closed", returned / "linked"]


def test_what_depipe_wrote_is_not_read_back_with_the_folder_around_it(tmp_path: Path) -> None:
    """Marked copies and comparisons are no returns, unless somebody names them."""
    marked = tmp_path / "output" / "marked" / "a.要修正.xlsx"
    marked.parent.mkdir(parents=True)
    for file in (marked, tmp_path / "output" / "comparison.xlsx", tmp_path / "a.xlsx"):
        file.touch()
    output = tmp_path / "output"

    assert workbooks_in([tmp_path], output=output) == ([tmp_path / "a.xlsx"], [output])
    assert workbooks_in([marked.parent], output=output).workbooks == [marked]
    assert marked in workbooks_in([output], output=output).workbooks


def test_a_file_has_the_first_of_its_names(tmp_path: Path) -> None:
    """A link beside the file that it leads to is the same file, which keeps its own name."""
    file = tmp_path / "a.xlsx"
    file.touch()
    (tmp_path / "b.xlsx").symlink_to(file)

    assert workbooks_in([tmp_path]).workbooks == [file]


@pytest.mark.parametrize(("name", "message"), [("none", "Not found"), ("", "no workbook")])
def test_nothing_to_read_is_a_usage_error(tmp_path: Path, name: str, message: str) -> None:
    """A path that does not exist and a folder without workbooks are told apart."""
    with pytest.raises(UsageError, match=message):
        workbooks_in([tmp_path / name])
