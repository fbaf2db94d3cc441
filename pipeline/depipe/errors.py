"""What depipe raises: one base, one class per exit status.

Trouble inside a returned workbook is never raised: it is a `depipe.findings.Finding`.
"""

from typing import ClassVar

from depipe.language import Language, Text


class DepipeError(Exception):
    """A sentence for a person, in both languages, and the exit status that goes with it."""

    status: ClassVar[int] = 1

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(ja, en)

    def message(self, language: Language) -> str:
        """Return the sentence in *language*."""
        return self.text.within(language)


class DataError(DepipeError):
    """Something in the user's data is not right: a master with errors, an empty ledger, a bad roster."""

    status = 1


class UsageError(DepipeError):
    """The command was called in a way that cannot work."""

    status = 2


class SurroundingsError(DepipeError):
    """The surroundings failed: no permission, disk full, store out of reach, file open elsewhere."""

    status = 3


class ProofError(DepipeError):
    """A workbook that depipe wrote does not hold its own promises: a bug in depipe, never the user's fault."""

    status = 3
