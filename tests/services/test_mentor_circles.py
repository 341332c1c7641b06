"""R7: mentors among themselves, in a circle that nobody else finds."""

import pytest

from plugin.mentoring.enrolment import Profile, Side
from plugin.mentoring.errors import NotAllowedError, ShapeError, UnknownThingError, WrongStateError
from plugin.mentoring.people import CourseRole
from plugin.mentoring.programme import Format
from tests.services.databases import on_both
from tests.services.test_circles import related
from tests.services.test_guests import came
from tests.stores import NORTHMOOR


@pytest.fixture
def programme(world):
    made = world.programme()
    world.answer(made, world.ada, Side.MENTOR, about="I kept bees.")
    world.answer(made, world.ben, Side.MENTEE)
    return made


def mentor(world, made, name):
    one = world.arrive(name)
    world.answer(made, one, Side.MENTOR)
    return one


def gather(world, made):
    return world.services.mentor_circles.gather(made.programme_id, "Mentors", actor=world.cleo)


def circle(world, key):
    return world.kept("relationship", key)


def test_r7_one_press_brings_the_mentors_together_and_nobody_else(world, programme):
    dan = mentor(world, programme, "dan")

    (key,) = gather(world, programme)

    assert circle(world, key).people == {world.ada.person_id, dan.person_id}
    assert circle(world, key).mentors == (world.ada.person_id,)
    assert world.services.relationships.page(key, actor=dan)
    for other in (world.ben, world.cleo):
        with pytest.raises(UnknownThingError):
            world.services.relationships.page(key, actor=other)


def test_r7_a_mentee_cannot_enter_it_by_a_profile_either(world, programme):
    mentor(world, programme, "dan")
    (key,) = gather(world, programme)
    home = circle(world, key).programme_id

    for use in (world.services.enrolments.answer, world.services.enrolments.begin):
        with pytest.raises(UnknownThingError):
            use(home, Side.MENTEE, Profile(), capacity=1, actor=world.ben)
    with pytest.raises(UnknownThingError):
        world.services.enrolments.mine(home, actor=world.ben)


def test_r7_a_second_press_brings_in_who_is_new_and_makes_nothing_twice(world, programme):
    mentor(world, programme, "dan")
    first = gather(world, programme)
    eve = mentor(world, programme, "eve")

    assert gather(world, programme) == gather(world, programme) == first
    assert eve.person_id in circle(world, first[0]).people


@on_both
def test_r7_who_left_is_not_brought_back_by_the_next_press(world, programme):
    dan, eve = mentor(world, programme, "dan"), mentor(world, programme, "eve")
    (key,) = gather(world, programme)
    world.services.memberships.leave(key, actor=dan)

    gather(world, programme)

    assert circle(world, key).people == {world.ada.person_id, eve.person_id}


def leave(world, key, who):
    world.services.memberships.leave(key, actor=who)


def come_back(world, home, who):
    return world.services.mentor_circles.come_back(home, actor=who)


@on_both
def test_r7_of_two_mentors_who_left_is_not_brought_back_once_a_third_comes(world, programme):
    dan = mentor(world, programme, "dan")
    (key,) = gather(world, programme)
    leave(world, key, dan)
    eve = mentor(world, programme, "eve")

    (again,) = gather(world, programme)

    assert circle(world, again).people == {world.ada.person_id, eve.person_id}


def test_r7_who_handed_the_circle_over_and_left_comes_back_by_a_press_of_their_own(
    world, programme
):
    dan, eve = mentor(world, programme, "dan"), mentor(world, programme, "eve")
    (key,) = gather(world, programme)
    everybody = {one.person_id: one for one in (world.ada, dan, eve)}
    lead, heir, third = (everybody[m.person_id] for m in circle(world, key).members)
    world.services.memberships.hand_over(key, heir.person_id, actor=lead)
    leave(world, key, lead)
    home = circle(world, key).programme_id

    assert come_back(world, home, lead) == come_back(world, home, lead) == key

    assert circle(world, key).people == everybody.keys()
    leave(world, key, third)
    gather(world, programme)
    assert circle(world, key).people == everybody.keys() - {third.person_id}


def test_r7_without_a_free_seat_who_wants_back_is_brought_in_by_the_next_press(world, programme):
    dan = mentor(world, programme, "dan")
    (key,) = gather(world, programme)
    leave(world, key, dan)
    home = circle(world, key).programme_id

    assert come_back(world, home, dan) is None

    (again,) = gather(world, programme)
    assert circle(world, again).people == {world.ada.person_id, dan.person_id}


def test_r7_nobody_comes_back_to_whom_they_are_kept_from(world, programme):
    dan, _eve = mentor(world, programme, "dan"), mentor(world, programme, "eve")
    (key,) = gather(world, programme)
    leave(world, key, dan)
    with world.store.work(NORTHMOOR) as work:
        work.block(world.ada.person_id, dan.person_id, at=world.clock())

    assert come_back(world, circle(world, key).programme_id, dan) is None
    assert dan.person_id not in circle(world, key).people


def test_r7_nobody_comes_back_who_was_never_in_it_or_mentors_no_more(world, programme):
    dan, _eve = mentor(world, programme, "dan"), mentor(world, programme, "eve")
    (key,) = gather(world, programme)
    leave(world, key, dan)
    world.answer(programme, dan, Side.MENTEE)
    home = circle(world, key).programme_id

    for who in (world.ben, world.cleo, dan):
        with pytest.raises(UnknownThingError):
            come_back(world, home, who)
    with pytest.raises(UnknownThingError):
        come_back(world, programme.programme_id, world.ada)


