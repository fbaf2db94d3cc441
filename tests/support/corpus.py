"""The corpus of bad workbooks: real files, each with everything that must be said about it, and nothing besides.

The tables of the rooms' own tests give the files of a small synthetic master; the corpus of values gives those of the
shipped master; what only the whole path can tell is added here. A file has one cause, unless its name says otherwise.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Final

from openpyxl import Workbook

from depipe.findings import Finding
from depipe.flow.ingest import FileResult, check_files, ingest_files
from depipe.ledger.store import Ledger, open_ledger
from depipe.master.model import Master
from depipe.workbook.identity import Issuance
from depipe.workbook.issue import new_issuance
from depipe.workbook.layout import SHEET_CONTEXT, SHEET_RATINGS
from depipe.workbook.write import write_workbook
from support import readings
from support.cases import bombs, damage, identities, kinds, limits, opendocument, people, pictures, structure
from support.issued import remade
from support.masters import second_master
from support.packages import (
    CONTEXT,
    RATINGS,
    as_ods,
    edited,
    in_context,
    in_ratings,
    patched,
    replacing,
    serial,
    several,
    with_cell,
)
from support.readings import ISSUANCE, MASTER, openpyxl
from support.returned import EVALUATOR
from support.value_corpus import KNOWN_EVALUATORS, Case, Said, cases
from support.value_corpus import MASTER as SHIPPED
from support.value_files import can_be_a_file, file_of, issuance_of_case, said_of

Make = Callable[[], bytes]


def edits(*changes: Callable[[Workbook], object]) -> Make:
    """Return what makes the small workbook as openpyxl saves it after *changes*."""
    return lambda: edited(openpyxl(), *changes)


@dataclass(frozen=True)
class File:
    """A bad workbook: its cause, its bytes, and what is said of it, as codes and places, sorted.

    findings are the same in full, where the room's table has them.
    """

    name: str
    cause: str
    make: Make
    said: tuple[Said, ...]
    findings: tuple[Finding, ...] | None = None


def place_of(finding: Finding) -> str:
    """Return where a finding is: `評価!E2`, a sheet alone, or nothing for the whole file."""
    return "!".join(filter(None, (finding.sheet, finding.cell)))


def said_by(findings: Sequence[Finding]) -> tuple[Said, ...]:
    """Return findings as codes and places, sorted."""
    return tuple(sorted((finding.code, place_of(finding)) for finding in findings))


def _file(room: str, name: str, make: Make, *findings: Finding, cause: str | None = None) -> File:
    return File(f"{room}: {name}", cause or f"{room}: {name}", make, said_by(findings), findings)


# Files that are refused whole

_SAME_KIND: Final = {
    **dict.fromkeys(("CSV", "CSV in Shift_JIS", "CSV in UTF-16"), "CSV"),
    **dict.fromkeys(("HTML", "HTML as Excel exports it"), "HTML"),
    **dict.fromkeys(("OLE of old Excel", "OLE of older Excel"), "an OLE workbook"),
}
_SAME_DAMAGE: Final = dict.fromkeys(("cut in half", "cut at the end", "the first bytes only"), "cut off")
_PLACES: Final = {
    "a cell too far down": ("the last cell", "a row too far", "a far formula"),
    "a cell too far to the right": ("the last column", "a far error", "a far cell in small letters"),
    "a far row that gives no cell": ("a far row without reference",),
}
_HEAVY: Final = (
    "256 MiB of spaces",
    "a shared string of 256 MiB",
    "10 million shared strings",
    "too many elements",
    "the last cell",
    "entities of entities",
    "a reference that overflows",
)
"""Bombs that take long, or that another table has."""


def _refused() -> Iterator[File]:
    for name, (make, code, found) in kinds.KINDS.items():
        yield _file("kind", name, make, Finding(code=code, found=found), cause=_SAME_KIND.get(name))
    for name, (make, found) in damage.CORRUPT.items():
        yield _file("damage", name, make, Finding(code="file.corrupt", found=found), cause=_SAME_DAMAGE.get(name))
    for name, (make, code, found) in opendocument.BAD.items():
        yield _file("OpenDocument", name, make, Finding(code=code, found=found))
    for name, make in damage.MACROS.items():
        yield _file("macros", name, make, Finding(code="file.macros"))
    for cause, names in _PLACES.items():
        for name in names:
            make, limit, at, bound = limits.PLACES[name]
            finding = Finding(code="file.unsafe", sheet="評価", cell=at, found=limit, expected=bound)
            yield _file("place", name, make, finding, cause=cause)
    for name, (make, found, bound) in limits.UNSAFE.items():
        yield _file("limit", name, make, Finding(code="file.unsafe", found=found, expected=bound))
    for name, (make, said) in bombs.BOMBS.items():
        code, sheet, cell, _ = said.split("|")
        if code == "file.unsafe" and name not in _HEAVY:
            yield File(f"bomb: {name}", name, make, ((code, "!".join(filter(None, (sheet, cell)))),))


# Files whose identity or structure is broken


def _of_edition(master: Master) -> Make:
    """Return what makes the small workbook of another edition of the master, under the same id."""
    identity = replace(ISSUANCE.identity, master_version=master.version, master_digest=master.digest)
    return lambda: write_workbook(master, replace(ISSUANCE, identity=identity))


NEWER: Final = remade(MASTER, version="2.0.0", title="新しいマスタ")
"""An edition of the synthetic master that the ledger has too."""
_UNHEARD_OF: Final = remade(MASTER, version="3.0.0", title="もっと新しいマスタ")


def _of_other_masters() -> Iterator[File]:
    unknown = Finding(code="master.unknown", found="synthetic 3.0.0")
    yield _file("identity", "a later edition of the master", _of_edition(_UNHEARD_OF), unknown)
    stranger = second_master()
    unknown = Finding(code="master.unknown", found=f"{stranger.id} {stranger.version}")
    issuance = new_issuance(stranger, issued_on=date(2026, 4, 1), workbook_id="stranger")
    yield _file("identity", "a master of another subject", lambda: write_workbook(stranger, issuance), unknown)
    contradicted = Finding(
        code="identity.conflict",
        found=f"synthetic 2.0.0 {NEWER.digest[:12]}",
        expected=f"synthetic 1.0.0 {MASTER.digest[:12]}",
        raised="error",
    )
    yield _file("identity", "an id that was issued for another edition", _of_edition(NEWER), contradicted)
    gone = Finding(code="tool.missing", sheet=SHEET_RATINGS, tool="Tool 2")
    yield _file("identity", "an id that was issued for more tools", _one_tool, gone)


def _one_tool() -> bytes:
    issuance = new_issuance(
        MASTER,
        tools=("Tool 1",),
        evaluator="Evaluator A",
        context=ISSUANCE.identity.context,
        issued_on=ISSUANCE.identity.issued_on,
        workbook_id="w-1",
        answers={key: answer for key, answer in readings.ANSWERS.items() if key[1] == "Tool 1"},
        versions={"Tool 1": "1.10"},
    )
    day = with_cell("C10", "", f"<v>{serial(readings.DAY)}</v>")
    return patched(write_workbook(MASTER, issuance), {CONTEXT: day})


def _saying(text: str) -> Make:
    """Return what makes the small workbook with another identity in all three places."""
    return lambda: identities.saying(text, text, text)


def _layouts() -> Iterator[File]:
    for layout, name in ((0, "a layout before the first"), (99, "a layout of a much later depipe")):
        text = identities.THIS.encode().replace('"layout":1', f'"layout":{layout}')
        finding = Finding(code="layout.unsupported", found=str(layout))
        yield _file("identity", name, _saying(text), finding)


def _not_issued() -> Iterator[File]:
    for workbook_id, name in (("from elsewhere", "issued from another ledger"), ("W-1", "an id in other letters")):
        identity = replace(ISSUANCE.identity, workbook_id=workbook_id).encode()
        yield _file("identity", name, _saying(identity), Finding(code="identity.not-issued", found=workbook_id))


_ROOMS_OWN: Final = frozenset({"all there"})


def _structure() -> Iterator[File]:
    for name, (make, findings, _) in identities.IDENTITIES.items():
        if name not in _ROOMS_OWN:
            yield _file("identity", name, make, *findings)
    yield from _of_other_masters()
    yield from _layouts()
    yield from _not_issued()
    for name, (edit, findings) in structure.CASES.items():
        yield _file("structure", name, edits(edit), *findings)
    for name, (make, findings) in pictures.PICTURES.items():
        if findings:
            yield _file("picture", name, make, *findings)
    for name, (edit, changed, said) in people.CASES.items():
        if said and not changed:
            finding = tuple((code, place) for code, place in (one.split(" ", 1) for one in said))
            yield File(f"added: {name}", name, edits(edit), finding)


# What people type into the small workbook: at cells that moved, and near the day of receipt


def _typed() -> Iterator[File]:
    for name in ("stars merged downwards", "stars merged across", "stars merged to the end"):
        edit, changed, _ = people.CASES[name]
        [(_, item, tool, _)] = changed
        at = f"{'EF'[readings.TOOLS.index(tool or '')]}{readings.FIRST_ROW + readings.ITEMS.index(item or '')}"
        yield File(f"typed: {name}", name, edits(edit), (("stars.merged", f"{SHEET_RATINGS}!{at}"),))
    today = datetime.now(UTC).date()
    for cause, value in (
        ("three days ahead", today + timedelta(days=3)),
        ("a year too far", f"{today.year + 1}/{today.month}/1"),
        ("a slip of the century", "2199年1月1日"),
    ):
        said = (("verified-on.future", f"{SHEET_CONTEXT}!C10"),)
        yield File(f"typed: {cause}", cause, edits(in_context(C10=value)), said)
    moved = several(people.inserted_column(SHEET_RATINGS, 5), people.renamed(評価="記入済み"))
    for cause, changes, at in (
        ("typed before a column was inserted", (in_ratings(E6="?"), moved), "記入済み!F6"),
        (
            "typed before rows were sorted",
            (in_ratings(E5="?"), people.CASES["rows reversed"][0]),
            "評価!E10",
        ),
        (
            "typed below blank rows",
            (in_ratings(E8="?"), people.CASES["blank rows between"][0]),
            "評価!E10",
        ),
        ("typed into a hidden row", (in_ratings(E6="?"), people.hidden), "評価!E6"),
    ):
        yield File(f"typed: {cause}", cause, edits(*changes), (("stars.invalid", at),))
    unseen = replacing(
        "<dataValidations", '<mergeCells count="1"><mergeCell ref="G6:I6"/></mergeCells><dataValidations'
    )
    for cause, make, cells in (
        ("a note merged over three items", edits(people.on(SHEET_RATINGS, ("merge_cells", "G5:G7"))), ("G6", "G7")),
        (
            "a note merged with another tool's",
            edits(in_ratings(I5="どちらのツールも"), people.on(SHEET_RATINGS, ("merge_cells", "I5:J5"))),
            ("J5",),
        ),
        ("a note that a merged cell hides", lambda: patched(readings.excel(), {RATINGS: unseen}), ("H6",)),
    ):
        yield File(f"typed: {cause}", cause, make, tuple(("text.merged", f"{SHEET_RATINGS}!{cell}") for cell in cells))
    yield File(
        "typed: into an OpenDocument spreadsheet",
        "typed into an OpenDocument spreadsheet",
        lambda: as_ods(edited(openpyxl(), in_ratings(F6=0.5))),
        (("stars.fraction", "評価!F6"),),
    )


@cache
def files() -> tuple[File, ...]:
    """Return the files of the synthetic master, and those of none."""
    return (*_refused(), *_structure(), *_typed())


# What people type into the shipped master's workbook


@cache
def value_files() -> tuple[tuple[Case, File], ...]:
    """Return the cases of values about which something is said, as files."""
    return tuple(
        (case, File(f"value: {case.name}", case.cause or case.name, partial(file_of, case), said_of(case)))
        for case in cases()
        if case.said and can_be_a_file(case)
    )


# The real path


def written(folder: Path, made: Sequence[File]) -> list[Path]:
    """Write the files into *folder* and return their paths, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, file in enumerate(made):
        path = folder / f"{number:03}.xlsx"
        path.write_bytes(file.make())
        paths.append(path)
    return paths


