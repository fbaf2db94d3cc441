"""Names of people: how each is kept, and which of two that look alike is the right one."""

from collections import Counter
from collections.abc import Iterable

from depipe.folding import fold, fold_loosely


class Spellings:
    """The names of a batch beside those that were known before: *known* to the ledger, and *issued* workbooks to."""

    def __init__(self, known: Iterable[str], issued: Iterable[str], typed: Iterable[str]) -> None:
        known, issued, typed = sorted(known), list(issued), list(typed)
        self._by_fold: dict[str, str] = {}
        for name in (*known, *issued, *typed):
            self._by_fold.setdefault(fold(name), name)
        counts, owners, listed = Counter(map(self.kept, typed)), set(map(self.kept, issued)), set(known)
        ranks = {
            name: (name in owners, name in listed, counts[name], -order)
            for order, name in enumerate(self._by_fold.values())
        }
        self._right: dict[str, str] = {}
        for name in sorted(ranks, key=ranks.__getitem__):
            self._right[fold_loosely(name)] = name

    def kept(self, text: str) -> str:
        """Return the spelling that a name is kept in: the first one that folds like it."""
        return self._by_fold[fold(text)]

    def rival(self, text: str) -> str | None:
        """Return the name that *text* is probably meant to be, where it differs only in spaces, width or case.

        That is the one that a workbook was issued to, else the one that the ledger knows, else the one that most of
        the batch has, else the first. The right one itself has no rival.
        """
        right = self._right[fold_loosely(text)]
        return None if right == self.kept(text) else right
