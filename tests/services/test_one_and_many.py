"""One person as several (S07), and courses and programmes that are not one to one (S03, S11)."""

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import ShapeError, UnknownThingError
from plugin.mentoring.matching import Why
from plugin.mentoring.programme import Format
from plugin.mentoring.relationship import Membership, Relationship, RelationshipId
from tests.services.test_group_drafts import draft
from tests.stores import NORTHMOOR


def relationship(world, programme, *members):
    return Relationship(
        RelationshipId("r"),
        NORTHMOOR,
        programme.programme_id,
        Format.ONE_TO_ONE,
        tuple(Membership(who.person_id, side, world.clock()) for who, side in members),
        world.clock(),
    )


def test_s07_nobody_mentors_themselves(world):
    programme = world.programme()

    with pytest.raises(ShapeError):
        relationship(world, programme, (world.ada, Side.MENTOR), (world.ada, Side.MENTEE))


def test_s07_whoever_coordinates_may_mentor_too_and_writes_as_a_member_alone(world):
    programme = world.programme()
    world.answer(programme, world.cleo, Side.MENTOR)
    hers, others = world.pair(programme, mentor=world.cleo), world.pair(programme)

    assert world.services.relationships.page(hers, actor=world.cleo).relationship.mentors == (
        world.cleo.person_id,
    )
    with pytest.raises(UnknownThingError):
        world.services.relationships.page(others, actor=world.cleo)


def test_s07_one_mentor_alone_takes_as_many_as_they_said_and_the_rest_are_told_why(world):
    programme = world.programme()
    key = programme.programme_id
    world.answer(programme, world.ada, Side.MENTOR, capacity=2)
    for mentee in (world.ben, world.arrive("dan"), world.arrive("eve")):
        world.answer(programme, mentee, Side.MENTEE)

    made = draft(world, key)

    assert [one.mentor.name for one in made.pairs] == ["Ada", "Ada"]
    assert [(side, why) for _who, side, why in made.unplaced] == [(Side.MENTEE, Why.ALL_FULL)]


def test_s11_programmes_of_one_course_share_no_people(world):
    programmes = [world.programme() for _ in range(5)]
    first, *rest = programmes
    world.answer(first, world.ada, Side.MENTOR)
    world.answer(first, world.ben, Side.MENTEE)

    with world.store.look(NORTHMOOR) as work:
        counts = [len(work.enrolments(one.programme_id)) for one in programmes]
    assert counts == [2, 0, 0, 0, 0]
    for one in rest:
        world.services.matching.suggest(one.programme_id, actor=world.cleo)
        with world.store.look(NORTHMOOR) as work:
            assert not work.draft(one.programme_id).draft.pairs


def test_s11_a_pair_is_opened_from_any_course_and_its_programme_from_its_own(world):
    programme = world.programme()
    key = world.pair(programme)
    elsewhere = world.arrive("ben", context_id="course-2")

    assert world.services.relationships.page(key, actor=elsewhere).relationship.people
    with pytest.raises(UnknownThingError):
        world.answer(programme, elsewhere, Side.MENTEE)


def test_s03_the_id_of_a_course_decides_and_never_its_title(world):
    section = world.arrive("dora", context_id="course-1-b", context_title="Biology 1")
    merged = world.arrive("dora", context_id="course-1", context_title="Biology 1 (merged)")

    assert section.course_id != world.cleo.course_id
    assert merged.course_id == world.cleo.course_id
