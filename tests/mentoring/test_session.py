"""A session, and how far the outside calendar agrees with it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from plugin.mentoring.errors import SessionOverError, SlotPassedError
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import (
    CalendarLink,
    Channel,
    MentoringSession,
    SessionId,
    SessionState,
    Sync,
)
from plugin.mentoring.spans import Span

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
TEN, ELEVEN = (Span(NOW + timedelta(hours=n), NOW + timedelta(hours=n + 1)) for n in (1, 2))


@pytest.fixture
def session():
    people = frozenset({PersonId("ada"), PersonId("ben")})
    return MentoringSession(
        SessionId("s1"), TenantId("t1"), RelationshipId("r1"), PersonId("ada"), people, TEN, "UTC"
    )


@pytest.fixture
def link():
    return CalendarLink(
        SessionId("s1"), TenantId("t1"), Channel.OUTLOOK, PersonId("ada"), Sync.QUEUED, NOW
    )


def test_a_moved_session_tells_everybody_once_more(session):
    moved = session.moved(ELEVEN, now=NOW)

    assert (moved.span, moved.sequence) == (ELEVEN, session.sequence + 1)


def test_moving_to_the_same_time_tells_nobody(session):
    assert session.moved(TEN, now=NOW) == session


def test_a_session_going_on_may_be_moved_ahead(session):
    during = TEN.starts_at + timedelta(minutes=5)

    assert session.moved(ELEVEN, now=during).span == ELEVEN


def test_a_session_does_not_move_to_a_time_that_has_begun(session):
    begun = Span(NOW, LATER)

    with pytest.raises(SlotPassedError):
        session.moved(begun, now=NOW)


def test_a_cancelled_session_neither_moves_nor_is_cancelled_again(session):
    cancelled = session.cancelled(now=NOW)

    assert (cancelled.state, cancelled.sequence) == (SessionState.CANCELLED, 1)
    with pytest.raises(SessionOverError):
        cancelled.moved(ELEVEN, now=NOW)
    with pytest.raises(SessionOverError):
        cancelled.cancelled(now=NOW)


def test_a_session_is_over_at_its_last_moment(session):
    session.require_ahead(TEN.ends_at - timedelta(microseconds=1))

    with pytest.raises(SessionOverError):
        session.require_ahead(TEN.ends_at)


def test_a_lost_meeting_is_asked_for_under_a_new_key(session):
    assert session.asked_anew().generation == session.generation + 1


def test_since_moves_with_the_state_only(link):
    waiting = link.at(Sync.QUEUED, now=LATER, problem="slow")
    booked = waiting.at(Sync.BOOKED, now=LATER)

    assert (waiting.since, waiting.problem) == (NOW, "slow")
    assert (booked.since, booked.problem) == (LATER, None)


@pytest.mark.parametrize(
    ("told", "told_cancelled", "state", "agrees"),
    [
        (TEN, False, SessionState.PLANNED, True),
        (ELEVEN, False, SessionState.PLANNED, False),
        (None, False, SessionState.PLANNED, False),
        (TEN, True, SessionState.PLANNED, False),
        (TEN, False, SessionState.CANCELLED, False),
        (ELEVEN, True, SessionState.CANCELLED, True),
    ],
)
def test_outlook_agrees_with_what_it_was_told(session, link, told, told_cancelled, state, agrees):
    known = replace(link, told=told, told_cancelled=told_cancelled)

    assert known.agrees_with(replace(session, state=state)) is agrees
