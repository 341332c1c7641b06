"""Starting and opening a programme, and who sees it as a whole."""

from dataclasses import replace

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import (
    GoalMissingError,
    NotAllowedError,
    OutOfBoundsError,
    UnknownThingError,
    WrongStateError,
)
from plugin.mentoring.people import CourseRole
from plugin.mentoring.programme import Stage
from plugin.ports.errors import ConflictError
from tests.services.databases import on_both
from tests.services.world import PLAN


@pytest.fixture
def dora(world):
    """Another teacher of the course."""
    return world.arrive("dora", role=CourseRole.INSTRUCTOR)


@on_both
def test_who_starts_a_programme_coordinates_it(world):
    made = world.services.programmes.start(PLAN, actor=world.cleo)

    kept = world.kept("programme", made.programme_id)
    assert (kept.stage, kept.coordinators) == (Stage.DRAFT, (world.cleo.person_id,))
    assert (kept.bounds.cadence_weeks, kept.bounds.length_min, kept.bounds.capacity) == (2, 45, 3)
    assert (kept.title, kept.goals[0].measure, kept.zone) == (
        PLAN.title,
        PLAN.measure,
        PLAN.zone,
    )


def test_s6_who_coordinates_reads_times_on_the_programmes_clock_until_they_choose_another(
    world, dora
):
    """Whoever starts it, joins the team or is asked into it."""
    eve = world.arrive("eve", role=CourseRole.INSTRUCTOR)
    world.services.accounts.choose_zone("Asia/Kolkata", actor=dora)
    made = world.services.programmes.start(PLAN, actor=world.cleo)
    key = made.programme_id
    world.services.programmes.join_coordinators(key, actor=dora)
    version = world.kept("programme", key).version
    world.services.editing.appoint(key, eve.person_id, version=version, actor=world.cleo)

    zones = [world.kept("person", one.person_id).zone for one in (world.cleo, dora, eve)]
    assert zones == [PLAN.zone, "Asia/Kolkata", PLAN.zone]


@pytest.mark.parametrize(
    ("changed", "error"),
    [({"template": "nothing"}, UnknownThingError), ({"length_min": 44}, OutOfBoundsError)],
)
def test_a_plan_keeps_to_its_template(world, changed, error):
    with pytest.raises(error):
        world.services.programmes.start(replace(PLAN, **changed), actor=world.cleo)


def test_a_programme_without_a_measure_is_not_opened(world):
    made = world.services.programmes.start(replace(PLAN, measure=" "), actor=world.cleo)

    with pytest.raises(GoalMissingError):
        world.services.programmes.open(made.programme_id, actor=world.cleo)


def test_a_programme_is_opened_once(world):
    made = world.programme()

    with pytest.raises(WrongStateError):
        world.services.programmes.open(made.programme_id, actor=world.cleo)


def test_another_teacher_may_join_the_coordinators_and_does_so_once(world, dora):
    made = world.programme()

    for _ in range(2):
        world.services.programmes.join_coordinators(made.programme_id, actor=dora)

    kept = world.kept("programme", made.programme_id)
    assert kept.coordinators == (world.cleo.person_id, dora.person_id)
    assert kept.version == 3


@on_both
def test_of_two_changes_at_once_one_is_told(world, dora):
    made = world.programme()
    stale = world.kept("programme", made.programme_id)
    world.services.programmes.join_coordinators(made.programme_id, actor=dora)

    with pytest.raises(ConflictError):
        world.save("programme", stale)


def test_the_overview_counts_people_and_names_whom_to_ask(world, dora):
    made = world.programme()
    world.answer(made, world.ada, Side.MENTOR)
    world.pair(made)

    overview = world.services.overviews.of(made.programme_id, actor=world.cleo)

    assert (overview.course.title, overview.coordinators[0].name) == ("Biology 1", "Cleo")
    assert (overview.counts.profiles, overview.counts.relationships) == (1, 1)
    assert len(overview.lines) == 1


def test_a_teacher_may_look_before_becoming_a_coordinator(world, dora):
    made = world.programme()

    programme, people = world.services.overviews.people(made.programme_id, actor=dora, search="be")

    assert world.services.overviews.of(made.programme_id, actor=dora).programme == programme
    assert [line.person.name for line in people] == ["Ben"]


def test_the_home_page_is_that_of_the_course_of_the_launch(world):
    made = world.programme()
    pair = world.pair(made)

    home = world.services.overviews.home(actor=world.ben)
    mine = world.services.overviews.mine(actor=world.ben)

    assert [line.programme.programme_id for line in home.programmes] == [made.programme_id]
    assert [line.relationship_id for line in mine] == [pair]


def test_l50_a_launch_from_outside_any_course_has_no_home_page(world):
    nowhere = world.arrive("ben", context_id=None)

    with pytest.raises(UnknownThingError):
        world.services.overviews.home(actor=nowhere)


def test_l50_a_launch_from_outside_any_course_starts_nothing(world):
    nowhere = replace(world.arrive("cleo", context_id=None), role=CourseRole.INSTRUCTOR)

    with pytest.raises(NotAllowedError):
        world.services.programmes.start(PLAN, actor=nowhere)


def test_a_members_page_shows_what_is_next_and_what_was(world, at, clock):
    made = world.programme()
    pair = world.pair(made)
    book = world.services.sessions.book
    was, soon, off = (book(pair, at(day, 10), actor=world.ben) for day in (1, 4, 3))
    world.services.sessions.cancel(off.session_id, version=1, actor=world.ben)
    clock.advance(days=2)

    page = world.services.relationships.page(pair, actor=world.ada)

    assert page.next.session.session_id == soon.session_id
    assert [line.session.session_id for line in page.past] == [was.session_id]
    assert [line.session.session_id for line in page.coming] == [off.session_id, soon.session_id]
    assert [person.name for person in page.people] == ["Ada", "Ben"]
    assert [person.name for person in page.coordinators] == ["Cleo"]
    assert (page.agreed, page.agreement, page.place) == (False, None, None)
