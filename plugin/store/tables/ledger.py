"""Work that leaves the process, and what happened."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Table, text

from plugin.store.tables.base import (
    key,
    metadata,
    moment,
    number,
    tenant_column,
    tenant_key,
    words,
)

UNFINISHED = text("state IN ('queued', 'running')")

job = Table(
    "job",
    metadata,
    key("job_id"),
    tenant_column(),
    words("kind"),
    Column("payload", JSON, nullable=False),
    words("job_key", optional=True),
    words("state"),
    Column("again", Boolean, nullable=False),
    moment("run_at"),
    moment("needed_at", optional=True),
    number("attempts"),
    number("fence"),
    words("owner", optional=True),
    moment("lease_until", optional=True),
    words("error", optional=True),
    moment("created_at"),
    moment("finished_at", optional=True),
)
"""`again`: asked for anew while it was running, so it runs once more."""
# Among what is UNFINISHED only, says the migration that makes it: named here, each database's
# option loads its dialect, and PostgreSQL's takes 3 MB of every process that serves SQLite.
Index("uq_job_unfinished", job.c.tenant_id, job.c.job_key, unique=True)
Index("ix_job_due", job.c.tenant_id, job.c.state, job.c.run_at)
Index("ix_job_finished", job.c.state, job.c.finished_at)

job_turn = Table("job_turn", metadata, tenant_key(), Column("turn", BigInteger, nullable=False))
"""When each tenant was last served, counted in claims: who waited longest is served next."""

tick = Table(
    "tick", metadata, tenant_key(), key("kind"), Column("number", BigInteger, nullable=False)
)
"""The latest tick of recurring work that was queued."""

event_log = Table(
    "event_log",
    metadata,
    key("event_id"),
    tenant_column(),
    moment("at"),
    words("event"),
    Column("facts", JSON, nullable=False),
    Index(None, "tenant_id", "at"),
)
