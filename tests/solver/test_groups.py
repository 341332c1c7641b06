"""Circles and pairs among equals."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.ports.solving import CohortProblem, GroupProblem, ScorePart
from plugin.solver import peers
from plugin.solver.affinity import NEVER
from plugin.solver.circles import CircleRules, group
from plugin.solver.peers import pair
from plugin.solver.solver import NumpySolver


def near(people, seed):
    random = np.random.default_rng(seed)
    made = np.rint(random.random((people, people)) * 1000)
    made = np.asarray(np.triu(made, 1) + np.triu(made, 1).T, np.float32)
    made[random.random((people, people)) < 0.1] = NEVER
    return np.minimum(made, made.T)


def best_pairs(scores, left):
    """Most pairs, then the highest total, by trying all."""
    if len(left) < 2:
        return 0, 0.0
    first, *others = left
    best = best_pairs(scores, others)
    for two in others:
        if scores[first, two] > NEVER / 2:
            count, total = best_pairs(scores, [x for x in others if x != two])
            best = max(best, (count + 1, total + float(scores[first, two])))
    return best


@settings(max_examples=25, deadline=None)
@given(people=st.integers(2, 8), seed=st.integers(0, 9999))
def test_a_few_peers_are_paired_as_well_as_can_be(people, seed):
    scores = near(people, seed)

    found = pair(scores.copy())

    pairs = [(a, b) for a, b in enumerate(found.of.tolist()) if a < b]
    total = float(sum(scores[a, b] for a, b in pairs))
    assert (len(pairs), total) == best_pairs(scores, list(range(people)))
    assert all(found.of[found.of[a]] == a for a, _ in pairs)


def test_many_peers_come_within_two_per_cent_of_a_proven_bound(monkeypatch):
    monkeypatch.setattr(peers, "EXACT", 0)

    found = pair(near(400, 4))

    assert found.value >= 0.98 * found.bound
    assert (found.of >= 0).all()
    assert (found.of[found.of] == np.arange(400)).all()


def rules(people, size, **more):
    sizes = np.full(people // size, size)
    return CircleRules(sizes, np.full(len(sizes), -1), **more)


def test_nine_people_make_the_best_three_circles_there_are():
    affinity = np.clip(near(9, 7), 0, None) / 1000

    found = group(affinity, rules(9, 3))

    assert found.affinity == pytest.approx(best_threes(affinity, set(range(9))) / 9)


def best_threes(affinity, left):
    if not left:
        return 0.0
    first = min(left)
    totals = [
        affinity[first, b] + affinity[first, c] + affinity[b, c]
        + best_threes(affinity, left - {first, b, c})
        for b, c in combinations(sorted(left - {first}), 2)
    ]  # fmt: skip
    return max(totals)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 999))
def test_m07_circles_keep_sizes_spread_levels_and_share_an_hour(seed):
    random = np.random.default_rng(seed)
    kinds = np.repeat(np.arange(6), 4)
    hours = random.random((24, 12)) < 0.3
    hours[:, :2] = True
    made = rules(24, 4, hours=hours, common=2, most=[(kinds, 2)])

    found = group(np.clip(near(24, seed), 0, None) / 1000, made)

    assert found.broken == 0
    for circle in range(6):
        inside = np.flatnonzero(found.of == circle)
        assert len(inside) == 4
        assert np.bincount(kinds[inside]).max() <= 2
        assert hours[inside].all(axis=0).sum() >= 2


def test_each_facilitator_leads_the_circle_they_were_given():
    sizes, leads = np.array([3, 3]), np.array([4, 1])

    found = group(np.clip(near(6, 2), 0, None) / 1000, CircleRules(sizes, leads))

    assert (found.of[4], found.of[1]) == (0, 1)


def test_a_rule_that_cannot_be_kept_is_counted():
    alike = np.zeros(4, np.int64)

    assert group(np.zeros((4, 4), np.float32), rules(4, 2, most=[(alike, 1)])).broken == 2


def words(*chosen, weight=40.0, **more):
    return ScorePart(tuple(chosen), tuple(chosen), 5, weight, **more)


def test_the_port_takes_numbered_people_and_says_points():
    part = ScorePart(((0, 1), (2,)), ((0,), (2,)), 5, 40, enough=None)

    found = NumpySolver().cohort(CohortProblem((part,), (1, 1)), lambda _: True)

    assert (found.of, found.value, found.bound) == ((0, 1), 60, 60)


def test_the_port_makes_a_three_of_an_odd_number_and_bars_whom_it_must():
    part = words((0,), (0,), (1,), (1,), (1,))

    found = NumpySolver().peers(GroupProblem((part,), (), barred=((0, 1),)), lambda _: True)

    assert found.of[0] != found.of[1]
    assert sorted(found.of.count(number) for number in set(found.of)) in ([2, 3], [2, 2, 1])


def test_the_port_gathers_people_of_one_kind_in_a_circle():
    part = words((0,), (0,), (0,), (0,))
    problem = GroupProblem((part,), (2, 2), gather=(((0, 1, 0, 1), 30),))

    found = NumpySolver().circles(problem, lambda _: True)

    assert found.of[0] == found.of[2] != found.of[1] == found.of[3]
