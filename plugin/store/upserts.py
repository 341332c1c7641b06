"""INSERT … ON CONFLICT, which the two databases spell alike and SQLAlchemy keeps apart."""

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = sqlite.Insert | postgresql.Insert


def insert(connection: Connection, table: Table) -> Insert:
    """Return an INSERT that may say what to do when the row exists."""
    return insert_on(connection.dialect.name, table)


def insert_on(dialect: str, table: Table) -> Insert:
    """Return the same for a database by its name, for a statement that is written once."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
