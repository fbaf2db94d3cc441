"""The history as frames: exact columns and types, what is in force, what was known at an instant."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from depipe.ledger import frames, history
from depipe.ledger.documents import PROPOSAL_COLUMNS
from depipe.ledger.history import History, IssuanceRecord, issuances_overview, read_history
from depipe.ledger.store import Ledger
from depipe.validation.submission import Proposal, Submission
from depipe.workbook.identity import Answer
from support.returns import MASTER, PARAMETERS, entry, issuance, rated, small_master, submission, told

NOW = datetime(2026, 5, 10, 23, 30, 0, 1, UTC)
HOUR = timedelta(hours=1)
LARGE = {"Size": "large", "Place": "東京"}
SCHEMAS = {
    "returns": frames.RETURNS,
    "answers": frames.ANSWERS,
    "issued": frames.ISSUED,
    "submissions": pl.Schema({**frames.SUBMISSIONS, "decides": pl.Boolean()}),
    "contexts": frames.CONTEXTS,
    "attributes": frames.ATTRIBUTES,
    "tools": frames.TOOLS,
    "proposals": pl.Schema({"submission_id": pl.String(), **dict.fromkeys(PROPOSAL_COLUMNS, pl.String())}),
    "decisions": frames.DECISIONS,
    "bases": frames.BASES,
}


def send(ledger: Ledger, said: Submission, *, at: datetime = NOW) -> str:
    """Append a submission that is new and return its id."""
    original = f"{len(ledger.submissions())}".encode()
    master = ledger.masters().get(said.master_digest, MASTER)
    [receipt] = ledger.append([entry(said, original, master=master)], received_at=at)
    assert receipt.status == "accepted"
    return receipt.submission_id or ""


def columns(frame: pl.DataFrame, *names: str) -> list[tuple[object, ...]]:
    """Return the rows of some columns."""
    return frame.select(names).rows()


def assert_schemas(found: History) -> None:
    """Every frame has exactly its columns, in order, with their types."""
    assert {name: getattr(found, name).schema for name in SCHEMAS} == SCHEMAS
    assert {name: getattr(found, name).columns for name in SCHEMAS} == {n: s.names() for n, s in SCHEMAS.items()}


def test_an_empty_ledger_gives_empty_frames(ledger: Ledger) -> None:
    """Without anything recorded the frames are there, typed and empty."""
    found = read_history(ledger)

    assert_schemas(found)
    assert all(getattr(found, name).is_empty() for name in SCHEMAS)


def test_a_submission_as_frames(ledger: Ledger) -> None:
    """Everything that a submission says stands in its frame, in its order."""
    said = submission(
        [rated("A-02", 3, "note"), rated("A-01", None, "only a note", tool="Beta")],
        tools=[told("Beta", "2", None, "changed"), told("Alpha", "1.10", date(2026, 5, 1), attributes={"short": "no"})],
        proposals=[Proposal("A", "New", None, "reason", "はい"), Proposal(None, "Other", "what", None, None)],
    )

    one = send(ledger, said)

    found = read_history(ledger)
    context = said.context_id
    assert_schemas(found)
    assert found.returns.rows() == [
        (one, "w1", context, "Evaluator A", "Beta", "2", date(2026, 5, 10), NOW, 1, True, "small", "1.0.0"),
        (one, "w1", context, "Evaluator A", "Alpha", "1.10", date(2026, 5, 1), NOW, 1, False, "small", "1.0.0"),
    ]
    assert found.answers.rows() == [
        (one, "Alpha", "A-02", 3, "note", None, None, "評価", "E2"),
        (one, "Beta", "A-01", None, "only a note", None, None, "評価", "E2"),
    ]
    assert found.submissions.drop("digest", "withdrawn", "reason", "decides").rows() == [
        (one, "w1", context, "Evaluator A", "返送.xlsx", "small", "1.0.0", MASTER.digest, "Microsoft Excel 16", NOW, 1),
    ]
    assert found.contexts.rows() == [(context, "Size", "small", 1), (context, "Place", "東京", 1)]
    assert found.attributes.rows() == [(context, "Alpha", "short", "no", 1)]
    assert found.tools.rows() == [(context, "Alpha", 1), (context, "Beta", 2)]
    assert found.proposals.rows() == [
        (one, "A", "New", None, "reason", "はい"),
        (one, None, "Other", "what", None, None),
    ]


def test_a_submission_without_answers_has_no_rows(ledger: Ledger) -> None:
    """Nothing answered and nothing proposed is no row, not a row of nulls, beside submissions that have some."""
    first = send(ledger, submission({"A-01": 4}))
    empty = send(ledger, submission(workbook_id="w2"))
    last = send(ledger, submission({"A-02": 5}, workbook_id="w3"))

    found = read_history(ledger)

    assert columns(found.answers, "submission_id", "item_id", "stars") == [(first, "A-01", 4), (last, "A-02", 5)]
    assert columns(found.returns, "submission_id") == [(first,), (empty,), (last,)]
    assert found.proposals.is_empty()


def test_withdrawn_submissions_count_nowhere(ledger: Ledger) -> None:
    """A withdrawn submission is in the list of submissions alone, with its reason."""
    said = submission(
        {"A-01": 4},
        tools=[told("Gamma", attributes={"short": "no"})],
        parameters=LARGE,
        proposals=[Proposal("A", "New", None, None, None)],
    )
    withdrawn, kept = send(ledger, said), send(ledger, submission({"A-02": 2}, workbook_id="w2"))
    ledger.withdraw(withdrawn, "by mistake", at=NOW)

    found = read_history(ledger)

    assert columns(found.submissions, "submission_id", "withdrawn", "reason") == [
        (withdrawn, True, "by mistake"),
        (kept, False, None),
    ]
    assert set(found.returns["submission_id"]) == set(found.answers["submission_id"]) == {kept}
    assert set(found.contexts["value"]) == set(PARAMETERS.values())
    assert found.tools["tool"].to_list() == ["Alpha"]
    assert found.attributes.is_empty()
    assert found.proposals.is_empty()


def test_contexts_stand_in_the_order_of_first_receipt(ledger: Ledger) -> None:
    """Contexts are counted by their first submission in force, and spelled as that one spelled them."""
    gone = send(ledger, submission({"A-01": 1}, parameters={"Size": "huge", "Place": "東京"}))
    send(ledger, submission({"A-01": 1}, parameters=LARGE))
    send(ledger, submission({"A-01": 1}))
    send(ledger, submission({"A-01": 2}, parameters={"Size": "ｌａｒｇｅ", "Place": "東京"}))
    ledger.withdraw(gone, "by mistake", at=NOW)

    assert columns(read_history(ledger).contexts, "name", "value", "sequence") == [
        ("Size", "large", 2),
        ("Place", "東京", 2),
        ("Size", "small", 3),
        ("Place", "東京", 3),
    ]


def test_the_attribute_received_last_wins(ledger: Ledger) -> None:
    """An attribute is a fact about a tool in a context: the last one received stands, other contexts keep theirs."""
    for n, (value, parameters) in enumerate([("no", PARAMETERS), ("no", LARGE), ("yes", PARAMETERS)]):
        tools = [told(attributes={"short": value})]
        send(ledger, submission({"A-01": 4}, tools=tools, parameters=parameters, workbook_id=f"w{n}"))

    found = read_history(ledger).attributes

    assert set(found.rows()) == {
        (MASTER.context_id(PARAMETERS), "Alpha", "short", "yes", 3),
        (MASTER.context_id(LARGE), "Alpha", "short", "no", 2),
    }


def test_default_tools_come_first_then_others_by_receipt(ledger: Ledger) -> None:
    """Each context has the tools that were returned in it: the newest master's in its order, then the others."""
    send(ledger, submission(tools=[told("Zeta"), told("Beta")]))
    send(ledger, submission(tools=[told("Gamma")], parameters=LARGE))
    send(ledger, submission(tools=[told("Alpha"), told("Eta"), told("Zeta")], workbook_id="w2"))

    small, large = MASTER.context_id(PARAMETERS), MASTER.context_id(LARGE)
    assert read_history(ledger).tools.rows() == [
        (small, "Alpha", 1),
        (small, "Beta", 2),
        (small, "Zeta", 3),
        (small, "Eta", 4),
        (large, "Gamma", 1),
    ]


