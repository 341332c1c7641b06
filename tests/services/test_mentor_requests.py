"""M1, M10: a mentee asks a mentor themselves, and the mentor says yes, no, or asks back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.mentoring.confided import Confided, Ready
from plugin.mentoring.counted import Part
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import (
    AlreadyPairedError,
    NotAllowedError,
    NotReadyError,
    RestingError,
    TooManyRequestsError,
    TrainingMissingError,
    UnknownThingError,
    WrongStateError,
)
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.mentor_requests import RequestState
from plugin.mentoring.notices import News, NoticeState
from plugin.mentoring.people import CourseRole
from plugin.mentoring.programme import SelfMatch, Stage
from plugin.services.mentor_requests import Obstacle
from tests.services.databases import on_both
from tests.stores import NORTHMOOR

READY = Confided(checked=tuple(Ready))
WHY = "You kept bees"


@pytest.fixture
def programme(world):
    """One in which mentees choose; ada mentors one, dan two, and ben seeks."""
    made = world.programme()
    life = replace(made.life, self_match=SelfMatch())
    world.save("programme", replace(made, life=life, version=made.version + 1))
    return replace(made, life=life)


@pytest.fixture
def key(programme):
    return programme.programme_id


@pytest.fixture
def dan(world):
    return world.arrive("dan")


@pytest.fixture(autouse=True)
def ready(world, programme, dan):
    world.answer(programme, world.ada, Side.MENTOR, offers=("Networking",))
    world.answer(programme, dan, Side.MENTOR, capacity=2)
    seek(world, programme, world.ben)


def seek(world, programme, actor, confided=READY):
    world.answer(programme, actor, Side.MENTEE, seeks=("Networking",), confided=confided)


def a_mentee(world, programme, name):
    someone = world.arrive(name)
    seek(world, programme, someone)
    return someone


def page(world, key, actor=None):
    return world.services.mentor_requests.page(key, actor=actor or world.ben)


def shown(world, key, actor=None):
    return [person.name for person, _fit in page(world, key, actor).suggestions]


def ask(world, key, mentor=None, actor=None):
    use = world.services.mentor_requests.ask
    return use(key, (mentor or world.ada).person_id, WHY, actor=actor or world.ben)


def state(world, request):
    return world.kept("mentor_request", request).standing(world.clock())


def news(world, actor):
    return [one.news for one in world.kept("notices_of", actor.person_id, *NoticeState)]


@on_both
def test_m1_who_suits_best_stands_first_and_the_page_says_why(world, key):
    (ada, fit), (dan, _other) = page(world, key).suggestions

    assert (ada.name, dan.name) == ("Ada", "Dan")
    assert Part.SKILLS in [one.part for one in fit.reasons]


def test_who_has_no_place_left_is_not_shown(world, programme, key):
    world.pair(programme, mentee=world.arrive("eve"))

    assert shown(world, key) == ["Dan"]


def test_who_keeps_somebody_away_is_not_shown_to_them(world, key, dan):
    with world.store.work(NORTHMOOR) as work:
        work.block(dan.person_id, world.ben.person_id, at=world.clock())

    assert shown(world, key) == ["Ada"]


def test_m3_who_shares_no_hour_is_not_shown(world, programme, key, dan):
    world.answer(programme, dan, Side.MENTOR, hours=WeekHours.office(2, 3))

    assert shown(world, key) == ["Ada"]


def test_nobody_is_asked_by_more_people_than_may_wait(world, programme, key):
    for name in ("eve", "finn", "gus"):
        ask(world, key, actor=a_mentee(world, programme, name))

    assert shown(world, key) == ["Dan"]
    with pytest.raises(AlreadyPairedError):
        ask(world, key)


def test_one_mentee_asks_a_few_at_once(world, programme, key, dan):
    rut = world.arrive("rut")
    world.answer(programme, rut, Side.MENTOR)
    first = ask(world, key)
    ask(world, key, dan)

    assert page(world, key).obstacle is Obstacle.TOO_MANY
    with pytest.raises(TooManyRequestsError):
        ask(world, key, rut)
    world.services.mentor_requests.withdraw(first, actor=world.ben)
    assert ask(world, key, rut)


def test_m10_nobody_asks_who_is_not_ready(world, programme, key):
    seek(world, programme, world.ben, Confided(checked=(Ready.CURIOUS,)))

    assert page(world, key).obstacle is Obstacle.NOT_READY
    with pytest.raises(NotReadyError):
        ask(world, key)


def test_r1_training_comes_before_asking(world, key):
    given = {"language": "en", "actor": world.cleo}
    world.services.training_desk.ask(key, Side.MENTEE, True, **given)

    assert page(world, key).obstacle is Obstacle.TRAINING
    with pytest.raises(TrainingMissingError):
        ask(world, key)


def test_nobody_asks_while_the_programme_rests(world, key):
    now = world.kept("programme", key)
    life = replace(now.life, paused_until=(world.clock() + timedelta(days=9)).date())
    world.save("programme", replace(now, life=life))

    with pytest.raises(RestingError):
        ask(world, key)


@on_both
def test_a_yes_brings_the_two_together_with_their_reasons(world, key):
    request = ask(world, key)

    made = world.services.mentor_requests.accept(request, actor=world.ada)

    pair = world.kept("relationship", made)
    assert pair.mentors == (world.ada.person_id,)
    assert pair.people == {world.ada.person_id, world.ben.person_id}
    assert Part.SKILLS in [one.part for one in pair.reasons]
    assert state(world, request) is RequestState.ACCEPTED
    assert world.kept("programme", key).stage is Stage.RUNNING
    assert page(world, key).obstacle is Obstacle.PLACED
    with pytest.raises(AlreadyPairedError):
        ask(world, key)


def test_a_yes_closes_what_cannot_be_any_more(world, programme, key, dan):
    eve = a_mentee(world, programme, "eve")
    mine, elsewhere, others = ask(world, key), ask(world, key, dan), ask(world, key, actor=eve)

    world.services.mentor_requests.accept(mine, actor=world.ada)

    assert state(world, elsewhere) is RequestState.CLOSED
    assert state(world, others) is RequestState.CLOSED
    assert news(world, eve) == [News.REQUEST_ANSWERED]


def test_a_yes_leaves_the_requests_to_whoever_has_a_place(world, programme, key, dan):
    eve = a_mentee(world, programme, "eve")
    mine, others = ask(world, key, dan), ask(world, key, dan, eve)

    world.services.mentor_requests.accept(mine, actor=dan)

    assert state(world, others) is RequestState.OPEN


def test_a_yes_comes_too_late_where_the_place_is_taken(world, programme, key):
    request = ask(world, key)
    world.pair(programme, mentee=world.arrive("eve"))

    with pytest.raises(AlreadyPairedError):
        world.services.mentor_requests.accept(request, actor=world.ada)
    assert state(world, request) is RequestState.OPEN


def test_a_no_needs_no_reason_is_told_and_asked_no_more(world, key):
    request = ask(world, key)
    world.services.mentor_requests.decline(request, actor=world.ada)

    assert state(world, request) is RequestState.DECLINED
    assert news(world, world.ben) == [News.REQUEST_ANSWERED]
    assert shown(world, key) == ["Dan"]
    with pytest.raises(AlreadyPairedError):
        ask(world, key)


def test_a_mentor_asks_back_and_the_mentee_answers(world, key):
    use, request = world.services.mentor_requests, ask(world, key)

    use.say(request, "Which bees?", actor=world.ada)
    waits = use.waiting(actor=world.ben)
    use.say(request, "All of them", actor=world.ben)

    assert [one.standing for one in waits] == [RequestState.ASKED_MORE]
    texts = [one.text for one in use.of(request, actor=world.ada).words]
    assert texts == [WHY, "Which bees?", "All of them"]
    assert [one.request.request_id for one in use.waiting(actor=world.ada)] == [request]
    assert news(world, world.ada) == [News.ASKED_TO_MENTOR, News.ASKED_TO_MENTOR]


def test_each_speaks_in_turn(world, key):
    use, request = world.services.mentor_requests, ask(world, key)

    with pytest.raises(WrongStateError):
        use.say(request, "And?", actor=world.ben)
    use.say(request, "Which bees?", actor=world.ada)
    with pytest.raises(WrongStateError):
        use.say(request, "Well?", actor=world.ada)
    with pytest.raises(WrongStateError):
        use.accept(request, actor=world.ada)
    with pytest.raises(WrongStateError):
        use.say(request, "  ", actor=world.ben)


def test_a_request_ends_in_time_and_the_mentee_is_told(world, clock, key):
    request = ask(world, key)
    clock.advance(timedelta(days=10))

    assert state(world, request) is RequestState.LAPSED
    with pytest.raises(WrongStateError):
        world.services.mentor_requests.accept(request, actor=world.ada)
    world.services.reminders.remind_daily(NORTHMOOR)
    world.services.reminders.remind_daily(NORTHMOOR)
    assert news(world, world.ben) == [News.REQUEST_LAPSED]
    assert world.services.mentor_requests.waiting(actor=world.ada) == ()


def test_who_took_a_request_back_may_ask_again(world, key):
    request = ask(world, key)
    world.services.mentor_requests.withdraw(request, actor=world.ben)

    assert ask(world, key) != request
    with pytest.raises(WrongStateError):
        world.services.mentor_requests.accept(request, actor=world.ada)


def test_p01_each_does_their_own_part_only(world, key):
    use, request = world.services.mentor_requests, ask(world, key)

    with pytest.raises(WrongStateError):
        use.accept(request, actor=world.ben)
    with pytest.raises(WrongStateError):
        use.decline(request, actor=world.ben)
    with pytest.raises(WrongStateError):
        use.withdraw(request, actor=world.ada)


def test_p02_a_request_is_not_there_for_anybody_else(world, key, dan):
    use, request = world.services.mentor_requests, ask(world, key)

    for other in (world.cleo, dan):
        with pytest.raises(UnknownThingError):
            use.of(request, actor=other)
        with pytest.raises(UnknownThingError):
            use.accept(request, actor=other)


def test_coordinators_see_how_many_and_never_whose(world, key, dan):
    ask(world, key)
    counts = world.services.mentor_requests.counts(key, actor=world.cleo)

    assert {one: n for one, n in counts.items() if n} == {RequestState.OPEN: 1}


def test_p01_counts_are_for_coordinators_and_choosing_for_members_of_the_course(world, key):
    with pytest.raises(NotAllowedError):
        world.services.mentor_requests.counts(key, actor=world.ben)
    with pytest.raises(NotAllowedError):
        page(world, key, replace(world.ben, role=CourseRole.NONE))


def test_nobody_chooses_where_it_is_not_switched_on(world, programme, key):
    now = world.kept("programme", key)
    world.save("programme", replace(now, life=replace(now.life, self_match=None)))

    with pytest.raises(UnknownThingError):
        page(world, key)
    with pytest.raises(UnknownThingError):
        ask(world, key)


def test_a_mentor_has_no_page_of_mentors(world, key):
    with pytest.raises(UnknownThingError):
        page(world, key, world.ada)


def test_what_was_written_goes_with_the_programme(world, key):
    ask(world, key)
    now = world.kept("programme", key)
    ended = (world.clock() - timedelta(days=99)).date()
    world.save("programme", replace(now, stage=Stage.CLOSED, ends_on=ended))

    counts = world.services.retention.forget(NORTHMOOR)

    assert (counts["request_word"], counts["mentor_request"]) == (1, 1)
