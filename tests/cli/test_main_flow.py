"""The main flow as a person runs it: processes in an empty folder."""

import csv
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from depipe.ledger.store import open_ledger
from depipe.workbook.fill import fill
from depipe.workbook.identity import Answer
from support.cli import depipe
from support.disks import small_disk

CONTEXT = {
    "Duration": "分〜時間",
    "Side Effects": "読み取りのみ",
    "Deployment": "セルフホスト",
    "Scale": "〜100",
    "Determinism": "決定論的のみ",
    "Language": "Python",
}
CONTEXT_OPTIONS = [part for name, value in CONTEXT.items() for part in ("--context", f"{name}={value}")]


def issue(folder: Path, *more: str) -> Path:
    """Issue one workbook for Evaluator A with the whole context, and return its path."""
    done = depipe("generate-workbook", "--evaluator", "Evaluator A", *CONTEXT_OPTIONS, *more, "--json", cwd=folder)
    assert done.status == 0, done.err
    return folder / str(done.json()["workbooks"][0]["file"])


def answered(path: Path, target: Path, stars: int = 3) -> Path:
    """Fill one rating of Temporal and its version, and save it as *target*."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(
        fill(
            path.read_bytes(),
            tools={"Temporal": ("1.2", date(2026, 5, 1))},
            answers={("EX-01", "Temporal"): Answer(stars, evidence="log")},
        )
    )
    return target


@pytest.fixture(scope="module")
def rated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder whose ledger has one evaluator's answers."""
    folder = tmp_path_factory.mktemp("rated")
    assert depipe("ingest", answered(issue(folder), folder / "a.xlsx"), cwd=folder).status == 0
    return folder


def test_issue_fill_ingest_compare(tmp_path: Path) -> None:
    """What one evaluator answers arrives in the tables, and the outputs lie where the terminal says."""
    returned = answered(issue(tmp_path), tmp_path / "returned" / "a.xlsx")

    done = depipe("ingest", returned, cwd=tmp_path)

    ratings = pl.read_parquet(tmp_path / "output/tables/ratings.parquet")
    assert done.status == 0, done.err
    assert ratings.select("evaluator", "tool", "item_id", "stars", "evidence").rows() == [
        ("Evaluator A", "Temporal", "EX-01", 3, "log")
    ]
    for name in ("output/comparison.xlsx", "output/comparison.md", "output/comparison.html"):
        assert name in done.out
        assert (tmp_path / name).is_file()


def test_one_bad_file_is_kept_out_and_the_others_go_in(tmp_path: Path) -> None:
    """Status 1, the cell to mend is named, and the good file counts."""
    issued = issue(tmp_path)
    answered(issued, tmp_path / "returned" / "good.xlsx")
    bad = answered(issued, tmp_path / "returned" / "bad.xlsx")
    book = openpyxl.load_workbook(bad)
    header, column = next(
        (cell.row, cell.column)
        for row in book["評価"].iter_rows()
        for cell in row
        if cell.value == "Temporal" and any(other.value == "ID" for other in row)
    )
    book["評価"].cell(header + 2, column).value = "7"
    place = book["評価"].cell(header + 2, column).coordinate
    book.save(bad)

    done = depipe("ingest", "returned", "--json", cwd=tmp_path)

    files = {Path(file["file"]).name: file for file in done.json()["files"]}
    assert done.status == 1
    assert files["good.xlsx"]["status"] == "accepted"
    assert files["bad.xlsx"]["status"] == "rejected"
    errors = [finding for finding in files["bad.xlsx"]["findings"] if finding["severity"] == "error"]
    assert [(finding["code"], finding["cell"]) for finding in errors] == [("stars.out-of-range", place)]


