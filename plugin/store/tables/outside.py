"""What is known of the outside: calendars, accounts, folders, mail."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Index,
    LargeBinary,
    Table,
    UniqueConstraint,
    false,
)

from plugin.store.tables.base import key, metadata, moment, number, of, tenant_key, version, words

calendar_link = Table(
    "calendar_link",
    metadata,
    tenant_key(),
    key("session_id"),
    words("channel"),
    words("organiser"),
    words("sync"),
    moment("since"),
    number("generation"),
    words("problem", optional=True),
    words("event_id", optional=True),
    words("etag", optional=True),
    words("ical_uid", optional=True),
    words("join_url", optional=True),
    moment("told_starts_at", optional=True),
    moment("told_ends_at", optional=True),
    Column("asked", JSON(none_as_null=True)),
    Column("told_cancelled", Boolean, nullable=False),
    Column("told_people", JSON(none_as_null=True)),
    moment("checked_at", optional=True),
    moment("missing_since", optional=True),
    Column("settings", JSON, nullable=False),
    version(),
    words("master_id", optional=True),
    Column("replies", JSON(none_as_null=True)),
    Column("adopted", Boolean, nullable=False, server_default=false()),
    of("mentoring_session", "session_id"),
    of("person", "organiser:person_id"),
    Index(None, "tenant_id", "organiser", "event_id"),
    Index(None, "tenant_id", "checked_at"),
    Index(None, "tenant_id", "master_id"),
)

account = Table(
    "account",
    metadata,
    tenant_key(),
    key("person_id"),
    words("cloud"),
    words("entra_tenant_id"),
    words("object_id"),
    words("address"),
    moment("linked_at"),
    moment("needs_sign_in_since", optional=True),
    version(),
    of("person", "person_id"),
    UniqueConstraint("tenant_id", "cloud", "entra_tenant_id", "object_id"),
)

adopting = Table(
    "adopting",
    metadata,
    tenant_key(),
    key("person_id"),
    moment("since"),
    moment("looked_at"),
    moment("tried_at", optional=True),
    of("person", "person_id"),
)
"""Who wishes that meetings of their own making become sessions."""

token_cache = Table(
    "token_cache",
    metadata,
    tenant_key(),
    key("cache_key"),
    Column("blob", LargeBinary, nullable=False),
    moment("saved_at"),
    version(),
)

subscription = Table(
    "subscription",
    metadata,
    tenant_key(),
    key("subscription_id"),
    words("person_id"),
    Column("secret", LargeBinary, nullable=False),
    moment("expires_at"),
    moment("heard_at", optional=True),
    of("person", "person_id"),
    UniqueConstraint("tenant_id", "person_id"),
    Index(None, "subscription_id"),
)

place = Table(
    "place",
    metadata,
    tenant_key(),
    key("relationship_id"),
    words("state"),
    moment("since"),
    words("url", optional=True),
    words("folder", optional=True),
    Column("open_to", JSON, nullable=False),
    words("problem", optional=True),
    moment("changed_at", optional=True),
    words("holder_id", optional=True),
    Column("earlier", JSON),
    version(),
    of("relationship", "relationship_id"),
)

letter = Table(
    "letter",
    metadata,
    tenant_key(),
    key("letter_key"),
    words("person_id"),
    words("session_id"),
    Column("address", LargeBinary, nullable=False),
    words("message_id"),
    words("method"),
    Column("body", LargeBinary, nullable=False),
    moment("sent_at", optional=True),
    of("person", "person_id"),
    of("mentoring_session", "session_id"),
    Index(None, "tenant_id", "session_id"),
)
