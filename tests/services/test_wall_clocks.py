"""T04: a session stays on its wall clock when a government changes the rules of its zone."""

from datetime import timedelta

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
