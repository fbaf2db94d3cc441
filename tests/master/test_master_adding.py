"""A new item in a master's YAML: its id, its place, the version, what is refused, and not a byte besides."""

from difflib import unified_diff
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depipe.errors import DataError, UsageError
from depipe.folding import fold
from depipe.master.adding import NewItem, add_item, next_id, next_minor
from depipe.master.diff import difference
from depipe.master.load import load_master, shipped_master
from depipe.master.model import Master
from support.issued import remade
from support.masters import DATA, second_master
from support.random_masters import small_master

SHIPPED = (Path(__file__).parents[2] / "schemas" / "durable-execution.yaml").read_text("utf-8")
SECOND = (DATA / "second-master.yaml").read_text("utf-8")
AUDIT = NewItem(
    category="EX", name="監査ログの改ざん防止", description="誰がいつ操作したか: 改ざんできない形で残せるか"
)


def test_only_the_item_and_the_version_are_new() -> None:
    """The shipped file with an item more differs in the version's line and in the five lines of the item."""
    added = add_item(SHIPPED, AUDIT)

    lines = unified_diff(SHIPPED.splitlines(), added.text.splitlines(), n=0, lineterm="")
    assert [line for line in lines if not line.startswith(("---", "+++", "@@"))] == [
        "-version: 1.0.0",
        "+version: 1.1.0",
        "+",
        "+  - id: EX-08",
        "+    category: EX",
        "+    name: 監査ログの改ざん防止",
        "+    description: '誰がいつ操作したか: 改ざんできない形で残せるか'",
    ]
    at = added.text.index("  - id: EX-08")
    assert added.text[:at].rstrip().endswith("checkpointリストアの正確性・互換性）")
    assert added.text[at:].split("\n\n")[1].startswith("  # ── RT: Retry & Timeout")


def test_the_outcome_is_a_master_with_one_item_more() -> None:
    """What comes back is the item, the master as the file has it, and the one before; ratings all still hold."""
    added = add_item(SHIPPED, AUDIT)

    assert load_master(added.text) == added.master
    assert (added.before, added.item.id, added.item.proposal) == (shipped_master(), "EX-08", None)
    found = difference(added.before, added.master)
    assert [(change.kind, change.place) for change in found.changes] == [("added", ("items", "EX-08"))]
    assert found.reconfirm == ()


def test_a_proposal_is_named() -> None:
    """The item says which proposal it was made from."""
    added = add_item(SHIPPED, NewItem(category="EX", name="監査", description="?", proposal="3f9a1c0be871-1"))
    assert "    proposal: '3f9a1c0be871-1'\n" in added.text
    assert added.master.items_by_id["EX-08"].proposal == "3f9a1c0be871-1"


@pytest.mark.parametrize("named", ["EX", "ex", "ＥＸ", "Execution Semantics", "execution  semantics"])
def test_a_category_is_known_by_id_or_name(named: str) -> None:
    """The category may be named as people do."""
    added = add_item(SHIPPED, NewItem(category=named, name="監査", description="?"))
    assert (added.item.id, added.item.category) == ("EX-08", "EX")


def test_an_unknown_category_is_refused() -> None:
    """The refusal lists the categories that there are."""
    with pytest.raises(UsageError, match=r"no category SE \(it has T, CLEAN, safe, cost\)"):
        add_item(SECOND, NewItem(category="SE", name="Theft", description="Can it be carried away?"))


@pytest.mark.parametrize(
    ("category", "taken", "expected"),
    [
        ("T", (), "T4"),
        ("CLEAN", (), "CLEAN-2"),
        ("cost", (), "cost_3"),
        ("safe", (), "safe-01"),
        ("T", ("T4", "T7", "t8"), "T9"),
        ("safe", ("SAFE-01", "safe-02"), "safe-03"),
        ("CLEAN", ("other-9",), "CLEAN-2"),
    ],
)
def test_the_next_id(category: str, taken: tuple[str, ...], expected: str) -> None:
    """An id goes on as its category's do, and one that was an item's once is never given again."""
    assert next_id(second_master(), category, taken) == expected


