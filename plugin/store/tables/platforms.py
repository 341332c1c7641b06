"""How platforms came to be registered, and invitations to register one."""

from sqlalchemy import JSON, Boolean, Column, Index, Table

from plugin.store.tables.base import (
    key,
    metadata,
    moment,
    of,
    tenant_column,
    tenant_key,
    words,
)

platform_notice = Table(
    "platform_notice",
    metadata,
    tenant_key(),
    key("registration_id"),
    key("notice_id"),
    moment("heard_at"),
)
"""What a platform has told, so that it counts once."""

notice_handler = Table(
    "notice_handler",
    metadata,
    tenant_key(),
    key("registration_id"),
    key("url"),
    moment("asked_at"),
)
"""Where platforms were asked to tell of copied courses."""

platform_record = Table(
    "platform_record",
    metadata,
    tenant_key(),
    key("registration_id"),
    words("state"),
    words("origin"),
    words("family", optional=True),
    Column("asked", JSON, nullable=False),
    Column("granted", JSON, nullable=False),
    Column("proposal", JSON, nullable=False),
    moment("recorded_at"),
    words("successor", optional=True),
    of("registration", "registration_id"),
)
"""Beside `registration`, whose rows each launch reads: what only an operator looks at."""

platform_invitation = Table(
    "platform_invitation",
    metadata,
    key("secret_hash"),
    tenant_column(),
    words("label"),
    words("family", optional=True),
    Column("review", Boolean, nullable=False),
    moment("created_at"),
    moment("expires_at"),
    moment("used_at", optional=True),
    words("claim", optional=True),
    moment("claimed_until", optional=True),
    Index(None, "expires_at"),
)
"""`claim` is who registers with it just now; it lapses, so that a crash does not use it up."""
