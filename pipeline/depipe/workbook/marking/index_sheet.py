"""The added sheet as XML: what needs mending, row by row, each with a link to its cell."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from depipe.findings import Severity
from depipe.language import Language
from depipe.sheets import clean
from depipe.workbook.cells import address, column_letters
from depipe.workbook.marking import wording
from depipe.workbook.marking.index_looks import Looks
from depipe.workbook.marking.listing import Row, Title
from depipe.workbook.marking.marks import INKS, Anchor
from depipe.workbook.marking.styles import Styles
from depipe.workbook.marking.texts import fitting
from depipe.workbook.marking.unmarking import ANCHORS_HEADER

WIDTHS: Final = (7, 18, 17, 12, 10, 14, 47, 47)
"""Of the columns, in characters; the anchors' hidden one follows."""
HEADER_ROW: Final = 5
LINKS: Final = 65_530
"""As many links a sheet may have (Excel)."""

_ANCHORS: Final = len(WIDTHS) + 1
_LINE: Final = 16.5
"""Points that a line takes in the sheet's font."""
_PADDING: Final = 3.0
"""Characters of a column's width that its indent and its margins take."""
_TALLEST: Final = 409.0


@dataclass(frozen=True, slots=True)
class Report:
    """What the added sheet is made from; openable are the sheets that links may lead to."""

    title: Title
    language: Language
    rows: Sequence[Row]
    counts: Mapping[Severity, int]
    anchors: Sequence[Anchor]
    openable: frozenset[str]
    preface: str = ""
    """What is said before everything else."""

    @property
    def last_row(self) -> int:
        """The last row that people see."""
        return HEADER_ROW + max(1, len(self.rows))


def location(sheet: str, cell: str | None) -> str:
    """Return where a link leads: `'評価'!E12`."""
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{cell or 'A1'}"


def sheet_xml(report: Report, styles: Styles, namespace: str) -> bytes:
    """Return the sheet's part; the formats that it needs are added to *styles*."""
    looks = Looks(styles)
    last = column_letters(len(WIDTHS))
    body = "".join(_rows(report, looks))
    merged = "".join(f'<mergeCell ref="A{row}:{last}{row}"/>' for row in (1, 2, 3))
    tab = INKS["error" if report.counts.get("error") else "warning"].line
    view = (
        '<sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
        f'<pane ySplit="{HEADER_ROW}" topLeftCell="A{HEADER_ROW + 1}" activePane="bottomLeft" state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="D{HEADER_ROW + 1}" sqref="D{HEADER_ROW + 1}"/></sheetView>'
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{namespace}"><sheetPr><tabColor rgb="FF{tab}"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{column_letters(_ANCHORS)}{report.last_row}"/><sheetViews>{view}</sheetViews>'
        f'<sheetFormatPr defaultRowHeight="{_LINE}"/><cols>{_columns()}</cols><sheetData>{body}</sheetData>'
        '<sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0" autoFilter="0"/>'
        f'<autoFilter ref="A{HEADER_ROW}:{last}{report.last_row}"/><mergeCells count="3">{merged}</mergeCells>'
        f"{_links(report)}"
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C&amp;8&amp;A&amp;R&amp;8&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
    )
    return xml.encode()


def _columns() -> str:
    visible = (f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(WIDTHS, 1))
    return "".join(visible) + f'<col min="{_ANCHORS}" max="{_ANCHORS}" width="9" hidden="1" customWidth="1"/>'


