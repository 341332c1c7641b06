"""T04: a session stays on its wall clock when a government changes the rules of its zone.

T02, T05: and nowhere else does a clock move it.
"""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from plugin.mentoring.session import Sync
from plugin.services.wall_clocks import WallClocks
from plugin.store.tables import HOUSE
from tests.services.databases import on_both
from tests.stores import NORTHMOOR

HOUR = timedelta(hours=1)


@pytest.fixture
def session(world, at):
    world.connect()
    made = world.services.sessions.book(world.pair(world.programme()), at(20, 10), actor=world.ben)
    world.run()
    return world.session(made)


def decreed(world, session, clock):
    """The zone's rules are others than when the session was agreed: its clock shows it then."""
    with world.store.database.transaction(HOUSE) as connection:
        said = {"clock": clock, "key": session.session_id}
        done = connection.execute(
            text("UPDATE mentoring_session SET clock = :clock WHERE session_id = :key"), said
        )
    assert done.rowcount == 1


@on_both
def test_t04_the_wall_clock_stays_and_both_are_told_the_new_hour(world, session):
    assert session.clock == "2026-03-22T11:00"  # 10 in UTC, 11 in Berlin
    decreed(world, session, "2026-03-22T10:00")
    world.services.reminders.remind_daily(NORTHMOOR)
    world.run()

    kept, link = world.session(session), world.link(session)
    assert kept.span.starts_at == session.span.starts_at - HOUR
    assert (kept.clock, kept.sequence) == ("2026-03-22T10:00", 1)
    assert (link.sync, link.told) == (Sync.BOOKED, kept.span)


def test_t04_without_a_decree_nothing_is_touched_and_a_second_look_finds_nothing(world, session):
    clocks = WallClocks(store=world.store, clock=world.clock)
    assert clocks.keep(NORTHMOOR) == 0
    decreed(world, session, "2026-03-22T10:00")
    assert (clocks.keep(NORTHMOOR), clocks.keep(NORTHMOOR)) == (1, 0)


def test_t04_a_move_is_on_the_clock_of_its_own_day(world, session):
    to = session.span.starts_at + timedelta(days=14)  # summer time by then
    world.services.sessions.move(session.session_id, to, version=session.version, actor=world.ben)
    assert world.session(session).clock == "2026-04-05T12:00"
    assert WallClocks(store=world.store, clock=world.clock).keep(NORTHMOOR) == 0


def test_t04_who_has_another_session_then_is_not_put_into_two(world, session, at):
    other = world.pair(world.programme(title="Another"), mentee=world.arrive("dee"))
    world.services.sessions.book(other, at(20, 9), actor=world.ada)
    decreed(world, session, "2026-03-22T10:00")

    assert WallClocks(store=world.store, clock=world.clock).keep(NORTHMOOR) == 0
    assert world.session(session).span == session.span


def test_t04_a_time_that_is_skipped_by_now_begins_as_soon_after_and_is_remembered(world, session):
    clocks = WallClocks(store=world.store, clock=world.clock)
    decreed(world, session, "2026-03-29T02:30")

    assert clocks.keep(NORTHMOOR) == 1

    kept = world.session(session)
    assert kept.span.starts_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 03:30 in Berlin
    assert kept.clock == "2026-03-29T02:30"  # for a decree that is taken back
    assert clocks.keep(NORTHMOOR) == 0


class Meanwhile:
    """A store in which something happens between a look and the work that follows."""

    def __init__(self, store, happens):
        self.store, self.happens = store, happens

    @contextmanager
    def look(self, tenant_id):
        with self.store.look(tenant_id) as work:
            yield work
        self.happens()

    def work(self, tenant_id):
        return self.store.work(tenant_id)


def test_t04_what_somebody_moves_meanwhile_is_left_where_they_put_it(world, session, at):
    decreed(world, session, "2026-03-22T10:00")

    def move():
        made = world.session(session)
        world.services.sessions.move(
            made.session_id, at(21, 15), version=made.version, actor=world.ben
        )

    clocks = WallClocks(store=Meanwhile(world.store, move), clock=world.clock)

    assert clocks.keep(NORTHMOOR) == 0
    assert world.session(session).span.starts_at == at(21, 15)


def test_t02_a_session_at_the_second_of_two_equal_times_stays_at_it(world, clock):
    clock.now = datetime(2026, 10, 20, 9, tzinfo=UTC)
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # 02:30 in Berlin, as an hour before
    pair = world.pair(world.programme())
    made = world.services.sessions.book(pair, second, actor=world.ben)

    WallClocks(store=world.store, clock=clock).keep(NORTHMOOR)

    assert world.session(made).span.starts_at == second


def test_t05_whoever_chooses_another_clock_moves_nothing_that_is_booked(world, session):
    known = world.link(session)
    for who in (world.ada, world.ben):
        world.services.accounts.choose_zone("Asia/Tokyo", actor=who)

    world.services.reminders.remind_daily(NORTHMOOR)
    world.run()

    kept = world.session(session)
    assert (kept.span, kept.clock, kept.sequence) == (session.span, session.clock, 0)
    assert world.link(session).told == known.told
