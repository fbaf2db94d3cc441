"""A team that evaluates and verifies again, through the use cases and a real ledger."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Self

import polars as pl

from depipe.flow.compare import compare
from depipe.flow.generate import generate, issuances_for
from depipe.flow.ingest import FileResult, check_files, ingest_files
from depipe.flow.prefill import prefilled_issuances
from depipe.flow.roster import Recipient
from depipe.ledger.store import Ledger, open_ledger
from depipe.master.load import shipped_master
from depipe.master.model import Master
from depipe.workbook.fill import fill
from depipe.workbook.identity import Answer, Issuance
from support.pipeline import any_context

A = "Evaluator A"
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)

Answers = Mapping[tuple[str, str], Answer]


class Team:
    """A folder with a ledger, and everything that a lead and the evaluators do there.

    Workbooks are bytes. Rated tools have the version and the day that are given, in every return.
    """

    def __init__(self, folder: Path, master: Master | None = None) -> None:
        self.folder = folder
        self.master = master or shipped_master()
        self.ledger: Ledger = open_ledger(f"sqlite:///{folder / 'ledger.db'}")
        self._files = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.ledger.close()

    def issued(
        self,
        evaluator: str = A,
        tools: Sequence[str] = (),
        *,
        context: Mapping[str, str] | None = None,
        attributes: Mapping[tuple[str, str], str] | None = None,
    ) -> bytes:
        """Return a plain workbook for an evaluator."""
        recipient = Recipient(evaluator, tuple(tools) or self.master.tools)
        issuances = issuances_for(
            self.master, [recipient], context=context or any_context(self.master), attributes=attributes or {}
        )
        return self._written(self.master, issuances)[0]

    def prefilled(
        self,
        evaluator: str | None = A,
        tools: Sequence[str] = (),
        *,
        master: Master | None = None,
        context_id: str | None = None,
    ) -> bytes:
        """Return the workbook that holds the ratings in force; without an evaluator, of the first who has some."""
        issuances = prefilled_issuances(
            master or self.master,
            [Recipient(evaluator, tuple(tools))],
            ledger=self.ledger,
            context_id=context_id,
            attributes={},
        )
        return self._written(master or self.master, issuances)[0]

    def _written(self, master: Master, issuances: Sequence[Issuance]) -> list[bytes]:
        issued = generate(master, issuances, ledger=self.ledger, output=self.folder / "issued")
        return [one.path.read_bytes() for one in issued]

    def returned(
        self,
        workbook: bytes,
        answers: Answers | None = None,
        *,
        version: str | None = None,
        day: date | None = None,
        scope: str | None = None,
        tools: Sequence[str] = ("Temporal",),
    ) -> Path:
        """Fill *workbook* in, save it under a new name and return its path; version, day and scope are of *tools*."""
        self._files += 1
        path = self.folder / "returned" / f"{self._files}.xlsx"
        path.parent.mkdir(exist_ok=True)
        filled = fill(
            workbook,
            answers=answers or {},
            tools=dict.fromkeys(tools, (version, day)),
            scopes=dict.fromkeys(tools, scope) if scope else {},
        )
        path.write_bytes(filled)
        return path

    @staticmethod
    def renamed(path: Path, evaluator: str) -> Path:
        """Type another evaluator's name into a returned workbook and return its path."""
        path.write_bytes(fill(path.read_bytes(), evaluator=evaluator))
        return path

    def ingest(self, *paths: Path, supersede: bool = False) -> list[FileResult]:
        """Take files in."""
        masters = self.ledger.masters() | {self.master.digest: self.master}
        return ingest_files(paths, ledger=self.ledger, masters=masters, supersede=supersede)

    def check(self, *paths: Path) -> list[FileResult]:
        """Check files."""
        return check_files(paths, ledger=self.ledger, masters=self.ledger.masters())

    def send(
        self,
        workbook: bytes,
        answers: Answers | None = None,
        *,
        version: str | None = None,
        day: date | None = None,
        scope: str | None = None,
        supersede: bool = False,
    ) -> FileResult:
        """Fill *workbook* in about Temporal, and take it in."""
        path = self.returned(workbook, answers, version=version, day=day, scope=scope)
        [result] = self.ingest(path, supersede=supersede)
        return result

    def table(self, name: str) -> pl.DataFrame:
        """Return one of the tables as they are now."""
        compare(self.ledger, self.folder / "output")
        return pl.read_parquet(self.folder / "output" / "tables" / f"{name}.parquet")

    def in_force(self, evaluator: str = A) -> dict[str, tuple[int, str, date]]:
        """Return an evaluator's ratings of Temporal: item id -> stars, version, day of verification."""
        own = (pl.col("evaluator") == evaluator) & (pl.col("tool") == "Temporal")
        rows = self.table("ratings").filter(own).select("item_id", "stars", "tool_version", "verified_on").rows()
        return {item: (stars, version, day) for item, stars, version, day in rows}

    def changes(self) -> list[tuple[str, int | None, int | None, str | None, str | None]]:
        """Return every change: item id, from and to, stars and versions."""
        columns = ("item_id", "from_stars", "to_stars", "from_version", "to_version")
        return self.table("changes").select(columns).rows()


def rated(**stars: int | None) -> dict[tuple[str, str], Answer]:
    """Return answers about Temporal with a note each: `rated(EX_01=4)`; None is `-`."""
    return {
        (item.replace("_", "-"), "Temporal"): Answer(level, doc=None if level is None else f"page {item}")
        for item, level in stars.items()
    }


def codes(result: FileResult, *wanted: str) -> list[tuple[str, str | None, str | None]]:
    """Return the findings with these codes as (code, item id, tool); all errors and warnings without any."""
    return [
        (one.code, one.item_id, one.tool)
        for one in result.findings
        if (one.code in wanted if wanted else one.severity != "note")
    ]
