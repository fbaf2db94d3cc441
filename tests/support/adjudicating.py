"""A ledger whose evaluators disagree, and workbooks in which that is decided: without files and reading processes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from depipe.findings import findings_json
from depipe.flow.adjudicate import adjudicating_issuance
from depipe.flow.good import Good, Judged
from depipe.flow.judging import judged
from depipe.flow.scored import replayed, scored
from depipe.ledger.history import read_parts
from depipe.ledger.store import Entry, Ledger, Receipt
from depipe.master.load import shipped_master
from depipe.master.model import Master
from depipe.scoring.tables import Tables
from depipe.validation.rules import Checked, Known, check
from depipe.workbook.cells import Returned
from depipe.workbook.expected import expected_of
from depipe.workbook.fill import decide
from depipe.workbook.identity import Issuance
from depipe.workbook.read import read
from depipe.workbook.write import write_workbook
from support.issued import CONTEXT
from support.returns import entry, rated, submission, told

GATE = ("EX-01", "Temporal")
WIDE = ("WF-06", "Temporal")
Typed = Mapping[tuple[str, str], tuple[str | None, str | None]]


@dataclass
class Board:
    """A ledger of the shipped master, in which A and B disagree about a gate and about another item."""

    ledger: Ledger
    master: Master = field(default_factory=shipped_master)

    def __post_init__(self) -> None:
        self.rate("Evaluator A", {"EX-01": 2, "WF-06": 1, "EX-02": 3})
        self.rate("Evaluator B", {"EX-01": 4, "WF-06": 5, "EX-02": 4})

    def rate(self, evaluator: str, stars: Mapping[str, int], version: str = "1.0", *, note: str = "seen") -> None:
        """Receive an evaluator's ratings of Temporal, each verified later than the one before."""
        day = date(2026, 5, 1 + len(self.ledger.submissions()))
        answers = [rated(item, given, note, tool="Temporal") for item, given in stars.items()]
        said = submission(
            answers,
            tools=[told("Temporal", version, day)],
            workbook_id=f"w {evaluator}",
            evaluator=evaluator,
            parameters=CONTEXT,
            master=self.master,
        )
        original = f"{evaluator} {stars} {version}".encode()
        self.ledger.append([entry(said, original, master=self.master)], received_at=datetime.now(UTC))

    def issue(self, decider: str | None = "Lead A") -> bytes:
        """Hand out a workbook of what is to be decided."""
        issuance = adjudicating_issuance(self.master, ledger=self.ledger, decider=decider)
        self.ledger.record_issuances([issuance], self.master, at=datetime.now(UTC))
        return write_workbook(self.master, issuance)

    def check(self, data: bytes) -> tuple[Returned, Checked]:
        """Return what a returned workbook says, as it is read and checked."""
        expected = expected_of(self.master)
        returned = read("裁定.xlsx", data, {self.master.digest: expected})
        ids = [returned.identity.workbook_id] if returned.identity else []
        known = Known(
            masters={self.master.digest: self.master},
            issuances=self.ledger.issuances(ids),
            evaluators=self.ledger.evaluators(),
            today=datetime.now(UTC).date(),
        )
        return returned, check([returned], known)[0]

    def good(self, data: bytes) -> Good:
        """Return a returned workbook without errors, as the ledger judges it."""
        returned, checked = self.check(data)
        assert checked.submission is not None, checked.findings
        said = Entry(
            submission=checked.submission,
            original=data,
            findings_json=findings_json(checked.findings),
            master=self.master,
        )
        issuance = self.ledger.issuances([checked.submission.workbook_id])[checked.submission.workbook_id]
        return Good(entry=said, cells=returned.cells, findings=checked.findings, issuance=issuance)

    def receive(self, data: bytes, *, supersede: bool = False) -> tuple[Judged, Receipt | None]:
        """Take a returned workbook in; return what the ledger said to it, and its receipt unless it was refused."""
        good, now = self.good(data), datetime.now(UTC)
        [result] = judged([good], self.ledger, received_at=now, supersede=supersede)
        if result.refused:
            return result, None
        kept = good.entry._replace(findings_json=findings_json(result.findings))
        return result, self.ledger.append([kept], received_at=now)[0]

    def decide(self, data: bytes, typed: Typed, *, decider: str | None = None, supersede: bool = False) -> Judged:
        """Fill a workbook in and take it in."""
        return self.receive(decide(data, typed, decider=decider), supersede=supersede)[0]

    def tables(self, as_of: datetime | None = None) -> Tables:
        """Return the tables of the ledger."""
        return scored(replayed(self.master, read_parts(self.ledger, as_of=as_of)))

    def statuses(self) -> list[tuple[str, int, str, str]]:
        """Return the decisions: item, stars, who decided, how they stand."""
        return self.tables().decisions.select("item_id", "stars", "decided_by", "status").rows()

    def issuance(self, data: bytes) -> Issuance:
        """Return the issuance of an issued workbook."""
        returned, _ = self.check(data)
        assert returned.identity is not None
        return self.ledger.issuances([returned.identity.workbook_id])[returned.identity.workbook_id]


def codes(findings: Sequence[object]) -> list[tuple[str, str | None]]:
    """Return the codes of findings with their cells."""
    return [(getattr(one, "code", ""), getattr(one, "cell", None)) for one in findings]
