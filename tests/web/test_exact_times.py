"""T01, T02: a time that a wall clock skips or shows twice, as the page answers it."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.stores import NORTHMOOR


@pytest.fixture
def asks(free_in_paris):
    """Ben, whose clock is in Paris, names a time on the page of his pair."""
    return lambda day, time: free_in_paris.get("times/exact", date=day, time=time)


@pytest.mark.parametrize("zone", [None, "tzone://Microsoft/Custom"])
def test_t06_whose_zone_nobody_knows_sees_utc_and_that_it_is(free_in_paris, asks, zone):
    world = free_in_paris.world
    with world.store.work(NORTHMOOR) as work:
        work.save_person(replace(work.person(world.ben.person_id), zone=zone))

    reply = asks("2027-03-28", "02:30")

    assert reply.status_code == 200
    assert "02:30–03:15" in reply.text
    assert "UTC, your time" in reply.text
    assert starts(reply) == ["2027-03-28T02:30:00+00:00"]


def starts(reply):
    return re.findall(r'name="start" value="([^"]+)"', reply.text)


def test_t01_a_time_in_the_gap_is_refused_with_the_nearest_that_exist(asks):
    reply = asks("2027-03-28", "02:30")

    assert reply.status_code == 422
    assert "There is no 02:30 on that day" in reply.text
    assert reply.text.count('class="panel stack tight"') == 2
    moments = [datetime.fromisoformat(one).astimezone(UTC) for one in starts(reply)]
    first = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)
    assert moments == [first, first + timedelta(hours=1)]  # 01:30 and 03:30 in Paris


def test_t02_a_time_that_comes_twice_is_asked_for_the_earlier_first(asks):
    reply = asks("2026-10-25", "02:30")

    assert reply.status_code == 200
    assert "There are two 02:30 on that day" in reply.text
    assert reply.text.index("UTC+2") < reply.text.index("UTC+1")


@pytest.mark.parametrize(
    ("day", "time"),
    [("soon", ""), ("2027-02-30", "10:00"), ("", "25:00"), ("0001-01-01", "00:00"),
     ("9999-12-31", "23:30")],
)  # fmt: skip
def test_t01_what_is_no_time_gets_a_sentence_and_nothing_is_booked(asks, day, time):
    reply = asks(day, time)

    assert (reply.status_code, starts(reply)) == (422, [])
    assert "We need a day and a time" in reply.text
