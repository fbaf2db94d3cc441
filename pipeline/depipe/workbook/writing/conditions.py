"""The live colours: every conditional format of the workbook, as the writer lays it and the proof looks for it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from depipe.stars import LEVELS
from depipe.workbook.cells import address, column_letters
from depipe.workbook.layout import HEADER_VERSION, NOTE_FIELDS, SHEET_CONTEXT, SHEET_RATINGS, SHEET_SUMMARY
from depipe.workbook.writing import inline, summary_wording
from depipe.workbook.writing.list_formulas import quoted
from depipe.workbook.writing.plan import Plan
from depipe.workbook.writing.style import Look
from depipe.workbook.writing.summary_formulas import EVIDENCE_FROM

_CATEGORY, _ID = 0, 1
RATED: Final[Mapping[int, Look]] = {1: "level 1", 2: "level 2", 3: "level 3", 4: "level 4", 5: "level 5"}
_UNNOTED: Final[Mapping[int, Look]] = {
    1: "unnoted 1",
    2: "unnoted 2",
    3: "unnoted 3",
    4: "unnoted 4",
    5: "unnoted 5",
}


class Condition(NamedTuple):
    """A format that is laid over a rectangle of cells (from 0, ends included) where a formula holds."""

    sheet: str
    area: tuple[int, int, int, int]
    formula: str
    look: Look

    @property
    def cells(self) -> str:
        """The rectangle as a spreadsheet writes it."""
        top, left, bottom, right = self.area
        first, last = address(top + 1, left + 1), address(bottom + 1, right + 1)
        return first if first == last else f"{first}:{last}"


def conditions(plan: Plan) -> Iterator[Condition]:
    """Yield every conditional format, sheet by sheet; of those over one cell the first comes first."""
    yield from _context(plan)
    yield from _answers(plan)
    yield from _trouble(plan)
    yield from _categories(plan)
    yield from _summary(plan)


def _context(plan: Plan) -> Iterator[Condition]:
    at = plan.context
    last = at.evaluator_row if plan.identity.context is not None else at.first_parameter + at.parameters - 1
    blank = inline.is_blank(address(at.evaluator_row + 1, 2))
    yield Condition(SHEET_CONTEXT, (at.evaluator_row, 1, last, 1), blank, "needed")
    version = at.headers.index(HEADER_VERSION)
    area = (at.first_tool, version, at.last_row, version)
    yield Condition(SHEET_CONTEXT, area, inline.is_no_version(address(at.first_tool + 1, version + 1)), "needed")


def _answers(plan: Plan) -> Iterator[Condition]:
    """Yield what colours a tool's stars and its notes.

    A star cell shows one look alone, with all that it says: spreadsheets differ in how they lay one over another.
    """
    at = plan.ratings
    row = at.first_row + 1
    for tool in range(len(plan.tools)):
        column, first = at.first_star + tool, at.first_note(tool)
        stars = (at.first_row, column, at.last_row, column)
        notes = (at.first_row, first, at.last_row, first + len(NOTE_FIELDS) - 1)
        star = f"${address(row, column + 1)}"
        unnoted = [f"${address(row, first + number + 1)}" for number in range(len(NOTE_FIELDS))]
        yield Condition(SHEET_RATINGS, stars, inline.is_unreadable(star), "unreadable")
        for level in LEVELS:
            for formula in _needing(plan, star, unnoted, [level]):
                yield Condition(SHEET_RATINGS, stars, formula, _UNNOTED[level])
            yield Condition(SHEET_RATINGS, stars, inline.has_level(star, level), RATED[level])
        for formula in _needing(plan, star, unnoted, LEVELS):
            yield Condition(SHEET_RATINGS, notes, formula, "needed")


def _needing(plan: Plan, star: str, notes: Sequence[str], levels: Sequence[int]) -> Iterator[str]:
    """Yield the formulas that hold where stars of one of *levels* need a note and have none."""
    high = [level for level in levels if level >= EVIDENCE_FROM]
    if high:
        yield inline.needs_note(star, notes, high, of=None)
    low = [level for level in levels if level < EVIDENCE_FROM]
    if low:
        item = f"${address(plan.ratings.first_row + 1, _ID + 1)}"
        for gates in inline.in_sets(gate.item for gate in plan.master.fail_close.gates):
            yield inline.needs_note(star, notes, low, of=(item, gates))


def _trouble(plan: Plan) -> Iterator[Condition]:
    """Yield what colours the counts above the table as the cells that they count."""
    at = plan.ratings
    row = at.trouble_row
    stars = (row, at.first_star, row, at.last_star)
    yield Condition(SHEET_RATINGS, stars, _is_positive(address(row + 1, at.first_star + 1)), "unreadable count")
    for tool in range(len(plan.tools)):
        note = at.first_note(tool)
        yield Condition(SHEET_RATINGS, (row, note, row, note), _is_positive(address(row + 1, note + 1)), "needed")


def _categories(plan: Plan) -> Iterator[Condition]:
    at = plan.ratings
    category = f"${address(at.first_row + 1, _CATEGORY + 1)}"
    above = f"${address(at.first_row, _CATEGORY + 1)}"
    area = (at.first_row, 0, at.last_row, at.last_column)
    yield Condition(SHEET_RATINGS, area, f"=NOT(EXACT({category},{above}))", "category begins")


def _summary(plan: Plan) -> Iterator[Condition]:
    at = plan.summary
    figures = (at.blank_row, at.first_tool, at.evidence_row, at.last_column)
    yield Condition(SHEET_SUMMARY, figures, _is_positive(address(at.blank_row + 1, at.first_tool + 1)), "attention")
    first, last = column_letters(at.first_tool + 1), column_letters(at.last_column + 1)
    needed = f"=SUM(${first}${at.blank_row + 1}:${last}${at.unreadable_row + 1})>0"
    yield Condition(SHEET_SUMMARY, (at.status_row, 0, at.status_row, at.last_column), needed, "attention")
    if at.gates:
        failed = quoted(summary_wording.FAILED.within(plan.language))
        gate = address(at.first_gate + 1, at.first_tool + 1)
        area = (at.first_gate, at.first_tool, at.last_gate, at.last_column)
        yield Condition(SHEET_SUMMARY, area, f"=EXACT({gate},{failed})", "attention")


def _is_positive(cell: str) -> str:
    return f"=AND(ISNUMBER({cell}),{cell}>0)"
