"""A master written as YAML: what comes out is read again as the same master, and looks as a person would write it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from depipe.master.load import load_master, shipped_master
from depipe.master.model import Master
from depipe.master.reading import read
from depipe.master.writing import block, scalar, written
from depipe.shipped import schemas_root
from support.masters import second_master, synthetic_master
from support.random_masters import masters

TRICKY = st.text(alphabet="ab1:#-'\"\\ \n\t{}[],&*!|>%@`?~〜.0e⭐", max_size=12)


@pytest.mark.parametrize("master", [shipped_master(), second_master(), synthetic_master()], ids=lambda one: one.id)
def test_known_masters_come_back(master: Master) -> None:
    """The shipped, the second and a large master, written as YAML, load as they were."""
    assert load_master(written(master)) == master


@settings(max_examples=30)  # the machine may be busy
@given(masters())
def test_random_masters_come_back(master: Master) -> None:
    """So does any other master."""
    assert load_master(written(master)) == master


def test_it_looks_as_the_shipped_file_does() -> None:
    """The lines of the shipped master are those of its file, but for comments, blank lines and defaults spelled out."""
    lines = set(map(str.strip, (schemas_root() / "durable-execution.yaml").read_text("utf-8").splitlines()))
    own = written(shipped_master()).splitlines()

    assert not [line for line in own if line.strip() not in lines]
    assert own[:7] == [
        "id: durable-execution",
        "version: 1.0.0",
        "title: Durable Execution 評価マスタ",
        "language: ja",
        "",
        "design_basis:",
        '  - "ExoFlow (OSDI\'23): Exactly-once semantics for workflow DAGs"',
    ]
    assert own.count("") == written(shipped_master()).count("\n\n")


@given(st.text(max_size=12) | TRICKY)
@example("\U00014647")
def test_every_text_has_a_spelling(text: str) -> None:
    """Any text is read as itself by depipe and by an ordinary reader of YAML, alone and in lists and mappings."""
    line = f"a: {scalar(text)}\n"
    assert read(line).data == YAML(typ="safe", pure=True).load(line) == {"a": text}
    nested = {"a": [{"b": text, "c": [text, text]}, {"b": text}], "d": text}
    assert read("\n".join(block(nested)) + "\n").data == nested


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("進行保証", "進行保証"),
        ("it's", "it's"),
        ("1.0.0", "1.0.0"),
        ("230 V", "230 V"),
        ("〜100", "〜100"),
        ("「a」は ⭐", "「a」は ⭐"),
        ("no", "'no'"),
        ("2026-01-01", "'2026-01-01'"),
        ("12:30", "'12:30'"),
        ("1.10", "'1.10'"),
        ("a: b", "'a: b'"),
        ("it's: b", '"it\'s: b"'),
        ("- a", "'- a'"),
        ("", "''"),
        ("a\u2028b", '"a\\u2028b"'),
    ],
)
def test_no_more_quotes_than_needed(text: str, spelled: str) -> None:
    """A text stands bare where nobody could take it for something else."""
    assert scalar(text) == spelled


def test_the_wanted_style_is_kept() -> None:
    """What stood in quotes goes on doing so, as long as that can hold the text."""
    assert [scalar("a", "'"), scalar("a", '"'), scalar("a\nb", "'")] == ["'a'", '"a"', '"a\\nb"']
    assert [scalar(2.0, "'"), scalar(value=True), scalar(None)] == ["2.0", "true", "null"]


def test_half_a_character_has_no_spelling() -> None:
    """A lone surrogate can stand in no file."""
    with pytest.raises(ValueError, match="no YAML holds"):
        scalar("\ud83d")
