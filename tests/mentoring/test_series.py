"""G28: what a series is, by its wall clock and its turns."""

from datetime import UTC, date, datetime, timedelta

from plugin.mentoring.people import TenantId
from plugin.mentoring.series import SeriesId, SeriesPlan, runs
from plugin.mentoring.spans import Span

HOUR = timedelta(hours=1)
# Four Mondays at 10 in Berlin, from summer into winter time.
FIRST = Span(datetime(2027, 10, 11, 8, tzinfo=UTC), datetime(2027, 10, 11, 9, tzinfo=UTC))
PLAN = SeriesPlan(SeriesId("r1"), TenantId("t1"), FIRST, "Europe/Berlin", 2, 4)


def span(moment):
    return Span(moment, moment + HOUR)


def test_g28_turns_stay_at_their_hour_of_the_wall_clock_when_the_clocks_change():
    assert [PLAN.slot(turn).starts_at.hour for turn in range(4)] == [8, 8, 9, 9]
    assert PLAN.day(2) == date(2027, 11, 8)


def test_g28_a_series_that_ends_early_says_so_by_its_number_once():
    ended = PLAN.ended_before(2)

    assert (ended.count, ended.sequence) == (2, 1)
    assert ended.ended_before(3) == ended


def test_g28_a_turn_stays_between_its_neighbours_days():
    day = timedelta(days=1)
    before, after = PLAN.slot(0), PLAN.slot(2)

    assert PLAN.crosses(1, span(before.starts_at))
    assert PLAN.crosses(1, span(after.starts_at + timedelta(hours=5)))
    assert not PLAN.crosses(1, span(before.starts_at + day))
    assert not PLAN.crosses(3, span(PLAN.slot(3).starts_at + 90 * day))


def test_g28_a_gap_makes_two_runs_so_that_nobody_is_invited_to_it():
    slots = [PLAN.slot(turn) for turn in (0, 1, 3)]

    assert runs(slots, PLAN.zone, weeks=2) == [slots[:2], slots[2:]]
    assert runs([], PLAN.zone, weeks=2) == []
