"""Platforms, logins, launches, and the visits that follow."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Index,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from plugin.store.tables.base import (
    key,
    metadata,
    moment,
    number,
    of,
    tenant_column,
    tenant_key,
    words,
)

registration = Table(
    "registration",
    metadata,
    tenant_key(),
    key("registration_id"),
    words("issuer"),
    words("client_id"),
    words("auth_url"),
    words("token_url"),
    words("jwks_url"),
    words("token_audience", optional=True),
    Column("active", Boolean, nullable=False),
    Column("algorithms", JSON, nullable=False),
    Column("extra_audiences", JSON, nullable=False),
    UniqueConstraint("registration_id"),
    UniqueConstraint("issuer", "client_id"),
)
"""One platform's client belongs to one tenant only, so `issuer` and `client_id` stand alone."""

deployment = Table(
    "deployment",
    metadata,
    tenant_key(),
    key("registration_id"),
    key("deployment_id"),
    words("status"),
    moment("noted_at"),
    of("registration", "registration_id"),
)

tool_key = Table(
    "tool_key",
    metadata,
    tenant_key(),
    key("key_id"),
    Column("pem", LargeBinary, nullable=False),
    words("use"),
    moment("since"),
    number("position"),
)

login_state = Table(
    "login_state",
    metadata,
    key("state_hash"),
    tenant_column(),
    words("nonce_hash"),
    words("registration_id"),
    words("issuer"),
    words("client_id"),
    words("lti_deployment_id", optional=True),
    words("target_link_uri"),
    words("storage_target", optional=True),
    words("browser_hash"),
    words("storage_hash", optional=True),
    moment("created_at"),
    moment("expires_at"),
    moment("used_at", optional=True),
    of("registration", "registration_id"),
    Index(None, "expires_at"),
)

launch_ticket = Table(
    "launch_ticket",
    metadata,
    key("ticket_hash"),
    tenant_column(),
    words("kind"),
    words("issuer"),
    words("client_id"),
    Column("claims", LargeBinary, nullable=False),
    words("storage_hash", optional=True),
    moment("expires_at"),
    Index(None, "expires_at"),
)

spent_ticket = Table(
    "spent_ticket",
    metadata,
    key("ticket_hash"),
    tenant_column(),
    moment("expires_at"),
    Index(None, "expires_at"),
)

placement_request = Table(
    "placement_request",
    metadata,
    key("handle_hash"),
    tenant_column(),
    Column("request", LargeBinary, nullable=False),
    moment("expires_at"),
    Index(None, "expires_at"),
)
"""What an LMS asked to be placed, by the visit in which it is chosen."""

visit = Table(
    "visit",
    metadata,
    key("handle_hash"),
    tenant_column(),
    words("person_id"),
    words("course_id", optional=True),
    words("role"),
    Column("is_test", Boolean, nullable=False),
    words("browser_hash", optional=True),
    words("agent_hash", optional=True),
    words("csrf"),
    words("frame_origin", optional=True),
    Column("in_frame", Boolean, nullable=False),
    words("locale", optional=True),
    words("admin_of", optional=True),
    moment("created_at"),
    moment("seen_at"),
    moment("expires_at"),
    Column("host", Text, nullable=False, server_default="lms"),
    words("theme", optional=True),
    words("thread", optional=True),
    words("guest_of", optional=True),
    of("person", "person_id"),
    Index(None, "expires_at"),
)
