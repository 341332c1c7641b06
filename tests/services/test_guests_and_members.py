"""Who came by a link and is in the course as well is both, in whatever order they became so."""

import pytest

from plugin.mentoring import policy
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import LinkOverError, NotAllowedError, OnlyDoorError
from plugin.mentoring.people import CourseRole
from plugin.mentoring.relationship import RelationshipState
from plugin.mentoring.session import SessionState
from tests.mentoring.test_parts import part
from tests.services.databases import on_both
from tests.services.test_absences import GONE, House
from tests.services.test_agreements import TERMS
from tests.services.test_guests import came, somebody
from tests.services.test_matching import leave
from tests.stores import NORTHMOOR


@pytest.fixture
def programme(world):
    return world.programme()


def by_link(world, programme, actor):
    """Let somebody of the course come by a link too; return as whom they act then."""
    world.connect(actor, object_id=f"oid-{actor.person_id}")
    return came(world, programme, somebody(f"oid-{actor.person_id}"))


def end(world, programme, number=0):
    link = world.kept("guest_links", programme.programme_id)[number]
    world.services.guests.end(programme.programme_id, link.link_id, actor=world.cleo)


@on_both
def test_a_member_is_one_by_a_link_too_and_a_guest_is_not(world, programme):
    other, rut = world.programme(title="Other"), came(world, programme)
    ada = by_link(world, programme, world.ada)

    assert (ada.person_id, ada.guest_of) == (world.ada.person_id, programme.programme_id)
    assert [policy.may_see_programme(one, other) for one in (ada, rut)] == [True, False]
    assert world.answer(programme, ada, Side.MENTEE).side is Side.MENTEE
    with pytest.raises(NotAllowedError):
        world.answer(programme, rut, Side.MENTEE)
    (again,) = world.services.guests.again(somebody(f"oid-{ada.person_id}"))
    (outside,) = world.services.guests.again(somebody())
    assert (again.is_member, outside.is_member) == (True, False)
    assert world.services.guests.still(NORTHMOOR, ada.person_id, programme.programme_id) == ada


def test_p01_to_teach_one_comes_from_the_lms_and_who_left_the_course_is_a_guest(world, programme):
    cleo, ada = (by_link(world, programme, one) for one in (world.cleo, world.ada))
    assert not policy.may_start_programme(cleo)
    assert (cleo.role, ada.role) == (CourseRole.LEARNER, CourseRole.LEARNER)

    leave(world, "ada")

    still = world.services.guests.still(NORTHMOOR, ada.person_id, programme.programme_id)
    assert still.role is CourseRole.NONE


def test_l39_an_administrator_who_came_by_a_link_is_nothing_else_in_the_course(world, programme):
    admin = world.arrive("admin", role=CourseRole.NONE)

    assert by_link(world, programme, admin).role is CourseRole.NONE


def test_a_member_disconnects_the_account_they_once_came_by_until_the_course_is_left(
    world, programme
):
    ada = by_link(world, programme, world.ada)
    leave(world, "ada")
    with pytest.raises(OnlyDoorError):
        world.services.accounts.disconnect(actor=ada)

    world.arrive("ada")
    world.services.accounts.disconnect(actor=ada)

    assert world.kept("account", ada.person_id) is None


@on_both
def test_a_member_whose_link_is_ended_keeps_their_pairs_and_comes_by_it_no_more(world, programme):
    ada = by_link(world, programme, world.ada)
    world.answer(programme, ada, Side.MENTOR)
    pair = world.pair(programme)
    shown = world.services.guests.page(programme.programme_id, actor=world.cleo)

    end(world, programme)

    assert shown.members == {ada.person_id}
    assert world.kept("relationship", pair).state is RelationshipState.ACTIVE
    assert world.kept("enrolment", programme.programme_id, ada.person_id).ready_at
    with pytest.raises(LinkOverError):
        world.services.guests.still(NORTHMOOR, ada.person_id, programme.programme_id)


def test_a_guest_with_another_link_goes_on_until_that_is_ended_too(world, programme):
    rut = came(world, programme)
    came(world, programme)
    world.answer(programme, rut, Side.MENTOR)
    pair = world.pair(programme, mentor=rut)
    states = []
    for number in range(2):
        end(world, programme, number)
        states.append(world.kept("relationship", pair).state)

    assert states == [RelationshipState.ACTIVE, RelationshipState.ENDED]


def test_r7_a_guest_whose_part_is_ended_leaves_the_mentors_circle_too(world, programme):
    rut = came(world, programme)
    for one in (rut, world.ada, world.arrive("dan")):
        world.answer(programme, one, Side.MENTOR)
    key = programme.programme_id
    (circle,) = world.services.mentor_circles.gather(key, "Mentors", actor=world.cleo)

    end(world, programme)

    assert rut.person_id not in world.kept("relationship", circle).people


def agree(world, pair, mentor):
    world.services.agreements.propose(
        pair, TERMS, version=0, actor=world.ben, part=part(pair, world.ben)
    )
    world.services.agreements.sign(pair, 1, actor=mentor, part=part(pair, mentor))


@on_both
def test_s05_a_mentor_by_a_link_who_left_the_course_is_still_there(world, clock, at):
    house = House(world, clock, at)
    programme = world.kept("programme", house.programme)
    by_link(world, programme, world.ada)
    clock.advance(hours=-1)  # so that a pair that began before theirs stands above it
    other = world.arrive("p0")
    older = world.pair(programme, mentor=other)
    clock.advance(hours=1)
    agree(world, house.pair, world.ada)
    agree(world, older, other)
    house.lists(*GONE)
    house.days_pass(8)
    house.lists(*GONE)
    lines = world.services.overviews.of(house.programme, actor=world.cleo).lines

    assert house.away() == frozenset()
    assert [one.left for one in lines] == [frozenset(), frozenset()]
    assert [one.relationship_id for one in lines] == [older, house.pair]
    assert house.state() is SessionState.PLANNED

    end(world, programme)

    assert world.kept("relationship", house.pair).state is RelationshipState.ENDED
