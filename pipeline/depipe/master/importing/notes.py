"""The last part of a master's Markdown: what is written beside the stars, the rules, boundaries, candidates."""

from typing import Any, Final

from depipe.master.importing.blocks import Lines, Said
from depipe.master.importing.reader import Reader, Row, Section, joined
from depipe.master.importing.scale import unmarked
from depipe.master.names import NOTE_NAMES

Tree = dict[str, Any]

BETWEEN_SIDES: Final = " ↔ "


def notes(reader: Reader, section: Section | None) -> Tree:
    """Return what is written beside the stars."""
    own = reader.needed(section, reader.headings.notes_rule)
    found: Tree = {"introduction": reader.lines(own, "paragraph")}
    bullets = [block for block in own.blocks if isinstance(block, Lines) and block.kind == "bullets"] if own else []
    for entry in (entry for block in bullets for entry in block.entries):
        for name in NOTE_NAMES:
            text = unmarked(entry, name)
            if text and name.lower() not in found:
                reader.take(entry)
                found[name.lower()] = text
    for name in NOTE_NAMES:
        if own and own.title and name.lower() not in found:
            line = f"- **{name}**: …"
            reader.wrong(own.title.line, f"「{line}」の行がありません。", f"There is no line “{line}”.")
    return found


def rules(reader: Reader, section: Section | None) -> Tree:
    """Return the written rules around the catalogue."""
    headings = reader.headings
    new_items = reader.section(section, headings.new_items)
    return {
        "rubrics": reader.lines(reader.section(section, headings.rubrics), "paragraph"),
        "boundaries": reader.lines(reader.section(section, headings.boundaries), "paragraph"),
        "new_items_introduction": joined(reader.lines(new_items, "paragraph")),
        "new_items": reader.lines(new_items, "numbers"),
        "updates": reader.lines(reader.section(section, headings.updates), "bullets"),
    }


def boundaries(reader: Reader, section: Section | None) -> list[Tree]:
    """Return which item scores what two could claim."""
    (items, _), (rule, _) = reader.headings.boundary_table
    own = reader.section(section, reader.headings.boundaries)
    rows = reader.table(own, reader.headings.boundary_table, needed=False)
    return [{"between": _sides(row[items]), "rule": row[rule]} for row in rows]


def _sides(cell: Said) -> list[Tree]:
    sides = (side.partition(" ") for side in cell.text.split(BETWEEN_SIDES))
    return [{"item": Said(item, cell.line), "label": Said(label, cell.line)} for item, _, label in sides]


def future_categories(reader: Reader, section: Section | None) -> list[Tree]:
    """Return the categories that were left for later."""
    own = reader.section(section, reader.headings.future)
    rows = reader.table(own, reader.headings.future_table, needed=own is not None)
    return [_future(reader, row) for row in rows]


def _future(reader: Reader, row: Row) -> Tree:
    cells = (row[column] for column, _ in reader.headings.future_table)
    return dict(zip(("name", "content", "reason"), cells, strict=True))
