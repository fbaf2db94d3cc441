"""Who a returned workbook says it is, from the three places that say so."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from itertools import chain
from typing import Final

from depipe.findings import Finding
from depipe.workbook.identity import Identity, UnknownLayoutError, UnreadableIdentityError, decode
from depipe.workbook.layout import IDENTITY_PREFIX, MAX_TEXT, SHEET_DECISIONS, SHEET_IDENTITY, SHEET_RATINGS
from depipe.workbook.reading.view import SheetView

PROPERTIES: Final = "docProps"
"""How findings name the custom document properties; the other two places are sheets."""

_NEAR_THE_TOP: Final = 12


def find_identity(properties: str | None, located: Mapping[str, SheetView]) -> tuple[Identity | None, list[Finding]]:
    """Return the identity that most places agree on, the hidden sheet's when all differ, and what is wrong with them.

    Without one the findings hold file.not-depipe or layout.unsupported.
    """
    visible = next((name for name in (SHEET_RATINGS, SHEET_DECISIONS) if name in located), SHEET_RATINGS)
    said = {
        SHEET_IDENTITY: _on_sheet(located.get(SHEET_IDENTITY)),
        PROPERTIES: properties and properties.strip(),
        visible: _on_sheet(located.get(visible)),
    }
    read = {text: _decoded(text) for text in dict.fromkeys(said.values()) if text}
    identities = {place: found for place, text in said.items() if isinstance(found := read.get(text or ""), Identity)}
    if not identities:
        unknown = next((found for found in read.values() if isinstance(found, UnknownLayoutError)), None)
        if unknown is None:
            return None, [Finding(code="file.not-depipe")]
        return None, [Finding(code="layout.unsupported", found=str(unknown.layout)[:20])]
    # max takes the first of equals: the hidden sheet, which nobody sees, when all three differ.
    chosen = max(identities.values(), key=lambda one: sum(other == one for other in identities.values()))
    findings = [_conflict(place, other, chosen) for place, other in identities.items() if other != chosen]
    gone = [place for place in said if place not in identities]
    if gone and not (gone == [visible] and visible not in located):
        findings.append(Finding(code="identity.partial", found=", ".join(gone)))
    return chosen, findings


def _decoded(text: str) -> Identity | UnreadableIdentityError:
    if len(text) > MAX_TEXT:
        return UnreadableIdentityError("longer than a cell")
    try:
        return decode(text)
    except UnreadableIdentityError as error:
        return error


def _on_sheet(view: SheetView | None) -> str | None:
    return None if view is None else next(_identities_on(view), None)


def _identities_on(view: SheetView) -> Iterator[str]:
    for row in chain(view.rows[:_NEAR_THE_TOP], view.rows[_NEAR_THE_TOP:]):
        for text in view.texts(row):
            if text.startswith(IDENTITY_PREFIX):
                yield text.strip()


def _conflict(place: str, other: Identity, chosen: Identity) -> Finding:
    differing = next(
        field.name for field in fields(Identity) if getattr(other, field.name) != getattr(chosen, field.name)
    )
    return Finding(
        code="identity.conflict",
        found=f"{place}: {differing} {getattr(other, differing)}",
        expected=f"{differing} {getattr(chosen, differing)}",
    )
