"""What is shown to the course over the real store: nothing before every yes, nothing after a no."""

from dataclasses import replace

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.notices import NoticeState
from plugin.mentoring.people import CourseRole
from plugin.mentoring.programme import Format
from plugin.mentoring.relationship import Membership, Relationship, RelationshipId
from plugin.ports.errors import ConflictError
from tests.services.databases import on_both
from tests.services.test_projects import begins
from tests.stores import NORTHMOOR


@pytest.fixture
def programme(world):
    return world.programme()


@pytest.fixture
def pair(world, programme):
    return world.pair(programme)


def shown(world, programme, who=None):
    page = world.services.showings.shown(programme.programme_id, actor=who or world.cleo)
    return [(one.title, one.text) for one in page.showings]


@on_both
def test_d6_a_project_is_shown_to_the_course_with_a_yes_of_all_also_after_the_end(
    world, programme, pair
):
    made, showings = begins(world, pair), world.services.showings
    world.end(pair)
    key = made.project_id
    offered = showings.offer_project(key, "First jobs", "A page", version=0, actor=world.ben)
    before = shown(world, programme)

    showings.agree(offered.showing_id, version=1, actor=world.ada)

    assert (before, shown(world, programme)) == ([], [("First jobs", "A page")])
    assert shown(world, programme, world.arrive("dora")) == [("First jobs", "A page")]
    page = showings.shown(programme.programme_id, actor=world.cleo)
    assert {one.given for one in page.people.values()} == {"Ada", "Ben"}


@on_both
def test_a7_a_yes_taken_back_closes_it_at_once_also_for_who_has_left(world, programme, pair, at):
    services = world.services
    session = services.sessions.book(pair, at(1, 10), actor=world.ben).session_id
    offered = services.showings.offer_session(
        session, "Saying no", "Say it early", version=0, actor=world.ada
    )
    services.showings.agree(offered.showing_id, version=1, actor=world.ben)
    before = shown(world, programme)
    services.memberships.leave(pair, actor=world.ben)

    services.showings.take_back(offered.showing_id, actor=world.ben)

    assert (before, shown(world, programme)) == ([("Saying no", "Say it early")], [])
    with pytest.raises(UnknownThingError):
        services.showings.take_back(offered.showing_id, actor=world.ben)


@on_both
def test_a7_another_text_closes_it_and_asks_anew(world, programme, pair):
    made, showings = begins(world, pair), world.services.showings
    key = made.project_id
    offered = showings.offer_project(key, "Jobs", "A page", version=0, actor=world.ben)
    showings.agree(offered.showing_id, version=1, actor=world.ada)

    showings.offer_project(key, "Jobs", "Two pages", version=2, actor=world.ada)

    assert shown(world, programme) == []
    with pytest.raises(ConflictError):
        showings.agree(offered.showing_id, version=2, actor=world.ben)
    with pytest.raises(ConflictError):
        showings.offer_project(key, "Jobs", "Three", version=1, actor=world.ben)
    told = world.kept("notices_of", world.ada.person_id, NoticeState.WAITING)
    assert [one.news for one in told].count("to show") == 1


@on_both
def test_a7_what_somebody_took_part_in_goes_when_they_are_erased(world, programme, pair):
    made, showings = begins(world, pair), world.services.showings
    offered = showings.offer_project(made.project_id, "Jobs", "A page", version=0, actor=world.ben)
    showings.agree(offered.showing_id, version=1, actor=world.ada)
    world.services.projects.take_part(made.project_id, "I ask", version=0, actor=world.ada)

    with world.store.work(world.ada.tenant_id) as work:
        work.erase(world.ada.person_id)

    seen = world.services.projects.of(made.project_id, actor=world.ben)
    assert shown(world, programme) == []
    assert (seen.project.title, seen.parts) == (made.title, {})


def test_d6_what_is_shown_is_read_in_its_own_course_only(world, programme, pair):
    made, showings = begins(world, pair), world.services.showings
    offered = showings.offer_project(made.project_id, "Jobs", "A page", version=0, actor=world.ben)

    for who in (
        world.arrive("gil", context_id="course-2"),
        world.arrive("ina", role=CourseRole.NONE),
    ):
        with pytest.raises(UnknownThingError):
            shown(world, programme, who)
    for who in (world.cleo, world.arrive("dora")):
        for use in (showings.of_project, showings.offer_project):
            told = {} if use == showings.of_project else {"title": "x", "text": "y", "version": 0}
            with pytest.raises(UnknownThingError):
                use(made.project_id, **told, actor=who)
        with pytest.raises(UnknownThingError):
            showings.agree(offered.showing_id, version=1, actor=who)


def test_d6_a_page_holds_twenty_of_what_is_shown(world, programme, pair):
    showings = world.services.showings
    for _ in range(21):
        key = begins(world, pair).project_id
        offered = showings.offer_project(key, "Jobs", "A page", version=0, actor=world.ben)
        showings.agree(offered.showing_id, version=1, actor=world.ada)

    first = showings.shown(programme.programme_id, actor=world.ben)
    second = showings.shown(programme.programme_id, page=2, actor=world.ben)

    assert (len(first.showings), first.more) == (20, True)
    assert (len(second.showings), second.more) == (1, False)


@on_both
def test_a7_in_a_circle_who_leaves_is_not_passed_over_and_who_comes_is_asked(world, programme):
    dan, eve = world.arrive("dan"), world.arrive("eve")
    key = circle_of(world, programme, world.ben, dan)
    made, showings = begins(world, key).project_id, world.services.showings

    def offered(version):
        said = {"version": version, "actor": world.ben}
        new = showings.offer_project(made, "Jobs", f"Text {version}", **said)
        showings.agree(new.showing_id, version=version + 1, actor=world.ada)
        return shown(world, programme)

    waits_for_dan = offered(0)
    circle = world.kept("relationship", key).left_by(dan.person_id)
    world.save("relationship", circle)
    without_dan, of_those_left = shown(world, programme), offered(2)
    circle = world.kept("relationship", key)
    joined = Membership(eve.person_id, Side.MENTEE, world.clock())
    world.save("relationship", replace(circle, members=(*circle.members, joined)))

    assert (waits_for_dan, without_dan, of_those_left) == ([], [], [("Jobs", "Text 2")])
    assert shown(world, programme) == []


@on_both
def test_a7_in_a_circle_nobody_says_yes_for_who_has_left_silent(world, programme):
    dan, eve = world.arrive("dan"), world.arrive("eve")
    key = circle_of(world, programme, world.ben, dan)
    made, showings = begins(world, key).project_id, world.services.showings
    offered = showings.offer_project(made, "Jobs", "A page", version=0, actor=world.ben)
    circle = world.kept("relationship", key).left_by(dan.person_id)
    joined = Membership(eve.person_id, Side.MENTEE, world.clock())
    world.save("relationship", replace(circle, members=(*circle.members, joined)))

    for version, who in enumerate((world.ada, eve), 1):
        showings.agree(offered.showing_id, version=version, actor=who)

    page = showings.of_project(made, actor=world.ben)
    assert (page.is_shown, shown(world, programme)) == (False, [])


def circle_of(world, programme, *mentees):
    """A circle that ada facilitates."""
    members = [Membership(world.ada.person_id, Side.MENTOR, world.clock())]
    members += [Membership(one.person_id, Side.MENTEE, world.clock()) for one in mentees]
    made = Relationship(
        RelationshipId(world.new_id()), NORTHMOOR, programme.programme_id, Format.CIRCLE,
        tuple(members), world.clock(),
    )  # fmt: skip
    world.save("relationship", made)
    return made.relationship_id
