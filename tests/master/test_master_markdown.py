"""The Markdown of masters other than the shipped one."""

from collections.abc import Iterator

import pytest

from depipe.master.document import Document
from depipe.master.headings import ENGLISH, JAPANESE, Headings
from depipe.master.load import shipped_master
from depipe.master.markdown import export
from depipe.master.model import Master
from support.masters import second_master, synthetic_master


def told(master: Master) -> Iterator[str]:
    """Return every text of *master* that its document tells, as it stands there."""
    silent = ("version", "language", "tool_attributes", "scope", "condition", "scoring", "unverified")
    for path, text in Document(master.model_dump(mode="json")).every_text():
        if not {"id"} & {path[0]} and not set(silent) & set(path):
            yield text


@pytest.mark.parametrize("master", [shipped_master(), second_master(), synthetic_master()], ids=lambda one: one.id)
def test_every_text_is_told(master: Master) -> None:
    """Whatever the master says to people stands in its document."""
    document = export(master).replace("\\|", "|").replace("\\<", "<").replace("<br>", "\n")
    assert not [text for text in told(master) if text not in document]


def test_an_english_master_has_english_headings() -> None:
    """The words around the texts are in the master's language."""
    document = export(second_master())
    assert "## Star scale (for all items)" in document
    assert not [heading for heading in words(JAPANESE) - words(ENGLISH) if heading in document]


def words(headings: Headings) -> set[str]:
    """Return the headings that are texts."""
    return {str(value) for name in Headings.__slots__ if isinstance(value := getattr(headings, name), str)}


def test_cells_hold_one_line() -> None:
    """A bar or a line break inside a text neither ends its cell nor its row, and nothing reads as HTML."""
    lines = export(second_master()).splitlines()
    assert r"| T1 | Espresso | Taste of a plain espresso: body, crema \| bitterness |" in lines
    assert "| T2 | Milk froth | Froth from three kinds of milk:<br>cow, oat, soy |" in lines
    assert any(r"\<em>all included\</em>" in line for line in lines)
    assert any(r"| Moka \<Mk II> |" in line for line in lines)


def test_tables_are_rectangles() -> None:
    """Every row of a table has as many cells as its head, whatever the master and its tools."""
    for master in (shipped_master(), second_master(), synthetic_master()):
        width = 0
        for line in export(master).replace(r"\|", "").splitlines():
            bars = line.count("|") if line.startswith("|") else 0
            assert bars in {0, width} or not width
            width = bars


def test_weights_are_told_where_there_are_some() -> None:
    """A master whose categories count differently has a column for it; the shipped one has none."""
    assert "| T | Taste | **joy**: does it taste? | cup | 3 |" in export(second_master()).splitlines()
    assert JAPANESE.weight_column[0][0] not in export(shipped_master())


def test_what_a_master_lacks_leaves_no_heading() -> None:
    """A master without a basis, rules or plans has no empty sections for them."""
    document = export(second_master())
    for heading in (ENGLISH.basis, ENGLISH.judging_points, ENGLISH.new_items, ENGLISH.updates, ENGLISH.future):
        assert heading not in document
    assert "\n\n\n" not in document
