"""The workbook part: which sheets there are, in which order, and what counts them."""

import posixpath
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from depipe.workbook.marking.parts import Parts
from depipe.workbook.marking.relations import PACKAGE, ContentTypes, Relations, drop_unreached, reachable
from depipe.workbook.marking.styles import Styles, plain_styles
from depipe.workbook.marking.trees import (
    MAIN,
    RELATIONSHIP_IDS,
    Element,
    StructureError,
    add,
    check,
    child,
    children,
    namespace,
    place,
    prune,
    relationship_id,
    truth,
    unset,
)

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_KIN: Final = (
    XLSX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "application/vnd.ms-excel.template.macroEnabled.main+xml",
)
"""Content types of workbooks that differ from an .xlsx in the type alone."""
_CHECKED: Final = frozenset({"worksheet", "sharedstrings"})
"""A copy of a workbook with one of these damaged would be no help."""
_SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STYLES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"

_ORDER: Final = (
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
)


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One sheet of a workbook; part is None where the sheet leads nowhere."""

    element: Element
    part: str | None
    kind: str
    """What it is: worksheet, chartsheet, ..."""

    @property
    def name(self) -> str:
        """The sheet's name, as people see it."""
        return self.element.get("name", "")

    @property
    def visible(self) -> bool:
        """Whether people see the sheet."""
        return self.element.get("state", "visible") == "visible"

    def show(self) -> None:
        """Let people see the sheet."""
        unset(self.element, "state")


