"""Verifying again as a person runs it: prefilled workbooks, conflicts, the history, earlier comparisons, the status."""

from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from rich.console import Console
from rich.text import Text as Rich

from depipe.cli.render import show_table
from depipe.language import Text
from depipe.workbook.fill import fill
from depipe.workbook.identity import Answer
from support.cli import Done, depipe
from support.issued import CONTEXT

CONTEXT_OPTIONS = [part for name, value in CONTEXT.items() for part in ("--context", f"{name}={value}")]
A, B = "Evaluator A", "Evaluator B"


def issue(folder: Path, *arguments: str) -> list[Path]:
    """Issue workbooks and return their paths."""
    done = depipe("generate-workbook", *arguments, "--json", cwd=folder)
    assert done.status == 0, done.err
    return [folder / str(one["file"]) for one in done.json()["workbooks"]]


def filled(path: Path, *, stars: int | None, version: str, day: date, name: str, item: str = "EX-01") -> Path:
    """Answer one item of Temporal in an issued workbook and save it under *name*."""
    target = path.parent.parent.parent / "returned" / name
    target.parent.mkdir(exist_ok=True)
    answers = {(item, "Temporal"): Answer(stars, evidence="log")}
    target.write_bytes(fill(path.read_bytes(), tools={"Temporal": (version, day)}, answers=answers))
    return target


def ingest(folder: Path, *arguments: str | Path) -> Done:
    """Take files in."""
    return depipe("ingest", *arguments, "--json", cwd=folder)


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """Return a folder in which two evaluators have rated EX-01 of Temporal 1.24."""
    paths = issue(tmp_path, "--evaluator", A, "--evaluator", B, "--tool", "Temporal", *CONTEXT_OPTIONS)
    for path, stars in zip(paths, (4, 3), strict=True):
        filled(path, stars=stars, version="1.24", day=date(2026, 3, 1), name=path.name)
    assert ingest(tmp_path, "returned").status == 0
    return tmp_path


def statuses(folder: Path) -> dict[str, Any]:
    """Return the status document, with its rows by evaluator."""
    document: dict[str, Any] = depipe("status", "--json", cwd=folder).json()
    return document | {"status": {row["evaluator"]: row for row in document["status"]}}


def test_verifying_again_from_end_to_end(team: Path) -> None:
    """Everybody gets a prefilled workbook; one comes back, and comparison, history and status tell it."""
    workbooks = issue(team, "--prefill")
    assert [path.name for path in workbooks] == [f"durable-execution_{name}_Temporal_再検証.xlsx" for name in (A, B)]

    back = filled(workbooks[0], stars=2, version="1.25", day=date(2026, 4, 1), name="again.xlsx")
    done = ingest(team, back)
    history = depipe("history", "--evaluator", A, "--json", cwd=team).json()
    shown = depipe("history", "--lang", "en", cwd=team).out.splitlines()
    status = statuses(team)

    assert (done.status, [file["findings"] for file in done.json()["files"]]) == (0, [[]])
    changes = history["changes"]
    assert [(one["from_stars"], one["to_stars"], one["from_version"], one["to_version"]) for one in changes] == [
        (None, 4, None, "1.24"),
        (4, 2, "1.24", "1.25"),
    ]
    assert (changes[1]["file"], changes[1]["verified_on"]) == ("again.xlsx", "2026-04-01")
    [change] = shown[2 : shown.index("First ratings") - 1]  # below a title and the columns' heads
    assert "⭐⭐⭐⭐ → ⭐⭐  1.24 → 1.25" in change
    assert [line.split()[:6] for line in shown if line.startswith("2026-03-01")] == [
        ["2026-03-01", *name.split(), "Temporal", "1", "1.24"] for name in (A, B)
    ]
    assert changes[1]["submission_id"] == done.json()["files"][0]["submission_id"]
    assert {name: (row["version"], row["other_version"]) for name, row in status["status"].items()} == {
        A: ("1.25", []),
        B: ("1.24", ["EX-01"]),
    }
    assert {name: row["waiting_since"] is not None for name, row in status["status"].items()} == {A: False, B: True}
    assert [(one["tool"], one["evaluators"], one["newest_version"]) for one in status["tools"]] == [
        ("Temporal", 2, "1.25")
    ]


