"""People who work together."""

from datetime import UTC, datetime

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import NotAllowedError, ShapeError
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.programme import Format, ProgrammeId
from plugin.mentoring.relationship import (
    Membership,
    Relationship,
    RelationshipId,
    RelationshipState,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ADA, BEN, CLEO = map(PersonId, ("ada", "ben", "cleo"))


def related(*members, kind=Format.ONE_TO_ONE):
    seats = tuple(Membership(person, side, NOW) for person, side in members)
    return Relationship(RelationshipId("r1"), TenantId("t1"), ProgrammeId("p1"), kind, seats, NOW)


@pytest.fixture
def pair():
    return related((ADA, Side.MENTOR), (BEN, Side.MENTEE))


@pytest.mark.parametrize(
    "members",
    [
        [],
        [(ADA, Side.MENTOR)],
        [(ADA, Side.MENTOR), (BEN, Side.MENTOR)],
        [(ADA, Side.MENTEE), (BEN, Side.MENTEE)],
        [(ADA, Side.MENTOR), (ADA, Side.MENTEE)],
        [(ADA, Side.MENTOR), (BEN, Side.MENTEE), (CLEO, Side.MENTEE)],
        [(ADA, Side.MENTOR), (BEN, Side.PEER)],
    ],
)
def test_p1_one_to_one_is_one_mentor_and_one_other_mentee(members):
    with pytest.raises(ShapeError):
        related(*members)


def test_the_mentor_organises_wherever_they_stand():
    assert related((BEN, Side.MENTEE), (ADA, Side.MENTOR)).organiser == ADA


def test_without_a_mentor_the_first_member_organises():
    peers = related((BEN, Side.PEER), (CLEO, Side.PEER), kind=Format.PEER)

    assert peers.organiser == BEN


def test_partners_are_everybody_else(pair):
    assert (pair.partners_of(ADA), pair.partners_of(BEN)) == ((BEN,), (ADA,))


def test_members_pass_and_nobody_else(pair):
    pair.require_member(ADA)

    with pytest.raises(NotAllowedError):
        pair.require_member(CLEO)


def test_t11_an_end_keeps_the_people_and_names_no_fault(pair):
    ended = pair.ended()

    assert ended.state is RelationshipState.ENDED
    assert ended.people == pair.people
