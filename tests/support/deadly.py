"""Expectations that end the reading worker which asks for them: what a file that kills its reader looks like."""

import os

from depipe.workbook.cells import Expected


class DeadlyExpectations(dict[str, Expected]):
    """Expectations by digest; whoever asks for one that is not among them dies."""

    def get(self, digest: str, default: object = None) -> Expected:  # noqa: ARG002 - dict's own
        """Return the expectation of *digest*, or end the process."""
        if digest not in self:
            os._exit(1)
        return self[digest]


class UnpicklableExpectations(dict[str, Expected]):
    """Expectations that no worker can take."""

    def __reduce__(self) -> tuple[object, ...]:
        return int, ("no number",)
