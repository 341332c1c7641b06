"""A whole cohort: who gets which seat, and how far from the best that can be at all.

First as many people as possible are placed; then the worst-off pair is lifted as high as it goes
without leaving anybody out; then the total is made as high as it can be. A few hundred people are
solved with every pair. More go through the best candidates of both sides; the prices of seats then
say of every pair left out whether it could matter, and bound what any solution could reach.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from plugin.solver.affinity import NEVER, Affinity, Floats, Ints
from plugin.solver.candidates import ADDED, Pairs, candidates, merged, seen
from plugin.solver.flow import assign, everybody, prices
from plugin.solver.placing import lifted, placed_too

EXACT_CELLS = 300_000
"""Up to so many pairs all of them are candidates, and the flow is the proof."""
GOOD_ENOUGH, GOOD_ENOUGH_OF_MANY = 1e-5, 1e-4
MANY = 20_000
MOST_ROUNDS = 6

Tell = Callable[[float], bool]
"""Told how far the work is, 0 to 1; answers whether to go on."""


@dataclass(frozen=True, slots=True)
class Solved:
    """Who sits where.

    Attributes:
        of: the column of each row; -1 for nobody.
        value, bound: the total reached, and what no solution under the same rules can exceed.
        floor: the score below which nobody was placed.
        stopped: whether it ended early, because it was asked to.

    """

    of: Ints
    value: float
    bound: float
    floor: float
    stopped: bool = False

    @property
    def gap(self) -> float:
        """How far the total may be from the best, as a share of it."""
        return max(self.bound - self.value, 0.0) / max(self.bound, 1.0)


def solve(
    scores: Affinity, seats: Ints, *, tell: Tell = lambda _: True, lift: bool = True
) -> Solved:
    """Place everybody.

    Args:
        scores: of every row with every column.
        seats: how many rows each column takes.
        tell: told how far it is; when it answers False, the best so far is returned.
        lift: whether the worst-off go before the total.

    """
    rows, columns = scores.shape
    if not rows or not columns or not seats.sum():
        return Solved(np.full(rows, -1, np.int64), 0, 0, 0)
    if rows * columns <= EXACT_CELLS:
        return _exactly(scores.whole().copy(), seats, lift=lift)
    return _Search(scores, seats, tell).solve(lift=lift)


def _exactly(whole: Floats, seats: Ints, *, lift: bool) -> Solved:
    worth = (int(whole.max(initial=0)) + 1) * (len(whole) + 1)  # a place outweighs any total
    of = assign(everybody(whole), seats, worth=worth)
    floor = 0.0
    if lift and (of >= 0).any():
        floor = lifted(lambda row: whole[row], of, seats)
        whole[whole < floor] = NEVER
        of = assign(everybody(whole), seats, worth=worth)
    placed = np.flatnonzero(of >= 0)
    value = float(whole[placed, of[placed]].sum(dtype=np.float64))
    return Solved(of, value, value, floor)


class _Search:
    """Flow, prices, a look at everybody, and again, until the proof is good enough."""

    def __init__(self, scores: Affinity, seats: Ints, tell: Tell) -> None:
        self.scores, self.seats = scores, seats
        self.tell, self.on, self.floor = tell, True, 0.0
        many = scores.shape[0] > MANY
        self.enough = GOOD_ENOUGH_OF_MANY if many else GOOD_ENOUGH
        self.edges = candidates(
            scores, rows_best=20 if many else 32, columns_best=10, tell=self._part(0, 0.3)
        )
        self.worth = int(self.edges.scores.max(initial=0)) * 2 + 1

    def solve(self, *, lift: bool) -> Solved:
        of = self._placed()
        if lift and self.on:
            self.floor = lifted(self._row, of, self.seats)
            self.edges = self.edges.above(self.floor)
            of = self._placed() if self.floor > 0 else of
        bound, best = np.inf, (0, 0.0, of)
        for turn in range(MOST_ROUNDS):
            best = max(best, self._weighed(of), key=lambda one: one[:2])
            part = self._part(0.4 + 0.1 * turn, 0.5 + 0.1 * turn)
            dual, more = self._look(of, part)
            if dual is not None:
                bound = min(bound, dual - float(self.worth) * best[0])
            if not self.on or more is None or bound - best[1] <= self.enough * bound:
                break
            self.edges = merged(self.edges, more, ADDED)
            of = self._placed()
        return Solved(best[2], best[1], max(float(bound), best[1]), self.floor, not self.on)

    def _placed(self) -> Ints:
        of = assign(self.edges, self.seats, worth=self.worth)
        return placed_too(lambda row: _above(self._row(row), self.floor), of, self.seats)

    def _look(self, of: Ints, tell: Tell) -> tuple[float | None, Pairs | None]:
        """Return what no placing can exceed, each place worth something, and better pairs."""
        paid = prices(self.edges, of, self.seats, worth=self.worth)
        cost = np.where(self.seats > 0, paid - self.worth, -NEVER).astype(np.float32)
        gained, more = seen(self.scores, self.edges, cost, floor=self.floor, tell=tell)
        return (gained + float((self.seats * paid).sum()) if self.on else None), more

    def _weighed(self, of: Ints) -> tuple[int, float, Ints]:
        """Return how many are placed, and the total."""
        rows = np.flatnonzero(of >= 0)
        same = self.edges.items[rows] == of[rows][:, None]
        found = np.where(same, self.edges.scores[rows], NEVER).max(axis=1)
        for at in np.flatnonzero(found <= NEVER / 2):  # placed beyond the candidates
            found[at] = self._row(int(rows[at]))[of[rows[at]]]
        return len(rows), float(found.sum(dtype=np.float64)), of

    def _row(self, row: int) -> Floats:
        return np.asarray(self.scores.rows(row, row + 1)[0])

    def _part(self, start: float, end: float) -> Tell:
        def tell(done: float) -> bool:
            self.on = self.on and self.tell(start + (end - start) * done)
            return self.on

        return tell


def _above(row: Floats, floor: float) -> Floats:
    return np.where(row < floor, NEVER, row) if floor > 0 else row
