"""A YAML text and the pieces of it that change: where the parts of its nodes stand, as offsets into the text."""

import re
from itertools import takewhile
from typing import Final, NamedTuple

from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, SequenceNode

_BLANKS: Final = " \t\r\n"


class _Piece(NamedTuple):
    start: int
    end: int
    text: str


class Pieces:
    """Collects what is to stand in place of what; the text itself never changes. Its line ends are kept."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._break = "\r\n" if "\r\n" in text else "\n"
        self._pieces: list[_Piece] = []

    def put(self, start: int, end: int, text: str) -> None:
        """Let *text* stand in place of what is from *start* to *end*; pieces at one place stand in the order given."""
        self._pieces.append(_Piece(start, end, text.replace("\n", self._break)))

    def outcome(self) -> str:
        """Return the text with every piece in its place."""
        parts, at = [], 0
        for start, end, text in sorted(self._pieces, key=lambda piece: piece[:2]):
            parts += [self.text[at:start], text]
            at = end
        return "".join([*parts, self.text[at:]])

    def end(self, node: Node) -> int:
        """Return where the last thing of *node* ends that is no blank, line break or comment."""
        if isinstance(node, CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end(last[1] if isinstance(last, tuple) else last)
        end: int = node.end_mark.index
        return len(self.text[:end].rstrip(_BLANKS)) if end > node.start_mark.index else end

    def line_start(self, place: int) -> int:
        """Return where the line of *place* begins."""
        return self.text.rfind("\n", 0, place) + 1

    def line_end(self, place: int) -> int:
        """Return where the line of *place* ends, before its line break."""
        end = self.text.find("\n", place)
        end = len(self.text) if end < 0 else end
        return end - self.text[:end].endswith("\r")

    def next_line(self, place: int) -> int:
        """Return where the line after that of *place* begins, or the text ends."""
        return self.text.find("\n", place) + 1 or len(self.text)

    def dash(self, node: SequenceNode, n: int) -> int:
        """Return the start of the line on which the dash of the element stands, in a list written with dashes."""
        start = self.line_start(node.value[n].start_mark.index)
        dash = re.compile(rf" {{{node.start_mark.column}}}-")
        while start and not dash.match(self.text, start):
            start = self.line_start(start - 1)
        return start

    def lines_of(self, node: SequenceNode, start: int, end: int) -> tuple[int, int]:
        """Return from where to where the elements from *start* to *end* stand, with the blank lines before them.

        The first elements of several that stand apart take those after them.
        """
        first, last = self.dash(node, start), self.next_line(self.end(node.value[end - 1]))
        if not start:
            blank = takewhile(lambda line: not line.strip(), self.text[last:].splitlines(keepends=True))
            return first, last + sum(map(len, blank))
        above = self.line_start(first - 1)
        return (first if self.text[above:first].strip() else above), last

    def spaced(self, node: SequenceNode) -> bool:
        """Tell whether the elements stand apart by blank lines; where there is one alone, mappings do."""
        if len(node.value) == 1:
            return isinstance(node.value[0], MappingNode)
        between = self.text[self.end(node.value[0]) : self.dash(node, 1)]
        return any(not line.strip() for line in between.split("\n")[1:-1])

    def comma(self, node: CollectionNode) -> str:
        """Return what stands between two entries of a collection written in brackets."""
        first = node.value[0][0] if isinstance(node, MappingNode) else node.value[0]
        on_lines = first.start_mark.line > node.start_mark.line
        return ",\n" + " " * first.start_mark.column if on_lines else ", "

    def cut(self, spans: list[tuple[int, int]], start: int, end: int) -> None:
        """Cut the pieces from *start* to *end* out of several between commas, with a comma for each."""
        if start:
            self.put(spans[start - 1][1], spans[end - 1][1], "")
        else:
            self.put(spans[0][0], spans[end][0], "")
