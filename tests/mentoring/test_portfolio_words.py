"""D7: words for a portfolio are their writer's until they are taken."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import NotAllowedError, WrongStateError
from plugin.mentoring.portfolio_words import WordsState, asked
from plugin.mentoring.programme import Format
from plugin.mentoring.relationship import Membership, Relationship

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PAIR = Relationship(
    "pair-1",
    "northmoor",
    "programme-1",
    Format.ONE_TO_ONE,
    (Membership("ada", Side.MENTOR, NOW), Membership("ben", Side.MENTEE, NOW)),
    NOW,
)
ASKED = asked(PAIR, by="ben", of="ada", now=NOW)


@pytest.mark.parametrize("who", ["ben", "cleo"])
def test_d7_words_are_asked_of_partners_only(who):
    with pytest.raises(NotAllowedError):
        asked(PAIR, by="ben", of=who, now=NOW)


def test_d7_words_are_given_changed_taken_back_and_given_again():
    given = ASKED.given("Kind", now=NOW).given("Kind and clear", now=NOW)
    back = given.declined(now=NOW)

    assert (given.text, given.state) == ("Kind and clear", WordsState.GIVEN)
    assert (back.text, back.state) == ("", WordsState.DECLINED)
    assert back.given("Kind", now=NOW).state is WordsState.GIVEN


@pytest.mark.parametrize("words", [ASKED, ASKED.declined(now=NOW)], ids=["asked", "declined"])
def test_d7_there_is_nothing_to_take_before_words_are_given(words):
    with pytest.raises(WrongStateError):
        words.taken(PAIR, now=NOW)


def test_d7_words_that_are_taken_are_neither_changed_nor_taken_back():
    taken = ASKED.given("Kind", now=NOW).taken(PAIR, now=NOW)

    assert (taken.state, taken.taken_at) == (WordsState.TAKEN, NOW)
    with pytest.raises(WrongStateError):
        taken.given("Other", now=NOW)
    with pytest.raises(WrongStateError):
        taken.declined(now=NOW)
    with pytest.raises(WrongStateError):
        taken.taken(PAIR, now=NOW)


def test_d7_words_of_who_has_left_cannot_be_taken_any_more():
    dan = Membership("dan", Side.MENTEE, NOW)
    circle = replace(PAIR, format=Format.CIRCLE, members=(*PAIR.members, dan))
    given = asked(circle, by="ben", of="dan", now=NOW).given("Kind", now=NOW)

    assert given.may_be_taken(circle)
    with pytest.raises(WrongStateError):
        given.taken(replace(circle, members=PAIR.members), now=NOW)
