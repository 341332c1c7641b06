"""The ledger for an operator: what waits, what was parked and why, and what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Update, and_, exists, select, update

from plugin.mentoring.people import TenantId
from plugin.ports.values import Clock, JobId, LedgerLine
from plugin.store.connection import Database
from plugin.store.queueing import DONE, PARKED, QUEUED, RUNNING
from plugin.store.tables import job as table


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPage:
    """Shows one tenant's jobs, and takes an operator's decision on a parked one."""

    database: Database
    clock: Clock

    def lines(self, tenant_id: TenantId, *, limit: int = 100) -> Sequence[LedgerLine]:
        """Return what is not done, parked jobs first, then by time."""
        query = (
            select(table)
            .where(table.c.tenant_id == tenant_id, table.c.state != DONE)
            .order_by(table.c.state != PARKED, table.c.run_at, table.c.job_id)
            .limit(limit)
        )
        with self.database.transaction(tenant_id, write=False) as connection:
            rows = connection.execute(query).all()
        return [
            LedgerLine(row.job_id, row.kind, row.state, row.attempts, row.run_at, row.error)
            for row in rows
        ]

    def try_again(self, tenant_id: TenantId, job_id: JobId) -> bool:
        """Queue a parked job anew; False when it is not parked, or its like waits already."""
        other = table.alias("other")
        like_it = exists().where(
            other.c.tenant_id == table.c.tenant_id,
            other.c.job_key == table.c.job_key,
            other.c.state.in_((QUEUED, RUNNING)),
        )
        values = {"state": QUEUED, "attempts": 0, "run_at": self.clock(), "finished_at": None}
        parked = update(table).where(self._parked(tenant_id, job_id), ~like_it).values(values)
        return self._change(tenant_id, parked)

    def discard(self, tenant_id: TenantId, job_id: JobId) -> bool:
        """Give a parked job up; False when it is not parked."""
        given_up = update(table).where(self._parked(tenant_id, job_id)).values(state=DONE)
        return self._change(tenant_id, given_up)

    @staticmethod
    def _parked(tenant_id: TenantId, job_id: JobId) -> ColumnElement[bool]:
        mine = and_(table.c.tenant_id == tenant_id, table.c.job_id == job_id)
        return and_(mine, table.c.state == PARKED)

    def _change(self, tenant_id: TenantId, statement: Update) -> bool:
        def step(connection: Connection) -> bool:
            return connection.execute(statement).rowcount == 1

        return self.database.run(tenant_id, step)