def test_only_answers_that_were_issued_are_issued(ledger: Ledger) -> None:
    """Prefilled workbooks give their answers, without the blank ones; plain ones give none."""
    answers = {
        ("A-01", "Alpha"): Answer(4, "note", None, None),
        ("A-02", "Alpha"): Answer(),
        ("A-02", "Beta"): Answer(None, None, None, "log"),
    }
    ledger.record_issuances([issuance("w1"), issuance("w2", answers=answers)], MASTER, at=NOW)

    assert read_history(ledger).issued.rows() == [
        ("w2", "Alpha", "A-01", 4, "note", None, None),
        ("w2", "Beta", "A-02", None, None, None, "log"),
    ]


def test_as_of_shows_what_was_known_then(ledger: Ledger) -> None:
    """Submissions, withdrawals, issuances and masters count up to that instant, to the microsecond."""
    newer = small_master("2.0.0", items=9)
    first = send(ledger, submission({"A-01": 4}, tools=[told("Zeta")]), at=NOW)
    ledger.withdraw(first, "by mistake", at=NOW + HOUR)
    prefilled = issuance("w9", answers={("A-01", "Alpha"): Answer(4)}, master=newer)
    ledger.record_issuances([prefilled], newer, at=NOW + HOUR)
    second = send(ledger, submission({"A-01": 2}), at=NOW + 2 * HOUR)
    microsecond = timedelta(microseconds=1)

    def known(as_of: datetime) -> tuple[list[str], list[str | None], int]:
        found = read_history(ledger, as_of=as_of)
        assert_schemas(found)
        return found.returns["submission_id"].to_list(), found.submissions["reason"].to_list(), found.issued.height

    assert known(NOW - microsecond) == ([], [], 0)
    assert known(NOW) == ([first], [None], 0)
    assert known(NOW + HOUR - microsecond) == ([first], [None], 0)
    assert known(NOW + HOUR) == ([], ["by mistake"], 1)
    assert known(NOW + 2 * HOUR) == ([second], ["by mistake", None], 1)
    with pytest.raises(ValueError, match="needs its time zone"):
        read_history(ledger, as_of=NOW.replace(tzinfo=None))


