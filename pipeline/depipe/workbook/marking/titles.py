"""The list of sheets that a workbook's properties (`docProps/app.xml`) repeat, kept in step."""

from collections.abc import Sequence

from depipe.workbook.marking.parts import Parts
from depipe.workbook.marking.relations import PACKAGE, Relations
from depipe.workbook.marking.trees import Element, StructureError, add, child, only_children


def retitle(parts: Parts, first: str, without: Sequence[str]) -> None:
    """Let the list begin with the sheet *first* and drop the sheets *without*; one that is not understood stays."""
    found = [relation.target for relation in Relations(parts, PACKAGE) if relation.kind == "extended-properties"]
    part = next((target for target in found if target and target in parts), None)
    if part is None:
        return
    try:
        root = parts.tree(part)
    except StructureError:
        return
    counter, vector = _counter(root), _vector(root, "TitlesOfParts")
    if counter is None or vector is None:
        return
    count = int(counter.text or "0")
    sheets = only_children(vector)[:count]
    parts.change(part)
    for sheet in sheets:
        if sheet.text in without:
            vector.remove(sheet)
            count -= 1
    title = add(vector, "lpstr", text=first)
    vector.insert(0, title)
    counter.text = str(count + 1)
    vector.set("size", str(len(only_children(vector))))


def _vector(root: Element, name: str) -> Element | None:
    holder = child(root, name)
    inside = [] if holder is None else only_children(holder)
    return inside[0] if inside else None


def _counter(root: Element) -> Element | None:
    """Return the number of sheets: the first pair of headings counts them, whatever the language calls them."""
    vector = _vector(root, "HeadingPairs")
    variants = [] if vector is None else only_children(vector)
    inside = only_children(variants[1]) if len(variants) > 1 else []
    counter = inside[0] if inside else None
    known = counter is not None and (counter.text or "").isdecimal()
    return counter if known else None
