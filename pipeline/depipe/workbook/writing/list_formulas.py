"""The live formulas on _lists, as text: only functions that Excel 2016, LibreOffice and Google Sheets share.

Stars are compared with EXACT alone: to `=` and MATCH some spreadsheets' ⭐ equals ⭐⭐. Conditions are counted with
SUMPRODUCT over plain ranges, since IF and IFERROR over ranges need an array formula in Excel 2016.
"""

from collections.abc import Sequence
from typing import Final

from depipe.workbook.cells import column_letters
from depipe.workbook.layout import HEADER_VERSION, NOTE_FIELDS, SHEET_CONTEXT, SHEET_RATINGS
from depipe.workbook.writing.lists_plan import DASHING, TIDYING, Column, Replacement
from depipe.workbook.writing.plan import Plan

UNREADABLE: Final = -1
"""What a star cell that cannot be read is parsed to; 0 is unverified."""

_CONTEXT: Final = f"'{SHEET_CONTEXT}'!"
_RATINGS: Final = f"'{SHEET_RATINGS}'!"


def quoted(text: str) -> str:
    """Return *text* as a formula has it."""
    return '"' + text.replace('"', '""') + '"'


class ListFormulas:
    """The formulas on _lists."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._lists = plan.lists
        self._tidy = self._replacing(TIDYING)
        self._fold = self._replacing((*TIDYING, *DASHING))

    def _replacing(self, replacements: Sequence[Replacement]) -> tuple[str, str]:
        signs = [sign for sign, _ in (*TIDYING, *DASHING) if sign >= " "]
        tail = ""
        for sign, replacement in replacements:
            said = self._lists.signs.cell(signs.index(sign)) if sign >= " " else f"CHAR({ord(sign)})"
            tail += f",{said},{quoted(replacement)})"
        return "TRIM(" + "SUBSTITUTE(" * len(replacements), tail + ")"

    def row_item(self, row: int) -> str:
        """Return the formula for the number of the item in that row of 評価, 0 if unknown (rows from 1)."""
        return f"=IFERROR(MATCH({_RATINGS}$B{row},{self._lists.ids.absolute},0),0)"

    def of_item(self, what: Column, row: int) -> str:
        """Return the formula for what the catalogue says of the item in that row of 評価, 0 if unknown."""
        item = f"${column_letters(self._lists.row_items.column + 1)}{row}"
        return f"=IF({item}>0,INDEX({what.absolute},{item}),0)"

    def stars(self, tool: int, row: int) -> str:
        """Return the formula for the stars in that row of 評価, 0 if unverified (rows from 1)."""
        head, tail = self._tidy
        cell = f"{_RATINGS}{column_letters(self._plan.ratings.first_star + tool + 1)}{row}"
        table = f"{self._lists.spellings.absolute})*{self._lists.codes.absolute}"
        return f"=IFERROR(SUMPRODUCT(EXACT({head}{cell}{tail},{table})-1,{UNREADABLE})"

    def unnoted(self, tool: int, row: int) -> str:
        """Return the formula that is 1 where all notes in that row of 評価 are empty (rows from 1)."""
        head, tail = self._tidy
        first = self._plan.ratings.first_note(tool) + 1
        notes = "&".join(f"{_RATINGS}{column_letters(first + n)}{row}" for n in range(len(NOTE_FIELDS)))
        return f"=IFERROR(IF(LEN({head}{notes}{tail})=0,1,0),0)"

    def blank_entry(self, row: int) -> str:
        """Return the formula that is 1 where a value of 前提パラメータ is empty (rows from 0)."""
        head, tail = self._tidy
        return f"=IFERROR(IF(LEN({head}{_CONTEXT}$B${row + 1}{tail})=0,1,0),1)"

    def blank_version(self, tool: int) -> str:
        """Return the formula that is 1 where a tool is rated and has no version."""
        head, tail = self._tidy
        context, lists = self._plan.context, self._lists
        column = column_letters(context.headers.index(HEADER_VERSION) + 1)
        cell = f"{_CONTEXT}${column}${context.first_tool + tool + 1}"
        # What means unverified as stars, a blank among it, is no version either.
        unsaid = f"EXACT({head}{cell}{tail},{lists.spellings.absolute})*({lists.codes.absolute}=1)"
        rated = f"({lists.row_items.absolute}>0)*({lists.stars[tool].absolute}>0)"
        return f"=IFERROR(IF(SUMPRODUCT({rated})*SUMPRODUCT({unsaid})>0,1,0),1)"

    def folded(self, row: int, column: int) -> str:
        """Return the formula that folds a cell of 前提パラメータ as far as formulas can (rows and columns from 0)."""
        head, tail = self._fold
        return f'=IFERROR({head}{_CONTEXT}${column_letters(column + 1)}${row + 1}{tail},"")'

    def gate_stars(self, tool: int, gate: int) -> str:
        """Return the formula for a gate's stars, wherever its row was sorted to; a gate that is gone is unreadable."""
        rows = self._lists.row_items.absolute
        item = self._lists.gate_items.cell(gate)
        return f"=IFERROR(INDEX({self._lists.stars[tool].absolute},MATCH({item},{rows},0)),{UNREADABLE})"

    def gate_bonus(self, tool: int, gate: int) -> str | None:
        """Return the formula that is 1 where a gate is a bonus, or None for a gate that never is.

        It is one where the parameter's value is another one of the options, or the tool's attribute says so.
        """
        master = self._plan.master
        condition = master.fail_close.gates[gate].condition
        if condition is None:
            return None
        reasons = []
        if condition.unless is not None:
            names = [attribute.name for attribute in master.tool_attributes]
            value = self._lists.folded_attributes[tool].cell(names.index(condition.unless.attribute))
            reasons.append(f"EXACT({value},{self._lists.wanted_attributes.cell(gate)})")
        others = self._lists.other_options.get(master.fail_close.gates[gate].item)
        if condition.when is not None and others is not None:
            value = self._lists.folded_parameters.cell(master.parameter_names.index(condition.when.parameter))
            reasons.append(f"SUMPRODUCT(--EXACT({value},{others.absolute}))>0")
        return f"=IFERROR(IF(OR({','.join(reasons)}),1,0),0)" if reasons else None

    def count(self, tool: int, category: int, *, conditional: bool) -> str:
        """Return the formula for how many of a category's items are rated, bonus items left out."""
        stars, gates = self._lists.stars[tool].absolute, self._lists.gate_stars[tool].absolute
        less = f"-SUMPRODUCT({self.bonus(tool, category)}*({gates}>0))" if conditional else ""
        return f"=SUMPRODUCT(({self._lists.row_categories.absolute}={category})*({stars}>0)){less}"

    def total(self, tool: int, category: int, *, conditional: bool) -> str:
        """Return the formula for the sum of the stars of a category's rated items, bonus items left out."""
        stars, gates = self._lists.stars[tool].absolute, self._lists.gate_stars[tool].absolute
        less = f"-SUMPRODUCT({self.bonus(tool, category)}*({gates}>0)*{gates})" if conditional else ""
        return f"=SUMPRODUCT(({self._lists.row_categories.absolute}={category})*({stars}>0)*{stars}){less}"

    def bonus(self, tool: int, category: int, sheet: str = "") -> str:
        """Return the product that picks a category's bonus items from the table of gates."""
        categories, bonus = self._lists.gate_categories.absolute, self._lists.gate_bonus[tool].absolute
        return f"({sheet}{categories}={category})*({sheet}{bonus}=1)"
