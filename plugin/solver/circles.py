"""Circles of people who suit each other: sizes, common free time, attributes spread or gathered.

Begun greedily, then bettered by the best exchange of two people until there is none. A broken rule
costs more than any affinity, so a circle breaks one only where every other choice did too; which
ones, the answer says.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from plugin.solver.affinity import Array, Bools, Floats, Ints

BROKEN = 100.0
"""What a broken rule costs, beside affinities of 0 to 1."""
PASSES, TRIED = 40, 6
FEW, STARTS = 300, 12

Tell = Callable[[float], bool]


@dataclass(frozen=True, slots=True)
class CircleRules:
    """What a circle must be.

    Attributes:
        sizes: of each circle, in order.
        leads: people who lead, one for each circle as far as they go; -1 where there is none.
        hours: free cells by person; None when it does not matter. A person without any said
            nothing, and fits any time.
        common: cells that all of a circle must share.
        most: (group of each person, how many of one group a circle may have); -1 is no group.
        least: (group of each person, how many different groups a circle must have).

    """

    sizes: Ints
    leads: Ints
    hours: Bools | None = None
    common: int = 0
    most: Sequence[tuple[Ints, int]] = ()
    least: Sequence[tuple[Ints, int]] = ()

    def broken(self, people: Ints) -> int:
        """Count what these people together break."""
        count = 0
        if self.hours is not None and self.common:
            said = people[self.hours[people].any(axis=1)]
            shared = int(self.hours[said].all(axis=0).sum()) if len(said) else self.common
            count += max(self.common - shared, 0)
        for group, most in self.most:
            known = group[people]
            counts = np.bincount(known[known >= 0], minlength=1)
            count += int(np.maximum(counts - most, 0).sum())
        for group, least in self.least:
            known = group[people]
            count += max(least - len(set(known[known >= 0].tolist())), 0)
        return count


@dataclass(slots=True)
class Grouped:
    """Which circle each person is in.

    Attributes:
        of: the circle of each person.
        affinity: mean over all pairs in one circle.
        broken: rules broken, in all circles together.

    """

    of: Ints
    affinity: float
    broken: int


def group(
    affinity: Floats, rules: CircleRules, *, seed: int = 0, tell: Tell = lambda _: True
) -> Grouped:
    """Put everybody into a circle; the sizes must add up to the number of people."""
    people = len(affinity)
    if people != int(rules.sizes.sum()):
        raise ValueError("the sizes do not add up")
    starts = STARTS if people <= FEW else 1
    best: _Circles | None = None
    for number in range(starts):
        made = _Circles(affinity, rules, np.random.default_rng((seed, number)), greedy=number == 0)
        made.better(lambda done, at=number: tell((at + done) / starts))  # type: ignore[misc]
        if best is None or made.worth > best.worth + 1e-9:
            best = made
        if not tell((number + 1) / starts):
            break
    assert best is not None  # noqa: S101 - there is always a first start
    return Grouped(best.of, best.mean, sum(best.broken))


@dataclass(slots=True)
class _Circles:
    affinity: Floats
    rules: CircleRules
    random: np.random.Generator
    greedy: bool
    of: Ints = field(init=False)
    near: Array = field(init=False)
    broken: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.of = self._begin()
        circles = len(self.rules.sizes)
        self.near = np.zeros((len(self.of), circles))  # of each person to each circle
        for circle in range(circles):
            self.near[:, circle] = self.affinity[:, self.of == circle].sum(axis=1)
        self.broken = [self.rules.broken(self._in(circle)) for circle in range(circles)]

    @property
    def mean(self) -> float:
        pairs = (self.rules.sizes * (self.rules.sizes - 1)).sum()
        inside = self.near[np.arange(len(self.of)), self.of] - np.diagonal(self.affinity)
        return float(inside.sum() / max(pairs, 1))

    @property
    def worth(self) -> float:
        return self.mean - BROKEN * sum(self.broken)

    def better(self, tell: Tell) -> None:
        """Exchange people as long as that helps."""
        fixed = set(self.rules.leads[self.rules.leads >= 0].tolist())
        for turn in range(PASSES):
            moved = 0
            for who in self.random.permutation(len(self.of)):
                moved += int(who) not in fixed and self._exchange(int(who), fixed)
            if not moved or not tell((turn + 1) / PASSES):
                return

    def _in(self, circle: int) -> Ints:
        return np.flatnonzero(self.of == circle)

    def _begin(self) -> Ints:
        """Fill one circle after the other with whoever is nearest to those in it."""
        of = np.full(len(self.affinity), -1, np.int64)
        leads = self.rules.leads
        of[leads[leads >= 0]] = np.flatnonzero(leads >= 0)
        for circle, size in enumerate(self.rules.sizes):
            inside = np.flatnonzero(of == circle).tolist()
            while len(inside) < size:
                free = np.flatnonzero(of < 0)
                who = self._next(inside, free)
                of[who] = circle
                inside.append(who)
        return of

    def _next(self, inside: list[int], free: Ints) -> int:
        if not inside or not self.greedy:
            return int(self.random.choice(free))
        near = self.affinity[free][:, inside].sum(axis=1)
        order = free[np.argsort(-near, kind="stable")[:TRIED]]
        now = np.array(inside)
        costs = [self.rules.broken(np.append(now, who)) for who in order]
        return int(order[int(np.argmin(costs))])

    def _exchange(self, who: int, fixed: set[int]) -> bool:
        """Make the best exchange of `who` with somebody of another circle, if one helps."""
        mine = int(self.of[who])
        other = self.of
        everyone = np.arange(len(other))
        gains = (
            self.near[who, other] + self.near[everyone, mine]
            - 2 * self.affinity[who]
            - (self.near[who, mine] - self.affinity[who, who])
            - (self.near[everyone, other] - np.diagonal(self.affinity))
        )  # fmt: skip
        gains[other == mine] = -np.inf
        hurt = self.broken[mine] > 0
        tried = 40 if hurt else TRIED
        for partner in np.argpartition(-gains, min(tried, len(gains) - 1))[:tried][
            np.argsort(-gains[np.argpartition(-gains, min(tried, len(gains) - 1))[:tried]])
        ]:
            theirs = int(other[partner])
            if gains[partner] == -np.inf or int(partner) in fixed:
                continue
            if gains[partner] <= 1e-9 and not (hurt or self.broken[theirs]):
                return False
            if self._try(who, int(partner), float(gains[partner])):
                return True
        return False

    def _try(self, who: int, partner: int, gain: float) -> bool:
        mine, theirs = int(self.of[who]), int(self.of[partner])
        here = np.append(np.setdiff1d(self._in(mine), who), partner)
        there = np.append(np.setdiff1d(self._in(theirs), partner), who)
        broken = self.rules.broken(here), self.rules.broken(there)
        fewer = self.broken[mine] + self.broken[theirs] - sum(broken)
        if fewer < 0 or (fewer == 0 and gain <= 1e-9):
            return False
        self.broken[mine], self.broken[theirs] = broken
        self.of[who], self.of[partner] = theirs, mine
        change = self.affinity[:, partner] - self.affinity[:, who]
        self.near[:, mine] += change
        self.near[:, theirs] -= change
        return True
