"""The hidden sheet _lists: what dropdowns offer, the table of spellings, and the parsed answers that 集計 counts."""

from collections.abc import Iterable, Mapping

from depipe.folding import DASHES, WAVE_DASHES
from depipe.sheets import Book, Sheet
from depipe.stars import SPELLINGS, tidy
from depipe.workbook.layout import SHEET_LISTS
from depipe.workbook.writing.list_formulas import ListFormulas
from depipe.workbook.writing.lists_plan import SIGNS, Column, other_options
from depipe.workbook.writing.live import Live, blank_entries, has_blank_version
from depipe.workbook.writing.plan import Plan
from depipe.workbook.writing.style import Styles
from depipe.workbook.writing.summary_formulas import SummaryFormulas

_DASHED = str.maketrans(dict.fromkeys(WAVE_DASHES, "~") | dict.fromkeys(DASHES, "-"))


def write_lists(book: Book, sheet: Sheet, plan: Plan, styles: Styles, figures: Mapping[str, Live]) -> None:
    """Write the sheet; *figures* are the cached values, by tool."""
    _Lists(sheet, plan, figures).write(book)
    sheet.columns(0, plan.lists.last_column, 9, styles.page)
    sheet.raw.protect("")
    sheet.raw.hide()


def formula_folded(text: str) -> str:
    """Return *text* folded as far as the formulas fold."""
    return tidy(text).translate(_DASHED)


