"""Requests to a mentor that cannot come to anything any more stand as closed, whatever did it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import AlreadyPairedError, RestingError
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.mentor_requests import RequestState
from plugin.mentoring.notices import NoticeState
from plugin.mentoring.programme import SelfMatch, Stage
from plugin.services.mentor_requests import Obstacle
from plugin.services.usefulness import is_useful
from tests.services.databases import on_both
from tests.services.test_guests import came
from tests.services.test_mentor_requests import READY, a_mentee, ask, page
from tests.services.test_mentor_requests import dan as dan
from tests.services.test_mentor_requests import key as key
from tests.services.test_mentor_requests import programme as programme
from tests.services.test_mentor_requests import ready as ready
from tests.stores import NORTHMOOR


def placed(world, programme, _dan):
    world.pair(programme, mentor=world.arrive("zoe"), mentee=world.ben)


def full(world, programme, dan):
    for name in ("eve", "finn"):
        world.pair(programme, mentor=dan, mentee=world.arrive(name))


def left(world, programme, dan):
    mine = world.kept("enrolment", programme.programme_id, dan.person_id)
    world.save("enrolment", mine.put_aside())


def kept_away(world, _programme, dan):
    with world.store.work(NORTHMOOR) as work:
        work.block(world.ben.person_id, dan.person_id, at=world.clock())


def no_common_hour(world, programme, dan):
    world.answer(programme, dan, Side.MENTOR, capacity=2, hours=WeekHours.office(2, 3))


def no_common_language(world, programme, dan):
    world.answer(programme, dan, Side.MENTOR, capacity=2, languages=("de",))
    world.answer(programme, world.ben, Side.MENTEE, languages=("en",), confided=READY)


def reviewed(world, programme, _dan):
    now = world.kept("programme", programme.programme_id)
    world.save("programme", replace(now, stage=Stage.REVIEW))


ENDS = [placed, full, left, kept_away, no_common_hour, no_common_language]
UNSEEN = [no_common_hour, no_common_language]
"""What the list of those who wait does not look at."""


def shown_to(world, request, actor):
    return world.services.mentor_requests.of(request, actor=actor)


def rest(world, key):
    now = world.kept("programme", key)
    day = (world.clock() + timedelta(days=3)).date()
    world.save("programme", replace(now, life=replace(now.life, paused_until=day)))


@on_both
@pytest.mark.parametrize("end", [*ENDS, reviewed])
def test_what_cannot_come_to_anything_waits_for_nobody(world, programme, key, dan, end):
    request = ask(world, key, dan)
    use = world.services.mentor_requests
    waited = use.waiting(actor=dan)

    end(world, programme, dan)

    assert [one.request.request_id for one in waited] == [request]
    for actor in (dan, world.ben):
        found = shown_to(world, request, actor)
        assert (found.standing, found.mine) == (RequestState.CLOSED, False)
    if end not in UNSEEN:
        assert not use.waiting(actor=dan)
    assert [one.standing for one in page(world, key).requests] == [RequestState.CLOSED]


@pytest.mark.parametrize("end", ENDS)
def test_nobody_says_yes_or_speaks_where_nothing_can_come_of_it(world, programme, key, dan, end):
    request = ask(world, key, dan)
    end(world, programme, dan)
    use, before = world.services.mentor_requests, world.kept("relationships_in", key)

    with pytest.raises(AlreadyPairedError):
        use.accept(request, actor=dan)
    with pytest.raises(AlreadyPairedError):
        use.say(request, "Which bees?", actor=dan)

    assert world.kept("relationships_in", key) == before


@on_both
def test_a_guest_who_ended_is_asked_nothing_any_more(world, programme, key):
    rut = came(world, programme)
    world.answer(programme, rut, Side.MENTOR)
    request = ask(world, key, rut)
    [(link, _standing)] = world.services.guests.page(key, actor=world.cleo).links

    world.services.guests.end(key, link.link_id, actor=world.cleo)

    assert shown_to(world, request, world.ben).standing is RequestState.CLOSED


@pytest.mark.parametrize("end", [no_common_hour, no_common_language])
def test_m3_nobody_asks_whom_the_page_would_not_show(world, programme, key, dan, end):
    end(world, programme, dan)

    with pytest.raises(AlreadyPairedError):
        ask(world, key, dan)


def test_who_was_asked_by_people_that_are_placed_may_be_asked_again(world, programme, key):
    for name in ("eve", "finn", "gus"):
        mentee = a_mentee(world, programme, name)
        ask(world, key, actor=mentee)
        world.pair(programme, mentor=world.arrive(f"of-{name}"), mentee=mentee)

    assert ask(world, key)


def test_a_request_that_cannot_be_takes_none_of_the_few(world, programme, key, dan):
    rut = world.arrive("rut")
    world.answer(programme, rut, Side.MENTOR)
    ask(world, key)
    ask(world, key, dan)
    assert page(world, key).obstacle is Obstacle.TOO_MANY

    left(world, programme, dan)

    assert ask(world, key, rut)


def test_a_yes_waits_until_the_programme_goes_on(world, clock, key):
    request = ask(world, key)
    rest(world, key)
    use = world.services.mentor_requests

    with pytest.raises(RestingError):
        use.accept(request, actor=world.ada)
    found = shown_to(world, request, world.ada)
    assert (found.standing, found.mine, found.rests) == (RequestState.OPEN, True, True)

    clock.advance(timedelta(days=3))
    assert use.accept(request, actor=world.ada)


def test_a_yes_does_not_count_after_the_end(world, programme, key):
    request = ask(world, key)
    reviewed(world, programme, None)

    with pytest.raises(RestingError):
        world.services.mentor_requests.accept(request, actor=world.ada)


def test_coordinators_count_what_waits_still(world, programme, key, dan):
    ask(world, key, dan)
    left(world, programme, dan)

    counts = world.services.mentor_requests.counts(key, actor=world.cleo)

    assert {one: n for one, n in counts.items() if n} == {RequestState.CLOSED: 1}


def test_nobody_is_told_of_a_request_that_cannot_be(world, programme, key, dan):
    ask(world, key, dan)
    [told] = world.kept("notices_of", dan.person_id, *NoticeState)
    with world.store.look(NORTHMOOR) as work:
        assert is_useful(work, told)

    left(world, programme, dan)

    with world.store.look(NORTHMOOR) as work:
        assert not is_useful(work, told)
        assert not is_useful(work, replace(told, thing="request/removed since"))


def test_what_was_asked_stands_where_choosing_is_switched_off(world, key):
    request = ask(world, key)
    now = world.kept("programme", key)
    assert now.life.self_match == SelfMatch()
    world.save("programme", replace(now, life=replace(now.life, self_match=None)))

    assert shown_to(world, request, world.ada).standing is RequestState.OPEN
