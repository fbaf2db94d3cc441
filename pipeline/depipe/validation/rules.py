"""The check of a batch: cells in, findings and submissions out.

What breaks a rule of `depipe.validation.tables` becomes a finding at its row's own sheet and cell.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from depipe.findings import Finding, Severity, in_order
from depipe.master.model import Master
from depipe.validation import tables
from depipe.validation.adjudication import adjudicated
from depipe.validation.assembly import Frames, frames_of, submissions
from depipe.validation.failing import found_in
from depipe.validation.frames import Basis
from depipe.validation.idle import idle_tools, without_tools
from depipe.validation.repeats import repeated
from depipe.validation.submission import Submission
from depipe.workbook.cells import Returned
from depipe.workbook.identity import Identity, Issuance
from depipe.workbook.layout import SHEET_RATINGS


@dataclass(frozen=True, slots=True)
class Known:
    """What a batch is judged by: masters by digest, issuances by workbook id, names that the ledger has, the day."""

    masters: Mapping[str, Master]
    issuances: Mapping[str, Issuance]
    evaluators: frozenset[str]
    today: date
    issued_only: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one returned workbook: no submission exactly where a finding is an error."""

    findings: tuple[Finding, ...]
    submission: Submission | None


def check(batch: Sequence[Returned], known: Known) -> list[Checked]:
    """Return the findings and the submission of each workbook, in order; the batch is validated as a whole."""
    findings = [list(returned.findings) for returned in batch]
    bases = []
    for file, returned in enumerate(batch):
        basis, about = _basis(file, returned, known)
        findings[file] += about
        if basis:
            bases.append(basis)
    if not bases:
        return [Checked(in_order(found), None) for found in findings]
    rulings = [basis for basis in bases if basis.decides]
    about_rulings, accepted = adjudicated(rulings, known.issuances, known.evaluators)
    for file, finding in about_rulings:
        findings[file].append(finding)
    ratings = [basis for basis in bases if not basis.decides]
    if ratings:
        accepted |= _rated(ratings, known, findings)
    for file, finding in repeated(accepted, known.today):
        findings[file].append(finding)
    return [Checked(in_order(dict.fromkeys(_once(found))), accepted.get(file)) for file, found in enumerate(findings)]


def _rated(bases: Sequence[Basis], known: Known, findings: list[list[Finding]]) -> dict[int, Submission]:
    """Add what is wrong with workbooks for ratings to *findings*, and return what the good ones say, by file."""
    frames = frames_of(bases, known.evaluators, known.today)
    idle = idle_tools(frames, _prefilled(bases, known))
    for file, finding in _value_findings(frames):
        if finding.code != "verified-on.missing" or (file, finding.tool) not in idle:
            findings[file].append(finding)
    good = [basis for basis in bases if all(finding.severity != "error" for finding in findings[basis.file])]
    accepted = submissions(frames, good)
    for file in {file for file, _ in idle} & accepted.keys():
        accepted[file] = without_tools(accepted[file], [tool for about, tool in idle if about == file])
    return accepted


def _prefilled(bases: Sequence[Basis], known: Known) -> dict[int, Issuance]:
    """Return the issuances of the prefilled workbooks, by file."""
    issued = {basis.file: known.issuances.get(basis.identity.workbook_id) for basis in bases}
    return {file: one for file, one in issued.items() if one is not None and one.identity.mode == "prefill"}


def _basis(file: int, returned: Returned, known: Known) -> tuple[Basis | None, list[Finding]]:
    """Return what a workbook is judged by, and what there is to say about that."""
    about = []
    identity = returned.identity
    errors = {finding.code for finding in returned.findings if finding.severity == "error"}
    if identity is None:
        return None, [] if errors else [Finding(code="file.not-depipe")]
    if "master.unknown" in errors:
        return None, []
    issuance = known.issuances.get(identity.workbook_id)
    if issuance is None and identity.mode != "adjudicate":
        raised: Severity | None = "error" if known.issued_only else None
        about.append(Finding(code="identity.not-issued", found=identity.workbook_id, raised=raised))
    elif issuance is not None:
        about += _contradictions(identity, issuance.identity)
        if identity.master_digest != issuance.identity.master_digest:
            return None, about
        identity = issuance.identity
    master = known.masters.get(identity.master_digest)
    if master is None:
        return None, [Finding(code="master.unknown", found=f"{identity.master_id} {identity.master_version}")]
    return Basis(file, returned, identity, master), about


def _contradictions(read: Identity, recorded: Identity) -> Iterator[Finding]:
    """Yield what makes a workbook unreadable as the one that was issued: it was read by what it says of itself."""
    if read.master_digest != recorded.master_digest:
        said, known = (f"{one.master_id} {one.master_version} {one.master_digest[:12]}" for one in (read, recorded))
        yield Finding(code="identity.conflict", found=said, expected=known, raised="error")
        return
    for tool in recorded.tools:
        if tool not in read.tools:
            yield Finding(code="tool.missing", sheet=SHEET_RATINGS, tool=tool)


def _value_findings(frames: Frames) -> Iterator[tuple[int, Finding]]:
    """Yield what fails in each table, with the file that it is about."""
    checked = (
        (tables.RATINGS, frames.ratings),
        (tables.ENTRIES, frames.entries),
        (tables.TEXTS, frames.texts),
        (tables.PROPOSALS, frames.proposals),
    )
    for table, frame in checked:
        yield from found_in(table, frame)


def _once(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Leave out what another finding says better: a changed context cell is a locked one too."""
    differing = {(finding.sheet, finding.cell) for finding in findings if finding.code == "context.differs"}
    if not differing:
        return findings
    return [f for f in findings if f.code != "locked.edited" or (f.sheet, f.cell) not in differing]
