"""How reading an LMS's list goes, and the removals that wait for a coordinator."""

from sqlalchemy import ForeignKeyConstraint, Table

from plugin.store.tables.base import key, metadata, moment, number, of, tenant_key, version, words


def _with_its_course() -> ForeignKeyConstraint:
    """Return the reference to a course, with which the row goes."""
    there = ["course.tenant_id", "course.course_id"]
    return ForeignKeyConstraint(["tenant_id", "course_id"], there, ondelete="CASCADE")


roster_reading = Table(
    "roster_reading",
    metadata,
    tenant_key(),
    key("course_id"),
    moment("tried_at", optional=True),
    number("people_read"),
    number("unread"),
    moment("trouble_at", optional=True),
    words("etag", optional=True),
    words("changes_url", optional=True),
    moment("whole_at", optional=True),
    words("whole_url", optional=True),
    _with_its_course(),
)

absence = Table(
    "absence",
    metadata,
    tenant_key(),
    key("course_id"),
    key("person_id"),
    moment("since"),
    version(),
    of("course_member", "course_id", "person_id"),
)
"""Somebody who is gone for good, and whose partners were told."""

roster_proposal = Table(
    "roster_proposal",
    metadata,
    tenant_key(),
    key("course_id"),
    moment("found_at"),
    number("leaving"),
    number("active"),
    version(),
    _with_its_course(),
)
