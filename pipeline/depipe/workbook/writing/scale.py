"""The sheet 星の基準: the scale with its three texts, judging points, gates, rubrics, boundaries, the written rules."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from xlsxwriter.format import Format

from depipe.master.model import Master
from depipe.sheets import Sheet
from depipe.workbook.writing import page
from depipe.workbook.writing.measure import height
from depipe.workbook.writing.scale_plan import Kind, ScaleLine
from depipe.workbook.writing.style import Styles

_WIDTHS: Final = (13.0, 21.0, 50.0, 64.0)
_LAST: Final = len(_WIDTHS) - 1
_PAIRED: Final = 2
"""Columns that the label of a pair takes."""
_HEIGHTS: Final[Mapping[Kind, float]] = {"title": 28, "heading": 22, "blank": 10}
"""Points; rows of text are as high as their text."""


def write_scale(
    sheet: Sheet, master: Master, lines: Sequence[ScaleLine], styles: Styles, back: Callable[[str], str | None]
) -> None:
    """Write the sheet; *back* gives the place that an item with a rubric of its own leads to, if there is one."""
    page.widths(sheet, styles, _WIDTHS)
    writer = _Scale(sheet, styles, back)
    heights = [writer.write(row, line) for row, line in enumerate(lines)]
    page.set_up(sheet, master, landscape=True)
    page.fit_across(sheet, _WIDTHS, sum(heights), landscape=True)
    sheet.raw.print_area(0, 0, len(lines) - 1, _LAST)
    page.protect(sheet)


class _Scale:
    def __init__(self, sheet: Sheet, styles: Styles, back: Callable[[str], str | None]) -> None:
        self._sheet = sheet
        self._styles = styles
        self._back = back
        self._single = {"title": styles.title, "heading": styles.heading}

    def write(self, row: int, line: ScaleLine) -> float:
        """Write a line into its row; return the row's height."""
        high = _HEIGHTS.get(line.kind, 0.0)
        if line.kind in self._single:
            self._sheet.text(row, 0, line.texts[0], self._single[line.kind])
        elif line.kind == "prose":
            high = self._spread(row, line.texts, [0], [self._styles.prose])
        elif line.kind == "pair":
            high = self._spread(row, line.texts, [0, _PAIRED], [self._styles.label, self._styles.cell])
        elif line.texts:
            high = self._spread(row, line.texts, range(len(line.texts)), self._styles_of(line))
        self._sheet.row(row, high)
        if line.item is not None and (target := self._back(line.item)) is not None:
            self._sheet.link(row, 0, f"internal:{target}", line.item, self._styles.label_link)
        return high

    def _styles_of(self, line: ScaleLine) -> Sequence[Format]:
        styles, others = self._styles, len(line.texts) - 1
        alike = {"captions": styles.caption, "header": styles.header, "rubric": styles.label}.get(line.kind)
        return [styles.label, *[styles.cell] * others] if alike is None else [alike] * (others + 1)

    def _spread(self, row: int, texts: Sequence[str], columns: Sequence[int], styles: Sequence[Format]) -> float:
        """Write texts that begin in these columns, each as far as the next one; return the height that they take."""
        ends = [*(column - 1 for column in columns[1:]), _LAST]
        rooms = [sum(_WIDTHS[first : last + 1]) for first, last in zip(columns, ends, strict=True)]
        for text, first, last, style in zip(texts, columns, ends, styles, strict=True):
            if first < last:
                self._sheet.merge(row, first, row, last, text, style)
            else:
                self._sheet.text(row, first, text, style)
        return height(zip(texts, rooms, strict=True))