class _Lists:
    def __init__(self, sheet: Sheet, plan: Plan, figures: Mapping[str, Live]) -> None:
        self._sheet = sheet
        self._plan = plan
        self._lists = plan.lists
        self._formulas = ListFormulas(plan)
        self._figures = [figures[tool] for tool in plan.tools]

    def write(self, book: Book) -> None:
        self._write_offers(book)
        self._write_catalogue()
        self._write_rows()
        self._write_categories()
        self._write_gates()
        self._write_conditions()
        self._write_blanks()
        self._write_reasons()

    def _texts(self, column: Column, heading: str, texts: Iterable[str]) -> None:
        self._sheet.text(0, column.column, heading)
        for row, text in zip(column.rows(), texts, strict=True):
            self._sheet.text(row, column.column, text)

    def _numbers(self, column: Column, heading: str, numbers: Iterable[float]) -> None:
        self._sheet.text(0, column.column, heading)
        for row, number in zip(column.rows(), numbers, strict=True):
            self._sheet.number(row, column.column, number)

    def _formula(self, column: Column, position: int, formula: str, value: str | float) -> None:
        row, number = column.at(position)
        self._sheet.formula(row, number, formula, None, value)

    def _write_offers(self, book: Book) -> None:
        for column, dropdown in zip(self._lists.dropdowns, self._plan.dropdowns, strict=True):
            self._texts(column, dropdown.name, dropdown.values)
            book.name(dropdown.name, f"={SHEET_LISTS}!{column.absolute}")
        self._texts(self._lists.spellings, "spelling", SPELLINGS)
        # One more than the stars, so that 0 is left for what is no spelling at all.
        self._numbers(self._lists.codes, "stars + 1", ((stars or 0) + 1 for stars in SPELLINGS.values()))
        self._texts(self._lists.signs, "sign", SIGNS)

    def _write_catalogue(self) -> None:
        master = self._plan.master
        categories = self._plan.category_numbers
        self._texts(self._lists.ids, "id", (item.id for item in master.items))
        self._numbers(self._lists.numbers, "item", self._plan.item_numbers.values())
        self._numbers(self._lists.item_categories, "category", (categories[item.category] for item in master.items))
        self._numbers(self._lists.item_gates, "gate", (item.id in master.gates_by_item for item in master.items))

    def _write_rows(self) -> None:
        lists, formulas, master = self._lists, self._formulas, self._plan.master
        for column, heading in ((lists.row_items, "row: item"), (lists.row_categories, "row: category")):
            self._sheet.text(0, column.column, heading)
        self._sheet.text(0, lists.row_gates.column, "row: gate")
        for tool, name in enumerate(self._plan.tools):
            self._sheet.text(0, lists.stars[tool].column, f"{name}: stars")
            self._sheet.text(0, lists.unnoted[tool].column, f"{name}: no note")
        for position, item in enumerate(master.items):
            row = self._plan.ratings.first_row + position + 1
            self._formula(lists.row_items, position, formulas.row_item(row), position + 1)
            category = self._plan.category_numbers[item.category]
            self._formula(lists.row_categories, position, formulas.of_item(lists.item_categories, row), category)
            gate = int(item.id in master.gates_by_item)
            self._formula(lists.row_gates, position, formulas.of_item(lists.item_gates, row), gate)
            for tool, figures in enumerate(self._figures):
                self._formula(lists.stars[tool], position, formulas.stars(tool, row), figures.stars[item.id])
                self._formula(lists.unnoted[tool], position, formulas.unnoted(tool, row), int(figures.unnoted[item.id]))

    def _write_categories(self) -> None:
        lists, formulas, master = self._lists, self._formulas, self._plan.master
        self._numbers(lists.weights, "weight", (category.weight for category in master.categories))
        for tool, figures in enumerate(self._figures):
            self._sheet.text(0, lists.counts[tool].column, f"{self._plan.tools[tool]}: rated")
            self._sheet.text(0, lists.sums[tool].column, f"{self._plan.tools[tool]}: sum")
            for position, category in enumerate(master.categories):
                conditional = self._plan.bonus_items(category.id) > 0
                count = formulas.count(tool, position + 1, conditional=conditional)
                total = formulas.total(tool, position + 1, conditional=conditional)
                self._formula(lists.counts[tool], position, count, figures.counts[category.id])
                self._formula(lists.sums[tool], position, total, figures.sums[category.id])

    def _write_gates(self) -> None:
        lists, formulas, plan = self._lists, self._formulas, self._plan
        gates = plan.master.fail_close.gates
        if not gates:
            return
        items = plan.master.items_by_id
        self._numbers(lists.gate_items, "gate: item", (plan.item_numbers[gate.item] for gate in gates))
        categories = (plan.category_numbers[items[gate.item].category] for gate in gates)
        self._numbers(lists.gate_categories, "gate: category", categories)
        for tool, figures in enumerate(self._figures):
            self._sheet.text(0, lists.gate_stars[tool].column, f"{plan.tools[tool]}: gate")
            self._sheet.text(0, lists.gate_bonus[tool].column, f"{plan.tools[tool]}: bonus")
            for position, gate in enumerate(gates):
                stars = figures.stars[gate.item]
                self._formula(lists.gate_stars[tool], position, formulas.gate_stars(tool, position), stars)
                bonus = formulas.gate_bonus(tool, position)
                if bonus is None:
                    self._sheet.number(*lists.gate_bonus[tool].at(position), 0)
                else:
                    self._formula(lists.gate_bonus[tool], position, bonus, int(figures.bonus[gate.item]))

    def _write_conditions(self) -> None:
        lists, master, context = self._lists, self._plan.master, self._plan.context
        conditions = [gate.condition for gate in master.fail_close.gates if gate.condition is not None]
        parameters = {condition.when.parameter for condition in conditions if condition.when}
        attributes = {condition.unless.attribute for condition in conditions if condition.unless}
        for position, (row, entry) in enumerate(self._plan.parameters()):
            if entry.name in parameters:
                value = formula_folded((self._plan.identity.context or {}).get(entry.name, ""))
                self._formula(lists.folded_parameters, position, self._formulas.folded(row, 1), value)
        for tool, name in enumerate(self._plan.tools):
            for position, attribute in enumerate(context.attributes):
                if attribute in attributes:
                    value = formula_folded(self._plan.identity.attributes[name][attribute])
                    formula = self._formulas.folded(context.first_tool + tool, context.headers.index(attribute))
                    self._formula(lists.folded_attributes[tool], position, formula, value)
        for position, gate in enumerate(master.fail_close.gates):
            if others := lists.other_options.get(gate.item):
                folded = map(formula_folded, other_options(master, gate))
                self._texts(others, f"{gate.item}: other options", folded)
            if gate.condition is not None and gate.condition.unless is not None:
                row, column = lists.wanted_attributes.at(position)
                self._sheet.text(row, column, formula_folded(gate.condition.unless.value))

    def _write_blanks(self) -> None:
        """Write what is required and empty."""
        lists, formulas, at = self._lists, self._formulas, self._plan.context
        self._sheet.text(0, lists.blank_entries.column, "required: blank")
        for position, blank in enumerate(blank_entries(self._plan)):
            formula = formulas.blank_entry(at.evaluator_row + position)
            self._formula(lists.blank_entries, position, formula, int(blank))
        self._sheet.text(0, lists.blank_versions.column, "version: blank")
        for tool, name in enumerate(self._plan.tools):
            blank = has_blank_version(self._plan, name)
            self._formula(lists.blank_versions, tool, formulas.blank_version(tool), int(blank))

    def _write_reasons(self) -> None:
        """Write which gates cap each tool, one id after the other."""
        plan = self._plan
        shown = SummaryFormulas(plan, plan.language)
        for columns, status in ((self._lists.failed_gates, "failed"), (self._lists.open_gates, "unverified")):
            for tool, column in enumerate(columns):
                self._sheet.text(0, column.column, f"{plan.tools[tool]}: {status}")
                said = ""
                for gate, item in enumerate(self._figures[tool].statuses):
                    said += f" {item}" if self._figures[tool].statuses[item] == status else ""
                    self._formula(column, gate, shown.gates_that(columns, tool, gate), said)
