"""What rests, a programme or two people, keeps what is booked and gets nothing new."""

from datetime import date, timedelta

import pytest

from plugin.mentoring.errors import RestingError
from plugin.mentoring.poll import Answer, PollState
from plugin.mentoring.session import SessionState


@pytest.fixture
def programme(world):
    return world.programme()


@pytest.fixture
def pair(world, programme):
    return world.pair(programme)


def vote(world, pair, at):
    return world.services.polls.start(
        pair, [at(3, 10), at(4, 10)], quorum=2, answer_within=timedelta(days=1), actor=world.ada
    )


def rest(world, programme, until=date(2026, 3, 20)):
    version = world.kept("programme", programme.programme_id).version
    world.services.stages.pause(programme.programme_id, until, version=version, actor=world.cleo)


def test_p14_nothing_is_booked_while_the_programme_rests(world, programme, pair, at):
    booked = world.services.sessions.book(pair, at(2, 10), actor=world.ben)
    rest(world, programme)

    with pytest.raises(RestingError):
        world.services.sessions.book(pair, at(3, 10), actor=world.ada)
    with pytest.raises(RestingError):
        vote(world, pair, at)

    assert world.session(booked).state is SessionState.PLANNED
    rest(world, programme, None)
    world.services.sessions.book(pair, at(3, 10), actor=world.ada)


def test_p14_booking_goes_on_by_itself_on_the_day_named(world, clock, programme, pair, at):
    rest(world, programme)
    clock.advance(timedelta(days=18))

    world.services.sessions.book(pair, clock() + timedelta(days=1), actor=world.ada)


def test_p14_a_vote_that_ends_meanwhile_books_nothing(world, programme, pair, at):
    poll = vote(world, pair, at)
    answers = (Answer.YES, Answer.NO)
    world.services.polls.vote(poll.poll_id, answers, actor=world.ben)
    rest(world, programme)

    ended = world.services.polls.vote(poll.poll_id, answers, actor=world.ada)

    assert (ended.state, ended.session_id) == (PollState.UNMET, None)
    assert world.kept("sessions_of", [pair]) == []


def test_p14_nothing_is_booked_while_two_people_let_it_rest(world, clock, pair, at):
    booked = world.services.sessions.book(pair, at(2, 10), actor=world.ben)
    vote(world, pair, at)
    world.services.memberships.rest(pair, date(2026, 3, 20), actor=world.ben)

    with pytest.raises(RestingError):
        world.services.sessions.book(pair, at(3, 10), actor=world.ada)
    with pytest.raises(RestingError):
        world.services.series.make(booked.session_id, 2, actor=world.ada)
    [poll] = world.kept("polls_of", pair)
    for who in (world.ada, world.ben):
        poll = world.services.polls.vote(poll.poll_id, (Answer.YES, Answer.YES), actor=who)

    assert poll.session_id is None
    assert world.kept("sessions_of", [pair]) == [world.session(booked)]
    assert world.session(booked).state is SessionState.PLANNED


def test_p14_whoever_lets_it_go_on_books_at_once_and_the_day_named_does_too(world, clock, pair, at):
    rest_until = world.services.memberships.rest
    rest_until(pair, date(2026, 3, 20), actor=world.ben)
    rest_until(pair, None, actor=world.ada)
    world.services.sessions.book(pair, at(3, 10), actor=world.ada)

    rest_until(pair, date(2026, 3, 20), actor=world.ben)
    clock.advance(timedelta(days=18))
    world.services.sessions.book(pair, clock() + timedelta(days=1), actor=world.ada)
