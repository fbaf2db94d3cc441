"""What the ledger says to a return: a base that it no longer holds, a verification that came too late."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from depipe.flow.ingest import FileResult
from depipe.flow.judging import judged
from depipe.ledger.store import Entry, Ledger, Receipt
from depipe.workbook.identity import Answer
from depipe.workbook.layout import SCOPE_ALL, SHEET_RATINGS
from support.pipeline import any_context
from support.reverifying import APRIL, MARCH, A, Team, codes, rated

MAY = date(2026, 5, 1)
STALE, LATE = "rating.stale-base", "rating.superseded"


def two_workbooks(team: Team) -> tuple[bytes, bytes]:
    """Let A rate three items of 1.24 in March, and return two workbooks that are prefilled with that."""
    team.send(team.issued(), rated(EX_01=4, EX_02=3, EX_03=2), version="1.24", day=MARCH)
    return team.prefilled(), team.prefilled()


def found(result: FileResult, code: str) -> dict[str, tuple[str | None, str | None]]:
    """Return the findings of a code: item id -> found, expected."""
    return {one.item_id or "": (one.found, one.expected) for one in result.findings if one.code == code}


def test_what_moved_on_is_not_overwritten(tmp_path: Path) -> None:
    """The whole file is refused; the cell, what it was issued with and what now stands since when are named."""
    with Team(tmp_path) as team:
        first, second = two_workbooks(team)
        team.send(first, rated(EX_01=1), version="1.25", day=APRIL)
        now = f"{datetime.now(UTC):%Y-%m-%d %H:}"
        result = team.send(second, rated(EX_01=5, EX_02=5), version="1.26", day=MAY)

        [finding] = [one for one in result.findings if one.code == STALE]
        assert (result.status, codes(result)) == ("rejected", [(STALE, "EX-01", "Temporal")])
        assert (finding.sheet, finding.cell, finding.expected) == (SHEET_RATINGS, "E5", "⭐⭐⭐⭐")
        assert (finding.found or "").startswith(f"⭐ (1.25, {now}")
        assert team.in_force() == {
            "EX-01": (1, "1.25", APRIL),
            "EX-02": (3, "1.24", MARCH),
            "EX-03": (2, "1.24", MARCH),
        }


def test_it_can_be_overwritten_on_purpose(tmp_path: Path) -> None:
    """With supersede the same file goes in, and the history shows both changes."""
    with Team(tmp_path) as team:
        first, second = two_workbooks(team)
        team.send(first, rated(EX_01=1), version="1.25", day=APRIL)
        path = team.returned(second, rated(EX_01=5, EX_02=5), version="1.26", day=MAY)

        assert [result.status for result in team.ingest(path)] == ["rejected"]
        assert [(result.status, codes(result)) for result in team.ingest(path, supersede=True)] == [("accepted", [])]
        assert team.in_force()["EX-01"] == (5, "1.26", MAY)
        assert team.changes()[3:5] == [("EX-01", 4, 1, "1.24", "1.25"), ("EX-01", 1, 5, "1.25", "1.26")]


def test_what_the_workbook_leaves_alone_is_no_conflict(tmp_path: Path) -> None:
    """It changes another item: that goes in, and what moved on meanwhile stays."""
    with Team(tmp_path) as team:
        first, second = two_workbooks(team)
        team.send(first, rated(EX_01=1), version="1.25", day=APRIL)
        result = team.send(second, rated(EX_02=5), version="1.26", day=MAY)

        assert (result.status, codes(result)) == ("accepted", [])
        assert team.in_force() == {"EX-01": (1, "1.25", APRIL), "EX-02": (5, "1.26", MAY), "EX-03": (2, "1.24", MARCH)}


def test_two_that_say_the_same_do_not_conflict(tmp_path: Path) -> None:
    """The same stars and, but for spelling, the same note; or both take back: nothing is lost."""
    with Team(tmp_path) as team:
        first, second = two_workbooks(team)
        one = {("EX-01", "Temporal"): Answer(1, doc="p. 1〜2"), ("EX-02", "Temporal"): Answer(None, doc="gone")}
        other = {("EX-01", "Temporal"): Answer(1, doc="p.  1～2"), ("EX-02", "Temporal"): Answer(None, doc="no more")}
        team.send(first, one, version="1.25", day=APRIL)
        result = team.send(second, other, version="1.26", day=MAY)

        assert (result.status, codes(result)) == ("accepted", [])


def test_all_items_would_bring_an_old_rating_back(tmp_path: Path) -> None:
    """With 全項目 an untouched answer is a statement too: it must not undo what came in meanwhile."""
    with Team(tmp_path) as team:
        first, second = two_workbooks(team)
        team.send(first, rated(EX_01=1), version="1.25", day=APRIL)
        result = team.send(second, rated(EX_02=5), version="1.26", day=MAY, scope=SCOPE_ALL)

        assert (result.status, codes(result)) == ("rejected", [(STALE, "EX-01", "Temporal")])


def test_a_withdrawal_is_a_change_on_either_side(tmp_path: Path) -> None:
    """What was taken back meanwhile is not rated over, and what was rated meanwhile is not taken back."""
    with Team(tmp_path) as team:
        first, second = two_workbooks(team)
        team.send(first, rated(EX_01=None, EX_02=5), version="1.25", day=APRIL)
        result = team.send(second, rated(EX_01=5, EX_02=None, EX_03=None), version="1.26", day=MAY)

        texts = found(result, STALE)
        assert sorted(texts) == ["EX-01", "EX-02"]
        assert (texts["EX-01"][0] or "").startswith("- (20")
        assert texts["EX-01"][1] == "⭐⭐⭐⭐"
        assert (texts["EX-02"][0] or "").startswith("⭐⭐⭐⭐⭐ (1.25, ")


def test_a_note_that_moved_is_named(tmp_path: Path) -> None:
    """Where the stars are the same, the notes that differ tell the two apart."""
    with Team(tmp_path) as team:
        first, second = two_workbooks(team)
        team.send(first, {("EX-01", "Temporal"): Answer(4, doc="new page")}, version="1.25", day=APRIL)
        result = team.send(second, rated(EX_01=2), version="1.26", day=MAY)

        was, then = found(result, STALE)["EX-01"]
        assert (was or "").endswith(") Doc: new page")
        assert then == "⭐⭐⭐⭐ Doc: page EX_01"


@pytest.mark.parametrize("other", ["another evaluator", "another context", "before it was issued", "withdrawn"])
def test_what_is_no_news_to_a_workbook(tmp_path: Path, other: str) -> None:
    """Others' ratings, other contexts, what it was issued with, and what was withdrawn do not count."""
    with Team(tmp_path) as team:
        first, second = two_workbooks(team)
        if other == "another evaluator":
            team.send(team.issued("Evaluator B"), rated(EX_01=1), version="1.25", day=APRIL)
        elif other == "another context":
            elsewhere = any_context(team.master) | {"Duration": "分〜時間"}
            team.send(team.issued(context=elsewhere), rated(EX_01=1), version="1.25", day=APRIL)
        elif other == "before it was issued":
            team.send(first, rated(EX_01=1), version="1.25", day=APRIL)
            second = team.prefilled()
        else:
            sent = team.send(first, rated(EX_01=1), version="1.25", day=APRIL)
            team.ledger.withdraw(sent.submission_id or "", "by mistake", at=datetime.now(UTC))
        result = team.send(second, rated(EX_01=5), version="1.26", day=MAY)

        assert (result.status, codes(result)) == ("accepted", [])


