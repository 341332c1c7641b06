"""M9: mentees and peers are referred as mentors are, and stand on no other side."""

from dataclasses import replace

import pytest

from plugin.mentoring.enrolment import Profile, Side
from plugin.mentoring.errors import LinkOverError, NotAllowedError, ShapeError
from plugin.mentoring.programme import SelfMatch
from plugin.services.guest_people import actor_of
from tests.services.databases import on_both
from tests.services.test_group_drafts import draft, people
from tests.services.test_guests import came, somebody
from tests.services.test_mentor_requests import READY
from tests.services.test_referrals import people as count_people
from tests.services.test_referrals import refer, said_yes
from tests.stores import NORTHMOOR


@pytest.fixture
def programme(world):
    return world.programme()


def let_in(world, programme, side=Side.MENTEE):
    """Refer somebody who says yes and is let in; return as whom they act."""
    link = said_yes(world, programme, side=side)
    world.services.guests.admit(programme.programme_id, link.link_id, actor=world.cleo)
    (found,) = world.services.guests.again(somebody())
    return actor_of(found)


@on_both
def test_m9_a_mentee_is_kept_nowhere_before_their_own_yes_and_opens_nothing_before_they_are_let_in(
    world, programme
):
    before = count_people(world)
    secret = refer(world, programme, side=Side.MENTEE)
    invited = world.services.guests.invited(secret)
    after = count_people(world)
    world.services.guests.accept(secret, somebody())
    (link,) = world.kept("guest_links", programme.programme_id)

    assert (after, invited.link.side, link.side) == (before, Side.MENTEE, Side.MENTEE)
    with pytest.raises(LinkOverError):
        world.services.guests.still(NORTHMOOR, link.person_id, programme.programme_id)


@on_both
def test_m9_a_referred_mentee_is_matched_with_a_mentor_of_the_course(world, programme):
    rut = let_in(world, programme)
    world.answer(programme, world.ada, Side.MENTOR)
    world.answer(programme, rut, Side.MENTEE)

    (pair,) = draft(world, programme.programme_id).pairs

    assert (pair.mentee.person_id, pair.mentor.name) == (rut.person_id, "Ada")


def test_m9_a_referred_peer_is_brought_together_with_peers(world):
    programme = world.programme(template="returning-peers")
    rut = let_in(world, programme, Side.PEER)
    people(world, programme, "p1", Side.PEER)
    world.answer(programme, rut, Side.PEER)

    (group,) = draft(world, programme.programme_id).groups

    assert {one.name for one in group.members} == {"P1", "Rut Vance"}


def test_p01_who_is_referred_stands_on_that_side_alone(world, programme):
    rut = let_in(world, programme)
    sides = world.services.enrolments.sides

    with pytest.raises(NotAllowedError):
        world.answer(programme, rut, Side.MENTOR)
    with pytest.raises(NotAllowedError):
        world.services.enrolments.begin(
            programme.programme_id, Side.MENTOR, Profile(), capacity=1, actor=rut
        )
    assert sides(programme.programme_id, actor=rut) == (Side.MENTEE,)
    assert set(sides(programme.programme_id, actor=world.ben)) == {Side.MENTEE, Side.MENTOR}


def test_p01_an_invited_mentor_is_no_mentee(world, programme):
    rut = came(world, programme)

    assert world.services.enrolments.sides(programme.programme_id, actor=rut) == (Side.MENTOR,)
    with pytest.raises(NotAllowedError):
        world.answer(programme, rut, Side.MENTEE)


def test_p01_a_referred_mentee_is_shown_no_names_to_choose_among(world, programme):
    life = replace(programme.life, self_match=SelfMatch())
    world.save("programme", replace(world.kept("programme", programme.programme_id), life=life))
    rut = let_in(world, programme)
    world.answer(programme, world.ada, Side.MENTOR)
    world.answer(programme, rut, Side.MENTEE, confided=READY)

    with pytest.raises(NotAllowedError):
        world.services.mentor_requests.page(programme.programme_id, actor=rut)
    with pytest.raises(NotAllowedError):
        world.services.mentor_requests.ask(
            programme.programme_id, world.ada.person_id, "", actor=rut
        )


def test_p01_a_referred_member_of_circles_is_placed_and_chooses_none(world):
    programme = world.programme(template="first-year-circles")
    rut = let_in(world, programme)
    world.answer(programme, rut, Side.MENTEE)

    with pytest.raises(NotAllowedError):
        world.services.memberships.circles(programme.programme_id, actor=rut)


def test_m9_nobody_is_referred_to_a_side_that_is_not_there(world, programme):
    with pytest.raises(ShapeError):
        refer(world, programme, side=Side.PEER)


def test_m9_who_is_not_let_in_as_a_mentee_is_removed_altogether(world, programme):
    link = said_yes(world, programme, side=Side.MENTEE)
    world.services.guests.end(programme.programme_id, link.link_id, actor=world.cleo)

    assert world.kept("person", link.person_id).name is None
    assert world.kept("guest_links", programme.programme_id) == []
