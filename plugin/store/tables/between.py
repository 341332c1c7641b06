"""What people write to one another between sessions. Every text of theirs is sealed."""

from sqlalchemy import Boolean, Column, Index, LargeBinary, Table

from plugin.store.tables.base import key, metadata, moment, of, tenant_key, version, words

exchange = Table(
    "exchange",
    metadata,
    tenant_key(),
    key("exchange_id"),
    words("relationship_id"),
    words("kind"),
    words("author"),
    Column("body", LargeBinary, nullable=False),
    Column("urgent", Boolean, nullable=False),
    moment("made_at"),
    moment("expected_at"),
    moment("snoozed_until", optional=True),
    moment("answered_at", optional=True),
    moment("closed_at", optional=True),
    words("session_id", optional=True),
    version(),
    of("relationship", "relationship_id"),
    of("person", "author:person_id"),
    of("mentoring_session", "session_id"),
    Index(None, "tenant_id", "relationship_id", "made_at"),
)
"""A question or round; subject and context are sealed as one text."""

message = Table(
    "message",
    metadata,
    tenant_key(),
    key("message_id"),
    words("relationship_id"),
    words("exchange_id"),
    words("author"),
    Column("body", LargeBinary, nullable=False),
    moment("made_at"),
    of("relationship", "relationship_id"),
    of("exchange", "exchange_id"),
    of("person", "author:person_id"),
    Index(None, "tenant_id", "exchange_id", "made_at"),
    Index(None, "tenant_id", "relationship_id", "made_at"),
)
