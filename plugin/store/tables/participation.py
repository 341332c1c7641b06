"""What is reported to the course of who took part, and who agreed to it."""

from sqlalchemy import Boolean, Column, Table

from plugin.store.tables.base import key, metadata, moment, number, of, tenant_key, version, words

reporting = Table(
    "reporting",
    metadata,
    tenant_key(),
    key("programme_id"),
    Column("active", Boolean, nullable=False),
    number("target"),
    words("changed_by"),
    moment("changed_at"),
    words("column_url", optional=True),
    words("problem", optional=True),
    version(),
    of("programme", "programme_id"),
    of("person", "changed_by:person_id"),
)

sharing = Table(
    "sharing",
    metadata,
    tenant_key(),
    key("programme_id"),
    key("person_id"),
    moment("given_at", optional=True),
    moment("withdrawn_at", optional=True),
    version(),
    of("programme", "programme_id"),
    of("person", "person_id"),
)

sent_score = Table(
    "sent_score",
    metadata,
    tenant_key(),
    key("programme_id"),
    key("person_id"),
    number("given"),
    moment("stamped_at"),
    words("state"),
    moment("since"),
    number("attempts"),
    version(),
    of("programme", "programme_id"),
    of("person", "person_id"),
)
