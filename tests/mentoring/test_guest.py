"""Links for mentors from outside: made within bounds, good once, and over for good."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import LinkOverError, OutOfBoundsError, ShapeError, WrongStateError
from plugin.mentoring.guest import (
    LASTS,
    MOST_REFERRED,
    MOST_WAITING,
    GuestLinkId,
    Making,
    Standing,
    invitation,
    referral,
    sides_to_refer_to,
)
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import TAKES_PROFILES, Format, Stage
from tests.mentoring.test_policy import COORDINATOR, PROGRAMME

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
RUT = PersonId("rut")
OPEN = replace(PROGRAMME, stage=Stage.OPEN)
PEERS = replace(OPEN, formats=(Format.PEER,))
MAKING = Making(GuestLinkId("l1"), "hash", COORDINATOR, NOW, " Rut ")


@pytest.fixture
def invited():
    return invitation(OPEN, MAKING, ())


@pytest.fixture
def referred():
    return referral(OPEN, MAKING, ())


def test_m9_a_coordinators_guest_is_in_at_once_and_who_was_referred_asks_first(invited, referred):
    came, asks = invited.accepted(RUT, NOW), referred.accepted(RUT, NOW)

    assert (came.standing(NOW), came.memo) == (Standing.ACCEPTED, "")
    assert (asks.standing(NOW), asks.memo) == (Standing.ASKS, "Rut")
    assert asks.admitted(NOW).standing(NOW) is Standing.ACCEPTED


def test_m9_a_link_that_was_used_lapsed_or_ended_lets_nobody_in(invited, referred):
    late = NOW + LASTS
    assert invited.standing(late - timedelta(seconds=1)) is Standing.WAITING
    over = [
        (invited.accepted(RUT, NOW), NOW),
        (referred.accepted(RUT, NOW), NOW),
        (invited, late),
        (invited.ended(NOW), NOW),
    ]
    for link, when in over:
        with pytest.raises(LinkOverError):
            link.accepted(PersonId("eve"), when)


def test_m9_nobody_is_let_in_who_does_not_ask(invited, referred):
    for link in (invited, referred, referred.accepted(RUT, NOW).ended(NOW)):
        with pytest.raises(WrongStateError):
            link.admitted(NOW)


def test_m9_a_person_refers_five_at_a_time_and_one_more_once_one_is_over(referred):
    asks = referred.accepted(RUT, NOW)
    waiting = [referred] * (MOST_REFERRED - 1)
    assert referral(OPEN, MAKING, [*waiting, asks.ended(NOW), asks.admitted(NOW)]).referred

    for last in (referred, asks):
        with pytest.raises(OutOfBoundsError):
            referral(OPEN, MAKING, [*waiting, last])


def test_a_programme_has_a_hundred_open_links_and_those_that_are_used_do_not_count(invited):
    waiting = [invited] * (MOST_WAITING - 1)
    assert not invitation(OPEN, MAKING, [*waiting, invited.accepted(RUT, NOW)]).referred

    with pytest.raises(OutOfBoundsError):
        invitation(OPEN, MAKING, [*waiting, invited])


@pytest.mark.parametrize("stage", list(Stage))
def test_m9_people_are_referred_to_the_sides_there_are_while_profiles_are_taken(stage):
    taken = stage in TAKES_PROFILES
    sides = sides_to_refer_to(replace(PROGRAMME, stage=stage))
    assert sorted(sides) == ([Side.MENTEE, Side.MENTOR] if taken else [])
    assert sides_to_refer_to(replace(PEERS, stage=stage)) == ((Side.PEER,) if taken else ())
    with pytest.raises(ShapeError):
        referral(replace(PEERS, stage=stage), MAKING, ())
    with pytest.raises(ShapeError):
        invitation(replace(PEERS, stage=stage), MAKING, ())
