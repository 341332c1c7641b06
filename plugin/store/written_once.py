"""Queries that are written once, with gaps to fill: compiled once, and read as plain values.

SQLAlchemy looks a statement up by everything that it consists of, and each value of a row by its
name; for what a page asks each time, that takes longer than the database does.
"""

from collections.abc import Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, Select
from sqlalchemy.engine import Dialect

MOST_KEPT = 256


class Compiled(dict[Any, Any]):
    """Stands in for SQLAlchemy's cache of compiled statements, for one of them.

    Attributes:
        names: of the columns of a row, once one was read.

    """

    names: tuple[str, ...] = ()
    _only: Any = None

    def get(self, key: object, default: Any = None) -> Any:
        """Return the only one, whatever it is looked for by."""
        return default if self._only is None else self._only

    def __setitem__(self, key: object, compiled: Any) -> None:
        """Keep it."""
        self._only = compiled


def read(connection: Connection, query: Select[Any], values: dict[str, Any]) -> Sequence[Any]:
    """Return the rows of a query that is one object for the whole life of the process."""
    kept = _compiled(query, connection.dialect, tuple(values))
    found = connection.execute(query, values, execution_options={"compiled_cache": kept})
    if not kept.names:
        kept.names = tuple(found.keys())
        if len(set(kept.names)) < len(kept.names):
            raise ValueError("two columns of one name")
    names = kept.names
    return [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in found.all()]


@lru_cache(MOST_KEPT)
def _compiled(query: Select[Any], dialect: Dialect, gaps: tuple[str, ...]) -> Compiled:
    return Compiled()
