"""S8, P11: suggesting another time with its history, and doors that stand open."""

from datetime import timedelta

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import (
    NotAllowedError,
    SlotPassedError,
    SlotTakenError,
    UnknownThingError,
    WrongStateError,
)
from plugin.mentoring.own_time import OwnTime
from plugin.mentoring.spans import Span
from plugin.mentoring.time_proposal import TimeProposalState
from plugin.services.open_times import weekly
from tests.services.databases import on_both
from tests.stores import NORTHMOOR

TAKEN, DECLINED, WITHDRAWN = (
    TimeProposalState.TAKEN, TimeProposalState.DECLINED, TimeProposalState.WITHDRAWN,
)  # fmt: skip


@pytest.fixture
def programme(world):
    made = world.programme()
    world.answer(made, world.ada, Side.MENTOR)
    world.answer(made, world.ben, Side.MENTEE)
    return made


@pytest.fixture
def pair(world, programme):
    return world.pair(programme)


@pytest.fixture
def session(world, pair, at):
    return world.services.sessions.book(pair, at(2, 10), actor=world.ben)


def states(world, session):
    found = world.services.open_times.suggested(session.session_id, actor=world.ada)
    return [one.state for one in found]


@on_both
def test_a_suggestion_moves_the_session_when_the_other_takes_it(world, session, at):
    made = world.services.open_times.suggest(session.session_id, at(3, 11), actor=world.ben)
    before = world.session(session).span
    world.services.open_times.decide(made.time_proposal_id, TAKEN, actor=world.ada)

    assert before == session.span
    assert world.session(session).span.starts_at == at(3, 11)
    assert world.session(session).sequence == 1
    assert states(world, session) == [TAKEN]


def test_the_history_keeps_every_suggestion(world, session, at):
    suggest = world.services.open_times.suggest
    first = suggest(session.session_id, at(3, 11), actor=world.ben)
    world.services.open_times.decide(first.time_proposal_id, DECLINED, actor=world.ada)
    world.clock.advance(minutes=1)
    suggest(session.session_id, at(4, 11), actor=world.ben)
    world.clock.advance(minutes=1)
    suggest(session.session_id, at(5, 11), actor=world.ben)

    assert states(world, session) == [TimeProposalState.OPEN, WITHDRAWN, DECLINED]


def test_one_neither_takes_ones_own_suggestion_nor_withdraws_anothers(world, session, at):
    made = world.services.open_times.suggest(session.session_id, at(3, 11), actor=world.ben)
    decide = world.services.open_times.decide

    with pytest.raises(NotAllowedError):
        decide(made.time_proposal_id, TAKEN, actor=world.ben)
    with pytest.raises(NotAllowedError):
        decide(made.time_proposal_id, WITHDRAWN, actor=world.ada)
    with pytest.raises(UnknownThingError):
        decide(made.time_proposal_id, TAKEN, actor=world.cleo)


def test_x03_a_suggestion_for_a_session_that_moved_since_is_overtaken(world, session, at):
    made = world.services.open_times.suggest(session.session_id, at(3, 11), actor=world.ben)
    world.services.sessions.move(session.session_id, at(6, 9), version=1, actor=world.ada)

    assert states(world, session) == [TimeProposalState.OVERTAKEN]
    with pytest.raises(WrongStateError):
        world.services.open_times.decide(made.time_proposal_id, TAKEN, actor=world.ada)


def test_a_suggested_time_that_is_taken_by_now_moves_nothing(world, programme, session, at):
    made = world.services.open_times.suggest(session.session_id, at(3, 11), actor=world.ben)
    other = world.pair(programme, mentee=world.arrive("cy"))
    world.services.sessions.book(other, at(3, 11), actor=world.ada)

    with pytest.raises(SlotTakenError):
        world.services.open_times.decide(made.time_proposal_id, TAKEN, actor=world.ada)

    assert states(world, session) == [TimeProposalState.OPEN]
    assert world.session(session).span == session.span


@on_both
def test_p11_a_mentee_takes_a_time_at_an_open_door_and_it_is_gone(world, programme, pair, at):
    door = Span(at(1, 10), at(1, 11))
    world.services.open_times.open_door(
        programme.programme_id, [door], length_min=20, actor=world.ada
    )
    doors = world.services.free_time.times(pair, actor=world.ben).doors
    taken = world.services.open_times.take(
        pair, doors[1].drop_in.drop_in_id, doors[1].span.starts_at, actor=world.ben
    )
    left = world.services.free_time.times(pair, actor=world.ben).doors

    assert [one.span.starts_at for one in doors] == [at(1, 10), at(1, 10, 20), at(1, 10, 40)]
    assert taken.span == Span(at(1, 10, 20), at(1, 10, 40))
    assert [one.span.starts_at for one in left] == [at(1, 10), at(1, 10, 40)]


def test_p11_the_same_time_at_the_door_is_taken_once(world, programme, pair, at):
    others = world.pair(programme, mentee=world.arrive("cy"))
    world.services.open_times.open_door(
        programme.programme_id, [Span(at(1, 10), at(1, 11))], length_min=60, actor=world.ada
    )
    (door,) = world.services.free_time.times(pair, actor=world.ben).doors
    key = door.drop_in.drop_in_id
    world.services.open_times.take(pair, key, at(1, 10), actor=world.ben)

    for relationship, who in ((others, world.arrive("cy")), (pair, world.ben)):
        with pytest.raises(SlotTakenError):
            world.services.open_times.take(relationship, key, at(1, 10), actor=who)
    with pytest.raises(SlotTakenError):  # not one of the door's times
        world.services.open_times.take(pair, key, at(1, 10, 15), actor=world.ben)


def test_p11_only_mentors_open_doors_and_only_their_own_are_closed(world, programme, at):
    opens, span = world.services.open_times.open_door, Span(at(1, 10), at(1, 11))
    key = programme.programme_id
    with pytest.raises(NotAllowedError):
        opens(key, [span], length_min=30, actor=world.ben)
    with pytest.raises(SlotPassedError):
        opens(key, [Span(at(-1, 10), at(-1, 11))], length_min=30, actor=world.ada)
    opens(key, [span], length_min=30, actor=world.ada)
    with pytest.raises(SlotTakenError):
        opens(key, [span], length_min=30, actor=world.ada)
    _programme, (door,) = world.services.open_times.doors(key, actor=world.ada)
    with pytest.raises(UnknownThingError):
        world.services.open_times.close_door(door.drop_in_id, actor=world.ben)
    world.services.open_times.close_door(door.drop_in_id, actor=world.ada)

    assert world.services.open_times.doors(key, actor=world.ada)[1] == []


def test_s5_no_door_is_offered_on_a_day_the_mentee_keeps_free(world, programme, pair, at):
    world.services.open_times.open_door(
        programme.programme_id, [Span(at(1, 10), at(1, 11))], length_min=60, actor=world.ada
    )
    mine = OwnTime(world.ben.person_id, NORTHMOOR, weekdays=frozenset({at(1, 10).weekday()}))
    world.services.own_times.keep(mine, version=0, actor=world.ben)

    assert world.services.free_time.times(pair, actor=world.ben).doors == ()


def test_a_weekly_door_keeps_its_wall_clock_across_a_clock_change(at):
    first = Span(at(21, 9), at(21, 10))  # Monday 23 March 2026, 10:00 in Berlin
    second = weekly(first, 2, "Europe/Berlin")[1]

    assert second.starts_at - first.starts_at == timedelta(days=7, hours=-1)
