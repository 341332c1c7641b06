"""What people are told, how they want to be told, and which addresses take no mail."""

from sqlalchemy import Boolean, Column, Index, Table

from plugin.store.tables.base import key, metadata, moment, number, of, tenant_key, version, words

notice = Table(
    "notice",
    metadata,
    tenant_key(),
    key("notice_key"),
    words("person_id"),
    words("news"),
    words("thing"),
    moment("made_at"),
    moment("due_at"),
    moment("useful_until", optional=True),
    words("state"),
    words("batch", optional=True),
    words("way", optional=True),
    moment("sent_at", optional=True),
    words("problem", optional=True),
    of("person", "person_id"),
    Index(None, "tenant_id", "state", "due_at"),
    Index(None, "tenant_id", "person_id", "state"),
)
"""Each delivery and how it ended; no word of what it is about."""

notice_choice = Table(
    "notice_choice",
    metadata,
    tenant_key(),
    key("person_id"),
    words("rhythm"),
    number("hour"),
    Column("mail", Boolean, nullable=False),
    Column("feed", Boolean, nullable=False),
    version(),
    of("person", "person_id"),
)

stopped_address = Table(
    "stopped_address",
    metadata,
    tenant_key(),
    key("address_hash"),
    words("problem"),
    moment("stopped_at"),
)
"""Addresses that mail came back from, as hashes."""

calendar_feed = Table(
    "calendar_feed",
    metadata,
    tenant_key(),
    key("person_id"),
    words("turn"),
    Column("busy_only", Boolean, nullable=False),
    of("person", "person_id"),
)
"""`turn` is part of the signed address; another turn ends the address before."""
