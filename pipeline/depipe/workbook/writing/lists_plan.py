"""Where everything stands on _lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from depipe.folding import DASHES, INVISIBLE, WAVE_DASHES, fold
from depipe.master.model import Gate, Master
from depipe.stars import SPACES, SPELLINGS
from depipe.workbook.cells import column_letters
from depipe.workbook.writing.dropdowns import Dropdown

Replacement = tuple[str, str]

TIDYING: Final[tuple[Replacement, ...]] = (*((sign, "") for sign in INVISIBLE), *((sign, " ") for sign in SPACES))
"""What a formula replaces in stars before it trims them: `depipe.stars.tidy`."""
DASHING: Final[tuple[Replacement, ...]] = (
    *((sign, "~") for sign in WAVE_DASHES if sign != "~"),
    *((sign, "-") for sign in DASHES if sign != "-"),
)
"""What a formula replaces besides in a parameter: all of `depipe.folding.fold` that formulas can do (not NFKC)."""
SIGNS: Final = tuple(sign for sign, _ in (*TIDYING, *DASHING) if sign >= " ")
"""The replaced signs that stand in cells of _lists; the others are said by CHAR."""


@dataclass(frozen=True, slots=True)
class Column:
    """A stretch of one column of a sheet; rows count from 0 and both ends belong to it."""

    column: int
    first: int
    last: int

    @property
    def absolute(self) -> str:
        """The range within its own sheet: `$B$2:$B$12`."""
        letters = column_letters(self.column + 1)
        return f"${letters}${self.first + 1}:${letters}${self.last + 1}"

    def rows(self) -> range:
        """Return the rows of the stretch."""
        return range(self.first, self.last + 1)

    def at(self, position: int) -> tuple[int, int]:
        """Return row and column of the cell at *position*, from 0."""
        return self.first + position, self.column

    def cell(self, position: int) -> str:
        """Return the absolute address of the cell at *position*: `$B$2`."""
        return f"${column_letters(self.column + 1)}${self.first + position + 1}"


class ListsPlan:
    """_lists: what dropdowns offer, the table of spellings, and the parsed answers that 集計 counts.

    Columns are handed out from left to right. Parsed answers stand in the rows that their answers have on 評価.
    """

    top: Final = 1

    def __init__(
        self, master: Master, tools: int, first_row: int, dropdowns: Sequence[Dropdown], *, show_verdict: bool
    ) -> None:
        self._next = 0
        self.dropdowns = tuple(self._column(self.top, len(dropdown.values)) for dropdown in dropdowns)
        self.spellings = self._column(self.top, len(SPELLINGS))
        self.codes = self._column(self.top, len(SPELLINGS))
        self.signs = self._column(self.top, len(SIGNS))
        items, categories, gates = len(master.items), len(master.categories), len(master.fail_close.gates)
        rows = first_row
        self.ids = self._column(rows, items)
        self.numbers = self._column(rows, items)
        self.item_categories = self._column(rows, items)
        self.item_gates = self._column(rows, items)
        self.row_items = self._column(rows, items)
        self.row_categories = self._column(rows, items)
        self.row_gates = self._column(rows, items)
        self.stars = tuple(self._column(rows, items) for _ in range(tools))
        self.unnoted = tuple(self._column(rows, items) for _ in range(tools))
        self.weights = self._column(self.top, categories)
        self.counts = tuple(self._column(self.top, categories) for _ in range(tools))
        self.sums = tuple(self._column(self.top, categories) for _ in range(tools))
        self.gate_items = self._column(self.top, gates)
        self.gate_categories = self._column(self.top, gates)
        self.gate_stars = tuple(self._column(self.top, gates) for _ in range(tools))
        self.gate_bonus = tuple(self._column(self.top, gates) for _ in range(tools))
        self.folded_parameters = self._column(self.top, len(master.parameters.entries))
        self.folded_attributes = tuple(self._column(self.top, len(master.tool_attributes)) for _ in range(tools))
        self.other_options = {
            gate.item: self._column(self.top, len(others))
            for gate in master.fail_close.gates
            if (others := other_options(master, gate))
        }
        self.wanted_attributes = self._column(self.top, gates)
        self.blank_entries = self._column(self.top, 1 + len(master.parameters.entries))
        self.blank_versions = self._column(self.top, tools)
        reasons = tools if show_verdict else 0
        self.failed_gates = tuple(self._column(self.top, gates) for _ in range(reasons))
        self.open_gates = tuple(self._column(self.top, gates) for _ in range(reasons))

    @property
    def last_column(self) -> int:
        """The last column that was handed out."""
        return self._next - 1

    def _column(self, first: int, length: int) -> Column:
        column = Column(self._next, first, first + length - 1)
        self._next += 1
        return column


def other_options(master: Master, gate: Gate) -> tuple[str, ...]:
    """Return the options of the gate's parameter that make it a bonus: all but those where it is mandatory."""
    if gate.condition is None or gate.condition.when is None:
        return ()
    when = gate.condition.when
    options = next(entry.options for entry in master.parameters.entries if entry.name == when.parameter)
    wanted = {fold(value) for value in when.values}
    return tuple(option for option in options if fold(option) not in wanted)
