"""Seats as a flow of least cost, exactly, over a sparse list of who could be with whom."""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

from plugin.solver.affinity import NEVER, Array, Floats, Ints


@dataclass(frozen=True, slots=True)
class Edges:
    """Who could be with whom: by row, columns and scores; NEVER fills up short rows."""

    items: Ints
    scores: Floats

    def listed(self) -> tuple[Ints, Ints, Ints]:
        """Return rows, columns and whole scores of those who may meet."""
        rows, place = np.nonzero(self.scores > NEVER / 2)
        return rows, self.items[rows, place], self.scores[rows, place].astype(np.int64)

    def above(self, floor: float) -> "Edges":
        """Return the edges that score `floor` or more."""
        return Edges(self.items, np.where(self.scores < floor, NEVER, self.scores))


def everybody(whole: Floats) -> Edges:
    """Return every pair as a candidate."""
    return Edges(np.broadcast_to(np.arange(whole.shape[1]), whole.shape), whole)


def assign(edges: Edges, seats: Ints, *, worth: int) -> Ints:
    """Return the column of each row, or -1, with the highest total of scores and `worth` each."""
    rows, items, scores = edges.listed()
    people, columns = len(edges.items), len(seats)
    network = min_cost_flow.SimpleMinCostFlow()
    source, sink = people + columns, people + columns + 1
    every, all_columns = np.arange(people), np.arange(columns)
    arcs = network.add_arcs_with_capacity_and_unit_cost(
        rows, items + people, np.ones(len(rows), np.int64), -(scores + worth)
    )
    ones, free = np.ones(people, np.int64), np.zeros(people, np.int64)
    network.add_arcs_with_capacity_and_unit_cost(np.full(people, source), every, ones, free)
    network.add_arcs_with_capacity_and_unit_cost(every, np.full(people, sink), ones, free)
    network.add_arcs_with_capacity_and_unit_cost(
        all_columns + people, np.full(columns, sink), seats, np.zeros(columns, np.int64)
    )
    network.set_node_supply(source, people)
    network.set_node_supply(sink, -people)
    status = network.solve()
    if status != network.OPTIMAL:
        raise RuntimeError(f"the flow ended with {status}")
    used = network.flows(arcs) > 0
    of = np.full(people, -1, np.int64)
    of[rows[used]] = items[used]
    return of


def prices(edges: Edges, of: Ints, seats: Ints, *, worth: int) -> Array:
    """Return the least prices of columns at which everybody is content with `of`.

    With them the scores that people get and the prices of the seats add up to no more than `of`
    reaches, which is why no other choice among these edges reaches more.
    """
    rows, items, scores = edges.listed()
    order = np.argsort(items, kind="stable")
    rows, items, scores = rows[order], items[order], scores[order]
    starts = np.flatnonzero(np.concatenate([[True], items[1:] != items[:-1]]))
    priced = items[starts]
    has = of[rows] >= 0
    mine = np.zeros(len(edges.items), np.int64)  # a score; alone counts as minus the worth
    mine[of < 0] = -worth
    here = of[rows] == items
    mine[rows[here]] = scores[here]
    gain = scores - mine[rows]
    found = np.zeros(len(seats), np.int64)
    for _ in range(len(seats) + 1):
        paid = np.where(has, found[np.maximum(of[rows], 0)], 0)
        least = np.maximum.reduceat(gain + paid, starts)
        grown = least > found[priced]
        if not grown.any():
            break
        found[priced[grown]] = least[grown]
    return found
