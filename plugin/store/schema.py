"""Which schema this code expects, without Alembic: only migrating needs that."""

from pathlib import Path

from sqlalchemy import inspect, text

from plugin.store.connection import Database
from plugin.store.errors import SchemaError
from plugin.store.tables import HOUSE

MIGRATIONS = Path(__file__).parent / "migrations"
_FOUND = text("SELECT version_num FROM alembic_version")


def require_current_schema(database: Database) -> None:
    """Raise SchemaError unless the database is what this code expects."""
    found, head = revisions(database)
    if found != head:
        raise SchemaError(
            f"The database is at {found or 'nothing'}, this version of the tool wants {head}."
            " Run `alongside migrate`."
        )


def revisions(database: Database) -> tuple[str | None, str]:
    """Return the database's own revision, None where it has no tables, and the one we want."""
    return _revision(database), _newest()


def _newest() -> str:
    """Return the last revision: migrations follow one another, and their files begin with it."""
    return max(file.stem for file in (MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]


def _revision(database: Database) -> str | None:
    with database.transaction(HOUSE, write=False) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(_FOUND).scalar_one_or_none()
    return found