def test_notes_that_are_left_out_of_several_files_are_counted(tmp_path: Path) -> None:
    """A file alone shows its notes; of two it is said how many there are, and what shows them then."""
    first = answered(issue(tmp_path), tmp_path / "returned" / "a.xlsx")
    book = openpyxl.load_workbook(first)
    cell = next(cell for row in book["評価"].iter_rows() for cell in row if cell.value == "⭐⭐⭐")
    cell.value = "★★★☆☆"
    book.save(first)
    other = issue(tmp_path, "--output", "second.xlsx")
    answered(other, tmp_path / "returned" / "b.xlsx")

    alone = depipe("check", first, cwd=tmp_path)
    together = depipe("check", "returned", cwd=tmp_path)
    english = depipe("check", "returned", "--lang", "en", cwd=tmp_path)
    taken = depipe("ingest", "returned", cwd=tmp_path)
    listed = depipe("check", "returned", "--json", cwd=tmp_path).json()["files"][0]["findings"]

    assert "stars.normalised" in alone.out
    assert "省いています" not in alone.out
    assert "stars.normalised" not in together.out
    assert together.out.splitlines()[-1].startswith("お知らせ1件は省いています。ファイルを一つずつ")
    assert english.out.splitlines()[-1] == "Notes left out: 1. depipe check shows them when it is given one file."
    assert "お知らせ1件は省いています。depipe check --json で" in taken.out + taken.err
    assert [one["code"] for one in listed] == ["stars.normalised"]


def test_the_same_file_again_is_unchanged_and_well(tmp_path: Path) -> None:
    """A second ingest of the same bytes says so, stores nothing and exits 0."""
    returned = answered(issue(tmp_path), tmp_path / "a.xlsx")
    first = depipe("ingest", returned, "--json", cwd=tmp_path)

    again = depipe("ingest", returned, "--json", cwd=tmp_path)

    assert again.status == 0
    assert again.json()["files"][0]["status"] == "unchanged"
    assert again.json()["files"][0]["submission_id"] == first.json()["files"][0]["submission_id"]


def test_check_stores_nothing(tmp_path: Path) -> None:
    """`check` finds what `ingest` would, and the ledger stays as it was."""
    returned = answered(issue(tmp_path), tmp_path / "a.xlsx")

    checked = depipe("check", returned, "--json", cwd=tmp_path)

    assert checked.status == 0
    assert checked.json()["files"][0]["status"] == "accepted"
    assert depipe("ledger", "list", "--json", cwd=tmp_path).json() == {"submissions": []}


def test_withdrawing_takes_a_submission_out_of_the_comparison(tmp_path: Path) -> None:
    """A withdrawn submission is listed with its reason and counts nowhere."""
    returned = answered(issue(tmp_path), tmp_path / "a.xlsx")
    submission = depipe("ingest", returned, "--json", cwd=tmp_path).json()["files"][0]["submission_id"]

    withdrawn = depipe("ledger", "withdraw", submission, "--reason", "by mistake", cwd=tmp_path)
    compared = depipe("compare", "--lang", "en", cwd=tmp_path)

    assert withdrawn.status == 0
    assert depipe("ledger", "list", "--json", cwd=tmp_path).json()["submissions"][0]["reason"] == "by mistake"
    assert compared.status == 1
    assert "Everything that was taken in is withdrawn" in compared.err
    assert "The comparisons and tables in output no longer hold and were removed." in compared.err
    assert list((tmp_path / "output").glob("comparison*")) == []
    assert list((tmp_path / "output" / "tables").glob("*")) == []
    assert "were removed" not in depipe("compare", "--lang", "en", cwd=tmp_path).err


def test_ingest_leaves_the_comparison_to_compare_where_it_is_asked_to(tmp_path: Path) -> None:
    """With --no-compare returns go into the ledger and rejected ones get their copies; compare has all of it."""
    returned = answered(issue(tmp_path), tmp_path / "a.xlsx")
    wrong = tmp_path / "b.xlsx"
    book = openpyxl.load_workbook(returned)
    book["評価"]["E5"].value = "7"
    book.save(wrong)

    done = depipe("ingest", wrong, returned, "--no-compare", "--json", cwd=tmp_path)
    written = sorted(path.name for path in (tmp_path / "output").rglob("*") if path.is_file())
    compared = depipe("compare", "--json", cwd=tmp_path)

    assert [one["status"] for one in done.json()["files"]] == ["rejected", "accepted"]
    assert (done.json()["comparisons"], written) == ([], ["b.要修正.xlsx"])
    assert [one["workbook"] for one in compared.json()["comparisons"]] == ["output/comparison.xlsx"]


