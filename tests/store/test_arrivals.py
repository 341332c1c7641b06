"""A launch makes people, courses and roles, or brings them up to date."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event

from plugin.mentoring.people import CourseRole
from tests.stores import NORTHMOOR, an_arrival


@pytest.fixture
def statements(database):
    """Return the statements that were sent, without those that open a transaction."""
    sent = []

    def remember(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("BEGIN", "SELECT set_config")):
            sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", remember)
    return sent


def arrive(store, arrival, now):
    with store.work(arrival.tenant_id) as work:
        return work.arrive(arrival, now=now)


def test_a_first_launch_makes_the_person_the_course_and_the_role(store, clock):
    person, course = arrive(store, an_arrival("ana"), clock())

    with store.look(NORTHMOOR) as work:
        assert work.person(person.person_id) == person
        assert work.course(course.course_id) == course
        [member] = work.course_members(course.course_id)
    assert (person.name, person.number) == ("Ana", 1)
    assert (member.person, member.role, member.active) == (person, CourseRole.LEARNER, True)


def test_a_second_launch_finds_both_with_one_statement(store, clock, statements):
    first = arrive(store, an_arrival("ana"), clock())
    statements.clear()

    assert arrive(store, an_arrival("ana"), clock()) == first
    assert len(statements) == 1


def test_what_the_lms_no_longer_tells_is_forgotten(store, clock):
    arrive(store, an_arrival("ana"), clock())

    person, _ = arrive(store, an_arrival("ana", name=None, email=None), clock())

    with store.look(NORTHMOOR) as work:
        kept = work.person(person.person_id)
    assert (kept.name, kept.email, kept.label) == (None, None, "Member 1")


def test_l42_the_role_is_that_of_the_latest_launch(store, clock):
    arrive(store, an_arrival("ana", role=CourseRole.INSTRUCTOR), clock())

    _, course = arrive(store, an_arrival("ana"), clock())

    with store.look(NORTHMOOR) as work:
        [member] = work.course_members(course.course_id)
    assert member.role is CourseRole.LEARNER


def test_l45_the_same_address_is_not_the_same_person(store, clock):
    one, _ = arrive(store, an_arrival("ana", email="x@northmoor.example"), clock())
    other, _ = arrive(store, an_arrival("ben", email="x@northmoor.example"), clock())

    assert one.person_id != other.person_id


def test_l47_subjects_that_differ_in_case_are_two_people(store, clock):
    one, _ = arrive(store, an_arrival("ana"), clock())
    other, _ = arrive(store, an_arrival("ANA"), clock())

    assert one.person_id != other.person_id


def test_a_launch_outside_any_course_has_a_person_and_no_course(store, clock):
    person, course = arrive(store, an_arrival("ana", context_id=None), clock())

    assert person.name == "Ana"
    assert course is None


def test_of_many_first_launches_at_once_one_makes_the_person(store, clock):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: arrive(store, an_arrival("ana"), clock()), range(8)))

    assert len({person.person_id for person, _ in found}) == 1
    assert len({course.course_id for _, course in found}) == 1


@pytest.mark.parametrize(
    ("said", "new"),
    [
        ({}, False),
        ({"name": "Ana Moss"}, True),
        ({"role": CourseRole.INSTRUCTOR}, True),
        ({"context_id": "course-2"}, True),
        ({"context_title": "Another name"}, True),
    ],
    ids=lambda said: "-".join(said) if isinstance(said, dict) else "",
)
def test_a_launch_has_news_only_when_it_says_something_new(store, clock, said, new):
    arrive(store, an_arrival("ana"), clock())

    with store.work(NORTHMOOR, lasting=False) as work:
        work.arrive(an_arrival("ana", **said), now=clock())

        assert work.has_news is new
