"""Markdown as blocks with the lines that they stand on: headings, paragraphs, lists, tables, quotes, rulers.

The text inside of a block is the master's own, emphasis included; only what the export escapes is taken back: the
backslash before `<` and `|`, and `<br>` for a line break.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_ESCAPED: Final = re.compile(r"\\<|<br>")
_BAR: Final = re.compile(r"(?<!\\)\|")
_UNUSED: Final = ("code", "html_block", "lheading", "reference", "inline")
"""What would take lines of a master for something else than text (code, HTML, other headings, link definitions), and
the parsing of what is inside of a line, which is the master's own."""


class Said(NamedTuple):
    """A value, the line that it stands on, from 1, and over how many lines it goes."""

    value: object
    line: int
    lines: int = 1

    @property
    def text(self) -> str:
        """The value as text."""
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level counts from 1."""

    level: int
    title: Said


@dataclass(frozen=True, slots=True)
class Lines:
    """A paragraph, line by line, or a list, entry by entry."""

    kind: Literal["paragraph", "bullets", "numbers"]
    entries: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; each row has as many cells as the head. odd holds the rows that have not: (line, cells)."""

    head: tuple[Said, ...]
    rows: tuple[tuple[Said, ...], ...]
    odd: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted blocks."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Ruler:
    """A line across."""

    line: int


Block = Heading | Lines | Table | Quote | Ruler


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the blocks of a document in order; what is none of them is left out. Never raises."""
    parser = MarkdownIt("commonmark").enable("table").disable(_UNUSED)
    return tuple(_blocks(SyntaxTreeNode(parser.parse(text)).children, source_lines(text)))


def source_lines(text: str) -> list[str]:
    """Return the lines of a document as Markdown counts them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _blocks(nodes: Sequence[SyntaxTreeNode], source: Sequence[str]) -> Iterator[Block]:
    for node in nodes:
        match node.type:
            case "heading":
                yield Heading(int(node.tag.removeprefix("h")), Said(_plain(_inline(node)), _line(node)))
            case "paragraph":
                lines = _inline(node).split("\n")
                yield Lines("paragraph", tuple(Said(_plain(line), _line(node) + n) for n, line in enumerate(lines)))
            case "bullet_list" | "ordered_list":
                yield Lines("bullets" if node.type == "bullet_list" else "numbers", tuple(_entries(node)))
            case "table":
                yield _table(node, source)
            case "blockquote":
                yield Quote(tuple(_blocks(node.children, source)))
            case "hr":
                yield Ruler(_line(node))


def _entries(node: SyntaxTreeNode) -> Iterator[Said]:
    """Yield the entries that are one paragraph."""
    for entry in node.children:
        if [inner.type for inner in entry.children] == ["paragraph"]:
            yield Said(
                _plain(_inline(entry.children[0])), _line(entry), entry.map[1] - entry.map[0] if entry.map else 1
            )


def _table(node: SyntaxTreeNode, source: Sequence[str]) -> Table:
    head, *rows = [row for part in node.children for row in part.children]
    width = len(head.children)
    counts = {_line(row): _count(source[_line(row) - 1].strip()) for row in rows}
    whole = [row for row in rows if counts[_line(row)] == width]
    return Table(_cells(head), tuple(map(_cells, whole)), tuple(odd for odd in counts.items() if odd[1] != width))


def _count(row: str) -> int:
    """Return how many cells a row has; the parser itself fills up a shorter one and cuts a longer one."""
    cells = _BAR.split(row)
    return len(cells) - (cells[0] == "") - (len(cells) > 1 and cells[-1] == "")


def _cells(row: SyntaxTreeNode) -> tuple[Said, ...]:
    return tuple(Said(_plain(_inline(cell)), _line(row)) for cell in row.children)


def _inline(node: SyntaxTreeNode) -> str:
    return node.children[0].content if node.children else ""


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] + 1 if node.map else 0


def _plain(text: str) -> str:
    stripped = "\n".join(line.strip(" \t") for line in text.split("\n"))
    return _ESCAPED.sub(lambda escaped: "<" if escaped[0] == "\\<" else "\n", stripped)
