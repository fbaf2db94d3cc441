"""One context's comparison in the shape that people read.

Frozen values: whoever writes a workbook, Markdown or a page takes them as they are and computes nothing. Every tuple
that has one entry a tool stands in the order of `Comparison.tools`. What people wrote, names and the names of their
files included, is in `Remark`, `Decided`, `Vote`, `Discussion`, `Evidence`, `Source`, `Without`, `GateCell.votes`,
`Missing.lacks`, `Verdict.reason` (a decision's), `Sureness.words`, `ToolReview`, `Return`, `RatingChange`, `Contrast`
(values of parameters), `Comparison.context` and nowhere else; writers must keep it text.
"""

from datetime import date, datetime
from typing import Final, NamedTuple

from depipe.comparison.contrast import Contrast
from depipe.comparison.discussion import Discussion, Ruling
from depipe.comparison.evidence import NO_EVIDENCE, Evidence
from depipe.comparison.ratings import Decided, ItemRow, SectionRows
from depipe.comparison.sureness import CapOutlook, Lift, Pull, SingleChange, Source, Sureness
from depipe.language import Language, Text
from depipe.scoring.gates import Status
from depipe.scoring.overall import Cap

NAMED_VOTES: Final = 200
"""Evaluators of all tools together."""


class CategoryCell(NamedTuple):
    """A tool's mean in one category (None: nothing rated) and how much of it is rated."""

    mean: float | None
    rated: int
    items: int
    coverage: float


class CategoryRow(NamedTuple):
    """One category and what each tool has for it."""

    category_id: str
    name: str
    focus: str
    layer: str
    weight: float
    cells: tuple[CategoryCell, ...]


class GateCell(NamedTuple):
    """How a tool stands at a mandatory item; words as `達成 ⭐⭐⭐⭐`, `評価割れ ⭐⭐〜⭐⭐⭐⭐`, `未検証`.

    votes has who gave which stars (`Evaluator A ⭐⭐⭐`, `Evaluator B ⭐⭐`) where the evaluators differ. The decision
    stands before them, where there is one (`裁定 ⭐⭐⭐: …（Lead A、2026-05-20）`).
    sources has the cells of the ratings, where the returned workbooks' are at hand; of very many the first ones, and
    more_sources counts the others. ruling is the decision, reopened one that counts no more since a rating under it has
    changed; that is told before the votes too.
    """

    status: Status
    words: str
    votes: tuple[str, ...]
    sources: tuple[Source, ...] = ()
    ruling: Decided | None = None
    more_sources: int = 0
    reopened: Decided | None = None


class GateRow(NamedTuple):
    """One mandatory item and how each tool stands at it."""

    item_id: str
    name: str
    reason: str
    applies: str
    cells: tuple[GateCell, ...]


class Missing(NamedTuple):
    """What one tool lacks at one mandatory item; lacks and settles are sentences, settles None where nothing is open.

    status is worded.
    """

    item_id: str
    name: str
    tool: str
    status: str
    lacks: tuple[str, ...]
    settles: str | None


