"""Bringing the schema up to date, by a command and never at start."""

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection, text

from plugin.store.connection import Database
from plugin.store.errors import SchemaError
from plugin.store.schema import MIGRATIONS
from plugin.store.tables import HOUSE

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(5174260922)")


def migrate(database: Database) -> None:
    """Bring the schema up to date, whole or not at all; may be repeated, and by two at once.

    Raises:
        SchemaError: the database was made by newer code.

    """
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
