"""Copies of one's own data, removals, and sealed pages that were opened for a grave reason."""

from sqlalchemy import JSON, Boolean, Column, Index, LargeBinary, Table

from plugin.store.tables.base import key, metadata, moment, of, tenant_key, version, words

data_export = Table(
    "data_export",
    metadata,
    tenant_key(),
    key("export_id"),
    words("person_id"),
    moment("asked_at"),
    Column("bundle", LargeBinary),
    moment("made_at", optional=True),
    moment("taken_at", optional=True),
    moment("expires_at", optional=True),
    of("person", "person_id"),
    Index(None, "tenant_id", "person_id", "asked_at"),
)

erasure = Table(
    "erasure",
    metadata,
    tenant_key(),
    key("person_id"),
    moment("asked_at"),
    moment("done_at", optional=True),
    Column("counts", JSON, nullable=False),
    of("person", "person_id"),
)
"""The certificate, and what is done again after an older backup was restored."""

own_key = Table(
    "own_key",
    metadata,
    tenant_key(),
    key("person_id"),
    words("key_id"),
    Column("data_key", LargeBinary, nullable=False),
    of("person", "person_id"),
    Index(None, "tenant_id", "key_id", unique=True),
)
"""What people wrote is sealed with these; they are kept apart in backups, and only as they are."""

relationship_key = Table(
    "relationship_key",
    metadata,
    tenant_key(),
    key("relationship_id"),
    words("key_id"),
    Column("data_key", LargeBinary, nullable=False),
    of("relationship", "relationship_id"),
    Index(None, "tenant_id", "key_id", unique=True),
)
"""What is said in a relationship is sealed with its key as well; kept apart in backups likewise."""

key_removal = Table(
    "key_removal",
    metadata,
    tenant_key(),
    key("key_id"),
    words("relationship_id"),
    moment("removed_at"),
    of("relationship", "relationship_id"),
)
"""Relationships' keys that were destroyed, so that a restored backup brings none of them back."""

break_glass = Table(
    "break_glass",
    metadata,
    tenant_key(),
    key("break_glass_id"),
    words("relationship_id"),
    words("programme_id"),
    words("category"),
    Column("reason", LargeBinary),
    words("asked_by"),
    moment("asked_at"),
    words("decided_by", optional=True),
    moment("decided_at", optional=True),
    Column("agreed", Boolean),
    moment("until", optional=True),
    moment("tell_at"),
    Column("legal_reason", LargeBinary),
    version(),
    Column("told_people", JSON),
    of("relationship", "relationship_id"),
    of("programme", "programme_id"),
    of("person", "asked_by:person_id"),
    of("person", "decided_by:person_id"),
    Index(None, "tenant_id", "relationship_id"),
    Index(None, "tenant_id", "programme_id"),
)
