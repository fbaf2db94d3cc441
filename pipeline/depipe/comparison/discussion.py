"""What evaluators have to talk about, and how far they agree, in the shape that people read.

Frozen values. Evaluators' own text is in `Voice` and `Ruling`; writers must keep it text.
"""

from datetime import datetime
from typing import Final, NamedTuple

from depipe.language import Language, Text
from depipe.scoring.agenda import Kind
from depipe.scoring.agreement import Scope
from depipe.scoring.consensus import Section
from depipe.scoring.decisions import Standing
from depipe.stars import written


class Alpha(NamedTuple):
    """Krippendorff's alpha of all (name: empty), a category (its id and name) or a tool, and what to make of it.

    alpha is None where there is none; words say why.
    """

    scope: Scope
    name: str
    alpha: float | None
    raters: int
    units: int
    ratings: int
    words: str


class Voice(NamedTuple):
    """The stars that one evaluator gave, with what they wrote in one line (empty: nothing)."""

    evaluator: str
    stars: int
    notes: str

    def line(self) -> str:
        """Return it in one line: `⭐⭐ Evaluator A — Doc: …`."""
        who = f"{written(self.stars)} {self.evaluator}"
        return f"{who} — {self.notes}" if self.notes else who


class Topic(NamedTuple):
    """One point of the agenda: an item of a tool that evaluators should settle, most important first.

    why says what makes it a point, effect what it can do to the verdict; section is where the notes stand. voices are
    those who rated it, most stars first; where they are too many to be named there are none, and votes counts them
    (`3人 ⭐⭐⭐⭐`).
    """

    place: int
    item_id: str
    name: str
    tool: str
    kind: Kind
    spread: int
    why: str
    effect: str
    section: Section
    voices: tuple[Voice, ...]
    votes: tuple[str, ...]


class Apart(NamedTuple):
    """An item of a tool whose evaluators gave different stars.

    stars is their consensus, range the least and the most of them in words, section where the notes stand.
    """

    item_id: str
    name: str
    tool: str
    spread: int
    stars: int | None
    range: str
    section: Section
    votes: tuple[str, ...]


class Ruling(NamedTuple):
    """A decision (裁定) about an item of a tool: its stars and reason, who decided when (UTC), and how it stands.

    status_words says that in a word. votes are the evaluators' current stars, section is where the notes stand.
    """

    item_id: str
    name: str
    tool: str
    stars: int
    reason: str
    decided_by: str
    decided_at: datetime
    status: Standing
    status_words: str
    votes: tuple[str, ...]
    section: Section


class Stand(NamedTuple):
    """How one evaluator's stars lie to the others'.

    rated counts the items of tools that they rated, shared those that somebody else rated too. deviation is the mean
    difference of their stars from the mean of the others' there (above 0: more stars), distance the mean of its size;
    None where nothing is shared.
    """

    evaluator: str
    rated: int
    shared: int
    deviation: float | None
    distance: float | None
    words: str


class Discussion(NamedTuple):
    """Everything that the sheet 評価者間 shows: the agenda, decisions, agreement, evaluators, and where stars differ.

    rulings are in the order of what asks for attention: reopened ones, those in force, those that count no more.
    """

    summary: str
    topics: tuple[Topic, ...]
    rulings: tuple[Ruling, ...]
    alphas: tuple[Alpha, ...]
    stands: tuple[Stand, ...]
    apart: tuple[Apart, ...]


_SCOPES: Final[dict[Scope, Text]] = {
    "all": Text("全体", "All"),
    "category": Text("カテゴリ", "Category"),
    "tool": Text("ツール", "Tool"),
}


def scope_words(scope: Scope, language: Language) -> str:
    """Return what an alpha is about."""
    return _SCOPES[scope].within(language)
