"""The sheet 裁定: a row a pair, with its decision, its reason, and what each evaluator says."""

from typing import Final

from xlsxwriter.format import Format

from depipe import palette
from depipe.sheets import Sheet
from depipe.stars import UNRATED
from depipe.workbook.identity import Topic
from depipe.workbook.layout import GATE_MARK, LABEL_DECIDER
from depipe.workbook.locked import plain
from depipe.workbook.topics import issue, sayings
from depipe.workbook.writing import page
from depipe.workbook.writing.decisions import wording
from depipe.workbook.writing.decisions.plan import DecisionsPlan
from depipe.workbook.writing.measure import MAX_HEIGHT, SMALL, height, width
from depipe.workbook.writing.prompts import star_rule
from depipe.workbook.writing.sheet_plans import MARGIN
from depipe.workbook.writing.style import Styles

_FIXED: Final = (9.0, 21.0, 13.0, 21.0, 13.0, 34.0)
"""The table's first columns; ids and tools get more room where they are longer."""
_WIDEST: Final = 20.0
_VOICE: Final = 36.0
_DESCRIPTION: Final = 44.0
_LEAST: Final = 50.0
"""Points: room for a sentence of a reason."""
_ON_ONE_PAGE: Final = 3
"""Evaluators that a page is wide enough for."""
_SMALLEST: Final = 60
"""Percent of the print's size where there are more of them."""
_LABEL: Final = {"bold": 1, "bg_color": palette.PANEL, "border": 1, "border_color": palette.LINE, "valign": "vcenter"}
_TABLE: Final = {"border": 1, "border_color": palette.LINE, "align": "left", "indent": 1}


def write_decisions(sheet: Sheet, plan: DecisionsPlan, styles: Styles, encoded: str) -> None:
    """Write the sheet; *encoded* is the identity."""
    _Decisions(sheet, plan, styles).write(encoded)


