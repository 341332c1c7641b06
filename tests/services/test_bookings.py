"""Making Outlook follow what was decided here: once, and honestly."""

from dataclasses import replace

import pytest

from plugin.mentoring.people import Person
from plugin.mentoring.session import Sync
from plugin.ports.errors import (
    TryLaterError,
)
from plugin.services.bookings import GAVE_UP
from plugin.services.invitations import title_for
from tests.services.databases import on_both
from tests.services.steps import cancel, invitation, move
from tests.stores import NORTHMOOR, SOUTHMOOR


@pytest.fixture
def pair(world):
    return world.pair(world.programme())


@pytest.fixture
def planned(world, pair, at):
    """A session tomorrow at 10, of a mentor who has connected Outlook."""
    world.connect()
    return world.services.sessions.book(pair, at(1, 10), actor=world.ben)


@pytest.fixture
def booked(world, planned):
    world.push(planned)
    return world.session(planned)


@on_both
def test_a_session_is_called_booked_when_the_calendar_confirmed_it(world, planned):
    before = world.link(planned).sync

    world.push(planned)

    link = world.link(planned)
    assert (before, link.sync) == (Sync.QUEUED, Sync.BOOKED)
    assert world.calendars.meetings() == [link.event_id]
    assert link.told == planned.span
    assert link.join_url == f"https://teams.example/{link.event_id}"
    assert ("recording", "off") in link.settings


def test_the_title_names_the_people_and_where_no_name_is_known_their_number(world, planned):
    world.arrive("ben", name=None)

    assert invitation(world, planned).title == "Mentoring: Ada and Member 3"


def test_a_title_of_one_person_names_one():
    assert title_for([Person("p", NORTHMOOR, "Ada Obi", None, 1)]) == "Mentoring: Ada"


def test_x10_a_push_that_comes_twice_books_once(world, booked, clock):
    before = world.link(booked)
    clock.advance(minutes=1)

    world.push(booked)

    assert world.link(booked) == before
    assert world.calendars.meetings() == [before.event_id]


def test_g04_an_outlook_that_does_not_answer_leaves_the_session_queued(world, planned):
    world.calendars.trouble = TryLaterError("503", after_s=7)

    with pytest.raises(TryLaterError):
        world.push(planned)

    assert world.link(planned).sync is Sync.QUEUED


@pytest.mark.parametrize("tenant", [NORTHMOOR, SOUTHMOOR])
def test_a_push_of_what_is_not_there_does_nothing(world, planned, tenant):
    bookings = world.services.bookings

    bookings.push(SOUTHMOOR, planned.session_id)
    bookings.push(tenant, "nobody")
    bookings.gave_up(NORTHMOOR, "nobody")
    bookings.send_letter(NORTHMOOR, "nobody/1/0/x/REQUEST")

    assert bookings.sweep(NORTHMOOR, "nobody") == 0
    assert world.calendars.events == {}


def test_moved_and_moved_back_is_booked_without_telling_anybody(world, booked, at):
    sessions = world.services.sessions
    away = sessions.move(booked.session_id, at(2, 11), version=booked.version, actor=world.ben)
    sessions.move(booked.session_id, at(1, 10), version=away.version + 1, actor=world.ben)
    waiting = world.link(booked).sync
    etag = world.calendars.events[world.link(booked).event_id].seen.etag

    world.run()

    assert (waiting, world.link(booked).sync) == (Sync.QUEUED, Sync.BOOKED)
    assert world.calendars.events[world.link(booked).event_id].seen.etag == etag


def test_an_adopted_meeting_at_another_time_is_moved_and_not_left_waiting(world, planned, span):
    world.services.bookings.calendars.book(
        replace(invitation(world, planned), session=replace(planned, span=span(3, 15)))
    )

    world.run()

    link = world.link(planned)
    assert (link.sync, link.told) == (Sync.BOOKED, planned.span)
    assert world.calendars.meetings() == [link.event_id]


def test_called_off_before_it_was_booked_tells_no_calendar(world, planned):
    cancel(world, planned)

    world.run()

    assert world.calendars.events == {}
    assert (world.link(planned).sync, world.link(planned).told_cancelled) == (Sync.BOOKED, True)


def test_called_off_before_anybody_connected_waits_for_nobody(world, pair, at):
    session = world.services.sessions.book(pair, at(1, 10), actor=world.ben)
    cancel(world, session)

    world.run()

    assert (world.link(session).sync, world.link(session).told_cancelled) == (Sync.BOOKED, True)


def test_called_off_after_it_was_booked_is_called_off_in_outlook(world, booked):
    cancel(world, booked)

    world.run()

    assert world.calendars.meetings() == []
    assert world.link(booked).told_cancelled


def test_a_session_waits_for_its_organiser_and_goes_on_after_they_connect(world, pair, at):
    session = world.services.sessions.book(pair, at(1, 10), actor=world.ben)
    world.run()
    waiting = world.link(session).sync

    world.connect()
    queued = world.link(session).sync
    world.run()

    assert (waiting, queued) == (Sync.NEEDS_SIGN_IN, Sync.QUEUED)
    assert world.link(session).sync is Sync.BOOKED


def test_a_partners_account_does_not_book_in_the_organisers_name(world, pair, at):
    world.connect(world.ben)
    session = world.services.sessions.book(pair, at(1, 10), actor=world.ben)

    world.run()

    assert world.link(session).sync is Sync.NEEDS_SIGN_IN


def test_a_session_that_is_over_is_not_booked_when_its_mentor_connects(world, pair, at, clock):
    session = world.services.sessions.book(pair, at(1, 10), actor=world.ben)
    world.run()
    clock.advance(days=3)

    world.connect()
    world.push(session)
    world.run()

    assert world.calendars.events == {}
    assert world.link(session).sync is Sync.NEEDS_SIGN_IN


def test_t10_an_invitation_delayed_past_its_session_is_not_made(world, planned, clock):
    clock.advance(days=3)

    world.run()

    assert world.calendars.events == {}


def test_a_state_says_since_when_it_holds(world, planned, at, clock):
    queued = world.link(planned).since
    booked = clock.advance(minutes=3)
    world.push(planned)
    first = world.link(planned).since
    moved = clock.advance(minutes=3)
    move(world, planned, at(2, 11))

    assert (queued, first, world.link(planned).since) == (at(0, 9), booked, moved)


def test_x19_attempts_that_have_ended_are_shown_on_the_session(world, planned):
    world.services.bookings.gave_up(NORTHMOOR, planned.session_id)

    assert (world.link(planned).sync, world.link(planned).problem) == (Sync.FAILED, GAVE_UP)


def test_x19_a_booked_session_does_not_fail_by_an_old_attempt_that_ended(world, booked):
    world.services.bookings.gave_up(NORTHMOOR, booked.session_id)

    assert world.link(booked).sync is Sync.BOOKED


def test_without_microsoft_a_session_of_outlook_waits(world, level0, planned):
    level0.services.bookings.push(NORTHMOOR, planned.session_id)

    assert world.link(planned).sync is Sync.NEEDS_SIGN_IN


def test_a_fault_that_nobody_knows_is_no_state_of_the_session(world, planned, caplog):
    world.calendars.trouble = ZeroDivisionError("defect")

    world.run()

    assert world.link(planned).sync is Sync.QUEUED
    assert "job failed" in caplog.text
