"""The check of returned workbooks for decisions: cells in, findings and submissions out.

A batch of them is validated as a whole, as one for ratings is; what breaks a rule becomes a finding at its own cell.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import polars as pl

from depipe import stars
from depipe.findings import Finding
from depipe.folding import fold
from depipe.validation import tables
from depipe.validation.entries import IS_ENTERED, entries_of, entry_frame
from depipe.validation.failing import found_in
from depipe.validation.frames import Basis, cell_frame, kept, star_frame
from depipe.validation.odd import odd_texts
from depipe.validation.submission import Answers, Decision, Submission
from depipe.workbook.cells import Cell, address
from depipe.workbook.identity import Issuance
from depipe.workbook.layout import GATE_MARK, HEADER_ITEM, SHEET_DECISIONS
from depipe.workbook.locked import cell_key, locked_texts, pair_key
from depipe.workbook.topics import evaluators_of

_PAIR: Final = ("file", "row", "item_id", "tool")
_IS_REASON: Final = (pl.col("field") == "reason") & (pl.col("kind") != "merged")


def adjudicated(
    bases: Sequence[Basis], issuances: Mapping[str, Issuance], known: Iterable[str]
) -> tuple[list[tuple[int, Finding]], dict[int, Submission]]:
    """Return what is to be said about each of *bases*, by file, and what the ones say in which nothing is an error.

    *issuances* are by workbook id; *known* are the names that the ledger has. One that was never issued here is
    refused: what it decides rests on ratings that only its issuance names.
    """
    if not bases:
        return [], {}
    found = [(basis.file, finding) for basis in bases for finding in _about(basis, issuances)]
    refused = {file for file, finding in found if finding.code == "identity.not-issued"}
    issued = [basis for basis in bases if basis.file not in refused]
    if not issued:
        return found, {}
    cells = cell_frame(issued)
    decided = _decided(cells)
    deciders = entries_of(cells, [basis for basis in issued if basis.complete], known)
    entries = entry_frame(deciders)
    found += found_in(tables.STARS, decided, without=["stars.blank"])
    found += found_in(tables.DECISIONS, decided)
    found += _elsewhere(tables.REASONS, decided)
    found += found_in(tables.ENTRIES, entries)
    found += found_in(tables.TEXTS, odd_texts((cells, _IS_REASON), (entries, IS_ENTERED)))
    errors = {file for file, finding in found if finding.severity == "error"}
    names = {typed.file: said.kept or "" for typed, said in deciders.values()}
    good = [basis for basis in issued if basis.file not in errors and basis.complete]
    said = {file: rows for (file,), rows in decided.partition_by("file", as_dict=True).items()}
    return found, {basis.file: _submission(basis, said[basis.file], names[basis.file]) for basis in good}


def _about(basis: Basis, issuances: Mapping[str, Issuance]) -> Iterator[Finding]:
    """Yield what the issuance has to say: which rows are missing, and which locked texts are others."""
    issuance = issuances.get(basis.identity.workbook_id)
    if issuance is None:
        yield Finding(code="identity.not-issued", found=basis.identity.workbook_id, raised="error", case="decisions")
        return
    if not basis.complete:
        return
    from depipe.workbook.reading.decisions import used_headers  # noqa: PLC0415 - the reader: whoever decides is rare

    locked = [cell for cell in basis.returned.cells if cell.field == "locked"]
    there = {(cell.item_id, cell.tool) for cell in basis.returned.cells if cell.field == "decision"}
    asked = [(topic.item_id, topic.tool) for topic in issuance.topics]
    sheet = next((cell.sheet for cell in basis.returned.cells), SHEET_DECISIONS)
    for item_id, tool in asked:
        if (item_id, tool) not in there:
            yield Finding(code="item.missing", sheet=sheet, item_id=item_id, tool=tool, case="pair")
    for cell in basis.returned.cells:
        if cell.field == "decision" and (cell.item_id, cell.tool) not in asked:
            where, what = address(cell.row, cell.column), f"{cell.item_id} {cell.tool}"
            yield Finding(code="item.unknown", sheet=sheet, cell=where, found=what, case="pair")
    headers = {cell.name for cell in locked}
    for header in used_headers(evaluators_of(issuance.topics)):
        if locked and fold(header) not in {fold(name or "") for name in headers}:
            yield Finding(code="locked.edited", sheet=sheet, found="", expected=header)
    yield from _edited(locked, locked_texts(basis.master, issuance))


def _edited(locked: Iterable[Cell], was: Mapping[tuple[str, str], str]) -> Iterator[Finding]:
    for cell in locked:
        key = cell_key(pair_key(cell.item_id or "", cell.tool or ""), cell.name or "")
        text = was.get((SHEET_DECISIONS, key))
        if text is not None and not _says(cell, text):
            yield Finding(
                code="locked.edited",
                sheet=cell.sheet,
                cell=address(cell.row, cell.column),
                item_id=cell.item_id,
                tool=cell.tool,
                found=cell.value or "",
                expected=text,
            )


def _says(cell: Cell, text: str) -> bool:
    """Tell whether a cell says *text*, or that as a number format shows it (some programs save it so)."""
    shown = fold(cell.value or "")
    marks = [""] if cell.name != HEADER_ITEM else ["", *GATE_MARK]
    return any(shown == fold(mark + text) for mark in marks)


def _decided(cells: pl.DataFrame) -> pl.DataFrame:
    """Return the decision cells with what they say, the reason, and the column that it stands in."""
    reasons = cells.filter(_IS_REASON).select(
        *_PAIR, kept(pl.col("value")).alias("reason"), pl.col("column").alias("reason_column")
    )
    rows = star_frame(cells, "decision").join(reasons, on=_PAIR, how="left", maintain_order="left")
    return rows.with_columns(
        decided=pl.col("level").replace_strict(
            {level: stars.written(level) for level in stars.LEVELS}, default=None, return_dtype=pl.String
        ),
    )


def _elsewhere(table: tables.Table, decided: pl.DataFrame) -> Iterator[tuple[int, Finding]]:
    """Yield what is said of the reasons, at their own cells."""
    at_reason = decided.filter(pl.col("reason_column").is_not_null()).with_columns(
        pl.col("reason_column").alias("column"), pl.col("decided").alias("found"), expected=pl.lit(None, pl.String)
    )
    yield from found_in(table, at_reason)


def _submission(basis: Basis, decided: pl.DataFrame, decided_by: str) -> Submission:
    identity, master = basis.identity, basis.master
    parameters = dict(identity.context or {})
    columns = ("item_id", "tool", "level", "reason", "sheet", "row", "column")
    return Submission(
        workbook_id=identity.workbook_id,
        master_digest=master.digest,
        master_id=master.id,
        master_version=master.version,
        context_id=master.context_id(parameters),
        evaluator=decided_by,
        parameters=parameters,
        tools=(),
        answers=Answers(),
        proposals=(),
        decisions=tuple(
            Decision(item_id, tool, level, reason if level else None, sheet, address(row, column))
            for item_id, tool, level, reason, sheet, row, column in decided.select(columns).iter_rows()
        ),
        file=basis.returned.file,
        digest=basis.returned.digest,
        program=basis.returned.program,
    )
