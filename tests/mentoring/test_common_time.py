"""Times that suit everybody, against slow and obvious rules."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.mentoring.common_time import Calendar, Fit, Option, best, options
from plugin.mentoring.people import PersonId
from plugin.mentoring.spans import Span, on_wall_clock

DAY = datetime(2026, 3, 2, tzinfo=UTC)
HALF = timedelta(minutes=30)
ADA, BEN = PersonId("ada"), PersonId("ben")


def at(hour, minute=0):
    return DAY + timedelta(hours=hour, minutes=minute)


def hours(start, end):
    return Span(at(start), at(end))


def calendar(person=ADA, *, zone="UTC", busy=(), usual=None, sessions=()):
    return Calendar(person, zone, busy, usual, sessions)


def starts(found):
    return [option.span.starts_at for option in found]


def test_only_waking_hours_are_offered_and_nine_in_the_evening_is_the_last_end():
    found = options(hours(0, 24), [calendar()], length=timedelta(hours=1))

    assert (found[0].span, found[-1].span) == (hours(7, 8), hours(20, 21))


def test_a_second_past_nine_in_the_evening_is_too_late():
    window = Span(at(20) + timedelta(seconds=1), at(22))

    assert options(window, [calendar()], length=timedelta(hours=1)) == []


def test_nothing_runs_across_midnight_on_anybodys_clock():
    found = options(hours(0, 48), [calendar(zone="Pacific/Kiritimati")], length=timedelta(hours=10))

    ends = [
        [on_wall_clock(m, "Pacific/Kiritimati").date() for m in (o.span.starts_at, o.span.ends_at)]
        for o in found
    ]
    assert ends
    assert all(start == end for start, end in ends)


def test_t09_people_a_day_apart_share_the_hours_when_both_are_awake():
    far = [calendar(ADA, zone="Pacific/Kiritimati"), calendar(BEN, zone="Etc/GMT+12")]

    found = options(hours(12, 36), far, length=HALF)

    assert starts(found)[0] == at(19)  # 09:00 on Tuesday at +14, 07:00 on Monday at -12
    assert len(found) == 24


def test_busy_time_of_anybody_rules_a_time_out():
    found = options(
        hours(9, 11),
        [calendar(ADA, busy=(hours(9, 10),)), calendar(BEN, busy=(Span(at(10, 15), at(10, 20)),))],
        length=HALF,
    )

    assert starts(found) == [at(10, 30)]


def test_other_sessions_rule_a_time_out_though_the_calendar_is_not_known():
    found = options(hours(9, 10), [calendar(busy=None, sessions=(hours(9, 10),))], length=HALF)

    assert found == []


def test_a_time_across_two_usual_hours_lies_inside():
    usual = (hours(10, 11), hours(9, 10))

    found = options(Span(at(9, 30), at(10, 30)), [calendar(usual=usual)], length=2 * HALF)

    assert found == [Option(Span(at(9, 30), at(10, 30)), Fit.GOOD)]


def test_a_time_outside_somebodys_usual_hours_names_them():
    both = [calendar(ADA, usual=(hours(9, 10),)), calendar(BEN)]

    found = options(hours(10, 11), both, length=2 * HALF)

    assert found == [Option(hours(10, 11), Fit.UNSOCIAL, outside=(ADA,))]


def test_no_usual_hour_in_the_window_is_an_answer():
    found = options(hours(10, 11), [calendar(busy=None, usual=())], length=2 * HALF)

    assert found[0].fit is Fit.UNSOCIAL


def test_usual_hours_stand_in_for_a_calendar_that_nobody_could_read():
    found = options(hours(9, 10), [calendar(busy=None, usual=(hours(9, 12),))], length=HALF)

    assert {option.fit for option in found} == {Fit.GOOD}


def test_without_calendar_and_hours_a_time_is_unknown_and_not_free():
    unsaid = calendar(BEN, busy=None)

    found = options(hours(9, 10), [calendar(ADA, usual=()), unsaid], length=2 * HALF)

    assert found == [Option(hours(9, 10), Fit.UNKNOWN, unsure=(BEN,), outside=(ADA,))]


spans = st.builds(
    lambda start, length: Span(at(0, 15 * start), at(0, 15 * (start + length))),
    st.integers(0, 92),
    st.integers(1, 40),
)
some = st.lists(spans, max_size=4).map(tuple)
zones = st.sampled_from(["UTC", "Asia/Kathmandu", "Pacific/Kiritimati", "Etc/GMT+12"])
calendars = st.builds(Calendar, st.sampled_from([ADA, BEN]), zones, st.none() | some,
                      st.none() | some, some)  # fmt: skip


def moments(span):
    return [span.starts_at + n * timedelta(minutes=5) for n in range(int(span.length / HALF * 6))]


def is_in(moment, spans):
    return any(one.starts_at <= moment < one.ends_at for one in spans)


def fit_by_asking(span, people):
    outside = [one for one in people if one.usual is not None
               and not all(is_in(m, one.usual) for m in moments(span))]  # fmt: skip
    if any(one.busy is None and one.usual is None for one in people):
        return Fit.UNKNOWN
    return Fit.UNSOCIAL if outside else Fit.GOOD


def is_possible(span, people):
    for one in people:
        start, end = (on_wall_clock(m, one.zone) for m in (span.starts_at, span.ends_at))
        if start.date() != end.date() or start.hour < 7 or end.hour * 60 + end.minute > 21 * 60:
            return False
        if any(is_in(m, (*(one.busy or ()), *one.sessions)) for m in moments(span)):
            return False
        named = all(is_in(m, one.usual or ()) for m in moments(span))
        if start.weekday() in (5, 6) and not named:
            return False
    return True


@given(st.lists(calendars, max_size=3), st.sampled_from([HALF, 2 * HALF, 3 * HALF]))
def test_options_agree_with_asking_everybody_about_every_moment(people, length):
    window = hours(0, 24)
    slots = [Span(at(0, 30 * n), at(0, 30 * n) + length) for n in range(48)]

    found = options(window, people, length=length)

    wanted = [s for s in slots if window.covers(s) and is_possible(s, people)]
    fits = [(o.span, Fit.GOOD if o.fit is Fit.CROWDED else o.fit) for o in found]
    assert fits == [(s, fit_by_asking(s, people)) for s in wanted]


offers = st.lists(
    st.builds(
        lambda start, fit: Option(Span(at(0, 15 * start), at(0, 15 * start) + 2 * HALF), fit),
        st.integers(0, 500),
        st.sampled_from(list(Fit)),
    ),
    max_size=25,
)


@given(offers, st.integers(0, 120), st.integers(0, 6))
def test_the_best_are_apart_and_nothing_that_suits_better_is_left_out(found, near, count):
    chosen = best(found, near=at(near), count=count)

    assert len(chosen) <= count
    assert all(not a.span.touches(b.span) for a in chosen for b in chosen if a is not b)
    for left in (option for option in found if option not in chosen):
        better = [o for o in chosen if list(Fit).index(o.fit) <= list(Fit).index(left.fit)]
        assert len(chosen) == count or any(o.span.touches(left.span) for o in chosen)
        assert len(better) == count or any(o.span.touches(left.span) for o in better)


def good(*starts):
    return [Option(Span(start, start + HALF), Fit.GOOD) for start in starts]


def test_the_best_are_in_order_of_fit_then_of_people_put_out_then_of_nearness():
    unknown = Option(hours(9, 10), Fit.UNKNOWN)
    one_out = Option(hours(10, 11), Fit.UNSOCIAL, outside=(ADA,))
    both_out = Option(hours(11, 12), Fit.UNSOCIAL, outside=(ADA, BEN))
    far, close = good(at(15), at(13))

    chosen = best([unknown, both_out, one_out, far, close], near=at(12))

    assert chosen == [close, far, one_out, both_out, unknown]


def test_a_weekend_is_offered_only_in_hours_that_everybody_named():
    saturday = Span(at(5 * 24 + 9), at(5 * 24 + 11))
    named = calendar(ADA, usual=(saturday,))

    assert options(saturday, [named], length=2 * HALF)
    assert options(saturday, [named, calendar(BEN)], length=2 * HALF) == []
    assert options(saturday, [named, calendar(BEN, usual=())], length=2 * HALF) == []


def test_the_five_lie_on_as_many_days_as_suit_as_well():
    found = good(*(at(day * 24 + hour) for day in range(3) for hour in range(9, 13)))

    days = [start.day for start in starts(best(found, near=at(9)))]

    assert sorted(days) == [2, 2, 3, 3, 4]


def test_a_third_on_one_day_is_better_than_a_time_that_suits_less():
    monday = good(at(9), at(10), at(11))
    tuesday = [Option(hours(33, 34), Fit.UNKNOWN), Option(hours(34, 35), Fit.UNSOCIAL)]

    assert best([*monday, *tuesday], near=at(9), count=3) == monday


@pytest.mark.parametrize(("zone", "expected"), [("UTC", 1), ("Asia/Tokyo", 2)])
def test_which_day_it_is_the_viewers_clock_says(zone, expected):
    monday = good(at(13), at(14), at(15))  # the last is 00:00 on Tuesday in Tokyo
    wednesday = good(at(60))

    chosen = best([*monday, *wednesday], near=at(13), count=2, zone=zone)

    assert sum(one in chosen for one in monday) == expected


def test_the_best_are_never_half_in_each_other():
    found = options(hours(9, 12), [calendar()], length=timedelta(minutes=45))

    chosen = sorted(o.span for o in best(found, near=at(9)))

    assert len(chosen) == 3
    assert all(a.ends_at <= b.starts_at for a, b in pairwise(chosen))
