"""Mutations of sheets and shared strings, by their trees: whatever comes out is well-formed."""

import random
import re
from collections.abc import Callable
from typing import Final

from lxml import etree

from depipe.workbook.cells import column_letters
from support.packages import CONTEXT, PROPOSALS, RATINGS, STRINGS

Chance = random.Random
Tree = etree._Element
Parts = dict[str, bytes]

MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
STYLES: Final = "xl/styles.xml"
SHEETS: Final = (RATINGS, RATINGS, RATINGS, CONTEXT, PROPOSALS)
"""What is mutated most."""

TEXTS: Final = (
    "", " ", "-", "－", "未検証", "⭐", "⭐⭐⭐⭐⭐", "⭐⭐⭐⭐⭐⭐", "★★★☆☆", "4", "４", "4.5", "3/5", "TRUE",
    "I-0001", "I-0099", "Tool 1", "Tool 1 Doc", "ID", "評価者", "ツール", "=1+1", "#N/A", "a\nb", "_x000D_",
    "\u202eabc", "あ" * 400, "depipe:{}", "2026年5月1日", "here", "large", "変更した項目だけ", "C0", "\u200b",
    "1.10", "<b>", "&amp;", "file://x",
)  # fmt: skip
NUMBERS: Final = (
    "0", "1", "4", "5", "6", "-1", "3.5", "46143", "1e3", "1E+300", "-0", "99999999999", "0.1", "NaN", "x",
    "1e999", " 4 ",
)  # fmt: skip
ERRORS: Final = ("#N/A", "#REF!", "#DIV/0!", "#ERROR!", "")
KINDS: Final = ("n", "s", "str", "b", "e", "d", "inlineStr", "z", "")
ATTRIBUTES: Final = (
    "0", "1", "-1", "99999", "", "x", "A1", "XFD1048576", "A1:XFD1048576", "rId1", "rId99", "true", "評価",
)  # fmt: skip


# Trees


