"""The databases that can hold a ledger: one of them by its URL, and what is asked of each.

What is special to one stands in `depipe.ledger.sqlite` or `depipe.ledger.postgresql`, and nowhere else.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, Engine, RootTransaction
from sqlalchemy.exc import DBAPIError

from depipe.errors import SurroundingsError, UsageError
from depipe.language import Text

PATIENCE: Final = 60.0
"""Seconds to wait for another process's lock: a folder of a thousand files takes half a minute on a busy machine."""

AWAY: Final = 15.0
"""Seconds to try again at the longest while a server does not answer: it may be starting."""

BATCH: Final = 500
"""How many values one statement compares a column with: every database takes that many."""

_FIRST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 1.0
"""Seconds between attempts to reach a server: doubled from the first to the longest."""

Explain = Callable[[DBAPIError], Callable[[str], Text] | None]


@dataclass(frozen=True, slots=True)
class Database:
    """A database that holds a ledger, or may come to.

    place is how sentences name it (never with a password). A transaction of `writer` holds the write lock from its
    beginning; one of `reader` sees the ledger as it was when it began. `explain` gives the sentence for an error of
    the surroundings, None for a bug; `is_away` tells whether an error says that the server is out of reach, so that
    trying again may help. `is_absent` tells without reaching for it that there is no database; `make_room` makes what
    the first write needs, and raises SurroundingsError when that cannot be made.
    """

    place: str
    reader: Engine = field(repr=False)
    writer: Engine = field(repr=False)
    explain: Explain = field(repr=False)
    is_away: Callable[[DBAPIError], bool] = field(repr=False)
    is_absent: Callable[[], bool] = field(repr=False)
    make_room: Callable[[], None] = field(repr=False)
    patience: float = PATIENCE

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection for reading; raises SurroundingsError when the database cannot be reached or read."""
        with self._explained(), self._begun(self.reader) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose transaction is durable when the block has ended, and undone when it raises.

        Raises SurroundingsError when the database cannot be reached or written.
        """
        with self._explained(), self._begun(self.writer) as connection:
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self.reader.dispose()

    @contextmanager
    def _begun(self, engine: Engine) -> Iterator[Connection]:
        transaction = self._begin(engine)
        with transaction.connection as connection, transaction:
            yield connection

    def _begin(self, engine: Engine) -> RootTransaction:
        """Return a transaction that has begun: nothing has happened in it, so beginning may be tried again."""
        deadline, pause = time.monotonic() + min(self.patience, AWAY), _FIRST_PAUSE
        while True:
            with ExitStack() as undo:
                try:
                    transaction = undo.enter_context(engine.connect()).begin()
                except DBAPIError as error:
                    if not self.is_away(error) or time.monotonic() + pause > deadline:
                        raise
                else:
                    undo.pop_all()
                    return transaction
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            sentence = self.explain(error)
            if sentence is None:
                raise
            raise SurroundingsError(*sentence(self.place)) from error


def default_patience() -> float:
    """Return what DEPIPE_PATIENCE says, else PATIENCE; raises UsageError when it is no number of seconds."""
    said = os.environ.get("DEPIPE_PATIENCE", "")
    try:
        seconds = float(said or PATIENCE)
    except ValueError:
        seconds = -1
    if not 0 <= seconds < float("inf"):
        raise UsageError(
            f"DEPIPE_PATIENCE は秒数です（{said} は使えません）。",
            f"DEPIPE_PATIENCE is a number of seconds, not {said}.",
        )
    return seconds


def connect(url: str, *, patience: float = PATIENCE) -> Database:
    """Return the database of a `sqlite:///PATH` or `postgresql+psycopg://...` URL; nothing is made or reached yet.

    *patience*: seconds to wait for another process's lock or an absent server. Raises UsageError for another URL,
    which it does not repeat: there may be a password in it; SurroundingsError when the database's driver is missing.
    """
    if url.startswith(("postgresql:", "postgresql+psycopg:")):
        from depipe.ledger.postgresql import connect_postgresql  # noqa: PLC0415 - few ledgers need its driver

        return connect_postgresql(url, patience=patience)
    from depipe.ledger.sqlite import connect_sqlite, sqlite_path  # noqa: PLC0415 - as above, the other way round

    return connect_sqlite(sqlite_path(url), patience=patience)


def append_only(dialect: str, table: str, keys: Sequence[str]) -> list[str]:
    """Return the statements that make the database itself refuse to change, delete or replace a table's rows.

    Raises NotImplementedError for a database without them.
    """
    if dialect == "sqlite":
        from depipe.ledger.sqlite import triggers  # noqa: PLC0415 - as above
    elif dialect == "postgresql":
        from depipe.ledger.postgresql import triggers  # noqa: PLC0415 - as above
    else:
        raise NotImplementedError(dialect)
    return triggers(table, keys)
