"""With whom people would like to work."""

from sqlalchemy import Index, Table

from plugin.store.tables.base import key, metadata, moment, number, of, tenant_key

partner_wish = Table(
    "partner_wish",
    metadata,
    tenant_key(),
    key("programme_id"),
    key("person_id"),
    key("other_id"),
    number("position"),
    moment("asked_at"),
    of("programme", "programme_id"),
    of("person", "person_id"),
    of("person", "other_id:person_id"),
    Index(None, "tenant_id", "person_id"),
    Index(None, "tenant_id", "other_id"),
)
"""`position` is 0 for the dearest."""