class Verdict(NamedTuple):
    """A tool's row of the ranking, with everything worded.

    lacking names the categories without a mean: then there is no rank. low and high bound the final overall over
    what is still unverified or disputed, rank_best and rank_worst the rank. caps are the mandatory items that the cap
    comes from. warnings are short (`DX-03 未検証`), about warned_items; their text is in Comparison.warnings.
    cause is the part of reason that no figure beside it says.
    lift is what takes the cap away (None: there is none, or nothing does). pulls are the categories' effects, the
    greatest first.
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
    caps: tuple[str, ...]
    rank_words: str
    rank_range: str
    reason: str
    cause: str
    warnings: tuple[str, ...]
    warned_items: tuple[str, ...]
    cap_outlook: CapOutlook
    cap_prospect: str
    lift: Lift | None
    pulls: tuple[Pull, ...]
    sureness: Sureness


class ToolReview(NamedTuple):
    """What one evaluator looked at: the versions of a tool and the days on which it was verified."""

    tool: str
    evaluator: str
    versions: tuple[str, ...]
    first_day: date
    last_day: date
    rated: int


class Return(NamedTuple):
    """A returned workbook of this context, withdrawn ones included (reason says why).

    decides: it is of the kind for decisions, and evaluator is whoever decided.
    """

    evaluator: str
    file: str
    digest: str
    master_version: str
    program: str | None
    received_at: datetime
    decides: bool
    withdrawn: bool
    reason: str | None


class StarMeaning(NamedTuple):
    """What a number of stars means: its label, its definition and how to tell that it is reached."""

    stars: int
    label: str
    definition: str
    criterion: str


class RubricRow(NamedTuple):
    """An item with star meanings of its own, one star first."""

    item_id: str
    name: str
    levels: tuple[str, ...]


class MasterFacts(NamedTuple):
    """Which master the comparison follows, what its stars mean, and its choices about scoring, worded.

    limit is what a cap caps at (None: the master has no mandatory items), threshold the most stars with which a
    mandatory item falls short. consensus and split are sentences of the method: what an item's stars are, and what a
    split item counts as.
    """

    master_id: str
    version: str
    digest: str
    title: str
    rule: str
    limit: float | None
    threshold: int
    assumptions: tuple[str, ...]
    scale: tuple[StarMeaning, ...]
    rubrics: tuple[RubricRow, ...]
    consensus: str
    split: str
    method: tuple[str, ...]


class Caution(NamedTuple):
    """One warning of the whole comparison: a sentence, and the item that it is about, if it is about one."""

    text: str
    item_id: str | None = None


class RatingChange(NamedTuple):
    """A rating that was given anew or taken back, as `changes` has it; stars are None where there were, or are, none.

    received_at is UTC.
    """

    item_id: str
    tool: str
    evaluator: str
    from_stars: int | None
    to_stars: int | None
    from_version: str | None
    to_version: str | None
    received_at: datetime
    file: str


class Comparison(NamedTuple):
    """Everything that one context's comparison shows.

    notice is what must be read before anything else (that the answers are made up, say), if there is such a thing.
    subtitle names the parameters that tell this context from the ledger's others (empty when it is the only one).
    settings are names and values, worded. as_of is the last receipt, UTC. attributes has a tuple a tool, in the order
    of attribute_names. changes are in the order of verification; first ratings are not among them. discussion is None
    where fewer than two people rated. single_changes are those of one star that move the first place or a cap,
    mandatory items first; draws is from how many weights `Sureness.shares` were counted.
    """

    title: str
    subtitle: str
    notice: str | None
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
    cautions: tuple[Caution, ...]
    reviews: tuple[ToolReview, ...]
    attribute_names: tuple[str, ...]
    attributes: tuple[tuple[str, ...], ...]
    returns: tuple[Return, ...]
    changes: tuple[RatingChange, ...] = ()
    discussion: Discussion | None = None
    evidence: Evidence = NO_EVIDENCE
    missing: tuple[Missing, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    contrast: Contrast | None = None
    single_changes: tuple[SingleChange, ...] = ()
    draws: int = 0

    @property
    def rulings(self) -> tuple[Ruling, ...]:
        """The decisions, as they came in."""
        found = self.discussion.rulings if self.discussion else ()
        return tuple(sorted(found, key=lambda ruling: ruling.decided_at))

    @property
    def heading(self) -> str:
        """The title, with the parameters that tell this context from the ledger's others."""
        return f"{self.title} — {self.subtitle}" if self.subtitle else self.title

    @property
    def warnings(self) -> tuple[str, ...]:
        """The texts of the cautions: whole sentences."""
        return tuple(caution.text for caution in self.cautions)

    @property
    def ranking(self) -> tuple[Verdict, ...]:
        """The verdicts as they are ranked; those without a rank last, in the tools' order."""
        return tuple(sorted(self.verdicts, key=lambda verdict: (verdict.rank is None, verdict.rank or 0)))

    @property
    def is_asked(self) -> bool:
        """Whether what-ifs have something to say: of several tools or evaluators, or of a single star."""
        several = any(len(verdict.sureness.without) > 1 for verdict in self.verdicts)
        return several or len(self.tools) > 1 or bool(self.single_changes)

    @property
    def names_votes(self) -> bool:
        """Whether evaluators are few enough to be named beside their stars; else they are counted."""
        return sum(verdict.evaluators for verdict in self.verdicts) <= NAMED_VOTES

    def say(self, text: Text) -> str:
        """Return *text* in the comparison's language."""
        return text.within(self.language)
