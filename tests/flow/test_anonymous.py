"""Anonymous outputs: nobody's name, nor the name of anybody's file, in anything that is written."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from depipe.flow.adjudicate import adjudicating_issuance
from depipe.flow.anonymous import anonymous
from depipe.flow.compare import compare
from depipe.flow.generate import generate
from depipe.flow.scored import replayed
from depipe.language import Language
from depipe.ledger.history import History, read_history, read_parts
from depipe.master.load import shipped_master
from support.cli import Done, depipe
from support.reverifying import APRIL, MARCH, Team, rated

NAMES = ("Zeta Kimura", "Alpha Ōno", "佐々木 みどり")
"""By first receipt; another order than that of their letters."""
LEAD = "長 めぐみ"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a ledger of three evaluators in two contexts: a change, a decision, a withdrawal."""
    folder = tmp_path_factory.mktemp("team")
    with Team(folder) as team:
        for place, name in enumerate(NAMES):
            team.ingest(named(team.returned(team.issued(name), rated(EX_01=2 + place), version="1", day=MARCH), name))
        again = team.returned(team.prefilled(NAMES[0]), rated(EX_01=5), version="2", day=APRIL)
        (last,) = team.ingest(named(again, f"{NAMES[0]} again"))
        (decision,) = team.ingest(named(decided(team), LEAD))
        other = dict.fromkeys(team.master.parameter_names, "any") | {"Duration": "ミリ秒"}
        team.ingest(
            named(team.returned(team.issued(NAMES[2], context=other), rated(EX_02=4), version="1"), "再 みどり")
        )
        gone = team.returned(team.issued(NAMES[1]), rated(EX_03=1), version="1", day=MARCH)
        (withdrawn,) = team.ingest(named(gone, f"{NAMES[1]} wrong"))
        team.ledger.withdraw(withdrawn.submission_id or "", "sent by mistake", at=datetime.now(UTC))
    assert (last.status, decision.status) == ("accepted", "accepted")
    return folder


def decided(team: Team) -> Path:
    """Have the lead decide the first point that there is to settle, and return the workbook."""
    issuance = adjudicating_issuance(team.master, ledger=team.ledger, decider=LEAD)
    (issued,) = generate(team.master, [issuance], ledger=team.ledger, output=team.folder / "decide")
    book = openpyxl.load_workbook(issued.path)
    book["裁定"]["E5"], book["裁定"]["F5"] = "⭐⭐⭐⭐", "試し直した"
    book.save(issued.path)
    return issued.path


def named(path: Path, name: str) -> Path:
    """Call a returned workbook as people do: by the evaluator."""
    return path.rename(path.with_name(f"評価_{name}.XLSX"))


@pytest.fixture(scope="module")
def history(folder: Path) -> History:
    """Return what the ledger holds."""
    with Team(folder) as team:
        return read_history(team.ledger)


def numbered(folder: Path, language: Language, as_of: datetime | None = None) -> History:
    """Return what the ledger holds with its evaluators numbered."""
    with Team(folder) as team:
        parts = read_parts(team.ledger, as_of=as_of, by_receipt=True)
        return anonymous(replayed(shipped_master(), parts, by_receipt=True), language).history


@pytest.fixture(scope="module")
def done(folder: Path) -> Done:
    """Return the run of the command that writes everything anonymously."""
    return depipe("compare", "--anonymous", "--store", f"sqlite:///{folder / 'ledger.db'}", cwd=folder)


