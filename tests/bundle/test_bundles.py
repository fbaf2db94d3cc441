"""Bundles of real ledgers: what they hold, that they verify anywhere, and that the same ledger gives the same bytes."""

import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from depipe.bundle.verify import verify
from depipe.bundle.write import write_bundle
from depipe.errors import DataError
from depipe.flow.adjudicate import adjudicating_issuance
from depipe.flow.compare import Settings, compared
from depipe.flow.generate import generate
from depipe.flow.rebuild import rebuild
from depipe.ledger.store import Ledger, Reread, open_ledger
from depipe.validation.submission import Answers, Submission
from depipe.workbook.layout import HEADER_REASON
from support.bundles import contents, forged
from support.cli import depipe
from support.reverifying import APRIL, MARCH, Team, rated

A, B, C = "Evaluator A", "Evaluator B", "Evaluator C"


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """Give a ledger with a verification again, a withdrawal, two contexts and a workbook that never came back."""
    with Team(tmp_path_factory.mktemp("team")) as team:
        team.send(team.issued(A), rated(EX_01=4, EX_02=2), version="1.24", day=MARCH)
        team.send(team.issued(B), rated(EX_01=3), version="1.24", day=MARCH)
        gone = team.send(team.issued(C), rated(EX_01=1), version="1.24", day=MARCH)
        team.ledger.withdraw(gone.submission_id or "", "by mistake", at=datetime.now(UTC))
        team.send(team.prefilled(A), rated(EX_01=5), version="1.25", day=APRIL)
        elsewhere = {entry.name: (entry.options or ("any",))[0] for entry in team.master.parameters.entries}
        team.send(team.issued(B, context=elsewhere), rated(EX_01=2), version="1.24", day=MARCH)
        team.issued("Evaluator D")
        yield team


def bundled(ledger: Ledger, folder: Path, **settings: Any) -> Path:  # noqa: ANN401 - as Settings takes them
    """Write a bundle of a ledger into *folder* and return it."""
    outputs, _ = compared(ledger, folder / "output", Settings(**settings))
    write_bundle(ledger, outputs, folder / "output", folder / "bundle.zip")
    return folder / "bundle.zip"


