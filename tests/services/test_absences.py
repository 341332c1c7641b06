"""S05, N11: somebody vanishes from the course while others count on them."""

from datetime import timedelta

import pytest

from plugin.mentoring.people import CourseRole
from plugin.mentoring.session import SessionState, Sync
from plugin.ports.values import RosterMember
from tests.services.databases import on_both
from tests.stores import NORTHMOOR


def member(name, *, active=True):
    return RosterMember(name, name.title(), None, CourseRole.LEARNER, active)


CLASS = [member(f"p{number}") for number in range(7)]


class House:
    """ada and ben work together and have a session in three weeks; the list has both at first."""

    def __init__(self, world, clock, at):
        self.world, self.clock = world, clock
        self.course = world.cleo.course_id
        programme = world.programme()
        self.programme = programme.programme_id
        self.pair = world.pair(programme)
        world.connect()
        self.session = world.services.sessions.book(self.pair, at(21, 10), actor=world.ben)
        world.run()
        self.lists(member("ada"), member("ben"))

    def lists(self, *members):
        """The LMS's list says this; the worker does what follows."""
        self.world.rosters.members = [member("cleo"), *CLASS, *members]
        self.world.services.rosters.ask(self.programme, actor=self.world.cleo)
        self.world.run()

    def days_pass(self, days):
        self.clock.advance(days=days)

    def away(self):
        page = self.world.services.relationships.page(self.pair, actor=self.world.ben)
        return page.away

    def state(self):
        return self.world.session(self.session).state


@pytest.fixture
def house(world, clock, at):
    return House(world, clock, at)


GONE = (member("ben"),)
INACTIVE = (*GONE, member("ada", active=False))


@on_both
@pytest.mark.parametrize("gone", [GONE, INACTIVE], ids=["absent", "inactive"])
def test_s05_after_two_lists_and_a_week_the_partner_is_told_and_sessions_are_off(house, gone):
    house.lists(*gone)
    house.days_pass(8)

    house.lists(*gone)

    assert house.away() == {house.world.ada.person_id}
    assert house.state() is SessionState.CANCELLED
    assert house.world.link(house.session).told_cancelled


def test_s05_one_list_is_not_enough_however_long_ago(house):
    house.lists(*GONE)
    house.days_pass(30)

    house.world.services.absences.settle(NORTHMOOR, house.course)

    assert house.away() == frozenset()


def test_s05_a_week_has_to_pass(house):
    house.lists(*GONE)
    house.days_pass(6)

    house.lists(*GONE)

    assert (house.away(), house.state()) == (frozenset(), SessionState.PLANNED)


def test_s05_sessions_are_called_off_once(house):
    house.lists(*GONE)
    house.days_pass(8)
    house.lists(*GONE)
    told = house.world.session(house.session)

    for _ in range(3):
        house.lists(*GONE)

    assert house.world.session(house.session) == told
    assert house.world.link(house.session).sync is Sync.BOOKED


def test_s05_who_returns_is_back_and_the_grace_begins_anew(house):
    house.lists(*GONE)
    house.days_pass(8)
    house.lists(*GONE)

    house.lists(member("ada"), *GONE)
    assert house.away() == frozenset()

    house.lists(*GONE)
    house.days_pass(2)
    house.lists(*GONE)
    assert house.away() == frozenset()


def test_s05_a_launch_is_a_return_as_well(house):
    house.lists(*GONE)
    house.days_pass(8)
    house.lists(*GONE)

    house.world.arrive("ada")

    assert house.away() == frozenset()


def test_n11_a_session_that_has_begun_is_left_to_its_people(house):
    house.lists(*GONE)
    house.days_pass(8)
    house.clock.now = house.session.span.starts_at + timedelta(minutes=5)

    house.lists(*GONE)

    assert house.state() is SessionState.PLANNED


def coordinators_line(house):
    """The pair as the coordinator's overview has it."""
    seen = house.world.services.overviews.of(house.programme, actor=house.world.cleo)
    return next(one for one in seen.lines if one.relationship_id == house.pair)


@on_both
def test_s05_the_coordinator_is_told_whose_partner_has_left_until_they_return(house):
    house.lists(*GONE)
    house.days_pass(8)
    before = coordinators_line(house).left
    house.lists(*GONE)
    left = coordinators_line(house).left

    house.lists(member("ada"), member("ben"))

    assert (before, left) == (frozenset(), {house.world.ada.person_id})
    assert coordinators_line(house).left == frozenset()