def test_a_workbook_does_not_conflict_with_itself(tmp_path: Path) -> None:
    """Its own earlier return, even one that superseded another workbook, is what a second return goes on from."""
    with Team(tmp_path) as team:
        first, second = two_workbooks(team)
        team.send(first, rated(EX_01=1), version="1.25", day=APRIL)
        team.send(second, rated(EX_01=5), version="1.26", day=MAY, supersede=True)
        result = team.send(second, rated(EX_01=3), version="1.26", day=MAY)

        assert (result.status, codes(result)) == ("accepted", [])


def test_a_plain_workbook_never_has_a_stale_base(tmp_path: Path) -> None:
    """It was issued with nothing, so what it says is said anew."""
    with Team(tmp_path) as team:
        plain = team.issued()
        team.send(team.issued(), rated(EX_01=4), version="1.24", day=MARCH)
        result = team.send(plain, rated(EX_01=1), version="1.25", day=APRIL)

        assert (result.status, codes(result)) == ("accepted", [])


def test_two_files_of_one_folder_conflict_as_if_they_came_one_by_one(tmp_path: Path) -> None:
    """The first goes in, the second is refused. A check holds each against the ledger, where neither is yet."""
    with Team(tmp_path) as team:
        first, second = two_workbooks(team)
        paths = (
            team.returned(first, rated(EX_01=1), version="1.25", day=APRIL),
            team.returned(second, rated(EX_01=5), version="1.26", day=MAY),
        )

        assert [(result.status, codes(result)) for result in team.check(*paths)] == [("accepted", [])] * 2
        assert [(result.status, codes(result)) for result in team.ingest(*paths)] == [
            ("accepted", []),
            ("rejected", [(STALE, "EX-01", "Temporal")]),
        ]
        assert [(result.status, codes(result)) for result in team.check(*paths)] == [
            ("unchanged", []),
            ("rejected", [(STALE, "EX-01", "Temporal")]),
        ]


