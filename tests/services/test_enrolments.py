"""Saying what one seeks and offers."""

from dataclasses import replace

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import NotAllowedError, OutOfBoundsError, WrongStateError
from plugin.mentoring.people import CourseRole
from plugin.mentoring.programme import Stage
from tests.services.world import PLAN


@pytest.fixture
def programme(world):
    return world.programme()


def mine(world, programme):
    return world.services.enrolments.mine(programme.programme_id, actor=world.ben)[1]


def test_before_the_first_answer_there_is_none(world, programme):
    assert mine(world, programme) is None


def test_a_profile_counts_from_when_it_was_sent(world, programme, clock):
    world.answer(programme, world.ben, Side.MENTEE, seeks=(" networking ", "Networking"))

    kept = mine(world, programme)
    assert (kept.side, kept.ready_at) == (Side.MENTEE, clock())
    assert kept.profile.seeks == ("networking",)


def test_a_profile_sent_again_takes_the_place_of_the_first(world, programme):
    world.answer(programme, world.ben, Side.MENTEE)

    world.answer(programme, world.ben, Side.MENTOR, capacity=3)

    assert (mine(world, programme).side, mine(world, programme).capacity) == (Side.MENTOR, 3)


def test_a_zone_said_in_a_profile_is_the_persons_own(world, programme):
    world.answer(programme, world.ben, Side.MENTEE, zone="Asia/Tokyo")
    world.answer(programme, world.ben, Side.MENTEE, zone="Asia/Tokyo")

    assert world.kept("person", world.ben.person_id).zone == "Asia/Tokyo"


def test_a_profile_without_a_zone_leaves_the_one_that_is_known(world, programme):
    world.answer(programme, world.ben, Side.MENTEE, zone="Asia/Tokyo")

    world.answer(programme, world.ben, Side.MENTEE, zone=None)

    assert world.kept("person", world.ben.person_id).zone == "Asia/Tokyo"


@pytest.mark.parametrize("capacity", [-1, 4])
def test_c13_a_mentor_offers_what_the_programme_allows(world, programme, capacity):
    with pytest.raises(OutOfBoundsError):
        world.answer(programme, world.ben, Side.MENTOR, capacity=capacity)


def test_a_mentee_has_one_mentor_whatever_the_form_says(world, programme):
    world.answer(programme, world.ben, Side.MENTEE, capacity=99)

    assert mine(world, programme).capacity == 1


def test_l59_the_preview_user_of_an_lms_takes_no_part(world, programme):
    preview = world.arrive("preview", is_test=True)

    with pytest.raises(NotAllowedError):
        world.answer(programme, preview, Side.MENTEE)


def test_nobody_answers_a_programme_that_is_not_open(world):
    made = world.services.programmes.start(PLAN, actor=world.cleo)

    with pytest.raises(WrongStateError):
        world.answer(made, world.cleo, Side.MENTEE)


def test_a_running_programme_takes_late_answers_and_a_closed_one_none(world, programme):
    world.save("programme", replace(programme, stage=Stage.RUNNING, version=2))
    world.answer(programme, world.ben, Side.MENTEE)
    closed = replace(world.kept("programme", programme.programme_id), stage=Stage.CLOSED)
    world.save("programme", closed)

    with pytest.raises(WrongStateError):
        world.answer(programme, world.ben, Side.MENTEE)


def test_nobody_changes_sides_while_they_are_paired(world, programme):
    world.answer(programme, world.ben, Side.MENTEE)
    world.pair(programme)

    with pytest.raises(WrongStateError):
        world.answer(programme, world.ben, Side.MENTOR)


def test_who_is_paired_may_still_change_what_they_say(world, programme):
    world.answer(programme, world.ben, Side.MENTEE)
    world.pair(programme)

    world.answer(programme, world.ben, Side.MENTEE, seeks=("Networking",))

    assert mine(world, programme).profile.seeks == ("Networking",)


def test_after_the_end_of_a_pairing_its_people_may_change_sides(world, programme):
    world.answer(programme, world.ben, Side.MENTEE)
    world.end(world.pair(programme))

    world.answer(programme, world.ben, Side.MENTOR)

    assert mine(world, programme).side is Side.MENTOR


def test_a_pairing_in_another_programme_binds_no_side_here(world, programme):
    world.answer(programme, world.ben, Side.MENTEE)
    world.pair(world.programme(title="Another"))

    world.answer(programme, world.ben, Side.MENTOR)

    assert mine(world, programme).side is Side.MENTOR


def test_p5_whoever_may_take_part_knows_whom_to_turn_to_before_anybody_is_placed(world):
    programme = world.programme()
    world.services.programmes.join_coordinators(
        programme.programme_id, actor=world.arrive("gil", role=CourseRole.INSTRUCTOR)
    )

    team = world.services.enrolments.team(programme.programme_id, actor=world.arrive("dora"))

    assert [one.given for one in team] == ["Cleo", "Gil"]
