"""People's words on the page: text, with http and https addresses as links, and never anything else."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from depipe.comparison.page.links import said
from depipe.comparison.plain import plain_lines

SIGNS = string.ascii_letters + string.digits + string.punctuation + " \t\nあ。）（　"
PIECES = st.sampled_from(
    ["http://", "https://", "javascript:", "data:text/html,", "//", "<a href=", "</bdi>", "&amp;", "example.com", '"']
)


def links(text: str) -> list[str]:
    """Return where the links in a text lead."""
    return [str(link.get("href")) for link in html.fragment_fromstring(str(said(text))).iter("a")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://docs.example.com/a_b?x=1&y=2#z", ["https://docs.example.com/a_b?x=1&y=2#z"]),
        ("HTTP://EXAMPLE.COM/A を参照", ["HTTP://EXAMPLE.COM/A"]),
        ("手順（https://example.com/a）。", ["https://example.com/a"]),
        ("参照：https://example.com/aを見る", ["https://example.com/a"]),
        ("See https://example.com/a, then https://example.com/b.", ["https://example.com/a", "https://example.com/b"]),
        ("https://example.com/a_(b)", ["https://example.com/a_(b)"]),
        ("(https://example.com/a)", ["https://example.com/a"]),
        ("release notes <https://example.com/r>", ["https://example.com/r"]),
        ("http://[2001:db8::1]:8080/x", ["http://[2001:db8::1]:8080/x"]),
    ],
)
def test_addresses_are_links(text: str, expected: list[str]) -> None:
    """An address ends where the sentence around it goes on."""
    assert links(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)//http:",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "mailto:a@example.com",
        "ftp://example.com/a",
        "www.example.com",
        "//example.com/a",
        "http:example.com",
        "xhttps://example.com",
        "https://",
        "<a href='javascript:alert(1)'>x</a>",
    ],
)
def test_anything_else_is_no_link(text: str) -> None:
    """Other schemes, and what only looks like an address, stay text."""
    assert links(text) == []


@settings(max_examples=400)
@given(st.lists(st.text(SIGNS, max_size=8) | PIECES, max_size=12).map("".join))
def test_text_comes_back_as_it_was(text: str) -> None:
    """Parsed again, the only elements are the links, each says where it leads, and not a sign is lost."""
    made = html.fragment_fromstring(str(said(text)))

    assert [node.tag for node in made.iter()] == ["bdi", *["a"] * len(links(text))]
    assert made.text_content() == plain_lines(text)
    for link in made.iter("a"):
        assert link.text == link.get("href")
        assert str(link.get("href")).lower().startswith(("http://", "https://"))
        assert set(link.attrib) == {"href", "rel"}
