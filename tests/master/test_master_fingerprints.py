"""Whether a rating that was given with one version of a master holds for another."""

from typing import Any

import pytest

from depipe.master.fingerprints import items_to_reconfirm
from depipe.master.lint import check
from depipe.master.load import shipped_master
from depipe.master.model import Master
from support.masters import DATA, second_master

SECOND = (DATA / "second-master.yaml").read_text("utf-8")
Path = tuple[str | int, ...]


def edited(master: Master, version: str = "2.2.0", edits: dict[Path, object] | None = None) -> Master:
    """Return *master* with other values at some places of its plain data."""
    data: dict[str, Any] = master.model_dump(mode="json") | {"version": version}
    for path, value in (edits or {}).items():
        place: Any = data
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
    return Master.model_validate(data)


OLD = second_master()

SUBSTANTIVE: dict[str, tuple[Path, object, set[str]]] = {
    "name": (("items", 0, "name"), "Ristretto", {"T1"}),
    "description": (("items", 7, "description"), "Price of the beans per day", {"cost_2"}),
    "rubric": (("rubrics", 0, "levels", 2), "Froth from two kinds of milk", {"T2"}),
    "a rubric that was not there": (("rubrics", 0, "item"), "T1", {"T1", "T2"}),
    "boundary": (("boundaries", 0, "rule"), "All is one.", {"CLEAN-1", "safe.steam", "safe.earth"}),
    "scale": (("scale", "levels", 0, "criterion"), "All cups are left standing", set(OLD.items_by_id)),
    "judging points": (("scale", "judging_points"), ["Look at the queue."], set(OLD.items_by_id)),
}

HARMLESS: dict[str, tuple[Path, object]] = {
    "nothing": (("title",), OLD.title),
    "another title": (("title",), "Coffee"),
    "width and spaces": (("items", 7, "name"), "  Ｂｅａｎｓ "),
    "dashes": (("items", 3, "description"), OLD.items[3].description.replace("-", "—")),
    "line breaks": (("items", 1, "description"), "Froth from three kinds of milk: cow, oat, soy"),
    "another category": (("items", 2, "category"), "cost"),
    "a gate's reason": (("fail_close", "gates", 0, "reason"), "Mains voltage hurts."),
    "a boundary's label": (("boundaries", 0, "between", 0, "label"), "mould"),
    "the note rule": (("notes", "doc"), "The page."),
}


@pytest.mark.parametrize(("path", "value", "items"), SUBSTANTIVE.values(), ids=SUBSTANTIVE)
def test_what_ratings_are_about(path: Path, value: object, items: set[str]) -> None:
    """Ratings of the items concerned, and of no others, must be confirmed again after such an edit."""
    new = edited(OLD, edits={path: value})

    assert items_to_reconfirm(OLD, new) == items


@pytest.mark.parametrize(("path", "value"), HARMLESS.values(), ids=HARMLESS)
def test_what_ratings_are_not_about(path: Path, value: object) -> None:
    """An edit of anything else, or one that is equal after folding, leaves every rating as it is."""
    assert items_to_reconfirm(OLD, edited(OLD, edits={path: value})) == frozenset()


def test_items_that_came_or_went_are_not_confirmed_again() -> None:
    """A new item has no ratings yet, and a removed one is not asked for any more."""
    data = OLD.model_dump(mode="json")
    data["items"][2] |= {"id": "T4"}

    assert items_to_reconfirm(OLD, Master.model_validate(data)) == frozenset()


@pytest.mark.parametrize(
    ("same_since", "version", "holds"),
    [("2.1.0", "2.2.0", True), ("2.0.0", "2.2.0", True), ("2.2.0", "2.2.0", False), (None, "2.2.0", False)],
)
def test_a_declaration_covers_ratings_from_its_version_on(same_since: str | None, version: str, *, holds: bool) -> None:
    """Ratings given with 2.1.0 hold if the item is said to be the same since 2.1.0 or earlier."""
    edits: dict[Path, object] = {("items", 0, "description"): "Taste", ("items", 0, "same_since"): same_since}

    assert items_to_reconfirm(OLD, edited(OLD, version, edits)) == (frozenset() if holds else {"T1"})


def test_versions_are_compared_as_numbers() -> None:
    """2.10.0 comes after 2.9.0."""
    old = edited(OLD, "2.9.0")
    new = edited(OLD, "2.11.0", {("items", 0, "name"): "Cup", ("items", 0, "same_since"): "2.10.0"})

    assert items_to_reconfirm(old, new) == {"T1"}
    assert items_to_reconfirm(edited(OLD, "2.10.0"), new) == frozenset()


def test_a_declaration_says_nothing_about_later_masters() -> None:
    """Ratings given with a newer master than the one that is asked are not covered by its declarations."""
    asked = edited(OLD, "2.2.0", {("items", 0, "name"): "Cup", ("items", 0, "same_since"): "2.1.0"})

    assert items_to_reconfirm(edited(OLD, "3.0.0"), asked) == {"T1"}


def test_the_scale_has_a_declaration_of_its_own() -> None:
    """A reworded scale leaves ratings alone where it says so, but not those of an item that changed itself."""
    edits: dict[Path, object] = {
        ("scale", "levels", 0, "criterion"): "All cups are left standing",
        ("scale", "same_since"): "2.1.0",
        ("items", 0, "name"): "Cup",
    }

    assert items_to_reconfirm(OLD, edited(OLD, edits=edits)) == {"T1"}


def test_declarations_leave_the_digests_of_masters_without_them_alone() -> None:
    """The shipped master, which declares nothing, has the digest that it always had."""
    assert shipped_master().digest == "78b4004fa0f2c6eb70e05e2ce25d12eb42049b38ed86ffe5fe6f4a4c6e284c2d"
    assert edited(OLD, OLD.version, {("items", 0, "same_since"): "2.0.0"}).digest != OLD.digest


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ("2.1.0", []),
        ("2.1.1", ["2.1.1 is later than this master's version, 2.1.0."]),
        ("10.0.0", ["10.0.0 is later than this master's version, 2.1.0."]),
        ("v1", ["This must be of the form 1.0.0."]),
        (f"{'9' * 50}.0.0", ["At most 40 characters."]),
    ],
)
def test_declarations_are_checked(declared: str, said: list[str]) -> None:
    """Nothing can be the same since a version that is yet to come, neither an item nor the scale."""
    item = SECOND.replace("    name: Espresso\n", f"    name: Espresso\n    same_since: {declared}\n")
    scale = SECOND.replace("scale:\n", f"scale:\n  same_since: {declared}\n")

    for text, place in ((item, "items[0].same_since"), (scale, "scale.same_since")):
        assert [(problem.place, problem.message.en) for problem in check(text)] == [(place, one) for one in said]