def changed(parts: Parts, name: str, change: Callable[[Tree, Chance], object], chance: Chance) -> None:
    """Change the tree of a part; one that is gone or no XML stays as it is."""
    try:
        tree = etree.fromstring(parts.get(name, b""))
    except (etree.XMLSyntaxError, ValueError):
        return
    change(tree, chance)
    parts[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def one_of(tree: Tree, tag: str, chance: Chance) -> Tree | None:
    """Return one of the elements of this name."""
    found = list(tree.iter(f"{MAIN}{tag}"))
    return chance.choice(found) if found else None


def drop(element: Tree) -> None:
    """Take an element out."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


# Cells


def write_cell(cell: Tree, chance: Chance) -> None:
    """Write something else into a cell."""
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", "")
    kind = chance.choice(("text", "text", "text", "number", "error", "boolean", "formula", "blank"))
    if kind == "text":
        cell.set("t", "inlineStr")
        inline = etree.SubElement(cell, f"{MAIN}is")
        etree.SubElement(inline, f"{MAIN}t").text = chance.choice(TEXTS)
        return
    if kind == "blank":
        return
    if kind == "formula":
        etree.SubElement(cell, f"{MAIN}f").text = chance.choice(("1+3", 'REPT("⭐",4)', "NA()", "A1"))
    if kind in {"error", "boolean"}:
        cell.set("t", kind[0])
    choices = {"error": ERRORS, "boolean": ("0", "1", "2", "")}.get(kind, NUMBERS)
    etree.SubElement(cell, f"{MAIN}v").text = chance.choice(choices)


def values(parts: Parts, chance: Chance) -> None:
    """Type into a few cells."""

    def change(tree: Tree, chance: Chance) -> None:
        for _ in range(chance.randint(1, 3)):
            cell = one_of(tree, "c", chance)
            if cell is not None:
                write_cell(cell, chance)

    changed(parts, chance.choice(SHEETS), change, chance)


def kinds(parts: Parts, chance: Chance) -> None:
    """Let a cell say that it holds another kind of value."""

    def change(tree: Tree, chance: Chance) -> None:
        cell = one_of(tree, "c", chance)
        if cell is not None:
            cell.set("t", chance.choice(KINDS))

    changed(parts, chance.choice(SHEETS), change, chance)


def references(parts: Parts, chance: Chance) -> None:
    """Give a cell or a row another place, or none."""

    def change(tree: Tree, chance: Chance) -> None:
        element = one_of(tree, chance.choice(("c", "c", "row")), chance)
        if element is None:
            return
        if chance.random() < 0.3:
            element.attrib.pop("r", "")
        elif element.tag == f"{MAIN}row":
            element.set("r", chance.choice((str(chance.randint(1, 40)), "0", "1048576", "x")))
        else:
            near = f"{column_letters(chance.randint(1, 16))}{chance.randint(1, 20)}"
            element.set("r", chance.choice((near, near, near, "XFD1048576", "A0", "ZZZZ9", "")))

    changed(parts, chance.choice(SHEETS), change, chance)


def rows(parts: Parts, chance: Chance) -> None:
    """Delete, copy or swap rows or cells, as they stand."""

    def change(tree: Tree, chance: Chance) -> None:
        tag = chance.choice(("row", "row", "c"))
        one, other = one_of(tree, tag, chance), one_of(tree, tag, chance)
        if one is None or other is None:
            return
        way = chance.randrange(4)
        if way == 0:
            drop(one)
        elif way == 1:
            other.addnext(etree.fromstring(etree.tostring(one)))
        elif way == 2:
            other.addnext(one)
        else:
            shifted(tree, int(one.get("r", "0")) if tag == "row" and one.get("r", "").isdigit() else 7, chance)

    changed(parts, chance.choice(SHEETS), change, chance)


def shifted(tree: Tree, first: int, chance: Chance) -> None:
    """Insert a blank row, as a spreadsheet does."""
    by = chance.randint(1, 3)
    for row in tree.iter(f"{MAIN}row"):
        number = row.get("r", "")
        if number.isdigit() and int(number) >= first:
            row.set("r", str(int(number) + by))
            for cell in row:
                place = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r", ""))
                if place:
                    cell.set("r", f"{place[1]}{int(place[2]) + by}")


def styles(parts: Parts, chance: Chance) -> None:
    """Give cells other formats, or formats another number."""

    def of_cells(tree: Tree, chance: Chance) -> None:
        for _ in range(chance.randint(1, 5)):
            cell = one_of(tree, "c", chance)
            if cell is not None:
                cell.set("s", str(chance.choice((0, 14, chance.randint(0, 60), 99_999, -1))))

    def of_formats(tree: Tree, chance: Chance) -> None:
        element = one_of(tree, chance.choice(("xf", "numFmt")), chance)
        if element is not None:
            element.set("numFmtId", chance.choice(("0", "14", "46", "164", "999", "x", "-1")))
            if chance.random() < 0.3:
                drop(element)

    if chance.random() < 0.7:
        changed(parts, chance.choice(SHEETS), of_cells, chance)
    else:
        changed(parts, STYLES, of_formats, chance)


def strings(parts: Parts, chance: Chance) -> None:
    """Change the shared strings, or what refers to them."""
    if chance.random() < 0.5:
        changed(parts, STRINGS, change_strings, chance)
    else:
        changed(parts, chance.choice(SHEETS), refer_elsewhere, chance)


def change_strings(tree: Tree, chance: Chance) -> None:
    """Change one of the shared strings, their order, or how many they say they are."""
    items = list(tree)
    if not items:
        return
    one = chance.choice(items)
    way = chance.randrange(5)
    if way == 0:
        drop(one)
    elif way == 1:
        chance.choice(items).addnext(one)
    elif way == 2:
        for text in one.iter(f"{MAIN}t"):
            text.text = chance.choice(TEXTS)
    elif way == 3:
        tree.set(chance.choice(("count", "uniqueCount")), chance.choice(("0", "-1", "99999999999", "x")))
    else:
        run = etree.SubElement(one, f"{MAIN}r")
        etree.SubElement(run, f"{MAIN}t").text = chance.choice(TEXTS)


def refer_elsewhere(tree: Tree, chance: Chance) -> None:
    """Let a cell refer to another shared string, or to none."""
    shared = [cell for cell in tree.iter(f"{MAIN}c") if cell.get("t") == "s" and len(cell)]
    if shared:
        chance.choice(shared)[0].text = chance.choice((str(chance.randint(0, 400)), "99999", "-1", "", "1.5", "x"))


def marks(parts: Parts, chance: Chance) -> None:
    """Merge cells, link them, or draw over them."""

    def change(tree: Tree, chance: Chance) -> None:
        first = f"{column_letters(chance.randint(1, 13))}{chance.randint(1, 14)}"
        last = f"{column_letters(chance.randint(1, 13))}{chance.randint(1, 14)}"
        reference = chance.choice((f"{first}:{last}", first, "A1:XFD1048576", "A:A", "", last))
        if chance.random() < 0.6:
            merges = tree.find(f"{MAIN}mergeCells")
            merges = etree.SubElement(tree, f"{MAIN}mergeCells") if merges is None else merges
            etree.SubElement(merges, f"{MAIN}mergeCell").set("ref", reference)
        else:
            links = etree.SubElement(tree, f"{MAIN}hyperlinks")
            link = etree.SubElement(links, f"{MAIN}hyperlink")
            link.set("ref", reference)
            link.set(f"{RELATION}id", "rId1")

    changed(parts, chance.choice(SHEETS), change, chance)
