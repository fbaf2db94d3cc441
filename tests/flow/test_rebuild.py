"""Rebuilding: originals that earlier rules read differently are read again; what moves is told before it is kept."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from depipe.cli.group import group
from depipe.findings import Finding, findings_json
from depipe.flow.rebuild import Move, rebuild
from depipe.ledger.history import read_history
from depipe.ledger.store import Entry, Ledger, open_ledger
from depipe.validation.submission import Answers, Submission
from depipe.workbook.identity import Answer
from support.damage import damage_originals
from support.masters import second_master
from support.pipeline import VERIFIED_ON, Filled, run
from support.reverifying import APRIL, MARCH, Team, rated

MASTER = second_master()
TOOL, OTHER = MASTER.tools[:2]
ITEMS = [item.id for item in MASTER.items]
RECEIVED = datetime(2026, 5, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)

Retell = Callable[[str, Submission], tuple[Submission, str]]
"""From a name and what its file says today: what earlier rules made of it, and their findings as JSON."""


def everything(stars: int) -> dict[tuple[str, str], Answer]:
    """Rate every item of two tools, with notes."""
    return {(item, tool): Answer(stars, "note") for item in ITEMS for tool in (TOOL, OTHER)}


FILLED = [
    Filled("Evaluator A", everything(4)),
    Filled("Evaluator B", everything(5)),
    Filled("Evaluator  b", everything(4)),
]


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """Give a ledger whose originals were read by today's rules."""
    folder = tmp_path_factory.mktemp("today")
    ran = run(folder, MASTER, FILLED)
    assert [result.status for result in ran.results] == ["accepted"] * 3
    with open_ledger(f"sqlite:///{folder}/ledger.db") as ledger:
        yield ledger


def as_today(_name: str, said: Submission) -> tuple[Submission, str]:
    """Read a file as today."""
    return said, "[]"


def retold(today: Ledger, folder: Path, retell: Retell, *, received_at: datetime = RECEIVED) -> str:
    """Return the URL of a ledger in which earlier rules read the same originals, one an hour."""
    url = f"sqlite:///{folder}/retold.db"
    records = today.submissions()
    with open_ledger(url) as ledger:
        issued = today.issuances(record.workbook_id for record in records)
        ledger.record_issuances(list(issued.values()), MASTER, at=received_at - 30 * DAY)
        for number, record in enumerate(records):
            kept = today.kept([record.submission_id])[record.submission_id]
            read = Submission(
                workbook_id=record.workbook_id,
                master_digest=record.master_digest,
                master_id=record.master_id,
                master_version=record.master_version,
                context_id=kept.context_id,
                evaluator=kept.evaluator,
                parameters=kept.said.parameters,
                tools=kept.said.tools,
                answers=kept.said.answers,
                proposals=kept.said.proposals,
                file=record.file,
                digest=record.digest,
                program=record.program,
            )
            said, findings = retell(kept.evaluator, read)
            findings = kept.findings_json if findings == "[]" else findings
            entry = Entry(submission=said, original=kept.original, findings_json=findings, master=MASTER)
            ledger.append([entry], received_at=received_at + timedelta(hours=number))
    return url


def lower(name: str, said: Submission) -> tuple[Submission, str]:
    """Read two answers of one evaluator as one star, with a finding that today's rules do not have."""
    if name != "Evaluator A":
        return said, "[]"
    changed = [answer._replace(stars=1) if answer.item_id in ITEMS[:2] else answer for answer in said.answers]
    odd = findings_json([Finding(code="extra.ignored", sheet="Sheet9", found="Sheet9")])
    return replace(said, answers=Answers.of(changed)), odd


def test_what_reads_the_same_moves_nothing(today: Ledger, tmp_path: Path) -> None:
    """A ledger that today's rules read is read again to the last finding: names that are alike, dates, spellings."""
    with open_ledger(retold(today, tmp_path, as_today)) as ledger:
        rebuilt = rebuild(ledger, keep=True)

        assert [review.status for review in rebuilt.reviews] == ["same"] * 3
        assert rebuilt.moves == []
        assert ledger.extent().revisions == 0
    assert any("evaluator.similar" in kept.findings_json for kept in today.kept(ids(today)).values())


