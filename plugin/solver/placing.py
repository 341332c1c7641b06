"""Placing whoever can be placed, by moving others along a chain; and lifting the worst-off."""

from collections import deque
from collections.abc import Callable

import numpy as np

from plugin.solver.affinity import GRAIN, NEVER, Floats, Ints

Row = Callable[[int], Floats]
"""Scores of one row."""


class _Seating:
    """Who sits where, while chains of moves are looked for."""

    def __init__(self, row: Row, of: Ints, seats: Ints) -> None:
        self.row, self.of = row, of.copy()
        self.free = seats - np.bincount(of[of >= 0], minlength=len(seats))
        self.sitting: dict[int, set[int]] = {}
        for who, column in enumerate(of):
            if column >= 0:
                self.sitting.setdefault(int(column), set()).add(who)

    def stand(self, who: int) -> None:
        column = int(self.of[who])
        self.sitting[column].discard(who)
        self.free[column] += 1
        self.of[who] = -1

    def place(self, who: int, passed: Ints, floor: float) -> bool:
        """Find a seat for `who`, by the shortest chain of moves.

        Args:
            who: stands.
            passed: 1 for columns that are known to lead nowhere; marked further by a failure.
            floor: no move goes below.

        """
        through: dict[int, int] = {}
        waiting, marked = deque([who]), list[int]()
        while waiting:
            now = waiting.popleft()
            scores = self.row(now)
            open_ = np.flatnonzero((scores >= max(floor, float(NEVER) / 2)) & (passed == 0))
            vacant = open_[self.free[open_] > 0]
            if len(vacant):
                passed[marked] = 0
                through[int(vacant[np.argmax(scores[vacant])])] = now
                self._move(who, int(vacant[np.argmax(scores[vacant])]), through)
                return True
            passed[open_] = 1
            marked += open_.tolist()
            for column in open_[np.argsort(-scores[open_], kind="stable")]:
                through[int(column)] = now
                waiting.extend(sorted(self.sitting.get(int(column), ())))
        return False

    def _move(self, who: int, column: int, through: dict[int, int]) -> None:
        self.free[column] -= 1
        while True:
            now = through[column]
            before = int(self.of[now])
            if before >= 0:
                self.sitting[before].discard(now)
            self.of[now] = column
            self.sitting.setdefault(column, set()).add(now)
            if now == who:
                return
            column = before


def placed_too(row: Row, of: Ints, seats: Ints) -> Ints:
    """Return the placing with everybody added who can be; nobody loses their place."""
    seating = _Seating(row, of, seats)
    passed = np.where(seats > 0, 0, 1)
    for who in np.flatnonzero(of < 0):
        if not (seating.free > 0).any():
            break
        seating.place(int(who), passed, float(NEVER))
    return seating.of


def lifted(row: Row, of: Ints, seats: Ints) -> float:
    """Return the highest floor at which as many people can be placed as `of` places.

    In whole points; 0 when the worst-off cannot be lifted above that.
    """
    scores = {int(who): float(row(int(who))[of[who]]) for who in np.flatnonzero(of >= 0)}
    if not scores:
        return 0.0
    low = max(int(min(scores.values()) // GRAIN), 0)
    high = int(max(scores.values()) // GRAIN)
    while low < high:
        middle = (low + high + 1) // 2
        if _holds(row, of, seats, scores, middle * GRAIN):
            low = middle
        else:
            high = middle - 1
    return float(low * GRAIN)


def _holds(row: Row, of: Ints, seats: Ints, scores: dict[int, float], floor: float) -> bool:
    below = [who for who, score in scores.items() if score < floor]
    seating = _Seating(row, of, seats)
    for who in below:
        seating.stand(who)
    passed = np.where(seats > 0, 0, 1)
    # Whoever was left out before may now take a place that others give up.
    spare = [int(who) for who in np.flatnonzero(of < 0)]
    wanted = len(below)
    for number, who in enumerate([*below, *spare]):
        if wanted and (len(below) + len(spare) - number) >= wanted:
            wanted -= seating.place(who, passed, floor)
    return not wanted
