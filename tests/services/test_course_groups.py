"""Circles seeded from the groups of a course, over the whole house."""

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import NotAllowedError, ShapeError, WrongStateError
from plugin.mentoring.people import CourseRole
from plugin.mentoring.seeding import Fits
from plugin.ports.errors import ConsentMissingError, TryLaterError
from plugin.ports.groups import SeenGroup
from plugin.services.course_groups import DONE, NOT_ALLOWED, QUEUED
from tests.services.databases import on_both

OFFERED = {
    "groups_url": "https://lms.example/groups",
    "memberships_url": "https://lms.example/memberships",
}


class House:
    """A programme of circles in a course with two tutorials; dora of the first has no profile."""

    def __init__(self, world):
        self.world = world
        world.cleo = world.arrive("cleo", role=CourseRole.INSTRUCTOR, **OFFERED)
        self.programme = world.programme(template="first-year-circles")
        self.key = self.programme.programme_id
        self.first = [world.arrive(f"a{number}") for number in range(3)]
        self.second = [world.arrive(f"b{number}") for number in range(3)]
        world.arrive("dora")
        world.answer(self.programme, world.ada, Side.MENTOR)
        world.answer(self.programme, world.ben, Side.MENTOR)
        for who in (*self.first, *self.second):
            world.answer(self.programme, who, Side.MENTEE)
        world.groups.groups = [
            SeenGroup("1", "Tutorial A", ("ada", "a0", "a1", "a2", "dora", "nobody-here")),
            SeenGroup("2", "Tutorial B", ("b0", "b1", "b2")),
        ]
        self.service = world.services.course_groups

    def read(self):
        self.service.ask(self.key, actor=self.world.cleo)
        self.world.run()

    def page(self):
        return self.service.page(self.key, actor=self.world.cleo)

    def make(self, **chosen):
        groups = {key.removeprefix("g"): lead for key, lead in chosen.items()}
        return self.service.make(self.key, groups, actor=self.world.cleo)

    def circles(self):
        with self.world.store.look(self.world.cleo.tenant_id) as work:
            return work.relationships_in(self.key)


@pytest.fixture
def house(world):
    return House(world)


@on_both
def test_groups_become_circles_of_those_who_sent_a_profile(house):
    house.read()
    page = house.page()
    assert [one.fits(house.programme.bounds) for one in page.seeds] == [Fits.YES, Fits.NEEDS_LEAD]

    house.make(g1=None, g2=house.world.ben.person_id)

    first, second = sorted(house.circles(), key=lambda one: one.title)
    assert (first.title, second.title) == ("Tutorial A", "Tutorial B")
    assert first.mentors == (house.world.ada.person_id,)
    assert second.mentors == (house.world.ben.person_id,)
    assert first.people == {who.person_id for who in (house.world.ada, *house.first)}
    assert [one.fits(house.programme.bounds) for one in house.page().seeds] == [Fits.NOBODY] * 2


def test_all_of_the_chosen_begin_or_none(house):
    house.read()

    with pytest.raises(ShapeError):
        house.make(g1=None, g2=None)

    assert not house.circles()


def test_nobody_facilitates_who_did_not_offer_it(house):
    house.read()

    with pytest.raises(ShapeError):
        house.make(g2=house.first[0].person_id)


def test_a_second_press_begins_nothing_twice(house):
    house.read()
    house.make(g1=None)

    with pytest.raises(ShapeError):
        house.make(g1=house.world.ben.person_id)

    assert len(house.circles()) == 1


def test_only_coordinators_see_groups_or_begin_circles(house):
    house.read()
    for actor in (house.world.ben, house.first[0]):
        with pytest.raises(NotAllowedError):
            house.service.page(house.key, actor=actor)
        with pytest.raises(NotAllowedError):
            house.service.make(house.key, {"1": None}, actor=actor)
        with pytest.raises(NotAllowedError):
            house.service.ask(house.key, actor=actor)


def test_what_was_read_stays_while_the_lms_refuses_or_is_away(house):
    house.read()
    house.world.groups.trouble = ConsentMissingError("403")
    house.read()
    assert house.page().reading.state == NOT_ALLOWED
    assert len(house.page().seeds) == 2

    course = house.programme.course_id
    house.world.groups.trouble = TryLaterError("503")
    with pytest.raises(TryLaterError):
        house.service.read(house.world.cleo.tenant_id, course)
    house.service.gave_up(house.world.cleo.tenant_id, course)
    assert house.page().reading.state not in (DONE, QUEUED)


def test_a_programme_without_circles_begins_none(world):
    world.cleo = world.arrive("cleo", role=CourseRole.INSTRUCTOR, **OFFERED)
    pairs = world.programme()
    world.groups.groups = [SeenGroup("1", "A", ("ada", "ben"))]
    world.services.course_groups.ask(pairs.programme_id, actor=world.cleo)
    world.run()

    with pytest.raises(WrongStateError):
        world.services.course_groups.make(pairs.programme_id, {"1": None}, actor=world.cleo)


def test_a_course_without_groups_is_not_asked(world):
    programme = world.programme(template="first-year-circles")

    with pytest.raises(WrongStateError):
        world.services.course_groups.ask(programme.programme_id, actor=world.cleo)


def test_groups_that_launches_name_become_circles_where_there_is_no_service(world):
    """Moodle: whoever could be seated has sent a profile, and so has come with their groups."""
    world.cleo = world.arrive("cleo", role=CourseRole.INSTRUCTOR)
    programme = world.programme(template="first-year-circles")
    service, key = world.services.course_groups, programme.programme_id
    assert not service.page(key, actor=world.cleo).offered
    with pytest.raises(WrongStateError):
        service.ask(key, actor=world.cleo)
    world.answer(programme, world.arrive("ada", groups="7"), Side.MENTOR)
    learners = [world.arrive(f"a{number}", groups="7,12") for number in range(4)]
    for who in learners:
        world.answer(programme, who, Side.MENTEE)
    world.arrive("a3", groups="12")  # has left the group since

    service.ask(key, actor=world.cleo)
    page = service.page(key, actor=world.cleo)
    service.make(key, {"7": None}, actor=world.cleo)

    assert (page.offered, page.by_launches, page.reading.state) == (True, True, DONE)
    assert [(one.group.name, one.leads) for one in page.seeds] == [
        ("Group 7", (world.ada.person_id,)),
        ("Group 12", ()),
    ]
    with world.store.look(world.cleo.tenant_id) as work:
        [circle] = work.relationships_in(key)
    assert circle.people == {who.person_id for who in (world.ada, *learners[:3])}
