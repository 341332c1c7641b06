"""Whether and where a session is recorded."""

from sqlalchemy import Boolean, Column, Integer, LargeBinary, Table

from plugin.store.tables.base import key, metadata, moment, number, of, tenant_key, words

recording_consent = Table(
    "recording_consent",
    metadata,
    tenant_key(),
    key("session_id"),
    key("person_id"),
    Column("number", Integer, primary_key=True),
    Column("given", Boolean, nullable=False),
    words("text_hash"),
    number("generation"),
    moment("said_at"),
    of("mentoring_session", "session_id"),
    of("person", "person_id"),
)
"""Only ever added to: each yes and each taking back, with its time and the text it was said to."""

recording_link = Table(
    "recording_link",
    metadata,
    tenant_key(),
    key("session_id"),
    Column("url", LargeBinary, nullable=False),
    words("added_by"),
    words("relationship_id", optional=True),
    of("mentoring_session", "session_id"),
    of("person", "added_by:person_id"),
)
