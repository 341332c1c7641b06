"""Questions in writing: what waits for whom, without a nag and without a mark."""

from datetime import UTC, datetime, timedelta

import pytest

from plugin.mentoring.errors import NotAllowedError, OutOfBoundsError, WrongStateError
from plugin.mentoring.exchanges import LONGEST_SNOOZE, Exchange, ExchangeKind
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.own_time import OwnTime
from plugin.mentoring.working_time import FURTHEST, WorkingTime

FRIDAY = datetime(2026, 3, 6, 15, tzinfo=UTC)  # 16:00 in Berlin
DAY = timedelta(days=1)


def question(**changed):
    said = {
        "exchange_id": "e", "tenant_id": "t", "relationship_id": "r",
        "kind": ExchangeKind.QUESTION, "author": "ben", "subject": "Two offers",
        "context": "Which?", "urgent": False, "made_at": FRIDAY, "expected_at": FRIDAY + DAY,
    }  # fmt: skip
    return Exchange(**(said | changed))


def test_a4_a_weekend_is_no_working_time():
    office = WorkingTime("Europe/Berlin")

    assert office.after(FRIDAY, 2) == datetime(2026, 3, 9, 9, tzinfo=UTC)
    assert office.between(FRIDAY, FRIDAY + 3 * DAY) == timedelta(hours=8)


def test_a4_hours_are_counted_on_the_answerers_own_clock_across_a_clock_change():
    evenings = WorkingTime("Europe/Berlin", WeekHours.office(18, 20, days=(6,)))

    sunday = datetime(2026, 3, 29, 17, tzinfo=UTC)  # summer time began that morning
    assert evenings.after(datetime(2026, 3, 28, 12, tzinfo=UTC), 1) == sunday


def test_t5_days_off_are_not_counted_and_nobody_is_waited_for_without_end():
    away = OwnTime("ada", "t", days=((FRIDAY.date(), FRIDAY.date() + 7 * DAY),))
    never = OwnTime("ada", "t", days=((FRIDAY.date(), FRIDAY.date() + 400 * DAY),))

    back = WorkingTime("UTC", own=away).after(FRIDAY, 1)
    assert back == datetime(2026, 3, 16, 10, tzinfo=UTC)
    assert WorkingTime("UTC", own=never).after(FRIDAY, 1) == FRIDAY + FURTHEST


def test_a_kind_word_goes_to_the_one_asked_long_before_the_asker_is_told():
    asked, due = question(), FRIDAY + DAY

    assert asked.is_late(due)
    assert not asked.may_ask_again(due)
    assert asked.may_ask_again(due + DAY)
    assert not question(answered_at=due).is_late(due)


def test_a4_whoever_snoozes_is_not_reminded_before():
    later = FRIDAY + 9 * DAY
    snoozed = question().snoozed(later, by="ada", now=FRIDAY + DAY)

    assert not snoozed.is_late(later - DAY)
    assert not snoozed.may_ask_again(later)
    assert snoozed.is_late(later)


@pytest.mark.parametrize("until", [FRIDAY, FRIDAY + LONGEST_SNOOZE + DAY])
def test_a_snooze_is_to_come_and_has_an_end(until):
    with pytest.raises(OutOfBoundsError):
        question().snoozed(until, by="ada", now=FRIDAY)


def test_the_asker_does_not_snooze_and_nobody_after_an_answer():
    with pytest.raises(NotAllowedError):
        question().snoozed(FRIDAY + DAY, by="ben", now=FRIDAY)
    with pytest.raises(WrongStateError):
        question(answered_at=FRIDAY).snoozed(FRIDAY + DAY, by="ada", now=FRIDAY)


def test_only_the_asker_says_that_it_is_answered_and_only_once():
    with pytest.raises(NotAllowedError):
        question().settled(by="ada", now=FRIDAY)
    with pytest.raises(WrongStateError):
        question(closed_at=FRIDAY).settled(by="ben", now=FRIDAY)
