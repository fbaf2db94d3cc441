"""The documents lead to each other, and those that people in charge read are there in Japanese too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])


def links(tokens: list[Token]) -> Iterator[str]:
    """Yield where links lead and pictures lie."""
    for token in tokens:
        yield from (str(token.attrs[name]) for name in ("href", "src") if name in token.attrs)
        yield from links(token.children or [])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files_that_are_there(document: Path) -> None:
    """Whatever is no address of the network."""
    told = links(MarkdownIt("commonmark").enable("table").parse(document.read_text("utf-8")))
    files = {link.partition("#")[0] for link in told if "://" not in link} - {""}

    assert [link for link in sorted(files) if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", ["README", "docs/rounds", "docs/ledger", "docs/bundle"])
def test_people_in_charge_have_it_in_japanese(document: str) -> None:
    """And each of the two names the other one."""
    english, japanese = ROOT / f"{document}.md", ROOT / f"{document}.ja.md"

    assert f"]({japanese.name})" in english.read_text("utf-8")
    assert f"]({english.name})" in japanese.read_text("utf-8")
