"""A finding, how findings are ordered and grouped, and how they look as JSON."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple, Self

from depipe.findings import decisions, entries, files, identities, rows, structure, values
from depipe.findings.kind import FindingKind, Severity, shortened
from depipe.language import Language, Text

CATALOGUE: Final[Mapping[str, FindingKind]] = {
    kind.code: kind
    for kinds in (files, identities, structure, rows, values, entries, decisions)
    for kind in kinds.KINDS
}
"""Every finding there is, by its code."""

CELLS_SHOWN: Final = 20
"""How many cells, or runs of cells, a group of findings names."""

_RANKS: Final[Mapping[Severity, int]] = {"error": 0, "warning": 1, "note": 2}
_WHOLE_FILE: Final = Text("ファイル全体", "whole file")
_BETWEEN: Final = Text("、", "; ")
_ALSO: Final = (
    Text("ほか {} か所も同様です。", "The same goes for {} other place."),
    Text("ほか {} か所も同様です。", "The same goes for {} other places."),
)
_A1: Final = re.compile(r"([A-Z]+)([0-9]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to say about a returned workbook.

    sheet and cell are those of the returned file (rows may be sorted, columns inserted); cell is an A1 address, or
    None where what is meant is absent. found and expected are short plain texts that the message is filled with: an
    empty one stands for a blank cell, None for "not said"; several values are joined by `listed`. name is the parameter
    that it is about, where there is one. raised is the severity where it is another than the catalogue's. case is the
    one of its kind's cases that it is, where that has words of its own.

    Raises ValueError for a code that the catalogue lacks, or without a field that the code requires.
    """

    code: str
    sheet: str | None = None
    cell: str | None = None
    item_id: str | None = None
    tool: str | None = None
    found: str | None = None
    expected: str | None = None
    name: str | None = None
    raised: Severity | None = None
    case: str | None = None

    def __post_init__(self) -> None:
        kind = CATALOGUE.get(self.code)
        if kind is None:
            raise ValueError(f"the catalogue has no finding {self.code!r}")
        if self.case is not None and self.case not in kind.cases:
            raise ValueError(f"{self.code} has no case {self.case!r}")
        lacking = [field for field in self.requires if getattr(self, field) is None]
        if lacking:
            raise ValueError(f"{self.code} needs {', '.join(sorted(lacking))}")

    @property
    def kind(self) -> FindingKind:
        """The catalogue's entry."""
        return CATALOGUE[self.code]

    @property
    def requires(self) -> frozenset[str]:
        """The fields that it must have."""
        return self.kind.required(self.case, self.found)

    @property
    def severity(self) -> Severity:
        """The severity that the catalogue gives the code, unless this one has its own."""
        return self.raised or self.kind.severity

    def message(self, language: Language) -> str:
        """Return what was found and what to do, as whole sentences; the place is not among them."""
        return _joined(self.halves(language), language)

    def halves(self, language: Language) -> tuple[str, str]:
        """Return what was found and what to do, apart."""
        return self.kind.halves(language, {field: getattr(self, field) for field in self.kind.mentions})

    def place(self, language: Language) -> str:
        """Return where it is in the returned file: `評価!E12（EX-01、Temporal）`."""
        where = "!".join(filter(None, (self.sheet, self.cell)))
        what = [part for part in (self.item_id, self.tool) if part]
        if not where:
            return ("、" if language == "ja" else ", ").join(what) or _WHOLE_FILE.within(language)
        if not what:
            return where
        return f"{where}（{'、'.join(what)}）" if language == "ja" else f"{where} ({', '.join(what)})"


def _joined(sentences: Iterable[str], language: Language) -> str:
    return ("" if language == "ja" else " ").join(sentences)


def _row_and_column(cell: str | None) -> tuple[int, int]:
    match = _A1.fullmatch(cell or "")
    if match is None:
        return 0, 0
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - 64
    return int(match[2]), column


