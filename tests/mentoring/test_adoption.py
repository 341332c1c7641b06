"""Which meetings of a mentor's own making are sessions, and which are nobody's business."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from plugin.mentoring.adoption import OwnMeeting, whose
from plugin.mentoring.enrolment import Side
from plugin.mentoring.programme import Format
from plugin.mentoring.relationship import Membership, Relationship, RelationshipState
from plugin.mentoring.spans import Span

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
ADDRESSES = {who: f"{who}@uni.example" for who in ("ada", "ben", "dan", "eve")}


def together(*people, key="r1", kind=Format.CIRCLE, mentor="ada", **changed):
    sides = [(who, Side.MENTOR if who == mentor else Side.MENTEE) for who in people]
    members = tuple(Membership(who, side, NOW) for who, side in sides)
    return replace(Relationship(key, "t1", "p1", kind, members, NOW), **changed)


def a_pair(**changed):
    return together("ada", "ben", kind=Format.ONE_TO_ONE, **changed)


def a_meeting(*guests, **changed):
    addresses = tuple(f"{who}@uni.example" for who in guests)
    meeting = OwnMeeting(
        event_id="e1",
        etag="1",
        ical_uid="u1",
        span=Span(NOW + HOUR, NOW + 2 * HOUR),
        join_url=None,
        guests=addresses,
    )
    return replace(meeting, **changed)


def found(meeting, *relationships, maker="ada", addresses=ADDRESSES):
    one = whose(meeting, maker, relationships, addresses, now=NOW)
    return one and one.relationship_id


def test_w13_a_meeting_with_just_the_mentee_is_a_session():
    assert found(a_meeting("ben"), a_pair(), together("ada", "dan", "eve", key="r2")) == "r1"


def test_w13_a_meeting_with_a_whole_circle_is_a_session_in_any_order_and_spelling():
    meeting = a_meeting(guests=("EVE@uni.example", "ben@UNI.example", "dan@uni.example"))

    assert found(meeting, a_pair(key="r2"), together("ada", "ben", "dan", "eve")) == "r1"


@pytest.mark.parametrize(
    "guests", [(), ("ben", "dan"), ("ben", "stranger"), ("ben", "ben"), ("stranger",)]
)
def test_w13_a_meeting_with_anybody_else_or_nobody_is_left_alone(guests):
    assert found(a_meeting(*guests), a_pair()) is None


def test_w13_a_part_of_a_circle_is_not_the_circle():
    assert found(a_meeting("ben", "dan"), together("ada", "ben", "dan", "eve")) is None


@pytest.mark.parametrize("odd", ["cancelled", "private", "all_day", "repeats"])
def test_w13_what_is_private_lasts_all_day_repeats_or_is_called_off_is_left_alone(odd):
    assert found(a_meeting("ben", **{odd: True}), a_pair()) is None


@pytest.mark.parametrize("begins", [NOW, NOW - HOUR])
def test_w13_a_meeting_that_has_begun_is_left_alone(begins):
    assert found(a_meeting("ben", span=Span(begins, begins + 3 * HOUR)), a_pair()) is None


def test_w13_who_is_mentored_adopts_nothing():
    assert found(a_meeting("ada"), a_pair(), maker="ben") is None


@pytest.mark.parametrize("state", [RelationshipState.ENDED, RelationshipState.PAUSED])
def test_w13_a_relationship_that_rests_or_has_ended_adopts_nothing(state):
    assert found(a_meeting("ben"), a_pair(state=state)) is None


def test_w13_of_two_relationships_with_the_same_people_none_is_guessed():
    assert found(a_meeting("ben"), a_pair(), a_pair(key="r2")) is None


def test_w13_an_address_that_nobody_has_linked_decides_nothing():
    assert found(a_meeting("ben"), a_pair(), addresses={"ada": "ada@uni.example"}) is None
    assert found(a_meeting(guests=("",)), a_pair(), addresses={}) is None
