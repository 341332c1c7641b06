"""What a transaction leaves behind for later: jobs and lines of the log."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, case

from plugin.ports.values import Job, JobId
from plugin.store.rows import Rows
from plugin.store.tables import event_log, job
from plugin.store.tables.ledger import UNFINISHED
from plugin.store.upserts import insert

QUEUED, RUNNING, DONE, PARKED = "queued", "running", "done", "parked"


class Queueing(Rows):
    """Writes jobs and log lines with the change that caused them."""

    def queue(
        self,
        kind: str,
        payload: Mapping[str, str],
        *,
        key: str | None = None,
        run_at: datetime | None = None,
        needed_at: datetime | None = None,
    ) -> None:
        """Ask a worker to do this once the transaction is saved; now unless `run_at`.

        When a job with the key waits already, it takes the newer payload and need, and the earlier
        time. When one is running, it may have read what has just changed, so it runs once more.
        """
        now = self._transaction.clock()
        job_id = JobId(self._transaction.new_id())
        new = Job(job_id, self.tenant_id, kind, payload, run_at or now, key, needed_at)
        write_job(self._connection, new, now=now)
        self._transaction.queued = True

    def note(self, event: str, **facts: str) -> None:
        """Write one line into the tenant's log: codes and identifiers, no words of people."""
        row = {
            "event_id": self._transaction.new_id(),
            "tenant_id": self.tenant_id,
            "at": self._transaction.clock(),
            "event": event,
            "facts": facts,
        }
        self._connection.execute(event_log.insert().values(row))


def write_job(connection: Connection, new: Job, *, now: datetime) -> None:
    """Write the job, or join it to the unfinished one with its key."""
    row = {
        "job_id": new.job_id,
        "tenant_id": new.tenant_id,
        "kind": new.kind,
        "payload": dict(new.payload),
        "job_key": new.key,
        "state": QUEUED,
        "again": False,
        "run_at": new.run_at,
        "needed_at": new.needed_at,
        "attempts": 0,
        "fence": 0,
        "created_at": now,
    }
    statement = insert(connection, job).values(row)
    wanted = statement.excluded.run_at
    first_again = (job.c.state == RUNNING) & ~job.c.again
    run_at = case((first_again | (wanted < job.c.run_at), wanted), else_=job.c.run_at)
    statement = statement.on_conflict_do_update(
        index_elements=["tenant_id", "job_key"],
        index_where=UNFINISHED,
        set_={
            "payload": statement.excluded.payload,
            "run_at": run_at,
            "needed_at": statement.excluded.needed_at,
            "again": job.c.state == RUNNING,
        },
    )
    connection.execute(statement)
