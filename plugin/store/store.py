"""The store: opens transactions, and keeps what belongs to no one transaction."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from plugin.mentoring.guest import GuestLink
from plugin.mentoring.people import TenantId
from plugin.mentoring.taking_back import WITHIN
from plugin.ports.guests import Guest
from plugin.ports.placements import Placement
from plugin.ports.values import Account, Clock, NewId, Visit
from plugin.store import placements, tables
from plugin.store.accounts import find_account
from plugin.store.connection import Database
from plugin.store.guests import find_guest_link, find_guests
from plugin.store.keys import prepare_keys
from plugin.store.rows import Transaction
from plugin.store.schema import require_current_schema
from plugin.store.secrets import Vault
from plugin.store.tables import HOUSE
from plugin.store.upserts import insert
from plugin.store.visits import find_visit, save_visit
from plugin.store.work import SqlWork

NOTICES_KEPT = timedelta(days=30)


def _wake_nobody() -> None:
    """Leave it to the workers to look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlStore:
    """The port `Store` on SQLite or PostgreSQL.

    Attributes:
        wake: called after a commit that queued work; must not raise.

    """

    database: Database
    vault: Vault
    clock: Clock
    new_id: NewId
    wake: Callable[[], None] = field(default=_wake_nobody)

    def prepare(self) -> None:
        """Check, before anything is served, that schema and keys are as they must be.

        Raises:
            SchemaError: the database wants `alongside migrate`, or newer code.
            KeyLostError: the encryption key does not open what is kept.

        """
        require_current_schema(self.database)
        self.database.run(HOUSE, lambda connection: prepare_keys(connection, self.vault))

    @contextmanager
    def work(
        self, tenant_id: TenantId, *, lasting: bool = True, hurried: bool = False
    ) -> Iterator[SqlWork]:
        """Save when the block ends well; undo when it raises."""
        opened = self.database.transaction(tenant_id, lasting=lasting, hurried=hurried)
        with opened as connection:
            transaction = self._transaction(connection, tenant_id)
            yield SqlWork(transaction)
        if transaction.queued:
            self.wake()

    @contextmanager
    def look(self, tenant_id: TenantId) -> Iterator[SqlWork]:
        """Read only: takes no lock that a writer waits for, and saves nothing."""
        with self.database.transaction(tenant_id, write=False) as connection:
            yield SqlWork(self._transaction(connection, tenant_id))

    def visit(self, handle_hash: str) -> Visit | None:
        """Return the visit, or None; whether it has expired is the caller's question."""
        with self.database.transaction(HOUSE, write=False) as connection:
            return find_visit(connection, handle_hash)

    def save_visit(self, visit: Visit) -> None:
        """Write it, new or seen again."""
        self.database.run(visit.tenant_id, lambda connection: save_visit(connection, visit))

    def placement(self, handle_hash: str) -> Placement | None:
        """Return what is to be placed from this visit; whether it is too late, the caller asks."""
        with self.database.transaction(HOUSE, write=False) as connection:
            return placements.placement(connection, self.vault, handle_hash)

    def save_placement(self, asked: Placement) -> None:
        """Keep it, sealed."""

        def step(connection: Connection) -> None:
            placements.save_placement(connection, self.vault, asked)

        self.database.run(asked.tenant_id, step)

    def spend(self, ticket_hash: str, *, until: datetime, now: datetime) -> bool:
        """Note that a one-time ticket was used; True for exactly one caller."""
        row = {"tenant_id": HOUSE, "ticket_hash": ticket_hash, "expires_at": until}

        def step(connection: Connection) -> bool:
            new = insert(connection, tables.spent_ticket).values(row)
            return connection.execute(new.on_conflict_do_nothing()).rowcount == 1

        return now < until and self.database.run(HOUSE, step)

    def is_spent(self, ticket_hash: str) -> bool:
        """Whether a ticket was spent and is still remembered."""
        key = tables.spent_ticket.c.ticket_hash
        with self.database.transaction(HOUSE, write=False) as connection:
            return connection.execute(select(key).where(key == ticket_hash)).first() is not None

    def tenants(self) -> Sequence[TenantId]:
        """Return every institution, for work that recurs."""
        key = tables.tenant.c.tenant_id
        query = select(key).where(key != HOUSE).order_by(key)
        with self.database.transaction(HOUSE, write=False) as connection:
            return list(connection.execute(query).scalars())

    def account_of(self, cloud: str, entra_tenant_id: str, object_id: str) -> Account | None:
        """Return the account, of whatever institution; of two, the one that was linked last."""
        with self.database.transaction(HOUSE, write=False) as connection:
            return find_account(connection, cloud, entra_tenant_id, object_id)

    def guest_link_of(self, secret_hash: str) -> GuestLink | None:
        """Return the link of this secret, over or not."""
        with self.database.transaction(HOUSE, write=False) as connection:
            return find_guest_link(connection, secret_hash)

    def guests(self, cloud: str, entra_tenant_id: str, object_id: str) -> Sequence[Guest]:
        """Return where this account mentors as a guest, the latest first."""
        with self.database.transaction(HOUSE, write=False) as connection:
            return find_guests(connection, cloud, entra_tenant_id, object_id)

    def tenant_of_subscription(self, subscription_id: str) -> TenantId | None:
        """Return whose subscription it is: a notification does not say."""
        table = tables.subscription
        query = select(table.c.tenant_id).where(table.c.subscription_id == subscription_id)
        with self.database.transaction(HOUSE, write=False, hurried=True) as connection:
            found = connection.execute(query).scalars().all()
        return TenantId(found[0]) if len(found) == 1 else None

    def expecting_subscription(self, *, now: datetime) -> bool:
        """Whether a subscription is being made: its id begins with "pending-", not yet expired."""
        table = tables.subscription
        pending = table.c.subscription_id.startswith("pending-", autoescape=True)
        query = select(table.c.subscription_id).where(pending, table.c.expires_at > now).limit(1)
        with self.database.transaction(HOUSE, write=False) as connection:
            return connection.execute(query).first() is not None

    def sweep(self, *, now: datetime) -> int:
        """Forget what was kept for a time that has passed; returns how many.

        Visits, spent tickets, placements, and the ids of platforms' notices, which come twice
        within days if at all. A visit tells for a while yet who was here, and opens nothing.
        """
        ended = {tables.visit: now - WITHIN}

        def step(connection: Connection) -> int:
            swept = 0
            for table in (tables.visit, tables.spent_ticket, tables.placement_request):
                over = delete(table).where(table.c.expires_at <= ended.get(table, now))
                swept += connection.execute(over).rowcount
            old = tables.platform_notice.c.heard_at <= now - NOTICES_KEPT
            return swept + connection.execute(delete(tables.platform_notice).where(old)).rowcount

        return self.database.run(HOUSE, step)

    def _transaction(self, connection: Connection, tenant_id: TenantId) -> Transaction:
        return Transaction(connection, tenant_id, self.vault, self.clock, self.new_id)