def test_a_copy_of_a_refused_file_is_refused_too(tmp_path: Path) -> None:
    """It repeats nothing that is in the ledger."""
    with Team(tmp_path) as team:
        first, second = two_workbooks(team)
        team.send(first, rated(EX_01=1), version="1.25", day=APRIL)
        path = team.returned(second, rated(EX_01=5), version="1.26", day=MAY)
        copy = path.with_name("copy.xlsx")
        copy.write_bytes(path.read_bytes())

        assert [result.status for result in team.ingest(path, copy)] == ["rejected", "rejected"]


def test_the_whole_folder_again_is_unchanged(tmp_path: Path) -> None:
    """Old files that were taken in before are no news: neither stale nor late, nor in anybody's way."""
    with Team(tmp_path) as team:
        plain = team.returned(team.issued(), rated(EX_01=4, EX_02=3), version="1.24", day=MARCH)
        team.ingest(plain)
        first = team.returned(team.prefilled(), rated(EX_01=1), version="1.25", day=APRIL)
        team.ingest(first)
        new = team.returned(team.prefilled(), rated(EX_01=5), version="1.26", day=MAY)

        results = team.ingest(plain, first, new)

        assert [(result.status, codes(result)) for result in results] == [
            ("unchanged", []),
            ("unchanged", []),
            ("accepted", []),
        ]
        assert [result.status for result in team.check(plain, first, new)] == ["unchanged"] * 3


def test_an_older_verification_is_kept_and_says_so(tmp_path: Path) -> None:
    """A workbook that arrives late is history at the cells that were verified since; the rest is in force."""
    with Team(tmp_path) as team:
        late = team.returned(team.issued(), rated(EX_01=1, EX_04=2), version="1.23", day=MARCH)
        team.send(team.issued(), rated(EX_01=4), version="1.24", day=APRIL)
        checked, result = team.check(late)[0], team.ingest(late)[0]

        assert (result.status, codes(result)) == ("accepted", [(LATE, "EX-01", "Temporal")])
        assert found(result, LATE) == {"EX-01": ("2026-03-01", "2026-04-01")}
        assert checked.findings == result.findings
        assert team.in_force() == {"EX-01": (4, "1.24", APRIL), "EX-04": (2, "1.23", MARCH)}
        assert ("EX-01", 1, 4, "1.23", "1.24") in team.changes()


