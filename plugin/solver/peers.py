"""Pairs among equals: everybody may be with everybody.

Some hundreds of people are paired exactly (blossoms, in rustworkx). Many are paired by the flow of
a cohort in which each person stands on both sides: its cycles of even length fall into pairs
without loss, and the rest is mended by exchanges. The flow is also a bound for both.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import rustworkx

from plugin.solver.affinity import NEVER, Floats, Ints
from plugin.solver.candidates import top
from plugin.solver.flow import Edges, assign

EXACT, NEAR = 1_500, 30
Tell = Callable[[float], bool]


@dataclass(frozen=True, slots=True)
class Peered:
    """Partners.

    Attributes:
        of: the partner of each person; -1 for whoever is left when the number is odd.
        value, bound: the total reached, and what no pairing among the candidates exceeds.

    """

    of: Ints
    value: float
    bound: float


def pair(scores: Floats, *, tell: Tell = lambda _: True) -> Peered:
    """Pair everybody: as many as possible, then the highest total.

    Args:
        scores: whole numbers, the same both ways; NEVER where two may not meet.
        tell: told how far it is.

    """
    people = len(scores)
    if people < 2:
        return Peered(np.full(people, -1, np.int64), 0, 0)
    np.fill_diagonal(scores, NEVER)
    edges = _near(scores)
    tell(0.3)
    if people <= EXACT:
        of = _blossom(scores, edges)
        value = _total(scores, of)
        return Peered(of, value, value)
    worth = int(scores.max(initial=0)) * 2
    double = assign(edges, np.ones(people, np.int64), worth=worth)
    tell(0.7)
    bound = _one_way(scores, double) / 2
    of = _exchanged(scores, edges, _rest(edges, _cycles(scores, double)), tell)
    value = _total(scores, of)
    return Peered(of, value, max(bound, value))


def _near(scores: Floats) -> Edges:
    """Return the nearest of each person, both ways."""
    people = len(scores)
    few = min(NEAR, people - 1)
    blocks = [top(scores[first : first + 256], few) for first in range(0, people, 256)]
    items = np.concatenate([one[0] for one in blocks])
    values = np.concatenate([one[1] for one in blocks])
    rows = np.repeat(np.arange(people), few)
    ok = values.ravel() > NEVER / 2
    one, two = rows[ok], items.ravel()[ok]
    keys = np.unique(np.concatenate([one * people + two, two * people + one]))
    rows, columns = keys // people, keys % people
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
    wide = np.zeros((people, int(rank.max(initial=0)) + 1), np.int64)
    found = np.full(wide.shape, NEVER, np.float32)
    wide[rows, rank], found[rows, rank] = columns, scores[rows, columns]
    return Edges(wide, found)


def _blossom(scores: Floats, edges: Edges) -> Ints:
    rows, columns, weights = edges.listed()
    if len(scores) <= 400:  # all pairs, so that nothing is left to chance
        rows, columns = np.nonzero(np.triu(scores > NEVER / 2))
        weights = scores[rows, columns].astype(np.int64)
    once = rows < columns
    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(scores)))
    graph.add_edges_from(
        list(zip(rows[once].tolist(), columns[once].tolist(), weights[once].tolist(), strict=True))
    )
    found = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    of = np.full(len(scores), -1, np.int64)
    for one, two in found:
        of[one], of[two] = two, one
    return of


def _cycles(scores: Floats, double: Ints) -> Ints:
    """Cut the flow's cycles and chains into pairs, each at its best place."""
    of = np.full(len(double), -1, np.int64)
    seen = np.zeros(len(double), bool)
    targets = np.zeros(len(double), bool)
    targets[double[double >= 0]] = True
    starts = [*np.flatnonzero(~targets), *np.flatnonzero(targets)]
    for start in starts:
        chain, at = [], int(start)
        while at >= 0 and not seen[at]:
            seen[at] = True
            chain.append(at)
            at = int(double[at])
        for one, two in _cut(scores, chain, closed=at == int(start)):
            of[one], of[two] = two, one
    return of


def _cut(scores: Floats, chain: list[int], *, closed: bool) -> list[tuple[int, int]]:
    """Return the pairs of neighbours with the highest total, each person once."""
    turns = range(len(chain)) if closed and len(chain) < 40 else range(min(len(chain), 2))
    best: tuple[float, list[tuple[int, int]]] = (-1.0, [])
    for turn in turns:
        turned = chain[turn:] + (chain[:turn] if closed else [])
        pairs = list(zip(turned[::2], turned[1::2], strict=False))
        total = float(sum(scores[one, two] for one, two in pairs))
        best = max(best, (total, pairs), key=lambda found: found[0])
    return best[1]


def _rest(edges: Edges, of: Ints) -> Ints:
    """Pair whoever is left with the nearest who is left too."""
    rows, columns, values = edges.listed()
    open_ = (of[rows] < 0) & (of[columns] < 0) & (rows < columns)
    rows, columns, values = rows[open_], columns[open_], values[open_]
    for at in np.lexsort((columns, rows, -values)):
        one, two = int(rows[at]), int(columns[at])
        if of[one] < 0 and of[two] < 0:
            of[one], of[two] = two, one
    return of


def _exchanged(scores: Floats, edges: Edges, of: Ints, tell: Tell) -> Ints:
    """Let two pairs exchange partners where that is better; then pair who is left at any price."""
    for turn in range(6):
        moved = False
        for one in range(len(of)):
            moved |= _exchange(scores, edges, of, one)
        if not moved or not tell(0.7 + turn * 0.05):
            break
    left = [int(one) for one in np.flatnonzero(of < 0)]
    while len(left) > 1:
        _bring_in(scores, of, left.pop(), left.pop())
    return of


def _bring_in(scores: Floats, of: Ints, one: int, two: int) -> None:
    """Pair two who are left: with each other, or each with one of a pair that is parted for it."""
    firsts = np.flatnonzero(of >= 0)
    seconds = of[firsts]
    gains = scores[one, firsts] + scores[two, seconds] - scores[firsts, seconds]
    at = int(gains.argmax()) if len(gains) else 0
    if scores[one, two] > NEVER / 2 and (not len(gains) or scores[one, two] >= gains[at]):
        of[one], of[two] = two, one
    elif len(gains) and gains[at] > NEVER / 2:
        first, second = int(firsts[at]), int(seconds[at])
        of[one], of[first], of[two], of[second] = first, one, second, two


def _exchange(scores: Floats, edges: Edges, of: Ints, one: int) -> bool:
    mine = int(of[one])
    items = edges.items[one][edges.scores[one] > NEVER / 2]
    items = items[items != mine]
    if mine < 0 or not len(items):
        return False
    theirs = of[items]
    ok = theirs >= 0
    items, theirs = items[ok], theirs[ok]
    gains = scores[one, items] + scores[mine, theirs] - scores[one, mine] - scores[items, theirs]
    if not len(gains) or gains.max() <= 0:
        return False
    at = int(gains.argmax())
    two, other = int(items[at]), int(theirs[at])
    of[one], of[two], of[mine], of[other] = two, one, other, mine
    return True


def _total(scores: Floats, of: Ints) -> float:
    return _one_way(scores, of) / 2


def _one_way(scores: Floats, of: Ints) -> float:
    rows = np.flatnonzero(of >= 0)
    return float(scores[rows, of[rows]].sum(dtype=np.float64))
