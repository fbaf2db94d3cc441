"""What changed between two versions of a master, by meaning."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depipe.master.diff import Change, difference
from depipe.master.load import shipped_master
from depipe.master.model import Master
from support.masters import second_master
from support.random_masters import masters

OLD = second_master()


def changed(edit: dict[str, Any], old: Master = OLD) -> Master:
    """Return *old* with other top-level values, at the next version."""
    return Master.model_validate(old.model_dump(mode="json") | {"version": "2.2.0"} | edit)


def part(name: str) -> Any:  # noqa: ANN401 - plain data to edit
    """Return a copy of one part of the old master as plain data."""
    return OLD.model_dump(mode="json")[name]


def one(new: Master) -> Change:
    """Return the only change."""
    [change] = difference(OLD, new).changes
    return change


def items(place: int, **edit: object) -> Master:
    """Return the old master with one item edited."""
    entries = part("items")
    entries[place] |= edit
    return changed({"items": entries})


def test_a_version_alone_is_no_change() -> None:
    """Two masters that differ in nothing but their version differ in nothing that is told."""
    assert difference(OLD, changed({})).changes == ()


def test_items_are_added_removed_renamed_and_reworded() -> None:
    """An item is followed by its id, wherever it stands; what came has its texts, what went too."""
    entries = part("items")
    entries[0]["name"] = "Ristretto"
    entries[3]["description"] = "What must be done"
    entries[6] = {"id": "cost_3", "category": "cost", "name": "Repairs", "description": "Who pays?"}

    found = difference(OLD, changed({"items": entries}))

    assert [(change.kind, change.place, change.before, change.after) for change in found.changes] == [
        ("renamed", ("items", "T1", "name"), "Espresso", "Ristretto"),
        ("reworded", ("items", "CLEAN-1", "description"), OLD.items[3].description, "What must be done"),
        (
            "removed",
            ("items", "cost_1"),
            "cost_1 / cost / Purchase / Price of the machine with its first service",
            None,
        ),
        ("added", ("items", "cost_3"), None, "cost_3 / cost / Repairs / Who pays?"),
    ]
    assert all(change.substantive for change in found.changes)
    assert found.reconfirm == ("T1", "CLEAN-1")


def test_a_moved_item_changes_its_category_and_no_rating() -> None:
    """An item in another category counts elsewhere; its ratings hold."""
    found = difference(OLD, items(2, category="cost"))

    assert [(change.kind, change.place) for change in found.changes] == [("changed", ("items", "T3", "category"))]
    assert (found.substantive, found.reconfirm) == (True, ())


@pytest.mark.parametrize(
    ("field", "value", "kind", "place", "before", "after"),
    [
        ("fail_close", {"cap": 2.0}, "changed", ("fail_close", "cap"), "2.5", "2.0"),
        ("fail_close", {"unverified": "capped"}, "changed", ("fail_close", "unverified"), "open", "capped"),
        ("scoring", {"consensus": "max"}, "changed", ("scoring", "consensus"), "min", "max"),
        ("rules", {"updates": ["Now"]}, "added", ("rules", "updates", "1"), None, "Now"),
    ],
)
def test_choices(  # noqa: PLR0917 - a row of the table
    field: str, value: dict[str, object], kind: str, place: tuple[str, ...], before: str | None, after: str | None
) -> None:
    """Numbers, choices and lines are told with what they were and are, and are substantive."""
    change = one(changed({field: part(field) | value}))

    assert (change.kind, change.place, change.before, change.after) == (kind, place, before, after)
    assert change.substantive


def test_gates_parameters_weights_and_rubrics() -> None:
    """A gate's condition, an option, a weight and a level of a rubric are each told where they stand."""
    fail_close, parameters, categories, rubrics = map(part, ("fail_close", "parameters", "categories", "rubrics"))
    fail_close["gates"][0]["condition"]["when"]["values"] = ["230 V"]
    fail_close["gates"][1]["condition"] = None
    parameters["entries"][1]["options"][2] = "100~1000"
    categories[0]["weight"] = 2
    rubrics[0]["levels"][4] = "Froth for a minute"
    new = changed({"fail_close": fail_close, "parameters": parameters, "categories": categories, "rubrics": rubrics})

    gate = ("fail_close", "gates", "safe.earth", "condition", "when", "values", "400 V")
    assert [(change.kind, change.place) for change in difference(OLD, new).changes] == [
        ("removed", gate),
        ("removed", ("fail_close", "gates", "CLEAN-1", "condition")),
        ("removed", ("parameters", "entries", "Cups a day", "options", "100+")),
        ("added", ("parameters", "entries", "Cups a day", "options", "100~1000")),
        ("changed", ("categories", "T", "weight")),
        ("reworded", ("rubrics", "T2", "levels", "5")),
    ]


