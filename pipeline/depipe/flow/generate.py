"""Generate: master and recipients -> proved workbooks on disk and their issuances in the ledger."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path

from depipe.errors import SurroundingsError, UsageError
from depipe.flow.roster import Recipient
from depipe.flow.settings import chosen_attributes, usable_tools
from depipe.language import Language, Text
from depipe.ledger.store import Ledger
from depipe.master.model import Master
from depipe.placing import written_beside
from depipe.workbook.identity import Issuance, Mode
from depipe.workbook.issue import new_issuance
from depipe.workbook.prove import Prover
from depipe.workbook.write import write_workbook

NAMED_TOOLS = 3
"""How many tools a file name lists before it counts them."""

_OTHER_FILES = frozenset({".xls", ".xlsm", ".xlsb", ".ods", ".csv", ".pdf", ".zip"})
"""Endings that nobody means a folder by."""


@dataclass(frozen=True, slots=True)
class Issued:
    """One workbook that was handed out."""

    path: Path
    issuance: Issuance


def generate(
    master: Master,
    issuances: Sequence[Issuance],
    *,
    ledger: Ledger,
    output: Path,
    show_verdict: bool = False,
    advance: Callable[[], object] = lambda: None,
) -> list[Issued]:
    """Write, prove and record one workbook per issuance; *advance* is called after each.

    *output* is a folder, or with a single issuance the .xlsx file to write. The issuances are recorded before the
    files appear under their names, and after they were all written beside: nobody can return a workbook that the
    ledger does not know, nor does the ledger wait for one that could not be written.

    Raises ProofError when a workbook does not hold its promises, UsageError when the file exists already,
    SurroundingsError when a file or the ledger cannot be written.
    """
    paths = _paths(master, issuances, output)
    prover = Prover(master)
    with ExitStack() as written:
        puts: list[Callable[[], None]] = []
        for path, issuance in zip(paths, issuances, strict=True):
            data = write_workbook(master, issuance, show_verdict=show_verdict)
            prover.prove(data, issuance)
            puts.append(written.enter_context(written_beside(path, data)))
            advance()
        ledger.record_issuances(issuances, master, at=datetime.now(UTC))
        for number, put in enumerate(puts):
            try:
                put()
            except SurroundingsError as error:
                if not number:
                    raise
                raise _broken_off(error, paths[:number]) from error
    return [Issued(path, issuance) for path, issuance in zip(paths, issuances, strict=True)]


def _broken_off(error: SurroundingsError, there: Sequence[Path]) -> SurroundingsError:
    """Return *error* with the files that are there already: nobody is to guess who has none yet."""
    names = "\n".join(f"  {path}" for path in there)
    return SurroundingsError(
        f"{error.text.ja}\nここまでの{len(there)}冊は発行済みです。残りの人の分を、もう一度発行してください。\n{names}",
        f"{error.text.en}\n{len(there)} workbook(s) were issued before that; issue the others again.\n{names}",
    )


def issuances_for(
    master: Master,
    recipients: Sequence[Recipient],
    *,
    context: Mapping[str, str] | None,
    attributes: Mapping[tuple[str, str], str],
    language: Language | None = None,
) -> list[Issuance]:
    """Return one new issuance per recipient, of the day that it is here; *language* None means the master's.

    Raises UsageError when a tool's name cannot be used, or an attribute is set for a tool that nobody rates.
    """
    today = datetime.now(UTC).astimezone().date()
    every_tool = usable_tools(master, recipients)
    chosen = chosen_attributes(master, every_tool, attributes)
    return [
        new_issuance(
            master,
            tools=recipient.tools,
            evaluator=recipient.evaluator,
            context=context,
            attributes={tool: chosen[tool] for tool in recipient.tools},
            language=language,
            issued_on=today,
        )
        for recipient in recipients
    ]


def refuse_unfit(output: Path, workbooks: int) -> None:
    """Raise UsageError where so many *workbooks* cannot go to *output*, which is no folder and no new .xlsx file."""
    if output.suffix.lower() == ".xlsx":
        if workbooks > 1:
            raise UsageError(
                f"ワークブックは{workbooks}冊です。--output にはフォルダーを指定してください。",
                f"There are {workbooks} workbooks: --output must be a folder.",
            )
        if output.exists():
            raise UsageError(
                f"{output} はすでにあり、記入済みかもしれません。--output で別の名前を指定してください。",
                f"{output} exists already and may have been filled in: give --output another name.",
            )
    elif output.suffix.lower() in _OTHER_FILES and not output.is_dir():
        raise UsageError(
            f"{output}: ワークブックは .xlsx です。--output にはフォルダーか、.xlsx の名前を指定してください。",
            f"{output}: workbooks are .xlsx files. --output takes a folder, or the name of a new .xlsx file.",
        )
    for file in (path for path in (output, *output.parents) if path.is_file()):
        raise UsageError(
            f"{file} はファイルです。--output にはフォルダーか、新しい .xlsx の名前を指定してください。",
            f"{file} is a file: --output takes a folder, or the name of a new .xlsx file.",
        )


def _paths(master: Master, issuances: Sequence[Issuance], output: Path) -> list[Path]:
    refuse_unfit(output, len(issuances))
    if output.suffix.lower() == ".xlsx":
        return [output]
    paths: list[Path] = []
    for issuance in issuances:
        stem = file_stem(master, issuance.identity.evaluator, issuance.identity.tools, issuance.identity.mode)
        names = (output / f"{stem}{suffix}.xlsx" for suffix in chain([""], (f"-{n}" for n in count(2))))
        paths.append(next(path for path in names if path not in paths and not path.exists()))
    return paths


_MODES: Mapping[Mode, Text] = {
    "plain": Text("", ""),
    "prefill": Text("再検証", "again"),
    "adjudicate": Text("裁定", "decisions"),
}


def file_stem(master: Master, evaluator: str | None, tools: Sequence[str], mode: Mode = "plain") -> str:
    """Return a file name without its ending that a person understands: what, whose, which tools, what for."""
    named = [] if tuple(tools) == master.tools else list(tools)
    listed = "+".join(named) if len(named) <= NAMED_TOOLS else f"{named[0]}+{len(named) - 1}"
    whose = evaluator or {"ja": "未記名", "en": "unnamed"}[master.language]
    for_what = _MODES[mode].within(master.language)
    return "_".join(_safe(part) for part in (master.id, whose, listed, for_what) if part)


def _safe(text: str) -> str:
    """Return *text* without what file systems refuse (Windows refuses most), at most 60 characters."""
    return re.sub(r'[<>:"/\\|?*\x00-\x1f]+', "-", text).strip(" .")[:60]
