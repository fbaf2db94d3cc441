"""Who gets a workbook: rosters from CSV, all or nothing."""

from pathlib import Path

import pytest

from depipe.errors import DataError, UsageError
from depipe.flow.roster import Recipient, read_roster, recipients_of, split_tools

TOOLS = ("Temporal", "Restate")


def roster(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a roster file."""
    path = folder / "roster.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_reads_what_excel_saves(tmp_path: Path, encoding: str) -> None:
    """UTF-8 with and without a mark and Japanese Excel's CP932 give the same recipients."""
    path = roster(tmp_path, "評価者,ツール\r\n評価者Ａ,Temporal\r\n評価者Ｂ,\r\n", encoding)

    assert read_roster(path, TOOLS) == [
        Recipient("評価者Ａ", ("Temporal",)),
        Recipient("評価者Ｂ", TOOLS),
    ]


def test_lists_every_problem_and_issues_nothing(tmp_path: Path) -> None:
    """A blank name and a repeated one are both reported with their lines."""
    path = roster(tmp_path, "evaluator,tools\nEvaluator A,\n,Temporal\nevaluator a,\n")

    with pytest.raises(DataError) as caught:
        read_roster(path, TOOLS)

    assert "line 3: the evaluator is blank" in caught.value.text.en
    assert "line 4: “evaluator a” is on line 2 already" in caught.value.text.en
    assert "3行目" in caught.value.text.ja


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,tools\nEvaluator A,\n", "no column evaluator"),
        ("", "no column evaluator"),
        ("evaluator\n", "there are no evaluators"),
        ("evaluator,tooling\nEvaluator A,Temporal\n", "tooling"),
        ("evaluator,tools\nEvaluator A,Temporal,Restate\n", "line 2: there are more columns"),
        ('evaluator,tools\nEvaluator A,\n"Evaluator B,Temporal\nEvaluator C,\n', "line 3: a quotation mark"),
    ],
)
def test_a_roster_that_cannot_be_meant_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """A missing column, an empty list, a column that nobody knows, tools split by commas, open quotes: each is said."""
    with pytest.raises(DataError, match=message):
        read_roster(roster(tmp_path, text), TOOLS)


def test_a_roster_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    """A wrong path is the caller's mistake, not the roster's."""
    with pytest.raises(UsageError, match="cannot be opened"):
        read_roster(tmp_path / "none.csv", TOOLS)


@pytest.mark.parametrize("text", ["A;B", "A,B", "A、B", "A；B", " A | B ;A", "A\nB"])
def test_tools_are_split_as_people_write_them(text: str) -> None:
    """Half and full width separators work, and a repeated tool counts once."""
    assert split_tools(text) == ("A", "B")


def test_named_evaluators_and_a_roster_exclude_each_other(tmp_path: Path) -> None:
    """Two sources of recipients would leave it open who was meant."""
    with pytest.raises(UsageError, match="together"):
        recipients_of(["Evaluator A"], roster(tmp_path, "evaluator\nEvaluator B\n"), TOOLS)


def test_the_same_evaluator_twice_is_refused() -> None:
    """Names that differ in case or spaces alone are the same person."""
    with pytest.raises(UsageError, match="named twice"):
        recipients_of(["Evaluator A", "evaluator  a"], None, TOOLS)


def test_without_evaluators_one_unnamed_workbook_is_issued() -> None:
    """Nobody named means one workbook that anybody can fill in."""
    assert recipients_of([], None, TOOLS) == [Recipient(None, TOOLS)]