def ids(ledger: Ledger) -> list[str]:
    """Return the ids of all submissions."""
    return [record.submission_id for record in ledger.submissions()]


def test_returns_of_one_workbook_that_came_one_by_one_are_no_news(tmp_path: Path) -> None:
    """That several returns of a workbook are read together now says nothing about the rules."""
    with Team(tmp_path) as team:
        workbook = team.issued()
        for stars, day in ((4, MARCH), (5, APRIL)):
            team.send(workbook, rated(EX_01=stars), version="1.0", day=day)

        rebuilt = rebuild(team.ledger)

    assert [(review.status, review.appeared) for review in rebuilt.reviews] == [("same", ()), ("same", ())]


def test_findings_and_verdicts_that_move_are_told_and_nothing_is_kept(today: Ledger, tmp_path: Path) -> None:
    """Answers that earlier rules misread move the verdict of their tools; the ledger stays as it was."""
    with open_ledger(retold(today, tmp_path, lower)) as ledger:
        before, extent = read_history(ledger).answers, ledger.extent()

        rebuilt = rebuild(ledger)

        moved, *others = rebuilt.reviews
        assert (moved.status, moved.answers, moved.record.evaluator) == ("moved", 4, "Evaluator A")
        assert [told.code for told in moved.gone] == ["extra.ignored"]
        assert [review.status for review in others] == ["same", "same"]
        assert {move.tool for move in rebuilt.moves} == {TOOL, OTHER}
        for move in rebuilt.moves:
            assert move.before is not None
            assert move.after is not None
            assert move.before.final != move.after.final
        assert not rebuilt.kept
        assert ledger.extent() == extent
        assert read_history(ledger).answers.equals(before)


def test_what_is_kept_is_what_was_told(today: Ledger, tmp_path: Path) -> None:
    """After keeping, the ledger says what today's rules read, a second rebuild finds nothing, the old reading stays."""
    with open_ledger(retold(today, tmp_path, lower)) as ledger:
        told = rebuild(ledger)
        old = read_history(ledger)
        moment = datetime.now(UTC)

        kept = rebuild(ledger, keep=True)

        assert kept.moves == told.moves
        assert kept.kept
        again = rebuild(ledger)
        assert [review.status for review in again.reviews] == ["same"] * 3
        assert again.moves == []
        columns = ["tool", "item_id", "stars", "doc", "sheet", "cell"]
        now, expected = read_history(ledger).answers, read_history(today).answers
        assert now.select(columns).equals(expected.select(columns))
        assert read_history(ledger, as_of=moment).answers.equals(old.answers)


def test_an_original_that_todays_rules_refuse_stays_as_it_is(today: Ledger, tmp_path: Path) -> None:
    """One that would be rejected is named with its errors, and counts as before."""
    received_at = datetime.combine(VERIFIED_ON, RECEIVED.time(), UTC) - 5 * DAY
    with open_ledger(retold(today, tmp_path, lower, received_at=received_at)) as ledger:
        rebuilt = rebuild(ledger, keep=True)

        assert [review.status for review in rebuilt.reviews] == ["rejected"] * 3
        assert {told.code for review in rebuilt.reviews for told in review.appeared} == {"verified-on.future"}
        assert rebuilt.moves == []
        assert ledger.extent().revisions == 0


def test_only_what_is_in_force_is_read_again(today: Ledger, tmp_path: Path) -> None:
    """A withdrawn submission counts nowhere, so it is not read again; the names it brought are not known later."""
    with open_ledger(retold(today, tmp_path, lower)) as ledger:
        first = ids(ledger)[0]
        ledger.withdraw(first, "by mistake", at=RECEIVED + DAY)

        rebuilt = rebuild(ledger)

        assert [review.record.submission_id for review in rebuilt.reviews] == ids(ledger)[1:]
        assert rebuilt.moves == []


