"""One context's comparison in the shape that people read.

Frozen values: whoever writes a workbook, Markdown or a page takes them as they are and computes nothing. Every tuple
that has one entry a tool stands in the order of `Comparison.tools`. Evaluators' own text is in `Remark`,
`ToolReview`, `Return`, `Comparison.context` and nowhere else; writers must keep it text.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from depipe.language import Language, Text
from depipe.scoring.consensus import GOOD_FROM, Section
from depipe.scoring.gates import Status
from depipe.scoring.overall import Cap

SECTION_NAMES: Final[dict[Section, str]] = {"good": "Good", "not_good": "Not Good", "unverified": "未検証"}
"""The sections' names, which are their sheets' names in either language."""

_SPREAD_WORTH_TALKING: Final = 2


@dataclass(frozen=True, slots=True)
class Remark:
    """One evaluator's notes on one item of one tool; at least one of the three is there."""

    tool: str
    evaluator: str
    doc: str | None
    repro: str | None
    evidence: str | None

    def line(self) -> str:
        """Return the remark as it stands in 備考: `Temporal — Doc: … / Evidence: …（Evaluator A）`."""
        notes = (("Doc", self.doc), ("Repro", self.repro), ("Evidence", self.evidence))
        written = " / ".join(f"{name}: {note}" for name, note in notes if note)
        return f"{self.tool} — {written}（{self.evaluator}）"


@dataclass(frozen=True, slots=True)
class ItemCell:
    """What an item and tool has over all its evaluators.

    lowest and highest are the evaluators' own stars; decided says that an adjudication replaced the consensus.
    """

    stars: int | None
    evaluators: int = 0
    lowest: int | None = None
    highest: int | None = None
    decided: bool = False

    @property
    def section(self) -> Section:
        """The one section that the item and tool belongs to."""
        if self.stars is None:
            return "unverified"
        return "good" if self.stars >= GOOD_FROM else "not_good"

    @property
    def disputed(self) -> bool:
        """Whether evaluators are two stars or more apart and nobody decided."""
        if self.decided or self.lowest is None or self.highest is None:
            return False
        return self.highest - self.lowest >= _SPREAD_WORTH_TALKING


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item and what each tool has for it."""

    item_id: str
    category_id: str
    name: str
    mandatory: bool
    cells: tuple[ItemCell, ...]


@dataclass(frozen=True, slots=True)
class CategoryCell:
    """A tool's mean in one category (None: nothing rated) and how much of it is rated."""

    mean: float | None
    rated: int
    items: int
    coverage: float


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """One category and what each tool has for it."""

    category_id: str
    name: str
    focus: str
    layer: str
    weight: float
    cells: tuple[CategoryCell, ...]


@dataclass(frozen=True, slots=True)
class GateCell:
    """How a tool stands at a mandatory item; words as `達成 ⭐⭐⭐⭐`, `評価割れ ⭐⭐〜⭐⭐⭐⭐`, `未検証`."""

    status: Status
    words: str


@dataclass(frozen=True, slots=True)
class GateRow:
    """One mandatory item and how each tool stands at it."""

    item_id: str
    name: str
    reason: str
    applies: str
    cells: tuple[GateCell, ...]


@dataclass(frozen=True, slots=True)
class SectionRow:
    """An item in the section of at least one of its tools.

    words has the stars of the tools that belong here, for the others where they are (`→ Good`, `→ Not Good`, `-`).
    stars is None for those others, so that nobody colours them.
    """

    item: ItemRow
    words: tuple[str, ...]
    stars: tuple[int | None, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class SectionRows:
    """The rows of Good, Not Good or 未検証."""

    section: Section
    rows: tuple[SectionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A tool's row of the ranking, with everything worded.

    lacking names the categories without a mean: then there is no rank. low and high bound the final overall over
    what is still unverified or disputed. warnings are short (`DX-03 未検証`); their text is in Comparison.warnings.
    """

    tool: str
    rank: int | None
    rank_best: int
    rank_worst: int
    lacking: tuple[str, ...]
    raw: float | None
    final: float | None
    low: float | None
    high: float | None
    cap: Cap
    capped: bool
    provisional: bool
    rated: int
    items: int
    coverage: float
    evaluators: int
    cap_words: str
    rank_words: str
    reason: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToolReview:
    """What one evaluator looked at: the versions of a tool and the days on which it was verified."""

    tool: str
    evaluator: str
    versions: tuple[str, ...]
    first_day: date
    last_day: date
    rated: int


@dataclass(frozen=True, slots=True)
class Return:
    """A returned workbook of this context, withdrawn ones included (reason says why)."""

    evaluator: str
    file: str
    digest: str
    master_version: str
    program: str | None
    received_at: datetime
    withdrawn: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class MasterFacts:
    """Which master the comparison follows, and its choices about scoring, worded."""

    master_id: str
    version: str
    digest: str
    title: str
    rule: str
    assumptions: tuple[str, ...]
    method: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Everything that one context's comparison shows.

    subtitle names the parameters that tell this context from the ledger's others (empty when it is the only one).
    warnings are whole sentences. as_of is the last receipt, UTC. attributes has a tuple a tool, in the order of
    attribute_names.
    """

    title: str
    subtitle: str
    language: Language
    context_id: str
    context: tuple[tuple[str, str], ...]
    as_of: datetime
    master: MasterFacts
    tools: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    categories: tuple[CategoryRow, ...]
    items: tuple[ItemRow, ...]
    sections: tuple[SectionRows, ...]
    gates: tuple[GateRow, ...]
    warnings: tuple[str, ...]
    reviews: tuple[ToolReview, ...]
    attribute_names: tuple[str, ...]
    attributes: tuple[tuple[str, ...], ...]
    returns: tuple[Return, ...]

    @property
    def heading(self) -> str:
        """The title, with the parameters that tell this context from the ledger's others."""
        return f"{self.title} — {self.subtitle}" if self.subtitle else self.title

    @property
    def ranking(self) -> tuple[Verdict, ...]:
        """The verdicts as they are ranked; those without a rank last, in the tools' order."""
        return tuple(sorted(self.verdicts, key=lambda verdict: (verdict.rank is None, verdict.rank or 0)))

    def say(self, text: Text) -> str:
        """Return *text* in the comparison's language."""
        return text.within(self.language)
