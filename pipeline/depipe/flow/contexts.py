"""Contexts: which ones the ledger holds ratings of, and which one is meant."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from depipe.errors import DataError, UsageError
from depipe.flow.instants import said
from depipe.folding import fold
from depipe.language import Text
from depipe.ledger.history import History
from depipe.master.model import Master


class NothingYetError(DataError):
    """No return is in force, so there is nothing to compare or to go on from.

    withdrawn: something was taken in. removed is the folder from which results of what was withdrawn were removed.
    """

    def __init__(self, *, withdrawn: bool, as_of: datetime | None = None, removed: Path | None = None) -> None:
        if as_of is not None:
            when = said(as_of)
            super().__init__(f"{when.ja}で取り込まれていた回答はありません。", f"Nothing was in force {when.en}.")
        elif withdrawn:
            super().__init__(
                "取り込んだものはすべて取り下げられているため、比較するものがありません。",
                "Everything that was taken in is withdrawn, so there is nothing to compare.",
            )
        else:
            super().__init__(
                "まだ一つも回答が取り込まれていません。"
                "先に depipe ingest で記入済みのワークブックを取り込んでください。",
                "Nothing has been taken in yet. Take filled workbooks in with depipe ingest first.",
            )
        if removed is not None:
            self.text = Text(
                f"{self.text.ja}\n{removed} にあった比較と表は、もう当てはまらないため削除しました。",
                f"{self.text.en}\nThe comparisons and tables in {removed} no longer hold and were removed.",
            )
        self.withdrawn, self.removed = withdrawn, removed


class Contexts(NamedTuple):
    """The contexts of a history by id, by first receipt: parameter -> value as first spelled.

    withdrawn: something came in, whether or not it is in force.
    """

    by_id: Mapping[str, Mapping[str, str]]
    withdrawn: bool

    @classmethod
    def of(cls, history: History) -> "Contexts":
        """Return the contexts that returns in force have."""
        found: dict[str, dict[str, str]] = {}
        for context_id, name, value in (
            history.contexts.sort("sequence").select("context_id", "name", "value").iter_rows()
        ):
            found.setdefault(context_id, {})[name] = value
        return cls(found, withdrawn=history.submissions.height > 0)

    def known(self, context_id: str) -> str:
        """Return *context_id*; raises DataError naming those there are when it is none of them."""
        if context_id not in self.by_id:
            listed = ", ".join(self.by_id)
            raise DataError(
                f"前提 {context_id} はありません（あるのは {listed}）。",
                f"There is no context {context_id} (there are {listed}).",
            )
        return context_id

    def chosen(self, master: Master, *, context: Mapping[str, str] | None, context_id: str | None) -> str:
        """Return the id of the one that is meant: by its values, by its id, else the only one there is.

        Raises DataError when there is no such context, UsageError when there are several and none is named.
        """
        if not self.by_id:
            raise NothingYetError(withdrawn=self.withdrawn)
        if context is not None and context_id is not None:
            raise UsageError(
                "--context と --context-id は一緒に使えません。", "--context and --context-id cannot be used together."
            )
        if context_id is not None:
            return self.known(context_id)
        if context is not None:
            return self._with_values(master, context)
        if len(self.by_id) > 1:
            raise UsageError(
                f"台帳には前提が{len(self.by_id)}つあります。--context-id で選んでください。\n{self._listed('、')}",
                f"The ledger has {len(self.by_id)} contexts: choose one with --context-id.\n{self._listed(', ')}",
            )
        return next(iter(self.by_id))

    def values(self, context_id: str, master: Master) -> Mapping[str, str]:
        """Return the context's values; raises DataError when *master* no longer asks for the same parameters."""
        values = self.by_id[context_id]
        if set(values) != set(master.parameter_names) or master.context_id(values) != context_id:
            raise DataError(
                f"マスタ {master.version} の前提パラメータは、台帳の前提 {context_id} のものと違います。"
                "前提が違う評価は引き継げないため、--prefill と --adjudicate は使えません。",
                f"The parameters of the master {master.version} are not those of the context {context_id} in the "
                "ledger: ratings are not carried over into another context, so neither --prefill nor --adjudicate is "
                "possible.",
            )
        return values

    def _with_values(self, master: Master, context: Mapping[str, str]) -> str:
        context_id = master.context_id(context)
        if context_id not in self.by_id:
            raise DataError(
                f"指定された前提の評価は台帳にありません。台帳にある前提:\n{self._listed('、')}",
                f"The ledger has no ratings in this context. It has:\n{self._listed(', ')}",
            )
        return context_id

    def _listed(self, comma: str) -> str:
        """Return a line a context: its id, and the parameters that tell it from the others (all for a single one)."""
        names = dict.fromkeys(name for values in self.by_id.values() for name in values)
        differing = [n for n in names if len({fold(values.get(n, "")) for values in self.by_id.values()}) > 1]
        return "\n".join(
            f"  {context_id}  " + comma.join(f"{name}={values.get(name, '')}" for name in differing or names)
            for context_id, values in self.by_id.items()
        )
