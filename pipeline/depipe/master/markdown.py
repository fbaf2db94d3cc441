"""A master as the Markdown document that people read and discuss.

The document carries every text of the master. What decides things without being read stays in the YAML: version,
language, conditions, scope, attributes, closed parameters, the numbers of the fail-close rule, the consensus.
"""

from collections.abc import Iterable, Iterator, Sequence

from depipe.master.headings import HEADINGS, Head, Headings
from depipe.master.model import Category, Master
from depipe.stars import written

RULER = "---"
MORE = "..."
"""Stands in the template's cells for the rows that follow."""


def export(master: Master) -> str:
    """Return *master* as one Markdown document, headed in the master's language.

    For the shipped master this is, byte for byte, the document that it was made from.
    """
    headings = HEADINGS[master.language]
    parts = (_introduction, _scale, _parameters, _catalogue, _counts, _template, _notes)
    sections = ("\n\n".join(part(master, headings)) for part in parts)
    return f"\n\n{RULER}\n\n".join(sections) + "\n"


def _introduction(master: Master, headings: Headings) -> Iterator[str]:
    yield f"# {_line(master.title)}"
    if master.design_basis:
        yield _quoted([f"**{headings.basis}**", "", *(f"- {line}" for line in master.design_basis)])


def _scale(master: Master, headings: Headings) -> Iterator[str]:
    yield f"## {headings.scale}"
    levels = master.scale.levels
    yield _table(
        headings.level_table,
        [(written(level.stars), level.label, level.definition, level.criterion) for level in levels],
    )
    if master.scale.judging_points:
        yield f"### {headings.judging_points}"
        yield _bullets(master.scale.judging_points)
    yield from _fail_close(master, headings)


def _fail_close(master: Master, headings: Headings) -> Iterator[str]:
    yield f"### {headings.fail_close}"
    yield _line(master.fail_close.rule)
    if master.fail_close.gates:
        gates = ((master.items_by_id[gate.item], gate) for gate in master.fail_close.gates)
        yield _table(
            headings.gate_table, [(f"{item.id} {item.name}", gate.reason, gate.applies) for item, gate in gates]
        )
    if master.fail_close.assumptions:
        yield _quoted(_marked(headings.assumption, master.fail_close.assumptions))
    for warning in master.warnings:
        yield _quoted(_marked(headings.warning, warning.text))


def _parameters(master: Master, headings: Headings) -> Iterator[str]:
    yield f"## {headings.parameters}"
    if master.parameters.introduction:
        yield _lines(master.parameters.introduction)
    yield _table(
        headings.parameter_table,
        [
            (f"**{entry.name}**", entry.description, " / ".join(entry.options) + entry.suffix)
            for entry in master.parameters.entries
        ],
    )


def _catalogue(master: Master, headings: Headings) -> Iterator[str]:
    yield f"## {headings.catalogue}"
    yield f"### {headings.categories}"
    weighted = any(category.weight != 1 for category in master.categories)
    yield _table(
        headings.category_table + (headings.weight_column if weighted else ()),
        [
            (
                category.id,
                category.name,
                f"**{category.focus}**: {category.responsibility}",
                category.layer,
                *([f"{category.weight:g}"] if weighted else []),
            )
            for category in master.categories
        ],
    )
    yield RULER
    yield f"### {headings.items}"
    for category in master.categories:
        yield from _category(master, category, headings)


def _category(master: Master, category: Category, headings: Headings) -> Iterator[str]:
    items = [item for item in master.items if item.category == category.id]
    yield f"#### {category.id}: {_line(category.name)}"
    yield f"**{headings.responsibility}: {_line(category.focus)}** — {_line(category.responsibility)}"
    yield _table(headings.item_table, [(item.id, item.name, item.description) for item in items])
    for item in items:
        if item.id in master.rubrics_by_item:
            yield f"**{item.id} {headings.rubric}**:"
            levels = master.rubrics_by_item[item.id].levels
            yield _table(headings.rubric_table, [(written(stars), text) for stars, text in enumerate(levels, 1)])


def _counts(master: Master, headings: Headings) -> Iterator[str]:
    yield f"## {headings.counts}"
    of = [item.category for item in master.items]
    rows = [(category.id, str(of.count(category.id))) for category in master.categories]
    yield _table(headings.count_table, [*rows, (f"**{headings.total}**", f"**{len(of)}**")])


def _template(master: Master, headings: Headings) -> Iterator[str]:
    yield f"## {headings.template}"
    yield f"### {headings.context}"
    yield _table(headings.context_table, [(name, "") for name in master.parameter_names])
    tools = tuple((tool, headings.tool_dashes) for tool in master.tools)
    head = (*headings.rating_table, *tools, *headings.remarks_column)
    first = master.items[0]
    more = (MORE,) * len(head)
    yield f"### {headings.good}"
    yield _table(head, [(first.category, first.id, first.name, *("",) * (len(tools) + 1)), more])
    yield f"### {headings.not_good}"
    yield _table(head, [more])


def _notes(master: Master, headings: Headings) -> Iterator[str]:
    notes, rules = master.notes, master.rules
    yield f"## {headings.notes}"
    yield f"### {headings.notes_rule}"
    if notes.introduction:
        yield _lines(notes.introduction)
    yield _bullets([f"**Doc**: {notes.doc}", f"**Repro**: {notes.repro}", f"**Evidence**: {notes.evidence}"])
    if rules.rubrics:
        yield f"### {headings.rubrics}"
        yield _lines(rules.rubrics)
    yield from _boundaries(master, headings)
    if rules.new_items or rules.new_items_introduction:
        yield f"### {headings.new_items}"
        introduction = [rules.new_items_introduction] if rules.new_items_introduction else []
        yield _lines([*introduction, *(f"{number}. {line}" for number, line in enumerate(rules.new_items, 1))])
    if rules.updates:
        yield f"### {headings.updates}"
        yield _bullets(rules.updates)
    if master.future_categories:
        yield f"### {headings.future}"
        rows = [(future.name, future.content, future.reason) for future in master.future_categories]
        yield _table(headings.future_table, rows)


def _boundaries(master: Master, headings: Headings) -> Iterator[str]:
    if master.boundaries or master.rules.boundaries:
        yield f"### {headings.boundaries}"
    if master.rules.boundaries:
        yield _lines(master.rules.boundaries)
    if master.boundaries:
        pairs = (" ↔ ".join(f"{side.item} {side.label}" for side in boundary.between) for boundary in master.boundaries)
        yield _table(
            headings.boundary_table, zip(pairs, (boundary.rule for boundary in master.boundaries), strict=True)
        )


def _table(head: Head, rows: Iterable[Sequence[str]]) -> str:
    dashes = "".join(f"|{'-' * count}" for _, count in head) + "|"
    return "\n".join([_row([header for header, _ in head]), dashes, *map(_row, rows)])


def _row(cells: Sequence[str]) -> str:
    return "|" + "".join(f" {_cell(cell)} |" if cell else " |" for cell in cells)


def _cell(text: str) -> str:
    return _line(text).replace("|", "\\|")


def _line(text: str) -> str:
    """Return *text* on one line, without HTML: a line break would end the cell, list entry or heading."""
    return text.replace("<", "\\<").replace("\n", "<br>")


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(map(_line, texts))


def _bullets(texts: Iterable[str]) -> str:
    return _lines(f"- {text}" for text in texts)


def _marked(mark: str, texts: Sequence[str]) -> list[str]:
    return [f"**{mark}**: {texts[0]}", *texts[1:]]


def _quoted(texts: Iterable[str]) -> str:
    return "\n".join(f"> {_line(text)}".rstrip() for text in texts)
