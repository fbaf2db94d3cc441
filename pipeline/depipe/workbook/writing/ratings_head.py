"""What stands above the table of 評価 and stays in sight with its header: as low as it can be.

The title, the legend of stars and marks, and above each tool's columns links between stars and notes, how many items
are unverified, and how many stars or notes are to be mended.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from depipe.sheets import Sheet
from depipe.stars import STAR, written
from depipe.workbook.layout import ITEM_CAPTIONS, NOTE_FIELDS
from depipe.workbook.locked import plain
from depipe.workbook.writing import links, wording
from depipe.workbook.writing.live import Live
from depipe.workbook.writing.measure import SMALL, SMALL_LINE, lines, within_lines
from depipe.workbook.writing.plan import Plan
from depipe.workbook.writing.ratings_widths import Widths
from depipe.workbook.writing.style import Styles
from depipe.workbook.writing.summary_formulas import SummaryFormulas, limit_words

_CATEGORY, _NAME, _DESCRIPTION = 0, 2, 3
_PADDING: Final = 2.0
"""Points above and below the small print together."""
_MOST: Final = 2
"""Lines of the legend, and of what a note is for: the rest stands on 星の基準."""
_TITLE_HEIGHT: Final = 15.0
_TROUBLE_HEIGHT: Final = 13.5


def write_head(sheet: Sheet, plan: Plan, styles: Styles, bands: Sequence[str], figures: Mapping[str, Live]) -> None:
    """Write the rows above the header; *figures* are the cached values of the counts."""
    _Head(sheet, plan, styles).write(bands, figures)


class _Head:
    def __init__(self, sheet: Sheet, plan: Plan, styles: Styles) -> None:
        self._sheet = sheet
        self._plan = plan
        self._styles = styles
        self._at = plan.ratings
        self._widths = Widths.of(plan)
        notes = plan.master.notes
        wide = self._widths.note / SMALL
        self._says = [within_lines(plain(text), wide, _MOST) for text in (notes.doc, notes.repro, notes.evidence)]

    def write(self, bands: Sequence[str], figures: Mapping[str, Live]) -> None:
        self._write_legend()
        formulas = SummaryFormulas(self._plan, self._plan.language)
        for tool, name in enumerate(self._plan.tools):
            self._write_stars(tool, bands[tool], formulas, figures[name])
            self._write_notes(tool, bands[tool], formulas, figures[name])

    def _write_legend(self) -> None:
        """Write the title, what the stars and the marks mean, and what the headers mean."""
        plan, styles, at, sheet = self._plan, self._styles, self._at, self._sheet
        language, fail_close = plan.language, plan.master.fail_close
        sheet.merge(at.title_row, _CATEGORY, at.title_row, _NAME, plan.master.title, styles.corner_title)
        corner = sum(self._widths.fixed) / SMALL
        legend = self._levels(corner)
        sheet.merge(at.legend_row, _CATEGORY, at.legend_row, _NAME, legend, styles.legend)
        gates = wording.gates_legend(STAR * fail_close.threshold, limit_words(fail_close.cap)).within(language)
        described = self._widths.description / SMALL
        sheet.text(at.title_row, _DESCRIPTION, gates if fail_close.gates else "", styles.gates_legend)
        hint = f"{wording.RATINGS_HINT.within(language)}\n{wording.MARKS_LEGEND.within(language)}"
        sheet.text(at.legend_row, _DESCRIPTION, hint, styles.description_legend)
        for column, caption in enumerate(ITEM_CAPTIONS):
            sheet.text(at.trouble_row, column, caption.within(language), styles.corner_caption)
        said = [(legend, corner), (hint, described), *((text, self._widths.note / SMALL) for text in self._says)]
        sheet.row(at.title_row, max(lines(gates, described) * SMALL_LINE, _TITLE_HEIGHT))
        sheet.row(at.legend_row, max(lines(text, wide) for text, wide in said) * SMALL_LINE + _PADDING)
        sheet.row(at.trouble_row, _TROUBLE_HEIGHT)

    def _levels(self, room: float) -> str:
        levels = [f"{written(level.stars)} {plain(level.label)}" for level in self._plan.master.scale.levels]
        halves = ("\u3000".join(levels[start : start + 3]) for start in (0, 3))
        return "\n".join(within_lines(half, room, 1) for half in halves)

    def _write_stars(self, tool: int, band: str, formulas: SummaryFormulas, figures: Live) -> None:
        plan, at, sheet = self._plan, self._at, self._sheet
        summary, column = plan.summary, at.first_star + tool
        link, count, _ = self._styles.above(band)
        unreadable, _ = self._styles.trouble(band)
        to_notes = f"internal:{links.to_notes(plan, tool)}"
        sheet.link(at.title_row, column, to_notes, wording.TO_NOTES.within(plan.language), link)
        unrated = len(plan.master.items) - figures.rated
        sheet.formula(at.legend_row, column, formulas.on_ratings(summary.open_row, tool), count, unrated)
        sheet.formula(at.trouble_row, column, formulas.on_ratings(summary.unreadable_row, tool), unreadable, 0)

    def _write_notes(self, tool: int, band: str, formulas: SummaryFormulas, figures: Live) -> None:
        plan, at, sheet = self._plan, self._at, self._sheet
        first = at.first_note(tool)
        link, _, say = self._styles.above(band)
        _, unnoted = self._styles.trouble(band)
        to_stars = f"internal:{links.to_stars(plan, tool)}"
        sheet.link(at.title_row, first, to_stars, wording.TO_STARS.within(plan.language), link)
        formula = formulas.on_ratings(plan.summary.evidence_row, tool)
        sheet.formula(at.trouble_row, first, formula, unnoted, figures.evidence_missing)
        for offset, text in enumerate(self._says):
            sheet.text(at.legend_row, first + offset, text, say)
        for column in range(first + 1, first + len(NOTE_FIELDS)):
            sheet.blank(at.title_row, column, say)
            sheet.blank(at.trouble_row, column, say)
