"""Projects, who does what in them, and what is shown to others of a course."""

from sqlalchemy import Column, Date, Index, LargeBinary, Table

from plugin.store.tables.base import key, metadata, moment, of, tenant_key, version, words

project = Table(
    "project",
    metadata,
    tenant_key(),
    key("project_id"),
    words("relationship_id"),
    words("made_by"),
    moment("made_at"),
    moment("changed_at"),
    words("state"),
    Column("due_on", Date),
    Column("body", LargeBinary, nullable=False),
    version(),
    of("relationship", "relationship_id"),
    of("person", "made_by:person_id"),
    Index(None, "tenant_id", "relationship_id"),
)
"""A project; its title, plan, outcome, skills and links are sealed as one text."""

project_part = Table(
    "project_part",
    metadata,
    tenant_key(),
    key("project_id"),
    key("person_id"),
    words("relationship_id"),
    Column("body", LargeBinary, nullable=False),
    version(),
    of("project", "project_id"),
    of("relationship", "relationship_id"),
    of("person", "person_id"),
)
"""What one member does in a project, in their own words."""

showing = Table(
    "showing",
    metadata,
    tenant_key(),
    key("showing_id"),
    words("relationship_id"),
    words("kind"),
    words("thing_id"),
    words("made_by"),
    moment("made_at"),
    Column("body", LargeBinary, nullable=False),
    version(),
    of("relationship", "relationship_id"),
    of("person", "made_by:person_id"),
    Index(None, "tenant_id", "relationship_id"),
    Index(None, "tenant_id", "kind", "thing_id", unique=True),
)
"""A text for others of the course. `body`: title and text."""

showing_asked = Table(
    "showing_asked",
    metadata,
    tenant_key(),
    key("showing_id"),
    key("person_id"),
    words("relationship_id"),
    of("showing", "showing_id"),
    of("relationship", "relationship_id"),
    of("person", "person_id"),
)
"""One person whose yes a text needs, also when they are no member any more."""

showing_word = Table(
    "showing_word",
    metadata,
    tenant_key(),
    key("showing_id"),
    key("person_id"),
    words("relationship_id"),
    moment("said_at"),
    of("showing", "showing_id"),
    of("relationship", "relationship_id"),
    of("person", "person_id"),
)
"""One member's yes to the present text; taken back, the row goes."""
