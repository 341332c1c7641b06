"""A session's people met when Teams saw two of them at one time, and long enough."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.mentoring.presence import LONG_ENOUGH, WAITS, Asking, ReportAsked, Seen, seen_in
from plugin.mentoring.session import MentoringSession
from plugin.mentoring.spans import Span
from tests.stores import NOON, NORTHMOOR

T, A, N = Seen.TOGETHER, Seen.ALONE, Seen.ABSENT
SESSION = MentoringSession(
    "s", NORTHMOOR, "r", "ada", frozenset({"ada", "ben"}),
    Span(NOON, NOON + timedelta(minutes=45)), "UTC",
)  # fmt: skip
CIRCLE = replace(SESSION, people=frozenset({"ada", "ben", "eve"}))


def stay(start, end):
    """From one minute after noon to another."""
    return Span(NOON + timedelta(minutes=start), NOON + timedelta(minutes=end))


@pytest.mark.parametrize(
    ("ada", "ben", "seen"),
    [
        ([(0, 45)], [(0, 45)], (T, T)),
        ([(0, 45)], [(35, 60)], (T, T)),
        ([(0, 45)], [(36, 45)], (A, N)),
        ([(0, 20)], [(20, 45)], (A, A)),
        ([(0, 45)], [], (A, N)),
        ([], [], (N, N)),
        ([(0, 9)], [(0, 9)], (N, N)),
        ([(0, 45)], [(0, 5), (10, 15)], (T, T)),  # came back
        ([(0, 8), (0, 8)], [(0, 8), (1, 8)], (N, N)),  # on two devices, and no longer for it
        ([(0, 6), (4, 12)], [(0, 12)], (T, T)),
        ([(80, 120)], [(80, 120)], (N, N)),  # another session of its series
        ([(-14, -2)], [(-14, -2)], (T, T)),  # they began early
        ([(60, 90)], [(60, 90)], (T, T)),  # and late
    ],
)
def test_two_meet_who_are_there_at_one_time_for_ten_minutes(ada, ben, seen):
    stays = {"ada": [stay(*one) for one in ada], "ben": [stay(*one) for one in ben]}

    found = seen_in(SESSION, stays)

    assert (found["ada"], found["ben"]) == seen


def test_of_a_circle_two_are_enough_and_who_came_afterwards_was_alone():
    found = seen_in(CIRCLE, {"ada": [stay(0, 20)], "ben": [stay(0, 20)], "eve": [stay(25, 45)]})

    assert found == {"ada": T, "ben": T, "eve": A}


def test_of_strangers_nothing_is_said_whoever_they_met():
    found = seen_in(SESSION, {"ada": [stay(0, 45)], "stranger": [stay(0, 45)]})

    assert found == {"ada": A, "ben": N}


MINUTES = st.integers(min_value=-30, max_value=90)
STAYS = st.lists(st.tuples(MINUTES, MINUTES).map(sorted), max_size=5)


@given(STAYS, STAYS)
def test_nobody_meets_alone_and_order_or_repetition_of_stays_changes_nothing(ada, ben):
    stays = {"ada": [stay(*one) for one in ada], "ben": [stay(*one) for one in ben]}
    found = seen_in(SESSION, stays)

    assert (found["ada"] is T) == (found["ben"] is T)
    assert found == seen_in(SESSION, {who: [*spans[::-1], *spans] for who, spans in stays.items()})


def test_it_is_looked_for_after_growing_waits_and_then_left():
    asked, waited = ReportAsked("s"), []
    while asked.state is not Asking.OVER:
        asked = asked.looked(found=False, now=NOON)
        waited += [asked.look_at - NOON] if asked.look_at else []

    assert waited == list(WAITS[1:]) == sorted(waited)
    assert (asked.looks, asked.look_at) == (len(WAITS), None)


def test_once_people_were_seen_nobody_looks_again():
    asked = ReportAsked("s").looked(found=True, now=NOON)

    assert (asked.state, asked.look_at) == (Asking.OVER, None)


def test_long_enough_is_shorter_than_the_shortest_usual_session():
    assert timedelta(minutes=15) > LONG_ENOUGH
