"""How well proposals that say an item again are told from new ones: on labelled proposals, and by construction."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from depipe.master.load import shipped_master, shipped_masters
from depipe.master.model import Master
from depipe.master.resemblance import THRESHOLD, Resembling
from support.masters import DATA, second_master, synthetic_master

MASTERS = {master.id: master for master in (*shipped_masters(), second_master())}


@dataclass(frozen=True)
class Measured:
    """What came of a list of labelled proposals: how many said an item again, were found, and had it closest."""

    again: int
    found: int
    closest: int
    new: int
    taken_for_old: int


def measured(chosen: str) -> Measured:
    """Return what the measure makes of the lists of one set."""
    seen = [
        (one["item"], Resembling(MASTERS[group["master"]]).closest(one["name"], one["description"]))
        for group in YAML(typ="safe").load(DATA / "proposals.yaml")
        if group["set"] == chosen
        for one in group["proposals"]
    ]
    again = [(item, found) for item, found in seen if item]
    new = [found for item, found in seen if not item]
    return Measured(
        again=len(again),
        found=sum(found is not None and found.close for _, found in again),
        closest=sum(found is not None and found.item_id == item for item, found in again),
        new=len(new),
        taken_for_old=sum(found is not None and found.close for found in new),
    )


@pytest.mark.parametrize(
    ("chosen", "figures"),
    [("chosen on", Measured(52, 49, 50, 51, 0)), ("held out", Measured(14, 9, 12, 14, 0))],
)
def test_the_figures_are_those_that_the_module_states(chosen: str, figures: Measured) -> None:
    """The measure finds as many of the labelled proposals as its documentation says, in Japanese and English."""
    assert measured(chosen) == figures


@pytest.mark.parametrize("master", [*MASTERS.values(), synthetic_master(items=40)], ids=lambda master: master.id)
def test_every_item_resembles_itself(master: Master) -> None:
    """An item proposed as it stands is found as itself, in any width, case and spacing."""
    resembling = Resembling(master)
    for item in master.items:
        for name, description in (
            (item.name, item.description),
            (item.name.upper().replace(" ", "　"), None),
            (f"{item.name}。", item.description),
        ):
            found = resembling.closest(name, description)
            assert found is not None
            assert found.degree > 0.99
            assert (found.item_id == item.id) or master.id == "synthetic"


@given(st.text(max_size=30), st.none() | st.text(max_size=60))
def test_degrees_are_between_nothing_and_the_same(name: str, description: str | None) -> None:
    """Whatever is proposed, the degree is above 0 and at most 1, and the item is the master's."""
    found = Resembling(second_master()).closest(name, description)
    if found:
        assert 0 < found.degree <= 1 + 1e-9
        assert found.item_id in second_master().items_by_id


def test_nothing_shared_is_no_resemblance() -> None:
    """A proposal that shares no piece with any item, or says nothing, has no closest item."""
    resembling = Resembling(second_master())
    assert resembling.closest("騒音", "動作中の音の大きさ") is None
    assert resembling.closest(None, None) is None
    assert resembling.closest("", "  ") is None


def test_the_same_name_with_other_signs_is_the_same_name() -> None:
    """However the parts of a name are set apart, and whatever the description says."""
    resembling = Resembling(shipped_master())
    for name in ("冪等・重複排除", "冪等（重複排除）", "冪等／重複排除"):
        found = resembling.closest(name, "同じ要求が二度来たときにどうなるか")
        assert found is not None
        assert (found.item_id, found.degree) == ("EX-03", 1.0)
    assert resembling.closest("・／", "騒音") is None


def test_what_most_items_say_tells_little() -> None:
    """A word that many items share makes a proposal resemble one of them less than a word that one item has."""
    resembling = Resembling(shipped_master())
    common = resembling.closest("ワークフローの色", "ワークフロー")
    rare = resembling.closest("ジッターの色", "ジッター")
    assert common is not None
    assert rare is not None
    assert rare.item_id == "RT-01"
    assert common.degree < THRESHOLD


def test_a_master_of_one_item_is_enough() -> None:
    """Where every piece is in every item, what is shared still counts."""
    resembling = Resembling(synthetic_master(items=1, tools=1))
    found = resembling.closest("別の名前", "実行中のワークフローの状態を外部から読み取れるかどうか")
    assert found is not None
    assert found.close
