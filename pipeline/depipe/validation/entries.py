"""What people type on the sheet of parameters: evaluator, parameters, a row a tool, and what was verified again.

An entry is a cell that every workbook has. One that is absent from a complete workbook is there all the same, without
a cell's address, so that it is missing like a blank one. A workbook has a dozen of them, of five kinds: they are read
one by one, and judged as one frame.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Final, NamedTuple

import polars as pl

from depipe.findings import listed
from depipe.folding import fold
from depipe.master.model import Parameter
from depipe.validation import tables
from depipe.validation.frames import Basis
from depipe.validation.names import Spellings
from depipe.validation.submission import Scope
from depipe.validation.values import TextReading, read_day, read_name, read_text, read_version, readable
from depipe.workbook import layout
from depipe.workbook.cells import Field, Kind

_SCOPES: Final[Mapping[str, Scope]] = {fold(layout.SCOPE_CHANGED): "changed", fold(layout.SCOPE_ALL): "all"}


def _is(*fields: Field) -> pl.Expr:
    return pl.col("field").is_in(fields)


class Typed(NamedTuple):
    """An entry as it stands there."""

    file: int
    field: Field
    tool: str | None
    name: str | None
    sheet: str
    row: int | None
    column: int | None
    kind: Kind
    value: str | None


class Said(NamedTuple):
    """What an entry says, as `tables.ENTRIES` judges it; what its kind does not have is None."""

    found: str | None
    expected: str | None = None
    case: str | None = None
    kept: str | None = None
    """What counts: the name as it is kept, the version, the scope; of a parameter the issued value, else the master's
    spelling, else as typed. None where nothing does."""
    day: date | None = None
    issued: str | None = None
    rival: str | None = None
    same: bool | None = None
    """Whether it is what was issued; None where nothing was."""
    valid: bool | None = None
    """Whether it can be taken; None where nothing stands there."""
    suggested: bool | None = None
    """Whether it is one of the master's suggestions, where there are some."""
    covered: bool | None = None
    """Whether the master covers it; None where it does not say."""
    covers: str | None = None
    covers_case: str | None = None
    is_rated: bool | None = None
    days_ahead: int | None = None


Key = tuple[int, Field, str | None, str | None]
"""What an entry is: its file, its field, and the tool or the parameter that it is about."""

Entries = Mapping[Key, tuple[Typed, Said]]

_FIELDS: Final[tuple[Field, ...]] = ("evaluator", "parameter", "version", "verified_on", "scope")

_COLUMNS: Final[Mapping[str, tables.Type]] = {
    **dict.fromkeys((*Typed._fields, *Said._fields), pl.String),
    "file": pl.UInt32,
    "row": pl.UInt32,
    "column": pl.UInt32,
    "day": pl.Date,
    **tables.ENTRIES.columns,
}

IS_ENTERED: Final = (
    (_is("evaluator", "version") & pl.col("kept").is_not_null())
    | (_is("parameter") & pl.col("valid") & pl.col("issued").is_null())
    | pl.col("day").is_not_null()
)
"""Which entries are texts that count: only of these it matters how they stand there."""


def entry_frame(entries: Entries) -> pl.DataFrame:
    """Return *entries* as a frame, with `Typed` and `Said` as its columns."""
    rows = [typed + said for typed, said in entries.values()]
    return pl.DataFrame(rows, schema=_COLUMNS, orient="row")


def entries_of(
    cells: pl.DataFrame,
    bases: Sequence[Basis],
    known: Iterable[str],
    rated: Collection[tuple[int, str | None]] = (),
    today: date = date.max,
) -> Entries:
    """Return the entries of every workbook in the order of master and issuance, with what they say.

    *known* are the names that the ledger has, *rated* the tools of each file that have stars; days are ahead of
    *today*.
    """
    typed = _typed(cells, bases)
    evaluators = _evaluators([one for one in typed.values() if one.field == "evaluator"], bases, known)
    parameters = _parameters(bases)
    said: dict[Key, Said] = {}
    for key, one in typed.items():
        match one.field:
            case "evaluator":
                said[key] = evaluators[one.file]
            case "parameter":
                said[key] = parameters(one)
            case "version":
                said[key] = _version(one, is_rated=(one.file, one.tool) in rated)
            case "verified_on":
                said[key] = _verified_on(one, today, is_rated=(one.file, one.tool) in rated)
            case _:
                said[key] = _scope(one)
    return {key: (one, said[key]) for key, one in typed.items()}


def _typed(cells: pl.DataFrame, bases: Sequence[Basis]) -> dict[Key, Typed]:
    """Return the entries as they stand there; one that a complete workbook lacks is blank, and stands nowhere."""
    there: dict[Key, Typed] = {}
    for cell in map(Typed._make, cells.filter(_is(*_FIELDS)).select(Typed._fields).iter_rows()):
        there.setdefault((cell.file, cell.field, cell.tool, cell.name), cell)
    typed = {}
    for basis in bases:
        sheet = layout.SHEET_DECISIONS if basis.decides else layout.SHEET_CONTEXT
        for field, tool, name, needed in _wanted(basis):
            key = basis.file, field, tool, name
            if key in there:
                typed[key] = there[key] if field != "scope" else there[key]._replace(name=layout.HEADER_SCOPE)
            elif needed and basis.complete:
                typed[key] = Typed(*key, sheet, None, None, "blank", None)
    return typed


