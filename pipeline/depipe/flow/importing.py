"""Importing a master from Markdown: read, completed from a base, written as YAML whole or not at all."""

from dataclasses import dataclass
from pathlib import Path

from depipe.errors import DataError, UsageError
from depipe.flow.masters import chosen_master
from depipe.master.amending import amended
from depipe.master.importing.document import Imported, import_markdown
from depipe.master.load import load_master, shipped_text
from depipe.master.model import Master
from depipe.master.reading import file_text
from depipe.master.schema import FIRST_LINE
from depipe.master.writing import written
from depipe.placing import place

SCHEMA = "master.schema.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A Markdown document, and where what it does not hold comes from: base is a file or a shipped master's id."""

    path: Path
    base: str | None = None
    master_id: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was read, and whether it was written.

    rewritten says that the base's file was laid out in a way that could not be followed: its comments are not there.
    """

    imported: Imported
    is_written: bool
    rewritten: bool = False


def import_master(source: Source, output: Path, *, even_so: bool = False) -> Outcome:
    """Write the master that a Markdown document holds to *output*, unless there are errors or (*even_so*) unread lines.

    With a base its file is followed: comments and order stay, only what differs changes. Without one the id is the
    output's name. Raises UsageError where *output* is a file that is not the base.
    """
    base_file = Path(source.base) if source.base and Path(source.base).is_file() else None
    if output.exists() and not (base_file and output.samefile(base_file)):
        raise UsageError(
            f"{output} はすでにあります。上書きするときは、同じファイルを --base に指定してください。",
            f"{output} exists already. To change it, name it as --base too.",
        )
    text, base = _base(source.base, base_file)
    imported = import_markdown(
        file_text(source.path),
        base,
        master_id=source.master_id or (None if base else output.stem),
        version=source.version,
    )
    if imported.master is None or (imported.unread and not even_so):
        return Outcome(imported, is_written=False)
    yaml, rewritten = _followed(text, base, imported.master)
    place(output.resolve(), _led(yaml, output).encode())
    return Outcome(imported, is_written=True, rewritten=rewritten)


def _base(source: str | None, file: Path | None) -> tuple[str, Master | None]:
    if source is None:
        return "", None
    if file is None:
        master = chosen_master(source)
        return shipped_text(master), master
    text = file_text(file)
    return text, load_master(text)


def _followed(text: str, base: Master | None, master: Master) -> tuple[str, bool]:
    if base is None:
        return written(master), False
    try:
        return amended(text, base, master), False
    except DataError:
        return written(master), True


def _led(yaml: str, output: Path) -> str:
    """Return the YAML with the line that leads editors to the JSON Schema, where it leads there from *output*."""
    first, _, rest = yaml.partition("\n")
    if first.startswith(FIRST_LINE):
        return yaml if (output.parent / first.removeprefix(FIRST_LINE).strip()).is_file() else rest
    is_beside = (output.parent / SCHEMA).is_file() and not yaml.startswith(("\ufeff", "{"))
    return f"{FIRST_LINE}{SCHEMA}\n\n{yaml}" if is_beside else yaml
