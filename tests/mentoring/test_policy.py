"""Who may see and do what."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from plugin.mentoring import policy
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import NotAllowedError
from plugin.mentoring.people import Actor, CourseId, CourseRole, PersonId, TenantId
from plugin.mentoring.programme import Format, Life, Programme, ProgrammeId
from plugin.mentoring.relationship import Membership, Relationship, RelationshipId

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HERE, THERE = CourseId("here"), CourseId("there")
ADA, BEN, COORDINATOR = map(PersonId, ("ada", "ben", "cora"))
PROGRAMME = Programme(
    ProgrammeId("p1"), TenantId("t1"), HERE, "Careers", "", (Format.ONE_TO_ONE,), True, "", (), (),
    "UTC", (COORDINATOR,),
)  # fmt: skip
PAIR = Relationship(
    RelationshipId("r1"), TenantId("t1"), ProgrammeId("p1"), Format.ONE_TO_ONE,
    (Membership(ADA, Side.MENTOR, NOW), Membership(BEN, Side.MENTEE, NOW)), NOW,
)  # fmt: skip


def actor(person=ADA, *, course=HERE, role=CourseRole.LEARNER, is_test=False):
    return Actor(TenantId("t1"), person, course, role, is_test)


@pytest.mark.parametrize("role", list(CourseRole))
@pytest.mark.parametrize("course", [HERE, None])
def test_whoever_teaches_the_course_may_start_programmes_in_it(role, course):
    allowed = policy.may_start_programme(actor(role=role, course=course))

    assert allowed == (role is CourseRole.INSTRUCTOR and course is HERE)


@pytest.mark.parametrize("role", list(CourseRole))
def test_coordinators_are_appointed_whatever_their_role(role):
    assert policy.may_coordinate(actor(COORDINATOR, role=role), PROGRAMME)
    assert not policy.may_coordinate(actor(role=role), PROGRAMME)


@pytest.mark.parametrize("course", [THERE, None])
def test_p02_a_programme_is_closed_to_launches_from_elsewhere(course):
    assert not policy.may_coordinate(actor(COORDINATOR, course=course), PROGRAMME)
    assert not policy.may_take_part(actor(course=course), PROGRAMME)


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("who", [ADA, BEN, COORDINATOR])
def test_whoever_mentors_may_have_the_calendar_they_linked_looked_through(who, linked):
    assert policy.may_adopt(actor(who), [PAIR], linked=linked) == (linked and who == ADA)
    assert not policy.may_adopt(actor(who), [], linked=linked)


def test_l39_an_administrator_of_the_lms_is_nothing_in_the_course():
    nobody = actor(role=CourseRole.NONE)

    assert not policy.may_see_programme(nobody, PROGRAMME)
    assert not policy.may_take_part(nobody, PROGRAMME)
    assert policy.may_see_programme(actor(COORDINATOR, role=CourseRole.NONE), PROGRAMME)


def test_l59_everybody_in_the_course_but_the_preview_user_may_take_part():
    assert policy.may_take_part(actor(), PROGRAMME)
    assert not policy.may_take_part(replace(actor(), is_test=True), PROGRAMME)


def test_p05_members_open_their_relationship_and_no_coordinator_or_instructor_does():
    teacher = actor(COORDINATOR, role=CourseRole.INSTRUCTOR)

    assert policy.may_open_relationship(actor(ADA), PAIR)
    assert policy.may_open_relationship(actor(BEN), PAIR)
    assert not policy.may_open_relationship(teacher, PAIR)


def test_what_is_not_allowed_is_refused():
    policy.require(True)

    with pytest.raises(NotAllowedError):
        policy.require(False)


@pytest.mark.parametrize("who", [ADA, COORDINATOR])
def test_r7_the_mentors_own_is_seen_by_whom_it_was_made_for_and_by_nobody_else(who):
    own = replace(PROGRAMME, life=Life(mentors_of=ProgrammeId("p0")))
    one = actor(who, role=CourseRole.INSTRUCTOR)

    assert not policy.is_listed(own)
    assert not policy.may_see_programme(one, own)
    assert not policy.may_take_part(one, own)
    assert policy.may_take_part(one, own, has_part=True)
    assert not policy.may_take_part(replace(one, is_test=True), own, has_part=True)
    assert not policy.may_take_part(replace(one, course_id=THERE), own, has_part=True)
