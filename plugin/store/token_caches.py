"""The port `graph.TokenCaches`: people's Microsoft tokens, sealed, one row a person.

A row belongs to the tool itself: Microsoft's identity says whose it is, and one that signs in for
two institutions has one set of tokens.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, exists, select, update

from graph.accounts import CacheKey
from plugin.ports.values import Clock
from plugin.store.connection import Database
from plugin.store.errors import SealedError
from plugin.store.sealing import Spot
from plugin.store.secrets import Vault
from plugin.store.tables import HOUSE, account
from plugin.store.tables import token_cache as table
from plugin.store.upserts import insert

_log = logging.getLogger(__name__)
ORPHAN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlTokenCaches:
    """Token caches with a version each, so that of two refreshes at once one is kept."""

    database: Database
    vault: Vault
    clock: Clock

    def load(self, key: CacheKey) -> tuple[str, int] | None:
        """Return the row and its version; None when there is none or it does not open."""
        with self.database.transaction(HOUSE, write=False) as connection:
            row = self._row(connection, key)
            return row and self._opened(connection, key, row)

    def save(self, key: CacheKey, blob: str, version: int) -> bool:
        """Write the row if it still has `version`, 0 for none; an empty `blob` forgets it."""
        return self.database.run(HOUSE, lambda c: self._save(c, key, blob, version))

    def forget(self, key: CacheKey) -> bool:
        """Forget the tokens unless another institution's person has the same account.

        Returns whether nothing is kept any more.
        """
        return self.database.run(HOUSE, lambda c: self._forget(c, key))

    def forget_orphans(self) -> int:
        """Forget the tokens that no account belongs to any more; returns how many there were.

        What a process that ended between two steps has left behind. A row is younger than its
        account only for moments, so an hour is waited.
        """
        name = account.c.cloud + "/" + account.c.entra_tenant_id + "/" + account.c.object_id
        owned = exists().where(name == table.c.cache_key)
        old = table.c.saved_at < self.clock() - ORPHAN_AFTER
        return self.database.run(
            HOUSE, lambda c: c.execute(delete(table).where(old, ~owned)).rowcount
        )

    def _forget(self, connection: Connection, key: CacheKey) -> bool:
        still = select(account.c.person_id).where(
            account.c.cloud == key.cloud,
            account.c.entra_tenant_id == key.entra_tenant_id,
            account.c.object_id == key.object_id,
        )
        if connection.execute(still.limit(1)).first() is not None:
            return False
        connection.execute(delete(table).where(_is(key)))
        return True

    def _save(self, connection: Connection, key: CacheKey, blob: str, version: int) -> bool:
        row = self._row(connection, key)
        if row is not None and version == 0 and self._opened(connection, key, row) is None:
            version = row.version  # nobody can use what it holds, so nobody loses it
        same = and_(_is(key), table.c.version == version)
        if not blob:
            return connection.execute(delete(table).where(same)).rowcount == 1
        values = {
            "blob": self.vault.seal(connection, _spot(key), blob.encode()),
            "saved_at": self.clock(),
            "version": version + 1,
        }
        if version:
            return connection.execute(update(table).where(same).values(values)).rowcount == 1
        new = insert(connection, table).values(tenant_id=HOUSE, cache_key=_name(key), **values)
        return connection.execute(new.on_conflict_do_nothing()).rowcount == 1

    def _row(self, connection: Connection, key: CacheKey) -> Row[Any] | None:
        return connection.execute(select(table).where(_is(key))).one_or_none()

    def _opened(
        self, connection: Connection, key: CacheKey, row: Row[Any]
    ) -> tuple[str, int] | None:
        try:
            return self.vault.open(connection, _spot(key), row.blob).decode(), row.version
        except SealedError as error:
            _log.error("sealed tokens refused: %s", error)
            return None


def _name(key: CacheKey) -> str:
    return f"{key.cloud}/{key.entra_tenant_id}/{key.object_id}"


def _is(key: CacheKey) -> ColumnElement[bool]:
    return and_(table.c.tenant_id == HOUSE, table.c.cache_key == _name(key))


def _spot(key: CacheKey) -> Spot:
    return Spot(HOUSE, table.name, _name(key), "blob")
