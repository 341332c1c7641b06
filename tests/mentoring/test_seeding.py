"""Circles that begin with groups: who takes a seat, and whether it is a circle."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from plugin.mentoring.enrolment import Enrolment, Side
from plugin.mentoring.programme import Bounds
from plugin.mentoring.seeding import CourseGroup, Fits, Left, free_leads, seed

BOUNDS = Bounds(circle_least=3, circle_most=4)


def ready(*sides, capacity=1):
    now = datetime(2026, 3, 1, tzinfo=UTC)
    return {
        f"p{n}": Enrolment(f"e{n}", "t", "g", f"p{n}", side, capacity=capacity, ready_at=now)
        for n, side in enumerate(sides)
    }


def group(people):
    return CourseGroup("g1", "Tutorial A", tuple(f"p{n}" for n in range(people)))


def test_only_people_with_a_profile_and_a_seat_left_are_seated():
    known = ready(Side.MENTOR, Side.MENTEE, Side.MENTEE, Side.PEER)

    found = seed(group(5), known, Counter({"p2": 1}))

    assert (found.leads, found.members) == (("p0",), ("p1",))
    assert dict(found.left) == {"p2": Left.PLACED, "p3": Left.PEER, "p4": Left.NO_PROFILE}


@pytest.mark.parametrize(
    ("sides", "fits"),
    [
        ((Side.MENTOR, Side.MENTEE, Side.MENTEE), Fits.YES),
        ((Side.MENTEE, Side.MENTEE), Fits.NEEDS_LEAD),
        ((Side.MENTOR, Side.MENTEE), Fits.TOO_FEW),
        ((Side.MENTOR, Side.MENTEE, Side.MENTEE, Side.MENTEE, Side.MENTEE), Fits.TOO_MANY),
        ((Side.MENTEE,) * 4, Fits.TOO_MANY),
        ((Side.MENTOR,) * 3, Fits.NOBODY),
        ((), Fits.NOBODY),
    ],
)
def test_a_group_becomes_a_circle_of_the_right_size_or_says_why_not(sides, fits):
    assert seed(group(len(sides)), ready(*sides), Counter()).fits(BOUNDS) is fits


def test_a_mentor_with_a_seat_left_may_facilitate_another_group():
    known = ready(Side.MENTOR, Side.MENTEE, Side.MENTOR, capacity=2)

    assert free_leads(known, Counter({"p0": 1, "p2": 2})) == ("p0",)
