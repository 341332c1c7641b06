"""The ledger: which work is due, who does it, how it ended.

A worker holds a job by a lease and a fence. The lease runs out when the worker stops beating; the
fence grows with every claim, so that a worker that comes back late changes nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    tuple_,
    update,
)

from plugin.mentoring.people import TenantId
from plugin.ports.values import Clock, Job, JobId, NewId
from plugin.store.connection import Database
from plugin.store.queueing import DONE, PARKED, QUEUED, RUNNING, write_job
from plugin.store.tables import HOUSE, job_turn, tenant, tick
from plugin.store.tables import job as table
from plugin.store.upserts import insert

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 8
_BY_NEED = (table.c.needed_at.is_not(None), table.c.needed_at, table.c.run_at)
KEPT = timedelta(days=30)
"""How long a finished job is kept, for the operator's questions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlLedger:
    """The jobs of every tenant, for the workers. Safe for threads and processes."""

    database: Database
    clock: Clock
    new_id: NewId
    lease: timedelta = LEASE

    def claim(self, owner: str, kinds: Collection[str]) -> Job | None:
        """Take the next due job of these kinds, or None.

        Tenants take turns, so that a long backlog of one lets the others' work through.
        """
        due = or_(self._waiting(kinds), self._abandoned(kinds))
        with self.database.transaction(HOUSE, write=False) as connection:
            if connection.execute(select(exists().where(due))).scalar_one() is False:
                return None
        return self.database.run(HOUSE, lambda c: self._claim(c, owner, kinds))

    def claim_more(self, job: Job, owner: str, *, most: int) -> list[Job]:
        """Take what else of this job's tenant and kind is due, the most needed first.

        The job itself was the longest due, so that none waits for ever. What ended two workers is
        not among them: it is taken alone, and ends nobody else's work.
        """
        lost_once = and_(self._abandoned([job.kind]), table.c.attempts < 2)
        wanted = or_(self._waiting([job.kind]), lost_once)
        due = (
            select(table)
            .where(table.c.tenant_id == job.tenant_id, wanted)
            .order_by(*_BY_NEED)
            .limit(most)
        )

        def step(connection: Connection) -> list[Job]:
            rows = connection.execute(due.with_for_update(skip_locked=True)).all()
            these = table.c.job_id.in_([row.job_id for row in rows])
            taken = update(table).where(these, wanted)
            taken = taken.values(
                state=RUNNING,
                owner=owner,
                lease_until=self.clock() + self.lease,
                fence=table.c.fence + 1,
                attempts=table.c.attempts + 1,
            )
            got = connection.execute(taken.returning(table.c.job_id, table.c.fence))
            fences = {one.job_id: one.fence for one in got}
            return [_job(row) for row in rows if fences.get(row.job_id) == row.fence + 1]

        return self.database.run(HOUSE, step)

    def heartbeat(self, job: Job, owner: str) -> bool:
        """Make the lease last from now; False when the job is somebody else's by now."""
        return self.heartbeat_all([job], owner) == 1

    def heartbeat_all(self, jobs: Sequence[Job], owner: str) -> int:
        """Make their leases last from now; returns how many are held with these claims yet."""
        claims = tuple_(table.c.job_id, table.c.fence)
        held = and_(
            claims.in_([(job.job_id, job.fence) for job in jobs]),
            table.c.owner == owner,
            table.c.state == RUNNING,
        )
        beat = update(table).where(held).values(lease_until=self.clock() + self.lease)
        return self.database.run(HOUSE, lambda c: c.execute(beat).rowcount)

    def done(self, job: Job, owner: str) -> bool:
        """Finish the job, or have it run once more where that was asked meanwhile."""
        again = table.c.again
        return self._write(
            job,
            owner,
            state=case((again, QUEUED), else_=DONE),
            attempts=case((again, 0), else_=table.c.attempts),
            finished_at=case((again, None), else_=self.clock()),
            again=False,
            owner=None,
            error=None,
        )

    def retry(
        self, job: Job, owner: str, *, run_at: datetime, error: str, counts: bool = True
    ) -> bool:
        """Have it run later; an attempt that does not count never leads to parking.

        Where it was asked for anew meanwhile, it runs when it was asked for, if that is sooner.
        """
        attempts = table.c.attempts - (0 if counts else 1)
        sooner = and_(table.c.again, table.c.run_at < run_at)
        when = case((sooner, table.c.run_at), else_=run_at)
        values = {"run_at": when, "error": error, "attempts": attempts}
        return self._write(job, owner, state=QUEUED, again=False, **values | {"owner": None})

    def park(self, job: Job, owner: str, *, error: str) -> bool:
        """Stop trying; a person sees it and decides."""
        now = self.clock()
        return self._write(job, owner, state=PARKED, error=error, finished_at=now, owner=None)

    def sweep(self) -> int:
        """Park jobs that ended every worker that took them, and forget what ended long ago."""
        now = self.clock()
        over = and_(
            table.c.state == RUNNING,
            table.c.lease_until <= now,
            table.c.attempts >= MOST_ATTEMPTS,
        )
        parked = {"state": PARKED, "error": "WorkerLost", "finished_at": now, "owner": None}
        old = and_(table.c.state == DONE, table.c.finished_at < now - KEPT)

        def step(connection: Connection) -> int:
            connection.execute(delete(table).where(old))
            return connection.execute(update(table).where(over).values(parked)).rowcount

        return self.database.run(HOUSE, step)

    def tick(self, tenant_id: TenantId, kind: str, number: int) -> bool:
        """Queue recurring work for this tick; True for the one caller who did.

        A tick that was missed is not made up for: the next one does the same work.
        """
        key = {"tenant_id": tenant_id, "kind": kind}

        def step(connection: Connection) -> bool:
            new = insert(connection, tick).values(**key, number=number)
            newer = tick.c.number < number
            kept = new.on_conflict_do_update(
                index_elements=list(key), set_={"number": number}, where=newer
            )
            if connection.execute(kept).rowcount != 1:
                return False
            now = self.clock()
            job_id = JobId(self.new_id())
            write_job(connection, Job(job_id, tenant_id, kind, {}, now, kind), now=now)
            return True

        return self.database.run(HOUSE, step)

    def _claim(self, connection: Connection, owner: str, kinds: Collection[str]) -> Job | None:
        who = self._next_tenant(connection, kinds)
        row = self._next_row(connection, who, kinds) if who else None
        if who is None or row is None:
            return None
        now = self.clock()
        same = and_(table.c.job_id == row.job_id, table.c.fence == row.fence)
        taken = update(table).where(same, table.c.state == row.state)
        values = {
            "state": RUNNING,
            "owner": owner,
            "lease_until": now + self.lease,
            "fence": row.fence + 1,
            "attempts": row.attempts + 1,
        }
        if connection.execute(taken.values(values)).rowcount != 1:
            return None  # somebody was faster; the next look finds what is left
        self._take_turn(connection, who)
        return _job(row)

    def _next_tenant(self, connection: Connection, kinds: Collection[str]) -> str | None:
        mine = table.c.tenant_id == tenant.c.tenant_id
        waits = exists().where(mine, self._waiting(kinds))
        abandoned = exists().where(mine, self._abandoned(kinds))
        query = (
            select(tenant.c.tenant_id)
            .outerjoin_from(tenant, job_turn, job_turn.c.tenant_id == tenant.c.tenant_id)
            .where(or_(waits, abandoned))
            .order_by(func.coalesce(job_turn.c.turn, 0), tenant.c.tenant_id)
        )
        return connection.execute(query.limit(1)).scalar_one_or_none()

    def _next_row(
        self, connection: Connection, tenant_id: str, kinds: Collection[str]
    ) -> Row[Any] | None:
        for wanted in (self._abandoned(kinds), self._waiting(kinds)):
            query = select(table).where(table.c.tenant_id == tenant_id, wanted)
            first = query.order_by(table.c.run_at).limit(1)
            row = connection.execute(first.with_for_update(skip_locked=True)).one_or_none()
            if row is not None:
                return row
        return None

    def _waiting(self, kinds: Collection[str]) -> ColumnElement[bool]:
        due = and_(table.c.state == QUEUED, table.c.run_at <= self.clock())
        return and_(due, table.c.kind.in_(kinds))

    def _abandoned(self, kinds: Collection[str]) -> ColumnElement[bool]:
        left = and_(table.c.state == RUNNING, table.c.lease_until <= self.clock())
        return and_(left, table.c.attempts < MOST_ATTEMPTS, table.c.kind.in_(kinds))

    def _write(self, job: Job, holder: str, **values: Any) -> bool:
        """Change a job that is still held with this claim; False when it is not."""
        held = and_(
            table.c.job_id == job.job_id,
            table.c.owner == holder,
            table.c.fence == job.fence,
            table.c.state == RUNNING,
        )
        changed = update(table).where(held).values(values)
        return self.database.run(HOUSE, lambda c: c.execute(changed).rowcount == 1)

    @staticmethod
    def _take_turn(connection: Connection, tenant_id: str) -> None:
        latest = select(func.coalesce(func.max(job_turn.c.turn), 0)).scalar_subquery()
        new = insert(connection, job_turn).values(tenant_id=tenant_id, turn=latest + 1)
        connection.execute(
            new.on_conflict_do_update(
                index_elements=["tenant_id"], set_={"turn": new.excluded.turn}
            )
        )


def _job(row: Row[Any]) -> Job:
    """Return the job as it is once claimed."""
    return Job(
        row.job_id,
        row.tenant_id,
        row.kind,
        row.payload,
        row.run_at,
        row.job_key,
        row.needed_at,
        row.attempts + 1,
        row.fence + 1,
    )
