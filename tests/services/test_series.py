"""S1, G28: several sessions at the agreed rhythm, each one's own; and when one is overdue."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from plugin.mentoring.cadence import following, is_overdue
from plugin.mentoring.errors import OutOfBoundsError, UnknownThingError
from plugin.mentoring.own_time import OwnTime
from plugin.mentoring.session import SessionState
from plugin.mentoring.spans import Span
from plugin.services.series import Turn
from tests.services.databases import on_both
from tests.services.steps import cancel
from tests.stores import NORTHMOOR

HOUR = timedelta(hours=1)


def planned(world, session):
    found = world.kept("sessions_of", [session.relationship_id])
    return [one.span.starts_at for one in found if one.state is SessionState.PLANNED]


@pytest.fixture
def session(world, at):
    pair = world.pair(world.programme())
    return world.services.sessions.book(pair, at(1, 10), actor=world.ben)


@on_both
def test_s1_the_next_few_fall_at_the_agreed_rhythm_and_pressing_twice_is_once(world, session):
    for _press in range(2):
        page = world.services.series.make(session.session_id, 3, actor=world.ada)
    assert page.cadence_weeks == 2
    assert len(planned(world, session)) == 4
    assert page.free == ()


def test_g28_one_of_a_series_is_called_off_alone(world, session):
    world.services.series.make(session.session_id, 2, actor=world.ada)
    (_first, second, third) = world.kept("sessions_of", [session.relationship_id])
    cancel(world, second)

    assert planned(world, session) == [session.span.starts_at, third.span.starts_at]


def test_s5_a_day_that_somebody_keeps_free_is_left_out_and_not_explained(world, session):
    off = (session.span.starts_at + timedelta(weeks=2)).date()
    own = OwnTime(world.ben.person_id, NORTHMOOR, days=((off, off),))
    world.services.own_times.keep(own, version=0, actor=world.ben)
    page = world.services.series.make(session.session_id, 2, actor=world.ada)

    assert [turn for _span, turn in page.turns] == [Turn.TAKEN, Turn.FREE]
    assert len(planned(world, session)) == 2


def test_s1_no_more_than_a_few_and_for_nobody_else(world, session):
    for count in (0, 9):
        with pytest.raises(OutOfBoundsError):
            world.services.series.page(session.session_id, count, actor=world.ben)
    with pytest.raises(UnknownThingError):
        world.services.series.page(session.session_id, 2, actor=world.cleo)


def test_s6_a_series_keeps_its_wall_clock_over_a_change_and_a_gap():
    start = datetime(2027, 3, 14, 1, 30, tzinfo=UTC)  # 02:30 in Paris, skipped two weeks later
    one, two = following(Span(start, start + HOUR), "Europe/Paris", cadence_weeks=2, count=2)

    assert one.starts_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)  # 03:30, moved on
    assert two.starts_at == datetime(2027, 4, 11, 0, 30, tzinfo=UTC)  # 02:30 again


def test_s1_a_week_late_is_not_overdue():
    last = datetime(2027, 1, 1, tzinfo=UTC)
    assert not is_overdue(last, 2, last + timedelta(weeks=3))
    assert is_overdue(last, 2, last + timedelta(weeks=3, seconds=1))


def test_s1_nothing_is_planned_after_the_end_of_the_programme(world, session):
    programme = world.kept("relationship", session.relationship_id).programme_id
    kept = world.kept("programme", programme)
    ends = (session.span.starts_at + timedelta(weeks=3)).date()
    world.save("programme", replace(kept, ends_on=ends))
    page = world.services.series.page(session.session_id, 2, actor=world.ben)

    assert [turn for _span, turn in page.turns] == [Turn.FREE, Turn.AFTER_END]
