"""How sure a verdict is, and what would change it: what the what-ifs of scoring are to a reader.

Frozen values, in the comparison's own words where they are words.
"""

from datetime import date
from typing import Literal, NamedTuple

from depipe.scoring.overall import Cap

CapOutlook = Literal["certain", "possible", "excluded"]
"""Whether a cap is there for good, may come or go as gates are settled, or cannot come of what is unverified."""


class Source(NamedTuple):
    """The cell of a returned workbook that a rating in force came from."""

    evaluator: str
    stars: int
    version: str | None
    verified_on: date
    submission_id: str
    file: str
    sheet: str
    cell: str


class Lift(NamedTuple):
    """What takes a cap away: all of these mandatory items at so many stars, and the overall that there is then.

    becomes is the overall with exactly these stars and everything else as it is; more stars never make it less.
    """

    gates: tuple[str, ...]
    stars: int
    becomes: float
    words: str


class Pull(NamedTuple):
    """How far a category's mean moves the overall before the cap from where it would be if it equalled it."""

    category_id: str
    name: str
    mean: float
    effect: float


class Without(NamedTuple):
    """A tool's verdict without one of the evaluators; rank is None where it has none then."""

    evaluator: str
    final: float | None
    cap: Cap
    rank: int | None


class SingleChange(NamedTuple):
    """One consensus that is one star away, and what comes of it.

    first has the tools at rank 1 then, where they are others than today's; else it is empty. final and cap are the
    tool's own; capped says that its cap is another one than today's.
    """

    tool: str
    item_id: str
    name: str
    mandatory: bool
    from_stars: int
    to_stars: int
    final: float | None
    cap: Cap
    capped: bool
    first: tuple[str, ...]


class Sureness(NamedTuple):
    """How far a tool's rank depends on each evaluator, each star and the weights; words is all of it in a sentence.

    without has an entry for each evaluator (none where they are too many), shares one for each rank from 1 on: in how
    many of the drawn weights the tool has it (none without a rank). changes are the single changes that bring the tool
    to the first place or take it away. edges are the mandatory items with which one star less would cap the tool.
    """

    without: tuple[Without, ...]
    changes: tuple[SingleChange, ...]
    shares: tuple[float, ...]
    edges: tuple[str, ...]
    words: str
    edge_words: str
