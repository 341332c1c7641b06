"""Where the reading of the library's changes stands. It belongs to the tool itself."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from plugin.ports.values import Clock
from plugin.store.connection import Database
from plugin.store.tables import HOUSE
from plugin.store.tables import drive_watch as table
from plugin.store.upserts import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveWatches:
    """One line for each library."""

    database: Database
    clock: Clock

    def since(self, library: str) -> str | None:
        """Return what to ask the library with; None before it was ever asked."""
        query = select(table.c.link).where(table.c.tenant_id == HOUSE, table.c.drive_id == library)
        with self.database.transaction(HOUSE, write=False) as connection:
            return connection.execute(query).scalar_one_or_none()

    def keep(self, library: str, since: str) -> None:
        """Write down what to ask with next time."""
        key = {"tenant_id": HOUSE, "drive_id": library}
        values = {"link": since, "read_at": self.clock()}

        def step(connection: Connection) -> None:
            new = insert(connection, table).values(**key, **values)
            connection.execute(new.on_conflict_do_update(index_elements=list(key), set_=values))

        self.database.run(HOUSE, step)
