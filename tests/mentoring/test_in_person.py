"""M8: place counts where a programme meets in person, and nowhere else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from plugin.mentoring.counted import WEIGHTS, Part
from plugin.mentoring.enrolment import Enrolment, Profile, Side
from plugin.mentoring.errors import PlaceMissingError
from plugin.mentoring.in_person import (
    counted_here,
    require_place,
    share_a_place,
    without_a_place,
)
from plugin.mentoring.matching import Reason, Why, fit, why_not
from tests.mentoring.test_policy import PROGRAMME

NOW = datetime(2026, 3, 2, tzinfo=UTC)
AFAR = PROGRAMME
MEETS = replace(PROGRAMME, life=replace(PROGRAMME.life, places=("North", "South")))


def one(who, *places):
    said = Profile(places=places)
    return Enrolment(f"e-{who}", "northmoor", "p-1", who, Side.MENTEE, said)


def people(programme, *some):
    return counted_here(programme, {x.person_id: x for x in some})


def test_m8_without_meetings_in_person_place_is_nothing_to_anybody():
    found = people(AFAR, one("ada", "North"), one("ben", "South"))

    assert all(x.profile.here == () for x in found.values())
    assert without_a_place(found.values()) == frozenset()
    require_place(AFAR, Profile())
    both = (found["ada"].profile, found["ben"].profile)
    assert fit(*both, now=NOW) == fit(Profile(), Profile(), now=NOW)


def test_m8_in_person_two_meet_where_both_can_be_and_the_reason_says_where():
    found = people(MEETS, one("ada", "North", "South"), one("ben", "South"))
    suits = fit(found["ada"].profile, found["ben"].profile, now=NOW)

    assert suits.barrier is None
    assert Reason(Part.PLACE, ("South",)) in suits.reasons
    assert suits.score == fit(Profile(), Profile(), now=NOW).score
    assert WEIGHTS[Part.PLACE] == 0


@pytest.mark.parametrize("other", [("South",), (), ("Elsewhere",)])
def test_m8_in_person_nobody_meets_who_is_elsewhere_or_has_not_said_where(other):
    found = people(MEETS, one("ada", "North"), one("ben", *other), one("dan"))
    ada, ben, dan = (found[who].profile for who in ("ada", "ben", "dan"))

    assert fit(ada, ben, now=NOW).barrier is Part.PLACE
    assert why_not([fit(ada, ben, now=NOW)]) is Why.NO_COMMON_PLACE
    assert not share_a_place(ben, dan)
    assert frozenset(("ada", "ben")) in without_a_place(found.values())


def test_m8_a_place_that_the_programme_no_longer_has_counts_no_more():
    found = people(MEETS, one("ada", "East"), one("ben", "East"))

    assert not share_a_place(found["ada"].profile, found["ben"].profile)
    with pytest.raises(PlaceMissingError):
        require_place(MEETS, Profile(places=("East",)))
    require_place(MEETS, Profile(places=("south",)))
