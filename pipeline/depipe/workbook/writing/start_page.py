"""The form of the sheet はじめに: facts about the workbook, steps, and what else to know, on one page."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, NamedTuple

from depipe.language import Language, Text
from depipe.master.model import Master
from depipe.sheets import Sheet
from depipe.workbook.identity import Identity
from depipe.workbook.writing import page
from depipe.workbook.writing import start_wording as words
from depipe.workbook.writing.measure import height
from depipe.workbook.writing.style import Styles

_WIDTHS: Final = (3.0, 4.0, 30.0, 104.0)
_NUMBER, _LABEL, _TEXT = 1, 2, 3
_FIRST: Final = 3
"""The row of the first fact."""

Fact = tuple[Text, str]
"""What is said, and how it is."""


class Line(NamedTuple):
    """A step or a rule: its heading, what it says, and the place that the heading leads to."""

    label: Text
    text: Text
    target: str | None = None


def issue_facts(master: Master, identity: Identity) -> Iterator[Fact]:
    """Yield what a workbook was made from, and when."""
    version = f"{words.VERSION.within(identity.language)} {identity.master_version}"
    named = Text(f"{master.title}（{version}）", f"{master.title} ({version})")
    yield words.MASTER, named.within(identity.language)
    yield words.ISSUED_ON, _day(identity.issued_on)


def start_page(  # noqa: PLR0917 - where, then what
    sheet: Sheet,
    master: Master,
    styles: Styles,
    language: Language,
    facts: Iterable[Fact],
    steps: Iterable[Line],
    rules: Iterable[Line],
) -> None:
    """Write the sheet."""
    writer = _Page(sheet, styles, language)
    page.widths(sheet, styles, _WIDTHS)
    sheet.row(1, 28)
    sheet.text(1, _NUMBER, master.title, styles.title)
    row = writer.facts(facts)
    row = writer.lines(row + 1, words.STEPS, enumerate(steps, 1))
    row = writer.lines(row + 1, words.RULES, (("・", rule) for rule in rules))
    page.set_up(sheet, master, landscape=True)
    sheet.raw.fit_to_pages(1, 1)
    sheet.raw.print_area(0, 0, row - 1, _TEXT)
    page.protect(sheet)


def _day(day: date) -> str:
    """Return a day as the workbook's own date cells show it."""
    return f"{day:%Y/%m/%d}"


class _Page:
    def __init__(self, sheet: Sheet, styles: Styles, language: Language) -> None:
        self._sheet = sheet
        self._styles = styles
        self._language: Language = language

    def facts(self, facts: Iterable[Fact]) -> int:
        """Write the facts; return the row after them."""
        row = _FIRST
        for row, (label, value) in enumerate(facts, _FIRST):
            self._sheet.row(row, height([(value, _WIDTHS[_TEXT])]))
            self._sheet.merge(row, _NUMBER, row, _LABEL, label.within(self._language), self._styles.label)
            self._sheet.text(row, _TEXT, value, self._styles.cell)
        return row + 1

    def lines(self, row: int, heading: Text, lines: Iterable[tuple[int | str, Line]]) -> int:
        """Write a heading and its lines from *row* on; return the row after them."""
        sheet, styles = self._sheet, self._styles
        sheet.row(row, 24)
        sheet.text(row, _NUMBER, heading.within(self._language), styles.heading)
        for at, (number, line) in enumerate(lines, row + 1):
            row = at
            text, label = line.text.within(self._language), line.label.within(self._language)
            sheet.row(row, height([(text, _WIDTHS[_TEXT]), (label, _WIDTHS[_LABEL])]) + 4)
            sheet.text(row, _NUMBER, str(number), styles.step_number)
            if line.target is None:
                sheet.text(row, _LABEL, label, styles.step)
            else:
                sheet.link(row, _LABEL, f"internal:{line.target}", label, styles.step_link)
            sheet.text(row, _TEXT, text, styles.step_text)
        return row + 1