class Book:
    """A workbook that is patched; raises StructureError for what is none."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.types = ContentTypes(parts)
        found = [relation for relation in Relations(parts, PACKAGE) if relation.kind == "officedocument"]
        if not found or not found[0].target:
            raise StructureError("no workbook")
        self.part = found[0].target
        self._family = found[0].type.rpartition("/")[0]
        self.relations = Relations(parts, self.part)
        if self.types.of(self.part) not in _KIN or self._root().tag not in {f"{{{main}}}workbook" for main in MAIN}:
            raise StructureError("not a workbook")
        for relation in self.relations:
            if relation.kind in _CHECKED and relation.target and relation.target in parts:
                check(parts.content(relation.target))
        if self.types.of(self.part) != XLSX:
            self.types.set(self.part, XLSX)
        known = [sheet.part for sheet in self.sheets if sheet.part] + [sheet.name.casefold() for sheet in self.sheets]
        if len(set(known)) < len(known):
            raise StructureError("one sheet twice")
        self.styles = Styles(parts, self._styles_part())

    def _root(self) -> Element:
        return self.parts.tree(self.part)

    @property
    def sheets(self) -> list[SheetEntry]:
        """The sheets in their order."""
        relations = {relation.id: relation for relation in self.relations}
        listed = child(self._root(), "sheets")
        found: list[SheetEntry] = []
        for element in [] if listed is None else children(listed, "sheet"):
            relation = relations.get(relationship_id(element) or "")
            part = relation.target if relation and relation.target and relation.target in self.parts else None
            found.append(SheetEntry(element, part, relation.kind if relation else ""))
        return found

    def related(self, kind: str) -> str | None:
        """Return the part that the workbook leads to by this kind of relationship."""
        found = (relation.target for relation in self.relations if relation.kind == kind and relation.target)
        return next((target for target in found if target in self.parts), None)

    def _styles_part(self) -> str:
        known = self.related("styles")
        if known:
            return known
        if any(relation.kind == "styles" for relation in self.relations):
            raise StructureError("the styles are gone, and cells speak of them")
        part = self._free("styles{}.xml", "")  # some readers look for that one name
        self.parts.put(part, plain_styles(namespace(self._root())))
        self.relations.add(f"{self._family}/styles", part)
        self.types.set(part, _STYLES)
        return part

    def _free(self, pattern: str, *first: str) -> str:
        """Return the first name that no part has, and that nothing speaks of as if there were one."""
        folder = posixpath.dirname(self.part)
        spoken = [*self.parts.names, *self.types.named, *(relation.target or "" for relation in self.relations)]
        taken = {name.casefold() for name in spoken}
        numbers = (*first, *range(1, len(taken) + 2))
        names = (posixpath.join(folder, pattern.format(number)) for number in numbers)
        return next(name for name in names if name.casefold() not in taken)

    def change(self) -> Element:
        """Return the workbook's root, to be written anew."""
        return self.parts.change(self.part)

    def insert_first(self, name: str, content: Callable[[str], bytes]) -> None:
        """Put a new visible sheet before all others, open the workbook there; *content* gets the main namespace."""
        root = self.change()
        part = self._free("worksheets/sheet{}.xml")
        main = namespace(root)
        self.parts.put(part, content(main))
        self.types.set(part, _SHEET)
        relation = self.relations.add(f"{self._family}/worksheet", part)
        before = [sheet.element for sheet in self.sheets]
        listed = child(root, "sheets")
        if listed is None:
            raise StructureError("no sheets")
        taken = [int(number) for sheet in before if (number := sheet.get("sheetId", "")).isdecimal()]
        made = add(listed, "sheet", {"name": name, "sheetId": str(max(taken, default=0) + 1)})
        made.set(f"{{{RELATIONSHIP_IDS[MAIN.index(main)]}}}id", relation)
        listed.insert(0, made)
        self._renumber(before)
        self._open_first()

    def remove(self, sheets: Sequence[SheetEntry]) -> None:
        """Take sheets out, with all that only they lead to."""
        if not sheets:
            return
        reached = reachable(self.parts)
        before = [sheet.element for sheet in self.sheets]
        self.change()
        for sheet in sheets:
            prune(sheet.element)
        self.relations.remove({relationship_id(sheet.element) or "" for sheet in sheets})
        self._renumber(before)
        drop_unreached(self.parts, reached)

    def _renumber(self, before: Sequence[Element]) -> None:
        """Let the names that belong to one sheet count it where it is now; those of a removed sheet go."""
        now = {sheet.element: index for index, sheet in enumerate(self.sheets)}
        for name in self.names():
            scope = name.get("localSheetId")
            if scope is None:
                continue
            sheet = before[int(scope)] if scope.isdecimal() and int(scope) < len(before) else None
            if sheet is None or sheet not in now:
                prune(name)
            else:
                name.set("localSheetId", str(now[sheet]))

    def names(self) -> list[Element]:
        """Return the defined names."""
        listed = child(self._root(), "definedNames")
        return [] if listed is None else children(listed, "definedName")

    def define(self, name: str, refers_to: str, *, hidden: bool = False) -> None:
        """Define a name that belongs to the first sheet."""
        root = self.change()
        listed = child(root, "definedNames")
        if listed is None:
            listed = place(root, "definedNames", _ORDER)
        attributes = {"name": name, "localSheetId": "0"} | ({"hidden": "1"} if hidden else {})
        add(listed, "definedName", attributes, refers_to)

    def _open_first(self) -> None:
        root = self.change()
        views = child(root, "bookViews")
        if views is None:
            views = place(root, "bookViews", _ORDER)
            add(views, "workbookView")
        for view in children(views, "workbookView"):
            view.set("activeTab", "0")
            unset(view, "firstSheet")
        for sheet in self.sheets[1:]:
            if sheet.part:
                _deselect(self.parts, sheet.part)


def _deselect(parts: Parts, part: str) -> None:
    """Let a sheet not be selected: what is typed into one of several selected sheets lands in all of them."""
    if b"tabSelected" not in parts.content(part):
        return
    views = child(parts.tree(part), "sheetViews")
    listed = [] if views is None else children(views, "sheetView")
    selected = [view for view in listed if truth(view.get("tabSelected"))]
    if selected:
        parts.change(part)
    for view in selected:
        unset(view, "tabSelected")
