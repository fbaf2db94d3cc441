"""The sheet 集計: this workbook's own answers counted, live; ids and labels in column A, a column a tool."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from xlsxwriter.format import Format

from depipe import palette
from depipe.language import Language, Text
from depipe.sheets import Sheet
from depipe.stars import UNRATED
from depipe.workbook.layout import (
    LABEL_ANSWERED,
    LABEL_CAP,
    LABEL_EVIDENCE_MISSING,
    LABEL_FINAL,
    LABEL_LEFT,
    LABEL_RATED,
    LABEL_RAW,
    LABEL_UNREADABLE,
    SHEET_SUMMARY,
)
from depipe.workbook.locked import plain
from depipe.workbook.writing import page, wording
from depipe.workbook.writing.live import Live, Status
from depipe.workbook.writing.measure import height
from depipe.workbook.writing.plan import Plan
from depipe.workbook.writing.style import Styles
from depipe.workbook.writing.summary_formulas import SummaryFormulas, limit_words

HEADER_LABEL: Final = "区分"
_LABEL_WIDTH: Final = 22.0
_MEANING_WIDTH: Final = 46.0
_TOOL_WIDTH: Final = 15.0
_PORTRAIT_TOOLS: Final = 3
"""More tools are printed on a landscape page."""
_ONE_PAGE_TOOLS: Final = 10
"""More tools take several pages."""
_WORDS: Final[Mapping[Status, Text]] = {
    "bonus": wording.BONUS,
    "unverified": wording.UNVERIFIED,
    "failed": wording.FAILED,
    "passed": wording.PASSED,
}


def write_summary(sheet: Sheet, plan: Plan, styles: Styles, figures: Mapping[str, Live]) -> None:
    """Write the sheet; *figures* are the cached values, by tool."""
    _Summary(sheet, plan, styles, [figures[tool] for tool in plan.tools]).write()


class _Summary:
    def __init__(self, sheet: Sheet, plan: Plan, styles: Styles, figures: list[Live]) -> None:
        self._sheet = sheet
        self._plan = plan
        self._styles = styles
        self._at = plan.summary
        self._figures = figures
        self._formulas = SummaryFormulas(plan, plan.language)
        self._whole = styles.figure("0")
        self._share = styles.figure("0.0%")
        self._mean = styles.figure("0.00")
        self._word = styles.figure("General")

    def write(self) -> None:
        at, sheet = self._at, self._sheet
        page.widths(sheet, self._styles, (_LABEL_WIDTH, _MEANING_WIDTH, *[_TOOL_WIDTH] * len(self._plan.tools)))
        sheet.row(0, 28)
        sheet.text(0, 0, SHEET_SUMMARY, self._styles.title)
        hint = wording.SUMMARY_HINT.within(self._plan.language)
        sheet.formula(1, 0, self._formulas.check(), self._styles.hint_line, hint)
        self._write_header()
        self._write_progress()
        self._write_categories()
        if self._plan.master.fail_close.gates:
            self._write_gates()
        if at.verdict:
            self._write_verdict()
        sheet.raw.freeze_panes(at.header_row + 1, at.first_tool)
        page.set_up(sheet, self._plan, landscape=len(self._plan.tools) > _PORTRAIT_TOOLS)
        if len(self._plan.tools) <= _ONE_PAGE_TOOLS:
            sheet.raw.fit_to_pages(1, 0)
        else:
            sheet.raw.repeat_columns(0, at.first_tool - 1)
        sheet.raw.repeat_rows(at.header_row)
        sheet.raw.print_area(0, 0, at.last_row, at.last_column)
        page.protect(sheet)

    def _write_header(self) -> None:
        row, tools = self._at.header_row, self._plan.tools
        self._sheet.row(row, max(height((tool, _TOOL_WIDTH) for tool in tools), 22))
        self._sheet.text(row, 0, HEADER_LABEL, self._styles.header)
        self._sheet.text(row, 1, wording.HEADER_MEANING.within(self._plan.language), self._styles.header)
        for column, tool in enumerate(tools, self._at.first_tool):
            self._sheet.text(row, column, tool, self._styles.header_centred)

    def _row(  # noqa: PLR0917 - a row of the table, from left to right
        self,
        row: int,
        label: str,
        meaning: str,
        formula: Callable[[int], str],
        value: Callable[[Live], str | float],
        style: Format,
    ) -> None:
        self._sheet.row(row, max(height([(meaning, _MEANING_WIDTH), (label, _LABEL_WIDTH)]), 20))
        self._sheet.text(row, 0, label, self._styles.label)
        self._sheet.text(row, 1, meaning, self._styles.cell)
        for tool, figures in enumerate(self._figures):
            self._sheet.formula(row, self._at.first_tool + tool, formula(tool), style, value(figures))

    def _heading(self, row: int, text: Text) -> None:
        self._sheet.row(row, 26)
        self._sheet.text(row, 0, text.within(self._plan.language), self._styles.heading)

    def _write_progress(self) -> None:
        at, formulas, items = self._at, self._formulas, len(self._plan.master.items)
        language = self._plan.language
        rows = (
            (at.answered_row, LABEL_ANSWERED, wording.ANSWERED_MEANS, formulas.answered, lambda f: f.rated / items),
            (at.rated_row, LABEL_RATED, wording.rated_means(items), formulas.rated, lambda f: f.rated),
            (at.open_row, LABEL_LEFT, wording.OPEN_MEANS, formulas.left, lambda f: items - f.rated),
            (
                at.evidence_row,
                LABEL_EVIDENCE_MISSING,
                wording.EVIDENCE_MEANS,
                formulas.evidence_missing,
                lambda f: f.evidence_missing,
            ),
            (at.unreadable_row, LABEL_UNREADABLE, wording.UNREADABLE_MEANS, formulas.unreadable, lambda _: 0),
        )
        for row, label, meaning, formula, value in rows:
            style = self._share if label == LABEL_ANSWERED else self._whole
            self._row(row, label, meaning.within(language), formula, value, style)
        for row in (at.evidence_row, at.unreadable_row):
            rule = {"type": "cell", "criteria": ">", "value": 0, "format": self._styles.attention}
            self._sheet.conditional(row, at.first_tool, row, at.last_column, rule)

    def _write_categories(self) -> None:
        self._heading(self._at.first_category - 1, wording.CATEGORY_MEANS)
        for number, category in enumerate(self._plan.master.categories, 1):
            bonus_items = self._plan.bonus_items(category.id)
            self._row(
                self._at.first_category + number - 1,
                category.id,
                plain(category.name),
                partial(self._formulas.category_mean, category=number, bonus_items=bonus_items),
                partial(_mean, category_id=category.id),
                self._mean,
            )

    def _write_gates(self) -> None:
        at, language = self._at, self._plan.language
        self._heading(at.first_gate - 1, wording.GATES)
        for position, gate in enumerate(self._plan.master.fail_close.gates):
            self._row(
                at.first_gate + position,
                gate.item,
                plain(self._plan.master.items_by_id[gate.item].name),
                partial(self._formulas.gate, gate=position),
                partial(_status, item_id=gate.item, language=language),
                self._word,
            )
        failed = f'"{wording.FAILED.within(language)}"'
        rule = {"type": "cell", "criteria": "==", "value": failed, "format": self._styles.attention}
        self._sheet.conditional(at.first_gate, at.first_tool, at.last_gate, at.last_column, rule)

    def _write_verdict(self) -> None:
        at, formulas, language = self._at, self._formulas, self._plan.language
        certain, provisional = wording.capped(limit_words(self._plan.master.fail_close.cap))
        caps = {"certain": certain.within(language), "provisional": provisional.within(language), "none": UNRATED}
        weighted = len({category.weight for category in self._plan.master.categories}) > 1
        raw_means = wording.RAW_MEANS_WEIGHTED if weighted else wording.RAW_MEANS
        self._heading(at.raw_row - 1, wording.VERDICT)
        raw, cap = at.raw_row, at.raw_row + 1
        self._row(raw, LABEL_RAW, raw_means.within(language), formulas.raw, lambda f: _or_dash(f.raw), self._mean)
        self._row(cap, LABEL_CAP, wording.CAP_MEANS.within(language), formulas.cap, lambda f: caps[f.cap], self._word)
        self._row(
            at.last_row,
            LABEL_FINAL,
            wording.FINAL_MEANS.within(language),
            formulas.final,
            lambda f: _or_dash(f.final),
            self._styles.figure("0.00", bold=1, bg_color=palette.PANEL),
        )


def _mean(figures: Live, category_id: str) -> str | float:
    return _or_dash(figures.means[category_id])


def _status(figures: Live, item_id: str, language: Language) -> str:
    return _WORDS[figures.statuses[item_id]].within(language)


def _or_dash(figure: float | None) -> str | float:
    return UNRATED if figure is None else figure
