"""What the commands about masters write with `--json`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from depipe.cli.steering import document

if TYPE_CHECKING:  # a document is made from values that the command has already imported
    from depipe.flow.proposals import ProposalRecord
    from depipe.master.diff import Difference
    from depipe.master.model import Master


def difference_json(old: "Master", new: "Master", found: "Difference") -> str:
    """Return what changed between two masters."""
    return document(
        {
            "old": _named(old),
            "new": _named(new),
            "substantive": found.substantive,
            "reconfirm": list(found.reconfirm),
            "changes": [
                {
                    "kind": change.kind,
                    "place": list(change.place),
                    "before": change.before,
                    "after": change.after,
                    "substantive": change.substantive,
                    "cosmetic": change.cosmetic,
                }
                for change in found.changes
            ],
        }
    )


def proposals_json(master: "Master", found: "Sequence[ProposalRecord]") -> str:
    """Return every proposal, and what *master* has that resembles it."""
    return document(
        {
            "master": _named(master),
            "proposals": [
                {
                    "proposal_id": one.proposal_id,
                    "evaluator": one.evaluator,
                    "file": one.file,
                    "received_at": one.received_at.isoformat(),
                    "category": one.category,
                    "name": one.name,
                    "description": one.description,
                    "reason": one.reason,
                    "general": one.general,
                    "closest": one.closest
                    and {
                        "item_id": one.closest.item_id,
                        "degree": round(one.closest.degree, 4),
                        "close": one.closest.close,
                    },
                    "added_as": one.added_as,
                }
                for one in found
            ],
        }
    )


def _named(master: "Master") -> dict[str, str]:
    return {"id": master.id, "version": master.version, "digest": master.digest}
