"""Goals, reviews of them, and who lets the coordinators see them."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, LargeBinary, Table

from plugin.store.tables.base import key, metadata, moment, of, tenant_key, version, words

goal = Table(
    "goal",
    metadata,
    tenant_key(),
    key("goal_id"),
    words("relationship_id"),
    words("owner"),
    Column("body", LargeBinary, nullable=False),
    words("state"),
    Column("due_on", Date),
    moment("made_at"),
    moment("changed_at"),
    version(),
    of("relationship", "relationship_id"),
    of("person", "owner:person_id"),
    Index(None, "tenant_id", "relationship_id"),
)
"""A goal; its parts, skills, milestones and cheers are sealed as one text."""

goal_review = Table(
    "goal_review",
    metadata,
    tenant_key(),
    key("goal_review_id"),
    words("relationship_id"),
    words("made_by"),
    moment("made_at"),
    Column("body", LargeBinary, nullable=False),
    of("relationship", "relationship_id"),
    of("person", "made_by:person_id"),
    Index(None, "tenant_id", "relationship_id", "made_at"),
)

goal_sharing = Table(
    "goal_sharing",
    metadata,
    tenant_key(),
    key("relationship_id"),
    key("person_id"),
    Column("shares", Boolean, nullable=False),
    moment("said_at"),
    of("relationship", "relationship_id"),
    of("person", "person_id"),
)
"""One member's word on whether coordinators see the goals; they do once all have said yes."""
"""Each member's latest word; every one they said is in `goal_word`."""

goal_word = Table(
    "goal_word",
    metadata,
    tenant_key(),
    key("relationship_id"),
    key("person_id"),
    Column("number", Integer, primary_key=True),
    Column("shares", Boolean, nullable=False),
    moment("said_at"),
    of("relationship", "relationship_id"),
    of("person", "person_id"),
)
"""Only ever added to: each yes and each taking back, with its time."""