def test_a_roster_asks_for_what_it_names(team: Path) -> None:
    """With a roster, its evaluators get the tools that it names; somebody without ratings is named, nothing issued."""
    (team / "roster.csv").write_text(f"evaluator,tools\n{A},Temporal;Restate\n", encoding="utf-8")
    (team / "wrong.csv").write_text(f"evaluator,tools\n{A},\nEvaluator C,\n", encoding="utf-8")

    [workbook] = issue(team, "--prefill", "--roster", "roster.csv", "--output", "again")
    refused = depipe("generate-workbook", "--prefill", "--roster", "wrong.csv", "--output", "none", cwd=team)

    names = [cell.value for row in openpyxl.load_workbook(workbook)["前提パラメータ"].iter_rows() for cell in row]
    assert {"Temporal", "Restate", "1.24"} <= set(names)
    assert (refused.status, "Evaluator C" in refused.err) == (1, True)
    assert not (team / "none").exists()


def test_a_conflict_is_refused_until_it_is_decided(team: Path) -> None:
    """The second of two workbooks is refused, with a marked copy; --supersede lets it in."""
    (first,), (second,) = (issue(team, "--prefill", "--evaluator", A) for _ in range(2))
    filled(first, stars=1, version="1.25", day=date(2026, 4, 1), name="first.xlsx")
    late = filled(second, stars=5, version="1.26", day=date(2026, 5, 1), name="second.xlsx")
    assert ingest(team, "returned/first.xlsx").status == 0

    checked, refused = depipe("check", late, "--json", cwd=team), ingest(team, late)
    marked = (team / refused.json()["files"][0]["marked"]).is_file()
    decided = ingest(team, late, "--supersede")

    [finding] = refused.json()["files"][0]["findings"]
    assert (checked.status, refused.status, decided.status) == (1, 1, 0)
    assert checked.json()["files"][0]["findings"] == [finding]
    assert (finding["code"], finding["cell"], finding["expected"]) == ("rating.stale-base", "E5", "⭐⭐⭐⭐")
    assert finding["found"].startswith("⭐ (1.25, ")
    assert marked
    assert decided.json()["files"][0]["status"] == "accepted"


def test_a_late_file_says_that_it_is_not_in_force(team: Path) -> None:
    """A workbook with an older verification goes in with a warning at its cell."""
    [workbook] = issue(team, "--evaluator", A, "--tool", "Temporal", *CONTEXT_OPTIONS)
    done = ingest(team, filled(workbook, stars=1, version="1.20", day=date(2026, 1, 1), name="old.xlsx"))

    [finding] = done.json()["files"][0]["findings"]
    assert (done.status, done.json()["files"][0]["status"]) == (0, "accepted")
    assert (finding["code"], finding["severity"], finding["cell"]) == ("rating.superseded", "warning", "E5")
    ratings = pl.read_parquet(team / "output/tables/ratings.parquet").filter(pl.col("evaluator") == A)
    assert ratings["stars"].to_list() == [4]


def test_an_earlier_comparison_never_takes_the_place_of_the_current_one(team: Path) -> None:
    """By default it goes into a folder of its own, named after the day; --output says otherwise."""
    then = datetime.now(UTC)
    [workbook] = issue(team, "--prefill", "--evaluator", A)
    ingest(team, filled(workbook, stars=1, version="1.25", day=date(2026, 4, 1), name="again.xlsx"))
    before = (team / "output/comparison.xlsx").read_bytes()

    today = depipe("compare", "--as-of", f"{then:%Y-%m-%d}", "--json", cwd=team)
    moment = depipe("compare", "--as-of", then.isoformat(), "--output", "meeting", "--json", cwd=team)
    none = depipe("compare", "--as-of", "2020-01-01", "--lang", "en", cwd=team)
    wrong = depipe("compare", "--as-of", "yesterday", "--lang", "en", cwd=team)
    future = depipe("compare", "--as-of", "2999-01-01", "--lang", "en", cwd=team)

    folder = f"output/as-of-{then:%Y-%m-%d}"
    assert today.json()["comparisons"][0]["workbook"] == f"{folder}/comparison.xlsx"
    assert (team / folder / "tables" / "ratings.parquet").is_file()
    assert moment.json()["as_of"] == then.isoformat()
    stars = pl.read_parquet(team / "meeting/tables/ratings.parquet").sort("evaluator")["stars"].to_list()
    assert stars == [4, 3]
    assert (team / "output/comparison.xlsx").read_bytes() == before
    assert (none.status, "as of 2020-01-01" in none.err) == (1, True)
    assert (wrong.status, "2026-05-10" in wrong.err) == (2, True)
    assert (future.status, "in the future" in future.err, future.out) == (2, True, "")
    assert not (team / "output/as-of-2999-01-01").exists()


