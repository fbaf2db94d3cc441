"""A returned .xlsx: from the parts of its package to sheets that may be read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from itertools import islice
from typing import Final

from depipe.workbook.layout import SHEET_IDENTITY
from depipe.workbook.reading.checked import DAY_ZERO, CheckedFile, CheckedSheet
from depipe.workbook.reading.choice import hold_fixed_texts, may_be_copies, our_name, worth_reading
from depipe.workbook.reading.drawings import anchored, commented
from depipe.workbook.reading.glance import glance, table
from depipe.workbook.reading.handover import calamine_package, key
from depipe.workbook.reading.limits import Limits, RefusedError, refused, unsafe
from depipe.workbook.reading.package import Package, relationships_of, resolve
from depipe.workbook.reading.references import LAST_COLUMN, LAST_ROW, Cell, cells_of
from depipe.workbook.reading.seems import no_workbook
from depipe.workbook.reading.sharedstrings import read_strings
from depipe.workbook.reading.sheetscan import SheetFacts
from depipe.workbook.reading.sheetxml import read_first_rows, read_sheet
from depipe.workbook.reading.xmlparts import Element, elements, tags

_MACRO_PARTS: Final = ("vbaproject.bin", "vbadata.xml")
_MACRO_SHEETS: Final = "/macrosheets/"
_OUTSIDE: Final = "External"
_DATE_1904: Final = re.compile(rb"""<(?:\w+:)?workbookPr\s[^<>]*\bdate1904\s*=\s*["'](?:1|true)["']""")
_PROPERTY: Final = re.compile(
    rb"""name=["']depipe-([0-9]{1,4})["'][^<>]{0,200}>\s{0,99}<[^<>]{0,200}>([^<]{0,4000})<"""
)
_DAY_ZERO_1904: Final = date(1904, 1, 1)
_PROGRAM: Final = (
    re.compile(rb"<(?:\w+:)?Application>([^<]{1,200})<"),
    re.compile(rb"<(?:\w+:)?AppVersion>([^<]{1,200})<"),
)


@dataclass(frozen=True, slots=True)
class _Relationship:
    source: str
    kind: str
    target: str
    external: bool

    @property
    def part(self) -> str:
        """The part that is meant."""
        return resolve(self.source, self.target)


class _Parts:
    """The package's parts by their relationships."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.limits = package.limits

    def related(self, source: str) -> dict[str, _Relationship]:
        """Return the relationships of a part by their ids."""
        rels = relationships_of(source)
        return {
            said["Id"]: _Relationship(
                source,
                said.get("Type", "").rpartition("/")[2],
                said.get("Target", ""),
                said.get("TargetMode") == _OUTSIDE,
            )
            for said in tags(self.package.part(rels), rels, self.limits, "Relationship")
            if "Id" in said
        }

    def elements(self, part: str) -> list[Element]:
        """Return the elements of a small part."""
        return elements(self.package.part(part), part, self.limits)


def _by_kind(related: dict[str, _Relationship], kind: str, otherwise: str) -> str:
    return next((found.part for found in related.values() if found.kind == kind), otherwise)


def check_xlsx(package: Package, *, closely: bool) -> CheckedFile:
    """Return what may be read of a workbook in the Office Open XML format; `preflight` says what *closely* means.

    Raises RefusedError.
    """
    parts = _Parts(package)
    root = parts.related("")
    workbook = _by_kind(root, "officeDocument", "xl/workbook.xml")
    data = package.part(workbook)
    if not data or not workbook.endswith(".xml") or b"workbook" not in data:
        raise no_workbook(package.names)
    related = parts.related(workbook)
    _refuse_macros(package, related)
    listed = _sheets(tags(data, workbook, package.limits, "sheet"), related, package.limits)
    from_1904 = _DATE_1904.search(data) is not None
    needed = worth_reading(listed)
    spare = (*(hold_fixed_texts(listed) if closely else ()), *may_be_copies(listed))
    read = _read(package, listed, needed, spare)
    sheets = [_sheet(name, key(at), facts, from_1904=from_1904) for at, (name, facts) in enumerate(read.items())]
    for sheet in sheets:
        if sheet.name in needed:
            _add_related(sheet, parts, listed[sheet.name], read[sheet.name])
    strings_part = _by_kind(related, "sharedStrings", "xl/sharedStrings.xml")
    cells = [facts.cells for facts in read.values()]
    strings = read_strings(package.part(strings_part), strings_part, cells, package.limits)
    return CheckedFile(
        sheets=tuple(sheets),
        unread=tuple(name for name in listed if name not in read),
        glanced={} if closely else _glanced(package, listed, strings),
        identity=_identity(package.part(_by_kind(root, "custom-properties", "docProps/custom.xml"))),
        program=_program(package.part(_by_kind(root, "extended-properties", "docProps/app.xml"))),
        package=calamine_package(
            package,
            cells,
            strings,
            styles_part=_by_kind(related, "styles", "xl/styles.xml"),
            days_from_1904=from_1904,
        ),
    )


def _read(package: Package, listed: dict[str, str], needed: set[str], spare: Sequence[str]) -> dict[str, SheetFacts]:
    """Return what the *needed* sheets hold, and as many of the *spare* ones as can be read safely."""
    read = {name: _facts(package, part, name) for name, part in listed.items() if name in needed}
    for name in spare:
        if name in read:
            continue
        if not package.can_spare(listed[name]):
            break
        try:
            read[name] = _facts(package, listed[name], name)
        except RefusedError:
            break  # nobody needs it: it is left alone, and so is what follows
    return read


def _glanced(package: Package, listed: dict[str, str], strings: bytes) -> dict[str, list[str]]:
    """Return what a glance tells of the sheets of fixed texts, as far as they can be inflated safely."""
    shared = table(strings)
    glanced: dict[str, list[str]] = {}
    for name in hold_fixed_texts(listed):
        if not package.can_spare(listed[name]):
            break
        try:
            glanced[name] = glance(package.part(listed[name]), shared)
        except RefusedError:
            break  # nobody needs it
    return glanced


def _facts(package: Package, part: str, name: str) -> SheetFacts:
    if our_name(name) == SHEET_IDENTITY:
        facts = read_first_rows(package.beginning(part))
        if facts is not None:
            return facts
    try:
        return read_sheet(package.part(part), part, package.limits)
    except RefusedError as refusal:
        if refusal.finding.cell is None:
            raise
        # A cell is something that people can go and look at, on the sheet as they know it.
        raise RefusedError(replace(refusal.finding, sheet=name)) from refusal


def _refuse_macros(package: Package, related: dict[str, _Relationship]) -> None:
    if any(name.endswith(_MACRO_PARTS) or _MACRO_SHEETS in name for name in package.names) or any(
        found.kind == "vbaProject" and found.part in package for found in related.values()
    ):
        raise refused("file.macros")


def _sheets(described: list[dict[str, str]], related: dict[str, _Relationship], limits: Limits) -> dict[str, str]:
    """Return the parts of the worksheets by the sheets' names, in their order; sheets of charts are left out."""
    listed: dict[str, str] = {}
    for said in described:
        relationship = related.get(said.get("id", ""))
        if relationship is None or relationship.kind != "worksheet":
            continue
        name, part = said.get("name", ""), relationship.part
        if name in listed or part in listed.values():
            raise refused("file.corrupt", name)
        listed[name] = part
        if len(listed) > limits.sheets:
            raise unsafe("sheets", limits.sheets)
    return listed


def _sheet(name: str, key: str, facts: SheetFacts, *, from_1904: bool) -> CheckedSheet:
    return CheckedSheet(
        name=name,
        key=key,
        errors=facts.errors,
        formulas=facts.formulas,
        merges=facts.merges,
        pictures=facts.pictures,
        day_zero=_DAY_ZERO_1904 if from_1904 else DAY_ZERO,
    )


def _add_related(sheet: CheckedSheet, parts: _Parts, part: str, facts: SheetFacts) -> None:
    """Add what other parts hold of a sheet: links, pictures, text boxes, comments."""
    if relationships_of(part) not in parts.package:
        return
    related = parts.related(part)
    sheet.links = _links(facts, related, parts.limits)
    for rid in facts.drawings:
        if rid in related:
            pictures, boxes = anchored(parts.elements(related[rid].part))
            sheet.floating += pictures
            sheet.remarks += boxes
    threads = [found.part for found in related.values() if found.kind == "threadedComment"]
    for found in related.values():
        if found.kind == "comments":
            spoken = [element for part in threads for element in parts.elements(part)]
            sheet.remarks += commented(parts.elements(found.part), spoken)


def _links(facts: SheetFacts, related: dict[str, _Relationship], limits: Limits) -> dict[Cell, str]:
    outside = {rid: found.target for rid, found in related.items() if found.external}
    linked = (
        (cell, f"{outside[rid]}#{place}" if place else outside[rid])
        for cells, rid, place in facts.links
        if rid in outside
        for cell in cells_of([cells], (LAST_ROW, LAST_COLUMN))
    )
    links = list(islice(linked, limits.marks + 1))
    if len(links) > limits.marks:
        raise unsafe("marks", limits.marks)
    return dict(links)


def _identity(properties: bytes) -> str | None:
    """Return the custom properties that carry the identity, joined; what they say is checked where it is decoded."""
    numbered = {int(number): text for number, text in _PROPERTY.findall(properties)}
    if not numbered:
        return None
    return unescape(b"".join(numbered[number] for number in sorted(numbered)).decode("utf-8", "replace"))


def _program(properties: bytes) -> str | None:
    said = (pattern.search(properties) for pattern in _PROGRAM)
    return unescape(" ".join(found[1].decode("utf-8", "replace").strip() for found in said if found)) or None
