"""Adjudication as a person runs it: the workbook of what is disputed, and what becomes of the decisions."""

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from depipe.comparison.labels import SHEET_CHANGES, SHEET_GATES, SHEET_ITEMS, SHEET_OVERVIEW
from depipe.workbook.fill import decide, fill
from depipe.workbook.identity import Answer
from depipe.workbook.layout import SHEET_START
from support.cli import Done, depipe
from support.issued import CONTEXT

CONTEXT_OPTIONS = [part for name, value in CONTEXT.items() for part in ("--context", f"{name}={value}")]
GATE = ("EX-01", "Temporal")
REASON = "Measured <b>together</b>."
TOLD = f"裁定 ⭐⭐⭐: {REASON}（Lead A、"


def rate(folder: Path, evaluator: str, stars: int, *, version: str = "1.24") -> Done:
    """Issue a workbook of Temporal, rate EX-01 in it, and take it in."""
    issued = depipe(
        "generate-workbook", "--evaluator", evaluator, "--tool", "Temporal", *CONTEXT_OPTIONS, "--json", cwd=folder
    )
    path = folder / str(issued.json()["workbooks"][0]["file"])
    returned = folder / f"{evaluator} {version}.xlsx"
    day = date(2026, 3, 1 if version == "1.24" else 2)
    answers = {GATE: Answer(stars, evidence="log")}
    returned.write_bytes(fill(path.read_bytes(), tools={"Temporal": (version, day)}, answers=answers))
    return depipe("ingest", returned, "--json", cwd=folder)


def issue(folder: Path, *arguments: str) -> Path:
    """Issue a workbook of what is to be decided."""
    done = depipe("generate-workbook", "--adjudicate", *arguments, "--json", cwd=folder)
    assert done.status == 0, done.err
    return folder / str(done.json()["workbooks"][0]["file"])


@pytest.fixture(scope="module")
def disputed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder in which a gate is disputed, and stays so."""
    folder = tmp_path_factory.mktemp("disputed")
    assert rate(folder, "Evaluator A", 2).status == 0
    assert rate(folder, "Evaluator B", 4).status == 0
    return folder


@pytest.fixture(scope="module")
def team(disputed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give such a folder in which it can be decided."""
    return shutil.copytree(disputed, tmp_path_factory.mktemp("team") / "copy")


@pytest.fixture(scope="module")
def decided(team: Path) -> Path:
    """Give that folder after Lead A decided, with the workbook that did under `decided.xlsx`."""
    path = issue(team, "--evaluator", "Lead A")
    assert path.name == "durable-execution_Lead A_Temporal_裁定.xlsx"
    (team / "decided.xlsx").write_bytes(decide(path.read_bytes(), {GATE: ("⭐⭐⭐", REASON)}))
    done = depipe("ingest", "decided.xlsx", "--json", cwd=team)
    assert (done.status, done.json()["files"][0]["status"]) == (0, "accepted"), done.out
    return team


def test_the_workbook_speaks_english_where_it_is_asked_to(team: Path) -> None:
    """The names of sheets and headers are the contract's."""
    book = openpyxl.load_workbook(issue(team, "--lang", "en"))
    texts = [str(cell.value) for row in book[SHEET_START].iter_rows() for cell in row if cell.value]

    assert "Who decides (決定者)" in texts
    assert not any("決めた" in text for text in texts)


def test_a_decision_shows_wherever_the_stars_stand_that_it_replaced(decided: Path) -> None:
    """With its reason, as text: in the gate's reason, beside the item, in the notes, at the gate, in the Markdown."""
    book = openpyxl.load_workbook(decided / "output" / "comparison.xlsx")
    texts = {
        sheet: [str(cell.value) for row in book[sheet].iter_rows() for cell in row if cell.value]
        for sheet in book.sheetnames
    }
    told = {sheet for sheet, cells in texts.items() if any(TOLD in text for text in cells)}

    assert {SHEET_ITEMS, "Good", SHEET_GATES} <= told
    assert REASON in texts[SHEET_CHANGES]
    assert any(f"EX-01 は Lead A の裁定で ⭐⭐⭐ です（理由: {REASON}）" in text for text in texts[SHEET_OVERVIEW])
    assert "裁定 ⭐⭐⭐: Measured \\<b\\>together\\</b\\>." in (decided / "output" / "comparison.md").read_text("utf-8")
    assert "<b>together" not in (decided / "output" / "comparison.html").read_text("utf-8")
    table = pl.read_parquet(decided / "output" / "tables" / "decisions.parquet")
    assert table.select("tool", "item_id", "stars", "reason", "decided_by", "status").rows() == [
        ("Temporal", "EX-01", 3, REASON, "Lead A", "in_force")
    ]


def test_it_stands_in_status_history_and_the_list_of_submissions(decided: Path) -> None:
    """As JSON and for people, with its cell; the very file comes back; a bundle is derived again with it."""
    status = depipe("status", "--json", cwd=decided).json()["decisions"]
    history = depipe("history", "--json", "--item", "EX-01", cwd=decided).json()["decisions"]
    listed = [one for one in depipe("ledger", "list", "--json", cwd=decided).json()["submissions"] if one["decides"]]
    shown = depipe("explain", "Temporal", cwd=decided)
    bundle = depipe("compare", "--bundle", "b.zip", cwd=decided)

    assert status == history
    assert [(one["item_id"], one["stars"], one["status"], one["reason"]) for one in status] == [
        ("EX-01", 3, "in_force", REASON)
    ]
    assert [one["evaluator"] for one in listed] == ["Lead A"]
    exported = depipe("ledger", "export", listed[0]["submission_id"], "--output", "again.xlsx", cwd=decided)
    assert exported.status == 0, exported.err
    assert (decided / "again.xlsx").read_bytes() == (decided / "decided.xlsx").read_bytes()
    assert TOLD in shown.out
    [gate] = [one for one in depipe("explain", "Temporal", "--json", cwd=decided).json()["gates"] if one["ruling"]]
    place = gate["ruling"]
    assert place["file"] == "decided.xlsx"
    assert openpyxl.load_workbook(decided / place["file"])[place["sheet"]][place["cell"]].value == "⭐⭐⭐"
    assert f"{place['sheet']}!{place['cell']}  decided.xlsx" in shown.out.replace("\n", " ")
    assert bundle.status == 0, bundle.err
    assert depipe("verify", "b.zip", cwd=decided).status == 0
    assert "Lead A" in depipe("status", cwd=decided).out
    assert "変わらない 3" in depipe("ledger", "rebuild", cwd=decided).out


