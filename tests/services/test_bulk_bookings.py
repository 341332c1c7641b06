"""Sessions booked together are pushed as if each had been booked by itself."""

from dataclasses import replace

import pytest

from plugin.mentoring.session import Sync
from plugin.ports.errors import TryLaterError
from plugin.services.bulk_bookings import booked_together
from plugin.services.kinds import PUSH_SESSION
from tests.services.databases import on_both
from tests.services.steps import cancel, move
from tests.stores import NORTHMOOR


@pytest.fixture
def planned(world, at):
    """Three sessions of a mentor who has connected Outlook."""
    pair = world.pair(world.programme())
    world.connect()
    return [world.services.sessions.book(pair, at(day, 10), actor=world.ben) for day in (1, 2, 3)]


def ids(sessions):
    return [one.session_id for one in sessions]


def links(world, sessions):
    return [world.link(one) for one in sessions]


@on_both
def test_all_that_are_due_are_booked_together_and_once(world, planned):
    world.run()

    known = links(world, planned)
    assert [one.sync for one in known] == [Sync.BOOKED] * 3
    assert sorted(one.event_id for one in known) == sorted(world.calendars.meetings())


def test_pushing_takes_the_answer_that_is_at_hand(world, planned):
    bookings = booked_together(world.services.bookings, NORTHMOOR, ids(planned))
    made = sorted(world.calendars.meetings())
    world.calendars.trouble = TryLaterError("asked again")

    for one in ids(planned):
        bookings.push(NORTHMOOR, one)

    assert sorted(one.event_id for one in links(world, planned)) == made


def test_one_that_was_put_off_waits_and_the_others_are_booked(world, planned):
    bookings = booked_together(world.services.bookings, NORTHMOOR, ids(planned))
    session, _ = bookings.made[planned[0].session_id]
    late = {planned[0].session_id: (session, TryLaterError("put off", after_s=7))}
    bookings = replace(bookings, made={**bookings.made, **late})

    with pytest.raises(TryLaterError):
        bookings.push(NORTHMOOR, planned[0].session_id)
    bookings.push(NORTHMOOR, planned[1].session_id)

    assert [one.sync for one in links(world, planned)[:2]] == [Sync.QUEUED, Sync.BOOKED]


def test_one_that_was_moved_meanwhile_is_told_of_its_new_time(world, planned, at):
    bookings = booked_together(world.services.bookings, NORTHMOOR, ids(planned))
    move(world, planned[0], at(4, 11))

    bookings.push(NORTHMOOR, planned[0].session_id)
    world.run()

    link = world.link(planned[0])
    assert (link.sync, link.told.starts_at) == (Sync.BOOKED, at(4, 11))
    assert len(world.calendars.meetings()) == 3


def test_one_that_was_called_off_meanwhile_is_called_off_outside(world, planned):
    bookings = booked_together(world.services.bookings, NORTHMOOR, ids(planned))
    cancel(world, planned[0])

    bookings.push(NORTHMOOR, planned[0].session_id)

    assert len(world.calendars.meetings()) == 2


def test_one_that_was_called_off_before_is_not_made(world, planned):
    cancel(world, planned[0])

    booked_together(world.services.bookings, NORTHMOOR, ids(planned))

    assert len(world.calendars.meetings()) == 2


def test_calling_off_is_needed_first_and_then_the_session_that_is_soonest(world, planned, at):
    move(world, planned[0], at(9, 10))
    cancel(world, planned[2])
    ledger = world.ledger()
    first = ledger.claim("worker", {PUSH_SESSION})

    needs = {
        job.payload["session"]: job.needed_at
        for job in (first, *ledger.claim_more(first, "worker", most=9))
    }

    assert [needs[one] for one in ids(planned)] == [at(9, 10), at(2, 10), None]


def test_what_the_tool_may_not_book_together_is_booked_alone(world, planned):
    world.calendars.together = False

    world.run()

    assert [one.sync for one in links(world, planned)] == [Sync.BOOKED] * 3
