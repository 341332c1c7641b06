"""How many people are how far in a programme, in one query. Preview users are never counted."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, select

from plugin.mentoring.enrolment import Side
from plugin.mentoring.relationship import RelationshipState
from plugin.mentoring.session import SessionState
from plugin.store.tables import (
    agreement,
    course_member,
    enrolment,
    membership,
    mentoring_session,
    person,
    programme,
    relationship,
    signature,
)


@cache
def counts() -> Select[Any]:
    """Return one row: the fields of `Counts`, in their order; of a `programme` at `now`."""
    ready = _profiles()
    people = _people_of_relationships()
    return select(
        _members(),
        ready.scalar_subquery(),
        ready.where(enrolment.c.side == Side.MENTOR).scalar_subquery(),
        ready.where(enrolment.c.side == Side.MENTEE).scalar_subquery(),
        ready.where(_is_placed()).scalar_subquery(),
        _relationships().scalar_subquery(),
        people.where(is_agreed()).scalar_subquery(),
        people.where(_has_session()).scalar_subquery(),
        people.where(
            _has_session(mentoring_session.c.ends_at <= bindparam("now"))
        ).scalar_subquery(),
    )


def is_agreed() -> ColumnElement[bool]:
    """Return the condition that every member of `relationship` has signed the latest text."""
    member = membership.alias("member")  # the query around it may read memberships too
    latest = and_(
        agreement.c.tenant_id == relationship.c.tenant_id,
        agreement.c.relationship_id == relationship.c.relationship_id,
    )
    signed = exists().where(
        signature.c.tenant_id == relationship.c.tenant_id,
        signature.c.relationship_id == relationship.c.relationship_id,
        signature.c.number == agreement.c.number,
        signature.c.person_id == member.c.person_id,
    )
    unsigned = exists().where(
        member.c.tenant_id == relationship.c.tenant_id,
        member.c.relationship_id == relationship.c.relationship_id,
        ~signed.correlate(relationship, agreement, member),
    )
    return exists().where(latest, ~unsigned.correlate(relationship, agreement))


def _members() -> Any:
    return (
        select(func.count())
        .select_from(programme)
        .join(
            course_member,
            and_(
                course_member.c.tenant_id == programme.c.tenant_id,
                course_member.c.course_id == programme.c.course_id,
                course_member.c.active,
            ),
        )
        .join(person, _is_real(course_member))
        .where(
            programme.c.tenant_id == bindparam("tenant"),
            programme.c.programme_id == bindparam("programme"),
        )
        .scalar_subquery()
    )


def _profiles() -> Select[Any]:
    return (
        select(func.count())
        .select_from(enrolment)
        .join(person, _is_real(enrolment))
        .where(
            enrolment.c.tenant_id == bindparam("tenant"),
            enrolment.c.programme_id == bindparam("programme"),
            enrolment.c.ready_at.is_not(None),
        )
    )


def _relationships() -> Select[Any]:
    return (
        select(func.count())
        .select_from(relationship)
        .where(
            relationship.c.tenant_id == bindparam("tenant"),
            relationship.c.programme_id == bindparam("programme"),
            relationship.c.state != RelationshipState.ENDED,
        )
    )


def _people_of_relationships() -> Select[Any]:
    """Count people once, in however many pairings and circles they are."""
    return (
        select(func.count(func.distinct(membership.c.person_id)))
        .select_from(relationship)
        .join(
            membership,
            and_(
                membership.c.tenant_id == relationship.c.tenant_id,
                membership.c.relationship_id == relationship.c.relationship_id,
            ),
        )
        .join(person, _is_real(membership))
        .where(
            relationship.c.tenant_id == bindparam("tenant"),
            relationship.c.programme_id == bindparam("programme"),
            relationship.c.state != RelationshipState.ENDED,
        )
    )


def _is_real(table: Any) -> ColumnElement[bool]:
    return and_(
        person.c.tenant_id == table.c.tenant_id,
        person.c.person_id == table.c.person_id,
        person.c.is_test.is_(False),
    )


def _is_placed() -> ColumnElement[bool]:
    return exists().where(
        membership.c.tenant_id == enrolment.c.tenant_id,
        membership.c.person_id == enrolment.c.person_id,
        relationship.c.tenant_id == membership.c.tenant_id,
        relationship.c.relationship_id == membership.c.relationship_id,
        relationship.c.programme_id == enrolment.c.programme_id,
        relationship.c.state != RelationshipState.ENDED,
    )


def _has_session(*wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        mentoring_session.c.tenant_id == relationship.c.tenant_id,
        mentoring_session.c.relationship_id == relationship.c.relationship_id,
        mentoring_session.c.state == SessionState.PLANNED,
        *wanted,
    )
