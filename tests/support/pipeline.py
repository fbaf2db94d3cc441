"""The use cases run in this process, for tests that follow answers through the whole pipeline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from depipe.flow.compare import Written, compare
from depipe.flow.generate import generate, issuances_for
from depipe.flow.ingest import FileResult, ingest_files
from depipe.flow.roster import Recipient
from depipe.ledger.store import Ledger, open_ledger
from depipe.master.model import Master
from depipe.workbook.fill import fill
from depipe.workbook.identity import Answer

VERIFIED_ON = date(2026, 5, 1)


@dataclass(frozen=True)
class Filled:
    """What one evaluator fills in: (item id, tool) -> answer, and the version of every rated tool."""

    evaluator: str
    answers: Mapping[tuple[str, str], Answer]
    versions: Mapping[str, str] = field(default_factory=dict)
    proposals: Sequence[Mapping[str, str]] = ()


@dataclass(frozen=True)
class Ran:
    """What became of the files, and the outputs."""

    results: list[FileResult]
    written: list[Written]
    output: Path

    def table(self, name: str) -> pl.DataFrame:
        """Return one of the Parquet tables."""
        return pl.read_parquet(self.output / "tables" / f"{name}.parquet")


def any_context(master: Master) -> dict[str, str]:
    """Return a context of the master: each parameter's last option."""
    return {entry.name: (entry.options or ("any",))[-1] for entry in master.parameters.entries}


def run(
    folder: Path,
    master: Master,
    filled: Sequence[Filled],
    *,
    tools: Sequence[str] | None = None,
    context: Mapping[str, str] | None = None,
    show_verdict: bool = False,
) -> Ran:
    """Issue a workbook to everybody in *filled*, fill it in, ingest it and compare."""
    wanted = tuple(tools or master.tools)
    with open_ledger(f"sqlite:///{folder / 'ledger.db'}") as ledger:
        issuances = issuances_for(
            master,
            [Recipient(one.evaluator, wanted) for one in filled],
            context=context or any_context(master),
            attributes={},
        )
        issued = generate(master, issuances, ledger=ledger, output=folder / "issued", show_verdict=show_verdict)
        paths = []
        for workbook, one in zip(issued, filled, strict=True):
            path = folder / "returned" / workbook.path.name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(filled_in(workbook.path.read_bytes(), one, wanted))
            paths.append(path)
        return ingest_and_compare(ledger, paths, folder / "output", master)


def filled_in(workbook: bytes, one: Filled, tools: Sequence[str]) -> bytes:
    """Return *workbook* as the evaluator sends it back."""
    rated = {tool for (_, tool), answer in one.answers.items() if answer.stars is not None}
    versions = {tool: (one.versions.get(tool, "1.0"), VERIFIED_ON) for tool in tools if tool in rated}
    return fill(workbook, tools=versions, answers=one.answers, proposals=one.proposals)


def ingest_and_compare(ledger: Ledger, paths: Sequence[Path], output: Path, master: Master) -> Ran:
    """Ingest *paths* and write the outputs."""
    results = ingest_files(paths, ledger=ledger, masters={master.digest: master})
    return Ran(results, compare(ledger, output), output)
