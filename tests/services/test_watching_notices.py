"""What Outlook tells us: a hint where to look, and nothing that is believed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.mentoring.spans import Span
from plugin.services.kinds import KEEP_SUBSCRIPTION, READ_EVENT
from plugin.services.watching import Notice
from tests.services.databases import on_both

HOUR = timedelta(hours=1)


@pytest.fixture
def booked(world, at):
    """A session tomorrow at 10 that stands in Outlook, and nothing more to do."""
    world.connect()
    pair = world.pair(world.programme())
    session = world.services.sessions.book(pair, at(1, 10), actor=world.ben)
    world.run()
    return world.session(session)


@pytest.fixture
def event_id(world, booked):
    return world.link(booked).event_id


def subscribed(world):
    world.run()
    return world.kept("subscription_of", world.ada.person_id)


def notice(kept, event_id, **changed):
    return replace(Notice(kept.subscription_id, kept.secret, event_id), **changed)


def test_a_notice_makes_the_meeting_be_read_again(world, booked, event_id, span, clock):
    world.calendars.move(event_id, span(3, 14))

    heard = world.services.watching.heard([notice(subscribed(world), event_id)])
    clock.advance(seconds=2)
    world.run()

    assert heard == 1
    assert world.session(booked).span == span(3, 14)
    assert world.kept("subscription_of", world.ada.person_id).heard_at is not None


def test_w05_a_hundred_notices_are_one_reading(world, event_id, clock):
    world.services.watching.heard([notice(subscribed(world), event_id)] * 100)
    at_once = world.due()  # more of them may be on their way
    clock.advance(seconds=2)

    assert at_once == []
    assert [job.kind for job in world.due()] == [READ_EVENT]


def test_a_notice_is_followed_within_half_a_second(world, event_id, clock):
    clock.advance(seconds=10)
    world.services.watching.heard([notice(subscribed(world), event_id)])
    clock.advance(seconds=0.5)

    assert [job.kind for job in world.due()] == [READ_EVENT]


def test_w05_notices_that_come_just_after_the_reading_are_one_more_a_little_later(
    world, event_id, clock
):
    clock.advance(seconds=10)
    kept = subscribed(world)
    world.services.watching.heard([notice(kept, event_id)])
    clock.advance(seconds=0.5)
    world.run()
    for _ in range(19):
        clock.advance(seconds=0.1)
        world.services.watching.heard([notice(kept, event_id)])
    meanwhile = world.due()
    clock.advance(seconds=0.1)

    assert meanwhile == []
    assert [job.kind for job in world.due()] == [READ_EVENT]


@pytest.mark.parametrize(
    "secret",
    ["", "secret-", "secret-10", "another", "\udcff", "ß" * 40],
    ids=["empty", "beginning", "longer", "another", "no text", "not ascii"],
)
def test_w03_a_wrong_secret_is_dropped(world, event_id, clock, secret):
    kept = subscribed(world)

    heard = world.services.watching.heard([notice(kept, event_id, secret=secret)])
    clock.advance(seconds=5)

    assert (heard, world.due()) == (0, [])


def test_w03_the_secret_of_another_subscription_is_dropped(world, booked, event_id, clock):
    world.connect(world.ben)
    mine = subscribed(world)
    theirs = world.kept("subscription_of", world.ben.person_id)

    heard = world.services.watching.heard([notice(mine, event_id, secret=theirs.secret)])
    clock.advance(seconds=5)

    assert (heard, world.due()) == (0, [])


def test_a_notice_of_an_unknown_subscription_is_dropped(world):
    assert world.services.watching.heard([Notice("nobody", "s", "event-1")]) == 0


def test_w13_a_private_event_is_dropped_unread(world, booked, clock):
    kept = subscribed(world)
    world.calendars.trouble = AssertionError("a private event was read")

    world.services.watching.heard([notice(kept, "private-event")])
    clock.advance(seconds=5)
    world.services.watching.read("northmoor", world.ada.person_id, "private-event")

    assert world.due() == []


def test_w14_an_event_of_another_persons_calendar_is_dropped(world, booked, event_id, clock):
    world.connect(world.ben)
    subscribed(world)
    theirs = world.kept("subscription_of", world.ben.person_id)

    world.services.watching.heard([notice(theirs, event_id)])
    clock.advance(seconds=5)

    assert world.due() == []


@pytest.mark.parametrize(
    ("lifecycle", "kinds"),
    [
        ("reauthorizationRequired", {KEEP_SUBSCRIPTION}),
        ("subscriptionRemoved", {KEEP_SUBSCRIPTION, READ_EVENT}),
        ("missed", {READ_EVENT}),
        ("something new", set()),
        (None, set()),
    ],
)
def test_w10_what_outlook_says_of_its_promise_is_acted_on(world, booked, clock, lifecycle, kinds):
    kept = subscribed(world)
    clock.advance(seconds=1)

    heard = world.services.watching.heard([notice(kept, None, lifecycle=lifecycle)])

    assert heard == 1
    assert {job.kind for job in world.due()} == kinds


def test_w10_a_promise_to_be_authorised_again_is_renewed_long_before_it_ends(world, booked, clock):
    kept = subscribed(world)
    clock.advance(hours=1)

    world.services.watching.heard([notice(kept, None, lifecycle="reauthorizationRequired")])
    world.run()

    renewed = world.kept("subscription_of", world.ada.person_id)
    assert renewed.subscription_id == kept.subscription_id
    assert renewed.expires_at == clock() + timedelta(days=3)


def test_w10_a_promise_that_was_withdrawn_is_made_anew(world, booked, event_id, span, clock):
    kept = subscribed(world)
    clock.advance(hours=1)
    world.calendars.move(event_id, span(3, 14))

    world.services.watching.heard([notice(kept, None, lifecycle="subscriptionRemoved")])
    world.run()

    anew = world.kept("subscription_of", world.ada.person_id)
    assert anew.subscription_id != kept.subscription_id
    assert world.session(booked).span == span(3, 14)


def test_w10_missed_notices_have_only_that_persons_meetings_read(world, booked, clock):
    eve = world.arrive("eve")
    world.connect(eve)
    theirs = world.pair(world.programme(), eve, world.arrive("dan"))
    world.services.sessions.book(theirs, clock() + timedelta(days=1), actor=eve)
    kept = subscribed(world)
    clock.advance(seconds=1)

    world.services.watching.heard([notice(kept, None, lifecycle="missed")])

    assert [job.payload["person"] for job in world.due()] == [world.ada.person_id]


@on_both
def test_g28_a_notice_of_the_whole_series_has_each_of_its_sessions_read(world, booked, clock):
    world.services.series.make(booked.session_id, 3, actor=world.ada)
    promised = subscribed(world)
    rows = world.kept("sessions_of", [booked.relationship_id])
    rows = [one for one in rows if one.series_id]
    for one in rows:
        later = Span(one.span.starts_at + HOUR, one.span.ends_at + HOUR)
        world.calendars.move(world.link(one).event_id, later)

    heard = world.services.watching.heard([notice(promised, world.link(rows[0]).master_id)])
    clock.advance(seconds=2)
    world.run()

    assert (heard, len(rows)) == (1, 4)
    assert [world.session(one).span.starts_at - one.span.starts_at for one in rows] == [HOUR] * 4