@pytest.mark.parametrize(
    ("place", "edit"),
    [
        (7, {"name": "Ｂｅａｎｓ"}),
        (3, {"description": OLD.items[3].description + "  "}),
        (0, {"description": OLD.items[0].description.replace("|", "｜")}),
        (7, {"description": OLD.items[7].description.replace(", ", ",\n ")}),
    ],
)
def test_equal_after_folding_is_cosmetic(place: int, edit: dict[str, str]) -> None:
    """Width, spaces and line breaks are told and change nothing."""
    found = difference(OLD, items(place, **edit))

    assert [change.cosmetic for change in found.changes] == ["folding"]
    assert (found.substantive, found.reconfirm) == (False, ())


def test_an_option_typed_by_windows_is_the_same_option() -> None:
    """A wave dash of another kind is one cosmetic change, not an option gone and another one come."""
    parameters = part("parameters")
    parameters["entries"][1]["options"][1] = "20〜100"

    change = one(changed({"parameters": parameters}))

    assert (change.kind, change.before, change.after, change.cosmetic) == ("reworded", "20~100", "20〜100", "folding")


def test_declared_wording_is_cosmetic() -> None:
    """What the new master declares to be the same since the old one is cosmetic, in the item and in its rubric."""
    entries, rubrics = part("items"), part("rubrics")
    entries[1] |= {"name": "Froth", "same_since": "2.1.0"}
    rubrics[0]["levels"][0] = "None"
    found = difference(OLD, changed({"items": entries, "rubrics": rubrics}))

    assert [(change.place, change.cosmetic) for change in found.changes] == [
        (("items", "T2", "name"), "declared"),
        (("items", "T2", "same_since"), "record"),
        (("rubrics", "T2", "levels", "1"), "declared"),
    ]
    assert found.reconfirm == ()


def test_an_old_declaration_is_told_apart() -> None:
    """A change under a declaration that was there before is worth a look: perhaps nobody thought of it."""
    old = items(0, same_since="2.0.0")
    data = old.model_dump(mode="json") | {"version": "2.3.0"}
    data["items"][0]["name"] = "Something else"

    assert [change.cosmetic for change in difference(old, Master.model_validate(data)).changes] == ["declared-before"]


def test_a_boundary_is_declared_by_all_its_items() -> None:
    """A boundary concerns several items; a declaration of one of them is not enough."""
    boundaries, entries = part("boundaries"), part("items")
    boundaries[0]["rule"] = "Other words."
    for place in (3, 4):
        entries[place]["same_since"] = "2.1.0"
    two = difference(OLD, changed({"boundaries": boundaries, "items": entries}))
    entries[5]["same_since"] = "2.1.0"
    three = difference(OLD, changed({"boundaries": boundaries, "items": entries}))

    assert [two.changes[-1].cosmetic, three.changes[-1].cosmetic] == [None, "declared"]
    assert (two.reconfirm, three.reconfirm) == (("safe.steam",), ())


def test_the_scale_is_declared_by_itself() -> None:
    """A reworded level is substantive for every item unless the scale declares it wording."""
    scale = part("scale")
    scale["levels"][1]["label"] = "Passable"
    said = difference(OLD, changed({"scale": scale}))
    declared = difference(OLD, changed({"scale": scale | {"same_since": "2.1.0"}}))

    assert [(change.place, change.cosmetic) for change in said.changes] == [(("scale", "levels", "2", "label"), None)]
    assert said.reconfirm == tuple(OLD.items_by_id)
    assert [change.cosmetic for change in declared.changes] == ["declared", "record"]
    assert declared.reconfirm == ()


def test_order() -> None:
    """The order of items decides nothing; that of the parameters decides every context's id."""
    parameters = part("parameters")
    parameters["entries"].reverse()
    entries = part("items")
    entries.reverse()
    found = difference(OLD, changed({"items": entries, "parameters": parameters}))

    assert [(change.kind, change.place, change.cosmetic) for change in found.changes] == [
        ("reordered", ("parameters", "entries"), None),
        ("reordered", ("items",), "order"),
    ]


def test_another_master_altogether() -> None:
    """Two masters of different subjects differ in nearly everything, and comparing them is well."""
    found = difference(OLD, shipped_master())

    assert len(found.changes) > 150
    assert ("changed", ("id",)) in {(change.kind, change.place) for change in found.changes}
    assert found.reconfirm == ()


@given(masters(), masters(), st.sampled_from(sorted(set(Master.model_fields) - {"version"})))
def test_every_difference_is_told(old: Master, other: Master, field: str) -> None:
    """There is a change exactly where two masters differ in anything but their version."""
    new = old.model_copy(update={field: getattr(other, field), "version": "1.1.0"})

    found = difference(old, new)

    assert (found.changes == ()) == (getattr(old, field) == getattr(other, field))
    assert all(change.place[0] == field for change in found.changes)
