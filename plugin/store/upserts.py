"""INSERT … ON CONFLICT, which the two databases spell alike and SQLAlchemy keeps apart."""

from typing import cast

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import sqlite

Insert = sqlite.Insert
"""What either statement offers; PostgreSQL's has these methods too, under a name of its own."""


def insert(connection: Connection, table: Table) -> Insert:
    """Return an INSERT that may say what to do when the row exists."""
    return insert_on(connection.dialect.name, table)


def insert_on(dialect: str, table: Table) -> Insert:
    """Return the same for a database by its name, for a statement that is written once."""
    if dialect == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # 3 MB, of which SQLite needs nothing

    return cast("Insert", postgresql.insert(table))
