"""Stretches of time and wall clocks, against slow and obvious rules."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from plugin.mentoring.errors import ClockGapError
from plugin.mentoring.spans import (
    Span,
    free_slots,
    from_wall_clock,
    happens_twice,
    known_zone,
    merged,
    on_wall_clock,
)

DAY = datetime(2026, 3, 2, tzinfo=UTC)
HALF = timedelta(minutes=30)
PARIS = "Europe/Paris"
ZONES = (
    PARIS,
    "America/New_York",
    "Asia/Kathmandu",  # +05:45
    "Australia/Lord_Howe",  # half an hour of summer time
    "Pacific/Chatham",  # +12:45 and +13:45
    "Pacific/Kiritimati",  # +14
    "Pacific/Tongatapu",  # +13
    "Etc/GMT+12",  # -12
    "Asia/Beirut",  # changes at midnight
)


def at(hour, minute=0):
    return DAY + timedelta(hours=hour, minutes=minute)


def wall(text):
    return datetime.fromisoformat(text)  # naive: what a clock on a wall shows


spans = st.builds(
    lambda start, length: Span(at(0, start), at(0, start + length)),
    st.integers(0, 300),
    st.integers(0, 90),
)


def test_a_slot_may_begin_when_a_busy_span_ends():
    slots = free_slots(Span(at(9), at(11)), [Span(at(9), at(10))], length=HALF, step=HALF)

    assert list(slots) == [Span(at(10), at(10, 30)), Span(at(10, 30), at(11))]


@given(st.lists(spans, max_size=8), st.integers(1, 90), st.integers(5, 60), st.integers(0, 400))
def test_free_slots_agree_with_asking_about_every_slot(busy, length, step, end):
    window, length, step = (
        Span(at(0), at(0, end)),
        timedelta(0, 60 * length),
        timedelta(0, 60 * step),
    )
    starts = [window.starts_at + n * step for n in range(100)]

    slots = [Span(start, start + length) for start in starts if start + length <= window.ends_at]
    expected = [slot for slot in slots if not any(slot.touches(one) for one in busy)]

    assert list(free_slots(window, busy, length=length, step=step)) == expected


@given(st.lists(spans, max_size=10))
def test_merged_spans_cover_the_same_minutes_and_never_meet(some):
    joined = merged(some)

    minutes = {minute for span in some for minute in minutes_of(span)}
    assert {minute for span in joined for minute in minutes_of(span)} == minutes
    assert all(a.ends_at < b.starts_at for a, b in pairwise(joined))


def minutes_of(span):
    return range(int((span.starts_at - DAY).seconds / 60), int((span.ends_at - DAY).seconds / 60))


@given(spans, spans)
def test_spans_touch_when_they_share_a_minute(one, other):
    assume(one.length and other.length)

    assert one.touches(other) == bool({*minutes_of(one)} & {*minutes_of(other)})


@given(spans, spans)
def test_a_span_covers_what_lies_between_its_ends(one, other):
    assume(other.length)

    assert one.covers(other) == ({*minutes_of(other)} <= {*minutes_of(one)})


def test_a_clock_change_inside_the_window_loses_no_time():
    night = Span(
        from_wall_clock(wall("2026-03-29T01:00"), PARIS),
        from_wall_clock(wall("2026-03-29T04:00"), PARIS),
    )

    assert len(list(free_slots(night, [], length=HALF, step=HALF))) == 4


@pytest.mark.parametrize("zone", [ZoneInfo(PARIS), ZoneInfo("UTC"), None])
def test_local_times_do_not_get_in(zone):
    nine = datetime(2026, 3, 29, 9, tzinfo=zone)

    with pytest.raises(ValueError, match="UTC"):
        Span(nine, nine + HALF)


def test_a_span_does_not_run_backwards():
    with pytest.raises(ValueError, match="before it starts"):
        Span(at(10), at(9))


def test_t01_a_time_that_the_clock_skips_is_refused_with_times_that_exist():
    with pytest.raises(ClockGapError) as caught:
        from_wall_clock(wall("2027-03-28T02:30"), PARIS)

    assert caught.value.before == wall("2027-03-28T01:30")
    assert caught.value.after == wall("2027-03-28T03:30")


def test_t01_the_times_offered_instead_are_taken():
    with pytest.raises(ClockGapError) as caught:
        from_wall_clock(wall("2027-03-28T02:30"), PARIS)

    instead = [from_wall_clock(w, PARIS) for w in (caught.value.before, caught.value.after)]
    assert instead[1] - instead[0] == timedelta(hours=1)


def test_t02_a_time_that_the_clock_shows_twice_is_known_and_the_first_by_default():
    twice = wall("2027-10-31T02:30")

    assert happens_twice(twice, PARIS)
    assert from_wall_clock(twice, PARIS) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_t02_fold_says_which_of_the_two_is_meant():
    second = wall("2027-10-31T02:30").replace(fold=1)

    assert from_wall_clock(second, PARIS) == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("once", [wall("2027-03-28T02:30"), wall("2027-10-31T04:00")])
def test_t02_skipped_and_plain_times_do_not_happen_twice(once):
    assert not happens_twice(once, PARIS)


moments = st.integers(0, 3 * 365 * 96).map(lambda n: DAY + n * timedelta(minutes=15))


@given(moments, st.sampled_from(ZONES))
def test_t09_every_moment_comes_back_from_its_wall_clock(moment, zone):
    wall = on_wall_clock(moment, zone)

    assert from_wall_clock(wall.replace(tzinfo=None), zone) == moment


@given(moments, st.sampled_from(ZONES))
def test_a_wall_clock_time_happens_twice_when_two_moments_show_it(moment, zone):
    wall = on_wall_clock(moment, zone).replace(tzinfo=None, fold=0)

    around = (moment + n * timedelta(minutes=15) for n in range(-8, 9))
    showing = [m for m in around if on_wall_clock(m, zone).replace(tzinfo=None, fold=0) == wall]
    assert happens_twice(wall, zone) == (len(showing) == 2)


@pytest.mark.parametrize(
    ("zone", "date_there"),
    [("Pacific/Kiritimati", 3), ("Pacific/Tongatapu", 3), ("Etc/GMT+12", 1)],
)
def test_t09_far_zones_see_their_own_date(zone, date_there):
    assert on_wall_clock(at(11), zone).day == date_there


@pytest.mark.parametrize(
    ("name", "today"),
    [("Asia/Calcutta", "Asia/Kolkata"), ("GMT", "UTC"), (PARIS, PARIS), ("Etc/GMT+12",) * 2],
)
def test_an_old_name_of_a_zone_becomes_the_one_of_today(name, today):
    assert known_zone(name) == today


@pytest.mark.parametrize(
    "name",
    [None, "", "Mars/Olympus", "../../etc/passwd", "Europe", "a\0b", "x" * 5000, "localtime",
     "right/Europe/Paris", "posix/Europe/Paris", "posixrules", "Factory", "\ud800"],
)  # fmt: skip
def test_what_is_no_zone_is_not_known(name):
    assert known_zone(name) is None
