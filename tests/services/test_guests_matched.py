"""Mentors from outside are matched like those of the course, by every way there is."""

from dataclasses import replace

from plugin.mentoring.enrolment import Side
from plugin.mentoring.people import CourseRole
from plugin.mentoring.programme import SelfMatch
from tests.services.databases import on_both
from tests.services.test_course_groups import OFFERED, SeenGroup
from tests.services.test_group_drafts import draft, people
from tests.services.test_guests import came
from tests.services.test_mentor_requests import READY

pytestmark = on_both


def publish(world, key):
    version = world.kept("draft", key).version
    return world.services.matching.publish(key, version=version, actor=world.cleo)


def mentors(world, relationship):
    return world.kept("relationship", relationship).mentors


def guest(world, programme):
    rut = came(world, programme)
    world.answer(programme, rut, Side.MENTOR)
    return rut


def test_m9_a_guest_is_placed_by_a_worker_and_taken_by_hand(world):
    programme = world.programme()
    key, rut, matching = programme.programme_id, guest(world, programme), world.services.matching
    world.answer(programme, world.ben, Side.MENTEE)

    (pair,) = draft(world, key).pairs
    for to in (None, rut.person_id):
        version = world.kept("draft", key).version
        matching.move(key, world.ben.person_id, to, version=version, actor=world.cleo)
    (made,) = publish(world, key)

    assert pair.mentor.person_id == rut.person_id
    assert mentors(world, made) == (rut.person_id,)


def test_m7_a_guest_gathers_a_circle_that_others_choose_themselves(world):
    programme = world.programme(template="first-year-circles")
    key, rut = programme.programme_id, guest(world, programme)
    memberships = world.services.memberships
    people(world, programme, "m1 m2 m3", Side.MENTEE)

    draft(world, key)
    (circle,) = publish(world, key)
    world.answer(programme, world.ben, Side.MENTEE)
    _programme, (line,) = memberships.circles(key, actor=world.ben)
    memberships.join(circle, actor=world.ben)

    assert mentors(world, circle) == (rut.person_id,)
    assert [one.person_id for one in line.facilitators] == [rut.person_id]
    assert world.ben.person_id in world.kept("relationship", circle).people


def test_a_guest_gathers_a_group_of_the_course_that_has_no_mentor(world):
    world.cleo = world.arrive("cleo", role=CourseRole.INSTRUCTOR, **OFFERED)
    programme = world.programme(template="first-year-circles")
    key, rut, groups = programme.programme_id, guest(world, programme), world.services.course_groups
    people(world, programme, "b0 b1 b2", Side.MENTEE)
    world.groups.groups = [SeenGroup("2", "Tutorial B", ("b0", "b1", "b2"))]
    groups.ask(key, actor=world.cleo)
    world.run()

    page = groups.page(key, actor=world.cleo)
    (circle,) = groups.make(key, {"2": rut.person_id}, actor=world.cleo)

    assert [one.person_id for one in page.free] == [rut.person_id]
    assert mentors(world, circle) == (rut.person_id,)


def test_m1_a_mentee_asks_a_guest_themselves(world):
    made = world.programme()
    life = replace(made.life, self_match=SelfMatch())
    world.save("programme", replace(made, life=life, version=made.version + 1))
    key, rut, requests = made.programme_id, guest(world, made), world.services.mentor_requests
    world.answer(made, world.ben, Side.MENTEE, confided=READY)

    shown = requests.page(key, actor=world.ben).suggestions
    asked = requests.ask(key, rut.person_id, "You kept bees", actor=world.ben)
    requests.accept(asked, actor=rut)

    assert [person.person_id for person, _fit in shown] == [rut.person_id]
    (pair,) = world.kept("relationships_in", key)
    assert pair.people == {rut.person_id, world.ben.person_id}
