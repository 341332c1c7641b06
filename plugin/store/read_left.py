"""Who of a relationship is gone from its course: a coordinator may match whoever stays (S05)."""

from typing import Any

from sqlalchemy import ColumnElement, exists, select

from plugin.store.guests import still_mentors
from plugin.store.tables import absence, course_member, membership, programme, relationship


def has_left(table: Any) -> ColumnElement[bool]:
    """Return whether this person was noted as gone from the course, and is not back.

    Whoever mentors by a link as well has not left what the link is for.
    """
    return ~still_mentors(table.c.person_id, relationship.c.programme_id) & exists().where(
        absence.c.tenant_id == table.c.tenant_id,
        absence.c.person_id == table.c.person_id,
        absence.c.course_id == programme.c.course_id,
        programme.c.tenant_id == relationship.c.tenant_id,
        programme.c.programme_id == relationship.c.programme_id,
        course_member.c.tenant_id == absence.c.tenant_id,
        course_member.c.course_id == absence.c.course_id,
        course_member.c.person_id == absence.c.person_id,
        course_member.c.active.is_(False),
    )


def somebody_left() -> ColumnElement[bool]:
    """Return whether somebody of this relationship is gone."""
    whose = (
        programme.c.tenant_id == relationship.c.tenant_id,
        programme.c.programme_id == relationship.c.programme_id,
        membership.c.tenant_id == relationship.c.tenant_id,
        membership.c.relationship_id == relationship.c.relationship_id,
    )
    gone = (
        absence.c.tenant_id == membership.c.tenant_id,
        absence.c.person_id == membership.c.person_id,
        absence.c.course_id == programme.c.course_id,
        course_member.c.tenant_id == absence.c.tenant_id,
        course_member.c.course_id == absence.c.course_id,
        course_member.c.person_id == absence.c.person_id,
        course_member.c.active.is_(False),
    )
    # Said aloud, for SQLAlchemy would read every relationship of the course anew.
    stays = still_mentors(membership.c.person_id, programme.c.programme_id)
    asked = select(membership.c.person_id).where(*whose, *gone, ~stays).correlate(relationship)
    return asked.exists()
