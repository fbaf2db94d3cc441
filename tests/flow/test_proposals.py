"""What evaluators find lacking: which proposals count, what resembles them, and what became of them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from depipe.errors import DataError, UsageError
from depipe.flow.adding import Wanted, add
from depipe.flow.proposals import compared_with, proposal_for, proposals
from depipe.flow.versions import ids_in, version_in
from depipe.ledger.store import Ledger, open_ledger
from depipe.master.model import Item, Master
from depipe.validation.submission import Proposal
from support.issued import remade
from support.masters import DATA, second_master
from support.pipeline import any_context
from support.returns import entry, submission, told

MASTER = second_master()
NOISE = Proposal("safe", "Noise", "How loud the machine is while it brews", "People work beside it", "はい")
FOAM = Proposal("T", "Milk foam", "Froth from cow, oat and soy milk", "It matters", None)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Return an empty ledger."""
    with open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}") as opened:
        yield opened


def send(
    ledger: Ledger, *proposed: Proposal, workbook: str = "w1", evaluator: str = "Evaluator A", master: Master = MASTER
) -> str:
    """Let a workbook come in with these proposals, and return the id of its submission."""
    said = submission(
        [],
        tools=[told(master.tools[0], None, None)],
        workbook_id=workbook,
        evaluator=evaluator,
        parameters=any_context(master),
        proposals=proposed,
        master=master,
    )
    original = repr((workbook, evaluator, proposed)).encode()
    [receipt] = ledger.append([entry(said, original, master=master)], received_at=datetime(2026, 5, 1, tzinfo=UTC))
    assert receipt.submission_id
    return receipt.submission_id


def grown(**item: str) -> Master:
    """Return the master's next version with an item more."""
    new = Item.model_validate({"id": "safe-01", "category": "safe", "description": "?"} | item)
    return remade(MASTER, items=(*MASTER.items, new), version="2.2.0")


def test_a_proposal_is_told_whole(ledger: Ledger) -> None:
    """Who, when, from which file, everything that was written, and the item that comes closest."""
    sent = send(ledger, NOISE, FOAM)
    noise, foam = proposals(ledger, MASTER)

    assert [noise.proposal_id, foam.proposal_id] == [f"{sent}-1", f"{sent}-2"]
    assert (noise.evaluator, noise.file, noise.received_at) == (
        "Evaluator A",
        "返送.xlsx",
        datetime(2026, 5, 1, tzinfo=UTC),
    )
    assert Proposal(noise.category, noise.name, noise.description, noise.reason, noise.general) == NOISE
    assert foam.closest
    assert (foam.closest.item_id, foam.closest.close, foam.added_as) == ("T2", True, None)
    assert noise.closest is None or not noise.closest.close


def test_the_last_return_of_a_workbook_counts(ledger: Ledger) -> None:
    """A proposal that is sent again keeps its id, one that is taken back is gone, a new one has the new return's."""
    first = send(ledger, NOISE, FOAM)
    second = send(ledger, FOAM, Proposal("cost", "Repairs", "Who pays?", "…", "はい"))

    assert [(one.proposal_id, one.name) for one in proposals(ledger, MASTER)] == [
        (f"{first}-2", "Milk foam"),
        (f"{second}-2", "Repairs"),
    ]


def test_an_evaluator_proposes_a_thing_once(ledger: Ledger) -> None:
    """The same proposal in another workbook of the same evaluator is the same one; another evaluator's is another."""
    first = send(ledger, NOISE)
    send(ledger, Proposal("safe", " Ｎoise", NOISE.description, "Again", None), workbook="w2")
    third = send(ledger, NOISE, workbook="w3", evaluator="Evaluator B")

    assert [one.proposal_id for one in proposals(ledger, MASTER)] == [f"{first}-1", f"{third}-1"]


def test_withdrawn_submissions_propose_nothing(ledger: Ledger) -> None:
    """A proposal of a withdrawn submission is gone; that of the return before it counts again."""
    first = send(ledger, NOISE)
    second = send(ledger, FOAM)
    ledger.withdraw(second, "by mistake", at=datetime(2026, 5, 2, tzinfo=UTC))

    assert [one.proposal_id for one in proposals(ledger, MASTER)] == [f"{first}-1"]


@pytest.mark.parametrize(
    ("item", "added_as"),
    [
        ({"name": "Sound", "proposal": "{sent}-1"}, "safe-01"),
        ({"name": "ＮＯＩＳＥ"}, "safe-01"),
        ({"name": "Noises"}, None),
        ({"name": "Sound", "proposal": "{sent}-2"}, None),
    ],
)
def test_what_was_added_since(ledger: Ledger, item: dict[str, str], added_as: str | None) -> None:
    """A proposal was added where a later item names it, or has its name."""
    sent = send(ledger, NOISE)
    master = grown(**{field: text.format(sent=sent) for field, text in item.items()})

    assert [one.added_as for one in proposals(ledger, master)] == [added_as]


