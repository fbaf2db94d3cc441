"""Which masters a command knows: a file's or a shipped one's, and the ledger's."""

from collections.abc import Mapping
from pathlib import Path

from depipe.errors import UsageError
from depipe.ledger.store import Ledger
from depipe.master.load import load_master, shipped_master, shipped_masters
from depipe.master.model import Master


def chosen_master(source: str | None) -> Master:
    """Return the master of a YAML file or the shipped one with that id; by default durable-execution.

    Raises UsageError when there is neither, DataError listing its problems when the file is no good master.
    """
    if source is None:
        return shipped_master()
    shipped = {master.id: master for master in shipped_masters()}
    if source in shipped:
        return shipped[source]
    if not Path(source).is_file():
        ids = ", ".join(shipped)
        raise UsageError(
            f"マスタ {source} が見つかりません。YAML ファイルか、同梱の ID（{ids}）を指定してください。",
            f"There is no master {source}: name a YAML file, or the id of a shipped one ({ids}).",
        )
    return load_master(Path(source))


def known_masters(ledger: Ledger | None, source: str | None) -> Mapping[str, Master]:
    """Return by digest every master that a returned workbook may have been issued from.

    A ledger serves one master id: once it has one, workbooks of another master are not for it.
    """
    own = ledger.masters() if ledger else {}
    others = [*shipped_masters(), *([chosen_master(source)] if source is not None else [])]
    ids = {master.id for master in own.values()}
    return {master.digest: master for master in others if not ids or master.id in ids} | own
