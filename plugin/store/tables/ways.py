"""How people meet: ways, telephone numbers, switches, who has tried the technology."""

from sqlalchemy import Boolean, Column, LargeBinary, Table

from plugin.store.tables.base import key, metadata, moment, of, tenant_key, version, words

meeting_ways = Table(
    "meeting_ways",
    metadata,
    tenant_key(),
    key("relationship_id"),
    words("platform"),
    Column("detail", LargeBinary),
    words("backup"),
    Column("backup_detail", LargeBinary),
    version(),
    of("relationship", "relationship_id"),
)
"""`detail` and `backup_detail` are sealed: where two people meet is theirs."""

reach = Table(
    "reach",
    metadata,
    tenant_key(),
    key("person_id"),
    Column("number", LargeBinary),
    words("language", optional=True),
    version(),
    of("person", "person_id"),
)
"""`number`, of the telephone, is sealed."""

session_switch = Table(
    "session_switch",
    metadata,
    tenant_key(),
    key("session_id"),
    Column("to_backup", Boolean, nullable=False),
    words("switched_by"),
    moment("switched_at"),
    version(),
    of("mentoring_session", "session_id"),
    of("person", "switched_by:person_id"),
)

tried = Table(
    "tried",
    metadata,
    tenant_key(),
    key("relationship_id"),
    key("person_id"),
    moment("tried_at"),
    of("relationship", "relationship_id"),
    of("person", "person_id"),
)