def test_an_item_that_was_there_before_was_not_added(ledger: Ledger) -> None:
    """An item of the same name that the proposal's own master had already resembles it, and was not made from it."""
    send(ledger, Proposal("T", "Espresso", None, None, None))
    [one] = proposals(ledger, MASTER)

    assert one.added_as is None
    assert one.closest
    assert (one.closest.item_id, one.closest.degree) == ("T1", 1.0)


@pytest.mark.parametrize(
    ("general", "refused"),
    [
        *(
            (said, True)
            for said in ("いいえ", "いいえ（Moka だけ）", "No", "ＮＯ", "×", "該当しない", "false", " なし ")
        ),
        *((said, False) for said in ("はい", None, "", "たぶん", "ノー", "Not sure", "一部のツール")),
    ],
)
def test_what_is_for_one_tool_alone_is_not_added(ledger: Ledger, general: str | None, *, refused: bool) -> None:
    """A proposal that means nothing for other tools is refused by the master's own rule; what is open is not."""
    sent = send(ledger, Proposal("safe", "Noise", "How loud?", None, general))
    [one] = proposals(ledger, MASTER)

    assert one.is_for_one_tool is refused
    if refused:
        with pytest.raises(DataError, match="means nothing for other tools"):
            proposal_for(ledger, f"{sent}-1", MASTER)
    else:
        assert proposal_for(ledger, f"{sent}-1", MASTER) == one


def test_a_proposal_is_added_once(ledger: Ledger, tmp_path: Path) -> None:
    """A proposal becomes an item that names it; a second time is refused, and so is an unknown id."""
    sent = send(ledger, NOISE)
    path = tmp_path / "master.yaml"
    path.write_bytes((DATA / "second-master.yaml").read_bytes())
    wanted = Wanted(category=None, name=None, description=None, from_proposal=f"{sent}-1")

    added = add(path, wanted, ledger)

    assert (added.item.id, added.item.name, added.item.description) == ("safe-01", "Noise", NOISE.description)
    assert path.read_text("utf-8") == added.text
    assert [one.added_as for one in proposals(ledger, added.master)] == ["safe-01"]
    before = path.read_bytes()
    with pytest.raises(DataError, match="was added already, as safe-01"):
        add(path, wanted, ledger)
    with pytest.raises(UsageError, match=r"has no proposal nobody-1"):
        add(path, Wanted(category=None, name=None, description=None, from_proposal="nobody-1"), ledger)
    assert path.read_bytes() == before


def test_what_is_given_goes_before_the_proposal(ledger: Ledger, tmp_path: Path) -> None:
    """The lead may put a proposal in better words, and into another category."""
    sent = send(ledger, NOISE)
    path = tmp_path / "master.yaml"
    path.write_bytes((DATA / "second-master.yaml").read_bytes())

    added = add(path, Wanted(category="cost", name="Sound", description=None, from_proposal=f"{sent}-1"), ledger)

    assert (added.item.id, added.item.name, added.item.proposal) == ("cost_3", "Sound", f"{sent}-1")


@pytest.mark.parametrize(
    ("category", "name", "option"), [(None, "x", "--category"), ("T", None, "--name"), ("T", "", "--name")]
)
def test_what_is_not_given_is_asked_for(tmp_path: Path, category: str | None, name: str | None, option: str) -> None:
    """Without a proposal all three are needed."""
    path = tmp_path / "master.yaml"
    path.write_bytes((DATA / "second-master.yaml").read_bytes())
    with pytest.raises(UsageError, match=f"{option} is needed"):
        add(path, Wanted(category=category, name=name, description="?", from_proposal=None), None)
    with pytest.raises(UsageError, match="no ledger"):
        add(path, Wanted(category="T", name="x", description="?", from_proposal="a-1"), None)


def test_ids_that_the_ledger_knows_are_not_given_again(ledger: Ledger, tmp_path: Path) -> None:
    """An item that an earlier version had keeps its id for ever: ratings hang on it."""
    send(ledger, NOISE, master=grown(id="T4", category="T", name="Cocoa"))
    path = tmp_path / "master.yaml"
    path.write_bytes((DATA / "second-master.yaml").read_bytes())

    added = add(path, Wanted(category="T", name="Chocolate", description="Dark?", from_proposal=None), ledger)

    assert added.item.id == "T5"
    assert "T4" in ids_in(ledger, MASTER.id)
    assert ids_in(ledger, "another") == ids_in(None, MASTER.id) == frozenset()


def test_masters_of_the_ledger_are_known_by_version(ledger: Ledger) -> None:
    """A version that workbooks came in with is there to be compared; another one is not."""
    newer = grown(name="Cocoa")
    send(ledger, NOISE)
    send(ledger, NOISE, workbook="w2", master=newer)

    assert version_in(ledger, "2.1.0") == MASTER
    assert version_in(ledger, "2.2.0") == newer
    assert version_in(ledger, "9.0.0") is None
    assert version_in(None, "2.1.0") is None
    assert compared_with(ledger, None) == newer


def test_an_empty_ledger_has_nothing_to_compare_with(ledger: Ledger) -> None:
    """Before anything was issued there is no master, unless one is named."""
    with pytest.raises(DataError, match="is empty"):
        compared_with(ledger, None)
    assert proposals(ledger, compared_with(ledger, "durable-execution")) == []