def _order(finding: Finding) -> tuple[int, str, tuple[int, int], str, str, str]:
    return (
        _RANKS[finding.severity],
        finding.sheet or "",
        _row_and_column(finding.cell),
        finding.code,
        finding.item_id or "",
        finding.tool or "",
    )


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return *findings* as they are shown: errors first, then by sheet, row and column."""
    return tuple(sorted(findings, key=_order))


class FindingGroup(NamedTuple):
    """Findings that are said once with all their cells: those that read the same, and all notes of one code."""

    findings: tuple[Finding, ...]

    @property
    def severity(self) -> Severity:
        """The severity that they share."""
        return self.findings[0].severity

    @property
    def code(self) -> str:
        """The code that they share."""
        return self.findings[0].code

    def message(self, language: Language) -> str:
        """Return what there is to say about all of them."""
        return _joined(self.halves(language), language)

    def halves(self, language: Language) -> tuple[str, str]:
        """Return what was found and what to do, apart: of notes the first one, and how many others there are."""
        what, next_step = self.findings[0].halves(language)
        others = len(self.findings) - 1
        if others and self.severity == "note":
            also = _ALSO[others > 1].within(language).format(others)
            what = _joined((what, also), language)
        return what, next_step

    def place(self, language: Language) -> str:
        """Return where they are: a single one's own place, else each sheet with its cells."""
        if len(self.findings) == 1:
            return self.findings[0].place(language)
        places = ("!".join(filter(None, (group.findings[0].sheet, group.cells(language)))) for group in self.by_sheet())
        return _BETWEEN.within(language).join(filter(None, places)) or _WHOLE_FILE.within(language)

    def by_sheet(self) -> list[Self]:
        """Return them sheet by sheet."""
        sheets: dict[str | None, list[Finding]] = {}
        for finding in self.findings:
            sheets.setdefault(finding.sheet, []).append(finding)
        return [type(self)(tuple(findings)) for findings in sheets.values()]

    def cells(self, language: Language) -> str:
        """Return the cells as text: `C4, C9, C11–C13`, with what is beyond `CELLS_SHOWN` counted."""
        runs = _runs(finding.cell for finding in self.findings if finding.cell)
        text = ", ".join(run for run, _ in runs[:CELLS_SHOWN])
        beyond = sum(count for _, count in runs[CELLS_SHOWN:])
        if not beyond:
            return text
        return f"{text} ほか {beyond} か所" if language == "ja" else f"{text} and {beyond} more"


def _runs(cells: Iterable[str]) -> list[tuple[str, int]]:
    """Return *cells* by column, three or more below each other as one run, each with how many cells it holds."""
    places = sorted({(*_row_and_column(cell)[::-1], cell) for cell in cells})
    runs: list[tuple[str, int]] = []
    for _, run in groupby(enumerate(places), key=lambda pair: (pair[1][0], pair[1][1] - pair[0])):
        names = [cell for _, (_, _, cell) in run]
        if len(names) > 2:  # noqa: PLR2004 - two cells are shorter as two
            runs.append((f"{names[0]}–{names[-1]}", len(names)))
        else:
            runs += [(name, 1) for name in names]
    return runs


def grouped(findings: Iterable[Finding]) -> list[FindingGroup]:
    """Return *findings* in order: those of a sheet that read the same together, and all notes of one code."""
    groups: dict[tuple[str | None, ...], list[Finding]] = {}
    for finding in in_order(findings):
        reads = () if finding.severity == "note" else (finding.sheet, finding.message("ja"))
        groups.setdefault((finding.code, finding.severity, *reads), []).append(finding)
    return [FindingGroup(tuple(group)) for group in groups.values()]


def as_json(finding: Finding, language: Language = "ja") -> dict[str, str | None]:
    """Return *finding* in the form of `check --json` and `ingest --json`."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "item_id": finding.item_id,
        "tool": finding.tool,
        "found": None if finding.found is None else shortened(finding.found),
        "expected": finding.expected,
        "message": finding.message(language),
    }


def findings_json(findings: Iterable[Finding], language: Language = "ja") -> str:
    """Return *findings* as the JSON array that the ledger keeps."""
    return json.dumps([as_json(finding, language) for finding in findings], ensure_ascii=False, separators=(",", ":"))
