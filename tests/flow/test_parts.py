"""A ledger too large to be held: it is replayed some evaluators at a time, and everything comes out the same."""

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from depipe.comparison import people
from depipe.errors import SurroundingsError
from depipe.flow.adjudicate import adjudicating_issuance
from depipe.flow.compare import compare
from depipe.flow.generate import generate
from depipe.flow.history import timeline
from depipe.flow.scored import replayed, scored
from depipe.flow.spool import Spool
from depipe.flow.status import status
from depipe.ledger import history
from depipe.ledger.history import read_parts
from depipe.workbook.fill import decide
from support.disks import small_disk
from support.reverifying import APRIL, MARCH, Team, rated

PEOPLE = ("Zeta Kimura", "Alpha Ōno", "佐々木 みどり", "Evaluator 10", "Evaluator 9")


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """Return a team of five in two contexts: re-verified, decided, and a decision that a rating reopened."""
    folder = tmp_path_factory.mktemp("team")
    with Team(folder) as team:
        for place, name in enumerate(PEOPLE):
            answers = rated(EX_01=1 + place, EX_02=5 - place, OB_05=(1 if place % 2 else 5))
            team.send(team.issued(name), answers, version="1", day=MARCH)
        issuance = adjudicating_issuance(team.master, ledger=team.ledger, decider="Lead A")
        (issued,) = generate(team.master, [issuance], ledger=team.ledger, output=folder / "decide")
        decisions = {(one.item_id, one.tool): ("⭐⭐⭐⭐", "試し直した") for one in issuance.topics}
        path = folder / "returned" / "decided.xlsx"
        path.write_bytes(decide(issued.path.read_bytes(), decisions, decider="Lead A"))
        [decision] = team.ingest(path)
        again = team.send(team.prefilled(PEOPLE[0]), rated(EX_01=5), version="2", day=APRIL)
        other = dict.fromkeys(team.master.parameter_names, "any") | {"Duration": "ミリ秒"}
        elsewhere = team.send(team.issued(PEOPLE[2], context=other), rated(EX_02=4), version="1", day=MARCH)
        assert [one.status for one in (decision, again, elsewhere)] == ["accepted"] * 3
        yield team


def written(folder: Path) -> dict[str, bytes]:
    """Return every file below *folder*."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("anonymous", [False, True], ids=["named", "numbered"])
def test_every_output_is_the_same_in_parts(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, anonymous: bool
) -> None:
    """Byte for byte: tables, workbooks, documents and pages, of one evaluator at a time and of all at once."""
    compare(team.ledger, tmp_path / "whole", anonymous=anonymous)
    monkeypatch.setattr(history, "DOCUMENTS", 1)

    compare(team.ledger, tmp_path / "parts", anonymous=anonymous)

    whole, parts = written(tmp_path / "whole"), written(tmp_path / "parts")
    assert len(whole) == 10 + 2 * 3
    assert [name for name, data in whole.items() if parts.get(name) != data] == []
    assert parts.keys() == whole.keys()


def test_status_and_history_are_the_same_in_parts(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is where, and every change in the order of verification, whoever is read first."""
    whole = status(team.ledger), timeline(team.ledger)
    monkeypatch.setattr(history, "DOCUMENTS", 1)

    assert (status(team.ledger), timeline(team.ledger)) == whole
    days = [one.verified_on for one in whole[1].changes]
    assert days == sorted(days)


def test_numbered_people_do_not_stand_in_the_order_of_their_names(team: Team, tmp_path: Path) -> None:
    """Who knows the names and their order must not learn who has which number from the order of rows."""
    compare(team.ledger, tmp_path, anonymous=True)

    ratings = pl.read_parquet(tmp_path / "tables" / "ratings.parquet")
    assert ratings["evaluator"].unique(maintain_order=True).to_list() == [f"評価者 {n}" for n in range(1, 6)]


def test_of_very_many_ratings_a_page_tells_where_the_first_ones_stand(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cells of two of the five who rated a mandatory item, by name, and how many more there are."""
    monkeypatch.setattr(people, "SOURCES", 2)

    compare(team.ledger, tmp_path)

    page = (tmp_path / "comparison-1.html").read_text("utf-8")
    cells = re.findall(r"<bdi>([^<]+)</bdi> — <bdi>[^<]+</bdi>, 評価!E5<", page)
    assert cells == ["Alpha Ōno", "Evaluator 9"]
    assert "ほか 3 人の評価は tables/ratings.parquet にあります。" in page


def test_tables_outlive_what_they_were_made_from(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files behind the long tables stay for as long as somebody holds the tables."""
    monkeypatch.setattr(history, "DOCUMENTS", 1)

    tables = scored(replayed(team.master, read_parts(team.ledger)))

    assert tables.ratings.collect().height == 16
    assert tables.of(tables.contexts["context_id"][1]).changes.collect().height == 1


def test_the_files_of_a_spool_go_with_it() -> None:
    """One frame stays in memory, more are files; nothing of them is left when nobody holds the spool."""
    spool, first = Spool(), pl.DataFrame({"n": [1, 2]})
    spool.add(first)
    assert spool.frame().collect().equals(first)
    spool.add(pl.DataFrame({"n": [3]}))
    spool.add(pl.DataFrame({"n": []}, schema={"n": pl.Int64}))
    (folder,) = {path.parent for path in spool.files}

    assert spool.frame().collect()["n"].to_list() == [1, 2, 3]
    assert folder.exists()
    del spool
    assert not folder.exists()


def test_who_breaks_off_while_a_spool_goes_leaves_none_of_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C, again and again, within the removal, when some of the files are gone and some are not."""
    spool = Spool()
    for number in range(40):
        spool.add(pl.DataFrame({"n": [number]}))
    folder = spool.files[0].parent
    left: list[int] = []
    remove = os.unlink

    def removed_or_broken_off(path: str, *, dir_fd: int | None = None) -> None:
        if len(left) < 3 and 0 < (there := len(list(folder.iterdir()))) < 40 - 10 * len(left):
            left.append(there)
            raise KeyboardInterrupt
        remove(path, dir_fd=dir_fd)

    monkeypatch.setattr(os, "unlink", removed_or_broken_off)
    del spool

    assert left == [39, 29, 19]
    assert not folder.exists()


def test_a_spool_lies_in_a_folder_of_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Brackets in the name of the temporary folder are no pattern."""
    (tmp_path / "temporary [1]").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary [1]"))
    spool = Spool()

    for number in (1, 2):
        spool.add(pl.DataFrame({"n": [number]}))

    assert spool.frame().collect()["n"].to_list() == [1, 2]


def test_no_room_for_the_files_of_a_spool_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """It names the folder for temporary files, and leaves nothing there."""
    frame = pl.DataFrame({"n": range(100_000)})
    with small_disk(0.1) as disk:
        monkeypatch.setattr(tempfile, "tempdir", str(disk))
        spool = Spool()
        spool.add(frame)

        with pytest.raises(SurroundingsError) as raised:
            spool.add(frame)

        said = raised.value.text.en
        del spool, raised
        assert (str(disk) in said, list(disk.iterdir())) == (True, [])
