"""The second part of a master's Markdown: parameters, categories, items, rubrics."""

import re
from collections.abc import Sequence
from typing import Any, Final

from depipe.folding import fold
from depipe.master.importing.blocks import Lines, Said, Table
from depipe.master.importing.reader import Reader, Row, Section
from depipe.master.importing.scale import level
from depipe.master.model import Master, Parameter

Tree = dict[str, Any]

BETWEEN_OPTIONS: Final = " / "
_MORE: Final = re.compile(r" (?:等|など|etc\.)$")
"""What may follow the options where no base says what does."""
_FOCUS: Final = re.compile(r"\*\*(?P<focus>.+?)\*\*: (?P<responsibility>.*)", re.DOTALL)


def parameters(reader: Reader, top: Section | None) -> Tree:
    """Return the parameters with their introduction; which are closed is the base's to say."""
    section = reader.needed(top, reader.headings.parameters)
    return {
        "introduction": reader.lines(section, "paragraph"),
        "entries": [
            _parameter(reader, *_cells(row, reader)) for row in reader.table(section, reader.headings.parameter_table)
        ],
    }


def _cells(row: Row, reader: Reader) -> Sequence[Said]:
    return [row[name] for name, _ in reader.headings.parameter_table]


def _parameter(reader: Reader, label: Said, description: Said, examples: Said) -> Tree:
    name = Said(label.text.removeprefix("**").removesuffix("**"), label.line)
    entries = reader.base.parameters.entries if reader.base else ()
    known = next((entry for entry in entries if fold(entry.name) == fold(name.text)), None)
    suffix, options = _options(examples.text, known)
    return {
        "name": name,
        "description": description,
        "options": [Said(option, examples.line) for option in options],
        "suffix": suffix,
        "closed": known.closed if known else False,
    }


def _options(text: str, known: Parameter | None) -> tuple[str, Sequence[str]]:
    """Return what follows the options, and the options: those of the base where they read the same."""
    if known and text == BETWEEN_OPTIONS.join(known.options) + known.suffix:
        return known.suffix, known.options
    more = _MORE.search(text)
    suffix = known.suffix if known and text.endswith(known.suffix) else more[0] if more else ""
    options = text.removesuffix(suffix)
    return suffix, options.split(BETWEEN_OPTIONS) if options else ()


def categories(reader: Reader, catalogue: Section | None) -> list[Tree]:
    """Return the categories; without a column for weights each weighs 1."""
    section = reader.needed(catalogue, reader.headings.categories)
    head, weights = reader.headings.category_table, reader.headings.weight_column
    return [_category(reader, row) for row in reader.table(section, head, optional=weights)]


def _category(reader: Reader, row: Row) -> Tree:
    (id_column, _), (name, _), (responsibility, _), (layer, _) = reader.headings.category_table
    said = row[responsibility]
    parts = _FOCUS.fullmatch(said.text)
    if parts is None:
        reader.wrong(
            said.line,
            "責務は「**一語**: 一行」の形で書いてください。",
            "A responsibility is written `**one word**: one line`.",
        )
    return {
        "id": row[id_column],
        "name": row[name],
        "focus": Said(parts["focus"], said.line) if parts else said,
        "responsibility": Said(parts["responsibility"], said.line) if parts else said,
        "layer": row[layer],
        "weight": _weight(reader, row),
    }


def _weight(reader: Reader, row: Row) -> Said | None:
    """Return the weight; the base's own where it is shown as the cell is, since a cell holds six digits."""
    cell = row.get(reader.headings.weight_column[0][0])
    if cell is None:
        return None
    (id_column, _), *_ = reader.headings.category_table
    for category in reader.base.categories if reader.base else ():
        if category.id == row[id_column].text and f"{category.weight:g}" == cell.text:
            return Said(category.weight, cell.line)
    try:
        return Said(float(cell.text), cell.line)
    except ValueError:
        return cell


