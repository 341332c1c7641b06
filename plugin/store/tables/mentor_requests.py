"""Mentees who ask mentors themselves, and what the two write until there is an answer."""

from sqlalchemy import Column, Index, Integer, LargeBinary, Table

from plugin.store.tables.base import key, metadata, moment, of, tenant_key, version, words

mentor_request = Table(
    "mentor_request",
    metadata,
    tenant_key(),
    key("request_id"),
    words("programme_id"),
    words("mentee_id"),
    words("mentor_id"),
    moment("made_at"),
    moment("until"),
    words("state"),
    moment("settled_at", optional=True),
    version(),
    of("programme", "programme_id"),
    of("person", "mentee_id:person_id"),
    of("person", "mentor_id:person_id"),
    Index(None, "tenant_id", "programme_id"),
    Index(None, "tenant_id", "mentee_id"),
    Index(None, "tenant_id", "mentor_id"),
)

request_word = Table(
    "request_word",
    metadata,
    tenant_key(),
    key("request_id"),
    Column("number", Integer, primary_key=True, autoincrement=False),
    words("author_id"),
    moment("said_at"),
    Column("body", LargeBinary),
    of("mentor_request", "request_id"),
    of("person", "author_id:person_id"),
    Index(None, "tenant_id", "author_id"),
)
"""`body` is sealed by its author."""