def _rows(report: Report, looks: Looks) -> Iterator[str]:
    language = report.language
    lead = "\n".join(filter(None, (report.preface, wording.LEADS[report.title].within(language))))
    yield _row(1, [(1, wording.HEADINGS[report.title].within(language), looks.heading)], 30)
    yield _row(2, [(1, lead, looks.lead)], _height([(lead, sum(WIDTHS))]))
    yield _row(3, [(1, _counted(report), looks.counts)], 1.3 * _LINE)
    header = [(n, name.within(language), looks.header) for n, name in enumerate(wording.COLUMNS, 1)]
    yield _row(HEADER_ROW, [*header, (_ANCHORS, ANCHORS_HEADER, looks.text)], 1.3 * _LINE)
    for index in range(max(1, len(report.rows), len(report.anchors))):
        cells = _cells(report, looks, index)
        if index < len(report.anchors):
            anchor = report.anchors[index]
            cells.append((_ANCHORS, f"{anchor.sheet}!{address(*anchor.place)}", anchor.style))
        shown = [(str(text), WIDTHS[column - 1]) for column, text, _ in cells if column < _ANCHORS]
        hidden = index >= max(1, len(report.rows))
        yield _row(HEADER_ROW + 1 + index, cells, None if hidden else _height(shown))


_Cell = tuple[int, str | int, int]
"""Column, what it says, format."""


def _cells(report: Report, looks: Looks, index: int) -> list[_Cell]:
    language = report.language
    if index >= len(report.rows):
        nothing = wording.NOTHING.within(language) if index == 0 else ""
        return [(len(WIDTHS) - 1, nothing, looks.text)] if nothing else []
    row = report.rows[index]
    openable = _openable(report, row)
    where = row.cells or (wording.SHEET_LINK.within(language) if openable else "")
    return [
        (1, index + 1, looks.number),
        (2, wording.SEVERITIES[row.severity].within(language), looks.asking.get(row.severity, looks.note)),
        (3, row.sheet or wording.WHOLE_FILE.within(language), looks.text),
        (4, where, looks.link if openable else looks.text),
        (5, row.item_id, looks.text),
        (6, row.tool, looks.text),
        (7, row.what, looks.text),
        (8, row.next_step, looks.text),
    ]


def _openable(report: Report, row: Row) -> bool:
    return row.sheet is not None and row.sheet in report.openable


def _counted(report: Report) -> str:
    language = report.language
    return wording.BETWEEN.within(language).join(
        wording.COUNTED.within(language).format(
            severity=severity.within(language), count=report.counts[key], mark=wording.MARKS[key].within(language)
        )
        for key, severity in wording.SEVERITIES.items()
        if report.counts.get(key)
    )


def _row(number: int, cells: Sequence[_Cell], height: float | None) -> str:
    # Without a mark that the height is custom, the row still grows when its column is made narrower.
    look = ' hidden="1"' if height is None else f' ht="{height:g}"'
    return f'<row r="{number}"{look}>{"".join(_cell(number, *cell) for cell in cells)}</row>'


def _cell(row: int, column: int, says: str | int, style: int) -> str:
    where = f'r="{address(row, column)}" s="{style}"'
    if isinstance(says, int):
        return f"<c {where}><v>{says}</v></c>"
    if not says:
        return f"<c {where}/>"
    return f'<c {where} t="inlineStr"><is><t xml:space="preserve">{_escaped(says)}</t></is></c>'


def _escaped(text: str) -> str:
    """Return *text* as XML that every program shows as it is, whatever is in it."""
    return escape(fitting(text), {"\r": "&#13;"})


def _links(report: Report) -> str:
    links = [
        f'<hyperlink ref="D{HEADER_ROW + 1 + index}" location={quoteattr(clean(location(row.sheet or "", row.cell)))}/>'
        for index, row in enumerate(report.rows)
        if _openable(report, row)
    ][:LINKS]
    return f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""


def _height(cells: Sequence[tuple[str, float]]) -> float:
    """Return the height in points of a row whose texts wrap in columns of these widths."""
    lines = max((sum(_lines(line, width) for line in text.split("\n")) for text, width in cells), default=1)
    return min(_TALLEST, round(_LINE * lines + 4, 1))


def _lines(line: str, width: float) -> int:
    wide = sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line)
    return max(1, ceil(wide / (width - _PADDING)))
