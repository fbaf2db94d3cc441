"""A prefilled workbook comes back: what it changes, what it leaves, what it says of the rest."""

from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from depipe.errors import DataError, UsageError
from depipe.folding import fold
from depipe.workbook.fill import header_columns
from depipe.workbook.identity import Answer
from depipe.workbook.layout import HEADER_ID, HEADER_SCOPE, SCOPE_ALL, SCOPE_CHANGED, SHEET_CONTEXT, SHEET_RATINGS
from support.pipeline import any_context
from support.reverifying import APRIL, MARCH, A, Team, codes, rated

B = "Evaluator B"


def star_of(workbook: bytes, item_id: str, tool: str = "Temporal") -> object:
    """Return what stands in a star cell."""
    sheet = openpyxl.load_workbook(BytesIO(workbook))[SHEET_RATINGS]
    header, columns = header_columns(sheet, HEADER_ID)
    row = next(row for row in range(header + 1, sheet.max_row + 1) if sheet.cell(row, columns["ID"]).value == item_id)
    return sheet.cell(row, columns[fold(tool)]).value


def first_round(team: Team) -> None:
    """Let Evaluator A rate three items of Temporal 1.24 in March."""
    result = team.send(team.issued(), rated(EX_01=4, EX_02=3, EX_03=2), version="1.24", day=MARCH)
    assert result.status == "accepted"


def test_a_prefilled_workbook_holds_what_is_in_force(tmp_path: Path) -> None:
    """Stars, notes, version, the locked context and the range of verification stand in it; the rest is `-`."""
    with Team(tmp_path) as team:
        first_round(team)
        workbook = team.prefilled()

    book = openpyxl.load_workbook(BytesIO(workbook))
    cells = [str(cell.value) for row in book[SHEET_CONTEXT].iter_rows() for cell in row if cell.value is not None]
    assert [star_of(workbook, item) for item in ("EX-01", "EX-02", "EX-03", "EX-04")] == [
        "⭐⭐⭐⭐",
        "⭐⭐⭐",
        "⭐⭐",
        "-",
    ]
    assert {A, "1.24", HEADER_SCOPE, SCOPE_CHANGED, *any_context(team.master).values()} <= set(cells)
    assert "page EX_01" in [cell.value for row in book[SHEET_RATINGS].iter_rows() for cell in row]


def test_it_comes_back_untouched_and_says_nothing(tmp_path: Path) -> None:
    """Unchanged, without a complaint that no day of verification is given."""
    with Team(tmp_path) as team:
        first_round(team)
        result = team.send(team.prefilled())

        assert (result.status, codes(result)) == ("unchanged", [])
        assert len(team.ledger.submissions()) == 1


def test_only_what_changed_is_verified_again(tmp_path: Path) -> None:
    """Stars or a note that differ are ratings at the new version; the rest keeps the version that it was seen at."""
    with Team(tmp_path) as team:
        first_round(team)
        changed = {**rated(EX_01=5), ("EX-02", "Temporal"): Answer(3, doc="another page")}
        result = team.send(team.prefilled(), changed, version="1.25", day=APRIL)

        assert (result.status, codes(result)) == ("accepted", [])
        assert team.in_force() == {
            "EX-01": (5, "1.25", APRIL),
            "EX-02": (3, "1.25", APRIL),
            "EX-03": (2, "1.24", MARCH),
        }


def test_all_items_means_all_items(tmp_path: Path) -> None:
    """With 全項目 what was left as it was counts as verified at the new version too."""
    with Team(tmp_path) as team:
        first_round(team)
        result = team.send(team.prefilled(), rated(EX_01=5), version="1.25", day=APRIL, scope=SCOPE_ALL)

        assert result.status == "accepted"
        assert team.in_force() == {
            "EX-01": (5, "1.25", APRIL),
            "EX-02": (3, "1.25", APRIL),
            "EX-03": (2, "1.25", APRIL),
        }
        assert team.changes()[3:] == [
            ("EX-01", 4, 5, "1.24", "1.25"),
            ("EX-02", 3, 3, "1.24", "1.25"),
            ("EX-03", 2, 2, "1.24", "1.25"),
        ]


def test_all_items_alone_says_that_all_was_verified(tmp_path: Path) -> None:
    """Nothing else is touched: every rating is of the day of receipt, as no other day is given, and that is said."""
    with Team(tmp_path) as team:
        first_round(team)
        result = team.send(team.prefilled(), scope=SCOPE_ALL)
        days = {day for _, _, day in team.in_force().values()}

    assert (result.status, codes(result)) == ("accepted", [("verified-on.missing", None, "Temporal")])
    assert min(days) > MARCH


