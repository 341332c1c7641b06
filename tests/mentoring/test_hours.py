"""Usual hours of a week, against asking every quarter of an hour what the wall clock shows."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugin.mentoring.hours import WeekHours
from plugin.mentoring.spans import Span, on_wall_clock

QUARTER = timedelta(minutes=15)
CHANGES = {
    "Europe/Paris": [datetime(2027, 3, 28, tzinfo=UTC), datetime(2027, 10, 31, tzinfo=UTC)],
    "America/New_York": [datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)],
    "Australia/Lord_Howe": [datetime(2026, 4, 4, tzinfo=UTC), datetime(2026, 10, 3, tzinfo=UTC)],
    "Pacific/Chatham": [datetime(2026, 4, 4, tzinfo=UTC), datetime(2026, 9, 26, tzinfo=UTC)],
    "Asia/Beirut": [datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC)],
    "Asia/Kathmandu": [datetime(2026, 3, 2, tzinfo=UTC)],
    "Pacific/Kiritimati": [datetime(2026, 3, 2, tzinfo=UTC)],
    "Pacific/Tongatapu": [datetime(2026, 3, 2, tzinfo=UTC)],
    "Etc/GMT+12": [datetime(2026, 3, 2, tzinfo=UTC)],
}
EVERY_CELL = WeekHours.office(0, 24, range(7))
weeks = st.frozensets(st.tuples(st.integers(0, 6), st.integers(0, 47))).map(WeekHours)
places = st.sampled_from([(zone, day) for zone, days in CHANGES.items() for day in days])


def shown(moment, hours, zone):
    wall = on_wall_clock(moment, zone)
    return (wall.weekday(), wall.hour * 2 + wall.minute // 30) in hours.cells


@given(weeks, places, st.integers(0, 96), st.integers(1, 192))
@example(EVERY_CELL, ("Europe/Paris", CHANGES["Europe/Paris"][1]), 0, 96)
@example(EVERY_CELL, ("Europe/Paris", CHANGES["Europe/Paris"][0]), 0, 96)
@example(WeekHours.office(2, 3, [6]), ("Europe/Paris", CHANGES["Europe/Paris"][0]), 0, 96)
@example(EVERY_CELL, ("Asia/Beirut", CHANGES["Asia/Beirut"][1]), 0, 192)
def test_t01_t02_a_moment_is_inside_when_the_wall_clock_shows_one_of_the_hours(
    hours, place, skip, length
):
    zone, day = place
    window = Span(day + skip * QUARTER, day + (skip + length) * QUARTER)

    spans = hours.spans(window, zone)

    for moment in (window.starts_at + n * QUARTER for n in range(length)):
        quarter = Span(moment, moment + QUARTER)
        assert any(s.covers(quarter) for s in spans) == shown(moment, hours, zone)
    assert all(window.covers(span) for span in spans)
    assert all(a.ends_at < b.starts_at for a, b in pairwise(spans))


@pytest.mark.parametrize(
    "week", [datetime(2027, 3, 24, tzinfo=UTC), datetime(2027, 3, 31, tzinfo=UTC)]
)
def test_nine_stays_nine_across_a_clock_change(week):
    spans = WeekHours.office().spans(Span(week, week + timedelta(days=1)), "Europe/Paris")

    assert [on_wall_clock(s.starts_at, "Europe/Paris").hour for s in spans] == [9]


@given(weeks)
def test_hours_come_back_from_their_text(hours):
    assert WeekHours.read(hours.text()) == hours


@pytest.mark.parametrize(
    "text",
    ["", "7-0", "0-48", "-1-3", "0", "0-1-2", "²-1", "x-y", "0-", "9" * 5000 + "-1", "٣-٤", "0--1"],
)
def test_text_that_names_no_cell_is_left_out(text):
    assert WeekHours.read(f"{text} 2-20").cells == {(2, 20)}


def test_office_hours_are_whole_hours_of_the_days_named():
    assert WeekHours.office(9, 10, [5]).text() == "5-18 5-19"