def test_ingesting_what_does_not_count_says_that_results_of_withdrawn_returns_are_removed(tmp_path: Path) -> None:
    """With nothing in force after it, ingest removes what no longer holds, and says so beside its own result."""
    returned = answered(issue(tmp_path), tmp_path / "a.xlsx")
    submission = depipe("ingest", returned, "--json", cwd=tmp_path).json()["files"][0]["submission_id"]
    depipe("ledger", "withdraw", submission, "--reason", "by mistake", cwd=tmp_path)
    (tmp_path / "b.xlsx").write_text("no workbook")

    done = depipe("ingest", "b.xlsx", "--json", "--lang", "en", cwd=tmp_path)

    assert (done.status, done.json()["comparisons"]) == (1, [])
    assert "were removed" in done.err
    assert not (tmp_path / "output" / "comparison.xlsx").exists()


def test_a_ledger_without_returns_leaves_another_ones_comparison_alone(tmp_path: Path) -> None:
    """Nothing was ever taken in there, so what lies in the output folder is not its own: every file stays as it is."""
    returned = answered(issue(tmp_path), tmp_path / "a.xlsx")
    depipe("ingest", returned, cwd=tmp_path)
    before = {path: path.read_bytes() for path in (tmp_path / "output").rglob("*") if path.is_file()}
    store = ("--store", "sqlite:///other.db")
    depipe("generate-workbook", "--evaluator", "Evaluator B", "--output", "b.xlsx", *store, cwd=tmp_path)

    compared = depipe("compare", *store, "--lang", "en", cwd=tmp_path)

    assert (compared.status, "Nothing has been taken in yet" in compared.err) == (1, True)
    assert {path: path.read_bytes() for path in (tmp_path / "output").rglob("*") if path.is_file()} == before


def test_status_shows_what_is_out_and_what_came_back(tmp_path: Path) -> None:
    """A returned tool has its coverage; what was only issued is listed as outstanding."""
    returned = answered(issue(tmp_path), tmp_path / "a.xlsx")
    depipe("generate-workbook", "--evaluator", "Evaluator B", "--tool", "Restate", cwd=tmp_path)
    depipe("ingest", returned, cwd=tmp_path)

    rows = depipe("status", "--json", cwd=tmp_path).json()["status"]

    assert [(row["evaluator"], row["tool"], row["rated"], row["returned_at"] is None) for row in rows] == [
        ("Evaluator A", "Temporal", 1, False),
        ("Evaluator A", "Restate", 0, False),
        ("Evaluator A", "Inngest", 0, False),
        ("Evaluator B", "Restate", 0, True),
    ]


def test_moments_are_utc_and_say_so_wherever_the_terminal_runs(rated: Path) -> None:
    """What status, ledger list and history show is what --json has, headed as UTC, in Tokyo too."""
    moment = datetime.fromisoformat(depipe("status", "--json", cwd=rated).json()["status"][0]["returned_at"])
    shown = f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}"
    for command in (("status",), ("ledger", "list"), ("history",)):
        done = depipe(*command, cwd=rated, env={"TZ": "Asia/Tokyo", "COLUMNS": "200"})
        assert "受領（UTC）" in done.out
        assert shown in done.out


