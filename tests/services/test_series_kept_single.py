"""G28: where a calendar lets no single meeting become a series, it stays, and the rest is one."""

from datetime import timedelta

import pytest

from plugin.mentoring.session import Sync
from tests.services.databases import on_both
from tests.services.steps import cancel, move

HOUR = timedelta(hours=1)


@pytest.fixture
def first(world, at):
    """A session that is booked, in a calendar that refuses."""
    world.connect()
    world.calendars.grows = False
    session = world.services.sessions.book(
        world.pair(world.programme()), at(1, 10), actor=world.ben
    )
    world.run()
    world.calendars.told.clear()
    return session


def planned(world, first, count):
    world.services.series.make(first.session_id, count, actor=world.ada)
    return world.kept("sessions_of", [first.relationship_id])


def settled(world):
    """Run until nothing is due, an hour of waits included."""
    for _wait in range(3):
        world.run()
        world.clock.advance(minutes=20)


def live(world):
    events = world.calendars.events
    return sorted(events[name].seen.span.starts_at for name in world.calendars.meetings())


@on_both
def test_g28_the_first_keeps_its_meeting_and_the_rest_is_one_invitation(world, first):
    known, many = world.link(first), planned(world, first, 3)
    settled(world)

    kept = [world.session(one) for one in many]
    assert [kind for kind, _of in world.calendars.told] == ["invited"]
    assert live(world) == [one.span.starts_at for one in many]
    assert [(one.series_id is None, one.turn) for one in kept] == [
        (True, 0),
        *[(False, turn) for turn in range(3)],
    ]
    assert {world.link(one).sync for one in many} == {Sync.BOOKED}
    assert world.link(first).event_id == known.event_id
    assert kept[0].sequence >= first.sequence


def test_g28_one_that_is_left_is_no_series(world, first):
    many = planned(world, first, 1)
    settled(world)

    assert [world.session(one).series_id for one in many] == [None, None]
    assert [kind for kind, _of in world.calendars.told] == ["invited"]
    assert {world.link(one).sync for one in many} == {Sync.BOOKED}


def test_g28_a_first_that_was_called_off_meanwhile_is_called_off_and_the_rest_stands(world, first):
    many = planned(world, first, 3)
    cancel(world, first)
    settled(world)

    assert live(world) == [one.span.starts_at for one in many[1:]]
    assert [kind for kind, _of in world.calendars.told] == ["invited"]


def test_g28_a_first_that_was_moved_meanwhile_is_moved(world, first):
    many = planned(world, first, 3)
    move(world, first, first.span.starts_at + HOUR)
    settled(world)

    assert live(world) == [first.span.starts_at + HOUR, *[one.span.starts_at for one in many[1:]]]
    assert world.link(first).sync is Sync.BOOKED


@on_both
def test_x08_pushed_by_whom_and_how_often_ever_nothing_is_there_twice(world, first):
    many = planned(world, first, 3)
    for _again in range(3):
        for one in reversed(many):
            world.push(one)
    settled(world)

    assert [kind for kind, _of in world.calendars.told] == ["invited"]
    assert live(world) == [one.span.starts_at for one in many]


def test_g28_after_it_each_goes_its_own_way(world, first):
    many = planned(world, first, 3)
    settled(world)
    cancel(world, first)
    move(world, many[1], many[1].span.starts_at + HOUR)
    settled(world)

    expected = [many[1].span.starts_at + HOUR, *[one.span.starts_at for one in many[2:]]]
    assert live(world) == expected
