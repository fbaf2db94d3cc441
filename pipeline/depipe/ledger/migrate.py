"""Bringing a ledger's schema up to date: Alembic, but only when there is something to do.

Reading `alembic_version` takes a millisecond, importing Alembic a hundred.
"""

from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, inspect, text

from depipe.errors import SurroundingsError
from depipe.ledger import trouble
from depipe.ledger.database import Database
from depipe.ledger.schema import HEAD, masters

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS: Final = "depipe.ledger:migrations"
"""Where Alembic finds the migrations: inside the package, so an installed one has them too."""


def revision(database: Database) -> str | None:
    """Return the revision of the database's schema, None for a database without any table.

    Raises SurroundingsError when the database cannot be read or is something else than a ledger.
    """
    with database.reading() as connection:
        return _revision(connection, database.place)


def bring_up_to_date(database: Database) -> None:
    """Make the schema HEAD, whatever older one it is or none; every row is kept.

    Raises SurroundingsError when the database cannot be written, is something else than a ledger, or is a newer
    depipe's.
    """
    if revision(database) == HEAD:
        return
    with database.writing() as connection:
        # Another process may have been faster: what is seen under the write lock counts, and Alembic looks again too.
        found = _revision(connection, database.place)
        if found is not None and not _is_known(found):
            raise SurroundingsError(*trouble.newer(database.place))
        upgrade(connection)


def _revision(connection: Connection, place: str) -> str | None:
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    if not {"alembic_version", masters.name} <= tables:
        raise SurroundingsError(*trouble.foreign(place))
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def upgrade(connection: Connection, scripts: str = SCRIPTS, target: str = "head") -> None:
    """Run the migrations that are missing up to *target*, all within the transaction of *connection*."""
    from alembic import command  # noqa: PLC0415 - see the module's docstring

    config = _config(scripts)
    config.attributes["connection"] = connection
    command.upgrade(config, target)


def _is_known(found: str) -> bool:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see the module's docstring

    return any(script.revision == found for script in ScriptDirectory.from_config(_config(SCRIPTS)).walk_revisions())


def _config(scripts: str) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - see the module's docstring

    config = Config()
    config.set_main_option("script_location", scripts.replace("%", "%%"))
    return config
