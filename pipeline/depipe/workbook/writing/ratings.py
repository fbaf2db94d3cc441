"""The sheet 評価: one row an item, one column a tool's stars, then each tool's notes."""

from collections.abc import Mapping, Sequence
from typing import Final

from xlsxwriter.format import Format

from depipe import palette
from depipe.master.model import Item
from depipe.sheets import Sheet
from depipe.stars import UNRATED, written
from depipe.workbook.identity import Answer
from depipe.workbook.layout import GATE_MARK, NOTE_FIELDS, rating_headers
from depipe.workbook.locked import plain
from depipe.workbook.writing import links, page, wording
from depipe.workbook.writing.live import Live
from depipe.workbook.writing.measure import height, height_of, lines
from depipe.workbook.writing.paper import fit_to_paper
from depipe.workbook.writing.plan import Plan
from depipe.workbook.writing.prompts import star_rule
from depipe.workbook.writing.ratings_head import write_head
from depipe.workbook.writing.ratings_widths import Widths
from depipe.workbook.writing.sheet_plans import MARGIN
from depipe.workbook.writing.style import Styles

_CATEGORY, _ID, _NAME, _DESCRIPTION = range(4)
_LEAST_LINES: Final = 2
"""Lines that every item's row has room for: a note, a link above all, is to be seen as it is typed."""


def write_ratings(sheet: Sheet, plan: Plan, styles: Styles, figures: Mapping[str, Live], encoded: str) -> None:
    """Write the sheet; *encoded* is the identity, *figures* are the cached values of the counts above the table."""
    _Ratings(sheet, plan, styles).write(figures, encoded)


def _tints(colours: Sequence[str], plan: Plan) -> list[str]:
    """Return a colour for each tool of the workbook, in turn."""
    return [colours[tool % len(colours)] for tool in range(len(plan.tools))]


class _Ratings:
    def __init__(self, sheet: Sheet, plan: Plan, styles: Styles) -> None:
        self._sheet = sheet
        self._plan = plan
        self._styles = styles
        self._at = plan.ratings
        self._widths = Widths.of(plan)
        self._bands = _tints(palette.BANDS, plan)

    def write(self, figures: Mapping[str, Live], encoded: str) -> None:
        at, raw = self._at, self._sheet.raw
        self._set_columns()
        self._sheet.text(*at.identity, encoded, self._styles.identity)
        write_head(self._sheet, self._plan, self._styles, self._bands, figures)
        header = self._write_header()
        heights = self._write_items()
        self._sheet.calm(at.first_row, at.first_star, at.last_row, at.last_column)
        raw.autofilter(at.header_row, 0, at.last_row, at.last_column)
        raw.freeze_panes(at.first_row, at.frozen_columns)
        raw.set_selection(at.first_row, at.first_star, at.first_row, at.first_star)
        page.set_up(self._sheet, self._plan.master, landscape=True)
        fit_to_paper(self._sheet, self._plan, self._widths.all, heights, header)
        page.protect(self._sheet)

    def _set_columns(self) -> None:
        at, wide, page_style = self._at, self._widths, self._styles.page
        for column, width in enumerate((*wide.fixed, wide.description)):
            self._sheet.columns(column, column, width, page_style)
        self._sheet.columns(at.first_star, at.last_star, wide.star, page_style)
        self._sheet.columns(at.last_star + 1, at.last_column, wide.note, page_style)
        self._sheet.columns(at.last_column + 1, at.last_column + MARGIN, 9, page_style)

    def _write_header(self) -> float:
        """Write the header row; return its height."""
        plan, styles, at = self._plan, self._styles, self._at
        headers, wide = rating_headers(plan.tools), self._widths.all
        tall = height(zip(headers[at.first_star :], wide[at.first_star :], strict=True)) + 1
        self._sheet.row(at.header_row, tall)
        for column, header in enumerate(headers):
            centred = at.first_star <= column <= at.last_star
            self._sheet.text(at.header_row, column, header, styles.header_centred if centred else styles.header)
        return tall

    def _write_items(self) -> list[float]:
        """Write the rows; return their heights."""
        plan, at = self._plan, self._at
        answers = plan.issuance.answers
        stars = [self._styles.star(band) for band in _tints(palette.OPEN_BANDS, plan)]
        notes = [self._styles.note(band) for band in self._bands]
        heights = []
        for row, item in enumerate(plan.master.items, at.first_row):
            most = max(self._write_item(row, item), _LEAST_LINES)
            for tool, name in enumerate(plan.tools):
                answer = answers.get((item.id, name))
                if answer is None:
                    self._write_open(row, tool, stars[tool], notes[tool])
                else:
                    most = max(most, self._write_answer(row, tool, answer, stars[tool], notes[tool]))
            heights.append(height_of(most))
            self._sheet.row(row, heights[-1])
            rule = star_rule(self._plan.master, item, self._plan.language, wording.STARS_REFUSED)
            self._sheet.validation(row, at.first_star, row, at.last_star, rule)
        return heights

    def _write_item(self, row: int, item: Item) -> int:
        """Write the four cells that identify an item; return how many lines they take."""
        plan, styles, wide = self._plan, self._styles, self._widths
        gate = item.id in plan.master.gates_by_item
        name, description = plain(item.name), plain(item.description)
        self._sheet.text(row, _CATEGORY, item.category, styles.item(gate=gate))
        if item.id in plan.rubric_rows:
            target = f"internal:{links.to_rubric(plan, item.id)}"
            self._sheet.link(row, _ID, target, item.id, styles.item(gate=gate, linked=True))
        else:
            self._sheet.text(row, _ID, item.id, styles.item(gate=gate))
        self._sheet.text(row, _NAME, name, styles.item_name(gate=gate))
        self._sheet.text(row, _DESCRIPTION, description, styles.cell)
        mark = GATE_MARK.within(plan.language) if gate else ""
        return max(
            lines(description, wide.description),
            lines(mark + name, wide.fixed[_NAME]),
            lines(item.id, wide.fixed[_ID]),
            lines(item.category, wide.fixed[_CATEGORY]),
        )

    def _write_open(self, row: int, tool: int, star: Format, note: Format) -> None:
        self._sheet.text(row, self._at.first_star + tool, UNRATED, star)
        first = self._at.first_note(tool)
        for column in range(first, first + len(NOTE_FIELDS)):
            self._sheet.blank(row, column, note)

    def _write_answer(self, row: int, tool: int, answer: Answer, star: Format, note: Format) -> int:
        """Write an answer that the workbook is issued with; return how many lines its notes take."""
        self._sheet.text(row, self._at.first_star + tool, written(answer.stars), star)
        texts = [answer.note(field) or "" for field in NOTE_FIELDS]
        for column, text in enumerate(texts, self._at.first_note(tool)):
            self._sheet.text(row, column, text, note)
        return max(lines(text, self._widths.note) for text in texts)
