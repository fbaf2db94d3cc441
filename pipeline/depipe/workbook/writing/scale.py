"""The sheet 星の基準: the scale with its three texts, judging points, gates, rubrics, boundaries, the notes rule."""

from collections.abc import Sequence
from typing import Final

from depipe.language import Text
from depipe.sheets import Sheet
from depipe.stars import written
from depipe.workbook.layout import HEADER_ID, HEADER_ITEM, NOTE_NAMES, SCALE_HEADERS
from depipe.workbook.locked import plain
from depipe.workbook.writing import page, wording
from depipe.workbook.writing.measure import height
from depipe.workbook.writing.plan import Plan
from depipe.workbook.writing.style import Styles

_WIDTHS: Final = (16.0, 24.0, 46.0, 56.0)
_LAST: Final = len(_WIDTHS) - 1


def write_scale(sheet: Sheet, plan: Plan, styles: Styles) -> None:
    """Write the sheet."""
    _Scale(sheet, plan, styles).write()


class _Scale:
    """Writes from top to bottom; *row* is the next free one."""

    def __init__(self, sheet: Sheet, plan: Plan, styles: Styles) -> None:
        self._sheet = sheet
        self._plan = plan
        self._styles = styles
        self._row = 0

    def write(self) -> None:
        page.widths(self._sheet, self._styles, _WIDTHS)
        self._sheet.row(0, 28)
        self._sheet.text(0, 0, wording.SCALE_TITLE.within(self._plan.language), self._styles.title)
        self._row = 1
        self._lines([wording.SCALE_HINT.within(self._plan.language)])
        self._row += 1
        self._write_levels()
        master = self._plan.master
        self._section(wording.JUDGING_POINTS, master.scale.judging_points)
        self._write_gates()
        self._write_rubrics()
        self._write_boundaries()
        self._write_notes()
        rules = master.rules
        self._section(wording.RULES_TITLE, rules.updates)
        page.set_up(self._sheet, self._plan, landscape=True)
        self._sheet.raw.fit_to_pages(1, 0)
        self._sheet.raw.print_area(0, 0, self._row - 1, _LAST)
        page.protect(self._sheet)

    def _heading(self, text: Text) -> None:
        self._row += 1
        self._sheet.row(self._row, 24)
        self._sheet.text(self._row, 0, text.within(self._plan.language), self._styles.heading)
        self._row += 1

    def _lines(self, texts: Sequence[str]) -> None:
        """Write each text across the sheet."""
        for text in texts:
            shown = plain(text)
            self._sheet.row(self._row, height([(shown, sum(_WIDTHS))]))
            self._sheet.merge(self._row, 0, self._row, _LAST, shown, self._styles.prose)
            self._row += 1

    def _section(self, heading: Text, texts: Sequence[str]) -> None:
        if texts:
            self._heading(heading)
            self._lines([f"・{text}" if self._plan.language == "ja" else f"• {text}" for text in texts])

    def _cells(self, texts: Sequence[str], *, header: bool = False) -> None:
        """Write a row of a table; the last text reaches to the right edge."""
        styles = self._styles
        shown = [plain(text) for text in texts]
        rooms = [*_WIDTHS[: len(texts) - 1], sum(_WIDTHS[len(texts) - 1 :])]
        self._sheet.row(self._row, height(zip(shown, rooms, strict=True)))
        for column, text in enumerate(shown):
            style = styles.header if header else styles.label if column == 0 else styles.cell
            if column == len(shown) - 1 and column < _LAST:
                self._sheet.merge(self._row, column, self._row, _LAST, text, style)
            else:
                self._sheet.text(self._row, column, text, style)
        self._row += 1

    def _write_levels(self) -> None:
        self._cells(SCALE_HEADERS, header=True)
        for level in self._plan.master.scale.levels:
            self._cells((written(level.stars), level.label, level.definition, level.criterion))

    def _write_gates(self) -> None:
        fail_close, items = self._plan.master.fail_close, self._plan.master.items_by_id
        if not fail_close.gates:
            return
        language = self._plan.language
        self._heading(wording.GATES_TABLE)
        self._lines([fail_close.rule])
        words = (wording.APPLIES.within(language), wording.REASON.within(language))
        self._cells((HEADER_ID, HEADER_ITEM, *words), header=True)
        for gate in fail_close.gates:
            self._cells((gate.item, items[gate.item].name, gate.applies, gate.reason))
        self._lines(fail_close.assumptions)

    def _write_rubrics(self) -> None:
        master = self._plan.master
        if not master.rubrics:
            return
        self._heading(wording.RUBRICS)
        self._lines(master.rules.rubrics)
        for rubric in master.rubrics:
            self._cells((rubric.item, master.items_by_id[rubric.item].name), header=True)
            for stars, text in enumerate(rubric.levels, 1):
                self._cells((written(stars), text))

    def _write_boundaries(self) -> None:
        master = self._plan.master
        if not master.boundaries:
            return
        self._heading(wording.BOUNDARIES)
        self._lines(master.rules.boundaries)
        for boundary in master.boundaries:
            between = "\n".join(f"{side.item} {side.label}" for side in boundary.between)
            self._sheet.row(self._row, height([(between, sum(_WIDTHS[:2])), (boundary.rule, sum(_WIDTHS[2:]))]))
            self._sheet.merge(self._row, 0, self._row, 1, plain(between), self._styles.label)
            self._sheet.merge(self._row, 2, self._row, _LAST, plain(boundary.rule), self._styles.cell)
            self._row += 1

    def _write_notes(self) -> None:
        notes = self._plan.master.notes
        self._heading(wording.NOTES_TITLE)
        self._lines(notes.introduction)
        for name, text in zip(NOTE_NAMES.values(), (notes.doc, notes.repro, notes.evidence), strict=True):
            self._cells((name, text))
