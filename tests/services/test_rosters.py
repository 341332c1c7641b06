"""Reading the course's list: whole, or not at all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.people import CourseRole
from plugin.mentoring.relationship import RelationshipState
from plugin.mentoring.roster import Standing
from plugin.ports.errors import ConflictError, ConsentMissingError, RefusedError, TryLaterError
from plugin.ports.rosters import CourseList
from plugin.ports.values import RosterMember
from plugin.services.rosters import (
    DONE,
    GAVE_UP,
    INCOMPLETE,
    LATE,
    NOT_ALLOWED,
    NOT_OFFERED,
    QUEUED,
    REFUSED,
    read_if_old,
)
from tests.services.databases import on_both
from tests.stores import NORTHMOOR


@pytest.fixture
def programme(world):
    return world.programme()


def ask(world, programme):
    return world.services.rosters.ask(programme.programme_id, actor=world.cleo)


def look(world, programme):
    return world.services.rosters.page(programme.programme_id, actor=world.cleo)


def settle(world, programme, version, *, remove):
    world.services.rosters.settle(
        programme.programme_id, version=version, remove=remove, actor=world.cleo
    )


def course(world):
    return world.kept("course", world.cleo.course_id)


def active(world):
    members = world.kept("course_members", world.cleo.course_id)
    return sorted(one.person.label for one in members if one.active)


def member(name, **changed):
    return replace(RosterMember(name, name.title(), None, CourseRole.LEARNER, True), **changed)


@on_both
def test_a_list_is_read_once_however_often_one_asks(world, programme, clock):
    world.rosters.members = [member("ada"), member("ben"), member("cleo"), member("eve")]
    states = {ask(world, programme).roster_state, ask(world, programme).roster_state}

    jobs = world.run()

    assert (states, jobs) == ({QUEUED}, 1)
    assert active(world) == ["Ada", "Ben", "Cleo", "Eve"]
    assert (course(world).roster_state, course(world).roster_at) == (DONE, clock())


def test_who_is_no_longer_on_the_list_is_kept_and_not_active(world):
    names = [f"p{number}" for number in range(7)]
    world.rosters.members = [member(name) for name in ("ada", "ben", "cleo", *names)]
    world.services.rosters.read(NORTHMOOR, world.cleo.course_id)
    world.rosters.members[:2] = [member("ada", active=False)]

    change = world.services.rosters.read(NORTHMOOR, world.cleo.course_id)

    assert (change.left, active(world)[0]) == (2, "Cleo")


@pytest.mark.parametrize(
    ("trouble", "state"),
    [(ConsentMissingError("scope"), NOT_ALLOWED), (RefusedError("bad"), REFUSED)],
)
def test_n01_a_list_that_is_refused_leaves_the_one_we_have(world, programme, trouble, state):
    before = active(world)
    world.rosters.trouble = trouble
    ask(world, programme)

    world.run()

    assert (active(world), course(world).roster_state) == (before, state)


def test_n17_an_lms_that_does_not_answer_leaves_the_list_and_the_question(world, programme):
    before = active(world)
    world.rosters.trouble = TryLaterError("503")
    ask(world, programme)

    with pytest.raises(TryLaterError):
        world.services.rosters.read(NORTHMOOR, world.cleo.course_id)

    assert (active(world), course(world).roster_state) == (before, QUEUED)


def test_x19_attempts_that_have_ended_are_shown_unless_the_list_came(world, programme):
    gave_up = world.services.rosters.gave_up
    ask(world, programme)
    gave_up(NORTHMOOR, world.cleo.course_id)
    ended = course(world).roster_state
    world.run()

    gave_up(NORTHMOOR, world.cleo.course_id)
    gave_up(NORTHMOOR, "nobody")

    assert (ended, course(world).roster_state) == (GAVE_UP, DONE)


def test_n13_an_lms_without_lists_is_not_asked(world, programme):
    world.save("course", replace(course(world), memberships_url=None))

    asked = ask(world, programme)

    assert (asked.roster_state, world.due()) == (NOT_OFFERED, [])
    assert world.services.rosters.read(NORTHMOOR, world.cleo.course_id) is None
    assert world.services.rosters.read(NORTHMOOR, "nobody") is None


@on_both
def test_n08_many_who_left_stay_until_the_coordinator_decides(world, programme):
    world.rosters.members = []
    read = world.services.rosters.read(NORTHMOOR, world.cleo.course_id)
    page = look(world, programme)

    kept = active(world)
    settle(world, programme, page.proposal.version, remove=True)

    assert (read.left, read.waiting, kept) == (0, 3, ["Ada", "Ben", "Cleo"])
    assert (page.counts.standings[Standing.WAITING], active(world)) == (3, [])
    assert look(world, programme).proposal is None


def test_n08_whom_the_coordinator_keeps_the_next_list_leaves_alone(world, programme):
    world.rosters.members = [member("ada")]
    world.services.rosters.read(NORTHMOOR, world.cleo.course_id)
    settle(world, programme, look(world, programme).proposal.version, remove=False)

    change = world.services.rosters.read(NORTHMOOR, world.cleo.course_id)

    assert (change.waiting, active(world)) == (0, ["Ada", "Ben", "Cleo"])


def test_a_decision_about_another_list_than_the_one_shown_is_not_taken(world, programme):
    world.rosters.members = []
    world.services.rosters.read(NORTHMOOR, world.cleo.course_id)

    with pytest.raises(ConflictError):
        settle(world, programme, 99, remove=True)
    assert active(world) == ["Ada", "Ben", "Cleo"]


def test_without_a_question_there_is_nothing_to_decide(world, programme):
    with pytest.raises(ConflictError):
        settle(world, programme, 1, remove=True)


def test_n11_whoever_left_is_in_no_new_pair_and_keeps_the_old_one(world, programme):
    world.answer(programme, world.ada, Side.MENTOR)
    world.answer(programme, world.ben, Side.MENTEE)
    pair = world.pair(programme)
    names = [f"p{number}" for number in range(9)]
    world.rosters.members = [member(name) for name in ("ada", "ben", "cleo", *names)]
    world.services.rosters.read(NORTHMOOR, world.cleo.course_id)
    world.rosters.members = [member(name) for name in ("ben", "cleo", *names)]

    world.services.rosters.read(NORTHMOOR, world.cleo.course_id)

    assert "Ada" not in active(world)
    assert world.kept("relationship", pair).state is RelationshipState.ACTIVE
    world.end(pair)
    draft = world.services.matching.suggest(programme.programme_id, actor=world.cleo)
    assert draft.draft.pairs == ()


def test_n07_a_list_that_did_not_arrive_whole_removes_nobody(world, programme):
    world.rosters.trouble = RefusedError("incomplete")

    assert world.services.rosters.read(NORTHMOOR, world.cleo.course_id) is None
    assert (active(world), course(world).roster_state) == (["Ada", "Ben", "Cleo"], INCOMPLETE)


def test_n17_an_lms_in_maintenance_alarms_nobody_for_two_hours(world, programme, clock):
    ask(world, programme)
    world.rosters.trouble = TryLaterError("503")

    def state_after(**later):
        clock.now += timedelta(**later)
        with pytest.raises(TryLaterError):
            world.services.rosters.read(NORTHMOOR, world.cleo.course_id)
        return course(world).roster_state

    states = [state_after(), state_after(hours=1, minutes=59), state_after(minutes=1)]
    world.rosters.trouble = None
    world.services.rosters.read(NORTHMOOR, world.cleo.course_id)

    assert states == [QUEUED, QUEUED, LATE]
    assert course(world).roster_state == DONE
    assert look(world, programme).reading.trouble_at is None


def test_whoever_waits_sees_how_many_people_have_come(world, programme):
    seen = []

    class Paged:
        def fetch(self, course, *, heard, since):
            for count in (1000, 2000):
                heard(count)
                seen.append(look(world, programme).reading.people_read)
            return CourseList(())

    replace(world.services.rosters, source=Paged()).read(NORTHMOOR, world.cleo.course_id)

    assert seen == [1000, 2000]


def test_n04_lines_that_cannot_be_read_are_counted(world, programme):
    nobody = RosterMember("", None, None, CourseRole.NONE, active=True, unread=True)
    world.rosters.members = [member("ada"), nobody]

    change = world.services.rosters.read(NORTHMOOR, world.cleo.course_id)

    assert (change.left, change.waiting, look(world, programme).reading.unread) == (0, 0, 1)


def test_a_list_is_read_again_when_it_is_a_day_old(world, programme, clock):
    refresh = world.services.rosters.refresh
    world.rosters.members = [member("ada"), member("ben"), member("cleo")]

    first, jobs = refresh(NORTHMOOR), world.run()
    at_once = refresh(NORTHMOOR)
    clock.now += timedelta(days=1, seconds=1)

    assert (first, jobs, at_once, refresh(NORTHMOOR)) == (1, 1, 0, 1)


def test_a_refused_list_is_not_asked_for_again_before_tomorrow(world, programme, clock):
    world.rosters.trouble = ConsentMissingError("scope")
    world.services.rosters.read(NORTHMOOR, world.cleo.course_id)

    again = world.services.rosters.refresh(NORTHMOOR)
    clock.now += timedelta(days=1, seconds=1)

    assert (again, world.services.rosters.refresh(NORTHMOOR)) == (0, 1)


def comes(world, actor):
    with world.store.work(NORTHMOOR) as work:
        here = work.course(actor.course_id)
        return read_if_old(work, here, actor=actor, now=world.clock())


def test_a_teacher_who_comes_has_an_old_list_read(world, programme, clock):
    world.rosters.members = [member("ada"), member("ben"), member("cleo")]

    assert [comes(world, one) for one in (world.ben, world.cleo)] == [False, True]
    assert world.run() == 1
    assert comes(world, world.cleo) is False
    clock.now += timedelta(days=1, seconds=1)
    assert comes(world, world.cleo) is True


def test_nobodys_list_is_read_in_a_course_without_a_programme(world):
    assert comes(world, world.cleo) is False


def test_what_was_just_refused_is_not_asked_for_at_each_launch(world, programme):
    world.rosters.trouble = ConsentMissingError("scope")
    world.services.rosters.read(NORTHMOOR, world.cleo.course_id)

    assert comes(world, world.cleo) is False
