"""A master as a value: what travels as JSON, what its digest tells, and what its conditions decide."""

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from depipe.master.describe import describe
from depipe.master.load import load_master, shipped_master
from depipe.master.model import Master
from depipe.master.stored import master_from_json
from support.masters import DATA, second_master, synthetic_master

SECOND = (DATA / "second-master.yaml").read_text("utf-8")

LINES = st.text(min_size=1, max_size=30).filter(str.strip)


@st.composite
def masters(draw: st.DrawFn) -> Master:
    """Return the second master with any texts, numbers and choices in it."""
    data: dict[str, Any] = second_master().model_dump(mode="json")
    data["title"] = draw(LINES)
    data["design_basis"] = draw(st.lists(LINES, max_size=2))
    data["fail_close"] |= {
        "cap": draw(st.floats(1, 5)),
        "threshold": draw(st.integers(1, 5)),
        "unverified": draw(st.sampled_from(["capped", "open"])),
        "assumptions": draw(st.lists(LINES, max_size=2)),
    }
    data["scoring"]["consensus"] = draw(st.sampled_from(["median", "min", "max"]))
    data["rules"] |= {"new_items_introduction": draw(st.none() | LINES), "updates": draw(st.lists(LINES, max_size=2))}
    for item in data["items"]:
        item |= {"name": draw(LINES), "description": draw(LINES)}
    for category in data["categories"]:
        category["weight"] = draw(st.floats(min_value=0, exclude_min=True, allow_infinity=False))
    return Master.model_validate(data)


@given(masters())
def test_json_brings_a_master_back(master: Master) -> None:
    """A master kept as JSON, as ledgers keep it, is the same master with the same digest."""
    back = master_from_json(master.model_dump_json())
    assert back == master
    assert back.digest == master.digest


@pytest.mark.parametrize("master", [shipped_master(), second_master(), synthetic_master()], ids=lambda one: one.id)
def test_known_masters_come_back_from_json(master: Master) -> None:
    """The shipped, the second and a large master come back from JSON."""
    assert master_from_json(master.model_dump_json()) == master


def test_the_digest_is_stable() -> None:
    """The digest is one fixed function of the content, for every depipe to come: ledgers keep masters by it."""
    master = synthetic_master(items=2, tools=1, categories=1, gates=1)
    assert master.digest == "138075811b971ab10ec16048ef5fbf8fc66b4f6fc9e804e6c6e927a354d7e594"


def test_the_digest_leaves_defaults_out() -> None:
    """A master that spells a default out asks the same, as does one with other comments and another order of keys."""
    spelled = SECOND.replace("version: 2.1.0\n", "version: 2.1.0\ndesign_basis: []\n# nothing\n").replace(
        "    layer: machine\n    weight: 0.5\n", "    weight: 0.5\n    layer: machine\n"
    )
    assert spelled != SECOND
    assert load_master(spelled).digest == second_master().digest


@pytest.mark.parametrize(
    ("old", "new"),
    [("weight: 0.5", "weight: 0.6"), ("Nobody complains", "Nobody complains."), ("open", "capped"), ("2.1.0", "2.1.1")],
)
def test_every_change_changes_the_digest(old: str, new: str) -> None:
    """A changed weight, text, choice or version is another master."""
    assert load_master(SECOND.replace(old, new, 1)).digest != second_master().digest


def test_masters_are_frozen() -> None:
    """Nobody can change a master that a workbook was issued from."""
    with pytest.raises(ValidationError):
        second_master().title = "x"  # type: ignore[misc]
    assert hash(second_master()) == hash(load_master(SECOND))


def test_the_context_id_is_of_folded_values() -> None:
    """A context's id is 12 digits of the SHA-256 of the folded values in the master's order, newline-joined."""
    context = {"Milk": "oat", "Power": "230 V", "Cups a day": "20〜100"}
    expected = hashlib.sha256(b"230 V\n20~100\noat").hexdigest()[:12]
    assert second_master().context_id(context) == expected
    assert second_master().context_id({**context, "Cups a day": " ２０～１００"}) == expected
    assert second_master().context_id({**context, "Milk": "cow"}) != expected


@pytest.mark.parametrize(
    ("power", "cleaning", "earth", "daily", "covered"),
    [
        ("12 V", "no", False, True, False),
        ("230 V", "no", True, True, True),
        ("４００ V", "no", True, True, True),
        ("230 V", "yes, by itself", True, False, True),
        ("12 V", "Yes, by itself", False, True, False),
        ("", "", True, True, True),
        ("110 V", "maybe", True, True, True),
    ],
)
def test_one_sided_conditions(power: str, cleaning: str, *, earth: bool, daily: bool, covered: bool) -> None:
    """A gate is a bonus only where its condition is known not to hold; what is unknown is covered, and mandatory."""
    master = second_master()
    context, attributes = {"Power": power}, {"Self-cleaning": cleaning}
    applies = {item: master.gate_applies(gate, context, attributes) for item, gate in master.gates_by_item.items()}
    assert applies == {"safe.earth": earth, "CLEAN-1": daily}
    assert master.covers(context) is covered


def test_a_missing_value_is_mandatory() -> None:
    """Without a context or attributes every gate applies."""
    master = second_master()
    assert all(master.gate_applies(gate, {}, {}) for gate in master.fail_close.gates)
    assert master.covers({})


def test_a_master_without_a_scope_covers_everything() -> None:
    """A master that names no scope is for every context."""
    assert synthetic_master().covers({"Size": "small"})


def test_look_ups_are_by_item() -> None:
    """Rubrics and boundaries are found by their item; a boundary belongs to each of its sides."""
    master = second_master()
    assert list(master.rubrics_by_item) == ["T2"]
    assert set(master.boundaries_by_item) == {"CLEAN-1", "safe.steam", "safe.earth"}
    assert list(master.items_by_id) == [item.id for item in master.items]


def test_a_master_at_a_glance() -> None:
    """What `depipe master show` tells: counts, gates and rubrics by category, in the master's order."""
    glance = describe(second_master())
    assert (glance.id, glance.version, glance.items) == ("coffee-machines", "2.1.0", 8)
    assert (glance.parameters, glance.tool_attributes) == (("Power", "Cups a day", "Milk"), ("Self-cleaning", "Water"))
    assert [(one.id, one.items, one.gates, one.rubrics, one.weight) for one in glance.categories] == [
        ("T", 3, (), ("T2",), 3.0),
        ("CLEAN", 1, ("CLEAN-1",), (), 0.5),
        ("safe", 2, ("safe.earth",), (), 1.0),
        ("cost", 2, (), (), 1.5),
    ]
