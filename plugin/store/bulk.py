"""Many rows at once, by the driver itself: what an ORM or a row at a time would take a minute for.

SQLAlchemy writes the statement; past that, each row is a tuple that nothing looks at again.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    DateTime,
    Select,
    Table,
    Text,
    cast,
    column,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.types import TypeEngine

from plugin.store.moments import Moment
from plugin.store.upserts import Insert, insert

Rows = Sequence[tuple[Any, ...]]
Meeting = Callable[[Insert], Insert]
_BETWEEN, _NOTHING = "\x1f", "\x1e"
MANY = 1000
"""From so many new rows on, what PostgreSQL knows of a table's size is no longer true."""


def write_many(
    connection: Connection, table: Table, names: Sequence[str], rows: Rows, *, meeting: Meeting
) -> int:
    """Insert rows of values in the order of `names`; returns how many were written.

    Args:
        connection: to either database.
        table: to be written to.
        names: of its columns.
        rows: tuples; no two with the same key.
        meeting: adds to the INSERT what becomes of a row that is there already.

    """
    new = insert(connection, table)
    if connection.dialect.name == "sqlite":
        return _one_by_one(connection, meeting(new), names, rows)
    columns = [column(name, _plain(table.c[name].type)) for name in names]
    arrays = [
        _array(values, one.type)
        for one, values in zip(columns, zip(*rows, strict=True), strict=True)
    ]
    listed = select(func.unnest(*arrays).table_valued(*columns, name="listed").render_derived())
    return connection.execute(meeting(new.from_select(list(names), listed))).rowcount


def among(connection: Connection, values: Sequence[str]) -> Select[Any]:
    """Return the values as a query, for "IN": one parameter, however many they are.

    PostgreSQL compares a long list of parameters with each row one by one; with this it joins.
    """
    if connection.dialect.name == "sqlite":
        return select(func.json_each(json.dumps(list(values))).table_valued("value").c.value)
    return select(func.unnest(literal(list(values), ARRAY(Text))))


def look_once(connection: Connection, table: Table) -> None:
    """Do as `look_again` where PostgreSQL has never counted more than a few rows.

    Later it reckons with the size that the table has grown to.
    """
    if connection.dialect.name == "postgresql":
        counted = text("SELECT reltuples FROM pg_class WHERE oid = CAST(:name AS regclass)")
        if connection.execute(counted, {"name": table.name}).scalar_one() < MANY:
            look_again(connection, table)


def look_again(connection: Connection, table: Table) -> None:
    """Let PostgreSQL count a table that may have grown since it last did, in some 0.1 s.

    Otherwise it reads all of it for each row, believing it to be small: where it looks for many
    rows at once, and in its checks of foreign keys, which keep the plan that they once made.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ANALYZE {table.name}"))


def _one_by_one(connection: Connection, statement: Insert, names: Sequence[str], rows: Rows) -> int:
    compiled = statement.compile(dialect=connection.dialect, column_keys=list(names))
    places = [names.index(name) for name in getattr(compiled, "positiontup", None) or ()]
    columns = list(zip(*rows, strict=True))
    prepared = (_prepared(connection, statement.table, names[at], columns[at]) for at in places)
    return connection.exec_driver_sql(str(compiled), list(zip(*prepared, strict=True))).rowcount


def _array(values: Sequence[Any], kind: TypeEngine[Any]) -> ColumnElement[Any]:
    """Return the values as an array: one text that PostgreSQL takes apart.

    The driver would write each value by itself, which for 20,000 people takes as long as to keep
    them. It does where a value holds one of the two characters that this needs.
    """
    joined = _BETWEEN.join(_NOTHING if one is None else str(one) for one in values)
    nothing = sum(one is None for one in values)
    clear = joined.count(_BETWEEN) == len(values) - 1 and joined.count(_NOTHING) == nothing
    if not clear or len(values) == 1:
        return literal(list(values), ARRAY(kind))
    return cast(func.string_to_array(joined, _BETWEEN, _NOTHING), ARRAY(kind))


def _plain(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    """Return a type whose values psycopg takes as they are."""
    return DateTime(timezone=True) if isinstance(kind, Moment) else kind


def _prepared(
    connection: Connection, table: Any, name: str, values: Iterable[Any]
) -> Iterable[Any]:
    """Return the values as the driver takes them; the same moment, mostly, in thousands of rows."""
    dialect = connection.dialect
    make = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
    return values if make is None else map(cache(make), values)