@pytest.mark.parametrize("scope", [SCOPE_CHANGED, SCOPE_ALL])
def test_a_dash_takes_a_rating_back(tmp_path: Path, scope: str) -> None:
    """`-` where stars stood is a withdrawal under either range; `-` where nothing stood says nothing."""
    with Team(tmp_path) as team:
        first_round(team)
        result = team.send(team.prefilled(), rated(EX_01=None, EX_04=None), version="1.25", day=APRIL, scope=scope)

        assert result.status == "accepted"
        assert set(team.in_force()) == {"EX-02", "EX-03"}
        assert ("EX-01", 4, None, "1.24", None) in team.changes()


def test_a_version_alone_verifies_nothing_unless_all_items_were(tmp_path: Path) -> None:
    """A new version without a changed answer is kept, and moves no rating; with 全項目 it moves all of them."""
    with Team(tmp_path) as team:
        first_round(team)
        workbook = team.prefilled()

        assert team.send(workbook, version="1.25", day=APRIL).status == "accepted"
        assert {version for _, version, _ in team.in_force().values()} == {"1.24"}
        assert team.send(workbook, version="1.25", day=APRIL, scope=SCOPE_ALL).status == "accepted"
        assert {version for _, version, _ in team.in_force().values()} == {"1.25"}


def test_a_second_return_is_a_change_to_the_first(tmp_path: Path) -> None:
    """What the same workbook changed before stays at its version and day; going back is a change again."""
    with Team(tmp_path) as team:
        first_round(team)
        workbook = team.prefilled()
        team.send(workbook, rated(EX_01=5), version="1.25", day=APRIL)
        second = team.send(workbook, rated(EX_01=5, EX_02=1), version="1.26", day=date(2026, 5, 1))
        again = team.send(workbook, rated(EX_01=5, EX_02=1), version="1.26", day=date(2026, 5, 1))
        back = team.send(workbook, rated(EX_01=4, EX_02=1), version="1.26", day=date(2026, 5, 2))

        assert [result.status for result in (second, again, back)] == ["accepted", "unchanged", "accepted"]
        assert team.changes()[3:] == [
            ("EX-01", 4, 5, "1.24", "1.25"),
            ("EX-02", 3, 1, "1.24", "1.26"),
            ("EX-01", 5, 4, "1.25", "1.26"),
        ]


def test_a_missing_day_is_said_where_something_was_verified(tmp_path: Path) -> None:
    """The tool that was verified again lacks its day; the one that was left alone is not asked for one."""
    with Team(tmp_path) as team:
        answers = rated(EX_01=4) | {("EX-01", "Restate"): Answer(3, doc="page")}
        path = team.returned(team.issued(), answers, version="1.0", day=MARCH, tools=("Temporal", "Restate"))
        team.ingest(path)
        result = team.send(team.prefilled(), rated(EX_01=5))

        assert codes(result) == [("verified-on.missing", None, "Temporal")]


def test_a_tool_that_was_left_alone_is_not_verified_by_being_sent_back(tmp_path: Path) -> None:
    """What the first return left as issued, without a day, is not newer than what the second verifies on its day."""
    with Team(tmp_path) as team:
        both, restate = ("Temporal", "Restate"), ("EX-01", "Restate")
        answers = rated(EX_01=4) | {restate: Answer(3, doc="page")}
        team.ingest(team.returned(team.issued(), answers, version="1.0", day=MARCH, tools=both))
        workbook = team.prefilled()
        team.send(workbook, rated(EX_01=5), version="1.1", day=APRIL)
        second = team.returned(workbook, rated(EX_01=5), version="1.1", day=APRIL)
        again = team.returned(
            second.read_bytes(), {restate: Answer(1, doc="x")}, version="2.0", day=APRIL, tools=("Restate",)
        )
        [result] = team.ingest(again)

        assert (result.status, codes(result)) == ("accepted", [])
        ratings = team.table("ratings").select("tool", "stars", "tool_version", "verified_on").rows()
        assert ratings == [("Temporal", 5, "1.1", APRIL), ("Restate", 1, "2.0", APRIL)]


