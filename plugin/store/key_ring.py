"""The port `lti.keys.KeyRing`: this tool's own key pairs, sealed."""

import logging
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from lti.keys import KeyUse, ToolKey
from plugin.store.connection import Database
from plugin.store.errors import SealedError
from plugin.store.sealing import Spot
from plugin.store.secrets import Vault
from plugin.store.tables import HOUSE, tenant
from plugin.store.tables import tool_key as table

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlKeyRing:
    """The tool's keys, the same for every platform. One that does not open counts as not there."""

    database: Database
    vault: Vault

    def load(self) -> tuple[ToolKey, ...]:
        """Return every kept key, in the order they were kept."""
        with self.database.transaction(HOUSE, write=False) as connection:
            return self._load(connection)

    def save(self, keys: tuple[ToolKey, ...], *, replacing: tuple[ToolKey, ...]) -> bool:
        """Keep `keys` if `replacing` is still what is kept, in one step; say whether it was."""

        def step(connection: Connection) -> bool:
            house = select(tenant.c.tenant_id).where(tenant.c.tenant_id == HOUSE)
            connection.execute(house.with_for_update())  # on PostgreSQL one changes keys at a time
            if self._load(connection) != replacing:
                return False
            connection.execute(table.delete())
            rows = [self._row(connection, key, at) for at, key in enumerate(keys)]
            if rows:
                connection.execute(table.insert(), rows)
            return True

        return self.database.run(HOUSE, step)

    def _load(self, connection: Connection) -> tuple[ToolKey, ...]:
        rows = connection.execute(select(table).order_by(table.c.position)).all()
        keys = (self._key(connection, row) for row in rows)
        return tuple(key for key in keys if key is not None)

    def _key(self, connection: Connection, row: Row[Any]) -> ToolKey | None:
        try:
            pem = self.vault.open(connection, _spot(row.key_id), row.pem)
        except SealedError as error:
            _log.error("sealed key refused: %s", error)
            return None
        return ToolKey(row.key_id, pem.decode(), KeyUse(row.use), row.since)

    def _row(self, connection: Connection, key: ToolKey, position: int) -> dict[str, Any]:
        return {
            "tenant_id": HOUSE,
            "key_id": key.key_id,
            "pem": self.vault.seal(connection, _spot(key.key_id), key.pem.encode()),
            "use": key.use,
            "since": key.since,
            "position": position,
        }


def _spot(key_id: str) -> Spot:
    return Spot(HOUSE, table.name, key_id, "pem")