def small_ledger(folder: Path) -> Ledger:
    """Return a ledger that issued the workbooks of the synthetic master."""
    folder.mkdir(parents=True, exist_ok=True)
    ledger = open_ledger(f"sqlite:///{folder / 'small.db'}")
    at = datetime.now(UTC)
    others = [replace(ISSUANCE, identity=replace(ISSUANCE.identity, workbook_id=name)) for name in ("w-2", "w-3")]
    ledger.record_issuances([ISSUANCE, *others], MASTER, at=at)
    newer = new_issuance(NEWER, issued_on=date(2026, 4, 1), workbook_id="newer")
    ledger.record_issuances([newer], NEWER, at=at)
    return ledger


def each_alone(results: Sequence[FileResult]) -> list[FileResult]:
    """Return what is said of each file by itself: the files are hundreds of returns of a few workbooks."""
    return [result._replace(findings=alone(result.findings)) for result in results]


def alone(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return what is said of a file whatever else comes with it."""
    return tuple(finding for finding in findings if finding.code != "identity.repeated")


def check_small(folder: Path, made: Sequence[File]) -> list[FileResult]:
    """Check files of the synthetic master as one batch."""
    with small_ledger(folder) as ledger:
        paths = written(folder / "small", made)
        return each_alone(check_files(paths, ledger=ledger, masters=ledger.masters(), workers=2))


def _known_people(folder: Path) -> list[Path]:
    """Write a return of each of the evaluators that the corpus takes for known."""
    return written(
        folder / "known",
        [
            File(name, name, partial(file_of, Case(name, (), {"changed": {EVALUATOR: ("text", name)}})), ())
            for name in sorted(KNOWN_EVALUATORS)
        ],
    )


def check_values(folder: Path, made: Sequence[tuple[Case, File]]) -> list[FileResult]:
    """Check files of the shipped master as one batch, in a ledger that knows some evaluators."""
    folder.mkdir(parents=True, exist_ok=True)
    with open_ledger(f"sqlite:///{folder / 'values.db'}") as ledger:
        recorded: dict[str, Issuance] = {}
        for case in (Case("known", ()), *(case for case, _ in made)):
            issuance = issuance_of_case(case)
            if case.recorded:
                recorded[issuance.identity.workbook_id] = issuance
        ledger.record_issuances(list(recorded.values()), SHIPPED, at=datetime.now(UTC))
        masters = {SHIPPED.digest: SHIPPED}
        ingest_files(_known_people(folder), ledger=ledger, masters=masters)
        paths = written(folder / "values", [file for _, file in made])
        return each_alone(check_files(paths, ledger=ledger, masters=masters, workers=2))
