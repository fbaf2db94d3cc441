"""One thing that is wrong with a master, and where."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from depipe.language import Language, Text

Path = tuple[str | int, ...]
"""Where a value stands: ("items", 3, "category")."""


class Problem(NamedTuple):
    """One thing that is wrong with a master.

    line counts from 1 and is None where there is no file. An error keeps the master out; a warning says what people
    will find less good than it could be.
    """

    line: int | None
    path: Path
    message: Text
    severity: Literal["error", "warning"] = "error"

    @property
    def place(self) -> str:
        """The path as people read it: `items[3].category`, counted from 0; empty for the whole document."""
        return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path).removeprefix(".")

    def sentence(self, language: Language) -> str:
        """Return line, place and message as one line of text."""
        line = "" if self.line is None else Text(f"{self.line}行目", f"line {self.line}").within(language)
        where = " ".join(filter(None, (line, self.place)))
        mild = Text("（警告）", " (warning)").within(language) if self.severity == "warning" else ""
        return f"{where}{mild}: {self.message.within(language)}".removeprefix(": ")


def listed(problems: Sequence[Problem], language: Language) -> str:
    """Return the problems, a line each, indented."""
    return "\n".join(f"  {problem.sentence(language)}" for problem in problems)
