"""What people read about what changed in a master, and the words for every part of one."""

import json
from typing import Any, get_args

import pytest

from depipe.cli.master import showing, words
from depipe.language import Language
from depipe.master.diff import Cosmetic, Kind, difference
from depipe.master.model import Master
from depipe.master.schema import schema_text
from support.issued import remade
from support.masters import second_master

OLD = second_master()


def reworded(version: str, **item: object) -> Master:
    """Return the master at another version with its first item edited."""
    first, *others = OLD.items
    return remade(OLD, version=version, items=(first.model_copy(update=item), *others))


def shown(old: Master, new: Master, capsys: pytest.CaptureFixture[str], language: Language = "en") -> str:
    """Return what is printed about the difference."""
    showing.difference(old, new, difference(old, new), language)
    return capsys.readouterr().out


def test_every_part_of_a_master_has_words() -> None:
    """Each field of the model, kind of change and reason is said in both languages; a new one has to be given some."""
    schema: Any = json.loads(schema_text())
    fields = {field for model in (schema, *schema["$defs"].values()) for field in model["properties"]}

    for field in fields - {"version", "entries"}:
        for language in ("ja", "en"):
            said = words.where((field,), language)
            assert said
            assert words.where(("items", "X", field), language).endswith(f"› X › {said}")
        assert (field,) in {(name,) for name in words._FIELDS}
    assert set(words.KINDS) == set(get_args(Kind))
    assert set(words.WHY) == set(get_args(Cosmetic))


def test_a_change_is_told_with_what_was_and_is(capsys: pytest.CaptureFixture[str]) -> None:
    """Substantive changes come first, each with its place, before and after; then what to confirm again."""
    told = shown(OLD, reworded("2.2.0", name="Ristretto", same_since=None), capsys)

    assert told.splitlines() == [
        "coffee-machines 2.1.0 → coffee-machines 2.2.0",
        "",
        "Substantive changes (1)",
        "  renamed  item › T1 › name",
        "      - Espresso",
        "      + Ristretto",
        "",
        "Items whose ratings must be confirmed again (1): T1",
    ]


def test_why_a_change_is_cosmetic_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Folding and declarations are named, an old declaration with a caution, in the reader's language."""
    declared = shown(OLD, reworded("2.2.0", name="Ristretto", same_since="2.1.0"), capsys)
    before = reworded("2.2.0", same_since="2.1.0")
    again = shown(before, reworded("2.3.0", name="Lungo", same_since="2.1.0"), capsys, "ja")
    spaced = shown(OLD, reworded("2.2.0", name="Ｅspresso"), capsys, "ja")

    assert "declared to be wording (same_since)" in declared
    assert "All ratings still hold." in declared
    assert "まだ当てはまるか確かめてください" in again
    assert "空白・全角半角・記号の違いだけ" in spaced
    assert "Substantive" not in declared + again + spaced


def test_a_version_that_was_not_raised_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Content that changed under the same version is a mistake to mend; no change at all is none."""
    assert "The version is still 2.1.0: raise it." in shown(OLD, reworded("2.1.0", name="Ristretto"), capsys)
    assert shown(OLD, OLD, capsys).splitlines()[1:] == ["Nothing differs."]
