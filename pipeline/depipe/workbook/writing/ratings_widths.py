"""How wide the columns of 評価 are, in characters."""

from dataclasses import dataclass
from typing import Final, Self

from depipe.workbook.layout import NOTE_FIELDS
from depipe.workbook.writing.plan import Plan

_NARROW: Final = (10.5, 9.0)
"""Category and id, at least; longer ids get more room."""
_WIDEST_ID: Final = 18.0
_NAME: Final = 23.0
_DESCRIPTION: Final = 46.0
_NOTE: Final = 24.0
"""With one tool everything fits a laptop's screen."""
_STAR: Final = 13.0


@dataclass(frozen=True, slots=True)
class Widths:
    """The widths of one workbook's columns."""

    fixed: tuple[float, float, float]
    """Category, id and name: what stays in sight."""
    tools: int
    description: float = _DESCRIPTION
    star: float = _STAR
    note: float = _NOTE

    @classmethod
    def of(cls, plan: Plan) -> Self:
        """Return the widths of the workbook of *plan*."""
        items = plan.master.items
        longest = (max(len(item.category) for item in items), max(len(item.id) for item in items))
        category, item_id = (
            min(max(least, most + 3.0), _WIDEST_ID) for least, most in zip(_NARROW, longest, strict=True)
        )
        return cls((category, item_id, _NAME), len(plan.tools))

    @property
    def all(self) -> list[float]:
        """The width of every column, in order."""
        notes = [self.note] * (self.tools * len(NOTE_FIELDS))
        return [*self.fixed, self.description, *[self.star] * self.tools, *notes]