def test_a_roster_issues_one_file_each(tmp_path: Path) -> None:
    """Every evaluator of the roster gets a workbook with their own tools, named after them."""
    with (tmp_path / "roster.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["evaluator", "tools"], ["Evaluator A", "Temporal"], ["Evaluator B", ""]])

    done = depipe("generate-workbook", "--roster", "roster.csv", "--output", "out", "--json", cwd=tmp_path)

    assert [(Path(one["file"]).name, one["tools"]) for one in done.json()["workbooks"]] == [
        ("durable-execution_Evaluator A_Temporal.xlsx", ["Temporal"]),
        ("durable-execution_Evaluator B.xlsx", ["Temporal", "Restate", "Inngest"]),
    ]
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_a_tool_that_the_master_does_not_name_is_said(tmp_path: Path) -> None:
    """Other tools can be rated; as the name may also be misspelt, it is pointed out beside the file."""
    done = depipe("generate-workbook", "--tool", "Temporal", "--tool", "Restat", "--lang", "en", cwd=tmp_path)

    assert done.status == 0
    assert "does not name these tools; check how they are spelt: Restat\n" in done.err


def test_a_bad_roster_issues_nothing(tmp_path: Path) -> None:
    """All or nothing: with one bad line no file is written and no ledger is made."""
    (tmp_path / "roster.csv").write_text("evaluator,tools\nEvaluator A,\n,\n,Temporal\n", encoding="utf-8")

    done = depipe("generate-workbook", "--roster", "roster.csv", cwd=tmp_path)

    assert done.status == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["roster.csv"]


def test_a_disk_that_fills_up_issues_nothing(tmp_path: Path) -> None:
    """All or nothing here too: where some workbooks find room and others not, none is there, and none is recorded."""
    people = [f"Evaluator {name}" for name in "ABCD"]
    named = [argument for name in people for argument in ("--evaluator", name)]
    with small_disk(0.13) as disk:
        done = depipe("generate-workbook", *named, "--output", disk, "--lang", "en", cwd=tmp_path)

        assert (done.status, "the disk is full" in done.err) == (3, True)
        assert list(disk.iterdir()) == []
    with open_ledger(f"sqlite:///{tmp_path / 'workbooks' / 'ledger.db'}", create=False) as ledger:
        assert ledger.evaluators() == frozenset()


def test_a_filled_workbook_is_never_overwritten(tmp_path: Path) -> None:
    """Issuing again gives a new name in a folder, and refuses a named file that exists or is of another kind."""
    first, second = issue(tmp_path), issue(tmp_path)
    refused = depipe("generate-workbook", "--output", first, cwd=tmp_path)
    other = depipe("generate-workbook", "--output", "workbook.ods", cwd=tmp_path)

    assert first != second
    assert (refused.status, other.status) == (2, 2)
    assert not (tmp_path / "workbook.ods").exists()


TWO_PEOPLE = ("--evaluator", "Evaluator A", "--evaluator", "Evaluator B")


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["ingest", "none.xlsx"], 2, "Not found"),
        (["ingest", "."], 2, "no workbook"),
        (["compare"], 1, "no ledger"),
        (["status"], 1, "no ledger"),
        (["master", "check", "none.yaml"], 2, "none.yaml"),
        (["generate-workbook", "--master", "none"], 2, "no master"),
        (["generate-workbook", "--context", "Duration=分〜時間"], 2, "Scale"),
        (["generate-workbook", "--context", "Duration"], 2, "KEY=VALUE"),
        (["generate-workbook", "--tool", "Restate", "--tool-attribute", "Temporal:短命ジョブ専用=はい"], 2, "Temporal"),
        (["generate-workbook", "--tool", "A", "--tool", "A Doc"], 2, "  A Doc: “A Doc” cannot be used"),
        (["generate-workbook", "--tool", "A", "--tool", "a"], 2, "  a: “a” repeats “A”."),
        (["generate-workbook", "--output", "workbook.ods"], 2, "workbooks are .xlsx files"),
        (["generate-workbook", *TWO_PEOPLE, "--output", "both.xlsx"], 2, "--output must be a folder"),
        (["generate-workbook", "--tool-attribute", "Temporal"], 2, "TOOL:NAME=VALUE"),
        (["generate-workbook", "--context", "Duration=bogus"], 2, "bogus"),
        (["compare", "--store", "mysql://x"], 2, "mysql"),
        (["no-such-command"], 2, "no-such-command"),
        (["generate-workbok"], 2, "Did you mean 'generate-workbook'?"),
        (["generate-workbook", "--context", "Duration=分〜時間", "--context", "Duration=日〜月"], 2, "two values"),
        (["generate-workbook", *("--tool-attribute", "A:x=1") * 2, "--tool-attribute", "A:x=2"], 2, "two values"),
    ],
)
def test_wrong_calls_get_a_sentence_and_a_status(tmp_path: Path, arguments: list[str], status: int, words: str) -> None:
    """Each mistake is named on stderr, without a traceback, and nothing is written."""
    done = depipe(*arguments, cwd=tmp_path, env={"DEPIPE_LANG": "en"})

    assert (done.status, "Traceback" in done.err) == (status, False)
    assert words in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("output", ["notes", "notes/issued", "notes/issued/a.xlsx"])
