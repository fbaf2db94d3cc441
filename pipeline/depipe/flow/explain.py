"""Explain: the ledger -> why one tool got its verdict, what would change it, and how sure it is."""

from dataclasses import dataclass
from datetime import datetime

from depipe.comparison.model import Comparison, Verdict
from depipe.flow.compare import Settings, computed
from depipe.flow.contexts import Contexts
from depipe.flow.names import known
from depipe.language import Text
from depipe.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class Explained:
    """One tool's verdict, and the comparison that it stands in; as_of is None for now."""

    comparison: Comparison
    verdict: Verdict
    as_of: datetime | None


def explain(ledger: Ledger, tool: str, settings: Settings) -> Explained:
    """Return the verdict of a *tool*, however its name is spelled, in the only context or in the one of *settings*.

    Raises NothingYetError when nothing has been taken in, DataError when there is no such context or tool, UsageError
    when there are several contexts and none is named.
    """
    outputs = computed(ledger, settings)
    if len(outputs.comparisons) > 1:
        Contexts.of(outputs.history).chosen(outputs.master, context=None, context_id=None)
    (comparison,) = outputs.comparisons.values()
    (name,) = known([tool], comparison.tools, Text("ツール", "tool"))
    return Explained(comparison, comparison.verdicts[comparison.tools.index(name)], settings.as_of)