def test_r7_who_leaves_a_circle_of_learners_keeps_their_profile(world, programme):
    other = related(
        world, programme, Format.CIRCLE, (world.ada, Side.MENTOR), (world.ben, Side.MENTEE)
    )
    leave(world, other, world.ben)

    assert world.kept("enrolment", programme.programme_id, world.ben.person_id).ready_at


@pytest.fixture
def home(world, programme):
    mentor(world, programme, "dan")
    (key,) = gather(world, programme)
    return circle(world, key).programme_id


EVERYWHERE = {
    "profile": lambda s, home, who: s.enrolments.mine(home, actor=who),
    "team": lambda s, home, who: s.enrolments.team(home, actor=who),
    "training": lambda s, home, who: s.training.shelf(home, language="en", actor=who),
    "helper": lambda s, home, who: s.helper.page(home, actor=who),
    "referrals": lambda s, home, who: s.referrals.mine(home, actor=who),
    "shown": lambda s, home, who: s.showings.shown(home, actor=who),
    "open door": lambda s, home, who: s.open_times.doors(home, actor=who),
}


@pytest.mark.parametrize("where", EVERYWHERE)
def test_r7_nobody_but_the_mentors_sees_what_they_have_among_themselves(world, home, where):
    look = EVERYWHERE[where]

    look(world.services, home, world.ada)

    for other in (world.ben, world.arrive("finn")):
        with pytest.raises(UnknownThingError):
            look(world.services, home, other)


def test_r7_a_guest_sees_it_like_the_other_mentors(world, programme):
    rut = came(world, programme)
    world.answer(programme, rut, Side.MENTOR)
    (key,) = gather(world, programme)

    seen, mine = world.services.enrolments.mine(circle(world, key).programme_id, actor=rut)

    assert (seen.life.mentors_of, mine.person_id) == (programme.programme_id, rut.person_id)


def test_r7_mentors_among_themselves_invite_and_refer_nobody(world, home):
    with pytest.raises(ShapeError):
        world.services.referrals.refer(home, "Knows bees", actor=world.ada)
    with pytest.raises(ShapeError):
        world.services.guests.invite(home, "Rut", actor=world.cleo)


def test_r7_what_mentors_do_among_themselves_is_reported_to_nobody(world, home):
    with pytest.raises(NotAllowedError):
        world.services.participation.agree(home, yes=True, actor=world.ada)


def test_r7_the_circle_takes_no_seat_and_no_confidence_of_the_programme(world, programme):
    mentor(world, programme, "dan")
    (key,) = gather(world, programme)
    home = circle(world, key).programme_id

    saved = world.services.matching.suggest(programme.programme_id, actor=world.cleo)

    assert len(saved.draft.pairs) == 1
    assert world.kept("enrolment", home, world.ada.person_id).profile.about == ""
    teacher = world.arrive("gil", role=CourseRole.INSTRUCTOR)
    assert [x.programme_id for x in world.services.programmes.placeable(actor=teacher)] == [
        programme.programme_id
    ]


def test_r7_two_who_are_kept_apart_are_not_in_one(world, programme):
    dan, eve = mentor(world, programme, "dan"), mentor(world, programme, "eve")
    with world.store.work(NORTHMOOR) as work:
        work.block(world.ada.person_id, dan.person_id, at=world.clock())

    (key,) = gather(world, programme)

    assert circle(world, key).people == {world.ada.person_id, eve.person_id}


def keep_away(world, *both):
    with world.store.work(NORTHMOOR) as work:
        work.block(*(one.person_id for one in both), at=world.clock())


@pytest.mark.parametrize("by_whom", [0, 1])
def test_r7_nobody_is_seated_with_a_member_who_mentors_no_more_and_is_kept_apart(
    world, programme, by_whom
):
    dan, eve = mentor(world, programme, "dan"), mentor(world, programme, "eve")
    (key,) = gather(world, programme)
    world.answer(programme, eve, Side.MENTEE)
    both = (eve, mentor(world, programme, "finn"))
    keep_away(world, both[by_whom], both[1 - by_whom])

    gather(world, programme)

    assert circle(world, key).people == {one.person_id for one in (world.ada, dan, eve)}


def test_r7_nobody_is_seated_with_who_is_kept_apart_though_others_there_are_too(world, programme):
    dan = mentor(world, programme, "dan")
    (key,) = gather(world, programme)
    finn = mentor(world, programme, "finn")
    keep_away(world, world.ada, dan)
    keep_away(world, finn, dan)

    gather(world, programme)

    assert finn.person_id not in circle(world, key).people


def test_r7_who_is_kept_from_one_circle_is_seated_in_the_next(world, programme):
    mentor(world, programme, "dan")
    (key,) = gather(world, programme)
    finn, gus = mentor(world, programme, "finn"), mentor(world, programme, "gus")
    for one in (finn, gus):
        keep_away(world, one, world.ada)

    first, second = gather(world, programme)

    assert first == key
    assert circle(world, second).people == {finn.person_id, gus.person_id}


def test_r7_mentors_among_themselves_have_no_circle_of_mentors_of_their_own(world, home):
    with pytest.raises(WrongStateError):
        world.services.mentor_circles.gather(home, "Mentors", actor=world.cleo)


def test_r7_one_mentor_is_no_circle(world, programme):
    with pytest.raises(ShapeError):
        gather(world, programme)
