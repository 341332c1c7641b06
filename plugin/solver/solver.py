"""The port filled in: numbered people in, arrays through, numbered people out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from plugin.ports.solving import (
    CohortAnswer,
    CohortProblem,
    GroupAnswer,
    GroupProblem,
    Marks,
    ScorePart,
    Tell,
)
from plugin.solver.affinity import (
    GRAIN,
    NEVER,
    Affinity,
    Floats,
    Ints,
    Layer,
    both_ways,
    folded,
    shares,
)
from plugin.solver.affinity import marks as rows_of_marks
from plugin.solver.circles import CircleRules, group
from plugin.solver.cohort import solve
from plugin.solver.peers import pair

MANY_COLUMNS = 400
"""Marks of more kinds than this are folded, as hours of four weeks mostly repeat."""


@dataclass(frozen=True, slots=True)
class NumpySolver:
    """Solves on this machine."""

    def cohort(self, problem: CohortProblem, tell: Tell) -> CohortAnswer:
        """Give as many rows as possible a seat, then lift the worst-off, then the total."""
        scores = Affinity(_layers(problem.parts), _singles(problem.wishes), _pairs(problem.barred))
        seats = np.array(problem.seats, np.int64)
        found = solve(scores, seats, tell=tell, lift=problem.lift)
        numbers = (found.value / GRAIN, found.bound / GRAIN, found.floor / GRAIN)
        return CohortAnswer(_plain(found.of), *numbers, found.stopped)

    def circles(self, problem: GroupProblem, tell: Tell) -> GroupAnswer:
        """Put everybody into groups of the given sizes."""
        affinity = _together(problem)
        people = len(affinity)
        leads = np.array(problem.leads or [-1] * len(problem.sizes), np.int64)
        hours = rows_of_marks(problem.hours, _width(problem.hours)) > 0 if problem.hours else None
        most = [(np.array(kinds), number) for kinds, number in problem.spread]
        for kinds, points in problem.gather:
            known = np.array(kinds)
            alike = (known[:, None] == known[None, :]) & (known >= 0)
            affinity[alike & (affinity > NEVER / 2)] += np.float32(points * GRAIN)
        scale = np.float32(max(float(affinity.max(initial=1)), 1.0))
        near = np.where(affinity <= NEVER / 2, np.float32(-10), affinity / scale)
        np.fill_diagonal(near, 0)
        sizes = np.array(problem.sizes, np.int64)
        rules = CircleRules(sizes, leads, hours, problem.common, most)
        found = group(near, rules, seed=problem.seed, tell=tell)
        barred = sum(1 for one, two in problem.barred if found.of[one] == found.of[two])
        value = found.affinity * float(scale) / GRAIN if people else 0.0
        return GroupAnswer(_plain(found.of), value, None, found.broken + barred)

    def peers(self, problem: GroupProblem, tell: Tell) -> GroupAnswer:
        """Put everybody into pairs; of an odd number, one makes a three."""
        scores = _together(problem)
        found = pair(scores, tell=tell)
        of = np.full(len(scores), -1, np.int64)
        pairs = [(who, int(two)) for who, two in enumerate(found.of) if who < two]
        for number, members in enumerate(pairs):
            of[list(members)] = number
        for who in np.flatnonzero(of < 0):
            _join(int(who), of, pairs, scores)
        return GroupAnswer(_plain(of), found.value / GRAIN, found.bound / GRAIN, 0)


def _join(who: int, of: Ints, pairs: Sequence[tuple[int, int]], scores: Floats) -> None:
    """Let whoever is left make the pair a three where that suits best, if it suits anywhere."""
    sizes = np.bincount(of[of >= 0], minlength=len(pairs))
    open_ = [
        n
        for n, two in enumerate(pairs)
        if sizes[n] == 2 and scores[who, list(two)].min() > NEVER / 2
    ]
    if open_:
        of[who] = max(open_, key=lambda n: (scores[who, list(pairs[n])].sum(), -n))


def _together(problem: GroupProblem) -> Floats:
    """Return scores of everybody with everybody, the same both ways."""
    scores = Affinity(_layers(problem.parts), _singles(problem.wishes), _pairs(problem.barred))
    whole = scores.whole()
    both_ways(whole)
    return whole


def _layers(parts: Sequence[ScorePart]) -> list[Layer]:
    return [_layer(one) for one in parts]


def _layer(part: ScorePart) -> Layer:
    left, right = rows_of_marks(part.left, part.width), rows_of_marks(part.right, part.width)
    if part.width > MANY_COLUMNS:
        left, right = folded(left, right)
    if part.enough is None:
        return Layer(shares(left), right, part.weight, 1.0, 1e-3 if part.need else 0.0)
    return Layer(left, right, part.weight, part.enough, part.need)


def _singles(wishes: Sequence[tuple[int, int, float]]) -> tuple[Ints, Ints, Floats] | None:
    if not wishes:
        return None
    rows, columns, points = zip(*wishes, strict=True)
    return np.array(rows, np.int64), np.array(columns, np.int64), np.array(points, np.float32)


def _pairs(barred: Sequence[tuple[int, int]]) -> tuple[Ints, Ints] | None:
    if not barred:
        return None
    rows, columns = zip(*barred, strict=True)
    return np.array(rows, np.int64), np.array(columns, np.int64)


def _width(chosen: Marks) -> int:
    return max((number for one in chosen for number in one), default=0) + 1


def _plain(numbers: Ints) -> tuple[int, ...]:
    return tuple(int(one) for one in numbers)
