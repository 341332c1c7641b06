"""Requests to mentors: whose turn it is, how they end, and who is shown first."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from plugin.mentoring.confided import Confided
from plugin.mentoring.enrolment import Medium, Profile
from plugin.mentoring.errors import OutOfBoundsError, WrongStateError
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.matching import fit, ranked
from plugin.mentoring.mentor_requests import MentorRequest, RequestState
from plugin.mentoring.programme import SelfMatch
from plugin.mentoring.templates import AIMS, VALUES

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=10)
RULES = SelfMatch(days=5)
SKILLS = ("Networking", "Writing", "Statistics", "Teaching")


def a_request(**changed):
    return MentorRequest("r", "t", "p", "ben", "ada", NOW, LATER, **changed)


def test_a_request_waits_for_the_mentor_then_for_the_mentee_and_back():
    asked = a_request().passed_on(RULES, NOW)
    told = asked.passed_on(RULES, NOW)

    turns = [one.waits_for(NOW) for one in (a_request(), asked, told)]
    assert turns == ["ada", "ben", "ada"]
    assert asked.until == NOW + timedelta(days=5)


def test_time_ends_what_nobody_answered_and_nothing_else():
    assert a_request().standing(LATER) is RequestState.LAPSED
    settled = a_request().settled(RequestState.DECLINED, NOW)
    assert settled.standing(LATER) is RequestState.DECLINED
    assert (a_request().waits_for(LATER), settled.waits_for(NOW)) == (None, None)


@pytest.mark.parametrize("end", [RequestState.ACCEPTED, RequestState.WITHDRAWN])
def test_what_has_ended_stays_so(end):
    with pytest.raises(WrongStateError):
        a_request(state=end).settled(RequestState.ACCEPTED, NOW)
    with pytest.raises(WrongStateError):
        a_request(state=end).passed_on(RULES, NOW)
    with pytest.raises(WrongStateError):
        a_request().settled(RequestState.ACCEPTED, LATER)


@pytest.mark.parametrize("wrong", [{"most_open": 0}, {"most_waiting": 21}, {"days": 61}])
def test_numbers_that_let_nobody_ask_or_everybody_are_refused(wrong):
    with pytest.raises(OutOfBoundsError):
        SelfMatch(**wrong).checked()


def a_profile(some):
    def of(words, most):
        return tuple(some.sample(words, some.randrange(most + 1)))

    start = some.randrange(20)
    return Profile(
        seeks=of(SKILLS, 3),
        offers=of(SKILLS, 3),
        values=of(VALUES, 3),
        aims=of(AIMS, 2),
        languages=of(("en", "de"), 2),
        zone=some.choice(("Europe/Berlin", "Asia/Kolkata", None)),
        hours=WeekHours.office(start, start + some.randrange(1, 5)),
        media=of(tuple(Medium), 2),
        confided=Confided(virtual_only=some.random() < 0.2),
    )


@pytest.mark.parametrize("seed", range(6))
def test_m1_the_first_ones_are_those_of_all_mentors_looked_at_one_by_one(seed):
    some = random.Random(seed)
    mentee, mentors = a_profile(some), {f"m{n}": a_profile(some) for n in range(60)}
    every = [(who, fit(mentee, one, now=NOW)) for who, one in mentors.items()]
    possible = [line for line in every if line[1].barrier is None]
    possible.sort(key=lambda line: (-line[1].score, line[0]))

    assert ranked(mentee, mentors, now=NOW, most=5) == possible[:5]
