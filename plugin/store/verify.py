"""Opening every sealed value once, as proof that keys and rows are sound."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, select

from plugin.store import tables
from plugin.store.connection import Database
from plugin.store.errors import SealedError
from plugin.store.personal import RELATED, relationship_of, row_name
from plugin.store.sealing import Spot
from plugin.store.secrets import Vault
from plugin.store.tables import HOUSE


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found.

    Attributes:
        refused: "table.column row" of each value that does not open.

    """

    opened: int
    refused: tuple[str, ...]


def verify(database: Database, vault: Vault) -> Verified:
    """Open everything that is sealed, in one snapshot on SQLite; shows nothing of it."""
    opened, refused = 0, []
    with database.transaction(HOUSE, write=False) as connection:
        for spot, sealed in sealed_values(connection):
            try:
                vault.open(connection, spot, sealed)
                opened += 1
            except SealedError:
                refused.append(str(spot))
    return Verified(opened, tuple(refused))


def sealed_values(connection: Connection) -> Iterator[tuple[Spot, bytes]]:
    """Yield every sealed value with its spot."""
    for table, column in SEALED:
        whose = [table.c.relationship_id] if table.name in RELATED else []
        query = select(*table.primary_key, table.c.tenant_id, *whose, table.c[column])
        for row in connection.execute(query.where(table.c[column].is_not(None))).all():
            yield spot_of(table, column, row), getattr(row, column)


def spot_of(table: Table, column: str, row: Any) -> Spot:
    """Return where a row's sealed value stands."""
    name, within = row_name(table, row), relationship_of(table, row)
    return Spot(row.tenant_id, table.name, name, column, within)


SEALED: tuple[tuple[Table, str], ...] = tuple(
    (table, column.name)
    for table in tables.metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, LargeBinary) and table is not tables.tenant
)
"""Every sealed column there is; a tenant's own key is sealed with another, and opens the rest."""
