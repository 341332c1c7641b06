"""Who goes where: no rule broken, as many as possible, the worst-off first, then the total."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.solver import cohort
from plugin.solver.affinity import GRAIN, NEVER, Affinity, Layer, folded
from plugin.solver.cohort import solve

SMALL = st.integers(1, 4)


def crowd(rows, columns, seed, *, seats=(0, 4)):
    """Random people, some of whom have no time or no department in common."""
    random = np.random.default_rng(seed)
    marks = [
        (random.random((rows, width)) < 0.3, random.random((columns, width)) < 0.3)
        for width in (9, 5, 6)
    ]
    (skills, offers), values, hours = [[x.astype(np.float32) for x in pair] for pair in marks]
    layers = [
        Layer(skills, offers, 40, 9.0),
        Layer(*values, 20, 2.0),
        Layer(*hours, 20, 3.0, 1.0),
    ]
    apart = [(random.integers(-1, 3, rows), random.integers(-1, 3, columns))]
    wishes = (np.array([0]), np.array([0]), np.array([7], np.float32))
    barred = (np.array([rows - 1]), np.array([columns - 1]))
    return Affinity(layers, wishes, barred, apart), random.integers(*seats, columns)


def best_by_trying(whole, seats):
    """Every placing there is: most people, then the highest whole-point floor, then the total."""
    rows, columns = whole.shape
    best = (0, 0, 0.0)
    for of in product(range(-1, columns), repeat=rows):
        used = [of.count(column) for column in range(columns)]
        scores = [whole[row, column] for row, column in enumerate(of) if column >= 0]
        if any(u > s for u, s in zip(used, seats, strict=True)) or NEVER in scores:
            continue
        floor = int(min(scores) // GRAIN) if scores else 0
        best = max(best, (len(scores), max(floor, 0), float(sum(scores))))
    return best


def reached(whole, of):
    scores = [whole[row, column] for row, column in enumerate(of) if column >= 0]
    return len(scores), int(min(scores) // GRAIN) if scores else 0, float(sum(scores))


@settings(max_examples=40, deadline=None)
@given(rows=SMALL, columns=SMALL, seed=st.integers(0, 10_000))
def test_at_small_sizes_nothing_that_could_be_tried_is_better(rows, columns, seed):
    scores, seats = crowd(rows, columns, seed)

    found = solve(scores, seats)

    assert reached(scores.whole(), found.of) == best_by_trying(scores.whole(), seats)
    assert found.bound == found.value


@pytest.mark.parametrize("seats", [(0, 3), (1, 6)], ids=["too few", "plenty"])
def test_many_are_solved_by_candidates_with_a_proof_and_no_rule_broken(monkeypatch, seats):
    scores, seats = crowd(400, 160, 5, seats=seats)
    exact = solve(scores, seats)
    monkeypatch.setattr(cohort, "EXACT_CELLS", 0)

    found = solve(scores, seats)

    whole = scores.whole()
    placed = np.flatnonzero(found.of >= 0)
    assert (whole[placed, found.of[placed]] > NEVER / 2).all()
    assert (np.bincount(found.of[placed], minlength=160) <= seats).all()
    assert reached(whole, found.of)[:2] == reached(whole, exact.of)[:2]
    assert found.value >= exact.value * (1 - found.gap) - 1
    assert found.gap <= 1e-4


def test_the_same_people_give_the_same_placing_to_the_byte():
    first, again = (solve(*crowd(300, 120, 9)) for _ in range(2))

    assert first.of.tobytes() == again.of.tobytes()
    assert (first.value, first.bound) == (again.value, again.bound)


def test_x07_a_run_that_is_stopped_gives_the_best_so_far_and_says_so(monkeypatch):
    monkeypatch.setattr(cohort, "EXACT_CELLS", 0)

    found = solve(*crowd(400, 160, 5), tell=lambda done: done < 0.35)

    assert found.stopped
    assert (found.of >= 0).sum() > 200


def test_nobody_stays_out_who_could_be_placed_by_moving_others():
    """A fits both, B only the first: the better total would leave B alone."""
    left, right = np.eye(2, dtype=np.float32), np.array([[1, 1], [1, 0]], np.float32)
    scores = Affinity([Layer(left, right, 50, 1.0, 1.0)])

    assert solve(scores, np.array([1, 1])).of.tolist() == [1, 0]


@pytest.mark.parametrize(
    ("rows", "seats"), [(0, [1]), (3, [0, 0]), (2, [])], ids=["nobody", "no seat", "no mentor"]
)
def test_where_nobody_can_be_placed_nobody_is(rows, seats):
    layer = Layer(np.ones((rows, 1), np.float32), np.ones((len(seats), 1), np.float32), 10)

    assert solve(Affinity([layer]), np.array(seats, np.int64)).of.tolist() == [-1] * rows


def test_folded_marks_overlap_as_much_as_before():
    random = np.random.default_rng(3)
    week = (random.random((8, 20)) < 0.4).astype(np.float32)
    left, right = np.tile(week[:5], 4), np.tile(week[5:], 4)

    few = folded(left, right)

    assert few[0].shape[1] <= 20
    assert np.allclose(few[0] @ few[1].T, left @ right.T)
