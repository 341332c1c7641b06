"""G25, G27: answers, proposals and guests in Outlook are shown and asked about; nothing moves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.mentoring.answers import Answer, Answers, Guest
from plugin.mentoring.notices import News
from plugin.mentoring.session import Sync
from plugin.mentoring.spans import Span
from plugin.mentoring.time_proposal import TimeProposalState
from tests.services.databases import on_both
from tests.services.test_notices import news
from tests.stores import NORTHMOOR

HOUR = timedelta(hours=1)
BEN = "ben@northmoor.example"


@pytest.fixture
def booked(world, at):
    world.connect()
    made = world.services.sessions.book(world.pair(world.programme()), at(3, 10), actor=world.ben)
    world.run()
    return world.session(made)


def says(world, session, *guests):
    """Let Outlook show these guests, and read it."""
    event_id, events = world.link(session).event_id, world.calendars.events
    kept = events[event_id]
    events[event_id] = replace(kept, seen=replace(kept.seen, guests=guests))
    world.services.watching.read(NORTHMOOR, session.organiser, event_id)
    return world.link(session)


def address(world, who):
    return world.kept("person", who.person_id).email


@on_both
def test_g25_a_decline_is_shown_and_told_and_the_session_stands(world, booked):
    link = says(world, booked, Guest(address(world, world.ben), Answer.NO))

    assert link.answers == Answers(((world.ben.person_id, Answer.NO),))
    assert (link.sync, world.session(booked)) == (Sync.BOOKED, booked)
    assert news(world, world.ada).count(News.ANSWERED) == 1
    assert News.ANSWERED not in news(world, world.ben)


def test_g25_the_same_answer_read_again_is_told_once(world, booked):
    for _reading in range(3):
        says(world, booked, Guest(address(world, world.ben), Answer.MAYBE))

    assert news(world, world.ada).count(News.ANSWERED) == 1


def test_g25_a_yes_is_shown_and_nobody_is_told(world, booked):
    link = says(world, booked, Guest(address(world, world.ben), Answer.YES))

    assert link.answers.of(world.ben.person_id) is Answer.YES
    assert News.ANSWERED not in news(world, world.ada)


def test_g25_another_time_proposed_in_outlook_is_a_suggestion_here_and_moves_nothing(world, booked):
    rather = Span(booked.span.starts_at + HOUR, booked.span.ends_at + HOUR)
    guest = Guest(address(world, world.ben), Answer.MAYBE, rather)
    for _reading in range(2):
        says(world, booked, guest)

    (one,) = world.services.open_times.suggested(booked.session_id, actor=world.ada)
    assert (one.by, one.span, one.state) == (world.ben.person_id, rather, TimeProposalState.OPEN)
    assert world.session(booked).span == booked.span
    assert news(world, world.ada).count(News.TIME_SUGGESTED) == 1

    world.services.open_times.decide(one.time_proposal_id, TimeProposalState.TAKEN, actor=world.ada)
    world.run()
    assert world.session(booked).span == rather
    assert world.link(booked).told == rather


def test_g25_a_proposal_that_was_declined_is_not_asked_again(world, booked):
    rather = Span(booked.span.starts_at + HOUR, booked.span.ends_at + HOUR)
    guest = Guest(address(world, world.ben), Answer.NO, rather)
    says(world, booked, guest)
    (one,) = world.services.open_times.suggested(booked.session_id, actor=world.ada)
    world.services.open_times.decide(
        one.time_proposal_id, TimeProposalState.DECLINED, actor=world.ada
    )
    says(world, booked, guest)

    states = [
        x.state for x in world.services.open_times.suggested(booked.session_id, actor=world.ada)
    ]
    assert states == [TimeProposalState.DECLINED]


def test_g27_somebody_who_was_not_invited_from_here_is_counted_and_both_are_told(world, booked):
    ben = Guest(address(world, world.ben))
    link = says(world, booked, ben, Guest("zoe@else.example", Answer.YES))

    assert link.answers == Answers((), 1)
    assert "zoe" not in str(world.link(booked))
    for who in (world.ada, world.ben):
        assert news(world, who).count(News.MORE_INVITED) == 1
    assert says(world, booked, ben).answers == Answers()


def test_g25_after_a_move_nobody_has_answered_yet(world, booked):
    says(world, booked, Guest(address(world, world.ben), Answer.YES))
    now = world.session(booked)
    world.services.sessions.move(
        now.session_id, now.span.starts_at + HOUR, version=now.version, actor=world.ada
    )
    world.run()

    assert world.link(booked).answers == Answers()
