"""Who was invited to mentor from outside a course."""

from sqlalchemy import Boolean, Column, Index, LargeBinary, Table, false

from plugin.store.tables.base import key, metadata, moment, of, tenant_key, version, words

guest_link = Table(
    "guest_link",
    metadata,
    tenant_key(),
    key("link_id"),
    words("programme_id"),
    words("side"),
    words("secret_hash"),
    words("made_by"),
    moment("made_at"),
    moment("expires_at"),
    Column("memo", LargeBinary),
    words("person_id", optional=True),
    moment("accepted_at", optional=True),
    moment("ended_at", optional=True),
    Column("referred", Boolean, nullable=False, server_default=false()),
    moment("admitted_at", optional=True),
    version(),
    of("programme", "programme_id"),
    of("person", "made_by:person_id"),
    of("person", "person_id"),
    Index("uq_guest_link_secret_hash", "secret_hash", unique=True),
    Index(None, "tenant_id", "programme_id"),
    Index(None, "tenant_id", "person_id"),
)
"""`memo` is sealed: a name of somebody who has agreed to nothing yet."""
