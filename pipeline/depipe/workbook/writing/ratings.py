"""The sheet 評価: one row an item, one column a tool's stars, then each tool's notes.

Above the header, and frozen with it: the identity in small print, the legend, how many items are left, and links
between a tool's stars and its notes.
"""

from collections.abc import Mapping
from typing import Any, Final

from xlsxwriter.format import Format

from depipe import palette
from depipe.master.model import Item
from depipe.sheets import Sheet
from depipe.stars import LEVELS, SPELLINGS, STAR, UNRATED, written
from depipe.workbook.cells import address, column_letters
from depipe.workbook.identity import Answer
from depipe.workbook.layout import GATE_MARK, NOTE_FIELDS, SHEET_RATINGS, rating_headers
from depipe.workbook.locked import plain
from depipe.workbook.writing import page, wording
from depipe.workbook.writing.dropdowns import NAME_STARS
from depipe.workbook.writing.live import Live
from depipe.workbook.writing.measure import height, height_of, lines
from depipe.workbook.writing.paper import fit_to_paper
from depipe.workbook.writing.plan import MARGIN, Plan
from depipe.workbook.writing.prompts import prompt, title
from depipe.workbook.writing.style import Styles
from depipe.workbook.writing.summary_formulas import SummaryFormulas, limit_words

_CATEGORY, _ID, _NAME, _DESCRIPTION = range(4)
_NARROW: Final = (10.5, 9.0)
"""Category and id, at least; longer ids get more room."""
_NAME_WIDTH: Final = 23.0
_DESCRIPTION_WIDTH: Final = {True: 41.0, False: 46.0}
_NOTE_WIDTH: Final = {True: 20.0, False: 26.0}
"""With one tool (True) everything fits a laptop's screen."""
_STAR_WIDTH: Final = 13.0
_EMOJI: Final = "\ufe0f"
"""What a Mac's character viewer writes behind each ⭐."""


def write_ratings(sheet: Sheet, plan: Plan, styles: Styles, figures: Mapping[str, Live], encoded: str) -> None:
    """Write the sheet; *encoded* is the identity, *figures* are the cached values of what is left."""
    _Ratings(sheet, plan, styles).write(figures, encoded)