def _wanted(basis: Basis) -> Iterator[tuple[Field, str | None, str | None, bool]]:
    """Yield field, tool and name of every entry, and whether it is missing where it is absent."""
    yield "evaluator", None, None, True
    if basis.decides:
        return
    for name in basis.master.parameter_names:
        # What the lead issued holds even where its cell is gone: the reader says that the row is.
        yield "parameter", None, name, name not in (basis.identity.context or {})
    for tool in basis.identity.tools:
        yield "version", tool, None, True
        yield "verified_on", tool, None, True
        yield "scope", tool, None, False


def _evaluators(typed: Sequence[Typed], bases: Sequence[Basis], known: Iterable[str]) -> dict[int, Said]:
    """Return the evaluators by file: as they are kept, whom each workbook was issued to, whom each name resembles.

    A name that folds like one of the ledger, else like one that was issued, else like an earlier one of the batch, is
    kept in that one's spelling. Of several that differ in more than folding drops, one is right (`Spellings.rival`).
    """
    owners = {basis.file: readable(basis.identity.evaluator or "") or None for basis in bases}
    issued = {one.file: owners[one.file] for one in typed}
    read = {one.file: read_name(one.kind, one.value) for one in typed}
    spellings = Spellings(known, filter(None, issued.values()), (name.text for name in read.values() if name.text))
    deciding = {basis.file for basis in bases if basis.decides}
    return {
        file: _evaluator(name, issued[file], spellings, case="decider" if file in deciding else None)
        for file, name in read.items()
    }


def _evaluator(name: TextReading, issued: str | None, spellings: Spellings, case: str | None) -> Said:
    if name.text is None:
        return Said(found=name.instead, issued=issued, case=case)
    same = None if issued is None else fold(name.text) == fold(issued)
    rival = spellings.rival(name.text)
    if same is False and rival is not None and fold(rival) == fold(issued or ""):
        rival = None  # which is told as another one than it was issued to
    return Said(found=name.text, issued=issued, case=case, kept=spellings.kept(name.text), rival=rival, same=same)


def _parameters(bases: Sequence[Basis]) -> Callable[[Typed], Said]:
    """Return what reads a parameter: by its workbook's master, and by what that workbook was issued with."""
    masters = {basis.master.digest: basis.master for basis in bases}
    by_file = {basis.file: (basis.master.digest, basis.identity.context or {}) for basis in bases}
    parameters = {(digest, one.name): one for digest, master in masters.items() for one in master.parameters.entries}

    @cache
    def read(digest: str, name: str, kind: str, value: str | None, issued: str | None) -> Said:
        scope = masters[digest].fail_close.scope
        covers = scope.values if scope and scope.parameter == name else ()
        return _parameter(parameters[digest, name], covers, kind, value, issued)

    def parameter(typed: Typed) -> Said:
        digest, context = by_file[typed.file]
        name = typed.name or ""
        return read(digest, name, typed.kind, typed.value, context.get(name))

    return parameter


def _parameter(parameter: Parameter, covers: Sequence[str], kind: str, value: str | None, issued: str | None) -> Said:
    text, instead = read_text(kind, value)
    option = {fold(option): option for option in parameter.options}.get(fold(text or ""))
    valid = None if text is None and instead is None else text is not None and (bool(option) or not parameter.closed)
    kept = issued or option or (value.strip() if text and value else None)
    folded = set(map(fold, covers))
    return Said(
        found=(instead if text is None else value and value.strip()) or "",
        expected=listed(parameter.options) or None if issued is None else issued,
        kept=kept,
        issued=issued,
        same=None if issued is None else fold(text or "") == fold(issued),
        valid=valid,
        suggested=option is not None or parameter.closed or not parameter.options,
        covered=fold(kept) in folded if kept and folded and (issued or valid) else None,
        covers=listed(covers) or None,
        covers_case=None if issued is None else "issued",
    )


def _version(typed: Typed, *, is_rated: bool) -> Said:
    text, instead = read_version(typed.kind, typed.value)
    return Said(found=instead if text is None else text, kept=text, is_rated=is_rated)


def _verified_on(typed: Typed, today: date, *, is_rated: bool) -> Said:
    given, day = read_day(typed.kind, typed.value)
    return Said(
        found=(day.isoformat() if day else typed.value or "") if given else None,
        day=day,
        valid=day is not None if given else None,
        is_rated=is_rated,
        days_ahead=(day - today).days if day else None,
    )


def _scope(typed: Typed) -> Said:
    """Return what a prefilled workbook says was verified again.

    A blank one is the narrower `changed`: nothing counts as verified again that nobody said was.
    """
    text, instead = read_text(typed.kind, typed.value)
    scope = "changed" if text is None and instead is None else _SCOPES.get(fold(text or ""))
    given = instead if text is None else typed.value and typed.value.strip()
    return Said(
        found=given, expected=listed((layout.SCOPE_CHANGED, layout.SCOPE_ALL)), kept=scope, valid=scope is not None
    )
