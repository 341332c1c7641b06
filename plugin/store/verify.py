"""Opening every sealed value once, as proof that keys and rows are sound."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, LargeBinary, Table, select

from plugin.store import tables
from plugin.store.connection import Database
from plugin.store.errors import SealedError
from plugin.store.personal import row_name
from plugin.store.secrets import Spot, Vault
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
                refused.append(f"{spot.table}.{spot.column} {spot.row}")
    return Verified(opened, tuple(refused))


def sealed_values(connection: Connection) -> Iterator[tuple[Spot, bytes]]:
    """Yield every sealed value with its spot."""
    for table, column in SEALED:
        query = select(*table.primary_key, table.c.tenant_id, table.c[column])
        for row in connection.execute(query.where(table.c[column].is_not(None))).all():
            yield Spot(row.tenant_id, table.name, row_name(table, row), column), row[-1]


SEALED: tuple[tuple[Table, str], ...] = tuple(
    (table, column.name)
    for table in tables.metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, LargeBinary) and table is not tables.tenant
)
"""Every sealed column there is; a tenant's own key is sealed with another, and opens the rest."""
