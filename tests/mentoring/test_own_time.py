"""S4, S5, T5, T09: what people keep for themselves, on their own clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from plugin.mentoring.common_time import Calendar, Fit, best, options
from plugin.mentoring.errors import OutOfBoundsError
from plugin.mentoring.fair_hours import Clock, burdens, whose_turn
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.own_time import OwnTime
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.spans import Span

ADA, BEN = PersonId("ada"), PersonId("ben")
MINE = OwnTime(ADA, TenantId("northmoor"))
DAY = timedelta(days=1)


def span(day, hour, *, hours=1, month=3):
    start = datetime(2026, month, day, hour, tzinfo=UTC)
    return Span(start, start + timedelta(hours=hours))


def test_s5_an_off_limit_weekday_is_closed_from_midnight_to_midnight_on_ones_own_clock():
    fridays = replace(MINE, weekdays=frozenset({4}))

    closed = fridays.closed(span(2, 0, hours=7 * 24), "Pacific/Kiritimati")  # UTC+14

    assert closed == [
        Span(datetime(2026, 3, 5, 10, tzinfo=UTC), datetime(2026, 3, 6, 10, tzinfo=UTC))
    ]


def test_s5_a_stretch_of_dates_is_one_closed_span_also_over_a_clock_change():
    easter = replace(MINE, days=((date(2026, 3, 28), date(2026, 3, 29)),))

    (closed,) = easter.closed(span(20, 0, hours=20 * 24), "Europe/Berlin")

    assert closed.length == timedelta(hours=47)  # the clocks go forward on the 29th


def test_s5_no_time_touches_a_closed_day_and_nothing_says_why():
    closed = tuple(replace(MINE, weekdays=frozenset({2})).closed(span(2, 0, hours=7 * 24), "UTC"))
    week = tuple(WeekHours.office().spans(span(2, 0, hours=7 * 24), "UTC"))
    people = [Calendar(ADA, "UTC", (), week, closed=closed), Calendar(BEN, "UTC", (), week)]

    found = options(span(2, 0, hours=7 * 24), people, length=timedelta(hours=1))

    assert {one.span.starts_at.weekday() for one in found} == {0, 1, 3, 4}
    assert {(one.unsure, one.away) for one in found} == {((), ())}


@pytest.mark.parametrize(
    ("clock", "quiet"), [(20, False), (21, True), (23, True), (6, True), (7, False)]
)
def test_t5_quiet_hours_go_over_midnight(clock, quiet):
    nights = replace(MINE, quiet=(time(21), time(7)))

    assert nights.is_quiet(datetime(2026, 3, 3, clock, tzinfo=UTC), "UTC") is quiet


def test_t5_who_says_their_own_quiet_hours_is_offered_times_outside_them_only():
    """A night worker sleeps by day; nobody else's idea of a night is laid on top."""
    owl = replace(MINE, quiet=(time(8), time(16)))
    window = span(3, 0, hours=24)
    one = Calendar(ADA, "UTC", (), None, closed=tuple(owl.closed(window, "UTC")), own_night=True)

    starts = {o.span.starts_at.hour for o in options(window, [one], length=timedelta(hours=1))}

    assert starts == {*range(8), *range(16, 24)}


def test_s4_a_day_that_is_taken_beyond_the_limit_is_better_avoided():
    usual = tuple(WeekHours.office().spans(span(2, 0, hours=5 * 24), "UTC"))
    busy = (span(3, 9, hours=6),)  # Tuesday: 6 of 8 hours
    one = Calendar(ADA, "UTC", busy, usual, full_percent=75)
    found = options(span(2, 0, hours=5 * 24), [one], length=timedelta(hours=1))

    crowded = {o.span.starts_at.day for o in found if o.fit is Fit.CROWDED}
    first = best(found, near=span(3, 15).starts_at, count=4)

    assert crowded == {3}
    assert Fit.CROWDED not in {o.fit for o in first}
    assert not any(
        o.fit is Fit.CROWDED
        for o in options(span(2, 0, hours=5 * 24), [replace(one, full_percent=80)],
                         length=timedelta(hours=1))
    )  # fmt: skip


def test_unsocial_hours_are_shared_who_had_the_last_ones_is_spared():
    clocks = {ADA: Clock("Europe/London"), BEN: Clock("Australia/Sydney")}
    held = [span(2, 20), span(9, 20), span(16, 20)]  # 20:00 in London, 07:00 in Sydney

    burden = burdens(
        held,
        {
            ADA: clocks[ADA],
            BEN: Clock("Australia/Sydney", WeekHours.office(6, 12), "Australia/Sydney"),
        },
    )

    assert burden == {ADA: 3, BEN: 0}
    assert whose_turn(burden, [BEN])
    assert not whose_turn(burden, [ADA])


def test_fairness_decides_between_times_that_suit_as_badly():
    window = span(4, 6, hours=16)
    ada = Calendar(ADA, "UTC", (), (span(4, 12, hours=4),))
    ben = Calendar(BEN, "UTC", (), (span(4, 16, hours=4),))
    found = options(window, [ada, ben], length=timedelta(hours=1))

    kind_to_ada = best(found, near=span(4, 15).starts_at, count=1, burden={ADA: 4})
    kind_to_ben = best(found, near=span(4, 16).starts_at, count=1, burden={BEN: 4})

    assert kind_to_ada[0].outside == (BEN,)
    assert kind_to_ben[0].outside == (ADA,)


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": ((date(2026, 3, 2), date(2026, 3, 1)),)},
        {"weekdays": frozenset(range(7))},
        {"full_percent": 5},
        {"video_week_min": -1},
    ],
)
def test_what_cannot_be_meant_is_refused(wrong):
    with pytest.raises(OutOfBoundsError):
        replace(MINE, **wrong).checked()
