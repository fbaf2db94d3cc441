"""The styles part: formats are found when they are there and appended when they are not, never changed."""

from copy import deepcopy
from typing import Final

from depipe.workbook.marking.parts import Parts
from depipe.workbook.marking.trees import Element, Shape, add, child, fragment, only_children, place, shape

_ORDER: Final = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)
_LEAST: Final = {
    "fonts": '<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>',
    "fills": '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>',
    "borders": "<border><left/><right/><top/><bottom/><diagonal/></border>",
    "cellStyleXfs": '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',
    "cellXfs": '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
    "dxfs": "",
}
"""What each collection holds at least, wherever a program left it out."""


def plain_styles(namespace: str) -> bytes:
    """Return a styles part with one plain format, for a workbook that has none."""
    said = _LEAST | {"cellStyles": '<cellStyle name="Normal" xfId="0" builtinId="0"/>'}
    collections = "".join(f"<{name}>{said[name]}</{name}>" for name in _ORDER if said.get(name))
    return f'<styleSheet xmlns="{namespace}">{collections}</styleSheet>'.encode()


class Styles:
    """The formats of a workbook; each is a number: its place in its collection."""

    def __init__(self, parts: Parts, part: str) -> None:
        self._parts = parts
        self._part = part
        self._bordered: dict[tuple[int, int], int] = {}
        self._known: dict[str, dict[Shape, int]] = {}

    def _collection(self, name: str) -> Element:
        root = self._parts.tree(self._part)
        found = child(root, name)
        if found is None or (not only_children(found) and _LEAST[name]):
            self._parts.change(self._part)
            if found is None:
                found = place(root, name, _ORDER)
            found.extend(fragment(root, f"<g>{_LEAST[name]}</g>"))
            found.set("count", str(len(only_children(found))))
        return found

    def all(self, name: str) -> list[Element]:
        """Return the members of a collection."""
        return only_children(self._collection(name))

    def number(self, name: str, wanted: Element) -> int:
        """Return the number of the member that equals *wanted*, which is appended where there is none."""
        collection = self._collection(name)
        if name not in self._known:
            known: dict[Shape, int] = {}
            for index, element in enumerate(only_children(collection)):
                known.setdefault(shape(element), index)
            self._known[name] = known
        known = self._known[name]
        key = shape(wanted)
        if key not in known:
            self._parts.change(self._part)
            known[key] = len(only_children(collection))
            collection.append(wanted)
            collection.set("count", str(len(only_children(collection))))
        return known[key]

    def made(self, name: str, xml: str) -> int:
        """Return the number of the member that *xml* describes."""
        return self.number(name, fragment(self._collection(name), xml))

    def formats(self) -> list[Element]:
        """Return the formats of cells (`cellXfs`)."""
        return self.all("cellXfs")

    def is_open(self, number: int) -> bool:
        """Tell whether a cell of this format takes answers in a locked sheet."""
        formats = self.formats()
        protection = child(formats[number], "protection") if number < len(formats) else None
        return protection is not None and protection.get("locked") in {"0", "false"}

    def with_border(self, number: int, border: int) -> int:
        """Return the cell format that equals *number* but for its border."""
        if (number, border) in self._bordered:
            return self._bordered[number, border]
        formats = self.formats()
        changed = deepcopy(formats[number] if 0 <= number < len(formats) else formats[0])
        changed.tail = None
        changed.set("borderId", str(border))
        changed.set("applyBorder", "1")
        self._bordered[number, border] = self.number("cellXfs", changed)
        return self._bordered[number, border]

    def look(self, *, font: str, fill: str = "", border: str = "", align: str = "", plain: bool = False) -> int:
        """Return the locked cell format of a font, a fill, a border and an alignment, each as its XML.

        Its number format is text, or General where *plain*.
        """
        numbers = {
            "numFmtId": "0" if plain else "49",
            "fontId": str(self.made("fonts", font)),
            "fillId": str(self.made("fills", fill) if fill else 0),
            "borderId": str(self.made("borders", border) if border else 0),
            "xfId": "0",
        }
        formats = self._collection("cellXfs")
        made = fragment(formats, "<xf/>")
        for key, value in numbers.items():
            made.set(key, value)
        for what in ("NumberFormat", "Font", "Fill", "Border", "Alignment", "Protection"):
            made.set(f"apply{what}", "1")
        if align:
            made.append(fragment(formats, align))
        add(made, "protection", {"locked": "1"})
        return self.number("cellXfs", made)
