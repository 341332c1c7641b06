"""M6: groups of fewer than five are kept back, and so is what would tell of them."""

import random
from collections import Counter

import pytest

from plugin.mentoring.fairness import SMALL, Outcome, outcomes, spread_of, told_apart


def people(prefix, number):
    return {f"{prefix}{n}" for n in range(number)}


def test_m6_a_small_group_is_not_told_of():
    big, small = people("a", 9), people("b", 4)

    assert told_apart({"big": big, "small": small}, big | small) == {}


def test_m6_small_groups_together_are_told_of_as_one():
    groups = {"big": people("a", 9), "one": people("b", 3), "two": people("c", 2)}
    everybody = set().union(*groups.values())

    found = told_apart(groups, everybody)
    assert {name: len(some) for name, some in found.items()} == {"big": 9, None: 5}


@pytest.mark.parametrize("seed", range(20))
def test_m6_no_number_of_people_below_five_follows_from_what_is_told(seed):
    some = random.Random(seed)
    groups = {f"g{n}": people(f"p{n}-", some.randrange(12)) for n in range(some.randrange(1, 7))}
    everybody = set().union(*groups.values())

    told = told_apart(groups, everybody)

    untold = everybody.difference(*told.values())
    assert all(len(one) >= SMALL for one in told.values())
    assert not (told and untold)


@pytest.mark.parametrize("seed", range(30))
def test_m6_no_group_and_none_of_its_remainders_is_small_where_people_are_in_several(seed):
    some = random.Random(seed)
    everybody = people("p", some.randrange(5, 40))
    groups = {
        f"g{n}": {who for who in everybody if some.random() < some.choice((0.1, 0.5, 0.9))}
        for n in range(some.randrange(1, 6))
    }

    for told in told_apart(groups, everybody).values():
        assert len(told) >= SMALL
        assert len(everybody - told) not in range(1, SMALL)


@pytest.mark.parametrize("seed", range(30))
def test_m6_whatever_is_subtracted_from_whatever_leaves_nobody_or_five(seed):
    """Of three groups and more: everybody has four beside them in just the same of those told."""
    some = random.Random(seed)
    everybody = people("p", some.randrange(20, 80))
    groups = {
        f"g{n}": {who for who in sorted(everybody) if some.random() < some.choice((0.3, 0.6))}
        for n in range(some.randrange(3, 6))
    }

    told = told_apart(groups, everybody)

    alike = Counter(frozenset(name for name in told if who in told[name]) for who in everybody)
    assert all(number >= SMALL for number in alike.values())


def test_m6_a_group_that_three_others_would_tell_of_is_kept_back():
    mono, both, trio = people("a", 10), people("b", 10), people("c", 2)
    groups = {"en": mono | both | trio, "de": both | trio, "fr": people("d", 8) | trio}

    found = told_apart(groups, set().union(*groups.values()))

    assert "fr" not in found
    assert {name: len(some) for name, some in found.items()} == {"en": 22, "de": 12, None: 8}


def test_m6_how_many_are_not_in_a_group_is_not_what_remains_of_the_whole():
    english, german = people("a", 31) | people("b", 9), people("b", 9) | people("c", 3)
    everybody = english | german

    found = told_apart({"en": english, "de": german}, everybody)

    assert {name: len(some) for name, some in found.items()} == {"de": 12, None: 31}


def test_m6_no_mean_of_fewer_than_five_is_what_remains_of_a_mean_over_all():
    big, small = people("a", 9), people("b", 6)
    placed = big | set(sorted(small)[:2])
    scores = {who: 90 if who in big else 20 for who in placed}

    by_name = {
        one.name: one for one in outcomes({"x": big, "y": small}, big | small, placed, scores)
    }

    assert {name: (one.people, one.points) for name, one in by_name.items()} == {
        "x": (9, None), "y": (6, None),
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(30))
def test_m6_every_mean_and_what_remains_of_it_is_over_five_people_and_more(seed):
    some = random.Random(seed)
    groups = {f"g{n}": people(f"p{n}-", some.randrange(12)) for n in range(some.randrange(1, 7))}
    everybody = set().union(*groups.values())
    scores = {who: some.randrange(100) for who in sorted(everybody) if some.random() < 0.6}

    found = outcomes(groups, everybody, scores, scores)
    told = [one.name for one in found if one.points is not None]
    apart = told_apart(groups, everybody)
    left = set(scores).difference(*(apart[name] for name in told)) if told else set()

    assert all(len(apart[name] & set(scores)) >= SMALL for name in told)
    assert len(left) not in range(1, SMALL)


def test_m6_who_speaks_what_most_do_not_is_kept_back_without_losing_the_others():
    most, some, alone = people("a", 30), people("b", 12), people("c", 1)
    groups = {"en": most | some, "de": some}

    found = told_apart(groups, most | some | alone)

    assert {name: len(one) for name, one in found.items()} == {"de": 12, None: 31}


def test_m6_the_mean_is_told_of_five_and_more_who_are_placed():
    group = people("a", 8)
    four, five = sorted(group)[:4], sorted(group)[:5]

    (few,) = outcomes({"g": group}, group, four, dict.fromkeys(four, 60))
    (more,) = outcomes({"g": group}, group, five, dict.fromkeys(five, 60))

    assert (few, more) == (Outcome("g", 8, 4, None), Outcome("g", 8, 5, 60.0))


def test_the_spread_is_told_of_five_pairs_and_more():
    assert spread_of([10, 20, 30, 40]) is None
    spread = spread_of([50, 10, 30, 20, 40])
    assert (spread.lowest, spread.lower, spread.middle, spread.upper, spread.highest) == (
        10, 20, 30, 40, 50,
    )  # fmt: skip
