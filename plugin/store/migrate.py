"""Bringing the schema up to date, by a command and never at start."""

import time

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection, text

from plugin.ports.errors import TryLaterError
from plugin.store.connection import Database
from plugin.store.errors import SchemaError
from plugin.store.schema import MIGRATIONS
from plugin.store.tables import HOUSE

PATIENCE_S = 65.0
"""How long SQLite is asked again for whoever migrates already; PostgreSQL's lock has no end."""
PAUSE_S = 0.5  # a file that is not in WAL mode yet is refused at once
HELD = ("SQLITE_BUSY", "SQLITE_LOCKED")
"""How the codes begin that waiting may mend; a full disk or a wrong folder is said at once."""
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(5174260922)")


def migrate(database: Database) -> None:
    """Bring the schema up to date, whole or not at all; may be repeated, and by two at once.

    Raises:
        SchemaError: the database was made by newer code.
        TryLaterError: somebody else has held the file for over a minute, or the database is not
            there, may not be opened or is full; the message is the database's code.

    """
    until = time.monotonic() + (PATIENCE_S if database.is_sqlite else 0)
    while True:
        try:
            return _upgrade(database)
        except TryLaterError as error:
            if not str(error).startswith(HELD) or time.monotonic() > until:
                raise
        time.sleep(PAUSE_S)


def _upgrade(database: Database) -> None:
    with database.transaction(HOUSE) as connection:
        if not database.is_sqlite:
            connection.execute(_ONE_AT_A_TIME)
        try:
            command.upgrade(_config(connection), "head")
        except CommandError as error:
            raise SchemaError(
                "The database was made by a newer version of the tool. Go back to that version:"
                " a schema is never taken back."
            ) from error


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