def test_the_history_is_filtered_and_names_what_was_withdrawn(team: Path) -> None:
    """By tool, item and evaluator; a withdrawn submission is listed apart, with its reason; so it is as of then.

    Without a change, first ratings are counted, and listed with --all or of one item.
    """
    submission = depipe("ledger", "list", "--json", cwd=team).json()["submissions"][1]["submission_id"]
    then = datetime.now(UTC).isoformat()
    depipe("ledger", "withdraw", submission, "--reason", "by mistake", cwd=team)

    now = depipe("history", "--item", "ＥＸ－０１", "--tool", "Temporal", "--json", cwd=team).json()
    before = depipe("history", "--as-of", then, "--json", cwd=team).json()
    nobody = depipe("history", "--item", "EX-02", "--lang", "en", cwd=team)
    wrong = depipe("history", "--tool", "Temporl", "--lang", "en", cwd=team)
    shown, in_full, one = (
        depipe("history", *more, "--lang", "en", cwd=team).out for more in ((), ("--all",), ("--item", "EX-01"))
    )

    assert [one["evaluator"] for one in now["changes"]] == [A]
    assert [(one["submission_id"], one["reason"]) for one in now["withdrawn"]] == [(submission, "by mistake")]
    assert ([one["evaluator"] for one in before["changes"]], before["withdrawn"]) == ([A, B], [])
    assert (nobody.status, "There are no such changes." in nobody.out) == (0, True)
    assert (wrong.status, "Temporal" in wrong.err) == (1, True)
    assert "No rating has changed" in shown
    assert ["- → ⭐⭐⭐⭐" in out for out in (shown, in_full, one)] == [False, True, True]
    assert "by mistake" in shown.partition("Withdrawn")[2]


def test_different_numbers_of_evaluators_are_said(team: Path) -> None:
    """One more tool that only one person rated: the terminal says so in words, the document by context."""
    [workbook] = issue(team, "--prefill", "--evaluator", A, "--tool", "Temporal", "--tool", "Restate")
    answers = {("EX-01", "Restate"): Answer(3, evidence="log")}
    path = team / "returned" / "restate.xlsx"
    path.write_bytes(fill(workbook.read_bytes(), tools={"Restate": ("1.0", date(2026, 4, 1))}, answers=answers))
    assert ingest(team, path).status == 0

    document = depipe("status", "--json", cwd=team).json()
    shown = depipe("status", cwd=team).out

    assert document["uneven_contexts"] == [document["tools"][0]["context_id"]]
    assert "Temporal 2人、Restate 1人" in shown


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["generate-workbook", "--prefill"], 1, "no ledger"),
        (["generate-workbook", "--context-id", "0123456789ab"], 2, "--prefill"),
        (["history"], 1, "no ledger"),
        (["history", "--as-of", "2999-01-01"], 2, "in the future"),
    ],
)
def test_wrong_calls_get_a_sentence(tmp_path: Path, arguments: list[str], status: int, words: str) -> None:
    """Each mistake is named on stderr, without a traceback, and nothing is written."""
    done = depipe(*arguments, "--lang", "en", cwd=tmp_path)

    assert (done.status, words in done.err, "Traceback" in done.err) == (status, True, False)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_ledger_has_no_history_and_nothing_to_prefill(tmp_path: Path) -> None:
    """Nothing came back yet: the history is empty and well, and there is nothing to prefill a workbook with."""
    issue(tmp_path, "--evaluator", A)

    history = depipe("history", "--json", cwd=tmp_path)
    prefill = depipe("generate-workbook", "--prefill", "--lang", "en", cwd=tmp_path)

    assert (history.status, history.json()) == (0, {"as_of": None, "changes": [], "decisions": [], "withdrawn": []})
    assert (prefill.status, "Nothing has been taken in yet" in prefill.err) == (1, True)


def table(width: int) -> list[str]:
    """Return the lines of a table with a column that may be broken and one that may be left out."""
    said = StringIO()
    console = Console(file=said, width=width, force_terminal=True, color_system=None)
    headers = (Text("提出", "submission"), Text("ファイル", "file"), Text("前提", "context"))
    row = [Rich("3f9a1c0be871"), Rich("a-rather-long-name-of-a-file.xlsx"), Rich("8d1f77aa0c21")]
    show_table(console, headers, [row], "en", folded=1, spare=(2,))
    return [line.rstrip() for line in said.getvalue().splitlines()]


def test_a_table_is_as_good_as_the_terminal_is_wide() -> None:
    """Names are broken over lines first, then columns are left out and named; at last each row is a record, uncut."""
    submission, file, context = "3f9a1c0be871", "a-rather-long-name-of-a-file.xlsx", "8d1f77aa0c21"

    assert table(80)[1].split() == [submission, file, context]
    assert [line[14:30].strip() for line in table(44)[1:]] == [file[:16], file[16:32], file[32:]]
    assert " ".join(table(38)).endswith("Columns left out for want of width: context")
    assert context not in "".join(table(38))
    assert table(28)[0] == f"submission: {submission}"
    assert "".join(table(28)).replace(" ", "") == f"submission:{submission}file:{file}context:{context}"
