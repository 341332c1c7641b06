"""What people say to one another in a relationship. Every text of theirs is sealed."""

from sqlalchemy import JSON, Boolean, Column, Date, Index, LargeBinary, Table

from plugin.store.tables.base import key, metadata, moment, number, of, tenant_key, version, words

note = Table(
    "note",
    metadata,
    tenant_key(),
    key("note_id"),
    words("relationship_id"),
    words("session_id", optional=True),
    words("kind"),
    words("author"),
    Column("body", LargeBinary),
    Column("shared", Boolean, nullable=False),
    moment("made_at"),
    words("changed_by"),
    moment("changed_at"),
    words("confirmed_by", optional=True),
    version(),
    Column("parts", JSON(none_as_null=True)),
    of("relationship", "relationship_id"),
    of("mentoring_session", "session_id"),
    of("person", "author:person_id"),
    Index(None, "tenant_id", "relationship_id", "session_id"),
)

"""`parts`: whose the pieces of its text are, in order, where not its author alone wrote it; then
there is no body, and the words are in `note_part`."""

note_part = Table(
    "note_part",
    metadata,
    tenant_key(),
    key("note_id"),
    key("person_id"),
    words("relationship_id"),
    Column("body", LargeBinary, nullable=False),
    of("note", "note_id"),
    of("relationship", "relationship_id"),
    of("person", "person_id"),
    Index(None, "tenant_id", "relationship_id"),
)
"""One person's pieces of a record, by their place in it; sealed as theirs."""

promise = Table(
    "promise",
    metadata,
    tenant_key(),
    key("promise_id"),
    words("relationship_id"),
    words("session_id", optional=True),
    words("owner"),
    words("made_by"),
    Column("body", LargeBinary),
    Column("due_on", Date, nullable=False),
    moment("made_at"),
    words("state"),
    moment("settled_at", optional=True),
    version(),
    of("relationship", "relationship_id"),
    of("mentoring_session", "session_id"),
    of("person", "owner:person_id"),
    Index(None, "tenant_id", "relationship_id"),
    Index(None, "tenant_id", "owner", "state"),
)

held_word = Table(
    "held_word",
    metadata,
    tenant_key(),
    key("session_id"),
    key("person_id"),
    Column("held", Boolean, nullable=False),
    moment("said_at"),
    of("mentoring_session", "session_id"),
    of("person", "person_id"),
    Index("ix_held_word_said", "tenant_id", "session_id", "held"),
)
"""One member's word on whether a session took place; no row is no word."""

report_asked = Table(
    "report_asked",
    metadata,
    tenant_key(),
    key("session_id"),
    number("looks"),
    words("state"),
    moment("look_at", optional=True),
    of("mentoring_session", "session_id"),
)
"""How far asking Teams who was in a session's meeting has come."""

presence = Table(
    "presence",
    metadata,
    tenant_key(),
    key("session_id"),
    key("person_id"),
    words("seen"),
    of("mentoring_session", "session_id"),
    of("person", "person_id"),
)
"""What Teams saw of somebody invited: a word, and no minutes; no row is nothing known."""

walk = Table(
    "walk",
    metadata,
    tenant_key(),
    key("session_id"),
    words("relationship_id"),
    Column("body", LargeBinary, nullable=False),
    words("changed_by"),
    moment("changed_at"),
    version(),
    of("mentoring_session", "session_id"),
    of("relationship", "relationship_id"),
    Index(None, "tenant_id", "relationship_id"),
)
"""A session along a coaching model: the model as it was, the answers and the scale, all sealed."""

feedback = Table(
    "feedback",
    metadata,
    tenant_key(),
    key("session_id"),
    key("person_id"),
    words("relationship_id"),
    Column("body", LargeBinary, nullable=False),
    Column("themes", JSON, nullable=False),
    Column("shared", Boolean, nullable=False),
    moment("given_at"),
    version(),
    of("mentoring_session", "session_id"),
    of("relationship", "relationship_id"),
    of("person", "person_id"),
    Index(None, "tenant_id", "relationship_id"),
)

agreement_part = Table(
    "agreement_part",
    metadata,
    tenant_key(),
    key("relationship_id"),
    key("person_id"),
    Column("body", LargeBinary, nullable=False),
    moment("changed_at"),
    version(),
    of("relationship", "relationship_id"),
    of("person", "person_id"),
)
"""What one member brings to the agreement: role or goals, offers, seeks, what to leave aside."""

content = Table(
    "content",
    metadata,
    tenant_key(),
    key("programme_id"),
    key("bank"),
    key("key"),
    words("text"),
    number("depth"),
    Column("hidden", Boolean, nullable=False),
    version(),
    of("programme", "programme_id"),
)
"""A programme's own words in place of, or beside, those that come with the tool."""

tenant_content = Table(
    "tenant_content",
    metadata,
    tenant_key(),
    key("bank"),
    key("key"),
    words("text"),
    number("depth"),
    Column("hidden", Boolean, nullable=False),
    version(),
)
"""An institution's words in place of, or beside, those that come with the tool."""

question = Table(
    "question",
    metadata,
    tenant_key(),
    key("relationship_id"),
    key("key"),
    Column("body", LargeBinary),
    moment("asked_at"),
    of("relationship", "relationship_id"),
)
"""A question that was taken from a bank, so that it is not offered again. `body` keeps its words
where they were a programme's own."""

answer = Table(
    "answer",
    metadata,
    tenant_key(),
    key("relationship_id"),
    key("key"),
    key("person_id"),
    Column("body", LargeBinary),
    Column("shared", Boolean, nullable=False),
    version(),
    of("relationship", "relationship_id"),
    of("person", "person_id"),
)

portfolio_word = Table(
    "portfolio_word",
    metadata,
    tenant_key(),
    key("relationship_id"),
    key("asked_by"),
    key("asked_of"),
    Column("body", LargeBinary),
    moment("asked_at"),
    words("state"),
    moment("said_at", optional=True),
    moment("taken_at", optional=True),
    version(),
    of("relationship", "relationship_id"),
    of("person", "asked_by:person_id"),
    of("person", "asked_of:person_id"),
)
"""What one member writes for another's portfolio; no body until it is written."""

introduction = Table(
    "introduction",
    metadata,
    tenant_key(),
    key("introduction_id"),
    words("relationship_id"),
    words("made_by"),
    words("made_for"),
    Column("body", LargeBinary, nullable=False),
    moment("made_at"),
    Column("wanted", Boolean),
    Column("agreed", Boolean),
    version(),
    of("relationship", "relationship_id"),
    of("person", "made_by:person_id"),
    of("person", "made_for:person_id"),
    Index(None, "tenant_id", "relationship_id"),
)
"""A third person whom a member would introduce. `wanted`: the partner's word; `agreed`: the third
person's, as the introducer passes it on. NULL until said."""