def test_a_file_in_place_of_a_folder_leaves_no_ledger(tmp_path: Path, output: str) -> None:
    """What was named by mistake stays as it is, and nothing else is there."""
    (tmp_path / "notes").write_text("mine", encoding="utf-8")

    done = depipe("generate-workbook", "--output", output, "--lang", "en", cwd=tmp_path)

    assert (done.status, "notes is a file" in done.err) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["notes"]


@pytest.mark.parametrize("command", ["status", "compare", "master export"])
def test_a_pipe_that_nobody_reads_any_more_ends_quietly(rated: Path, command: str) -> None:
    """As for every Unix tool whose output goes to `head`: no word, and the status that shells give."""
    read, written = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "depipe", *command.split()],
        cwd=rated,
        stdout=written,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(written)

    assert (done.returncode, done.stderr) == (141, b"")


def test_an_output_that_cannot_be_written_keeps_the_ingest(tmp_path: Path) -> None:
    """With the output folder in the way of a file, the status is 3 and `compare` elsewhere shows what was ingested."""
    returned = answered(issue(tmp_path), tmp_path / "a.xlsx")
    (tmp_path / "blocked").write_text("a file, not a folder", encoding="utf-8")

    done = depipe("ingest", returned, "--output", "blocked/output", "--lang", "en", cwd=tmp_path)

    assert done.status == 3
    assert "What was ingested is kept" in done.err
    assert depipe("compare", cwd=tmp_path).status == 0


def test_a_demonstration_never_replaces_other_files(tmp_path: Path) -> None:
    """A folder that holds anything else is refused and stays as it is; its own folder is made anew."""
    mine = tmp_path / "workbooks" / "issued" / "mine.xlsx"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"mine")

    refused = depipe("demo", "--output", "workbooks", cwd=tmp_path)

    assert refused.status == 2
    assert mine.read_bytes() == b"mine"
    assert [depipe("demo", "--output", "demo", cwd=tmp_path).status for _ in range(2)] == [0, 0]


@pytest.mark.parametrize("encoding", ["cp932", "ascii"])
def test_a_pipe_gets_utf_8_whatever_the_machine_prefers(tmp_path: Path, encoding: str) -> None:
    """Stars and Japanese text reach a file on a machine whose own encoding has no ⭐."""
    done = depipe("master", "export", cwd=tmp_path, env={"PYTHONIOENCODING": encoding})

    assert done.status == 0
    assert "⭐⭐⭐⭐⭐" in done.out


def test_names_cannot_steer_the_terminal(tmp_path: Path) -> None:
    """An escape sequence in a file's name is shown as a replacement sign."""
    (tmp_path / "\x1b[31mred.xlsx").write_bytes(b"no workbook")

    done = depipe("check", ".", cwd=tmp_path)

    assert done.status == 1
    assert "\x1b" not in done.out + done.err
    assert "[31mred.xlsx" in done.out


def test_json_is_the_only_thing_on_stdout(tmp_path: Path) -> None:
    """`--json` leaves one document on stdout for every command that has it."""
    returned = answered(issue(tmp_path), tmp_path / "a.xlsx")
    for arguments in (
        ["check", returned],
        ["ingest", returned],
        ["compare"],
        ["status"],
        ["ledger", "list"],
        ["master", "show"],
        ["master", "check", "m.yaml"],
    ):
        if arguments[:2] == ["master", "check"]:
            (tmp_path / "m.yaml").write_text("id: x\n", encoding="utf-8")
        assert isinstance(json.loads(depipe(*arguments, "--json", cwd=tmp_path).out), dict)


def test_demo_shows_what_it_promises(tmp_path: Path) -> None:
    """The sample has a certain cap, a disputed gate, a warning, unverified items and a disagreement."""
    done = depipe("demo", "--output", "demo", cwd=tmp_path)

    tables = tmp_path / "demo" / "tables"
    overall = pl.read_parquet(tables / "overall.parquet")
    assert done.status == 0, done.err
    assert set(overall["cap"]) == {"none", "provisional", "certain"}
    assert "disputed" in set(pl.read_parquet(tables / "gates.parquet")["status"])
    assert overall["warnings"].explode().drop_nulls().len() > 0
    consensus = pl.read_parquet(tables / "consensus.parquet")
    assert consensus["stars"].null_count() > 0
    assert consensus["spread"].max() == 3
    assert "作り話" in done.out
