"""People who work together: what they agreed, and when they meet."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from plugin.store.tables.base import key, metadata, moment, number, of, tenant_key, version, words

relationship = Table(
    "relationship",
    metadata,
    tenant_key(),
    key("relationship_id"),
    words("programme_id"),
    words("format"),
    Column("title", Text, nullable=False, server_default=""),
    Column("reasons", JSON, nullable=False),
    words("state"),
    Column("paused_until", Date),
    Column("waiting", JSON, nullable=False, server_default="[]"),
    moment("created_at"),
    version(),
    of("programme", "programme_id"),
    Index(None, "tenant_id", "programme_id"),
)

membership = Table(
    "membership",
    metadata,
    tenant_key(),
    key("relationship_id"),
    key("person_id"),
    words("side"),
    number("position"),
    moment("joined_at"),
    of("relationship", "relationship_id"),
    of("person", "person_id"),
    Index(None, "tenant_id", "person_id"),
)

agreement = Table(
    "agreement",
    metadata,
    tenant_key(),
    key("relationship_id"),
    number("number"),
    version(),
    of("relationship", "relationship_id"),
)
"""Which version of the text holds; the texts themselves are never overwritten."""

agreement_text = Table(
    "agreement_text",
    metadata,
    tenant_key(),
    key("relationship_id"),
    Column("number", Integer, primary_key=True),
    Column("terms", LargeBinary, nullable=False),
    words("proposed_by"),
    moment("proposed_at"),
    of("relationship", "relationship_id"),
    of("person", "proposed_by:person_id"),
)

signature = Table(
    "signature",
    metadata,
    tenant_key(),
    key("relationship_id"),
    Column("number", Integer, primary_key=True),
    key("person_id"),
    moment("signed_at"),
    ForeignKeyConstraint(
        ["tenant_id", "relationship_id", "number"],
        ["agreement_text.tenant_id", "agreement_text.relationship_id", "agreement_text.number"],
    ),
    of("person", "person_id"),
)

mentoring_session = Table(
    "mentoring_session",
    metadata,
    tenant_key(),
    key("session_id"),
    words("relationship_id"),
    words("organiser"),
    moment("starts_at"),
    moment("ends_at"),
    words("zone"),
    words("medium"),
    Column("agenda", LargeBinary),
    words("state"),
    number("generation"),
    number("sequence"),
    version(),
    words("series_id", optional=True),
    number("turn", start=0),
    words("clock", optional=True),
    of("relationship", "relationship_id"),
    of("person", "organiser:person_id"),
    Index(None, "tenant_id", "relationship_id", "starts_at"),
    Index(
        "ix_mentoring_session_been",
        "tenant_id",
        "relationship_id",
        "state",
        "ends_at",
        "session_id",
    ),
    Index(None, "tenant_id", "series_id"),
)
"""`agenda` is sealed; NULL for an empty text. `clock` is what the wall clock shows at its start."""

session_series = Table(
    "session_series",
    metadata,
    tenant_key(),
    key("series_id"),
    words("zone"),
    moment("starts_at"),
    moment("ends_at"),
    number("weeks"),
    number("turns"),
    number("sequence"),
    version(),
    words("clock", optional=True),
    words("replaces_id", optional=True),
    words("grown_from_id", optional=True),
    number("told_before", start=0),
)
"""What calendars are told of several sessions together. It names nobody."""

seat = Table(
    "seat",
    metadata,
    tenant_key(),
    key("session_id"),
    key("person_id"),
    moment("starts_at"),
    moment("ends_at"),
    Column("planned", Boolean, nullable=False),
    of("mentoring_session", "session_id"),
    of("person", "person_id"),
    Index(None, "tenant_id", "person_id", "ends_at"),
)
"""One person's time in one session. Planned seats of a person never overlap: on PostgreSQL a
constraint says so as well (`seat_taken_once`, in the migration)."""
