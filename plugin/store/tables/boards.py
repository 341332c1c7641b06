"""Boards, the ideas on them, and votes."""

from sqlalchemy import Column, Index, LargeBinary, Table

from plugin.store.tables.base import key, metadata, moment, of, tenant_key, version, words

board = Table(
    "board",
    metadata,
    tenant_key(),
    key("board_id"),
    words("relationship_id"),
    words("made_by"),
    moment("made_at"),
    words("state"),
    Column("body", LargeBinary, nullable=False),
    version(),
    of("relationship", "relationship_id"),
    of("person", "made_by:person_id"),
    Index(None, "tenant_id", "relationship_id"),
)

idea = Table(
    "idea",
    metadata,
    tenant_key(),
    key("idea_id"),
    words("relationship_id"),
    words("board_id"),
    words("author"),
    moment("made_at"),
    Column("body", LargeBinary, nullable=False),
    version(),
    of("board", "board_id"),
    of("relationship", "relationship_id"),
    of("person", "author:person_id"),
    Index(None, "tenant_id", "board_id"),
)
"""An idea; its text and its group are sealed as one."""

idea_vote = Table(
    "idea_vote",
    metadata,
    tenant_key(),
    key("idea_id"),
    key("person_id"),
    words("relationship_id"),
    of("idea", "idea_id"),
    of("relationship", "relationship_id"),
    of("person", "person_id"),
)
"""One member's vote for an idea; taken back, the row goes."""
