"""How people find times: what each keeps for themselves, votes, suggestions, open doors."""

from sqlalchemy import JSON, Column, Index, LargeBinary, Table

from plugin.store.tables.base import key, metadata, moment, number, of, tenant_key, version, words

own_time = Table(
    "own_time",
    metadata,
    tenant_key(),
    key("person_id"),
    Column("kept", LargeBinary),
    words("quiet", optional=True),
    number("full_percent"),
    number("video_week_min"),
    version(),
    of("person", "person_id"),
)
"""`kept` is sealed: which days somebody keeps free may say what they believe."""

poll = Table(
    "poll",
    metadata,
    tenant_key(),
    key("poll_id"),
    words("relationship_id"),
    words("made_by"),
    moment("made_at"),
    Column("slots", JSON, nullable=False),
    number("quorum"),
    moment("deadline"),
    words("state"),
    words("session_id", optional=True),
    version(),
    of("relationship", "relationship_id"),
    of("person", "made_by:person_id"),
    of("mentoring_session", "session_id"),
    Index(None, "tenant_id", "relationship_id"),
)

poll_vote = Table(
    "poll_vote",
    metadata,
    tenant_key(),
    key("poll_id"),
    key("person_id"),
    Column("answers", JSON, nullable=False),
    of("poll", "poll_id"),
    of("person", "person_id"),
)

time_proposal = Table(
    "time_proposal",
    metadata,
    tenant_key(),
    key("time_proposal_id"),
    words("session_id"),
    words("made_by"),
    moment("made_at"),
    moment("starts_at"),
    moment("ends_at"),
    moment("before_starts_at"),
    moment("before_ends_at"),
    words("state"),
    words("decided_by", optional=True),
    moment("decided_at", optional=True),
    version(),
    of("mentoring_session", "session_id"),
    of("person", "made_by:person_id"),
    of("person", "decided_by:person_id"),
    Index(None, "tenant_id", "session_id"),
)

drop_in = Table(
    "drop_in",
    metadata,
    tenant_key(),
    key("drop_in_id"),
    words("programme_id"),
    words("person_id"),
    moment("starts_at"),
    moment("ends_at"),
    number("length_min"),
    version(),
    of("programme", "programme_id"),
    of("person", "person_id"),
    Index(None, "tenant_id", "programme_id", "person_id"),
)