def test_a_late_withdrawal_names_its_cell(tmp_path: Path) -> None:
    """A `-` of an older verification does not take back what was verified since."""
    with Team(tmp_path) as team:
        first, second = two_workbooks(team)
        team.send(first, rated(EX_01=5), version="1.25", day=MAY)
        result = team.send(second, rated(EX_01=None), version="1.24", day=APRIL, supersede=True)

        [finding] = [one for one in result.findings if one.code == LATE]
        assert (finding.cell, finding.found, finding.expected) == ("E5", "2026-04-01", "2026-05-01")
        assert team.in_force()["EX-01"] == (5, "1.25", MAY)


def test_a_stale_cell_is_not_called_late_as_well(tmp_path: Path) -> None:
    """One cause, one finding."""
    with Team(tmp_path) as team:
        first, second = two_workbooks(team)
        team.send(first, rated(EX_01=5, EX_02=5), version="1.25", day=MAY)
        result = team.send(second, rated(EX_01=1, EX_03=5), version="1.24", day=APRIL)

        assert codes(result) == [(STALE, "EX-01", "Temporal")]


def test_the_ledger_keeps_what_it_said(tmp_path: Path) -> None:
    """The findings that are stored with a submission hold the late ones."""
    with Team(tmp_path) as team:
        late = team.returned(team.issued(), rated(EX_01=1), version="1.23", day=MARCH)
        team.send(team.issued(), rated(EX_01=4), version="1.24", day=APRIL)
        kept: list[Entry] = []
        append = Ledger.append

        def spied(ledger: Ledger, entries: list[Entry], **more: object) -> list[Receipt]:
            kept.extend(entries)
            return append(ledger, entries, **more)  # type: ignore[arg-type]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Ledger, "append", spied)
            team.ingest(late)

        assert LATE in kept[0].findings_json


def test_what_comes_in_between_judging_and_storing_is_seen(tmp_path: Path) -> None:
    """A return that another process stores at that very moment is not overwritten: the file is judged again."""
    with Team(tmp_path) as team:
        first, second = two_workbooks(team)
        mine = team.returned(second, rated(EX_01=5), version="1.26", day=MAY)
        theirs = team.returned(first, rated(EX_01=1), version="1.25", day=APRIL)
        meanwhile = [theirs]

        def slow(*arguments: object, **more: object) -> object:
            findings = judged(*arguments, **more)  # type: ignore[arg-type]
            if meanwhile:
                team.ingest(meanwhile.pop())
            return findings

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("depipe.flow.ingest.judged", slow)
            [result] = team.ingest(mine)

        assert (result.status, codes(result)) == ("rejected", [(STALE, "EX-01", "Temporal")])
        assert team.in_force()["EX-01"] == (1, "1.25", APRIL)


def test_a_workbook_that_somebody_else_fills_in_is_held_against_its_own_answers(tmp_path: Path) -> None:
    """A's workbook under B's name says what B changed in it: A's later rating and B's own are no news to the rest."""
    with Team(tmp_path) as team:
        first, second = two_workbooks(team)
        team.send(first, rated(EX_01=1), version="1.25", day=APRIL)
        team.send(team.issued("Evaluator B"), rated(EX_02=5), version="1.25", day=APRIL)
        path = team.returned(second, rated(EX_01=5), version="1.26", day=MAY)
        [result] = team.ingest(team.renamed(path, "Evaluator B"))

        assert (result.status, result.evaluator) == ("accepted", "Evaluator B")
        assert team.in_force("Evaluator B") == {"EX-01": (5, "1.26", MAY), "EX-02": (5, "1.25", APRIL)}
        assert team.in_force(A)["EX-01"] == (1, "1.25", APRIL)
