"""Typing into a workbook without a spreadsheet program: cells of every kind, straight into a sheet's XML."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from html import escape
from typing import Final

from depipe.workbook.cells import Kind, address
from depipe.workbook.reading.references import position
from support.packages import serial

Written = tuple[Kind, str | None]
"""Kind and value of a cell, as the reader hands them on."""

STYLES: Final = "xl/styles.xml"

_CELL: Final = re.compile(r'<c r="([A-Z]+[0-9]+)"( s="\d+")?(?: t="\w+")?(?:/>|>.*?</c>)', re.DOTALL)
_XFS: Final = re.compile(r'<cellXfs count="(\d+)">(.*?)</cellXfs>', re.DOTALL)
_ESCAPE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What reads like the escape of a character, and is none."""
_MERGES_BEFORE: Final = re.compile(r"<(?:phoneticPr|conditionalFormatting|dataValidations|hyperlinks|pageMargins)\b")

_FORMATS: Final = {"date": 14, "moment": 22, "time": 21}
"""Numbers of the formats that every spreadsheet knows."""


def with_formats(styles: str) -> tuple[str, dict[str, int]]:
    """Return the styles with formats for a date, a moment and a time added, and their numbers."""
    found = _XFS.search(styles)
    assert found is not None
    first = int(found[1])
    added = "".join(f'<xf numFmtId="{number}" applyNumberFormat="1"/>' for number in _FORMATS.values())
    table = f'<cellXfs count="{first + len(_FORMATS)}">{found[2]}{added}</cellXfs>'
    return styles.replace(found[0], table), {name: first + place for place, name in enumerate(_FORMATS)}


def typed(xml: str, cells: Mapping[str, Written], formats: Mapping[str, int]) -> str:
    """Return a sheet's XML with *cells* (A1 address -> kind and value) in it, each in its own style.

    A cell that is `merged` lies under a range with the one to its left, its value unseen.
    """
    left = dict(cells)

    def written(found: re.Match[str]) -> str:
        if found[1] not in left:
            return found[0]
        kind, value = left.pop(found[1])
        return _cell(found[1], found[2] or "", kind, value, formats)

    xml = _CELL.sub(written, xml)
    assert not left, f"there are no cells {sorted(left)}"
    return _merged(xml, [reference for reference, (kind, _) in cells.items() if kind == "merged"])


def _cell(reference: str, style: str, kind: Kind, value: str | None, formats: Mapping[str, int]) -> str:
    head = f'<c r="{reference}"'
    if kind == "blank" or (kind == "merged" and not value):
        return f"{head}{style}/>"
    assert value is not None or kind == "formula"
    said = _ESCAPE.sub("_x005F_", escape(value or "", quote=False))
    if kind in {"text", "merged"}:
        return f'{head}{style} t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'
    if kind == "formula":
        shown = "" if value is None else f"<v>{said}</v>"
        return f'{head}{style} t="str"><f>T("")</f>{shown}</c>'
    if kind in {"date", "duration"}:
        name, number = _moment(value or "")
        return f'{head} s="{formats[name]}"><v>{number!r}</v></c>'
    if kind == "boolean":
        return f'{head}{style} t="b"><v>{int(value == "TRUE")}</v></c>'
    marked = ' t="e"' if kind == "error" else ""
    return f"{head}{style}{marked}><v>{said}</v></c>"


def _moment(value: str) -> tuple[str, float]:
    """Return the format and the number of a date, a moment or a time in ISO form."""
    if "T" in value:
        moment = datetime.fromisoformat(value)
        return "moment", serial(moment.date()) + _share(moment.time())
    if ":" in value:
        return "time", _share(time.fromisoformat(value))
    return "date", serial(date.fromisoformat(value))


def _share(of_day: time) -> float:
    return (of_day.hour * 3600 + of_day.minute * 60 + of_day.second) / 86_400


def _merged(xml: str, references: Iterable[str]) -> str:
    ranges = []
    for reference in references:
        at = position(reference)
        assert at is not None
        ranges.append(f'<mergeCell ref="{address(at[0], at[1] - 1)}:{reference}"/>')
    if not ranges:
        return xml
    if "</mergeCells>" in xml:
        return xml.replace("</mergeCells>", f"{''.join(ranges)}</mergeCells>")
    table = f'<mergeCells count="{len(ranges)}">{"".join(ranges)}</mergeCells>'
    return _MERGES_BEFORE.sub(lambda found: table + found[0], xml, count=1)
