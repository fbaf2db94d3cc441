"""What the dropdowns offer: exact named ranges on _lists, never lists within a validation (255 characters at most)."""

from typing import Final, NamedTuple

from depipe.language import Language, Text
from depipe.master.model import Master
from depipe.stars import LEVELS, UNRATED, written
from depipe.workbook.layout import SCOPE_ALL, SCOPE_CHANGED

NAME_STARS: Final = "depipe_stars"
NAME_SCOPE: Final = "depipe_scope"
NAME_GENERAL: Final = "depipe_general"
NAME_CATEGORIES: Final = "depipe_categories"
GENERAL_ANSWERS: Final = (Text("はい", "yes"), Text("いいえ", "no"))


class Dropdown(NamedTuple):
    """A named range on _lists and what it offers; no value is blank, or Excel would accept anything."""

    name: str
    values: tuple[str, ...]


def dropdowns(master: Master, language: Language) -> tuple[Dropdown, ...]:
    """Return what the dropdowns of a workbook of *master* offer; the star list first."""
    digits = tuple(str(level) for level in LEVELS)
    return (
        Dropdown(NAME_STARS, (UNRATED, *(written(level) for level in LEVELS), *digits)),
        Dropdown(NAME_SCOPE, (SCOPE_CHANGED, SCOPE_ALL)),
        Dropdown(NAME_GENERAL, tuple(answer.within(language) for answer in GENERAL_ANSWERS)),
        Dropdown(NAME_CATEGORIES, tuple(category.id for category in master.categories)),
        *(
            Dropdown(parameter_list(number), entry.options)
            for number, entry in enumerate(master.parameters.entries, 1)
            if entry.options
        ),
    )


def parameter_list(number: int) -> str:
    """Return the name of the list of a parameter's options; parameters count from 1."""
    return f"depipe_parameter_{number}"
