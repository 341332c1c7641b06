"""Institutions, their people and their courses."""

from sqlalchemy import JSON, Boolean, Column, Index, LargeBinary, Table, Text, UniqueConstraint

from plugin.store.tables.base import key, metadata, moment, number, of, tenant_key, version, words

tenant = Table(
    "tenant",
    metadata,
    Column("tenant_id", Text, primary_key=True),
    words("name"),
    number("people", start=0),
    Column("data_key", LargeBinary),
    number("keys_destroyed", start=0),
)
"""`people` counts persons ever made, for "Member 7"; `data_key` is wrapped, see `secrets`.

`keys_destroyed` counts own keys, so that each process forgets what it has read of them.
"""

person = Table(
    "person",
    metadata,
    tenant_key(),
    key("person_id"),
    words("registration_id", optional=True),
    words("subject", optional=True),
    words("name", optional=True),
    words("name_key"),
    words("email", optional=True),
    number("number"),
    words("zone", optional=True),
    words("locale", optional=True),
    Column("is_test", Boolean, nullable=False),
    version(),
    UniqueConstraint("tenant_id", "registration_id", "subject"),
)
"""`name_key` is the name folded for finding and sorting; both databases fold only ASCII alike."""

course = Table(
    "course",
    metadata,
    tenant_key(),
    key("course_id"),
    words("registration_id"),
    words("context_id"),
    words("title"),
    words("memberships_url", optional=True),
    moment("roster_at", optional=True),
    words("roster_state"),
    words("line_items_url", optional=True),
    Column("grade_scopes", Text, nullable=False, server_default=""),
    words("groups_url", optional=True),
    Column("copied_from", Text, nullable=False, server_default=""),
    version(),
    UniqueConstraint("tenant_id", "registration_id", "context_id"),
)

group_reading = Table(
    "group_reading",
    metadata,
    tenant_key(),
    key("course_id"),
    words("state"),
    moment("asked_at"),
    moment("read_at", optional=True),
    Column("groups", JSON, nullable=False),
    of("course", "course_id"),
)
"""The groups of a course in the LMS, with the ids of those who are known here."""

course_member = Table(
    "course_member",
    metadata,
    tenant_key(),
    key("course_id"),
    key("person_id"),
    words("role"),
    Column("active", Boolean, nullable=False),
    moment("since"),
    words("launched_as", optional=True),
    words("listed_as", optional=True),
    words("told", optional=True),
    moment("told_since", optional=True),
    moment("kept_at", optional=True),
    Column("groups", Text, nullable=False, server_default=""),
    of("course", "course_id"),
    of("person", "person_id"),
    Index(None, "tenant_id", "person_id"),
)
"""`since` is when role or activity last changed. `role` is what launch or list last said anew;
`launched_as` and `listed_as` are what each of them says. `told` is what the latest list says of
the member, since `told_since`; `kept_at` when a coordinator kept them in spite of it. `groups`
are ids of groups that the latest launch named, where an LMS names them there."""
