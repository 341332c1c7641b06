"""Who could be with whom: the best few of both sides, and whoever beats the prices later."""

from collections.abc import Callable

import numpy as np

from plugin.solver.affinity import NEVER, Affinity, Bools, Floats, Ints
from plugin.solver.flow import Edges

Tell = Callable[[float], bool]
Pairs = tuple[Ints, Ints, Floats]
SAMPLE = 16
ADDED = 12
"""Candidates that a row gains in one look at everybody."""
MOST_BACK = 24
"""Candidates that a row gains at most by being the best for others."""


def candidates(scores: Affinity, *, rows_best: int, columns_best: int, tell: Tell) -> Edges:
    """Return the best columns of each row, and the rows that are best for each column.

    Without the second, columns that nobody likes best would stay empty.
    """
    rows, columns = scores.shape
    few, back = min(rows_best, columns), min(columns_best, rows)
    items, values = np.zeros((rows, few), np.int64), np.full((rows, few), NEVER, np.float32)
    held, holders = np.full((columns, back), NEVER, np.float32), np.zeros((columns, back), np.int64)
    for first, block in scores.blocks():
        last = first + len(block)
        items[first:last], values[first:last] = top(block, few)
        _keep(block, first, held, holders)
        if not tell(last / rows):
            break
    at, place = np.nonzero(held > NEVER / 2)
    return merged(Edges(items, values), (holders[at, place], at, held[at, place]), MOST_BACK)


def top(block: Floats, few: int) -> tuple[Ints, Floats]:
    """Return the best columns of each row, best first; equal ones in their order."""
    columns = block.shape[1]
    if columns >= SAMPLE * few:
        return _top_by_sample(block, few)
    if columns > few:
        found = np.argpartition(-block, few - 1, axis=1)[:, :few]
    else:
        found = np.broadcast_to(np.arange(columns), block.shape)
    values = np.take_along_axis(block, found, axis=1)
    order = np.lexsort((found, -values), axis=1)
    return np.take_along_axis(found, order, axis=1), np.take_along_axis(values, order, axis=1)


def _top_by_sample(block: Floats, few: int) -> tuple[Ints, Floats]:
    """Find in a part of the columns above what the best ones must lie, and sort only those."""
    sample = block[:, ::SAMPLE]
    place = min(2 * few // SAMPLE + 3, sample.shape[1] - 1)
    least = -np.partition(-sample, place, axis=1)[:, place]
    rows, found = _where(block >= least[:, None])
    values = block[rows, found]
    order = np.lexsort((found, -values, rows))
    rows, found, values = rows[order], found[order], values[order]
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
    items, best = np.zeros((len(block), few), np.int64), np.full((len(block), few), NEVER)
    fits = rank < few
    items[rows[fits], rank[fits]], best[rows[fits], rank[fits]] = found[fits], values[fits]
    short = np.flatnonzero(np.bincount(rows, minlength=len(block)) < few)
    if len(short):
        part = np.argpartition(-block[short], few - 1, axis=1)[:, :few]
        items[short] = part
        best[short] = np.take_along_axis(block[short], part, axis=1)
    return items, best


def _where(true: Bools) -> tuple[Ints, Ints]:
    """Return rows and columns of what is true, as `nonzero` does, ten times as fast."""
    rows, columns = np.divmod(np.flatnonzero(true), true.shape[1])
    return rows, columns


def _keep(block: Floats, first: int, held: Floats, holders: Ints) -> None:
    """Bring the best rows of each column up to date with a block; `held` is best first."""
    back = held.shape[1]
    if first == 0:
        items, values = top(np.ascontiguousarray(block.T), min(back, len(block)))
        held[:, : values.shape[1]], holders[:, : values.shape[1]] = values, items
        return
    rows, columns = _where(block > held[:, -1])
    if not len(rows):
        return
    touched = np.unique(columns)
    columns = np.concatenate([np.repeat(touched, back), columns])
    values = np.concatenate([held[touched].ravel(), block[rows, columns[len(touched) * back :]]])
    owners = np.concatenate([holders[touched].ravel(), rows + first])
    order = np.lexsort((owners, -values, columns))
    columns, values, owners = columns[order], values[order], owners[order]
    rank = np.arange(len(columns)) - np.searchsorted(columns, columns)
    fits = rank < back
    held[columns[fits], rank[fits]], holders[columns[fits], rank[fits]] = values[fits], owners[fits]


def merged(edges: Edges, more: Pairs, most: int) -> Edges:
    """Add pairs to a list of candidates, at most `most` a row; those in it already stay once."""
    rows, added, values = more
    known = (edges.items[rows] == added[:, None]) & (edges.scores[rows] > NEVER / 2)
    fresh = ~known.any(axis=1)
    rows, added, values = rows[fresh], added[fresh], values[fresh]
    order = np.lexsort((added, -values, rows))
    rows, added, values = rows[order], added[order], values[order]
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
    used = (edges.scores > NEVER / 2).sum(axis=1)
    fits = rank < most
    rows, added, values, at = rows[fits], added[fits], values[fits], (rank + used[rows])[fits]
    width = max(int(at.max(initial=-1)) + 1, edges.items.shape[1])
    items = np.zeros((len(edges.items), width), np.int64)
    scores = np.full((len(items), width), NEVER, np.float32)
    items[:, : edges.items.shape[1]], scores[:, : edges.items.shape[1]] = edges.items, edges.scores
    _to_the_left(items, scores)
    items[rows, at], scores[rows, at] = added, values
    return Edges(items, scores)


def _to_the_left(items: Ints, scores: Floats) -> None:
    """Move what is free to the end of each row that has a gap."""
    free = scores <= NEVER / 2
    gaps = np.flatnonzero((free[:, :-1] & ~free[:, 1:]).any(axis=1))
    order = np.argsort(free[gaps], axis=1, kind="stable")
    items[gaps] = np.take_along_axis(items[gaps], order, axis=1)
    scores[gaps] = np.take_along_axis(scores[gaps], order, axis=1)


def seen(
    scores: Affinity, edges: Edges, cost: Floats, *, floor: float, tell: Tell
) -> tuple[float, Pairs | None]:
    """Look at everybody with these prices of columns.

    Args:
        scores: of everybody with everybody.
        edges: the candidates so far.
        cost: of a seat of each column, less what a place is worth.
        floor: lower scores do not count.
        tell: told how far it is; False stops, and the answer is then of no use.

    Returns:
        what people gain at the most, together; and the pairs that would be better than the best of
        their row's candidates, the best few of each row; None when there are none.

    """
    own = np.maximum((edges.scores - cost[edges.items]).max(axis=1), 0)
    total, found = 0.0, list[Pairs]()
    for first, block in scores.blocks():
        gains = block - cost
        if floor > 0:
            np.copyto(gains, NEVER, where=block < floor)
        best = gains.max(axis=1)
        total += float(np.maximum(best, 0).sum(dtype=np.float64))
        mine = own[first : first + len(block)]
        eager = np.flatnonzero(best > mine + 0.5)
        if len(eager):
            found.append(_eager(gains[eager], block[eager], mine[eager], eager + first))
        if not tell((first + len(block)) / scores.shape[0]):
            break
    if not found:
        return total, None
    rows, items, values = (np.concatenate(one) for one in zip(*found, strict=True))
    return total, (rows, items, values)


def _eager(gains: Floats, block: Floats, mine: Floats, rows: Ints) -> Pairs:
    items, values = top(gains, min(ADDED, gains.shape[1]))
    at, place = np.nonzero(values > mine[:, None])
    chosen = items[at, place]
    return rows[at], chosen, block[at, chosen]