@pytest.fixture(scope="module")
def bundle(team: Team, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the bundle of that ledger."""
    return bundled(team.ledger, tmp_path_factory.mktemp("bundle"))


def test_it_holds_everything(team: Team, bundle: Path) -> None:
    """Every original byte for byte (the withdrawn one too), masters, issuances, tables and outputs."""
    files = contents(bundle)
    manifest = json.loads(files["manifest.json"])
    submissions = json.loads(files["record.json"])["submissions"]

    assert list(files) == ["manifest.json", *sorted(files.keys() - {"manifest.json"})]
    for one in submissions:
        assert files[one["original"]] == team.ledger.original(one["submission_id"])
    assert [one["withdrawn"] for one in submissions] == [False, False, True, False, False]
    assert sum(name.startswith("issuances/") for name in files) == 6
    assert [name for name in files if name.startswith("masters/")] == [f"masters/{team.master.digest}.json"]
    output = bundle.parent / "output"
    written = {f"outputs/{path.relative_to(output).as_posix()}": path for path in output.rglob("*") if path.is_file()}
    assert {name for name in files if name.startswith("outputs/")} == written.keys()
    assert all(files[name] == path.read_bytes() for name, path in written.items())
    assert {"outputs/comparison-1.xlsx", "outputs/comparison-2.xlsx", "outputs/tables/ratings.parquet"} <= files.keys()
    assert manifest["counts"] == {"submissions": 5, "withdrawn": 1, "evaluators": 2, "issuances": 6}
    assert [one["path"] for one in manifest["files"]] == sorted(files.keys() - {"manifest.json"})


def test_it_verifies_in_another_environment(bundle: Path, tmp_path: Path) -> None:
    """A process elsewhere, without the ledger, in another time zone, language and hash seed, as another user's home."""
    copy = tmp_path / "elsewhere" / "b.zip"
    copy.parent.mkdir()
    shutil.copy(bundle, copy)
    env = {
        "TZ": "Pacific/Kiritimati",
        "LANG": "tr_TR.UTF-8",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "HOME": str(tmp_path),
    }

    done = depipe("verify", "b.zip", "--json", cwd=copy.parent, env=env)

    assert (done.status, done.json()["verified"], done.json()["differences"]) == (0, True, [])
    assert len(done.json()["derived"]) == len([name for name in contents(bundle) if name.startswith("outputs/")])
    assert list(copy.parent.iterdir()) == [copy]


def test_the_same_ledger_gives_the_same_bytes(team: Team, bundle: Path, tmp_path: Path) -> None:
    """Later, in another process, folder, time zone, language and hash seed: every output, and the bundle itself."""
    env = {"TZ": "America/St_Johns", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "12345", "LC_ALL": "C"}
    store = f"sqlite:///{team.folder}/ledger.db"

    done = depipe("compare", "--store", store, "--output", "out", "--bundle", "b.zip", "--json", cwd=tmp_path, env=env)

    assert done.status == 0, done.err
    assert (tmp_path / "b.zip").read_bytes() == bundle.read_bytes()
    first = bundle.parent / "output"
    for path in first.rglob("*"):
        if path.is_file():
            assert (tmp_path / "out" / path.relative_to(first)).read_bytes() == path.read_bytes()


def test_it_tells_what_it_is(bundle: Path, tmp_path: Path) -> None:
    """People see master, counts and the digest that they may have written down; exit status 0."""
    shutil.copy(bundle, tmp_path / "b.zip")

    japanese, english = depipe("verify", "b.zip", cwd=tmp_path), depipe("verify", "b.zip", "--lang", "en", cwd=tmp_path)

    assert (japanese.status, english.status) == (0, 0)
    assert "検証できました。原本 4 件を読み直し" in japanese.out
    assert "Verified: 4 originals were read again" in english.out
    digest = subprocess.run(["sha256sum", bundle], capture_output=True, text=True, check=True).stdout.split()[0]
    assert digest in english.out


@pytest.mark.parametrize("settings", [{"language": "en"}, {"notice": "A note & <b>"}])
def test_settings_travel_with_it(team: Team, tmp_path: Path, settings: dict[str, str]) -> None:
    """Language and notice are derived again as they were asked for."""
    assert verify(bundled(team.ledger, tmp_path, **settings)).verified


def test_one_context_alone(team: Team, tmp_path: Path) -> None:
    """A bundle of one of several contexts holds its comparison, and verifies."""
    wanted = team.ledger.submissions()[-1].context_id
    made = bundled(team.ledger, tmp_path, context_id=wanted)

    assert [name for name in contents(made) if name.endswith(".xlsx") and "outputs" in name] == [
        "outputs/comparison-2.xlsx"
    ]
    assert verify(made).verified


def test_an_earlier_instant(team: Team, tmp_path: Path) -> None:
    """What came in later, and what was withdrawn later, is not in the bundle of an instant."""
    moment = team.ledger.submissions()[2].received_at
    made = bundled(team.ledger, tmp_path, as_of=moment)

    record = json.loads(contents(made)["record.json"])["submissions"]
    assert [one["withdrawn"] for one in record] == [False, False, False]
    assert verify(made).verified


def decided(workbook: bytes, stars: str, reason: str) -> bytes:
    """Return a workbook for decisions with the first row decided."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    sheet = book["裁定"]
    rows = enumerate(sheet.iter_rows(values_only=True), start=1)
    number, header = next((number, list(row)) for number, row in rows if "決定" in row)
    sheet.cell(number + 1, header.index("決定") + 1).value = stars
    sheet.cell(number + 1, header.index(HEADER_REASON) + 1).value = reason
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize("withdrawn", [False, True])
def test_decisions_are_read_again_as_well(tmp_path: Path, withdrawn: bool) -> None:  # noqa: FBT001 - a case
    """A workbook for decisions is an original like any other, in force or withdrawn."""
    with Team(tmp_path) as team:
        team.send(team.issued(A), rated(EX_01=5, EX_02=2), version="1.24", day=MARCH)
        team.send(team.issued(B), rated(EX_01=2, EX_02=5), version="1.24", day=MARCH)
        issuance = adjudicating_issuance(team.master, ledger=team.ledger, decider="Lead A")
        [issued] = generate(team.master, [issuance], ledger=team.ledger, output=tmp_path / "decide")
        path = tmp_path / "returned" / "decided.xlsx"
        path.write_bytes(decided(issued.path.read_bytes(), "⭐⭐⭐⭐", "the log shows it"))
        [result] = team.ingest(path)
        assert (result.status, team.table("decisions").height) == ("accepted", 1)
        if withdrawn:
            team.ledger.withdraw(result.submission_id or "", "not yet", at=datetime.now(UTC))

        made = bundled(team.ledger, tmp_path)

        assert verify(made).verified
        assert verify(made).manifest.counts.evaluators == 2
        record = json.loads(contents(made)["record.json"])["submissions"]
        assert [(one["decides"], one["withdrawn"]) for one in record] == [
            (False, False),
            (False, False),
            (True, withdrawn),
        ]


def test_a_bundle_of_the_first_format_still_verifies(tmp_path: Path) -> None:
    """It counts whoever decides among the evaluators, and is shown so; no other count and no other format holds."""
    with Team(tmp_path) as team:
        team.send(team.issued(A), rated(EX_01=5), version="1.24", day=MARCH)
        team.send(team.issued(B), rated(EX_01=2), version="1.24", day=MARCH)
        issuance = adjudicating_issuance(team.master, ledger=team.ledger, decider="Lead A")
        [issued] = generate(team.master, [issuance], ledger=team.ledger, output=tmp_path / "decide")
        path = tmp_path / "returned" / "decided.xlsx"
        path.write_bytes(decided(issued.path.read_bytes(), "⭐⭐⭐⭐", "the log shows it"))
        team.ingest(path)
        made = bundled(team.ledger, tmp_path)
    counts = json.loads(contents(made)["manifest.json"])["counts"]

    def told(version: int, evaluators: int) -> Path:
        changed = {"format_version": version, "counts": counts | {"evaluators": evaluators}}
        return forged(made, tmp_path / f"{version}-{evaluators}.zip", lambda _: None, told=changed)

    found = [verify(told(*which)).verified for which in ((1, 3), (1, 2), (2, 2), (2, 3))]
    shown = [depipe("verify", bundle, cwd=tmp_path).out for bundle in (told(1, 3), made)]

    assert found == [True, False, True, False]
    assert ["評価者と決定者 3 人" in shown[0], "評価者 2 人" in shown[1]] == [True, True]
    assert depipe("verify", told(0, 2), cwd=tmp_path).status == 1


def test_every_master_that_originals_name_is_there(tmp_path: Path) -> None:
    """A workbook of an older master is read with that one; all is computed with the newest."""
    with Team(tmp_path) as team:
        team.send(team.issued(A), rated(EX_01=4), version="1.24", day=MARCH)
        old = team.master
        items = [
            item.model_copy(update={"description": "Something else."}) if item.id == "EX-01" else item
            for item in old.items
        ]
        team.master = type(old).model_validate(old.model_dump() | {"version": "9.0.0", "items": items})
        team.send(team.issued(B), rated(EX_01=3), version="1.25", day=APRIL)

        made = bundled(team.ledger, tmp_path)

        masters = {name for name in contents(made) if name.startswith("masters/")}
        assert masters == {f"masters/{old.digest}.json", f"masters/{team.master.digest}.json"}
        assert json.loads(contents(made)["manifest.json"])["master"]["version"] == "9.0.0"
        assert verify(made).verified


def misread(ledger: Ledger) -> Reread:
    """Return what an earlier depipe might have made of the first submission: one star for everything."""
    first = ledger.submissions()[0]
    kept = ledger.kept([first.submission_id])[first.submission_id]
    answers = Answers.of([answer._replace(stars=answer.stars and 1) for answer in kept.said.answers])
    said = Submission(
        workbook_id=first.workbook_id,
        master_digest=first.master_digest,
        master_id=first.master_id,
        master_version=first.master_version,
        context_id=first.context_id,
        evaluator=first.evaluator,
        parameters=kept.said.parameters,
        tools=kept.said.tools,
        answers=answers,
        proposals=kept.said.proposals,
        file=first.file,
        digest=first.digest,
        program=first.program,
    )
    return Reread(submission_id=first.submission_id, submission=said, findings_json=kept.findings_json)


def test_a_name_that_was_typed_with_another_dash_is_read_again_as_it_was_kept(tmp_path: Path) -> None:
    """The ledger keeps it as it knew it: from a workbook of which nothing came back, or from another day."""
    with Team(tmp_path / "team") as team:
        team.issued("Evaluator-E")
        team.send(team.issued("Evaluator\N{HYPHEN}E"), rated(EX_01=4), version="1.24", day=MARCH)
        assert [one.evaluator for one in team.ledger.submissions()] == ["Evaluator-E"]

        assert verify(bundled(team.ledger, tmp_path)).verified


def test_what_the_originals_no_longer_say_is_not_bundled(team: Team, tmp_path: Path) -> None:
    """Where today's rules read an original otherwise, there is no bundle but the cell; after a rebuild there is."""
    shutil.copy(team.folder / "ledger.db", tmp_path / "ledger.db")
    with open_ledger(f"sqlite:///{tmp_path}/ledger.db") as ledger:
        ledger.revise([misread(ledger)], at=datetime.now(UTC))
        with pytest.raises(DataError, match=r"depipe ledger rebuild --keep") as refusal:
            bundled(ledger, tmp_path)
        assert "item_id=EX-0" in refusal.value.message("en")
        assert not (tmp_path / "bundle.zip").exists()
        assert {path.name for path in tmp_path.iterdir()} == {"ledger.db", "output"}

        assert [review.status for review in rebuild(ledger, keep=True).reviews].count("moved") == 1
        assert verify(bundled(ledger, tmp_path)).verified


def test_nothing_is_left_where_it_cannot_be_written(team: Team, tmp_path: Path) -> None:
    """A target below a file is the surroundings' fault: a sentence and exit status 3."""
    (tmp_path / "file").write_text("here", "utf-8")
    store = f"sqlite:///{team.folder}/ledger.db"

    done = depipe("compare", "--store", store, "--bundle", "file/b.zip", "--lang", "en", cwd=tmp_path)

    assert (done.status, "file/b.zip cannot be written" in done.err) == (3, True)


def test_hidden_names_and_originals_contradict_each_other(team: Team, tmp_path: Path) -> None:
    """--anonymous with --bundle is refused before anything is written."""
    store = f"sqlite:///{team.folder}/ledger.db"

    done = depipe("compare", "--store", store, "--anonymous", "--bundle", "b.zip", "--lang", "en", cwd=tmp_path)

    assert (done.status, "these name the evaluators" in done.err) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_bundle_is_called_what_it_is(team: Team, tmp_path: Path) -> None:
    """A name that does not end in .zip is refused before anything is written."""
    store = f"sqlite:///{team.folder}/ledger.db"

    done = depipe("compare", "--store", store, "--bundle", "b.zip.txt", "--lang", "en", cwd=tmp_path)

    assert (done.status, "b.zip.txt: a bundle is a zip file" in done.err) == (2, True)
    assert list(tmp_path.iterdir()) == []
