"""Two accounts that are one person, and one account that may be another person now."""

from sqlalchemy import Index, Table

from plugin.store.tables.base import key, metadata, moment, of, tenant_key, version, words

doubt = Table(
    "doubt",
    metadata,
    tenant_key(),
    key("person_id"),
    words("name", optional=True),
    words("email", optional=True),
    moment("since"),
    of("person", "person_id"),
)
"""What the LMS now calls an account with something of its own; nothing is shown to it meanwhile."""

joining = Table(
    "joining",
    metadata,
    tenant_key(),
    key("joining_id"),
    words("registration_id"),
    words("kept_id"),
    words("other_id"),
    words("kept_subject"),
    words("other_subject"),
    words("made_by"),
    moment("made_at"),
    moment("said_at", optional=True),
    moment("other_said_at", optional=True),
    moment("joined_at", optional=True),
    moment("ended_at", optional=True),
    version(),
    of("person", "kept_id:person_id"),
    of("person", "other_id:person_id"),
    of("person", "made_by:person_id"),
    Index(None, "tenant_id", "kept_id"),
    Index(None, "tenant_id", "other_id"),
)
"""The subjects are those of that day, so that it can be taken back."""

alias = Table(
    "alias",
    metadata,
    tenant_key(),
    key("registration_id"),
    key("subject"),
    words("person_id"),
    of("person", "person_id"),
    Index(None, "tenant_id", "person_id"),
)
"""What else the LMS calls a person, beside `person.subject`, which is of their latest launch."""