def test_the_issued_file_itself_takes_nothing_back(tmp_path: Path) -> None:
    """Sent by mistake after it was filled in, the workbook as issued is unchanged; undone on purpose it is not."""
    with Team(tmp_path) as team:
        first_round(team)
        workbook = team.prefilled()
        team.send(workbook, rated(EX_01=5), version="1.25", day=APRIL)

        assert team.send(workbook).status == "unchanged"
        assert team.in_force()["EX-01"] == (5, "1.25", APRIL)
        assert team.send(workbook, rated(EX_01=4), version="1.25", day=APRIL).status == "accepted"
        assert team.in_force()["EX-01"] == (4, "1.25", APRIL)


def test_items_that_are_new_in_the_master_are_open(tmp_path: Path) -> None:
    """A newer master's workbook holds the old answers; its new item is `-`, and what it lost is left out."""
    with Team(tmp_path) as team:
        team.send(team.issued(), rated(EX_01=4, EX_02=3, EX_05=2), version="1.24", day=MARCH)
        items = [item for item in team.master.items if item.id != "EX-05"]
        new = items[0].model_copy(update={"id": "EX-90"})
        newer = type(team.master).model_validate(
            team.master.model_dump() | {"version": "9.0.0", "items": [*items, new], "boundaries": []}
        )
        workbook = team.prefilled(master=newer)
        team.master = newer
        result = team.send(workbook, rated(EX_90=2), version="1.25", day=APRIL)

        assert [star_of(workbook, item) for item in ("EX-01", "EX-02", "EX-90")] == ["⭐⭐⭐⭐", "⭐⭐⭐", "-"]
        assert result.status == "accepted"
        assert team.in_force() == {
            "EX-01": (4, "1.24", MARCH),
            "EX-02": (3, "1.24", MARCH),
            "EX-90": (2, "1.25", APRIL),
        }


def test_a_tool_keeps_the_attributes_that_the_ledger_knows(tmp_path: Path) -> None:
    """What the lead once set is issued again, not the master's default."""
    with Team(tmp_path) as team:
        short = {("Temporal", "短命ジョブ専用"): "はい"}
        team.send(team.issued(attributes=short), rated(EX_01=4), version="1.24", day=MARCH)
        team.send(team.prefilled(), rated(EX_01=5), version="1.25", day=APRIL)

        rows = team.table("tool_attributes").select("tool", "value").rows()
        assert ("Temporal", "はい") in rows


def test_each_context_has_its_own_workbooks(tmp_path: Path) -> None:
    """Of several contexts one must be named; the workbook holds that one's ratings and values."""
    with Team(tmp_path) as team:
        first, second = any_context(team.master), any_context(team.master) | {"Duration": "分〜時間"}
        team.send(team.issued(context=first), rated(EX_01=4), version="1.24", day=MARCH)
        team.send(team.issued(context=second), rated(EX_01=1), version="1.24", day=MARCH)

        with pytest.raises(UsageError, match=team.master.context_id(first)):
            team.prefilled()
        workbook = team.prefilled(context_id=team.master.context_id(second))

        assert star_of(workbook, "EX-01") == "⭐"
        assert team.send(workbook, rated(EX_01=2), version="1.25", day=APRIL).status == "accepted"


def test_only_the_tools_that_are_asked_about(tmp_path: Path) -> None:
    """A tool that the evaluator never rated has an open column; without any tool, those that they rated are asked."""
    with Team(tmp_path) as team:
        first_round(team)
        both, own = team.prefilled(tools=["Temporal", "Restate"]), team.prefilled()

    assert (star_of(both, "EX-01"), star_of(both, "EX-01", "Restate")) == ("⭐⭐⭐⭐", "-")
    with pytest.raises(KeyError):
        star_of(own, "EX-01", "Restate")


@pytest.mark.parametrize(("evaluator", "tools"), [(B, ()), (A, ("Restate",)), (None, ("Restate",))])
def test_who_has_no_ratings_gets_no_prefilled_workbook(tmp_path: Path, evaluator: str, tools: tuple[str, ...]) -> None:
    """Nothing is issued, and those who have ratings are named."""
    with Team(tmp_path) as team:
        first_round(team)
        with pytest.raises(DataError, match=A):
            team.prefilled(evaluator, tools)


def test_names_are_known_however_they_are_typed(tmp_path: Path) -> None:
    """Width and spaces do not matter; the ledger's spelling is used."""
    with Team(tmp_path) as team:
        first_round(team)
        result = team.send(
            team.prefilled("Ｅｖａｌｕａｔｏｒ  A", ["ｔemporal".replace("ｔ", "Ｔ")]), rated(EX_01=5), day=APRIL
        )

        assert (result.status, result.evaluator) == ("accepted", A)
        assert set(team.table("ratings")["tool"]) == {"Temporal"}
