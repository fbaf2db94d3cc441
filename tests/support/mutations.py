"""Mutations of returned workbooks: what people, programs and accidents could make of one, a few random steps away.

`mutated(number, seed)` is the same file in every run. Most mutations change the tree of a part's XML, so that the
archive stays valid and its parts well-formed; the last ones damage bytes.
"""

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from lxml import etree

from support.mutated_sheets import (
    ATTRIBUTES,
    MAIN,
    TEXTS,
    Chance,
    Parts,
    Tree,
    changed,
    drop,
    kinds,
    marks,
    one_of,
    references,
    rows,
    strings,
    styles,
    values,
)
from support.packages import WORKBOOK, Entry, as_ods, entries_of, packed, parts_of, raw_archive
from support.readings import excel, openpyxl

RELATIONS: Final = "xl/_rels/workbook.xml.rels"
NAMES: Final = ("評価", "評価 (2)", "集計 - 表 1", "Sheet1", "記入", "", "前提パラメータ ")
PLACES: Final = ("xl/x.xml", "xl/media/a.png", "[trash]/0.dat", "xl/worksheets/sheet99.xml")


@dataclass(frozen=True)
class Mutant:
    """A mutated file, how it was made, and whether it should still be a valid archive of well-formed parts."""

    data: bytes
    ways: tuple[str, ...]
    is_whole: bool


# The workbook


def relations(parts: Parts, chance: Chance) -> None:
    """Let relationships lead elsewhere."""

    def change(tree: Tree, chance: Chance) -> None:
        listed = list(tree)
        if not listed:
            return
        one, other = chance.choice(listed), chance.choice(listed)
        way = chance.randrange(5)
        if way == 0:
            one.set("Target", other.get("Target", ""))
        elif way == 1:
            first, second = one.get("Target", ""), other.get("Target", "")
            one.set("Target", second)
            other.set("Target", first)
        elif way == 2:
            drop(one)
        elif way == 3:
            one.set("TargetMode", "External")
        else:
            one.set(chance.choice(("Id", "Type", "Target")), chance.choice(ATTRIBUTES))

    changed(parts, chance.choice((RELATIONS, RELATIONS, "_rels/.rels")), change, chance)


def sheets(parts: Parts, chance: Chance) -> None:
    """Rename, hide, move or delete sheets."""

    def change(tree: Tree, chance: Chance) -> None:
        one, other = one_of(tree, "sheet", chance), one_of(tree, "sheet", chance)
        if one is None or other is None:
            return
        way = chance.randrange(4)
        if way == 0:
            one.set(
                "name",
                chance.choice(("評価", "評価 (2)", "集計 - 表 1", "Sheet1", "記入", "", one.get("name", "") + " ")),
            )
        elif way == 1:
            one.set("state", chance.choice(("hidden", "veryHidden", "visible", "x")))
        elif way == 2:
            other.addnext(one)
        else:
            drop(one)

    changed(parts, WORKBOOK, change, chance)


def parts_changed(parts: Parts, chance: Chance) -> None:
    """Lose a part, add one, or give it another's content or name."""
    names = list(parts)
    one, other = chance.choice(names), chance.choice(names)
    way = chance.randrange(5)
    if way == 0:
        del parts[one]
    elif way == 1:
        parts[one], parts[other] = parts[other], parts[one]
    elif way == 2:
        parts[chance.choice(("xl/x.xml", "xl/media/a.png", "[trash]/0.dat", "xl/worksheets/sheet99.xml"))] = parts[
            other
        ]
    elif way == 3:
        parts[one.replace("/", "\\") if chance.random() < 0.5 else one.upper()] = parts.pop(one)
    else:
        parts[one] = parts[other]


def elements(parts: Parts, chance: Chance) -> None:
    """Change any element of any part: take it out, copy it, rename it, change an attribute or its text."""

    def change(tree: Tree, chance: Chance) -> None:
        found = [element for element in tree.iter() if isinstance(element.tag, str)]
        for _ in range(chance.randint(1, 3)):
            element = chance.choice(found)
            way = chance.randrange(5)
            if way == 0:
                drop(element)
            elif way == 1:
                if element.getparent() is not None:
                    element.addnext(etree.fromstring(etree.tostring(element)))
            elif way == 2:
                element.tag = chance.choice(("x", f"{MAIN}c", f"{MAIN}row", f"{MAIN}v", chance.choice(found).tag))
            elif way == 3 and element.attrib:
                name = chance.choice(list(element.attrib))
                element.set(name, chance.choice(ATTRIBUTES))
            else:
                element.text = chance.choice(TEXTS)

    xml = [name for name in parts if name.endswith((".xml", ".rels"))]
    changed(parts, chance.choice(xml), change, chance)