class _Ratings:
    def __init__(self, sheet: Sheet, plan: Plan, styles: Styles) -> None:
        self._sheet = sheet
        self._plan = plan
        self._styles = styles
        self._at = plan.ratings
        self._single = len(plan.tools) == 1
        longest = (
            max(len(item.category) for item in plan.master.items),
            max(len(item.id) for item in plan.master.items),
        )
        narrow = (min(max(least, most + 3.0), 18.0) for least, most in zip(_NARROW, longest, strict=True))
        self._fixed = (*narrow, _NAME_WIDTH)
        self._bands = [palette.BANDS[tool % len(palette.BANDS)] for tool in range(len(plan.tools))]

    def write(self, figures: Mapping[str, Live], encoded: str) -> None:
        self._set_columns()
        self._write_top(encoded)
        self._write_tools(figures)
        self._write_header()
        self._write_items()
        self._write_conditions()
        at, raw = self._at, self._sheet.raw
        self._sheet.calm(at.first_row, at.first_star, at.last_row, at.last_column)
        raw.autofilter(at.header_row, 0, at.last_row, at.last_column)
        raw.freeze_panes(at.first_row, at.frozen_columns)
        raw.set_selection(at.first_row, at.first_star, at.first_row, at.first_star)
        page.set_up(self._sheet, self._plan, landscape=True)
        fit_to_paper(self._sheet, self._plan, self._widths())
        page.protect(self._sheet)

    def _widths(self) -> list[float]:
        """Return the width of every column, in order."""
        tools = len(self._plan.tools)
        notes = [_NOTE_WIDTH[self._single]] * (tools * len(NOTE_FIELDS))
        return [*self._fixed, _DESCRIPTION_WIDTH[self._single], *[_STAR_WIDTH] * tools, *notes]

    def _set_columns(self) -> None:
        at, page_style = self._at, self._styles.page
        for column, wide in enumerate((*self._fixed, _DESCRIPTION_WIDTH[self._single])):
            self._sheet.columns(column, column, wide, page_style)
        self._sheet.columns(at.first_star, at.last_star, _STAR_WIDTH, page_style)
        self._sheet.columns(at.last_star + 1, at.last_column, _NOTE_WIDTH[self._single], page_style)
        self._sheet.columns(at.last_column + 1, at.last_column + MARGIN, 9, page_style)

    def _write_top(self, encoded: str) -> None:
        """Write the identity, the title and the legend into the frozen corner."""
        plan, styles, at, sheet = self._plan, self._styles, self._at, self._sheet
        language, fail_close = plan.language, plan.master.fail_close
        sheet.row(at.identity_row, 8)
        sheet.text(at.identity_row, _CATEGORY, encoded, styles.identity)
        sheet.merge(at.title_row, _CATEGORY, at.title_row, _NAME, plan.master.title, styles.corner_title)
        levels = [f"{written(level.stars)} {plain(level.label)}" for level in plan.master.scale.levels]
        levels.append(f"{UNRATED} {wording.LEGEND_UNRATED.within(language)}")
        legend = "\n".join("\u3000".join(levels[start : start + 3]) for start in (0, 3))
        sheet.merge(at.legend_row, _CATEGORY, at.legend_row, _NAME, legend, styles.legend)
        hint = wording.RATINGS_HINT.within(language)
        sheet.text(at.title_row, _DESCRIPTION, hint, styles.description_legend)
        gates = wording.gates_legend(STAR * fail_close.threshold, limit_words(fail_close.cap)).within(language)
        sheet.text(at.legend_row, _DESCRIPTION, gates if fail_close.gates else "", styles.gates_legend)
        described, note = _DESCRIPTION_WIDTH[self._single], _NOTE_WIDTH[self._single]
        notes = plan.master.notes
        says = [(plain(text), note) for text in (notes.doc, notes.repro, notes.evidence)]
        sheet.row(at.title_row, height([(hint, described)], 13))
        sheet.row(at.legend_row, height([(legend, sum(self._fixed)), (gates, described), *says], 13))

    def _write_tools(self, figures: Mapping[str, Live]) -> None:
        """Write what stands above each tool's columns: what is left, the links, what belongs into each note."""
        plan, styles, at, sheet = self._plan, self._styles, self._at, self._sheet
        language, notes = plan.language, plan.master.notes
        formulas = SummaryFormulas(plan, language)
        says = [plain(text) for text in (notes.doc, notes.repro, notes.evidence)]
        for tool, name in enumerate(plan.tools):
            star, note, band = at.first_star + tool, at.first_note(tool), self._bands[tool]
            link, count, say = styles.above(band)
            to_notes = f"internal:'{SHEET_RATINGS}'!{address(at.header_row + 1, note + 1)}"
            to_stars = f"internal:'{SHEET_RATINGS}'!{address(at.header_row + 1, star + 1)}"
            left = len(plan.master.items) - figures[name].rated
            sheet.link(at.title_row, star, to_notes, wording.TO_NOTES.within(language), link)
            sheet.formula(at.legend_row, star, formulas.left_there(tool), count, left)
            sheet.link(at.title_row, note, to_stars, wording.TO_STARS.within(language), link)
            for offset, text in enumerate(says):
                if offset:
                    sheet.blank(at.title_row, note + offset, say)
                sheet.text(at.legend_row, note + offset, text, say)

    def _write_header(self) -> None:
        plan, styles, at = self._plan, self._styles, self._at
        headers, wide = rating_headers(plan.tools), self._widths()
        named = height(zip(headers[at.first_star :], wide[at.first_star :], strict=True))
        self._sheet.row(at.header_row, max(named + 4, 24))
        for column, header in enumerate(headers):
            centred = at.first_star <= column <= at.last_star
            self._sheet.text(at.header_row, column, header, styles.header_centred if centred else styles.header)

    def _write_items(self) -> None:
        plan, at = self._plan, self._at
        answers = plan.issuance.answers
        stars = [self._styles.star(band) for band in self._bands]
        notes = [self._styles.note(band) for band in self._bands]
        for row, item in enumerate(plan.master.items, at.first_row):
            most = self._write_item(row, item)
            for tool, name in enumerate(plan.tools):
                answer = answers.get((item.id, name))
                if answer is None:
                    self._write_open(row, tool, stars[tool], notes[tool])
                else:
                    most = max(most, self._write_answer(row, tool, answer, stars[tool], notes[tool]))
            self._sheet.row(row, height_of(most))
            self._sheet.validation(row, at.first_star, row, at.last_star, self._rule(item))

    def _write_item(self, row: int, item: Item) -> int:
        """Write the four cells that identify an item; return how many lines they take."""
        gate = item.id in self._plan.master.gates_by_item
        style, name_style = self._styles.item(gate=gate), self._styles.item_name(gate=gate)
        name, description = plain(item.name), plain(item.description)
        self._sheet.text(row, _CATEGORY, item.category, style)
        self._sheet.text(row, _ID, item.id, style)
        self._sheet.text(row, _NAME, name, name_style)
        self._sheet.text(row, _DESCRIPTION, description, self._styles.cell)
        mark = GATE_MARK.within(self._plan.language) if gate else ""
        return max(
            lines(description, _DESCRIPTION_WIDTH[self._single]),
            lines(mark + name, self._fixed[_NAME]),
            lines(item.id, self._fixed[_ID]),
            lines(item.category, self._fixed[_CATEGORY]),
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
        return max(lines(text, _NOTE_WIDTH[self._single]) for text in texts)

    def _rule(self, item: Item) -> dict[str, Any]:
        """Return the validation of an item's star cells; its heading names the item, wherever a sort leaves it."""
        language = self._plan.language
        return {
            "validate": "list",
            "source": f"={NAME_STARS}",
            "ignore_blank": False,
            "error_type": "stop",
            "input_title": title(self._plan.master, item, language),
            "input_message": prompt(self._plan.master, item),
            "error_title": wording.STARS_REFUSED_TITLE.within(language),
            "error_message": wording.STARS_REFUSED.within(language),
        }

    def _write_conditions(self) -> None:
        """Colour the stars by level, and draw a line where a category ends."""
        at, styles = self._at, self._styles
        first = address(at.first_row + 1, at.first_star + 1)
        for level in LEVELS:
            rule = {"type": "formula", "criteria": _is_level(first, level), "format": styles.level(level)}
            self._sheet.conditional(at.first_row, at.first_star, at.last_row, at.last_star, rule)
        category = f"${column_letters(_CATEGORY + 1)}"
        changes = f"=NOT(EXACT({category}{at.first_row + 1},{category}{at.first_row}))"
        rule = {"type": "formula", "criteria": changes, "format": styles.category_begins}
        self._sheet.conditional(at.first_row, 0, at.last_row, at.last_column, rule)


def _is_level(cell: str, level: int) -> str:
    """Return the formula that holds where *cell* has that many stars, in the spellings that people really paste."""
    spellings = [spelling for spelling, stars in SPELLINGS.items() if stars == level]
    pasted = [*spellings, "".join(star + _EMOJI for star in STAR * level)]
    return "=OR(" + ",".join(f'EXACT(TRIM({cell}),"{spelling}")' for spelling in pasted) + ")"