def test_as_of_orders_tools_by_the_master_of_that_time(ledger: Ledger) -> None:
    """A newer master that puts the tools in another order does not reach back."""
    newer = small_master("2.0.0", tools=("Beta", "Alpha"))
    send(ledger, submission(tools=[told("Alpha"), told("Beta")]), at=NOW)
    ledger.record_issuances([issuance("w9", master=newer)], newer, at=NOW + HOUR)

    assert read_history(ledger).tools["tool"].to_list() == ["Beta", "Alpha"]
    assert read_history(ledger, as_of=NOW).tools["tool"].to_list() == ["Alpha", "Beta"]


def test_more_documents_than_are_decoded_at_once(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the size of the batches, the frames are the same."""
    for n in range(5):
        send(ledger, submission({"A-01": n + 1}, workbook_id=f"w{n}", tools=[told(f"T{n % 2}")]))
    ledger.record_issuances(
        [issuance(f"w{n}", answers={("A-01", "Alpha"): Answer(4)}) for n in range(3)], MASTER, at=NOW
    )
    whole = read_history(ledger)

    monkeypatch.setattr(history, "DOCUMENTS", 2)

    batched = read_history(ledger)
    assert all(getattr(whole, name).equals(getattr(batched, name)) for name in SCHEMAS)
    assert columns(batched.answers, "stars") == [(1,), (2,), (3,), (4,), (5,)]


def test_returns_keep_the_master_they_were_read_with(ledger: Ledger) -> None:
    """Returns of an older version of the master say so."""
    older, newer = small_master("1.0.0"), small_master("1.2.0", items=9)
    ledger.record_issuances([issuance("w1", master=older)], older, at=NOW)
    ledger.record_issuances([issuance("w2", master=newer)], newer, at=NOW)
    send(ledger, submission({"A-01": 4}, master=older, workbook_id="w1"))
    send(ledger, submission({"A-09": 4}, master=newer, workbook_id="w2"))

    assert columns(read_history(ledger).returns, "workbook_id", "master_version") == [("w1", "1.0.0"), ("w2", "1.2.0")]


def test_the_overview_of_what_was_issued(ledger: Ledger) -> None:
    """Every issued workbook is listed in the order of issue, open ones without evaluator and context."""
    open_one = issuance("w1", evaluator=None)
    prefilled = issuance("w0", answers={("A-01", "Alpha"): Answer(4)}, context=PARAMETERS)
    ledger.record_issuances([open_one, prefilled], MASTER, at=NOW)

    day, tools = date(2026, 4, 1), ("Alpha", "Beta")
    assert issuances_overview(ledger) == [
        IssuanceRecord(
            recorded_at=NOW, workbook_id="w1", evaluator=None, tools=tools, issued_on=day, mode="plain", context=None
        ),
        IssuanceRecord(
            recorded_at=NOW,
            workbook_id="w0",
            evaluator="Evaluator A",
            tools=tools,
            issued_on=day,
            mode="prefill",
            context=PARAMETERS,
        ),
    ]
