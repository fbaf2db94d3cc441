"""Names as people type them: which of those that there are is meant."""

from collections.abc import Iterable, Sequence
from typing import Final

from depipe.errors import DataError
from depipe.folding import fold
from depipe.language import Text

NAMES_SHOWN: Final = 20
"""How many names a sentence lists of those that there are."""


def known(asked: Sequence[str], there: Iterable[str], what: Text) -> list[str]:
    """Return those of *there* that are *asked* for, however they are spelled; *what* says what they are names of.

    Raises DataError naming those that there are when one is none of them.
    """
    spelled = {fold(name): name for name in there}
    # Case is passed over only where nothing is called just so.
    meant = {name.casefold(): known for name, known in spelled.items()} | spelled
    found = {name: meant.get(fold(name)) or meant.get(fold(name).casefold()) for name in asked}
    unknown = [name for name in asked if found[name] is None]
    if unknown:
        some = [*spelled.values()][:NAMES_SHOWN]
        more = "…" if len(spelled) > NAMES_SHOWN else ""
        raise DataError(
            f"{what.ja}「{'」「'.join(unknown)}」はありません（あるのは {'、'.join(some)}{more}）。",
            f"There is no {what.en} “{'”, “'.join(unknown)}” (there are {', '.join(some)}{more}).",
        )
    return [name for name in found.values() if name is not None]
