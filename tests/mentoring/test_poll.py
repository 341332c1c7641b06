"""S2: a vote with quorum and deadline, and which time wins it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import NotAllowedError, OutOfBoundsError, WrongStateError
from plugin.mentoring.poll import Answer, Poll, PollState
from plugin.mentoring.programme import Format
from plugin.mentoring.relationship import Membership, Relationship
from plugin.mentoring.spans import Span

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
Y, M, N = Answer.YES, Answer.MAYBE, Answer.NO
CIRCLE = Relationship(
    "circle", "t", "p", Format.CIRCLE,
    tuple(Membership(who, side, NOW) for who, side in [
        ("ada", Side.MENTOR), ("cy", Side.MENTOR), ("ben", Side.MENTEE), ("dee", Side.MENTEE)]),
    NOW,
)  # fmt: skip


def slot(day):
    return Span(NOW + timedelta(days=day), NOW + timedelta(days=day, hours=1))


def poll(**votes):
    return Poll("poll", "t", "circle", "ada", NOW, (slot(3), slot(4), slot(5)), 3,
                NOW + timedelta(days=2), votes)  # fmt: skip


def winners(one, closed=(), now=NOW):
    return [one.slots.index(slot) for slot in one.winners(CIRCLE, tuple(closed), now=now)]


def test_the_time_that_most_like_wins_and_maybe_counts_as_able():
    one = poll(ada=(Y, M, Y), ben=(Y, Y, N), cy=(M, M, Y), dee=(N, Y, Y))

    assert winners(one) == [2, 1, 0]


def test_below_the_quorum_nothing_wins():
    assert winners(poll(ada=(Y, Y, Y), ben=(N, N, Y), cy=(N, N, N))) == []


def test_a_time_nobody_who_leads_can_come_to_does_not_win():
    one = replace(poll(ada=(N, Y, Y), cy=(N, N, Y), ben=(Y, Y, Y), dee=(Y, Y, Y)), quorum=2)

    assert 0 not in winners(one)
    assert one.host(one.slots[1], CIRCLE) == "ada"


def test_a_co_mentor_hosts_what_the_first_mentor_cannot_come_to():
    one = poll(ada=(N, Y, Y), cy=(Y, N, Y), ben=(Y, Y, Y), dee=(Y, Y, Y))

    assert one.host(one.slots[0], CIRCLE) == "cy"
    assert one.attending(one.slots[0], CIRCLE) == {"cy", "ben", "dee"}


def test_s5_a_day_put_off_limits_since_is_passed_over_and_a_past_one_too():
    one = poll(ada=(Y, Y, Y), ben=(Y, Y, Y), cy=(Y, Y, Y))

    assert winners(one, closed=[slot(3)]) == [1, 2]
    assert winners(one, now=NOW + timedelta(days=4, hours=2)) == [2]


def test_votes_are_replaced_and_come_from_members_while_it_is_open():
    one = poll().voted("ben", (Y, N, N), relationship=CIRCLE)
    again = one.voted("ben", (N, N, Y), relationship=CIRCLE)

    assert again.votes == {"ben": (N, N, Y)}
    with pytest.raises(NotAllowedError):
        one.voted("zoe", (Y, Y, Y), relationship=CIRCLE)
    with pytest.raises(OutOfBoundsError):
        one.voted("ben", (Y,), relationship=CIRCLE)
    with pytest.raises(WrongStateError):
        replace(one, state=PollState.BOOKED).voted("ben", (Y, Y, Y), relationship=CIRCLE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"slots": (slot(3),)},
        {"quorum": 5},
        {"quorum": 1},
        {"deadline": NOW},
        {"deadline": NOW + timedelta(days=9)},
    ],
)
def test_a_poll_that_could_not_end_well_is_refused(wrong):
    with pytest.raises(OutOfBoundsError):
        replace(poll(), **wrong).checked(CIRCLE)