class _Decisions:
    def __init__(self, sheet: Sheet, plan: DecisionsPlan, styles: Styles) -> None:
        self._sheet = sheet
        self._plan = plan
        self._styles = styles
        self._wide = _widths(plan)
        self._voices = {stars: _voice(styles, stars) for stars in (None, 1, 2, 3, 4, 5)}
        self._disputed = styles.locked(**_TABLE, font_color=palette.WARNING, bold=1)
        self._reason = styles.form()
        self._star = styles.star(palette.OPEN_BANDS[0])

    def write(self, encoded: str) -> None:
        sheet, plan = self._sheet, self._plan
        for column, wide in enumerate(self._wide):
            sheet.columns(column, column, wide, self._styles.page)
        sheet.columns(plan.last_column + 1, plan.last_column + MARGIN, 9, self._styles.page)
        sheet.text(*plan.identity_place, encoded, self._styles.identity)
        self._write_head()
        for row, topic in enumerate(plan.topics, plan.first_row):
            self._write_row(row, topic)
        sheet.calm(plan.decider_row, plan.id, plan.last_row, plan.last_column)
        sheet.raw.autofilter(plan.header_row, 0, plan.last_row, plan.last_column)
        sheet.raw.freeze_panes(plan.first_row, plan.frozen_columns)
        sheet.raw.set_selection(plan.first_row, plan.decision, plan.first_row, plan.decision)
        page.set_up(sheet, plan.master, landscape=True)
        if len(plan.evaluators) <= _ON_ONE_PAGE:
            sheet.raw.fit_to_pages(1, 0)
        else:
            sheet.raw.set_print_scale(_SMALLEST)
            sheet.raw.repeat_columns(0, plan.frozen_columns - 1)
        sheet.raw.repeat_rows(plan.header_row)
        sheet.raw.print_area(plan.title_row, 0, plan.last_row, plan.last_column)
        page.protect(sheet)

    def _write_head(self) -> None:
        sheet, plan, styles, language = self._sheet, self._plan, self._styles, self._plan.language
        sheet.row(plan.title_row, 26)
        sheet.text(plan.title_row, 0, wording.title(plan.master.title).within(language), styles.title)
        sheet.row(plan.decider_row, 22)
        sheet.text(plan.decider_row, plan.id, LABEL_DECIDER, styles.locked(**_LABEL))
        sheet.text(plan.decider_row, plan.name, plan.identity.evaluator or "", styles.form(valign="vcenter"))
        sheet.text(plan.decider_row, plan.name + 1, wording.DECIDER_HINT.within(language), styles.hint_line)
        captions = (*wording.CAPTIONS, *[wording.SAID] * len(plan.evaluators), wording.DESCRIPTION)
        told = [caption.within(language) for caption in captions]
        sheet.row(plan.caption_row, height(zip(told, self._wide, strict=True)) if any(told) else 6)
        for column, caption in enumerate(told):
            sheet.text(plan.caption_row, column, caption, styles.caption)
        sheet.row(plan.header_row, height(zip(plan.headers, self._wide, strict=True)) + 1)
        for column, header in enumerate(plan.headers):
            sheet.text(plan.header_row, column, header, styles.header)

    def _write_row(self, row: int, topic: Topic) -> None:
        sheet, plan, styles, language = self._sheet, self._plan, self._styles, self._plan.language
        item = plan.master.items_by_id[topic.item_id]
        gate = item.id in plan.master.gates_by_item
        why, said = issue(topic, language), sayings(topic, plan.evaluators, language)
        name, description = plain(item.name), plain(item.description)
        target = plan.to_rubric(item.id)
        if target is None:
            sheet.text(row, plan.id, item.id, styles.item(gate=gate))
        else:
            sheet.link(row, plan.id, f"internal:{target}", item.id, styles.item(gate=gate, linked=True))
        sheet.text(row, plan.name, name, styles.item_name(gate=gate))
        sheet.text(row, plan.name + 1, topic.tool, styles.cell)
        sheet.text(row, plan.name + 2, why, self._disputed if topic.kind == "disputed_gate" else styles.cell)
        sheet.text(row, plan.decision, UNRATED, self._star)
        rule = star_rule(plan.master, item, language, wording.STARS_REFUSED)
        sheet.validation(row, plan.decision, row, plan.decision, rule)
        sheet.blank(row, plan.reason, self._reason)
        stars = {voice.evaluator: voice.stars for voice in topic.voices}
        for column, (evaluator, text) in enumerate(zip(plan.evaluators, said, strict=True), plan.first_voice):
            sheet.text(row, column, text, self._voices[stars.get(evaluator)])
        sheet.text(row, plan.last_column, description, styles.cell)
        mark = GATE_MARK.within(language) if gate else ""
        texts = (item.id, mark + name, topic.tool, why, UNRATED, "", *said, description)
        sheet.row(row, min(max(height(zip(texts, self._wide, strict=True)) + 4, _LEAST), MAX_HEIGHT))


def _voice(styles: Styles, stars: int | None) -> Format:
    """Return the format of what an evaluator says, in the colour of the stars."""
    if stars is None:
        return styles.locked(**_TABLE, bg_color=palette.UNRATED, font_color=palette.MUTED)
    return styles.locked(**_TABLE, bg_color=palette.LEVELS[stars - 1])


def _widths(plan: DecisionsPlan) -> list[float]:
    """Return the width of every column."""
    wide = list(_FIXED)
    for column, texts in ((plan.id, (t.item_id for t in plan.topics)), (plan.name + 1, (t.tool for t in plan.topics))):
        wide[column] = min(max(wide[column], max(map(width, texts), default=0) + 3), _WIDEST)
    voices = [max(_VOICE, width(name) * SMALL) if len(name) < _WIDEST else _VOICE for name in plan.evaluators]
    return [*wide, *voices, _DESCRIPTION]
