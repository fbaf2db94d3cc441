"""PostgreSQL, and all that is special to it.

Writers take one advisory lock when they begin, so that they follow each other as they do in SQLite; readers see one
snapshot. The password stays with the driver's arguments: no URL that could be shown holds it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import URL, Connection, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from depipe.errors import SurroundingsError, UsageError
from depipe.language import Text
from depipe.ledger import trouble
from depipe.ledger.database import PATIENCE, Database

DRIVER: Final = "postgresql+psycopg"

LOCK: Final = int.from_bytes(b"depipe")
"""The key of the advisory lock that a writer holds until its transaction ends."""

ROWS: Final = 256
"""How many rows of a result come from the server at once."""

_CONNECTING: Final[Mapping[str, Any]] = {
    "application_name": "depipe",
    "connect_timeout": 10,
    # A server that vanished without a word is noticed within a minute instead of hours.
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}


def connect_postgresql(url: str, *, patience: float = PATIENCE) -> Database:
    """Return the PostgreSQL database of *url*: `postgresql+psycopg://USER:PASSWORD@SERVER/DATABASE?OPTION=...`.

    Options are libpq's; what the URL lacks libpq takes from where it always does (PGPASSWORD, a password file).
    Nothing is reached yet. Raises UsageError when the URL cannot be understood, SurroundingsError without psycopg.
    """
    parsed = _parsed(url)
    try:
        arguments = {**_CONNECTING, **parsed.get_dialect()().create_connect_args(parsed)[1]}
        engine = create_engine(
            URL.create(DRIVER),  # shown by whoever shows an engine
            connect_args=arguments,
            hide_parameters=True,  # or an error would print everybody's answers
            pool_pre_ping=True,
        )
    except ImportError as error:
        raise SurroundingsError(
            'PostgreSQL の台帳には psycopg が必要です。depipe のフォルダーで pip install ".[postgres]" を実行します。',
            'A ledger in PostgreSQL needs psycopg: run pip install ".[postgres]" where you installed depipe from.',
        ) from error
    waited = f"{max(1, round(patience * 1000))}ms"
    event.listen(engine, "begin", lambda connection: _begin(connection, waited))
    return Database(
        place=_place(arguments),
        reader=engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True, stream_results=True, max_row_buffer=ROWS
        ),
        writer=engine.execution_options(isolation_level="READ COMMITTED", writes=True),
        explain=_sentence,
        is_away=_is_away,
        is_absent=lambda: False,
        make_room=lambda: None,
        patience=patience,
    )


def _parsed(url: str) -> URL:
    # An "@" of a password that is not escaped would make the rest of it the server's name, which sentences show.
    if url.count("@") <= 1:
        try:
            return make_url(url).set(drivername=DRIVER)
        except (ArgumentError, ValueError):
            pass  # its words may hold a part of the password
    raise UsageError(
        "台帳の場所（--store）の URL を読めません。postgresql+psycopg://利用者:パスワード@サーバー/データベース の形で"
        "書き、パスワードの記号は %40 のように置き換えてください。",
        "The URL of the ledger (--store) cannot be read: it has the form "
        "postgresql+psycopg://USER:PASSWORD@SERVER/DATABASE, with signs in the password written as %40.",
    )


def _place(arguments: Mapping[str, Any]) -> str:
    """Return where the database is, without who asks for it."""
    server = arguments.get("host") or "localhost"
    port = f":{arguments['port']}" if "port" in arguments else ""
    return f"{server}{port}/{arguments.get('dbname') or ''}".rstrip("/")


def _begin(connection: Connection, waited: str) -> None:
    if not connection.get_execution_options().get("writes", False):
        return
    connection.execute(text("SELECT set_config('lock_timeout', :waited, true)"), {"waited": waited})
    # What a server is set to give up for speed, the ledger does not: a commit is durable when it returns.
    off = text(
        "SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'"
    )
    connection.execute(off)
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


def triggers(table: str, keys: Sequence[str]) -> list[str]:  # noqa: ARG001 - PostgreSQL has no INSERT OR REPLACE
    """Return the statements that make PostgreSQL refuse to change, delete or truncate a table's rows."""
    refusal = (
        "CREATE OR REPLACE FUNCTION depipe_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation'; END $$"
    )
    asked = (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION depipe_append_only()"
    )
    return [refusal, asked]


def _state(error: DBAPIError) -> str | None:
    """Return the SQLSTATE: None where no server gave one, as when connecting fails or a connection is lost."""
    state: str | None = getattr(error.orig, "sqlstate", None)
    return state


def _was_refused(error: DBAPIError) -> bool:
    """Tell whether a server did not let us in, so that there is no use in trying again.

    A refused connection has no SQLSTATE. That a password was asked for tells, and some words of the server's.
    """
    attempt = getattr(error.orig, "pgconn", None)
    asked = attempt is not None and (attempt.used_password or attempt.needs_password)
    return asked or any(words in str(error.orig) for words in _REFUSALS)


def _is_away(error: DBAPIError) -> bool:
    state = _state(error)
    if state is None:
        return _is_operational(error) and not _was_refused(error)
    return state.startswith("08") or state in _AWAY


def _is_operational(error: DBAPIError) -> bool:
    from psycopg import OperationalError  # noqa: PLC0415 - there when the engine is

    return isinstance(error.orig, OperationalError)


def _sentence(error: DBAPIError) -> Callable[[str], Text] | None:
    if _is_away(error):
        return trouble.unreachable
    state = _state(error)
    if state is None:
        return trouble.rejected if _was_refused(error) else None
    return _SENTENCES.get(state) or _CLASSES.get(state[:2])


_REFUSALS: Final = ("pg_hba.conf", "authentication failed", "does not exist")
"""Of these the first is the same in every language; others only make a refusal be said sooner."""

_AWAY: Final = frozenset({"57P01", "57P02", "57P03", "57P05", "53300"})
"""Shutting down, crashed, starting up, timed out, too many connections: another moment may be better."""

_SENTENCES: Final[Mapping[str, Callable[[str], Text]]] = {
    "55P03": trouble.locked,
    "57014": trouble.locked,
    "3D000": trouble.rejected,
    "53100": trouble.full,
    "53200": trouble.unreadable,
    "42501": trouble.forbidden,
    "25006": trouble.forbidden,
    "3F000": trouble.forbidden,
    "XX001": trouble.damaged,
    "XX002": trouble.damaged,
}
_CLASSES: Final[Mapping[str, Callable[[str], Text]]] = {
    "28": trouble.rejected,
    "40": trouble.locked,
    "58": trouble.unreadable,
}
