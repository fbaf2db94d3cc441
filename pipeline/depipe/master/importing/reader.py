"""What every part of the reading uses: sections found by their headings, blocks taken from them, and what is left."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from depipe.folding import fold
from depipe.language import Text
from depipe.master.headings import Head, Headings
from depipe.master.importing.blocks import Block, Heading, Lines, Quote, Ruler, Said, Table, source_lines
from depipe.master.model import Master
from depipe.master.problem import Problem

Row = Mapping[str, Said]
"""A row of a table: column -> cell."""

_WHAT: Final[Mapping[str, Text]] = {
    "paragraph": Text("段落", "paragraph"),
    "bullets": Text("箇条書き", "list"),
    "numbers": Text("番号付きの箇条書き", "numbered list"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, the blocks under it, and the sections below it; the document itself has no title."""

    title: Said | None
    level: int
    blocks: list[Block] = field(default_factory=list)
    sections: list["Section"] = field(default_factory=list)


def outlined(blocks: Sequence[Block]) -> Section:
    """Return the document as sections within sections."""
    document = Section(None, 0)
    path = [document]
    for block in blocks:
        if isinstance(block, Heading):
            while path[-1].level >= block.level:
                path.pop()
            section = Section(block.title, block.level)
            path[-1].sections.append(section)
            path.append(section)
        else:
            path[-1].blocks.append(block)
    return document


class Reader:
    """Takes blocks of one document; whatever is not taken stays unread. base is a master that lends what is missing."""

    def __init__(self, text: str, headings: Headings, base: Master | None) -> None:
        self.headings = headings
        self.base = base
        self.problems: list[Problem] = []
        self._source = source_lines(text)
        self._taken: set[int] = set()

    def unread(self) -> Iterator[Said]:
        """Yield every line that holds something and was not taken."""
        for number, line in enumerate(self._source, 1):
            if line.strip("> \t") and number not in self._taken:
                yield Said(line.strip(), number)

    def take(self, *said: Said) -> None:
        """Count the lines of *said* as read."""
        for one in said:
            self._taken.update(range(one.line, one.line + one.lines))

    def skip_rulers(self, section: Section) -> None:
        """Count every ruler as read: they say nothing."""
        self._taken.update(block.line for block in section.blocks if isinstance(block, Ruler))
        for inner in section.sections:
            self.skip_rulers(inner)

    def wrong(self, line: int | None, ja: str, en: str) -> None:
        """Note what keeps the master from being read."""
        self.problems.append(Problem(line, (), Text(ja, en)))

    def odd(self, line: int | None, ja: str, en: str) -> None:
        """Note what is worth a look; what the document repeats of itself is written anew by the next export."""
        self.problems.append(Problem(line, (), Text(ja, en), "warning"))

    def section(self, parent: Section | None, title: str) -> Section | None:
        """Return the section of that title below *parent*, its heading taken; the first of several, None without."""
        for section in parent.sections if parent else ():
            if section.title and fold(section.title.text) == fold(title):
                self.take(section.title)
                return section
        return None

    def needed(self, parent: Section | None, title: str) -> Section | None:
        """Return the section of that title, and note where there is none."""
        found = self.section(parent, title)
        if parent and found is None:
            above = parent.title.line if parent.title else None
            self.wrong(above, f"見出し「{title}」がありません。", f"There is no heading “{title}”.")
        return found

    def table(self, section: Section | None, head: Head, *, optional: Head = (), needed: bool = True) -> list[Row]:
        """Return the rows of the first table of the section that has the columns of *head*, in whatever order."""
        for block in section.blocks if section else ():
            if isinstance(block, Table) and (rows := self.rows(block, head, optional)) is not None:
                return rows
        if section and needed:
            line = section.title.line if section.title else None
            columns = " | ".join(name for name, _ in head)
            self.wrong(line, f"列が {columns} の表がありません。", f"There is no table with the columns {columns}.")
        return []

    def rows(self, table: Table, head: Head, optional: Head = ()) -> list[Row] | None:
        """Return the rows of *table*, taken, by the columns as *head* names them; None where it has other columns."""
        known = {fold(name): name for name, _ in (*head, *optional)}
        columns = [known.get(fold(cell.text)) for cell in table.head]
        if len(set(columns)) != len(columns) or None in columns or not {name for name, _ in head} <= set(columns):
            return None
        self.take_table(table)
        return [dict(zip(map(str, columns), row, strict=True)) for row in table.rows]

    def take_table(self, table: Table) -> None:
        """Count a table as read but for its rows of another width, and note those."""
        line = table.head[0].line
        self._taken.update((line, line + 1))
        for row in table.rows:
            self.take(*row)
        for line, count in table.odd:
            width = len(table.head)
            self.wrong(
                line,
                f"見出しは {width} 列ですが、この行は {count} 列です。文中の | は \\| と書いてください。",
                f"The table has {width} columns and this row {count}: a | inside of a text is written \\|.",
            )

    def lines(self, section: Section | None, kind: str) -> list[Said]:
        """Return the lines of the section's first paragraph, or the entries of its first list of that kind, taken."""
        for block in section.blocks if section else ():
            if isinstance(block, Lines) and block.kind == kind:
                self.take(*block.entries)
                return list(block.entries)
        return []

    def some_lines(self, section: Section | None, kind: str) -> list[Said]:
        """Return what `lines` does, and note where there are none."""
        found = self.lines(section, kind)
        if section and section.title and not found:
            what = _WHAT[kind]
            self.wrong(section.title.line, f"{what.ja}がありません。", f"There is no {what.en}.")
        return found

    def quotes(self, section: Section | None) -> Iterator[list[Said]]:
        """Yield the lines of each quote that is paragraphs alone, not taken yet."""
        for block in section.blocks if section else ():
            if isinstance(block, Quote) and block.blocks:
                paragraphs = [one for one in block.blocks if isinstance(one, Lines) and one.kind == "paragraph"]
                if len(paragraphs) == len(block.blocks):
                    yield [line for paragraph in paragraphs for line in paragraph.entries]


def joined(lines: Sequence[Said]) -> Said | None:
    """Return several lines as one text; None where there are none."""
    return Said("\n".join(line.text for line in lines), lines[0].line) if lines else None


def settled(tree: Any) -> tuple[Any, dict[tuple[str | int, ...], int]]:  # noqa: ANN401 - plain data of any kind
    """Return plain data without its lines, and the lines by path; what is None is left out of mappings."""
    lines: dict[tuple[str | int, ...], int] = {}

    def plain(value: Any, path: tuple[str | int, ...]) -> Any:  # noqa: ANN401 - the same
        if isinstance(value, Said):
            lines[path] = value.line
            return plain(value.value, path)
        if isinstance(value, dict):
            return {name: plain(inner, (*path, name)) for name, inner in value.items() if inner is not None}
        if isinstance(value, list):
            return [plain(inner, (*path, n)) for n, inner in enumerate(value)]
        return value

    data = plain(tree, ())
    for path, line in sorted(lines.items(), key=lambda one: one[1]):
        for end in range(1, len(path)):
            lines.setdefault(path[:end], line)
    return data, lines
