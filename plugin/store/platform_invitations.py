"""The port `PlatformInvitations`: kept by the hash of their secret, used once."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select, update

from plugin.ports.registrations import PlatformInvitation
from plugin.store.connection import Database
from plugin.store.tables import HOUSE, tenant
from plugin.store.tables import platform_invitation as table


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlPlatformInvitations:
    """Whoever claims an invitation has it alone until the claim lapses or is released."""

    database: Database

    def add(self, invitation: PlatformInvitation) -> None:
        """Keep it."""
        row = asdict(invitation)
        del row["institution"]
        self.database.run(HOUSE, lambda connection: connection.execute(table.insert().values(row)))

    def find(self, secret_hash: str) -> PlatformInvitation | None:
        """Return it, used or out of date or not."""
        columns = [one for one in table.c if one.name not in ("claim", "claimed_until")]
        query = (
            select(*columns, tenant.c.name.label("institution"))
            .join_from(table, tenant, tenant.c.tenant_id == table.c.tenant_id)
            .where(table.c.secret_hash == secret_hash)
        )
        with self.database.transaction(HOUSE, write=False) as connection:
            row = connection.execute(query).mappings().one_or_none()
        return PlatformInvitation(**row) if row else None

    def claim(self, secret_hash: str, claim: str, *, now: datetime, until: datetime) -> bool:
        """Reserve it; True for one caller at a time."""
        free = or_(table.c.claimed_until.is_(None), table.c.claimed_until <= now)
        open_ = [table.c.secret_hash == secret_hash, table.c.used_at.is_(None), free]
        taken = update(table).where(*open_, table.c.expires_at > now)
        values = {"claim": claim, "claimed_until": until}
        return self.database.run(
            HOUSE, lambda connection: connection.execute(taken.values(values)).rowcount == 1
        )

    def release(self, secret_hash: str, claim: str) -> None:
        """Give up a reservation."""
        ours = [table.c.secret_hash == secret_hash, table.c.claim == claim]
        freed = update(table).where(*ours).values(claim=None, claimed_until=None)
        self.database.run(HOUSE, lambda connection: connection.execute(freed))


def use_up(connection: Connection, secret_hash: str, claim: str, now: datetime) -> bool:
    """Mark a claimed invitation as used; False when the claim is not ours any more."""
    ours = [table.c.secret_hash == secret_hash, table.c.claim == claim, table.c.used_at.is_(None)]
    used = update(table).where(*ours).values(used_at=now, claim=None, claimed_until=None)
    return connection.execute(used).rowcount == 1