def test_numbers_keep_their_width_until_it_is_full() -> None:
    """EX-07 is followed by EX-08, and 99 by 100."""
    assert next_id(shipped_master(), "EX") == "EX-08"
    master = small_master({"A": ["A-98", "A-99"], "B": ["A-100"]})
    assert next_id(master, "A") == "A-101"


def test_the_version_goes_up_by_a_minor() -> None:
    """Whatever the patch was, it begins anew."""
    assert [next_minor(version) for version in ("1.0.0", "1.9.3", "0.10.0")] == ["1.1.0", "1.10.0", "0.11.0"]


@pytest.mark.parametrize("name", ["Espresso", " ＥＳＰＲＥＳＳＯ", "Taste of espresso"])
def test_an_item_that_is_there_is_refused(name: str) -> None:
    """The same name in any spelling, or much the same in other words, is refused; --even-so lets it in."""
    new = NewItem(category="T", name=name.strip(), description="The taste of a plain espresso: body and crema")
    with pytest.raises(DataError, match=r"resembles T1 Espresso"):
        add_item(SECOND, new)
    assert add_item(SECOND, new, even_so=True).item.id == "T4"


@pytest.mark.parametrize(
    ("name", "description", "words"),
    [
        ("Two\nlines", "?", "A name holds no line break or tab"),
        (" ", "?", r"items\[3\].name: This is empty"),
        ("x", "", r"items\[3\].description: This is empty"),
        ("x" * 300, "?", "at most 255"),
        ("x", "a\x07b", "control character"),
    ],
)
def test_an_unusable_item_is_refused(name: str, description: str, words: str) -> None:
    """The master's own rules judge the outcome before anybody sees it."""
    with pytest.raises(DataError, match=words):
        add_item(SECOND, NewItem(category="T", name=name, description=description))


def test_a_master_with_errors_of_its_own_is_refused() -> None:
    """What was wrong before is told, and nothing is added."""
    with pytest.raises(DataError, match=r"rubrics\[0\]\.item: There is no item T9"):
        add_item(SECOND.replace("- item: T2", "- item: T9"), NewItem(category="T", name="x", description="?"))
    with pytest.raises(DataError, match=r"line 9 titel: There is no such key: did you mean title\?"):
        add_item(SECOND.replace("title: Coffee", "titel: Coffee"), NewItem(category="T", name="x", description="?"))


def test_a_new_category_gets_its_first_item() -> None:
    """A category that somebody has just written and that has no items yet gets one, behind those of the one before."""
    category = "  - {id: NOISE, name: Noise, focus: quiet, responsibility: is it quiet?, layer: office}\n"
    text = SECOND.replace("  - id: safe\n    name", f"{category}  - id: safe\n    name")
    added = add_item(text, NewItem(category="NOISE", name="Grinder", description="How loud is it?"))

    assert added.item.id == "NOISE-01"
    assert [item.id for item in added.master.items].index("NOISE-01") == 4


@settings(max_examples=30)  # the machine may be busy
@given(
    st.sampled_from([SECOND, SHIPPED, second_master().model_dump_json(indent=2), SECOND.replace("\n", "\r\n")]),
    st.integers(0, 3),
    st.text(min_size=1, max_size=20).filter(lambda text: text.isprintable() and text.strip() == text),
    st.text(alphabet="あ漢aB1 |<>*`:#-'\"\\\n", min_size=1, max_size=20).filter(str.strip),
)
def test_any_text_is_added_as_it_is(text: str, place: int, name: str, description: str) -> None:
    """Whatever is written, in whatever way the file is, comes back as it was given, and the rest as it was."""
    before = load_master(text)
    category = before.categories[place].id
    new = NewItem(category=category, name=name, description=description)
    try:
        added = add_item(text, new, even_so=True)
    except DataError:
        assert not fold(name)  # nothing that anybody could see
        return
    item = load_master(added.text).items_by_id[added.item.id]
    assert (item.name, item.category) == (name, category)
    assert item.description == description
    assert without(added.master, item.id) == without(before)


def without(master: Master, item_id: str = "") -> Master:
    """Return the master without an item and at one version for all."""
    return remade(master, items=tuple(item for item in master.items if item.id != item_id), version="0.0.0")