def test_a_verdict_may_come_and_go(today: Ledger, tmp_path: Path) -> None:
    """A return that earlier rules put into another context moves its verdicts from there to here."""

    def elsewhere(_name: str, said: Submission) -> tuple[Submission, str]:
        parameters = dict(said.parameters)
        name = MASTER.parameters.entries[-1].name
        parameters[name] = "somewhere else"
        return replace(said, parameters=parameters, context_id=MASTER.context_id(parameters)), "[]"

    with open_ledger(retold(today, tmp_path, elsewhere)) as ledger:
        there, here = ledger.submissions()[0].context_id, today.submissions()[0].context_id
        rebuilt = rebuild(ledger, keep=True)

        gone = [move for move in rebuilt.moves if move.after is None]
        came = [move for move in rebuilt.moves if move.before is None]
        assert {move.context_id for move in gone} == {there}
        assert {move.context_id for move in came} == {here}
        assert len(gone) == len(came) > 0
        assert isinstance(gone[0], Move)
        assert {record.context_id for record in ledger.submissions()} == {here}


def test_what_the_ledger_judged_is_kept(today: Ledger, tmp_path: Path) -> None:
    """That a rating was superseded when it came in cannot be read from its file: it is neither gone, nor lost."""
    judged = Finding(
        code="rating.superseded", sheet="評価", cell="E2", item_id=ITEMS[0], tool=TOOL, found="x", expected="y"
    )

    def superseded(name: str, said: Submission) -> tuple[Submission, str]:
        changed, _ = lower(name, said)
        return changed, findings_json([judged]) if name == "Evaluator A" else "[]"

    with open_ledger(retold(today, tmp_path, superseded)) as ledger:
        rebuilt = rebuild(ledger, keep=True)

        assert rebuilt.reviews[0].gone == ()
        first = ids(ledger)[0]
        kept = json.loads(ledger.kept([first])[first].findings_json)
        assert [finding["code"] for finding in kept].count("rating.superseded") == 1


def test_a_damaged_original_ends_a_rebuild(today: Ledger, tmp_path: Path) -> None:
    """Bytes that are not the ones that came in are never taken for what somebody said."""
    url = retold(today, tmp_path, lower)
    damage_originals(url)

    with open_ledger(url) as ledger, pytest.raises(Exception, match="is damaged"):
        rebuild(ledger, keep=True)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", ("変わる 1", "違って読める回答: 4", "- extra.ignored", "3.00 → 4.00", "--keep を付けて")),
        (
            "en",
            ("different 1", "answers that read differently: 4", "- extra.ignored", "3.00 → 4.00", "with --keep it is"),
        ),
    ],
)
def test_the_terminal_tells_what_moves(today: Ledger, tmp_path: Path, language: str, words: tuple[str, ...]) -> None:
    """Submission, findings and verdicts that move are shown, and that nothing is kept yet."""
    url = retold(today, tmp_path, lower)

    shown = CliRunner().invoke(group, ["ledger", "rebuild", "--store", url, "--lang", language])
    told = json.loads(CliRunner().invoke(group, ["ledger", "rebuild", "--store", url, "--json"]).stdout)

    assert shown.exit_code == 0
    for each in words:
        assert each in shown.output
    assert told["submissions"] == {"same": 2, "moved": 1, "rejected": 0}
    assert [one["gone"][0]["code"] for one in told["moved"]] == ["extra.ignored"]
    assert {one["tool"] for one in told["verdicts"]} == {TOOL, OTHER}


def test_a_rebuild_that_refuses_something_says_so(today: Ledger, tmp_path: Path) -> None:
    """The exit status is 1, and the errors are shown."""
    received_at = datetime.combine(VERIFIED_ON, RECEIVED.time(), UTC) - 5 * DAY
    url = retold(today, tmp_path, as_today, received_at=received_at)

    shown = CliRunner().invoke(group, ["ledger", "rebuild", "--store", url, "--lang", "en"])

    assert shown.exit_code == 1
    assert "not acceptable today 3" in shown.output
    assert "+ verified-on.future" in shown.output
    assert "nothing to keep" in shown.output
