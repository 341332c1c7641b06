"""When something goes wrong between people, and who looked at what."""

from sqlalchemy import JSON, BigInteger, Column, Index, LargeBinary, Table, Text

from plugin.store.tables.base import key, metadata, moment, of, tenant_key, version, words

tenant_setting = Table(
    "tenant_setting", metadata, tenant_key(), key("name"), Column("value", JSON, nullable=False)
)
"""What an institution decides for all of its programmes: support, officers, days of keeping."""

block = Table(
    "block",
    metadata,
    tenant_key(),
    key("person_id"),
    key("other_id"),
    moment("since"),
    of("person", "person_id"),
    of("person", "other_id:person_id"),
    Index(None, "tenant_id", "other_id"),
)

exclusion = Table(
    "exclusion",
    metadata,
    tenant_key(),
    key("programme_id"),
    key("one_id"),
    key("other_id"),
    words("kind"),
    Column("body", LargeBinary),
    words("made_by"),
    moment("made_at"),
    of("programme", "programme_id"),
    of("person", "one_id:person_id"),
    of("person", "other_id:person_id"),
    of("person", "made_by:person_id"),
    Index(None, "tenant_id", "one_id"),
    Index(None, "tenant_id", "other_id"),
)
"""Whom coordinators know not to be matched with whom; the reason is sealed."""

rematch_wish = Table(
    "rematch_wish",
    metadata,
    tenant_key(),
    key("relationship_id"),
    key("person_id"),
    moment("asked_at"),
    of("relationship", "relationship_id"),
    of("person", "person_id"),
)

concern = Table(
    "concern",
    metadata,
    tenant_key(),
    key("concern_id"),
    words("programme_id"),
    words("relationship_id"),
    words("raised_by"),
    Column("about", JSON, nullable=False),
    Column("told", JSON, nullable=False),
    Column("body", LargeBinary),
    Column("answer", LargeBinary),
    moment("raised_at"),
    moment("answer_by"),
    words("state"),
    moment("passed_on_at", optional=True),
    version(),
    of("programme", "programme_id"),
    of("relationship", "relationship_id"),
    of("person", "raised_by:person_id"),
    Index(None, "tenant_id", "state", "answer_by"),
)

concern_reader = Table(
    "concern_reader",
    metadata,
    tenant_key(),
    key("concern_id"),
    key("person_id"),
    of("concern", "concern_id"),
    of("person", "person_id"),
    Index(None, "tenant_id", "person_id"),
)
"""Who raised it, and who was told: to find a person's own without opening others'."""

audit = Table(
    "audit",
    metadata,
    tenant_key(),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    moment("at"),
    words("event"),
    words("actor", optional=True),
    Column("about", JSON, nullable=False),
    words("programme_id", optional=True),
    Column("facts", JSON, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Index(None, "tenant_id", "programme_id", "event"),
)
"""Each line holds the hash of the one before. People stand in it by key, never by name."""