def written(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and the whole text of everything below *folder*: zip parts unpacked, every cell of the tables."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        yield f"{path.name}: its name", path.name
        if path.suffix == ".parquet":
            yield path.name, repr(pl.read_parquet(io.BytesIO(data)).to_dicts())
        elif zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                yield from ((f"{path.name}: {part}", package.read(part).decode()) for part in package.namelist())
        else:
            yield path.name, data.decode()


def test_no_output_holds_a_name_or_a_file_s_name(folder: Path, done: Done, history: History) -> None:
    """Every part of every file that is written, and what the terminal shows; the names are there without the option."""
    hidden = {*NAMES, LEAD, *history.submissions["file"]}
    with Team(folder) as team:
        compare(team.ledger, folder / "named")

    told = [*written(folder / "output" / "anonymous"), ("stdout", done.out), ("stderr", done.err)]

    assert done.status == 0
    assert len(told) > 50
    assert [(place, name) for place, text in told for name in hidden if name in text] == []
    assert {name for _, text in written(folder / "named") for name in hidden if name in text} == hidden


def test_it_lies_where_nothing_with_names_lies(folder: Path, done: Done) -> None:
    """Into a folder of its own, which the command names."""
    assert [path.name for path in (folder / "output").iterdir()] == ["anonymous"]
    assert str(Path("output") / "anonymous" / "comparison-1.xlsx") in done.out


def test_numbers_follow_the_first_receipt_and_files_their_evaluator(folder: Path) -> None:
    """Who came first is 評価者 1 in every context; a file has its evaluator's number and its own."""
    submissions = numbered(folder, "ja").submissions

    assert submissions.select("evaluator", "file").rows() == [
        ("評価者 1", "評価者 1-1.xlsx"),
        ("評価者 2", "評価者 2-1.xlsx"),
        ("評価者 3", "評価者 3-1.xlsx"),
        ("評価者 1", "評価者 1-2.xlsx"),
        ("決定者 1", "決定者 1-1.xlsx"),
        ("評価者 3", "評価者 3-2.xlsx"),
        ("評価者 2", "評価者 2-2.xlsx"),
    ]
    assert numbered(folder, "en").returns["evaluator"].unique().sort().to_list() == [
        "Evaluator 1",
        "Evaluator 2",
        "Evaluator 3",
    ]


def test_a_number_means_the_same_person_at_every_moment_and_in_every_context(folder: Path, history: History) -> None:
    """As of any receipt, and of one context alone, the numbers are those of the whole ledger."""
    numbers = dict(zip(history.submissions["evaluator"], numbered(folder, "ja").submissions["evaluator"], strict=True))
    with Team(folder) as team:
        for moment in history.submissions["received_at"]:
            then = read_history(team.ledger, as_of=moment)
            told = numbered(folder, "ja", as_of=moment).submissions["evaluator"]
            assert [numbers[name] for name in then.submissions["evaluator"]] == told.to_list()
        second = history.contexts["context_id"].unique(maintain_order=True)[1]
        (one,) = compare(team.ledger, folder / "one", context_id=second, anonymous=True)

    assert {one.evaluator for one in one.comparison.returns} == {"評価者 3"}


def test_figures_are_those_of_the_named_comparison(folder: Path, done: Done) -> None:
    """Nothing but names changes: every verdict is the same."""
    with Team(folder) as team:
        compare(team.ledger, folder / "figures")
    assert done.status == 0

    for table in ("overall", "consensus", "agreement", "category_summary"):
        named_, numbered = (
            pl.read_parquet(place / "tables" / f"{table}.parquet")
            for place in (folder / "figures", folder / "output" / "anonymous")
        )
        assert named_.equals(numbered)


def test_the_comparison_says_who_said_what_by_number(folder: Path, done: Done) -> None:
    """評価者間, 変更履歴 and 前提 name 評価者 1 and their files."""
    assert done.status == 0
    book = openpyxl.load_workbook(folder / "output" / "anonymous" / "comparison-1.xlsx")
    values = {
        name: {cell.value for row in book[name].iter_rows() for cell in row}
        for name in ("評価者間", "変更履歴", "前提")
    }

    assert {"評価者 1", "評価者 2", "評価者 3"} <= values["評価者間"]
    assert any(str(value).startswith("決定者 1\n") for value in values["評価者間"])
    assert {"評価者 1", "評価者 1-2.xlsx"} <= values["変更履歴"]
    assert {"評価者 2", "評価者 2-2.xlsx"} <= values["前提"]
