"""The comparison as it stood: returns, withdrawals and masters of that instant, and outputs that say so."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from depipe.errors import UsageError
from depipe.flow.compare import NothingYetError, compare
from depipe.flow.instants import begun, instant, named, said
from support.reverifying import APRIL, MARCH, Team, rated


@pytest.mark.parametrize(
    ("text", "moment", "folder", "words"),
    [
        ("2026-05-10", datetime(2026, 5, 10, 23, 59, 59, 999_999, UTC), "2026-05-10", "2026-05-10 UTC 時点"),
        (
            "2026-05-10T12:00",
            datetime(2026, 5, 10, 12, 0, tzinfo=UTC),
            "2026-05-10T120000Z",
            "2026-05-10 12:00 UTC 時点",
        ),
        (
            "2026-05-10 12:00:05",
            datetime(2026, 5, 10, 12, 0, 5, 0, UTC),
            "2026-05-10T120005Z",
            "2026-05-10 12:00:05 UTC 時点",
        ),
        (
            "2026-05-10T12:00+09:00",
            datetime(2026, 5, 10, 3, tzinfo=UTC),
            "2026-05-10T030000Z",
            "2026-05-10 03:00 UTC 時点",
        ),
        (" 2026-05-10T00:00:00.5Z ", datetime(2026, 5, 10, 0, 0, 0, 500_000, UTC), "2026-05-10T000000.500000Z", None),
    ],
)
def test_a_day_is_its_end_and_a_moment_itself(text: str, moment: datetime, folder: str, words: str | None) -> None:
    """Days and moments are read as UTC unless they say otherwise, and named without what file systems refuse."""
    assert instant(text) == moment
    assert named(instant(text)) == folder
    if words:
        assert said(instant(text)).ja == words


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "2026/05/10", "12:00", "2026-05-10T25:00"])
def test_anything_else_is_refused(text: str) -> None:
    """What is no day or moment gets a sentence that shows how to write one."""
    with pytest.raises(UsageError, match="2026-05-10"):
        instant(text)


@pytest.mark.parametrize("text", ["2026-05-09", "2026-05-10", "2026-05-10T12:00", "2026-05-10T21:00+09:00"])
def test_today_has_begun(text: str) -> None:
    """A day that has begun is taken, though its end is still to come, and so is the moment that it is."""
    assert begun(text, datetime(2026, 5, 10, 12, 0, tzinfo=UTC)) == instant(text)


def test_today_is_also_the_day_where_one_is() -> None:
    """An early morning in Japan: UTC still has yesterday."""
    morning = datetime(2026, 5, 11, 8, 0, tzinfo=timezone(timedelta(hours=9)))
    assert begun("2026-05-11", morning) == instant("2026-05-11")
    with pytest.raises(UsageError, match="in the future"):
        begun("2026-05-12", morning)


@pytest.mark.parametrize("text", ["2026-05-12", "2027-05-10", "2026-05-10T12:01", "2026-05-10T22:00+09:00"])
def test_the_future_is_refused(text: str) -> None:
    """A day or moment that is to come is no state of the ledger: one sentence with what it is now."""
    with pytest.raises(UsageError, match=r"in the future \(it is 2026-05-10 12:00 UTC\)") as caught:
        begun(text, datetime(2026, 5, 10, 12, 0, tzinfo=UTC))
    assert "2026-05-10 12:00 UTC" in caught.value.message("ja")


def stars(folder: Path) -> list[tuple[str, str, int]]:
    """Return the ratings that a comparison's tables hold."""
    return pl.read_parquet(folder / "tables" / "ratings.parquet").select("evaluator", "item_id", "stars").rows()


def test_the_comparison_of_a_moment_is_what_was_in_force_then(tmp_path: Path) -> None:
    """Before, between and after two returns and a withdrawal; what was withdrawn later still counts."""
    with Team(tmp_path) as team:
        before = datetime.now(UTC)
        first = team.send(team.issued(), rated(EX_01=4), version="1.24", day=MARCH)
        between = datetime.now(UTC)
        team.send(team.prefilled(), rated(EX_01=5), version="1.25", day=APRIL)
        after = datetime.now(UTC)
        team.ledger.withdraw(first.submission_id or "", "by mistake", at=datetime.now(UTC))
        team.send(team.issued("Evaluator B"), rated(EX_02=2), version="1.25", day=APRIL)

        with pytest.raises(NothingYetError, match="as of"):
            compare(team.ledger, tmp_path / "before", as_of=before)
        for name, moment in {"between": between, "after": after, "now": None}.items():
            compare(team.ledger, tmp_path / name, as_of=moment)

    assert stars(tmp_path / "between") == [("Evaluator A", "EX-01", 4)]
    assert stars(tmp_path / "after") == [("Evaluator A", "EX-01", 5)]
    assert stars(tmp_path / "now") == [("Evaluator A", "EX-01", 5), ("Evaluator B", "EX-02", 2)]


def test_the_master_is_the_one_of_that_moment(tmp_path: Path) -> None:
    """An item that a newer master brought is not in the older comparison."""
    with Team(tmp_path) as team:
        team.send(team.issued(), rated(EX_01=4), version="1.24", day=MARCH)
        then = datetime.now(UTC)
        old = team.master
        new = old.items[0].model_copy(update={"id": "EX-90"})
        team.master = type(old).model_validate(old.model_dump() | {"version": "9.0.0", "items": [*old.items, new]})
        team.send(team.prefilled(), rated(EX_90=2), version="1.25", day=APRIL)
        compare(team.ledger, tmp_path / "then", as_of=then)
        compare(team.ledger, tmp_path / "now")

    items = [set(pl.read_parquet(tmp_path / name / "tables/consensus.parquet")["item_id"]) for name in ("then", "now")]
    assert items[1] - items[0] == {"EX-90"}


@pytest.mark.parametrize(("language", "words"), [("ja", "2026-05-10 UTC 時点"), ("en", "as of 2026-05-10 UTC")])
def test_the_outputs_say_as_of_when(tmp_path: Path, language: str, words: str) -> None:
    """The heading of every output names the day."""
    with Team(tmp_path) as team:
        team.send(team.issued(), rated(EX_01=4), version="1.24", day=MARCH)
        moment = instant("2026-05-10").replace(year=datetime.now(UTC).year + 1)
        words = words.replace("2026", str(moment.year))
        [written] = compare(team.ledger, tmp_path / "then", as_of=moment, language="en" if language == "en" else "ja")

    sheet = openpyxl.load_workbook(written.workbook).worksheets[0]
    texts = [str(cell.value) for row in sheet.iter_rows(max_row=6) for cell in row if cell.value is not None]
    assert words in texts[0]
    assert any(words in text for text in texts[1:])
    assert words in written.markdown.read_text("utf-8").splitlines()[0]
