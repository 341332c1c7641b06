"""The best way to give every row one column, exactly, in plain Python.

The Hungarian method with potentials (Kuhn 1955, in Jonker and Volgenant's row-by-row form).
"""

from collections.abc import Sequence

_INFINITE = float("inf")


def assign(scores: Sequence[Sequence[int | None]], seats: Sequence[int]) -> list[int | None]:
    """Return the column of each row, or None for a row that is left over.

    As many rows as possible get a column; among those ways, the total score is the highest. The
    result depends on nothing but the arguments.

    Args:
        scores: by row and column, 0 or more; None where the two may not meet.
        seats: how many rows each column takes.

    """
    slots = [column for column, count in enumerate(seats) for _ in range(max(count, 0))]
    if not scores:
        return []
    # A match outweighs any difference in score, so that nobody stays alone who could be placed.
    worth = 1 + len(scores) * max((s for row in scores for s in row if s is not None), default=0)
    costs = [
        [0 if row[column] is None else -(worth + (row[column] or 0)) for column in slots]
        + [0] * len(scores)  # a place of its own for staying alone
        for row in scores
    ]
    taken = _hungarian(costs)
    return [
        slots[at] if at < len(slots) and scores[row][slots[at]] is not None else None
        for row, at in enumerate(taken)
    ]


def _hungarian(costs: Sequence[Sequence[int]]) -> list[int]:
    rows, columns = len(costs), len(costs[0])
    row_price, column_price = [0.0] * (rows + 1), [0.0] * (columns + 1)
    owner = [0] * (columns + 1)  # owner[c]: the row of column c, both from 1; 0 is nobody
    for row in range(1, rows + 1):
        _place(row, costs, row_price, column_price, owner)
    result = [0] * rows
    for column in range(1, columns + 1):
        if owner[column]:
            result[owner[column] - 1] = column - 1
    return result


def _place(
    row: int,
    costs: Sequence[Sequence[int]],
    row_price: list[float],
    column_price: list[float],
    owner: list[int],
) -> None:
    """Find the cheapest chain of changes that gives `row` a column, and make it."""
    columns = len(column_price) - 1
    least, before = [_INFINITE] * (columns + 1), [0] * (columns + 1)
    seen = [False] * (columns + 1)
    owner[0], at = row, 0
    while owner[at]:
        seen[at] = True
        mine, step, following = owner[at], _INFINITE, 0
        for column in range(1, columns + 1):
            if seen[column]:
                continue
            cost = costs[mine - 1][column - 1] - row_price[mine] - column_price[column]
            if cost < least[column]:
                least[column], before[column] = cost, at
            if least[column] < step:
                step, following = least[column], column
        _pay(step, seen, least, row_price, column_price, owner)
        at = following
    while at:
        owner[at], at = owner[before[at]], before[at]


def _pay(
    step: float,
    seen: Sequence[bool],
    least: list[float],
    row_price: list[float],
    column_price: list[float],
    owner: Sequence[int],
) -> None:
    for column, was_seen in enumerate(seen):
        if was_seen:
            row_price[owner[column]] += step
            column_price[column] -= step
        else:
            least[column] -= step
