"""Wishes and exclusions: they count in a draft, and nobody learns whose they were."""

from dataclasses import replace

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import (
    NotAllowedError,
    OutOfBoundsError,
    UnknownThingError,
    WrongStateError,
)
from plugin.mentoring.people import CourseRole
from plugin.mentoring.programme import Stage
from plugin.mentoring.templates import VALUES
from tests.services.databases import on_both
from tests.services.test_guests import came
from tests.stores import NORTHMOOR


@pytest.fixture
def programme(world):
    made = world.programme()
    life = replace(made.life, wishes=True)
    world.save("programme", replace(made, life=life, version=made.version + 1))
    return replace(made, life=life)


@pytest.fixture
def key(programme):
    return programme.programme_id


@pytest.fixture
def dan(world):
    return world.arrive("dan")


@pytest.fixture
def eve(world):
    return world.arrive("eve")


@pytest.fixture(autouse=True)
def ready(world, programme, dan, eve):
    """Ada and dan mentor one each; ben shares a value with ada, and eve nothing with anybody."""
    world.answer(programme, world.ada, Side.MENTOR, values=VALUES[:1])
    world.answer(programme, dan, Side.MENTOR)
    world.answer(programme, world.ben, Side.MENTEE, values=VALUES[:1])
    world.answer(programme, eve, Side.MENTEE)


def wish(world, key, actor, *others):
    wished = [one.person_id for one in others]
    world.services.wishes.wish(key, wished, actor=actor)


def rather_not(world, key, actor, other, away=True):
    use = world.services.wishes.rather_not
    use(key, other.person_id, away=away, actor=actor)


def page(world, key, actor=None):
    return world.services.wishes.page(key, actor=actor or world.ben)


def draft(world, key):
    world.services.match_runs.ask(key, importance=None, actor=world.cleo)
    world.services.match_runs.run(NORTHMOOR, key)
    return world.services.matching.page(key, actor=world.cleo)


def pairs(shown):
    return {one.mentee.name: one.mentor.name for one in shown.pairs}


@on_both
def test_without_a_wish_what_people_share_decides(world, key):
    assert pairs(draft(world, key)) == {"Ben": "Ada", "Eve": "Dan"}


@on_both
def test_a_wish_counts_and_the_draft_says_so_and_not_whose_it_was(world, key, dan, eve):
    wish(world, key, world.ben, dan)

    shown = draft(world, key)

    assert pairs(shown) == {"Ben": "Dan", "Eve": "Ada"}
    assert {one.mentee.name: one.wished for one in shown.pairs} == {"Ben": True, "Eve": False}


def test_a_mentors_wish_counts_as_well(world, key, dan, eve):
    wish(world, key, world.ada, eve)

    assert pairs(draft(world, key)) == {"Ben": "Dan", "Eve": "Ada"}


def test_what_was_proven_of_a_draft_has_the_wishes_in_it(world, key, dan):
    wish(world, key, world.ben, dan)

    proof = draft(world, key).run.proof
    assert proof.gap_percent < 0.001


@on_both
def test_who_rather_would_not_is_not_paired_and_the_page_names_no_asker(world, key, dan, eve):
    rather_not(world, key, world.ada, world.ben)

    shown = draft(world, key)
    sheet = world.services.matching.person(key, world.ben.person_id, actor=world.cleo)

    assert pairs(shown)["Ben"] == "Dan"
    assert {sheet.people[x.mentor].name: x.apart for x in sheet.options} == {
        "Ada": True, "Dan": False,
    }  # fmt: skip
    assert [x.open for x in sheet.options if x.apart] == [False]


def test_nobody_sees_who_keeps_them_away_or_wishes_for_them(world, key, eve):
    rather_not(world, key, world.ada, world.ben)
    wish(world, key, world.ada, eve)

    ben, other = page(world, key), page(world, key, eve)
    assert [one.name for one in ben.others] == ["Ada", "Dan"]
    assert (ben.away, ben.wished, other.wished) == ((), (), ())


def test_whom_one_keeps_away_is_no_wish_of_theirs_any_more(world, key, dan):
    wish(world, key, world.ben, world.ada, dan)
    rather_not(world, key, world.ben, world.ada)

    mine = page(world, key)
    assert mine.wished == (dan.person_id,)
    assert [one.name for one in mine.away] == ["Ada"]
    with pytest.raises(OutOfBoundsError):
        wish(world, key, world.ben, world.ada)
    rather_not(world, key, world.ben, world.ada, away=False)
    assert page(world, key).away == ()


def test_nobody_of_ones_own_side_and_no_stranger_is_wished_for(world, key, eve):
    for other in (eve, world.ben, world.cleo):
        with pytest.raises(OutOfBoundsError):
            wish(world, key, world.ben, other)
        with pytest.raises(UnknownThingError):
            rather_not(world, key, world.ben, other)


def test_two_who_work_together_end_that_on_their_own_page(world, programme, key):
    world.pair(programme)

    with pytest.raises(WrongStateError):
        rather_not(world, key, world.ben, world.ada)


def test_nobody_is_asked_where_it_is_not_switched_on(world, key):
    now = world.kept("programme", key)
    world.save("programme", replace(now, life=replace(now.life, wishes=False)))

    with pytest.raises(UnknownThingError):
        page(world, key)


def test_p01_whoever_is_nothing_in_the_course_wishes_for_nobody(world, key):
    with pytest.raises(NotAllowedError):
        page(world, key, replace(world.ben, role=CourseRole.NONE))


def test_whoever_has_sent_no_profile_wishes_for_nobody(world, key):
    with pytest.raises(UnknownThingError):
        page(world, key, world.arrive("finn"))


@pytest.fixture
def rut(world, programme):
    """A mentor from outside the course."""
    guest = came(world, programme)
    world.answer(programme, guest, Side.MENTOR)
    return guest


@on_both
def test_p01_a_guest_names_whom_they_have_worked_with_and_sees_nobody_else(
    world, programme, key, rut, eve
):
    before = page(world, key, rut)
    world.end(world.pair(programme, mentor=rut, mentee=eve))
    after = page(world, key, rut)

    assert (before.others, before.all_named) == ((), False)
    assert [one.name for one in after.others] == ["Eve"]
    with pytest.raises(OutOfBoundsError):
        wish(world, key, rut, world.ben)
    with pytest.raises(UnknownThingError):
        rather_not(world, key, rut, world.ben)
    wish(world, key, rut, eve)
    assert page(world, key, rut).wished == (eve.person_id,)


def test_p01_a_guest_who_is_in_the_course_too_names_whom_its_members_name(world, key, rut):
    both = replace(rut, role=CourseRole.LEARNER)

    assert [one.name for one in page(world, key, both).others] == ["Ben", "Eve"]


def test_a_programme_at_its_end_takes_no_wishes(world, key, dan):
    world.save("programme", replace(world.kept("programme", key), stage=Stage.CLOSED))

    with pytest.raises(WrongStateError):
        wish(world, key, world.ben, dan)
