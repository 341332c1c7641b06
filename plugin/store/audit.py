"""The audit: lines that are only ever added, each holding the hash of the one before."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select, text

from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.programme import ProgrammeId
from plugin.ports.privacy import Opened
from plugin.store.connection import Database
from plugin.store.rows import Rows
from plugin.store.tables import audit

FIRST = "0" * 64
OPENINGS = ("concern.read", "break-glass.view", "goals.read")
"""Lines that say that somebody read what they are no member of."""
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext(:tenant))")


class Auditing(Rows):
    """Writes the audit."""

    def audit(
        self,
        event: str,
        *,
        by: PersonId | None,
        about: Iterable[PersonId] = (),
        programme: ProgrammeId | None = None,
        **facts: str,
    ) -> None:
        """Write one line that is never changed: who did or read what, about whom, without words."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(_ONE_AT_A_TIME, {"tenant": f"audit {self.tenant_id}"})
        last = self._all(
            select(audit.c.number, audit.c.hash)
            .where(self._mine(audit))
            .order_by(audit.c.number.desc())
            .limit(1)
        )
        row = {
            "tenant_id": self.tenant_id,
            "number": last[0].number + 1 if last else 1,
            "at": self._transaction.clock(),
            "event": event,
            "actor": by,
            "about": sorted(about),
            "programme_id": programme,
            "facts": facts,
            "previous": last[0].hash if last else FIRST,
        }
        self._connection.execute(audit.insert().values({**row, "hash": hash_of(row)}))

    def opened_of(self, person_id: PersonId, *, now: datetime) -> Sequence[Opened]:
        """Return who opened what the person wrote, the latest first, once they may be told."""
        query = (
            select(audit.c.event, audit.c.actor, audit.c.at, audit.c.about, audit.c.facts)
            .where(self._mine(audit), audit.c.event.in_(OPENINGS))
            .order_by(audit.c.number.desc())
        )
        return [
            Opened(row.event, row.actor, row.at)
            for row in self._all(query)
            if person_id in row.about and row.facts.get("tell_at", "") <= _iso(now)
        ]


def hash_of(row: dict[str, Any]) -> str:
    """Return the hash of a line: of all that it says, and of the line before."""
    said = {name: value for name, value in row.items() if name != "hash"}
    said["at"] = _iso(said["at"])
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def broken_line(database: Database, tenant_id: TenantId) -> int | None:
    """Return the number of the first line that is not as it was written, or None.

    The oldest lines are forgotten in time, so the chain begins with the oldest that is there.
    """
    with database.transaction(tenant_id, write=False) as connection:
        return _broken(connection, tenant_id)


def anchor(database: Database, tenant_id: TenantId) -> tuple[int, str]:
    """Return number and hash of the latest line: kept elsewhere, it proves what stands before it.

    The first line has the number 1; 0 where there is none.
    """
    with database.transaction(tenant_id, write=False) as connection:
        mine = audit.c.tenant_id == tenant_id
        query = select(audit.c.number, audit.c.hash).where(mine)
        row = connection.execute(query.order_by(audit.c.number.desc()).limit(1)).one_or_none()
    return (row.number, row.hash) if row else (0, FIRST)


def is_anchored(database: Database, tenant_id: TenantId, number: int, hash_: str) -> bool:
    """Whether the line of that number is the one that was noted, or was forgotten in its time."""
    with database.transaction(tenant_id, write=False) as connection:
        mine = audit.c.tenant_id == tenant_id
        rows = select(audit.c.number, audit.c.hash).where(mine, audit.c.number >= number)
        first = connection.execute(rows.order_by(audit.c.number).limit(1)).one_or_none()
    if first is None:
        return number == 0
    return bool(first.number > number or first.hash == hash_)


def _broken(connection: Connection, tenant_id: TenantId) -> int | None:
    mine = audit.c.tenant_id == tenant_id
    before: Any = None
    query = select(audit).where(mine).order_by(audit.c.number)
    for row in connection.execute(query).mappings():
        follows = before is None or (row["previous"], row["number"]) == before
        if not follows or hash_of(dict(row)) != row["hash"]:
            return int(row["number"])
        before = (row["hash"], row["number"] + 1)
    return None
