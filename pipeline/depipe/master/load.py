"""Loading: a master's YAML as a `Master`, or every problem with its line."""

from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from depipe.errors import DataError
from depipe.master.lint import examined
from depipe.master.model import Master
from depipe.master.problem import listed
from depipe.master.reading import open_document
from depipe.shipped import schemas_root

SHIPPED: Final = "durable-execution.yaml"


def load_master(source: Path | Traversable | str) -> Master:
    """Return the master in a file, or in a text that is its YAML.

    Raises DataError listing every problem with its line, SurroundingsError when the file may not be read.
    """
    master, problems = examined(open_document(source))
    errors = [problem for problem in problems if problem.severity == "error"]
    if master is None or errors:
        name = "" if isinstance(source, str) else f" {source} "
        raise DataError(
            f"マスタ{name}に問題が{len(errors)}件あります。\n{listed(errors, 'ja')}",
            f"The master{name.rstrip()} has {len(errors)} problem(s):\n{listed(errors, 'en')}",
        )
    return master


def shipped_master() -> Master:
    """Return the master that depipe is shipped for."""
    return _shipped(SHIPPED)


def shipped_masters() -> tuple[Master, ...]:
    """Return every shipped master, by file name."""
    return tuple(map(_shipped, _names()))


def shipped_text(master: Master) -> str:
    """Return the YAML of a shipped master, comments and all; raises LookupError for another master."""
    for name in _names():
        if _shipped(name) == master:
            return (schemas_root() / name).read_text("utf-8")
    raise LookupError(master.id)


def _names() -> list[str]:
    return sorted(file.name for file in schemas_root().iterdir() if file.name.endswith(".yaml"))


@cache
def _shipped(name: str) -> Master:
    return load_master(schemas_root() / name)
