"""A demonstration cohort: as many as asked, drafted well, and the same each time."""

import pytest

from plugin.demo_cohort import COORDINATOR, DemoCohort
from plugin.mentoring.enrolment import Side
from plugin.mentoring.people import CourseRole
from plugin.mentoring.programme import Stage
from plugin.sandbox.people import COURSES, RESEARCH_CAREERS, person_named
from tests.stores import NORTHMOOR


@pytest.fixture
def made(world):
    return make(world, 60)


def make(world, size):
    cohort = DemoCohort(
        store=world.store,
        programmes=world.services.programmes,
        new_id=world.new_id,
        tenant_id=NORTHMOOR,
        registration=f"{NORTHMOOR}-lms",
    )
    return cohort.make(size, now=world.clock())


def hana(world):
    return launched(world, COORDINATOR, role=CourseRole.INSTRUCTOR)


def launched(world, slug, **said):
    """Somebody of the pretend course, as its LMS launches them."""
    one = person_named(slug)
    known = {"name": one.name, "email": one.email, "context_title": COURSES[RESEARCH_CAREERS]}
    return world.arrive(one.key, context_id=RESEARCH_CAREERS, **known, **said)


def profiles(world, programme):
    return [one.profile for one in answers(world, programme)]


def answers(world, programme):
    return world.kept("enrolments", programme.programme_id)


def test_sixty_people_have_sent_a_profile_and_most_are_placed(world, made):
    key, lead = made.programme_id, hana(world)
    world.services.match_runs.ask(key, importance=None, actor=lead)
    world.services.match_runs.run(NORTHMOOR, key)
    shown = world.services.matching.page(key, actor=lead)

    sides = [one.side for one in answers(world, made)]
    assert (sides.count(Side.MENTEE), sides.count(Side.MENTOR)) == (40, 20)
    assert made.stage is Stage.OPEN
    assert len(shown.pairs) + len([x for x in shown.unplaced if x[1] is Side.MENTEE]) == 40
    assert len(shown.pairs) >= 25


def test_people_of_the_pretend_course_are_among_them(world, made):
    who = launched(world, "leila.haddad").person_id

    assert who in {one.person_id for one in answers(world, made)}


def test_the_same_size_says_the_same_and_another_size_is_as_large_as_asked(world, made):
    again, few = make(world, 60), make(world, 9)

    def said(programme):
        return sorted(map(repr, profiles(world, programme)))

    assert said(again) == said(made)
    assert len(answers(world, few)) == 9
