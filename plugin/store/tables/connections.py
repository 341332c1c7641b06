"""How each platform's connection stands."""

from sqlalchemy import JSON, Column, ForeignKeyConstraint, Table

from plugin.store.tables.base import key, metadata, moment, number, tenant_key, words

connection_report = Table(
    "connection_report",
    metadata,
    tenant_key(),
    key("registration_id"),
    Column("launch", JSON),
    Column("refusal", JSON),
    Column("probe", JSON),
    words("succeeds", optional=True),
    ForeignKeyConstraint(
        ["tenant_id", "registration_id"],
        ["registration.tenant_id", "registration.registration_id"],
        ondelete="CASCADE",
    ),
)
"""The latest of each kind only; moments stand in them as ISO text."""

stray_login = Table(
    "stray_login",
    metadata,
    tenant_key(),
    key("issuer"),
    key("client_id"),
    number("times"),
    moment("seen_at"),
)
"""Of nobody's platform, so of the tool itself."""
