"""What all tables share: the names of constraints, and the columns that recur."""

from typing import Any

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, MetaData, Text

from plugin.store.moments import Moment

HOUSE = "*"
"""The tenant of what belongs to the tool itself; as `app.tenant` it opens every tenant's rows."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def tenant_key() -> Column[Any]:
    """Return the tenant as the first part of a primary key."""
    return Column("tenant_id", Text, ForeignKey("tenant.tenant_id"), primary_key=True)


def tenant_column() -> Column[Any]:
    """Return the tenant for a table that is found by a secret nobody can guess."""
    return Column("tenant_id", Text, ForeignKey("tenant.tenant_id"), nullable=False)


def key(name: str) -> Column[Any]:
    """Return a further part of a primary key."""
    return Column(name, Text, primary_key=True)


def words(name: str, *, optional: bool = False) -> Column[Any]:
    """Return a text column."""
    return Column(name, Text, nullable=optional)


def moment(name: str, *, optional: bool = False) -> Column[Any]:
    """Return a column for a moment."""
    return Column(name, Moment, nullable=optional)


def number(name: str, *, start: int | None = None) -> Column[Any]:
    """Return an integer column; `start` is what a row begins with."""
    return Column(
        name, Integer, nullable=False, server_default=None if start is None else str(start)
    )


def version() -> Column[Any]:
    """Return the column that grows with every save, so that a late writer is noticed."""
    return Column("version", Integer, nullable=False)


def of(table: str, *names: str) -> ForeignKeyConstraint:
    """Return the reference to another table's row of the same tenant.

    Args:
        table: which.
        names: columns here and there, the tenant left out; "here:there" where they differ.

    """
    pairs = [name.partition(":") for name in names]
    here = ["tenant_id", *(first for first, _, _ in pairs)]
    there = [f"{table}.tenant_id", *(f"{table}.{last or first}" for first, _, last in pairs)]
    return ForeignKeyConstraint(here, there)
