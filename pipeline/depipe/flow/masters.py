"""Which masters a command knows: a file's or a shipped one's, and the ledger's."""

from collections.abc import Mapping
from pathlib import Path

from depipe.errors import DataError, UsageError
from depipe.flow.contexts import NothingYetError
from depipe.ledger.store import Ledger
from depipe.master.model import Master


def chosen_master(source: str | None) -> Master:
    """Return the master of a YAML file or the shipped one with that id; by default durable-execution.

    Raises UsageError when there is neither, DataError listing its problems when the file is no good master.
    """
    # Reading YAML takes longer than a small ingest, which mostly finds its masters in the ledger.
    from depipe.master.load import load_master, shipped_master, shipped_masters  # noqa: PLC0415 - see above

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


def master_of(ledger: Ledger, source: str | None) -> Master:
    """Return the master that *source* names, without one the ledger's newest.

    Raises NothingYetError when the ledger has none, DataError when it serves another master than the named one, and
    what `chosen_master` raises.
    """
    own = ledger.newest_master()
    if own is None:
        raise NothingYetError(withdrawn=False)
    named = own if source is None else chosen_master(source)
    if named.id != own.id:
        raise DataError(
            f"この台帳はマスタ {own.id} のものです。マスタ {named.id} の評価は入っていません。",
            f"This ledger belongs to the master {own.id}: it has no ratings of the master {named.id}.",
        )
    return named


def named_master(source: str | None) -> Master | None:
    """Return the master that *source* names, None where it names none; raises what `chosen_master` raises."""
    return None if source is None else chosen_master(source)


def known_masters(ledger: Ledger | None, named: Master | None) -> Mapping[str, Master]:
    """Return by digest the masters that returned workbooks are read with: the ledger's, and the *named* one.

    A ledger serves one master id: once it has one, workbooks of another master are not for it. While it has none, the
    shipped masters are known as well; later `shipped_for` tells those.
    """
    own = ledger.masters() if ledger else {}
    ids = {master.id for master in own.values()}
    known = {named.digest: named} | own if named and (not ids or named.id in ids) else own
    return known if own else shipped_for(ledger) | known


def shipped_for(ledger: Ledger | None) -> dict[str, Master]:
    """Return by digest the shipped masters that the ledger takes workbooks of."""
    from depipe.master.load import shipped_masters  # noqa: PLC0415 - as above

    ids = {master.id for master in ledger.masters().values()} if ledger else set()
    return {master.digest: master for master in shipped_masters() if not ids or master.id in ids}
