"""The first part of a master's Markdown: title, basis, scale, fail-close rule, warnings."""

import re
from collections.abc import Mapping
from typing import Any, Final

from depipe.folding import fold
from depipe.language import Language
from depipe.master.importing.blocks import Lines, Quote, Said
from depipe.master.importing.reader import Reader, Section, joined
from depipe.stars import SPELLINGS, tidy

Tree = dict[str, Any]

ALWAYS: Final[Mapping[Language, str]] = {"ja": "常に必須", "en": "Always"}
"""How a gate without a condition is described, so that no condition is missed."""

_NUMBERED_LEVEL: Final = re.compile("⭐+")


def introduction(reader: Reader, top: Section | None) -> Tree:
    """Return title and design basis."""
    if top is None or top.title is None:
        reader.wrong(1, "題名（# で始まる見出し）がありません。", "There is no title: a heading that begins with #.")
        return {}
    reader.take(top.title)
    return {"title": top.title, "design_basis": _basis(reader, top)}


def _basis(reader: Reader, top: Section) -> list[Said] | None:
    for block in top.blocks:
        if not isinstance(block, Quote):
            continue
        match block.blocks:
            case [Lines(kind="paragraph", entries=(title,)), Lines(kind="bullets", entries=entries)] if (
                _bare(title.text) == reader.headings.basis
            ):
                reader.take(title, *entries)
                return list(entries)
    return None


def scale(reader: Reader, top: Section | None) -> Tree:
    """Return the scale: its levels and the judging points."""
    section = reader.needed(top, reader.headings.scale)
    stars, *texts = [name for name, _ in reader.headings.level_table]
    levels = [
        {
            "stars": level(row[stars]),
            **dict(zip(("label", "definition", "criterion"), map(row.get, texts), strict=True)),
        }
        for row in reader.table(section, reader.headings.level_table)
    ]
    points = reader.lines(reader.section(section, reader.headings.judging_points), "bullets")
    same_since = reader.base.scale.same_since if reader.base else None
    return {"levels": levels, "judging_points": points, "same_since": same_since}


def level(cell: Said) -> Said:
    """Return the number of stars that a cell shows; what shows none stays as it is."""
    return Said(SPELLINGS.get(tidy(cell.text)) or cell.text, cell.line)


def fail_close(reader: Reader, top: Section | None, names: Mapping[str, str]) -> Tree:
    """Return the rule, the gates and the assumptions. What decides without being read comes from the base.

    *names*: item id -> name, as the items' own tables say.
    """
    base = reader.base.fail_close if reader.base else None
    section = reader.needed(reader.section(top, reader.headings.scale), reader.headings.fail_close)
    tree: Tree = base.model_dump(mode="json", include={"threshold", "cap", "unverified", "scope"}) if base else {}
    rule = joined(reader.some_lines(section, "paragraph"))
    gates = [_gate(reader, names, *row.values()) for row in _gate_rows(reader, section)]
    return tree | {"rule": rule, "gates": gates, "assumptions": _assumptions(reader, section)}


def _gate_rows(reader: Reader, section: Section | None) -> list[dict[str, Said]]:
    head = reader.headings.gate_table
    return [{name: row[name] for name, _ in head} for row in reader.table(section, head, needed=False)]


def _gate(reader: Reader, names: Mapping[str, str], item: Said, reason: Said, applies: Said) -> Tree:
    item_id, _, name = item.text.partition(" ")
    known = reader.base.gates_by_item.get(item_id) if reader.base else None
    if item_id in names and fold(names[item_id]) != fold(name):
        reader.odd(
            item.line,
            f"{item_id} の名前が項目の表では「{names[item_id]}」です。そちらを使いました。",
            f"{item_id} is called “{names[item_id]}” in the table of items, which was used.",
        )
    if known is None and fold(applies.text) not in map(fold, ALWAYS.values()):
        reader.odd(
            applies.line,
            f"{item_id} の適用条件「{applies.text}」は文です。判定に使う condition は YAML に書いてください。",
            f"The condition of {item_id}, “{applies.text}”, was read as words: write a `condition` into the YAML.",
        )
    if known is not None and fold(known.applies) != fold(applies.text):
        reader.odd(
            applies.line,
            f"{item_id} の適用条件の文が変わりました。判定に使う condition は元のままです。",
            f"The condition of {item_id} reads otherwise now; the `condition` that decides is as it was.",
        )
    condition = known.condition.model_dump(mode="json") if known and known.condition else None
    return {"item": Said(item_id, item.line), "reason": reason, "applies": applies, "condition": condition}


def _assumptions(reader: Reader, section: Section | None) -> list[Said]:
    for lines in reader.quotes(section):
        if first := unmarked(lines[0], reader.headings.assumption):
            reader.take(*lines)
            return [first, *lines[1:]]
    return []


def warnings(reader: Reader, top: Section | None, items: Mapping[str, str]) -> list[Tree]:
    """Return the warnings. Which item one is about: the base's with the same text, else the first id in the text."""
    section = reader.section(reader.section(top, reader.headings.scale), reader.headings.fail_close)
    found: list[Tree] = []
    for lines in reader.quotes(section):
        if first := unmarked(lines[0], reader.headings.warning):
            reader.take(*lines)
            found += _warning(reader, [first, *lines[1:]], items)
    return found


def _warning(reader: Reader, text: list[Said], items: Mapping[str, str]) -> list[Tree]:
    words = fold("\n".join(line.text for line in text))
    known = {one.item: one for one in reversed(reader.base.warnings)} if reader.base else {}
    same = next((one for one in known.values() if fold("\n".join(one.text)) == words), None)
    item = same.item if same else next(iter(sorted(_named(words, items), key=words.index)), None)
    if item is None:
        reader.wrong(
            text[0].line,
            "どの項目についての警告か分かりません。文中に項目の ID を書いてください。",
            "Which item is this warning about? Name its id in the text.",
        )
        return []
    stars = _NUMBERED_LEVEL.search(words)
    threshold = known[item].threshold if item in known else len(stars[0]) if stars else 2
    return [{"item": Said(item, text[0].line), "threshold": threshold, "text": text}]


def _named(words: str, items: Mapping[str, str]) -> list[str]:
    return [item for item in items if re.search(rf"(?<![\w.-]){re.escape(item)}(?![\w-])", words, re.ASCII)]


def unmarked(line: Said, mark: str) -> Said | None:
    """Return what follows the mark in `**mark**: text`; None where another one begins the line."""
    match = re.fullmatch(rf"\*\*{re.escape(mark)}\*\*: (.*)", line.text, re.DOTALL)
    return Said(match[1], line.line) if match else None


def _bare(text: str) -> str:
    return text.removeprefix("**").removesuffix("**")
