"""The masters that the ledger has, by their versions."""

from depipe.ledger.store import Ledger
from depipe.master.model import Master


def version_in(ledger: Ledger | None, version: str) -> Master | None:
    """Return the master of that version that came into the ledger last; None where there is none."""
    known = ledger.masters().values() if ledger else ()
    return next((master for master in reversed([*known]) if master.version == version), None)


def ids_in(ledger: Ledger | None, master_id: str) -> frozenset[str]:
    """Return the ids of all items that any version of the master in the ledger has or had."""
    known = ledger.masters().values() if ledger else ()
    return frozenset(item.id for master in known if master.id == master_id for item in master.items)
