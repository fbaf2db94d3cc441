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
    LABEL_CAP_REASON,
    LABEL_CONTEXT_BLANK,
    LABEL_EVIDENCE_MISSING,
    LABEL_FINAL,
    LABEL_LEFT,
    LABEL_RATED,
    LABEL_RAW,
    LABEL_UNREADABLE,
)
from depipe.workbook.locked import plain
from depipe.workbook.writing import page
from depipe.workbook.writing import summary_wording as words
from depipe.workbook.writing.live import Live, Status, cap_reason, status
from depipe.workbook.writing.measure import height
from depipe.workbook.writing.plan import Plan
from depipe.workbook.writing.style import Styles
from depipe.workbook.writing.summary_formulas import SummaryFormulas, limit_words

_LABEL_WIDTH: Final = 25.0
_MEANING_WIDTH: Final = 54.0
_TOOL_WIDTH: Final = 17.0
_HEADING: Final = 26.0
_UPRIGHT_TOOLS: Final = 5
"""More tools are printed on a landscape page."""
_TOP: Final = 90.0
"""Points above the table."""
_ONE_PAGE_TOOLS: Final = 10
"""More tools take several pages."""
_WORDS: Final[Mapping[Status, Text]] = {
    "bonus": words.BONUS,
    "unverified": words.UNVERIFIED,
    "failed": words.FAILED,
    "passed": words.PASSED,
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
        self._height = _TOP

    def write(self) -> None:
        at, sheet, language = self._at, self._sheet, self._plan.language
        widths = (_LABEL_WIDTH, _MEANING_WIDTH, *[_TOOL_WIDTH] * len(self._plan.tools))
        page.widths(sheet, self._styles, widths)
        sheet.row(0, 28)
        sheet.text(0, 0, words.TITLE.within(language), self._styles.title)
        sheet.row(at.status_row, 24)
        sheet.formula(at.status_row, 0, self._formulas.status(), self._styles.status, status(self._plan, self._figures))
        for column in range(1, at.last_column + 1):
            sheet.blank(at.status_row, column, self._styles.status)
        sheet.text(at.status_row + 1, 0, words.HINT.within(language), self._styles.hint_line)
        self._write_header()
        self._write_progress()
        self._write_categories()
        if self._plan.master.fail_close.gates:
            self._write_gates()
        if at.verdict:
            self._write_verdict()
        sheet.raw.freeze_panes(at.header_row + 1, at.first_tool)
        landscape = len(self._plan.tools) > _UPRIGHT_TOOLS
        page.set_up(sheet, self._plan.master, landscape=landscape)
        if len(self._plan.tools) <= _ONE_PAGE_TOOLS:
            page.fit_across(sheet, widths, self._height, landscape=landscape)
        else:
            sheet.raw.repeat_columns(0, at.first_tool - 1)
        sheet.raw.repeat_rows(at.header_row)
        sheet.raw.print_area(0, 0, at.last_row, at.last_column)
        page.protect(sheet)

    def _write_header(self) -> None:
        row, tools = self._at.header_row, self._plan.tools
        self._sheet.row(row, max(height((tool, _TOOL_WIDTH) for tool in tools), 22))
        self._sheet.text(row, 0, words.HEADER_LABEL, self._styles.header)
        self._sheet.text(row, 1, words.HEADER_MEANING.within(self._plan.language), self._styles.header)
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
        longest: str = "",
    ) -> None:
        """Write a row of figures; *longest* is the longest text that may come to stand there."""
        room = [(meaning, _MEANING_WIDTH), (label, _LABEL_WIDTH), (longest, _TOOL_WIDTH)]
        high = max(height(room), 20)
        self._height += high
        self._sheet.row(row, high)
        self._sheet.text(row, 0, label, self._styles.label)
        self._sheet.text(row, 1, meaning, self._styles.cell)
        for tool, figures in enumerate(self._figures):
            self._sheet.formula(row, self._at.first_tool + tool, formula(tool), style, value(figures))

    def _heading(self, row: int, text: Text) -> None:
        self._height += _HEADING
        self._sheet.row(row, _HEADING)
        self._sheet.text(row, 0, text.within(self._plan.language), self._styles.heading)

    def _write_progress(self) -> None:
        at, formulas, items = self._at, self._formulas, len(self._plan.master.items)
        evidence = words.EVIDENCE if self._plan.master.fail_close.gates else words.EVIDENCE_WITHOUT_GATES
        rows: tuple[tuple[int, str, Text, Callable[[int], str], Callable[[Live], float]], ...] = (
            (at.answered_row, LABEL_ANSWERED, words.ANSWERED, formulas.answered, lambda f: f.rated / items),
            (at.rated_row, LABEL_RATED, words.rated(items), formulas.rated, lambda f: f.rated),
            (at.open_row, LABEL_LEFT, words.UNRATED, formulas.unrated, lambda f: items - f.rated),
            (at.blank_row, LABEL_CONTEXT_BLANK, words.CONTEXT_BLANK, formulas.blank, lambda f: f.blank),
            (at.unreadable_row, LABEL_UNREADABLE, words.UNREADABLE, formulas.unreadable, lambda _: 0),
            (
                at.evidence_row,
                LABEL_EVIDENCE_MISSING,
                evidence,
                formulas.evidence_missing,
                lambda f: f.evidence_missing,
            ),
        )
        for row, label, meaning, formula, value in rows:
            style = self._share if label == LABEL_ANSWERED else self._whole
            self._row(row, label, meaning.within(self._plan.language), formula, value, style)

    def _write_categories(self) -> None:
        self._heading(self._at.first_category - 1, words.CATEGORIES)
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
        at, language, gates = self._at, self._plan.language, self._plan.master.fail_close.gates
        self._heading(at.first_gate - 1, words.GATES)
        if any(gate.condition for gate in gates):
            self._sheet.text(at.first_gate - 1, 1, words.BONUS_MEANS.within(language), self._styles.aside)
        for position, gate in enumerate(gates):
            self._row(
                at.first_gate + position,
                gate.item,
                plain(self._plan.master.items_by_id[gate.item].name),
                partial(self._formulas.gate, gate=position),
                partial(_status, item_id=gate.item, language=language),
                self._word,
            )

    def _write_verdict(self) -> None:
        at, formulas, language = self._at, self._formulas, self._plan.language
        certain, provisional = words.capped(limit_words(self._plan.master.fail_close.cap))
        caps = {"certain": certain, "provisional": provisional, "none": words.NO_CAP}
        weighted = len({category.weight for category in self._plan.master.categories}) > 1
        raw_means = words.RAW_WEIGHTED if weighted else words.RAW
        self._heading(at.raw_row - 1, words.VERDICT)
        raw, cap = at.raw_row, at.cap_row
        self._row(raw, LABEL_RAW, raw_means.within(language), formulas.raw, lambda f: _or_dash(f.raw), self._mean)
        self._row(
            cap,
            LABEL_CAP,
            words.CAP.within(language),
            formulas.cap,
            lambda f: caps[f.cap].within(language),
            self._word,
            max((text.within(language) for text in caps.values()), key=len),
        )
        self._row(
            cap + 1,
            LABEL_CAP_REASON,
            words.CAP_REASON.within(language),
            formulas.cap_reason,
            partial(cap_reason, self._plan),
            self._word,
            f"{words.UNVERIFIED.within(language)}: " + " ".join(self._figures[0].statuses),
        )
        self._row(
            at.last_row,
            LABEL_FINAL,
            words.FINAL.within(language),
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
