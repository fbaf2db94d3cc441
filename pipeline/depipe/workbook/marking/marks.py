"""Marks on cells: a thick border that no conditional format hides, and a tint that comes before all others.

A spreadsheet paints conditional formats over a cell's own fill, so a fill alone would drown in the template's colours.
The border is the cell's own format, cloned; the tint is a conditional format of the first priority.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from depipe.findings import Severity
from depipe.workbook.marking.grid import Area, Grid, Place, area_of
from depipe.workbook.marking.showing import show
from depipe.workbook.marking.styles import Styles
from depipe.workbook.marking.trees import Element, add, child, children, local, place, prune

TAG: Final = "depipe:mark"
_ALWAYS: Final = f'LEN("{TAG}")>0'
"""A condition that always holds and tells our rules from others when the file comes back, whoever saved it."""

_AREAS_PER_RULE: Final = 400

_BEFORE: Final = (
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
)


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of a mark, as RRGGBB: none of them is one of the workbook's own."""

    line: str
    tint: str


INKS: Final[Mapping[Severity, Ink]] = {"error": Ink("C2123F", "FCE1E8"), "warning": Ink("6B3FA0", "ECE4F7")}
"""Notes carry no mark: a mark asks for something."""
_STYLE: Final = "thick"
_SIDES: Final = ("left", "right", "top", "bottom")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A marked cell and the format that it had: what a later marking restores."""

    sheet: str
    place: Place
    style: int


def border(styles: Styles, severity: Severity) -> int:
    """Return the border of a mark."""
    colour = f'<color rgb="FF{INKS[severity].line}"/>'
    sides = "".join(f'<{side} style="{_STYLE}">{colour}</{side}>' for side in _SIDES)
    return styles.made("borders", f"<border>{sides}<diagonal/></border>")


def marked_borders(styles: Styles) -> set[int]:
    """Return the borders that are marks, whatever program wrote them last."""
    lines = {ink.line for ink in INKS.values()}
    found: set[int] = set()
    for number, element in enumerate(styles.all("borders")):
        sides = [child(element, side) for side in _SIDES]
        colours = {None if side is None else _colour(side) for side in sides}
        if len(colours) == 1 and colours <= lines:
            found.add(number)
    return found


def _colour(side: Element) -> str | None:
    colour = child(side, "color")
    return None if colour is None or side.get("style") != _STYLE else colour.get("rgb", "").upper()[-6:]


def mark_cells(root: Element, styles: Styles, sheet: str, marks: Mapping[Place, Severity]) -> list[Anchor]:
    """Mark cells of a worksheet, show those with errors that were hidden, and return what was there before.

    A merged range is marked as a whole, with the gravest of its marks.
    """
    grid = Grid(root)
    merged = _merged(root)
    areas: dict[Area, Severity] = {}
    for place_, severity in marks.items():
        area = next((area for area in merged if area.holds(place_)), Area(*place_, *place_))
        areas[area] = "error" if "error" in {severity, areas.get(area)} else severity
    borders = {severity: border(styles, severity) for severity in sorted(set(areas.values()))}
    anchors: list[Anchor] = []
    for area, severity in areas.items():
        corner = Place(area.top, area.left)
        before = grid.style(corner)
        grid.cell(corner).set("s", str(styles.with_border(before, borders[severity])))
        anchors.append(Anchor(sheet, corner, before))
    _tint(root, styles, areas)
    show(grid, [place_ for place_, severity in marks.items() if severity == "error"])
    return anchors


def _merged(root: Element) -> list[Area]:
    listed = child(root, "mergeCells")
    areas = (area_of(element.get("ref")) for element in ([] if listed is None else children(listed, "mergeCell")))
    return [area for area in areas if area]


def _tint(root: Element, styles: Styles, areas: Mapping[Area, Severity]) -> None:
    rules: list[tuple[str, int]] = []
    for severity in INKS:
        runs = joined(area for area, marked in areas.items() if marked == severity)
        for start in range(0, len(runs), _AREAS_PER_RULE):
            cells = " ".join(area.text for area in runs[start : start + _AREAS_PER_RULE])
            rules.append((cells, _look(styles, severity)))
    _make_room(root, len(rules))
    for priority, (cells, look) in reversed(list(enumerate(rules, 1))):
        made = place(root, "conditionalFormatting", _BEFORE)
        made.set("sqref", cells)
        rule = {"type": "expression", "dxfId": str(look), "priority": str(priority), "stopIfTrue": "1"}
        add(add(made, "cfRule", rule), "formula", text=_ALWAYS)


def _look(styles: Styles, severity: Severity) -> int:
    ink = INKS[severity]
    fill = f'<patternFill patternType="solid"><fgColor rgb="FF{ink.tint}"/><bgColor rgb="FF{ink.tint}"/></patternFill>'
    return styles.made("dxfs", f'<dxf><font><color rgb="FF{ink.line}"/></font><fill>{fill}</fill></dxf>')


def _rules(root: Element) -> Iterator[Element]:
    """Yield the rules of conditional formats, Excel's own extensions included."""
    for holder in (*children(root, "conditionalFormatting"), *children(root, "extLst")):
        yield from holder.iter("{*}cfRule")


def _make_room(root: Element, rules: int) -> None:
    """Raise the priorities of all rules so that the first ones are free."""
    others = [(rule, int(said)) for rule in _rules(root) if (said := rule.get("priority", "")).isdecimal()]
    lowest = min((priority for _, priority in others), default=rules + 1)
    for rule, priority in others if lowest <= rules else []:
        rule.set("priority", str(priority + rules + 1 - lowest))


def remove_tints(root: Element) -> bool:
    """Remove the rules of earlier marks; tell whether there were any."""
    ours = [
        rule
        for rule in _rules(root)
        if any(local(part) in {"formula", "f"} and TAG in (part.text or "") for part in rule)
    ]
    for rule in ours:
        _remove(rule)
    return bool(ours)


def _remove(rule: Element) -> None:
    group = rule.getparent()
    if group is None:
        return
    group.remove(rule)
    if not any(local(part) == "cfRule" for part in group):
        prune(group)


def joined(areas: Iterable[Area]) -> list[Area]:
    """Return *areas* with those of one column that follow each other as one."""
    found: list[Area] = []
    for area in sorted(set(areas), key=lambda area: (area.left, area.right, area.top)):
        last = found[-1] if found else None
        if last and (last.left, last.right, last.bottom + 1) == (area.left, area.right, area.top):
            found[-1] = last._replace(bottom=area.bottom)
        else:
            found.append(area)
    return found
