"""Links beside the shared folder, and where the reading of a drive's changes stands."""

from sqlalchemy import JSON, Column, Index, Integer, LargeBinary, Table

from plugin.store.tables.base import key, metadata, moment, of, tenant_key, version, words

agreed_link = Table(
    "agreed_link",
    metadata,
    tenant_key(),
    key("relationship_id"),
    Column("number", Integer, primary_key=True),
    Column("url", LargeBinary),
    words("proposed_by"),
    moment("proposed_at"),
    Column("agreed", JSON, nullable=False),
    moment("settled_at", optional=True),
    version(),
    of("relationship", "relationship_id"),
    of("person", "proposed_by:person_id"),
)

shared_link = Table(
    "shared_link",
    metadata,
    tenant_key(),
    key("link_id"),
    words("relationship_id"),
    Column("title", LargeBinary),
    Column("url", LargeBinary),
    words("added_by"),
    moment("added_at"),
    of("relationship", "relationship_id"),
    of("person", "added_by:person_id"),
    Index(None, "tenant_id", "relationship_id"),
)

drive_watch = Table(
    "drive_watch",
    metadata,
    tenant_key(),
    key("drive_id"),
    words("link"),
    moment("read_at"),
)
"""Of the tool itself: one library holds the folders of every programme."""