# Bytes

PIECES: Final = (
    "<", ">", "/>", '"', "&", "</c>", "<c>", '<c r="A1"/>', '<row r="3">', "<v>", "</v>", "<f>1</f>", ' r="ZZ9"',
    ' t="e"', ' t="s"', ' t="inlineStr"', "<is><t>x</t></is>", "-1", "9999999", "1e308", "NaN", "<!--", "-->",
    "<![CDATA[", "]]>", "<?x?>", "⭐", '<mergeCell ref="A1:C9"/>', ' s="99999"', "#REF!",
)  # fmt: skip
"""What is thrown into XML."""


def xml_shuffled(parts: Parts, chance: Chance) -> None:
    """Damage the XML of one part."""
    name = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
    content = bytearray(parts[name])
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(content) + 1)
        way = chance.randrange(4)
        if way == 0:
            content[start : start + chance.randint(1, 40)] = b""
        elif way == 1:
            content[start:start] = chance.choice(PIECES).encode()
        elif way == 2:
            end = start + chance.randint(1, 300)
            content[end:end] = content[start:end]
        else:
            at = max(content.find(b"<", start), 0)
            content[at:at] = chance.choice(PIECES).encode()
    parts[name] = bytes(content)


def bits_turned(data: bytes, chance: Chance) -> bytes:
    """Turn a few bits over, anywhere in the file."""
    turned = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
    return bytes(turned)


def cut_or_doubled(data: bytes, chance: Chance) -> bytes:
    """Take a stretch out of the file, or repeat one."""
    start = chance.randrange(len(data))
    end = min(len(data), start + chance.randint(1, 2_000))
    return data[:start] + data[end:] if chance.random() < 0.5 else data[:end] + data[start:]


def entries_confused(data: bytes, chance: Chance) -> bytes:
    """Write the archive with entries that contradict its directory, stand twice, or lie about their size."""
    entries: list[Entry] = entries_of(data)
    one, other = chance.choice(entries), chance.choice(entries)
    way = chance.randrange(4)
    if way == 0:
        return raw_archive(entries, local_names={one.name: other.name})
    if way == 1:
        return raw_archive([*entries, one])
    fields = list(one.fields)
    fields[chance.choice((1, 2, 5, 7))] = chance.choice((0, 1, 8, 12, 999))
    one.fields = tuple(fields)  # type: ignore[assignment]  # the fields of a header, one of them wrong
    return raw_archive(entries)


WHOLE: Final[Mapping[str, Callable[[Parts, Chance], None]]] = {
    way.__name__: way
    for way in (values, kinds, references, rows, styles, strings, marks, relations, sheets, parts_changed, elements)
}
"""What leaves the archive valid and its parts well-formed."""
_WEIGHTS: Final = (6, 2, 3, 4, 2, 3, 2, 2, 2, 1, 3)
BROKEN: Final[Mapping[str, Callable[[bytes, Chance], bytes]]] = {
    way.__name__: way for way in (bits_turned, cut_or_doubled, entries_confused)
}


SOURCES: Final[Mapping[str, Callable[[], bytes]]] = {
    "excel": excel,
    "openpyxl": openpyxl,
    "ods": lambda: as_ods(openpyxl()),
}


_SAVED: Final = re.compile(rb"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@cache
def _source(name: str) -> Parts:
    parts = parts_of(SOURCES[name]())
    # A program says when it saved the file: always the same here, so that a number is always the same file.
    return {part: _SAVED.sub(b"2026-05-01T00:00:00Z", content) for part, content in parts.items()}


def mutated(number: int, seed: int) -> Mutant:
    """Return the mutated file of this *number*."""
    chance = random.Random(f"{seed} {number}")  # noqa: S311 - the same file in every run
    [source] = chance.choices(list(SOURCES), (12, 7, 1))
    parts = dict(_source(source))
    if source == "ods":
        ways = ["elements"] * chance.randint(1, 3)
    else:
        ways = chance.choices(list(WHOLE), _WEIGHTS, k=chance.choice((1, 1, 1, 2, 3)))
    for way in ways:
        WHOLE[way](parts, chance)
    damage = chance.choices(("none", "xml_shuffled", *BROKEN), (16, 2, 1, 1, 1))[0]
    if damage == "xml_shuffled":
        xml_shuffled(parts, chance)
    data = packed(parts, compression=chance.choice((0, 0, 8)))
    if damage in BROKEN:
        data = BROKEN[damage](data, chance)
    is_whole = damage == "none"
    return Mutant(data, (source, *ways, *(() if is_whole else (damage,))), is_whole)
