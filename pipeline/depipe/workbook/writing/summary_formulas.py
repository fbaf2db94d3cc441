"""The live formulas on 集計, and the one on 評価, as text; whatever breaks shows a plain hint."""

from collections.abc import Sequence
from typing import Final

from depipe.language import Language, Text
from depipe.stars import STAR
from depipe.workbook.cells import column_letters
from depipe.workbook.layout import SHEET_LISTS, SHEET_SUMMARY
from depipe.workbook.writing import summary_wording as words
from depipe.workbook.writing.list_formulas import UNREADABLE, ListFormulas, quoted
from depipe.workbook.writing.lists_plan import Column
from depipe.workbook.writing.plan import Plan

EVIDENCE_FROM: Final = 4
"""From so many stars on an answer needs a note; a gate's needs one whatever its stars."""

_SUMMARY: Final = f"'{SHEET_SUMMARY}'!"
_LISTS: Final = f"'{SHEET_LISTS}'!"


def limit_words(stars: float) -> str:
    """Return a limit as people read it: ⭐⭐, or 2.5 where it is no whole number."""
    return STAR * int(stars) if float(stars).is_integer() else f"{stars:g}"


class SummaryFormulas:
    """The formulas that show the figures of each tool."""

    def __init__(self, plan: Plan, language: Language) -> None:
        self._plan = plan
        self._lists = plan.lists
        self._formulas = ListFormulas(plan)
        self._language: Language = language
        self._broken = quoted(words.BROKEN.within(language))

    def _there(self, column: Column) -> str:
        return f"{_LISTS}{column.absolute}"

    def _safe(self, expression: str) -> str:
        return f"=IFERROR({expression},{self._broken})"

    def _cell(self, row: int, tool: int) -> str:
        return f"{column_letters(self._plan.summary.first_tool + tool + 1)}${row + 1}"

    def _down(self, first: int, last: int, tool: int) -> str:
        return f"{self._cell(first, tool)}:{self._cell(last, tool)}"

    def _across(self, row: int) -> str:
        return f"{self._cell(row, 0)}:{self._cell(row, len(self._plan.tools) - 1)}"

    def status(self) -> str:
        """Return the formula for the line on top: whether the workbook can be sent back, and what is still needed."""
        summary, language = self._plan.summary, self._language
        blank = f"(SUM({self._there(self._lists.blank_entries)})+SUM({self._there(self._lists.blank_versions)}))"
        unreadable = f"SUM({self._across(summary.unreadable_row)})"
        unnoted = f"SUM({self._across(summary.evidence_row)})"
        both = f'IF(({blank}>0)*({unreadable}>0),{self._said(words.AND)},"")'
        needed = (
            f"{self._said(words.NEEDED)}&{self._counted(words.NEEDED_CONTEXT, blank)}&{both}"
            f"&{self._counted(words.NEEDED_STARS, unreadable)}"
        )
        before, behind = (quoted(text.within(language)) for text in words.EVIDENCE_FIRST)
        ready = f"IF({unnoted}>0,{before}&{unnoted}&{behind},{self._said(words.READY)})"
        rated = f"IF(SUM({self._across(summary.rated_row)})=0,{self._said(words.NOTHING_YET)},{ready})"
        items = self._there(self._lists.row_items)
        whole = f"SUMPRODUCT(--(COUNTIF({items},{self._there(self._lists.numbers)})=1))={len(self._plan.master.items)}"
        changed = self._said(words.ROWS_CHANGED)
        return f"=IFERROR(IF({whole},IF({blank}+{unreadable}>0,{needed},{rated}),{changed}),{changed})"

    def _said(self, text: Text) -> str:
        return quoted(text.within(self._language))

    def _counted(self, around: tuple[Text, Text], count: str) -> str:
        before, behind = map(self._said, around)
        return f'IF({count}>0,{before}&{count}&{behind},"")'

    def rated(self, tool: int) -> str:
        """Return the formula for the number of items with stars."""
        rows, stars = self._there(self._lists.row_items), self._there(self._lists.stars[tool])
        return self._safe(f"SUMPRODUCT(({rows}>0)*({stars}>0))")

    def answered(self, tool: int) -> str:
        """Return the formula for the share of the items with stars."""
        return self._safe(f"{self._cell(self._plan.summary.rated_row, tool)}/{len(self._plan.master.items)}")

    def unrated(self, tool: int) -> str:
        """Return the formula for the number of items without stars."""
        return self._safe(f"{len(self._plan.master.items)}-{self._cell(self._plan.summary.rated_row, tool)}")

    def on_ratings(self, row: int, tool: int) -> str:
        """Return the formula that shows on 評価 a figure of the row *row* of 集計."""
        return self._safe(f"{_SUMMARY}{self._cell(row, tool)}")

    def blank(self, tool: int) -> str:
        """Return the formula for the number of empty cells of 前提パラメータ that a tool's ratings need."""
        entries = f"SUM({self._there(self._lists.blank_entries)})"
        return self._safe(f"{entries}+{_LISTS}{self._lists.blank_versions.cell(tool)}")

    def evidence_missing(self, tool: int) -> str:
        """Return the formula for the number of answers that need a note and have none."""
        rows, gates = self._there(self._lists.row_items), self._there(self._lists.row_gates)
        stars, unnoted = self._there(self._lists.stars[tool]), self._there(self._lists.unnoted[tool])
        needed = f"((({stars}>={EVIDENCE_FROM})+({stars}>0)*({gates}=1))>0)"
        return self._safe(f"SUMPRODUCT(({rows}>0)*({unnoted}=1)*{needed})")

    def unreadable(self, tool: int) -> str:
        """Return the formula for the number of star cells that cannot be read."""
        return self._safe(f"SUMPRODUCT(--({self._there(self._lists.stars[tool])}={UNREADABLE}))")

    def category_mean(self, tool: int, category: int, bonus_items: int) -> str:
        """Return the formula for a category's mean (categories count from 1).

        Bonus items join the others from the highest down while that lifts the mean: the greatest of the means with
        the bonus items of so many stars and more.
        """
        count = f"{_LISTS}{self._lists.counts[tool].cell(category - 1)}"
        total = f"{_LISTS}{self._lists.sums[tool].cell(category - 1)}"
        mean = f"{total}/{count}"
        if bonus_items:
            gates = self._there(self._lists.gate_stars[tool])
            picked = self._formulas.bonus(tool, category, f"{_LISTS}")
            means = [mean]
            for least in (1,) if bonus_items == 1 else (5, 4, 3, 2):
                among = f"{picked}*({gates}>={least})"
                means.append(f"({total}+SUMPRODUCT({among}*{gates}))/({count}+SUMPRODUCT({among}))")
            mean = f"MAX({','.join(means)})"
        return self._safe(f'IF({count}>0,{mean},"-")')

    def gate(self, tool: int, gate: int) -> str:
        """Return the formula for how a gate stands."""
        bonus = f"{_LISTS}{self._lists.gate_bonus[tool].cell(gate)}"
        stars = f"{_LISTS}{self._lists.gate_stars[tool].cell(gate)}"
        statuses = (words.BONUS, words.UNVERIFIED, words.FAILED, words.PASSED)
        as_bonus, unverified, failed, passed = map(self._said, statuses)
        threshold = self._plan.master.fail_close.threshold
        rest = f"IF({stars}<=0,{unverified},IF({stars}<={threshold},{failed},{passed}))"
        return f"=IFERROR(IF({bonus}=1,{as_bonus},{rest}),{unverified})"

    def raw(self, tool: int) -> str:
        """Return the formula for the mean of the category means that exist."""
        summary = self._plan.summary
        means = self._down(summary.first_category, summary.last_category, tool)
        weights = f"ISNUMBER({means})*{self._there(self._lists.weights)}"
        mean = f"SUMPRODUCT({weights},{means})/SUMPRODUCT({weights})"
        broken = f"SUMPRODUCT(--EXACT({means},{self._broken}))>0"
        return self._safe(f'IF({broken},{self._broken},IF(SUMPRODUCT({weights})>0,{mean},"-"))')

    def cap(self, tool: int) -> str:
        """Return the formula for the cap in words."""
        fail_close, summary = self._plan.master.fail_close, self._plan.summary
        if not fail_close.gates:
            return f"={self._said(words.NO_CAP)}"
        gates = self._down(summary.first_gate, summary.last_gate, tool)
        certain, provisional = map(self._said, words.capped(limit_words(fail_close.cap)))
        none = self._said(words.NO_CAP)
        failed, unverified = (
            f"SUMPRODUCT(--EXACT({gates},{self._said(word)}))>0" for word in (words.FAILED, words.UNVERIFIED)
        )
        open_ones = f"IF({unverified},{provisional},{none})" if fail_close.unverified == "capped" else none
        return self._safe(f"IF({failed},{certain},{open_ones})")

    def cap_reason(self, tool: int) -> str:
        """Return the formula for the gates that cap a tool: `未達: EX-01`, and those without stars on a line below."""
        fail_close = self._plan.master.fail_close
        if not fail_close.gates:
            return '=""'
        last = len(fail_close.gates) - 1
        failed, unverified = (
            f"{_LISTS}{columns[tool].cell(last)}" for columns in (self._lists.failed_gates, self._lists.open_gates)
        )
        shown = [f'IF(LEN({failed})>0,{quoted(words.FAILED.within(self._language) + ":")}&{failed},"")']
        if fail_close.unverified == "capped":
            shown.append(f'IF(LEN({failed})*LEN({unverified})>0,CHAR(10),"")')
            said = quoted(words.UNVERIFIED.within(self._language) + ":")
            shown.append(f'IF(LEN({unverified})>0,{said}&{unverified},"")')
        return self._safe("&".join(shown))

    def gates_that(self, columns: Sequence[Column], tool: int, gate: int) -> str:
        """Return the formula on _lists for the ids of the gates, up to this one, that stand as *columns* say."""
        word = words.FAILED if columns is self._lists.failed_gates else words.UNVERIFIED
        before = f"{columns[tool].cell(gate - 1)}&" if gate else ""
        shown = f"{_SUMMARY}{self._cell(self._plan.summary.first_gate + gate, tool)}"
        item = quoted(f" {self._plan.master.fail_close.gates[gate].item}")
        return f'=IFERROR({before}IF(EXACT({shown},{self._said(word)}),{item},""),"")'

    def final(self, tool: int) -> str:
        """Return the formula for the overall with the cap applied; a cap that cannot be told caps."""
        raw, cap = self._cell(self._plan.summary.raw_row, tool), self._cell(self._plan.summary.cap_row, tool)
        none = self._said(words.NO_CAP)
        limit = f"{self._plan.master.fail_close.cap:g}"
        return self._safe(f"IF(ISNUMBER({raw}),IF(EXACT({cap},{none}),{raw},MIN({raw},{limit})),{raw})")
