"""A8, T5, T10: what people are told, when and where."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from plugin.mentoring.notices import (
    MOST_A_DAY,
    Choices,
    Clock,
    News,
    Notice,
    Rhythm,
    Way,
    planned,
)
from plugin.mentoring.own_time import OwnTime

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BERLIN = Clock("Europe/Berlin")
DAILY = Choices("ada", "northmoor")
EACH = replace(DAILY, rhythm=Rhythm.EACH)


def notice(news=News.WRITTEN, made_at=NOON, **changed):
    return replace(Notice("k", "northmoor", "ada", news, "poll/1", made_at, made_at), **changed)


def plan(*waiting, choices=DAILY, clock=BERLIN, lately=0, now=NOON):
    return planned(waiting, choices, clock, lately=lately, now=now)


def test_a8_what_can_wait_is_told_together_at_the_persons_own_hour():
    first, second = notice(), notice(made_at=NOON + timedelta(hours=3))
    morning = datetime(2026, 3, 3, 7, tzinfo=UTC)  # 8:00 in Berlin

    assert plan(first, second).again_at == morning
    assert plan(first, second, now=morning).going == (first, second)


def test_a8_one_message_for_each_event_only_by_choice():
    assert plan(notice(), choices=EACH).going
    assert not plan(notice()).going


def test_what_presses_goes_at_once_and_takes_along_what_waits():
    calm, pressing = notice(), notice(News.SESSION_SOON, key="p")

    assert set(plan(calm, pressing).going) == {calm, pressing}


def test_t5_nothing_reaches_anybody_in_their_quiet_hours():
    night = datetime(2026, 3, 2, 22, tzinfo=UTC)

    held = plan(notice(News.SESSION_SOON, made_at=night), now=night)

    assert held.going == ()
    assert held.again_at == datetime(2026, 3, 3, 6, tzinfo=UTC)  # 7:00, the usual end


def test_t5_a_persons_own_quiet_hours_count_on_their_own_clock():
    own = OwnTime("ada", "northmoor", quiet=(time(12), time(14)))
    here, there = Clock("Europe/Berlin", own), Clock("Asia/Kolkata", own)

    assert plan(notice(), choices=EACH, clock=here).again_at == NOON + timedelta(hours=1)
    assert plan(notice(), choices=EACH, clock=there).going


def test_the_daily_hour_inside_quiet_hours_waits_for_their_end():
    early = replace(DAILY, hour=5)

    assert plan(notice(), choices=early).again_at == datetime(2026, 3, 3, 6, tzinfo=UTC)


@pytest.mark.parametrize("day", [28, 29])
def test_s6_the_daily_hour_is_found_on_both_sides_of_a_clock_change(day):
    """In Berlin the clock goes forward on 29 March 2026, from 2:00 to 3:00."""
    at = datetime(2026, 3, day, 12, tzinfo=UTC)

    assert plan(notice(made_at=at), now=at).again_at == datetime(2026, 3, day + 1, 6, tzinfo=UTC)


def test_a_day_has_few_mails_and_the_rest_waits_for_the_daily_one():
    full = plan(notice(), choices=EACH, lately=MOST_A_DAY)

    assert full.going == ()
    assert full.again_at == datetime(2026, 3, 3, 7, tzinfo=UTC)


def test_t10_a_reminder_that_is_of_no_use_any_more_is_dropped():
    late = notice(News.SESSION_SOON, useful_until=NOON)

    assert plan(late).late == (late,)
    assert plan(late).again_at is None


def test_the_feed_comes_before_mail_and_neither_is_a_choice_too():
    both = {Way.FEED, Way.MAIL}

    assert DAILY.ways(both) == (Way.FEED, Way.MAIL)
    assert replace(DAILY, feed=False).ways(both) == (Way.MAIL,)
    assert replace(DAILY, feed=False, mail=False).ways(both) == ()
    assert DAILY.ways({Way.MAIL}) == (Way.MAIL,)
