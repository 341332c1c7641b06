"""What every aggregate needs of one transaction: its tenant's rows, versions, sealed values."""

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from operator import attrgetter
from types import SimpleNamespace
from typing import Any, Final, TypeVar

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Row,
    Select,
    Table,
    and_,
    update,
)

from plugin.mentoring.people import PersonId, TenantId
from plugin.ports.errors import ConflictError
from plugin.ports.values import UNREADABLE, Clock, NewId
from plugin.store.errors import SealedError
from plugin.store.personal import RELATED
from plugin.store.sealing import Spot
from plugin.store.secrets import Vault
from plugin.store.upserts import insert
from plugin.store.written_once import read

T = TypeVar("T")
MOST_AT_ONCE: Final = 500
"""Values in one IN (…): SQLite and PostgreSQL both limit the parameters of a statement."""
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Transaction:
    """One open transaction of one tenant, and what happened in it.

    Attributes:
        queued: whether a job was written, so that a worker is woken after the commit.
        has_news: whether a launch said something new of person, course or role.
        person_versions: of people read here, since a Person carries no version.

    """

    connection: Connection
    tenant_id: TenantId
    vault: Vault
    clock: Clock
    new_id: NewId
    queued: bool = False
    has_news: bool = False
    person_versions: dict[PersonId, int] = field(default_factory=dict)


class Rows:
    """Base of the aggregates: reads and writes rows of one tenant only."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._connection = transaction.connection
        self.tenant_id = transaction.tenant_id

    def _mine(self, table: Table, **key: Any) -> ColumnElement[bool]:
        """Return the condition that a row is this tenant's and has this key."""
        parts = [table.c[name] == value for name, value in key.items()]
        return and_(table.c.tenant_id == self.tenant_id, *parts)

    def _one(self, query: Select[Any], **values: Any) -> Row[Any] | None:
        return self._connection.execute(query, values).one_or_none()

    def _all(self, query: Select[Any] | CompoundSelect[Any], **values: Any) -> Sequence[Row[Any]]:
        """Return the rows; `values` fill a query that was written once, with gaps."""
        return self._connection.execute(query, values).all()

    def _fixed(self, query: Select[Any], **values: Any) -> Sequence[Any]:
        """Return the rows of a query that was written once; `tenant` in it stands for this one."""
        return read(self._connection, query, {"tenant": self.tenant_id, **values})

    def _own(self, tenant_id: str) -> None:
        """Refuse to write another tenant's thing here: a defect, not a user's error."""
        if tenant_id != self.tenant_id:
            raise ValueError("a thing of another tenant")

    def _save(
        self, table: Table, key: Mapping[str, Any], values: Mapping[str, Any], version: int
    ) -> None:
        """Write a row that was read at `version`; 0 for a new one.

        Raises:
            ConflictError: somebody else wrote or made it since.

        """
        if version == 0:
            row = {"tenant_id": self.tenant_id, **key, **values, "version": 1}
            statement = insert(self._connection, table).values(row).on_conflict_do_nothing()
            written = self._connection.execute(statement).rowcount
        else:
            changed = update(table).where(self._mine(table, **key), table.c.version == version)
            statement_values = {**values, "version": version + 1}
            written = self._connection.execute(changed.values(statement_values)).rowcount
        if written != 1:
            raise ConflictError(table.name)

    def _put(self, table: Table, key: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> None:
        """Replace the rows that belong to a thing by `rows`."""
        self._connection.execute(table.delete().where(self._mine(table, **key)))
        new = [{"tenant_id": self.tenant_id, **key, **row} for row in rows]
        if new:
            self._connection.execute(table.insert(), new)

    def _seal(
        self,
        table: Table,
        row: str,
        column: str,
        value: str,
        *,
        of: str | None = None,
        by: str | None = None,
    ) -> bytes | None:
        """Return a text sealed; None for an empty one, which tells nothing."""
        return self._seal_bytes(table, row, column, value.encode(), of=of, by=by) if value else None

    def _seal_bytes(
        self,
        table: Table,
        row: str,
        column: str,
        value: bytes,
        *,
        of: str | None = None,
        by: str | None = None,
    ) -> bytes:
        """Return it sealed: `of` the relationship it belongs to, `by` whose own word it is.

        It goes with the key of either.
        """
        if of is None and table.name in RELATED:
            raise ValueError(f"{table.name}.{column} belongs to a relationship")
        spot = Spot(self.tenant_id, table.name, row, column, of)
        return self._transaction.vault.seal(self._connection, spot, value, by=by)

    def _open(
        self, table: Table, row: str, column: str, sealed: bytes | None, *, of: str | None = None
    ) -> str:
        """Return the text, or UNREADABLE for one that does not open, so that the rest shows."""
        if sealed is None:
            return ""
        opened = self._open_bytes(table, row, column, sealed, of=of)
        return UNREADABLE if opened is None else opened.decode()

    def _sealed_json(
        self,
        table: Table,
        row: str,
        text: Mapping[str, Any],
        *,
        of: str | None = None,
        by: str | None = None,
    ) -> bytes:
        """Return several texts sealed as one, in the column `body`."""
        return self._seal_bytes(table, row, "body", json.dumps(text).encode(), of=of, by=by)

    def _opened_json(
        self, table: Table, row: str, sealed: bytes, *, of: str | None = None
    ) -> dict[str, Any] | None:
        """Return what `_sealed_json` sealed; None where it does not open."""
        text = self._open(table, row, "body", sealed, of=of)
        return None if text == UNREADABLE else json.loads(text)

    def _open_bytes(
        self, table: Table, row: str, column: str, sealed: bytes, *, of: str | None = None
    ) -> bytes | None:
        spot = Spot(self.tenant_id, table.name, row, column, of)
        try:
            return self._transaction.vault.open(self._connection, spot, sealed)
        except SealedError as error:
            _log.error("sealed value refused: %s", error)
            return None


def in_parts(values: Iterable[T]) -> Iterator[list[T]]:
    """Yield `values` in lists short enough for one statement."""
    rest = iter(values)
    while part := list(islice(rest, MOST_AT_ONCE)):
        yield part


def both(one: Any, other: Any, name: str) -> ColumnElement[bool]:
    """Return the condition that two tables' rows are of one tenant and one thing."""
    return and_(one.c.tenant_id == other.c.tenant_id, one.c[name] == other.c[name])


def named(row: Row[Any], table: Any, prefix: str) -> Any:
    """Return a table's part of a joined row, as if it had been read alone."""
    names, values = _names(table, prefix)
    return SimpleNamespace(**dict(zip(names, values(row), strict=True)))


@cache
def _names(table: Any, prefix: str) -> tuple[Sequence[str], Callable[[Row[Any]], Sequence[Any]]]:
    """Return a table's columns, and what reads all of them in a joined row."""
    names = [column.name for column in table.c]
    return names, attrgetter(*(f"{prefix}_{name}" for name in names))
