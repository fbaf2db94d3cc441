"""What evaluators' ratings are to a reader: votes, notes, items and the sections that they fall into.

Frozen values. Tuples with one entry a tool stand in the order of `Comparison.tools`. Evaluators' own text is in
`Remark`, `Decided` and `Vote`; writers must keep it text.
"""

from datetime import datetime
from typing import Final, NamedTuple

from depipe.language import Language, Text
from depipe.scoring.agenda import WIDE
from depipe.scoring.consensus import GOOD_FROM, Section
from depipe.stars import written

SECTION_NAMES: Final[dict[Section, str]] = {"good": "Good", "not_good": "Not Good", "unverified": "未検証"}
"""The sections' names, which are their sheets' names in either language."""


def noted(doc: str | None, repro: str | None, evidence: str | None) -> str:
    """Return the notes that there are in one phrase: `Doc: … / Evidence: …`."""
    notes = (("Doc", doc), ("Repro", repro), ("Evidence", evidence))
    return " / ".join(f"{name}: {note}" for name, note in notes if note)


class Decided(NamedTuple):
    """A decision (裁定) about an item and a tool: its stars and reason, who decided, and when (UTC).

    file, sheet and cell are where it is written, where the returned workbooks' cells are at hand.
    """

    stars: int
    reason: str
    decided_by: str
    decided_at: datetime
    file: str | None = None
    sheet: str | None = None
    cell: str | None = None

    def words(self, language: Language) -> str:
        """Return it in one phrase: `裁定 ⭐⭐⭐: …`."""
        return Text(f"裁定 {written(self.stars)}: ", f"Decided {written(self.stars)}: ").within(language) + self.reason

    def line(self, language: Language) -> str:
        """Return it with who decided, and when: `裁定 ⭐⭐⭐: …（Lead A、2026-05-20）`."""
        day = f"{self.decided_at:%Y-%m-%d}"
        by = Text(f"（{self.decided_by}、{day}）", f" ({self.decided_by}, {day})").within(language)
        return self.words(language) + by

    def reopened_words(self) -> Text:
        """Return that it counts no more: `再審議: 裁定 ⭐⭐ は…効かなくなりました（Lead A、2026-05-20）`."""
        stars, day = written(self.stars), f"{self.decided_at:%Y-%m-%d}"
        return Text(
            f"再審議: 裁定 {stars} は、あとで評価が変わったため効かなくなりました（{self.decided_by}、{day}）",
            f"Reopened: decided {stars}, but rated otherwise since, so it counts no more ({self.decided_by}, {day})",
        )


class Remark(NamedTuple):
    """Notes on one item of one tool; at least one of the three is there. Evaluators who wrote the same share them.

    Of a decision (then there are no notes) decided is what it says. The last one of very many has nothing but more: how
    many are not told here.
    """

    tool: str
    evaluators: tuple[str, ...]
    doc: str | None
    repro: str | None
    evidence: str | None
    decided: Decided | None = None
    more: int = 0

    def line(self, language: Language) -> str:
        """Return the remark as it stands in 備考: `Temporal — Doc: … / Evidence: …（Evaluator A、Evaluator B）`."""
        if self.decided is not None:
            return f"{self.tool} — {self.decided.line(language)}"
        if self.more:
            return f"{self.tool} — {self.rest(language)}"
        notes = noted(self.doc, self.repro, self.evidence)
        by = Text(f"（{'、'.join(self.evaluators)}）", f" ({', '.join(self.evaluators)})").within(language)
        return f"{self.tool} — {notes}{by}"

    def rest(self, language: Language) -> str:
        """Return where the remarks are that are not told."""
        return Text(
            f"ほか {self.more:,} 件の備考は tables/ratings.parquet にあります。",
            f"{self.more:,} more are in tables/ratings.parquet.",
        ).within(language)


class Vote(NamedTuple):
    """The stars that one evaluator of a tool gave it for one item; None: has not rated this item.

    again: they are to be confirmed again, as the master puts the item otherwise since.
    """

    evaluator: str
    stars: int | None
    again: bool = False


class ItemCell(NamedTuple):
    """What an item and tool has over all its evaluators.

    level is what means count it as. votes are by the tool's evaluators, in the order of their names; ruling is the
    decision that stands in place of what they come to, if there is one.
    """

    stars: int | None
    level: float | None = None
    votes: tuple[Vote, ...] = ()
    ruling: Decided | None = None

    @property
    def decided(self) -> bool:
        """Whether the stars were decided."""
        return self.ruling is not None

    @property
    def section(self) -> Section:
        """The one section that the item and tool belongs to."""
        if self.stars is None:
            return "unverified"
        return "good" if self.stars >= GOOD_FROM else "not_good"

    @property
    def lowest(self) -> int | None:
        """The least stars that anybody gave."""
        return min(self._stars, default=None)

    @property
    def highest(self) -> int | None:
        """The most stars that anybody gave."""
        return max(self._stars, default=None)

    @property
    def to_reconfirm(self) -> tuple[str, ...]:
        """The evaluators whose stars are to be confirmed again."""
        return tuple(vote.evaluator for vote in self.votes if vote.again)

    @property
    def uneven(self) -> bool:
        """Whether the tool's evaluators gave different stars, or only some of them gave any."""
        return len({vote.stars for vote in self.votes}) > 1

    @property
    def split(self) -> bool:
        """Whether those who rated gave different stars."""
        return len(set(self._stars)) > 1

    @property
    def spread(self) -> int:
        """How many stars apart those who rated are."""
        return max(self._stars, default=0) - min(self._stars, default=0)

    @property
    def far_apart(self) -> bool:
        """Whether evaluators are two stars or more apart and nobody decided."""
        return not self.decided and self.spread >= WIDE

    @property
    def given(self) -> tuple[Vote, ...]:
        """The votes of those who rated it."""
        return tuple(vote for vote in self.votes if vote.stars is not None)

    @property
    def _stars(self) -> list[int]:
        return [vote.stars for vote in self.votes if vote.stars is not None]


class ItemRow(NamedTuple):
    """One item and what each tool has for it."""

    item_id: str
    category_id: str
    name: str
    description: str
    mandatory: bool
    cells: tuple[ItemCell, ...]


class SectionRow(NamedTuple):
    """An item in the section of at least one of its tools.

    words has the stars of the tools that belong here, for the others where they are (`→ Good`, `→ Not Good`, `-`).
    stars is None for those others, so that nobody colours them.
    """

    item: ItemRow
    words: tuple[str, ...]
    stars: tuple[int | None, ...]
    remarks: tuple[Remark, ...]


class SectionRows(NamedTuple):
    """The rows of Good, Not Good or 未検証."""

    section: Section
    rows: tuple[SectionRow, ...]
