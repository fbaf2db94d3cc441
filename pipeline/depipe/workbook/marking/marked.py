"""The steps of a marking, in their order."""

from collections import Counter
from collections.abc import Mapping, Sequence

from lxml import etree

from depipe.findings import Finding, Severity
from depipe.language import Language
from depipe.workbook.cells import column_letters
from depipe.workbook.layout import HIDDEN_SHEETS
from depipe.workbook.marking.book import Book
from depipe.workbook.marking.grid import Place, place_of
from depipe.workbook.marking.index_sheet import HEADER_ROW, WIDTHS, Report, sheet_xml
from depipe.workbook.marking.listing import Title, rows
from depipe.workbook.marking.marks import INKS, Anchor, mark_cells
from depipe.workbook.marking.parts import Parts
from depipe.workbook.marking.stripping import strip
from depipe.workbook.marking.titles import retitle
from depipe.workbook.marking.unmarking import unmark


class UnmarkableError(Exception):
    """The file is no workbook that can be patched: it is broken, or of another format."""


def marked(
    original: bytes, findings: Sequence[Finding], *, language: Language, title: Title, preface: str = ""
) -> bytes:
    """Return *original* with *findings* marked; *preface* is said before everything else on the added sheet.

    Raises UnmarkableError for what is no sound .xlsx or .xlsm.
    """
    try:
        book = Book(Parts(original))
        strip(book)
        gone = unmark(book, title)
        anchors = _mark_cells(book, findings)
        _add_index(book, findings, anchors, language=language, title=title, preface=preface)
        retitle(book.parts, title, gone)
        return book.parts.to_bytes()
    except (ValueError, LookupError, etree.LxmlError) as error:
        # Whatever a broken file makes of these steps, its owner gets a fresh workbook instead.
        raise UnmarkableError(str(error)) from error


def _mark_cells(book: Book, findings: Sequence[Finding]) -> list[Anchor]:
    wanted: dict[str, dict[Place, Severity]] = {}
    for finding in findings:
        place = place_of(finding.cell)
        if finding.sheet is not None and place and finding.severity in INKS:
            places = wanted.setdefault(finding.sheet, {})
            if places.get(place) != "error":
                places[place] = finding.severity
    anchors: list[Anchor] = []
    for sheet in book.sheets:
        places = wanted.get(sheet.name, {})
        if places and sheet.part and sheet.kind == "worksheet":
            anchors += mark_cells(book.parts.change(sheet.part), book.styles, sheet.name, places)
            if "error" in places.values() and sheet.name not in HIDDEN_SHEETS:
                sheet.show()
    return anchors


def _add_index(
    book: Book,
    findings: Sequence[Finding],
    anchors: Sequence[Anchor],
    *,
    language: Language,
    title: Title,
    preface: str,
) -> None:
    counts: Mapping[Severity, int] = Counter(finding.severity for finding in findings)
    report = Report(
        title=title,
        language=language,
        rows=rows(findings, language),
        counts=counts,
        anchors=anchors,
        openable=frozenset(sheet.name for sheet in book.sheets if sheet.visible),
        preface=preface,
    )
    book.insert_first(title, lambda namespace: sheet_xml(report, book.styles, namespace))
    last = column_letters(len(WIDTHS))
    table = f"'{title}'!$A${HEADER_ROW}:${last}${report.last_row}"
    book.define("_xlnm._FilterDatabase", table, hidden=True)
    book.define("_xlnm.Print_Area", f"'{title}'!$A$1:${last}${report.last_row}")
    book.define("_xlnm.Print_Titles", f"'{title}'!${HEADER_ROW}:${HEADER_ROW}")
