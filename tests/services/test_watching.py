"""Following Outlook: what people do there, and what is only told of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.mentoring.session import SessionState, Sync
from plugin.ports.errors import (
    ConsentMissingError,
    RefusedError,
    SignInNeededError,
    TryLaterError,
)
from tests.services.databases import on_both
from tests.services.interruptions import Interrupted
from tests.stores import NORTHMOOR


@pytest.fixture
def pair(world):
    world.connect()
    return world.pair(world.programme())


@pytest.fixture
def booked(world, pair, at):
    """A session tomorrow at 10 that stands in Outlook, and nothing more to do."""
    session = world.services.sessions.book(pair, at(1, 10), actor=world.ben)
    world.run()
    return world.session(session)


@pytest.fixture
def event_id(world, booked):
    return world.link(booked).event_id


def read(world, event_id):
    world.services.watching.read(NORTHMOOR, world.ada.person_id, event_id)


def interrupted(world, act, trouble=None):
    calendars = Interrupted(world.calendars, act, trouble)
    return replace(world.services.watching, calendars=calendars)


def move(world, session, to):
    now = world.session(session)
    world.services.sessions.move(now.session_id, to, version=now.version, actor=world.ben)


@on_both
def test_a_meeting_moved_in_outlook_is_followed(world, booked, event_id, span):
    world.calendars.move(event_id, span(3, 14))

    read(world, event_id)

    followed = world.session(booked)
    assert (followed.span, followed.sequence) == (span(3, 14), 1)
    assert (world.link(booked).sync, world.link(booked).told) == (Sync.BOOKED, span(3, 14))
    assert world.run() == 0  # Outlook knows; nobody is told what they did


def test_a_meeting_called_off_in_outlook_is_called_off_here(world, booked, event_id):
    world.calendars.call_off(event_id)

    read(world, event_id)

    assert world.session(booked).state is SessionState.CANCELLED
    assert world.link(booked).agrees_with(world.session(booked))


def test_g16_of_a_change_on_both_sides_outlooks_holds(world, booked, event_id, at, span):
    move(world, booked, at(2, 11))
    world.calendars.move(event_id, span(3, 14))

    read(world, event_id)
    world.run()

    assert world.session(booked).span == span(3, 14)
    assert world.calendars.events[event_id].seen.span == span(3, 14)
    assert world.link(booked).sync is Sync.BOOKED


def test_g16_a_change_of_ours_alone_goes_out(world, booked, event_id, at):
    move(world, booked, at(2, 11))

    read(world, event_id)
    between = world.link(booked).sync
    world.run()

    assert (between, world.link(booked).sync) == (Sync.QUEUED, Sync.BOOKED)
    assert world.calendars.events[event_id].seen.span.starts_at == at(2, 11)


def test_an_echo_of_our_own_change_changes_nothing(world, booked, event_id, at, clock):
    move(world, booked, at(2, 11))
    world.run()
    before, link = world.session(booked), world.link(booked)
    clock.advance(seconds=3)

    read(world, event_id)

    after = world.link(booked)
    assert world.session(booked) == before
    assert (after.sync, after.etag, after.since) == (Sync.BOOKED, link.etag, link.since)
    assert after.checked_at == clock()


@on_both
def test_what_was_read_before_our_change_does_not_undo_it(world, booked, event_id, at, clock):
    def move_and_push():
        move(world, booked, at(2, 11))
        world.push(booked)

    interrupted(world, move_and_push).read(NORTHMOOR, world.ada.person_id, event_id)
    clock.advance(seconds=5)
    world.run()

    assert world.session(booked).span.starts_at == at(2, 11)
    assert world.calendars.events[event_id].seen.span.starts_at == at(2, 11)
    assert world.link(booked).sync is Sync.BOOKED


def test_a_meeting_made_again_meanwhile_is_not_mixed_up_with_the_old(world, booked, event_id):
    def make_again():
        world.save("link", world.link(booked).at(Sync.LOST, now=world.clock()))
        world.services.sessions.make_again(booked.session_id, actor=world.ben)

    world.calendars.call_off(event_id)
    interrupted(world, make_again).read(NORTHMOOR, world.ada.person_id, event_id)

    assert world.session(booked).state is SessionState.PLANNED
    assert world.link(booked).event_id is None


def test_g15_a_meeting_missing_once_is_not_lost(world, booked, event_id, clock):
    del world.calendars.events[event_id]

    read(world, event_id)
    clock.advance(minutes=1)
    read(world, event_id)

    assert world.link(booked).sync is Sync.BOOKED
    assert world.link(booked).missing_since == clock() - timedelta(minutes=1)


def test_g15_a_meeting_missing_twice_is_lost_and_not_made_again(world, booked, event_id, clock):
    del world.calendars.events[event_id]
    read(world, event_id)
    clock.advance(minutes=10)

    world.run()
    lost = world.link(booked)
    read(world, event_id)

    assert (lost.sync, lost.since) == (Sync.LOST, clock())
    assert world.link(booked) == lost
    assert world.calendars.events == {}
    assert world.session(booked).state is SessionState.PLANNED


def test_g15_a_meeting_that_is_found_again_was_never_lost(world, booked, event_id, clock):
    kept = world.calendars.events.pop(event_id)
    read(world, event_id)
    world.calendars.events[event_id] = kept
    clock.advance(minutes=10)

    world.run()

    assert (world.link(booked).sync, world.link(booked).missing_since) == (Sync.BOOKED, None)


def test_g15_a_lost_meeting_that_comes_back_is_booked(world, booked, event_id):
    world.save("link", world.link(booked).at(Sync.LOST, now=world.clock()))

    read(world, event_id)

    assert world.link(booked).sync is Sync.BOOKED


def test_a_missing_meeting_of_a_session_called_off_is_as_it_should_be(world, booked, event_id):
    now = world.session(booked)
    world.services.sessions.cancel(now.session_id, version=now.version, actor=world.ben)
    del world.calendars.events[event_id]

    read(world, event_id)

    assert (world.link(booked).sync, world.link(booked).told_cancelled) == (Sync.BOOKED, True)


@pytest.mark.parametrize("how", ["call_off", "delete"])
def test_tidying_up_after_a_session_does_not_undo_it(world, booked, event_id, clock, how):
    clock.advance(days=2)
    if how == "delete":
        del world.calendars.events[event_id]
    else:
        world.calendars.call_off(event_id)
    before = world.link(booked)

    read(world, event_id)

    assert world.session(booked).state is SessionState.PLANNED
    assert world.link(booked) == before


def test_w17_without_any_notice_a_session_of_the_next_day_is_found_within_15_minutes(
    world, booked, event_id, span, clock
):
    world.calendars.move(event_id, span(1, 8, 30))
    clock.advance(hours=2, minutes=16)

    read_count = world.services.watching.check(NORTHMOOR)

    assert (read_count, world.session(booked).span) == (1, span(1, 8, 30))


def test_w17_a_later_session_is_found_within_6_hours(world, pair, at, span, clock):
    session = world.services.sessions.book(pair, at(5, 10), actor=world.ben)
    world.run()
    afternoon = span(5, 16)
    world.calendars.move(world.link(session).event_id, afternoon)
    clock.advance(hours=5, minutes=59)
    early = world.services.watching.check(NORTHMOOR)
    clock.advance(minutes=2)

    late = world.services.watching.check(NORTHMOOR)

    assert (early, late) == (0, 1)
    assert world.session(session).span == afternoon


def two_mailboxes(world, booked, clock):
    eve = world.arrive("eve")
    world.connect(eve)
    theirs = world.pair(world.programme(), eve, world.arrive("dan"))
    session = world.services.sessions.book(theirs, clock() + timedelta(days=1), actor=eve)
    world.run()
    clock.advance(hours=7)
    return session


def test_one_silent_mailbox_keeps_no_other_from_being_read(world, booked, event_id, clock):
    other = two_mailboxes(world, booked, clock)
    world.calendars.silent = {world.ada.person_id: TryLaterError("503", after_s=30)}

    with pytest.raises(TryLaterError) as raised:
        world.services.watching.check(NORTHMOOR)

    checked = [world.link(one).checked_at == clock() for one in (booked, other)]
    assert checked == [False, True]
    assert raised.value.after_s == 30


def test_g12_each_meeting_of_a_mailbox_that_refuses_says_what_it_waits_for(
    world, booked, pair, clock, at
):
    second = world.services.sessions.book(pair, at(3, 14), actor=world.ben)
    world.run()
    elsewhere = two_mailboxes(world, booked, clock)
    world.calendars.silent = {world.ada.person_id: SignInNeededError("gone")}

    world.services.watching.check(NORTHMOOR)

    said = [world.link(one).sync for one in (booked, second, elsewhere)]
    assert said == [Sync.NEEDS_SIGN_IN, Sync.NEEDS_SIGN_IN, Sync.BOOKED]


def test_w17_what_waits_for_people_keeps_nobody_elses_meeting_from_being_read(
    world, booked, clock, monkeypatch
):
    other = two_mailboxes(world, booked, clock)
    waits = replace(world.link(booked), checked_at=None).at(Sync.LOST, now=clock())
    world.save("link", waits)
    monkeypatch.setattr("plugin.services.watching.AT_ONCE", 1)

    world.services.watching.check(NORTHMOOR)

    assert world.link(other).checked_at == clock()


@pytest.mark.parametrize(
    ("trouble", "sync", "problem"),
    [
        (SignInNeededError("gone"), Sync.NEEDS_SIGN_IN, None),
        (ConsentMissingError("403"), Sync.NEEDS_CONSENT, None),
        (RefusedError("not-understood"), Sync.FAILED, "not-understood"),
    ],
)
def test_a_meeting_that_may_not_be_read_says_what_it_waits_for(
    world, booked, event_id, trouble, sync, problem
):
    world.calendars.trouble = trouble

    read(world, event_id)

    link = world.link(booked)
    assert (link.sync, link.problem, link.event_id) == (sync, problem, event_id)


def test_g09_a_mailbox_that_wants_a_sign_in_marks_its_account(world, booked, event_id, clock):
    world.calendars.trouble = SignInNeededError("gone")

    read(world, event_id)

    assert world.kept("account", world.ada.person_id).needs_sign_in_since == clock()


def test_g09_a_sign_in_meanwhile_counts_more_than_the_refusal(world, booked, event_id):
    refused = SignInNeededError("old token")

    interrupted(world, world.connect, refused).read(NORTHMOOR, world.ada.person_id, event_id)

    assert world.kept("account", world.ada.person_id).needs_sign_in_since is None
    assert world.link(booked).sync is Sync.BOOKED


def test_a_lost_meeting_stays_lost_where_it_may_not_be_read(world, booked, event_id):
    world.save("link", world.link(booked).at(Sync.LOST, now=world.clock()))
    world.calendars.trouble = ConsentMissingError("403")

    read(world, event_id)

    assert world.link(booked).sync is Sync.LOST


def test_without_microsoft_nothing_is_read(world, level0, booked, event_id):
    before = world.link(booked)

    level0.services.watching.read(NORTHMOOR, world.ada.person_id, event_id)

    assert world.link(booked) == before
