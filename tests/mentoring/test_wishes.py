"""Wishes for a partner: how many, of whom, and what they add."""

import pytest

from plugin.mentoring.errors import OutOfBoundsError
from plugin.mentoring.wishes import checked, wished_for


def test_a_wish_counts_from_either_side_and_both_add():
    found = wished_for({"ben": ["ada", "dan"], "ada": ["ben"]})

    assert found == {frozenset(("ben", "ada")): 20, frozenset(("ben", "dan")): 6}


def test_each_person_is_wished_for_once():
    assert checked(["ada", "dan", "ada"], ["ada", "dan"]) == ("ada", "dan")


@pytest.mark.parametrize(
    ("wished", "away"), [(["a", "b", "c", "d"], []), (["x"], []), (["a"], ["a"])]
)
def test_too_many_strangers_and_who_is_kept_away_are_no_wishes(wished, away):
    with pytest.raises(OutOfBoundsError):
        checked(wished, ["a", "b", "c", "d"], away)
