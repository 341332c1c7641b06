"""Programmes, and what people say about themselves in them."""

from sqlalchemy import JSON, Boolean, Column, Date, Index, LargeBinary, Table, UniqueConstraint

from plugin.store.tables.base import key, metadata, moment, number, of, tenant_key, version, words

programme = Table(
    "programme",
    metadata,
    tenant_key(),
    key("programme_id"),
    words("course_id"),
    words("title"),
    words("template"),
    Column("formats", JSON, nullable=False),
    Column("formal", Boolean, nullable=False),
    words("purpose"),
    Column("goals", JSON, nullable=False),
    Column("skills", JSON, nullable=False),
    words("zone"),
    Column("starts_on", Date),
    Column("ends_on", Date),
    Column("bounds", JSON, nullable=False),
    words("stage"),
    Column("life", JSON, nullable=False, server_default="{}"),
    version(),
    of("course", "course_id"),
    Index(None, "tenant_id", "course_id"),
)

coordinator = Table(
    "coordinator",
    metadata,
    tenant_key(),
    key("programme_id"),
    key("person_id"),
    number("position"),
    of("programme", "programme_id"),
    of("person", "person_id"),
)

enrolment = Table(
    "enrolment",
    metadata,
    tenant_key(),
    key("enrolment_id"),
    words("programme_id"),
    words("person_id"),
    words("side"),
    Column("profile", JSON, nullable=False),
    Column("about", LargeBinary),
    Column("confided", LargeBinary),
    number("capacity"),
    moment("ready_at", optional=True),
    version(),
    of("programme", "programme_id"),
    of("person", "person_id"),
    UniqueConstraint("tenant_id", "programme_id", "person_id"),
)
"""`about` and `confided` are sealed; NULL where nothing was said."""

match_draft = Table(
    "match_draft",
    metadata,
    tenant_key(),
    key("programme_id"),
    Column("pairs", JSON, nullable=False),
    Column("unplaced", JSON, nullable=False),
    Column("groups", JSON, nullable=False, server_default="[]"),
    Column("before", JSON, nullable=False, server_default="[]"),
    words("made_by"),
    moment("made_at"),
    version(),
    of("programme", "programme_id"),
)

"""`before` are the drafts that a coordinator can go back to, the latest last."""

match_run = Table(
    "match_run",
    metadata,
    tenant_key(),
    key("programme_id"),
    words("state"),
    words("asked_by"),
    moment("asked_at"),
    Column("weights", JSON, nullable=False),
    number("percent"),
    Column("proof", JSON, nullable=False),
    Column("choices", JSON, nullable=False, server_default="{}"),
    version(),
    of("programme", "programme_id"),
)
"""`proof` is [points reached, points at most, floor]; empty before the first result."""
