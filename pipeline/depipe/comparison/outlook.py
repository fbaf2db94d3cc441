"""What a tool's verdict rests on, and where it may still go: what the sentences about it are made of."""

from typing import NamedTuple

from depipe.comparison.sureness import CapOutlook, Lift
from depipe.comparison.wording import Standing
from depipe.scoring.gates import OPEN
from depipe.scoring.overall import Cap
from depipe.stars import half_up


class Rival(NamedTuple):
    """The next tool of the ranking, where it has the same overall; above says that it stands above."""

    tool: str
    cap: Cap
    raw: float | None
    rank: int


class Outlook(NamedTuple):
    """What a tool's verdict rests on, and between what it may still move (as `overall` has it).

    limit is what a cap caps at, unverified the number of items, tools how many there are. rival is the neighbour that
    only the rule for ties keeps apart. lift is what takes the cap away.
    """

    cap: Cap
    capped: bool
    limit: float
    standings: tuple[Standing, ...]
    raw: float | None
    final: float | None
    low: float | None
    high: float | None
    unverified: int
    rank: int | None
    rank_best: int
    rank_worst: int
    tools: int
    rival: Rival | None
    lift: Lift | None

    @property
    def open_gates(self) -> tuple[Standing, ...]:
        """The mandatory items that are unverified or disputed."""
        return tuple(standing for standing in self.standings if standing.status in OPEN)

    @property
    def cap_outlook(self) -> CapOutlook:
        """Whether the cap is there for good, may come or go, or cannot come of what is unverified."""
        if self.cap == "certain":
            return "certain"
        return "possible" if self.open_gates else "excluded"

    @property
    def gates_decide(self) -> bool:
        """Whether the overall gets beyond the cap just when the open mandatory items turn out to hold.

        Where one has failed already, the highest overall is the cap at most.
        """
        return bool(self.open_gates) and self.high is not None and half_up(self.high) > half_up(self.limit)