def items(reader: Reader, catalogue: Section | None, known: Sequence[Tree]) -> tuple[list[Tree], list[Tree]]:
    """Return the items and the rubrics, category by category."""
    found: list[Tree] = []
    rubrics: list[Tree] = []
    by_id = {category["id"].text: category for category in known}
    section = reader.needed(catalogue, reader.headings.items)
    for inner in section.sections if section else ():
        if inner.title is None:
            continue
        category_id, _, name = inner.title.text.partition(": ")
        if category_id not in by_id:
            continue
        reader.take(inner.title)
        _compare(reader, by_id[category_id], Said(name, inner.title.line), inner)
        own, own_rubrics = _category_items(reader, inner, category_id)
        found += own
        rubrics += own_rubrics
    return found, in_base_order(reader.base, rubrics)


def _compare(reader: Reader, category: Tree, name: Said, section: Section) -> None:
    """Take the line of the responsibility, and note where it or the heading differs from the table of categories."""
    headings = reader.headings
    for said, own in ((name, category["name"]), *_responsibility(reader, category, section)):
        if own and fold(said.text) != fold(own.text):
            title = headings.categories
            reader.odd(
                said.line,
                f"「{title}」の表では「{own.text}」です。そちらを使いました。",
                f"The table “{title}” says “{own.text}”, which was used.",
            )


def _responsibility(reader: Reader, category: Tree, section: Section) -> list[tuple[Said, Said]]:
    pattern = re.compile(rf"\*\*{re.escape(reader.headings.responsibility)}: (.+?)\*\* — (.*)", re.DOTALL)
    for block in section.blocks:
        if isinstance(block, Lines) and block.kind == "paragraph" and len(block.entries) == 1:
            line = block.entries[0]
            if match := pattern.fullmatch(line.text):
                reader.take(line)
                parts = zip(match.groups(), (category["focus"], category["responsibility"]), strict=True)
                return [(Said(text, line.line), own) for text, own in parts]
    return []


def _category_items(reader: Reader, section: Section, category: str) -> tuple[list[Tree], list[Tree]]:
    found: list[Tree] = []
    rubrics: list[Tree] = []
    whose = re.compile(rf"\*\*(\S+) {re.escape(reader.headings.rubric)}\*\*[:：]?")
    title: Said | None = None
    for block in section.blocks:
        if isinstance(block, Lines):
            match = whose.fullmatch(block.entries[0].text) if len(block.entries) == 1 else None
            title = Said(match[1], block.entries[0].line) if match else None
        elif isinstance(block, Table):
            if title and (levels := reader.rows(block, reader.headings.rubric_table)) is not None:
                reader.take(title)
                rubrics.append({"item": title, "levels": _levels(reader, levels)})
            elif (rows := reader.rows(block, reader.headings.item_table)) is not None:
                found += [_item(reader, row, category) for row in rows]
            title = None
    return found, rubrics


def _item(reader: Reader, row: Row, category: str) -> Tree:
    item_id, name, description = (row[column] for column, _ in reader.headings.item_table)
    known = reader.base.items_by_id.get(item_id.text) if reader.base else None
    carried = {"same_since": known.same_since, "proposal": known.proposal} if known else {}
    return {"id": item_id, "category": category, "name": name, "description": description, **carried}


def _levels(reader: Reader, rows: Sequence[Row]) -> list[Said]:
    (stars, _), (criterion, _) = reader.headings.rubric_table
    for number, row in enumerate(rows, 1):
        if level(row[stars]).value != number:
            reader.wrong(
                row[stars].line,
                f"星は1から5まで順に並べてください（ここは {number}）。",
                f"The levels go from 1 to 5 stars, in order (here {number}).",
            )
    return [row[criterion] for row in rows]


def in_base_order(base: Master | None, rubrics: list[Tree]) -> list[Tree]:
    """Return the rubrics in the base's order, new ones last: the document has them in the order of the items."""
    order = [rubric.item for rubric in base.rubrics] if base else []
    places = {item: place for place, item in enumerate(order)}
    return sorted(rubrics, key=lambda rubric: places.get(rubric["item"].text, len(order)))
