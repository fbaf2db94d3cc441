"""What a failing disk, or somebody with a database tool, does to a ledger behind depipe's back."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, create_engine


@contextmanager
def behind_the_back(url: str) -> Iterator[Connection]:
    """Give a connection for which the ledger is not append-only."""
    engine = create_engine(url)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET session_replication_role = replica")  # triggers sleep
        else:
            triggers = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars()
            for name in triggers.all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        yield connection
    engine.dispose()


def damage_originals(url: str) -> None:
    """Turn every original into other bytes of the same length."""
    reverse = {
        "sqlite": "UPDATE submissions SET original = CAST('X' || substr(CAST(original AS TEXT), 2) AS BLOB)",
        "postgresql": "UPDATE submissions SET original = set_byte(original, 0, 88)",
    }
    with behind_the_back(url) as connection:
        connection.exec_driver_sql(reverse[connection.dialect.name])
