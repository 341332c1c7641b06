"""What is known of chats in Teams."""

from sqlalchemy import Table

from plugin.store.tables.base import key, metadata, moment, of, tenant_key, words

teams_chat = Table(
    "teams_chat",
    metadata,
    tenant_key(),
    key("thread"),
    words("relationship_id"),
    words("bound_by"),
    moment("bound_at"),
    of("relationship", "relationship_id"),
    of("person", "bound_by:person_id"),
)
"""Which relationship a member said a chat belongs to; it opens nothing for anybody else."""