def test_what_a_workbook_decides_and_takes_back_is_said(disputed: Path, tmp_path: Path) -> None:
    """In check and ingest, a phrase each; one that came back as it was issued is told that nothing is decided."""
    shutil.copytree(disputed, tmp_path, dirs_exist_ok=True)
    issued = issue(tmp_path, "--evaluator", "Lead A").read_bytes()
    (tmp_path / "empty.xlsx").write_bytes(issued)
    (tmp_path / "full.xlsx").write_bytes(decide(issued, {GATE: ("⭐⭐⭐", REASON)}))

    empty = depipe("ingest", "empty.xlsx", "--no-compare", cwd=tmp_path)
    checked = depipe("check", "full.xlsx", cwd=tmp_path)
    taken_in = depipe("ingest", "full.xlsx", "--no-compare", cwd=tmp_path)
    back = depipe("ingest", "empty.xlsx", "--no-compare", "--lang", "en", cwd=tmp_path)
    document = depipe("ingest", "full.xlsx", "--no-compare", "--json", cwd=tmp_path).json()

    assert (empty.status, "変更なし（裁定の記入なし）" in empty.out) == (0, True)
    assert "問題なし（裁定 1/1 件）" in checked.out
    assert "取り込みました（裁定 1/1 件）" in taken_in.out
    assert "accepted (0 of 1 decided, 1 taken back)" in back.out
    assert document["files"][0]["decisions"] == {"pairs": 1, "decided": 1, "taken_back": 0}


def test_a_rejected_workbook_for_decisions_goes_back_to_its_decider(disputed: Path, tmp_path: Path) -> None:
    """The last line names whom the copies belong to."""
    shutil.copytree(disputed, tmp_path, dirs_exist_ok=True)
    issued = issue(tmp_path, "--evaluator", "Lead A").read_bytes()
    (tmp_path / "wrong.xlsx").write_bytes(decide(issued, {GATE: ("⭐⭐⭐", None)}))

    done = depipe("check", "wrong.xlsx", "--mark", cwd=tmp_path)
    english = depipe("check", "wrong.xlsx", "--mark", "--lang", "en", cwd=tmp_path)

    assert (done.status, "それぞれの決定者に送り返し" in done.out.splitlines()[-1]) == (1, True)
    assert "send each back to its decider" in english.out


def test_whoever_decides_is_asked_for_by_name_too_and_called_so(decided: Path) -> None:
    """`history --evaluator` takes who rated and who decided; a name that is neither is told both kinds."""
    found = depipe("history", "--evaluator", "lead a", "--json", cwd=decided).json()
    wrong = {lang: depipe("history", "--evaluator", "nobody", "--lang", lang, cwd=decided) for lang in ("ja", "en")}

    assert ([one["item_id"] for one in found["decisions"]], found["changes"]) == (["EX-01"], [])
    assert [one.status for one in wrong.values()] == [1, 1]
    assert "評価者・決定者「nobody」はありません（あるのは Evaluator A、Evaluator B、Lead A）。" in wrong["ja"].err
    assert "no evaluator or decider “nobody” (there are Evaluator A, Evaluator B, Lead A)" in wrong["en"].err


def test_there_is_nothing_more_to_decide_until_a_rating_changes(decided: Path) -> None:
    """Status 1 and a sentence; then the decision is reopened, said wherever it counted, and asked for again."""
    nothing = depipe("generate-workbook", "--adjudicate", cwd=decided)
    again = rate(decided, "Evaluator B", 5, version="1.25")
    [reopened] = depipe("status", "--json", cwd=decided).json()["decisions"]

    assert (nothing.status, "決めることはありません" in nothing.err) == (1, True)
    assert again.status == 0
    assert (reopened["status"], reopened["moved"]) == (
        "reopened",
        ["Evaluator B: ⭐⭐⭐⭐ (1.24) → ⭐⭐⭐⭐⭐ (1.25)"],
    )
    assert "再審議 EX-01 Temporal" in depipe("history", cwd=decided).out
    assert "再審議: 裁定 ⭐⭐⭐ は" in depipe("explain", "Temporal", cwd=decided).out
    gates = openpyxl.load_workbook(decided / "output" / "comparison.xlsx")[SHEET_GATES]
    rows = [str(cell.value) for row in gates.iter_rows() for cell in row]
    assert sum("再審議: 裁定 ⭐⭐⭐ は" in text for text in rows) == 2
    assert issue(decided).exists()


@pytest.mark.parametrize(
    "arguments",
    [("--prefill",), ("--show-verdict",), ("--evaluator", "Lead A", "--evaluator", "Lead B"), ("--tool", "Nothing")],
)
def test_options_that_say_nothing_to_it_are_refused(team: Path, arguments: tuple[str, ...]) -> None:
    """Status 2 and one sentence."""
    done = depipe("generate-workbook", "--adjudicate", *arguments, cwd=team)

    assert (done.status, done.out) == (2, "")
    assert done.err.strip()
