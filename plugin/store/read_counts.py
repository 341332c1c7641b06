"""How many people are how far in a programme, in one query. Preview users are never counted."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, func, select, true

from plugin.mentoring.enrolment import Side
from plugin.mentoring.people import CourseRole
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
    profiles, people = _profiles().subquery("profiles"), _people().subquery("people")
    fields: list[Any] = [_members(), *profiles.c, _relationships().scalar_subquery(), *people.c]
    return select(*fields).select_from(profiles.join(people, true()))


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
                course_member.c.role != CourseRole.NONE,
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
    """Count who is ready, of them the mentors, the mentees, and who is placed."""
    wanted = (
        true(),
        enrolment.c.side == Side.MENTOR,
        enrolment.c.side == Side.MENTEE,
        _is_placed(),
    )
    sums: list[Any] = [func.coalesce(func.sum(case((one, 1), else_=0)), 0) for one in wanted]
    return (
        select(*sums)
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


def _people() -> Select[Any]:
    """Count who has agreed, booked and met: people once, in however many pairings they are.

    How far a relationship is, is asked once for it and not once for each of its members.
    """
    stages = (
        select(
            relationship.c.tenant_id,
            relationship.c.relationship_id,
            is_agreed().label("agreed"),
            _has_session().label("booked"),
            _has_session(mentoring_session.c.ends_at <= bindparam("now")).label("met"),
        )
        .where(
            relationship.c.tenant_id == bindparam("tenant"),
            relationship.c.programme_id == bindparam("programme"),
            relationship.c.state != RelationshipState.ENDED,
        )
        .cte("stages")
        .prefix_with("MATERIALIZED")
    )
    reached = (stages.c.agreed, stages.c.booked, stages.c.met)
    seated = and_(
        membership.c.tenant_id == stages.c.tenant_id,
        membership.c.relationship_id == stages.c.relationship_id,
    )
    people: list[Any] = [
        func.count(func.distinct(case((one, membership.c.person_id)))) for one in reached
    ]
    return (
        select(*people)
        .select_from(stages)
        .join(membership, seated)
        .join(person, _is_real(membership))
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
